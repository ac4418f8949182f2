/** The judging loop: evaluates the properties over what a strategy comes upon. It stands here and nowhere else. */

import type { Guard } from "../model/context.js";
import type { Property } from "../property/property.js";
import { conjuncts, disjuncts } from "../property/quantifiers.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import { type Scheduled, StateFault, type StateId } from "../space/space.js";
import type { Batch, Exploration } from "./exploration.js";

/** Where a property was seen broken, or a reachable one met. */
export interface Evidence {
  readonly property: string;
  readonly schedule: readonly Scheduled[];
  /**
   * Of a claim about whole runs: what goes on for ever behind the schedule, again and again; nothing, where the run may end
   * there.
   */
  readonly cycle?: readonly Scheduled[];
  /** Of `neverStuck`: the numbers of the processes that can never move again behind the schedule. */
  readonly stuck?: readonly number[];
}

/** How far a search has come. */
export interface Progress {
  readonly strategy: string;
  /** States expanded. */
  readonly states: number;
  /** Moves looked at, those to known states among them. */
  readonly transitions: number;
  /** Length of the longest path. */
  readonly depth: number;
  /** States come upon and not expanded yet; left out where that is not counted. */
  readonly frontier?: number;
  /** Bytes allocated for states, what finds them, and the search's own account; left out where no states are kept. */
  readonly bytes?: number;
  /** Of a search that goes from run to run and keeps no states: how many runs it has made. */
  readonly runs?: number;
}

/** What a search ended with. */
export interface Judgement {
  /** By property, what was found first. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Why the search was cut, if it was. */
  readonly stopped: string | undefined;
  readonly progress: Progress;
}

/** What is to be judged, and on what. */
export interface Case {
  readonly interpreter: Interpreter;
  readonly space: JudgedSpace;
  readonly exploration: Exploration;
  readonly properties: readonly Property<never>[];
  /** Whether to end as soon as there is evidence on every property; otherwise the space is exhausted. */
  readonly untilFound: boolean;
  /** Asked after every batch: a reason to stop, or undefined to go on. */
  readonly stop: (progress: Progress) => string | undefined;
  /** Told of each property as soon as there is evidence on it. */
  readonly found?: (property: string) => void;
}

/** The position of the first state in a batch that decides a property, or -1. */
type Question = (batch: Batch) => number;

/** The first state of which one of the parts answers `wanted`: then so does the whole that they were made of. */
function stateQuestion(
  { space }: Case,
  name: string,
  parts: readonly Guard<never>[],
  wanted: boolean,
): Question {
  const firsts = parts.map((part) => space.firstWhere(name, part, wanted));
  return ({ states, count }) =>
    firsts.reduce((found, first) => {
      const at = first(states, found < 0 ? count : found);
      return at < 0 ? found : at;
    }, -1);
}

/** The parts of a property's predicate that can be asked about one by one, and the answer that decides it. */
export function partsToAsk(
  property: Extract<Property<never>, { readonly kind: "always" | "never" | "reachable" }>,
): { readonly parts: readonly Guard<never>[]; readonly wanted: boolean } {
  const { kind, predicate } = property;
  return kind === "always"
    ? { parts: conjuncts(predicate), wanted: false }
    : { parts: disjuncts(predicate), wanted: true };
}

/** Deadlocks are looked for among the states from which nothing but the surroundings moves. */
function deadlockQuestion({ interpreter, space }: Case): Question {
  const counted = Uint8Array.from(interpreter.model.processes, ({ environment }) => Number(!environment));
  return ({ states, count, moves }) => {
    let m = 0;
    for (let i = 0; i < count; i++) {
      let moved = false;
      for (; m < moves.length && moves.source[m] === i; m++)
        moved ||= counted[moves.process[m] as number] === 1;
      if (!moved && interpreter.deadlocked(space.state(states[i] as StateId), () => false)) return i;
    }
    return -1;
  };
}

function questionOf(judged: Case, property: Property<never>): Question {
  switch (property.kind) {
    case "assertion":
    // Decided when all states are known: see src/liveness.
    case "neverStuck":
    case "eventually":
    case "leadsTo":
      return () => -1;
    case "deadlockFree":
      return deadlockQuestion(judged);
    case "always":
    case "never":
    case "reachable": {
      const { parts, wanted } = partsToAsk(property);
      return stateQuestion(judged, property.name, parts, wanted);
    }
  }
}

/** Runs an exploration and judges what it comes upon; yields after every batch. */
export function* judge(judged: Case): Generator<Progress, Judgement> {
  const { exploration, properties, space } = judged;
  const open = new Map(properties.map((property) => [property.name, questionOf(judged, property)]));
  const assertions = new Set(properties.filter(({ kind }) => kind === "assertion").map(({ name }) => name));
  const evidence = new Map<string, Evidence>();
  let nodes = 0;
  const progress = (): Progress => {
    const { strategy, states = nodes, transitions, depth } = exploration;
    // The search that explains begins on states that are known already.
    const frontier = strategy === "least-cost" ? {} : { frontier: space.size - states };
    return { strategy, states, transitions, depth, ...frontier, bytes: space.bytes + exploration.bytes };
  };
  const found = (property: string, schedule: readonly Scheduled[]): void => {
    evidence.set(property, { property, schedule });
    open.delete(property);
    judged.found?.(property);
  };
  const decide = (batch: Batch): void => {
    for (const [name, question] of open) {
      const at = question(batch);
      if (at >= 0) found(name, exploration.pathTo(batch.nodes[at] as number));
    }
    for (const { node, move, assertions: failed } of batch.failing) {
      for (const name of failed) {
        if (assertions.has(name) && open.has(name)) found(name, [...exploration.pathTo(node), move]);
      }
    }
  };
  const batches = exploration.batches()[Symbol.iterator]();
  for (;;) {
    const next = ifThereIsRoom(() => batches.next());
    if (next instanceof OutOfMemory) return { evidence, stopped: next.message, progress: progress() };
    if (next.done) break;
    const batch = next.value;
    // Asked only when there is more to judge: a search that has just come to its end was not cut.
    const stopped = nodes > 0 ? judged.stop(progress()) : undefined;
    if (stopped !== undefined) return { evidence, stopped, progress: progress() };
    nodes += batch.count;
    const pathOf = (state: StateId): readonly Scheduled[] => {
      const at = batch.states.indexOf(state);
      return exploration.pathTo(batch.nodes[at] as number);
    };
    const judge = (): void => StateFault.told(space.names, pathOf, () => decide(batch));
    // Where there is no room for the path to what was found there may be some that was kept back for it.
    const full = ifThereIsRoom(judge) && ifThereIsRoom(judge);
    if (full !== undefined) return { evidence, stopped: full.message, progress: progress() };
    yield progress();
    if (judged.untilFound && open.size === 0) break;
  }
  return { evidence, stopped: undefined, progress: progress() };
}
