/** All the ways to search a model that are to come to the same. */

import type { CheckOptions } from "preempt";
import type { KernelSizes } from "../../../src/kernel/sizes.js";
import { ReferenceSpace } from "../../../src/space/reference-space.js";
import { TableSpace } from "../../../src/tables/table-space.js";
import { shared, tiny, tinyShared } from "../../support/sizes.js";

/** One way to search. */
export interface Way {
  readonly name: string;
  readonly options: CheckOptions;
  /** What it counts: the states of the model, one of each orbit, or something of its own. */
  readonly counts: "states" | "orbits" | "its own";
}

/** On tables of these sizes. */
export function onTablesOf(sizes: KernelSizes): Pick<CheckOptions, "space"> {
  return {
    space: (interpreter, leftOut, symmetric) => new TableSpace(interpreter, sizes, leftOut, symmetric),
  };
}

/** Every state, by one thread and no symmetry: what the others are compared with. */
export const plainly: CheckOptions = { symmetry: false, witnesses: true };

/** The numbers of workers that are tried. */
export const crews: readonly number[] = [2, 3, 4];

const way = (name: string, counts: Way["counts"], options: CheckOptions): Way => ({
  name,
  counts,
  options: { ...plainly, ...options },
});

/** Every state, on tables of other sizes and with any number of workers. */
export const withWorkers: readonly Way[] = [
  way("one worker, tiny tables", "states", onTablesOf(tiny)),
  ...crews.flatMap((workers) => [
    way(`${workers} workers`, "states", { workers, ...onTablesOf(shared) }),
    way(`${workers} workers, tiny tables`, "states", { workers, ...onTablesOf(tinyShared) }),
  ]),
];

export const withReduction: readonly Way[] = [
  way("reduced", "its own", { strategy: "reduced" }),
  way("reduced, tiny tables", "its own", { strategy: "reduced", ...onTablesOf(tiny) }),
];

/** On the reference semantics: ghosts that nothing looks at are in its states, so that there may be more of them. */
export const onReference: Way = way("on the reference semantics", "its own", {
  space: (interpreter) => new ReferenceSpace(interpreter),
});

/** One state for all that are alike. */
export const upToSymmetry: Way = way("up to symmetry", "orbits", { symmetry: true });

export const withSymmetry: readonly Way[] = [
  upToSymmetry,
  way("up to symmetry, tiny tables", "orbits", { symmetry: true, ...onTablesOf(tiny) }),
  ...crews.map((workers) =>
    way(`up to symmetry, ${workers} workers`, "orbits", {
      symmetry: true,
      workers,
      ...onTablesOf(tinyShared),
    }),
  ),
  way("reduced, up to symmetry", "its own", { symmetry: true, strategy: "reduced" }),
];
