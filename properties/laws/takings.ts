/** Which steps, and which sides of conditions, runs of a model take: found on the tables, which run each step once in each view. */

import type { Model, ModelProcess } from "../../src/model/model.js";
import { isModelError, ModelError } from "../../src/model/model-error.js";
import type { Step } from "../../src/model/program.js";
import type { Read } from "../../src/semantics/evaluation.js";
import { type Act, Interpreter, type Progress } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";
import { Moves, StateFault } from "../../src/space/space.js";
import { TableSpace } from "../../src/tables/table-space.js";
import type { Sites } from "./sites.js";
import { stepsAt } from "./steps.js";

/** What is known of what some models' runs take, by the names of sites. */
export class Takings {
  readonly #sites: Sites;
  /** Sites that some process has stood before. */
  readonly comeTo = new Set<string>();
  /** Sites that were taken, and sides. */
  readonly taken = new Set<string>();

  constructor(sites: Sites) {
    this.#sites = sites;
  }

  stand(step: Step): void {
    for (const each of stepsAt({ steps: [step] })) this.comeTo.add(this.#sites.of(each).name);
  }

  take(step: Step, side: "yes" | "no" | undefined): void {
    const { name, sides } = this.#sites.of(step);
    this.taken.add(name);
    if (sides === undefined) return;
    // Where both sides lead to the same there is nothing in either.
    for (const each of side === undefined ? (["yes", "no"] as const) : [side]) this.taken.add(sides[each]);
  }

  add({ comeTo, taken }: Takings): void {
    for (const name of comeTo) this.comeTo.add(name);
    for (const name of taken) this.taken.add(name);
  }

  /** Whether each of `names` was taken. */
  has(names: Iterable<string>): boolean {
    for (const name of names) if (!this.taken.has(name)) return false;
    return true;
  }
}

/** The reference semantics, telling what is taken. A step inside an atomic block is taken where the block comes to its end. */
class Telling extends Interpreter {
  readonly #takings: Takings;
  readonly #sides = new WeakMap<Act, "yes" | "no">();
  #depth = 0;

  constructor(model: Model, takings: Takings) {
    super(model);
    this.#takings = takings;
  }

  override gate(step: Step, state: State, process: ModelProcess): { open: boolean; reads: readonly Read[] } {
    this.#takings.stand(step);
    return super.gate(step, state, process);
  }

  override beyondGate(...asked: Parameters<Interpreter["beyondGate"]>): readonly Progress[] {
    const [step] = asked;
    this.#depth += 1;
    try {
      const found = super.beyondGate(...asked);
      this.#noteSides(step, found);
      if (this.#depth === 1) this.#noteTaken(found);
      return found;
    } finally {
      this.#depth -= 1;
    }
  }

  #noteSides({ effect }: Step, found: readonly Progress[]): void {
    if (effect.kind !== "test" || effect.yes === effect.no) return;
    for (const progress of found) {
      const act = progress.acts.at(-1);
      if (act !== undefined) this.#sides.set(act, progress.at === effect.yes ? "yes" : "no");
    }
  }

  #noteTaken(found: readonly Progress[]): void {
    for (const { acts } of found) {
      for (const act of acts) this.#takings.take(act.step, this.#sides.get(act));
    }
  }
}

/** Runs `expand`; who explores without a record of how states are reached says who has one. */
function expanded(expand: () => void): void {
  try {
    expand();
  } catch (error) {
    if (!(error instanceof StateFault) || !isModelError(error.cause)) throw error;
    const { message } = error.cause;
    throw new ModelError(`${message}\n  in some state; check(model) says by which schedule`, {
      cause: error.cause,
    });
  }
}

/** How much was explored. */
export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** Whether everything that `wanted` names was taken, or else all states were explored. */
  readonly whole: boolean;
}

/** States that are expanded together. */
const batch = 256;

/** Explores `model` until every one of `wanted` was taken, or no state is left, or there are more than `most`. */
export function explored(
  model: Model,
  takings: Takings,
  { wanted, most }: { readonly wanted: ReadonlySet<string>; readonly most: number },
): Explored {
  const space = new TableSpace(new Telling(model, takings));
  const moves = new Moves();
  const states = new Int32Array(batch);
  let next = 0;
  let steps = 0;
  while (next < space.size) {
    if (takings.has(wanted)) return { states: next, steps, whole: true };
    if (next >= most) return { states: next, steps, whole: false };
    const count = Math.min(batch, space.size - next, most - next);
    for (let i = 0; i < count; i++) states[i] = next + i;
    expanded(() => space.expand(states, count, moves));
    next += count;
    steps += moves.length;
  }
  return { states: next, steps, whole: true };
}
