/** What searches of a model share: the tables that they run on, and the ghosts that are left out. */

import { usualSizes } from "./kernel/sizes.js";
import type { Model } from "./model/model.js";
import { ModelError, withContext } from "./model/model-error.js";
import type { Variable } from "./model/variables.js";
import type { Property } from "./property/property.js";
import type { Progress } from "./search/judge.js";
import { Reduced } from "./search/reduced/reduced.js";
import type { Interpreter } from "./semantics/interpreter.js";
import type { JudgedSpace } from "./space/judged-space.js";
import { ifThereIsRoom, OutOfMemory } from "./space/out-of-memory.js";
import { isReducible } from "./space/reducible-space.js";
import { GhostsNeeded } from "./tables/left-out.js";
import type { Symmetric } from "./tables/representing.js";
import { TableSpace } from "./tables/table-space.js";

/** Never stops. */
export const goOn = (): undefined => undefined;

/** So many executions of user code are repeated at the end of a search, to find impure ones. */
export const usualRecheck = 500;

/** What searches run on, unless a test says otherwise. */
export const tables = (
  interpreter: Interpreter,
  leftOut: ReadonlySet<Variable>,
  symmetric?: Symmetric,
): JudgedSpace => new TableSpace(interpreter, usualSizes, leftOut, symmetric);

/**
 * The same, where states and what finds them may fill so many bytes.
 *
 * @throws ModelError where not even the first state fits
 */
export const tablesWithin =
  (bytes: number): typeof tables =>
  (interpreter, leftOut, symmetric) => {
    const sizes = { ...usualSizes, bytes };
    const space = ifThereIsRoom(() => new TableSpace(interpreter, sizes, leftOut, symmetric));
    if (space instanceof OutOfMemory) throw new ModelError(`${space.message}, not even at first`);
    return space;
  };

/** @throws Error where `space` is not of tables */
export function reducedOn(space: JudgedSpace, model: Model, properties: readonly Property<never>[]): Reduced {
  if (!isReducible(space))
    throw new Error('the strategy "reduced" needs tables, which tell what steps read and write');
  return new Reduced(space, model, { deadlocks: properties.some(({ kind }) => kind === "deadlockFree") });
}

/** Goes through `search`; a ModelError in it names the model. */
export function* named<T>(model: Model, search: Generator<Progress, T>): Generator<Progress, T> {
  for (;;) {
    const { done, value } = withContext(
      () => `in model "${model.name}"`,
      () => search.next(),
    );
    if (done) return value;
    yield value;
  }
}

/** What copies of a variable share: its name without their numbers or names. */
const kindOf = ({ name }: Variable): string => name.replaceAll(/\([^)]*\)/g, "()");

/** What comes of a search in whose states there are those ghosts alone that something looks at; at first none, unless that is known. */
export function* withFewGhosts<T>(
  model: Model,
  search: (leftOut: ReadonlySet<Variable>) => Generator<Progress, T>,
  known?: ReadonlySet<Variable>,
): Generator<Progress, T> {
  const leftOut = new Set(known ?? model.layout.variables.filter(({ ghost }) => ghost));
  for (;;) {
    try {
      return yield* search(leftOut);
    } catch (error) {
      if (!(error instanceof GhostsNeeded)) throw error;
      // Who is looked at in one copy of a group will be in the others: begin again once, and not once for each.
      const kinds = new Set([...error.ghosts].map(kindOf));
      for (const ghost of [...leftOut].filter((each) => kinds.has(kindOf(each)))) leftOut.delete(ghost);
    }
  }
}
