/** A sweep of representatives: it checks what it rests on while it goes, and gives paths in real names. */

import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Saved, SweepFacts } from "../space/saved.js";
import type { Scheduled, StateId } from "../space/space.js";
import type { FailingMove, Sweep } from "../space/swept-space.js";
import type { Apart } from "./blocks.js";
import { notAlike } from "./not-alike.js";
import type { Quotient } from "./quotient.js";
import { RealRuns } from "./real-run.js";

/** Thrown where claims tell elements apart that the search takes to be alike: it must begin again without that. */
export class ToldApart extends Error {
  readonly apart: readonly Apart[];

  constructor(apart: readonly Apart[]) {
    super("a claim tells elements apart that were taken to be alike");
    this.apart = apart;
  }
}

/** So many comparisons of views are made before whoever began is asked whether to go on. */
export const checkedAtOnce = 100;

export class SymmetricSweep implements Sweep {
  readonly #sweep: Sweep;
  readonly #quotient: Quotient;
  readonly #real: RealRuns;
  /** How many views there were when all of them had been checked. */
  #checked = 0;
  #isChecking = false;
  /** So many comparisons of views were made on the way. */
  compared = 0;

  constructor(
    sweep: Sweep,
    {
      model,
      quotient,
      leftOut,
    }: { readonly model: Model; readonly quotient: Quotient; readonly leftOut: ReadonlySet<Variable> },
  ) {
    this.#sweep = sweep;
    this.#quotient = quotient;
    this.#real = new RealRuns(model, { ...quotient.numbers, leftOut });
  }

  get states(): number {
    return this.#sweep.states;
  }

  get transitions(): number {
    return this.#sweep.transitions;
  }

  get depth(): number {
    return this.#sweep.depth;
  }

  get frontier(): number {
    return this.#sweep.frontier;
  }

  get bytes(): number {
    return this.#sweep.bytes;
  }

  get isDone(): boolean {
    return this.#sweep.isDone && !this.#isChecking;
  }

  get complete(): StateId {
    return this.#sweep.complete;
  }

  get stuck(): StateId | undefined {
    return this.#sweep.stuck;
  }

  advance(states: number): void {
    if (this.#isChecking) {
      this.check(checkedAtOnce);
      this.compared += checkedAtOnce;
      return;
    }
    this.#sweep.advance(states);
    // Early, so that what is untrue is refused early, and seldom enough.
    this.#isChecking = this.#sweep.isDone || this.#quotient.views >= 2 * this.#checked;
    if (this.#isChecking) this.beginToCheck();
  }

  found(question: number): StateId | undefined {
    return this.#sweep.found(question);
  }

  close(question: number): void {
    this.#sweep.close(question);
  }

  takeFailing(): readonly FailingMove[] {
    return this.#sweep.takeFailing();
  }

  /** In real names; `last` is what leads on from the state that is kept. */
  pathTo(state: StateId, last: readonly Scheduled[] = []): readonly Scheduled[] {
    this.verify();
    return this.#real.schedule(this.#sweep.pathTo(state, last));
  }

  saved(): Saved<SweepFacts> | undefined {
    return this.#sweep.saved();
  }

  end(): void {
    this.#sweep.end();
  }

  /**
   * Checks that exchanges change nothing in what is known by now.
   *
   * @throws NotAlike for a step of which that is untrue
   * @throws ToldApart for a claim
   */
  verify(): void {
    this.beginToCheck();
    this.check(Number.POSITIVE_INFINITY);
  }

  /** Begins to do the same, some comparisons at a time. */
  beginToCheck(): void {
    this.#quotient.beginToCheck();
  }

  /** Makes so many comparisons; says whether those were all. Throws what {@link verify} throws. */
  check(comparisons: number): boolean {
    const differences = this.#quotient.differences(comparisons);
    if (differences === undefined) return false;
    this.#isChecking = false;
    this.#checked = this.#quotient.views;
    const wrong = differences.find(({ first }) => first.subject.kind === "step");
    if (wrong !== undefined) throw notAlike(wrong, this.#quotient.numbers.looks);
    // Once for each pair and claim, in however many views.
    const apart = new Map<string, Apart>();
    for (const { first, exchange } of differences) {
      if (first.subject.kind !== "predicate") continue;
      const { set, between, said } = exchange.exchange;
      const property = first.subject.name;
      apart.set(JSON.stringify([said, property]), { set, between, property });
    }
    if (apart.size > 0) throw new ToldApart([...apart.values()]);
    return true;
  }
}
