/**
 * Decides what is not about single states: claims about whole runs, and whether anybody is stuck. It asks the graph of all
 * states, so it can be asked only where a search has come to its end.
 */

import { isLiveness, type LivenessClaim, type Property } from "../property/property.js";
import type { Exploration } from "../search/exploration.js";
import type { Evidence, Progress } from "../search/judge.js";
import { LeastCost } from "../search/least-cost.js";
import { Watched } from "../search/watched.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { Moves, type Scheduled, type Space, StateFault, type StateId } from "../space/space.js";
import { fairCycle } from "./cycle.js";
import { fairComponents } from "./fair-components.js";
import { type Assumed, assumedBy, mayEnd } from "./fairness.js";
import { Graph } from "./graph.js";
import { Obligation } from "./obligations.js";
import { PendingSpace } from "./pending-space.js";
import { stuckFrom, stuckStates } from "./stuck.js";
import { type Edge, shortestWay } from "./ways.js";

/** Whether a property is decided on the graph. */
export function isOfTheGraph(property: Property<never>): boolean {
  return property.kind === "neverStuck" || isLiveness(property);
}

/** Where a property is broken: whatever run leads to one of these states breaks it. */
interface Broken {
  readonly property: string;
  /** The space that the run is to be found in: the model's, or one with more to a state. */
  readonly space: Space;
  /** The state of the model that a state of it stands for. */
  readonly state: (id: number) => StateId;
  readonly breaks: (id: number) => boolean;
  /** What goes on for ever from a state that breaks it, where that is what breaks it. */
  readonly round?: (state: StateId) => readonly Edge[];
  /** Who can never move again from it, where that is. */
  readonly stuck?: (state: StateId) => readonly number[];
}

/** Evidence, and whether no cheaper run leads there. */
export interface Explained extends Evidence {
  readonly least: boolean;
}

/** The graph of a model, and the claims that are decided on it. */
export class Liveness {
  readonly #interpreter: Interpreter;
  readonly #space: JudgedSpace;
  readonly #graph = new Graph();
  readonly #assumed: Assumed;
  readonly #obligations: ReadonlyMap<LivenessClaim<never>, Obligation>;
  readonly #neverStuck: readonly Property<never>[];

  constructor(interpreter: Interpreter, space: JudgedSpace, properties: readonly Property<never>[]) {
    this.#interpreter = interpreter;
    this.#space = space;
    this.#assumed = assumedBy(interpreter.model);
    this.#obligations = new Map(
      properties.filter(isLiveness).map((claim) => [claim, new Obligation(space, claim)]),
    );
    this.#neverStuck = properties.filter(({ kind }) => kind === "neverStuck");
  }

  /** Whether what is decided rests on what is assumed of schedules. */
  get isFair(): boolean {
    return this.#obligations.size > 0;
  }

  /** The names of the claims that hold because nothing is ever waited for. */
  get vacuous(): readonly string[] {
    return [...this.#obligations].filter(([, { arose }]) => !arose).map(([{ name }]) => name);
  }

  get bytes(): number {
    return this.#graph.bytes;
  }

  /** `exploration`, listened to: it is to come upon every state once, and in the order of their numbers. */
  listeningTo(exploration: Exploration): Exploration {
    return new Watched(exploration, (batch) => {
      this.#graph.add(batch);
      const path = (state: StateId): readonly Scheduled[] => exploration.pathTo(state);
      StateFault.told(this.#space.names, path, () => {
        for (const obligation of this.#obligations.values()) obligation.add(batch.states, batch.count);
      });
    });
  }

  /** What breaks the properties, with the cheapest run that shows it, unless `stop` says not to look for that any longer. */
  *broken(stop: (progress: Progress) => string | undefined): Generator<Progress, readonly Explained[]> {
    const explained: Explained[] = [];
    for (const broken of this.#decided()) {
      const cheapest = yield* cheapestTo(broken, stop);
      const { run, end } = cheapest ?? this.#shortestTo(broken);
      const { property, round, stuck } = broken;
      const state = broken.state(end);
      explained.push({
        property,
        schedule: run,
        ...(round && { cycle: this.#scheduled(round(state)) }),
        ...(stuck && { stuck: stuck(state) }),
        least: cheapest !== undefined,
      });
    }
    return explained;
  }

  *#decided(): Generator<Broken> {
    for (const [claim, obligation] of this.#obligations) {
      const broken = this.#unmet(claim, obligation);
      if (broken !== undefined) yield broken;
    }
    if (this.#neverStuck.length === 0) return;
    const known = { graph: this.#graph, space: this.#space, interpreter: this.#interpreter };
    const states = stuckStates(known);
    if (!states.includes(1)) return;
    for (const { name } of this.#neverStuck) {
      const breaks = (id: StateId): boolean => states[id] === 1;
      const stuck = (state: StateId): readonly number[] => stuckFrom(state, known);
      yield { property: name, space: this.#space, state: (id) => id, breaks, stuck };
    }
  }

  #unmet(claim: LivenessClaim<never>, obligation: Obligation): Broken | undefined {
    const pending = obligation.pendingStates(this.#graph);
    const part = fairComponents(this.#graph, pending, this.#assumed);
    const ends = (state: StateId): boolean => mayEnd(this.#graph, state, this.#assumed);
    const stays = (state: StateId): boolean => part[state] !== 0;
    if (!pending.some((state) => stays(state) || ends(state))) return undefined;
    const space = new PendingSpace(this.#space, obligation);
    return {
      property: claim.name,
      space,
      state: (id) => space.state(id),
      breaks: (id) => space.pending(id) && (stays(space.state(id)) || ends(space.state(id))),
      round: (state) =>
        ends(state) ? [] : fairCycle(state, { graph: this.#graph, part, assumed: this.#assumed }),
    };
  }

  /** The run that a breadth-first search finds: for who has no time for a cheap one. */
  #shortestTo({ space, breaks, state }: Broken): { run: readonly Scheduled[]; end: number } {
    if (breaks(space.initial)) return { run: [], end: space.initial };
    const moves = new Moves();
    const edgesFrom = (id: number): readonly Edge[] => {
      space.expand(Int32Array.of(id), 1, moves);
      return Array.from({ length: moves.length }, (_, m) => ({
        from: id,
        mover: moves.process[m] as number,
        to: moves.target[m] as number,
      }));
    };
    const way = shortestWay(space.initial, edgesFrom, ({ to }) => breaks(to));
    if (way === undefined) throw new Error("no run leads where the graph says that one does");
    const plain = way.map(({ from, mover, to }) => ({ from: state(from), mover, to: state(to) }));
    return { run: this.#scheduled(plain), end: way.at(-1)?.to ?? space.initial };
  }

  /** The edges of the graph as moves of a schedule. */
  #scheduled(edges: readonly Edge[]): readonly Scheduled[] {
    const moves = new Moves();
    return edges.map(({ from, mover, to }) => {
      this.#space.expand(Int32Array.of(from), 1, moves);
      const all = Array.from({ length: moves.length }, (_, m) => m);
      const move = all.find((m) => moves.process[m] === mover && moves.target[m] === to);
      if (move === undefined)
        throw new Error(`the graph has a move from state ${from} that the space has not`);
      return { process: mover, outcome: moves.outcome[move] as number };
    });
  }
}

/** The cheapest run to a state that breaks it; undefined where `stop` has had enough. */
function* cheapestTo(
  { space, breaks }: Broken,
  stop: (progress: Progress) => string | undefined,
): Generator<Progress, { run: readonly Scheduled[]; end: number } | undefined> {
  const search = new LeastCost(space);
  let states = 0;
  for (const batch of search.batches()) {
    const found = batch.states.subarray(0, batch.count).findIndex(breaks);
    if (found >= 0)
      return { run: search.pathTo(batch.nodes[found] as number), end: batch.states[found] as number };
    states += batch.count;
    const { strategy, transitions, depth } = search;
    const progress = { strategy, states, transitions, depth };
    if (stop(progress) !== undefined) return undefined;
    yield progress;
  }
  throw new Error("no run leads where the graph says that one does");
}
