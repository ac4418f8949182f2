/** The reachable graph of a model, with what can be seen of each state in numbers that graphs share. */

import { tables } from "../engine.js";
import type { Model, ModelProcess } from "../model/model.js";
import type { Location } from "../model/program.js";
import { encode } from "../model/value.js";
import { Exhaustive } from "../search/exhaustive.js";
import type { Batch } from "../search/exploration.js";
import type { Progress } from "../search/judge.js";
import { Interpreter } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import { Numbers } from "../space/numbers.js";
import type { Space } from "../space/space.js";

/** Numbers for texts, in the order in which they come. */
export class Texts {
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }
}

/** A reachable graph. The initial state is number 0. */
export interface Graph {
  readonly size: number;
  /** By state: the number of all that a predicate can see there. */
  readonly seen: Numbers;
  /** By state: the same without the labels of steps that are next, and without who may wait there. */
  readonly variables: Numbers;
  /** By state: where its moves begin in the lists below; one entry more for the end. */
  readonly firsts: Numbers;
  readonly targets: Numbers;
  /** By move: the number of its process, what it declares that it costs, and the assertions that it fails. */
  readonly kinds: Numbers;
}

/** What can be seen of a process at a location: attributes, whether it has finished; and with labels, what is next. */
function locationTexts({ steps, attributes }: Location): readonly [plain: string, labelled: string] {
  const labels = [...new Set(steps.map(({ label }) => label))].sort();
  const plain = JSON.stringify([attributes, steps.length === 0]);
  const mayWait = steps.every((step) => step.mayWait);
  return [plain, JSON.stringify([plain, labels, mayWait])];
}

/** Says what can be seen of the states of a model. */
function observer(model: Model): (state: State) => readonly [plain: string, labelled: string] {
  const texts = new Map<ModelProcess, readonly (readonly [string, string])[]>(
    model.processes.map((process) => [process, process.program.locations.map(locationTexts)]),
  );
  // By name: locals are laid out with the location of their process, and no mutation declares variables.
  const values = model.layout.variables.filter(({ kind }) => kind !== "location");
  return (state) => {
    const held = values.map((variable) => encode(valueIn(state, variable))).join(";");
    const at = model.processes.map(
      (process) => texts.get(process)?.[valueIn(state, process.location) as number] ?? ["", ""],
    );
    return [held + at.map(([plain]) => plain).join(), held + at.map(([, labelled]) => labelled).join()];
  };
}

function recordMoves({ moves, count }: Batch, space: Space, texts: Texts, into: Graph): void {
  let m = 0;
  for (let i = 0; i < count; i++) {
    into.firsts.push(into.targets.length);
    for (; m < moves.length && moves.source[m] === i; m++) {
      const set = moves.failures[m] ?? 0;
      const failed = set === 0 ? [] : [...new Set(space.failures(set))].sort();
      into.targets.push(moves.target[m] ?? 0);
      into.kinds.push(texts.number(JSON.stringify([moves.process[m], moves.cost[m], failed])));
    }
  }
}

/**
 * Explores `model`, all its ghosts among what is seen. Yields how far it has come.
 *
 * @returns the graph; a text, the reason, where `stop` cut it
 * @throws ModelError for a mistake in the model
 */
export function* graphOf(
  model: Model,
  texts: Texts,
  stop: (progress: Progress) => string | undefined,
): Generator<Progress, Graph | string> {
  const space = tables(new Interpreter(model), new Set());
  const exploration = new Exhaustive(space);
  const observed = observer(model);
  const made = {
    seen: new Numbers(),
    variables: new Numbers(),
    firsts: new Numbers(),
    targets: new Numbers(),
    kinds: new Numbers(),
  };
  let size = 0;
  for (const batch of exploration.batches()) {
    recordMoves(batch, space, texts, { ...made, size });
    for (const state of batch.states.subarray(0, batch.count)) {
      const [plain, labelled] = observed(space.state(state));
      made.variables.push(texts.number(plain));
      made.seen.push(texts.number(labelled));
    }
    size += batch.count;
    const { strategy, transitions, depth } = exploration;
    const progress: Progress = { strategy, states: size, transitions, depth };
    const stopped = stop(progress);
    if (stopped !== undefined && space.size > size) return stopped;
    yield progress;
  }
  made.firsts.push(made.targets.length);
  return { ...made, size };
}
