/** Judges a space that sweeps itself: the exhaustive search of tables. Its counts are those of the model. */

import type { Property } from "../property/property.js";
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
}

/** So many states are expanded between two questions whether to stop: few at first, when user code runs for many of them. */
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
  readonly #sweep: Sweep;
  readonly #questions: readonly { readonly property: string }[];
  readonly #assertions: ReadonlySet<string>;
  readonly #deadlocks: readonly string[];

  constructor(
    sweep: Sweep,
    questions: readonly { readonly property: string }[],
    properties: readonly Property<never>[],
  ) {
    this.#sweep = sweep;
    this.#questions = questions;
    const named = (kind: Property<never>["kind"]): readonly string[] =>
      properties.filter((property) => property.kind === kind).map(({ name }) => name);
    this.#assertions = new Set(named("assertion"));
    this.#deadlocks = named("deadlockFree");
  }

  /** Takes in what the sweep has come upon. */
  note(): void {
    this.#questions.forEach(({ property }, q) => {
      if (this.evidence.has(property)) {
        this.#sweep.close(q);
        return;
      }
      const state = this.#sweep.found(q);
      if (state === undefined) return;
      this.#found(property, state);
      this.#sweep.close(q);
    });
    const { stuck } = this.#sweep;
    if (stuck !== undefined) for (const property of this.#deadlocks) this.#found(property, stuck);
    for (const { state, move, assertions } of this.#sweep.takeFailing()) {
      for (const name of assertions) if (this.#assertions.has(name)) this.#found(name, state, [move]);
    }
  }

  #found(property: string, state: StateId, last: readonly Scheduled[] = []): void {
    if (this.evidence.has(property)) return;
    this.evidence.set(
      property,
      evidenceOf(property, () => [...this.#sweep.pathTo(state), ...last]),
    );
  }
}

/** Sweeps a space and judges what it comes upon; yields now and then. */
export function* judgeSweep(swept: SweptCase): Generator<Progress, Judgement> {
  const questions = questionsOf(swept.properties);
  const sweep = swept.space.sweep(questions, swept.workers);
  try {
    return yield* judging(swept, sweep, new SweptJudgement(sweep, questions, swept.properties));
  } finally {
    sweep.end();
  }
}

function* judging(
  { space, stop, completed }: SweptCase,
  sweep: Sweep,
  judged: SweptJudgement,
): Generator<Progress, Judgement> {
  const progress = (): Progress => {
    const { states, transitions, depth } = sweep;
    return { strategy: "exhaustive", states, transitions, depth };
  };
  const { evidence } = judged;
  let told = 0;
  while (!sweep.isDone) {
    // Asked only when there is more to judge: a search that has just come to its end was not cut.
    const stopped = sweep.states > 0 ? stop(progress()) : undefined;
    if (stopped !== undefined) return { evidence, stopped, progress: progress() };
    try {
      StateFault.told(
        space.names,
        (state) => sweep.pathTo(state),
        () => sweep.advance(strideAfter(sweep.states)),
      );
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      return { evidence, stopped: error.message, progress: progress() };
    }
    judged.note();
    const { complete } = sweep;
    if (complete > told) completed?.(told, complete, sweep);
    told = complete;
    yield progress();
  }
  return { evidence, stopped: undefined, progress: progress() };
}
