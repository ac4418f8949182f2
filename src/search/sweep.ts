/** Judges a space that sweeps itself: the exhaustive search of tables. Its counts are those of the model. */

import type { Property } from "../property/property.js";
import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import type { Saved, Source, SweepFacts } from "../space/saved.js";
import { type Scheduled, StateFault, type StateId } from "../space/space.js";
import { Lost, type StateQuestion, type Sweep, type SweptSpace } from "../space/swept-space.js";
import { type Evidence, type Judgement, type Progress, partsToAsk } from "./judge.js";

/** What is to be judged, on a space that nothing was expanded in. */
export interface SweptCase {
  readonly space: SweptSpace;
  readonly properties: readonly Property<never>[];
  /** How many threads take part, with this one; 1 if left out. */
  readonly workers?: number;
  /** Told of states, by their numbers, when all that they lead to was come upon. */
  readonly completed?: ((first: StateId, end: StateId, sweep: Sweep) => void) | undefined;
  /** Asked now and then: a reason to stop, or undefined to go on. */
  readonly stop: (progress: Progress) => string | undefined;
  readonly checkpoint?: SweepCheckpoint;
  /** What is to be swept with instead of the space's own sweep, which it is made of. */
  readonly along?: (sweep: Sweep) => Sweep;
}

/** A judged sweep: what was found, and then what {@link SweepFacts} says. */
export interface JudgedFacts {
  readonly sweep: SweepFacts;
  /** Properties that there is evidence on: the state, and the move from there if there is one. */
  readonly found: readonly Found[];
}

/** When and where a sweep is written down, and what it goes on from. */
export interface SweepCheckpoint {
  /** Asked now and then, and at the end: whether to write it down now. */
  readonly due: () => boolean;
  /** Writes it down; also called where the sweep is cut. There may be nothing that can be. */
  readonly save: (saved: Saved<JudgedFacts> | undefined) => void;
  readonly from: Source<JudgedFacts> | undefined;
}

interface Found {
  readonly property: string;
  readonly state: StateId;
  readonly last: readonly Scheduled[];
}

/**
 * So many states are expanded between two questions whether to stop: no more than an eighth of those before, so that a limit is
 * kept nearly, and a model whose user code is slow is not long without a question.
 */
function strideAfter(states: number): number {
  return Math.min(4096, Math.max(1, states >>> 3));
}

/** The questions about states that decide properties, with their properties. */
function questionsOf(
  properties: readonly Property<never>[],
): readonly (StateQuestion & { property: string })[] {
  return properties.flatMap((property) => {
    switch (property.kind) {
      case "always":
      case "never":
      case "reachable": {
        const { name } = property;
        const { parts, wanted } = partsToAsk(property);
        return parts.map((predicate) => ({ property: name, name, predicate, wanted }));
      }
      default:
        return [];
    }
  });
}

/** The schedule is looked for when it is asked for: few are, and it takes a walk back through the states. */
function evidenceOf(property: string, find: () => readonly Scheduled[]): Evidence {
  let known: readonly Scheduled[] | undefined;
  return {
    property,
    get schedule() {
      known ??= find();
      return known;
    },
  };
}

class SweptJudgement {
  readonly evidence = new Map<string, Evidence>();
  readonly found: Found[] = [];
  readonly #sweep: Sweep;
  readonly #questions: readonly { readonly property: string }[];
  readonly #assertions: ReadonlySet<string>;
  readonly #deadlocks: readonly string[];

  constructor(
    sweep: Sweep,
    questions: readonly { readonly property: string }[],
    properties: readonly Property<never>[],
    found: readonly Found[] = [],
  ) {
    this.#sweep = sweep;
    this.#questions = questions;
    const named = (kind: Property<never>["kind"]): readonly string[] =>
      properties.filter((property) => property.kind === kind).map(({ name }) => name);
    this.#assertions = new Set(named("assertion"));
    this.#deadlocks = named("deadlockFree");
    for (const { property, state, last } of found) this.#found(property, state, last);
  }

  /** Takes in what the sweep has come upon. */
  note(): void {
    // Of several parts of a claim that were found broken, the one in the state that comes first: none is nearer.
    const first = new Map<string, StateId>();
    this.#questions.forEach(({ property }, q) => {
      const state = this.#sweep.found(q);
      if (state !== undefined) first.set(property, Math.min(state, first.get(property) ?? state));
    });
    for (const [property, state] of first) this.#found(property, state);
    this.#questions.forEach(({ property }, q) => {
      if (this.evidence.has(property)) this.#sweep.close(q);
    });
    const { stuck } = this.#sweep;
    if (stuck !== undefined) for (const property of this.#deadlocks) this.#found(property, stuck);
    for (const { state, move, assertions } of this.#sweep.takeFailing()) {
      for (const name of assertions) if (this.#assertions.has(name)) this.#found(name, state, [move]);
    }
  }

  #found(property: string, state: StateId, last: readonly Scheduled[] = []): void {
    if (this.evidence.has(property)) return;
    this.found.push({ property, state, last });
    this.evidence.set(
      property,
      evidenceOf(property, () => this.#sweep.pathTo(state, last)),
    );
  }
}

/** A sweep and what was found in it, to be written down. */
function savedOf(sweep: Sweep, found: readonly Found[]): Saved<JudgedFacts> | undefined {
  const saved = sweep.saved();
  return saved && { facts: { sweep: saved.facts, found: [...found] }, pieces: () => saved.pieces() };
}

/** Runs `advance`; returns why it could not go on, where there was no room or somebody was lost. */
function unlessCut(advance: () => void): OutOfMemory | Lost | undefined {
  try {
    return ifThereIsRoom(() => {
      advance();
      return undefined;
    });
  } catch (error) {
    if (error instanceof Lost) return error;
    throw error;
  }
}

/** Sweeps a space and judges what it comes upon; yields now and then. */
export function* judgeSweep(asked: SweptCase): Generator<Progress, Judgement> {
  const { space, properties, workers, checkpoint, along = (sweep) => sweep } = asked;
  const questions = questionsOf(properties);
  const saved = checkpoint?.from;
  const from = saved && { facts: saved.facts.sweep, read: (into: Uint8Array) => saved.read(into) };
  const sweep = along(space.sweep(questions, { from, workers }));
  try {
    const judged = new SweptJudgement(sweep, questions, properties, saved?.facts.found);
    // What is known from before need not be asked any more.
    judged.note();
    return yield* judging(asked, sweep, judged);
  } finally {
    sweep.end();
  }
}

function* judging(
  { space, stop, completed, checkpoint }: SweptCase,
  sweep: Sweep,
  judged: SweptJudgement,
): Generator<Progress, Judgement> {
  const save = (): void => checkpoint?.save(savedOf(sweep, judged.found));
  const progress = (): Progress => {
    const { states, transitions, depth, frontier, bytes } = sweep;
    return { strategy: "exhaustive", states, transitions, depth, frontier, bytes };
  };
  const { evidence } = judged;
  let told = 0;
  while (!sweep.isDone) {
    // Asked only when there is more to judge: a search that has just come to its end was not cut.
    const stopped = sweep.states > 0 ? stop(progress()) : undefined;
    if (stopped !== undefined) {
      save();
      return { evidence, stopped, progress: progress() };
    }
    const cut = unlessCut(() =>
      StateFault.told(
        space.names,
        (state) => sweep.pathTo(state),
        () => sweep.advance(strideAfter(sweep.states)),
      ),
    );
    judged.note();
    if (cut !== undefined) {
      if (cut instanceof OutOfMemory) save();
      return { evidence, stopped: cut.message, progress: progress() };
    }
    const { complete } = sweep;
    if (complete > told) completed?.(told, complete, sweep);
    told = complete;
    if (checkpoint?.due()) save();
    yield progress();
  }
  return { evidence, stopped: undefined, progress: progress() };
}
