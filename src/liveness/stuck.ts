/** Who can never move again, and from where on: backwards from the moves of each process. */

import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import type { StateId } from "../space/space.js";
import type { Graph } from "./graph.js";

/** A graph, and what its states are. */
interface Known {
  readonly graph: Graph;
  readonly space: JudgedSpace;
  readonly interpreter: Interpreter;
}

/** The moves of a graph by where they lead: the states before each state. */
class Backwards {
  readonly #firsts: Int32Array;
  readonly #sources: Int32Array;

  constructor(graph: Graph) {
    const { size } = graph;
    const counts = new Int32Array(size + 1);
    const moves = graph.first(size);
    for (let m = 0; m < moves; m++) counts[graph.target(m) + 1] = (counts[graph.target(m) + 1] as number) + 1;
    for (let state = 0; state < size; state++)
      counts[state + 1] = (counts[state + 1] as number) + (counts[state] as number);
    this.#firsts = counts;
    this.#sources = new Int32Array(moves);
    const next = counts.slice();
    for (let state = 0; state < size; state++) {
      const end = graph.end(state);
      for (let m = graph.first(state); m < end; m++) {
        const target = graph.target(m);
        const at = next[target] as number;
        this.#sources[at] = state;
        next[target] = at + 1;
      }
    }
  }

  /** The states from which a move leads to `state`. */
  before(state: StateId): Int32Array {
    return this.#sources.subarray(this.#firsts[state], this.#firsts[state + 1]);
  }
}

/** By state: 1 where `process` can move, there or later. */
function ableLater(graph: Graph, backwards: Backwards, process: number): Uint8Array {
  const able = new Uint8Array(graph.size);
  const open: StateId[] = [];
  const add = (state: StateId): void => {
    if (able[state] === 1) return;
    able[state] = 1;
    open.push(state);
  };
  for (let state = 0; state < graph.size; state++) {
    const end = graph.end(state);
    for (let m = graph.first(state); m < end; m++) if (graph.mover(m) === process) add(state);
  }
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const before of backwards.before(state)) add(before);
  return able;
}

/** By state: 1 where some process can never move again that has not finished and may not wait for ever. */
export function stuckStates({ graph, space, interpreter }: Known): Uint8Array {
  const stuck = new Uint8Array(graph.size);
  const backwards = new Backwards(graph);
  for (const process of interpreter.model.processes) {
    if (process.environment || process.mayWait) continue;
    const able = ableLater(graph, backwards, process.index);
    const known = new Uint8Array(graph.size);
    for (let first = 0; first < graph.size; first++) {
      if (able[first] === 1 || known[first] === 1) continue;
      const state = space.state(first);
      const waits = interpreter.halted(state) === null && interpreter.mustMove(state, process);
      for (const same of onwardFrom(first, graph, known)) {
        const ended = graph.first(same) === graph.end(same);
        if (waits && !(ended && interpreter.halted(space.state(same)) !== null)) stuck[same] = 1;
      }
    }
  }
  return stuck;
}

/** The numbers of the processes that can never move again from `state`, and wait where they may not for ever. */
export function stuckFrom(state: StateId, { graph, space, interpreter }: Known): readonly number[] {
  const known = new Uint8Array(graph.size);
  const movers = new Set<number>();
  for (const at of onwardFrom(state, graph, known)) {
    const end = graph.end(at);
    for (let m = graph.first(at); m < end; m++) movers.add(graph.mover(m));
  }
  const held = space.state(state);
  if (interpreter.halted(held) !== null) return [];
  return interpreter.model.processes
    .filter(
      (process) => !process.environment && !movers.has(process.index) && interpreter.mustMove(held, process),
    )
    .map(({ index }) => index);
}

/**
 * The states from `first` on. They are marked as `known`, and those that are already are left out. Of a process that moves in none
 * of them, what is so of its place in one is so of its place in all.
 */
function* onwardFrom(first: StateId, graph: Graph, known: Uint8Array): Generator<StateId> {
  known[first] = 1;
  const open = [first];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    const end = graph.end(at);
    for (let m = graph.first(at); m < end; m++) {
      const target = graph.target(m);
      if (known[target] === 1) continue;
      known[target] = 1;
      open.push(target);
    }
  }
}
