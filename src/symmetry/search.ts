/** The exhaustive search on representatives: it checks what it rests on while it goes, and gives paths in real names. */

import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import { Exhaustive } from "../search/exhaustive.js";
import type { Batch } from "../search/exploration.js";
import type { Scheduled, Space } from "../space/space.js";
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

export class SymmetricSearch extends Exhaustive {
  readonly #quotient: Quotient;
  readonly #views: () => number;
  readonly #real: RealRuns;
  /** How many views there were when all of them had been checked. */
  #checked = 0;

  constructor(
    space: Space & { readonly views: number },
    {
      model,
      quotient,
      leftOut,
    }: { readonly model: Model; readonly quotient: Quotient; readonly leftOut: ReadonlySet<Variable> },
  ) {
    super(space);
    this.#quotient = quotient;
    this.#views = () => space.views;
    this.#real = new RealRuns(model, { ...quotient.numbers, leftOut });
  }

  override *batches(): Generator<Batch> {
    for (const batch of super.batches()) {
      yield { ...batch, failing: batch.failing.map((failing) => this.#inRealNames(failing)) };
      // Early, so that what is untrue is refused early, and seldom enough.
      if (this.#views() >= 2 * this.#checked) this.verify();
    }
    this.verify();
  }

  override pathTo(node: number): readonly Scheduled[] {
    this.verify();
    return this.#real.schedule(super.pathTo(node));
  }

  /**
   * Checks that exchanges change nothing in what is known by now.
   *
   * @throws NotAlike for a step of which that is untrue
   * @throws ToldApart for a claim
   */
  verify(): void {
    const differences = this.#quotient.differences();
    this.#checked = this.#views();
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
  }

  #inRealNames(failing: Batch["failing"][number]): Batch["failing"][number] {
    this.verify();
    const path = this.#real.schedule([...super.pathTo(failing.node), failing.move]);
    return { ...failing, move: path.at(-1) ?? failing.move };
  }
}
