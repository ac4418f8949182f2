/** Random models of each kind, a part of the states against all of them. */

import fc from "fast-check";
import { isModelError, type Model } from "preempt";
import { builtModel } from "../built-model.js";
import { modelDescription } from "../random-model.js";
import { builtModel as builtRich } from "../rich/model.js";
import { modelDescription as richDescription } from "../rich/random-models.js";
import { builtGuarded } from "./built-guarded.js";
import { builtMachine } from "./built-machine.js";
import { compareReduced, type Sizes, sizeOf } from "./comparison.js";
import { guardedDescription } from "./guarded.js";
import { machineDescription } from "./machine.js";

/** A model with more states is passed over: the time is better spent on others. */
const mostStates = 4_000;

/** What was compared. */
export interface Tally {
  readonly models: number;
  /** Models of which a part of the states was enough. */
  readonly smaller: number;
  readonly sizes: readonly Sizes[];
}

/**
 * Undefined for what is too large, or is mistaken: a choose whose branches begin unlike, say, or an atomic block that does not
 * end.
 */
function small(build: () => Model): Model | undefined {
  try {
    const model = build();
    return sizeOf(model, mostStates) === undefined ? undefined : model;
  } catch (error) {
    if (isModelError(error)) return undefined;
    throw error;
  }
}

function ofTheStates(model: Model) {
  return model.properties.filter(({ kind }) => !["neverStuck", "eventually", "leadsTo"].includes(kind));
}

/** All properties of the model together, and each alone: the fewer look, the more is left out. */
function compareOne(model: Model): readonly Sizes[] {
  const properties = ofTheStates(model);
  return [properties, ...properties.map((property) => [property]), []].map((some) =>
    compareReduced(model, some),
  );
}

const kinds = {
  machines: machineDescription.map((description) => ({
    description,
    build: () => builtMachine(description),
  })),
  guarded: guardedDescription.map((description) => ({
    description,
    build: () => builtGuarded(description),
  })),
  plain: modelDescription("plain").map((description) => ({
    description,
    build: () => builtModel(description),
  })),
  declared: modelDescription("declared").map((description) => ({
    description,
    build: () => builtModel(description),
  })),
  rich: richDescription("plain").map((description) => ({
    description,
    build: () => builtRich(description).model,
  })),
  "rich, declared": richDescription("declared").map((description) => ({
    description,
    build: () => builtRich(description).model,
  })),
};

export type Kind = keyof typeof kinds;

/** Compares the searches on so many random models. */
export function campaign(kind: Kind, models: number, seed?: number): Tally {
  const sizes: Sizes[] = [];
  let compared = 0;
  fc.assert(
    fc.property(kinds[kind] as fc.Arbitrary<{ readonly build: () => Model }>, ({ build }) => {
      const model = small(build);
      fc.pre(model !== undefined);
      sizes.push(...compareOne(model));
      compared += 1;
    }),
    { numRuns: models, ...(seed === undefined ? {} : { seed }), maxSkipsPerRun: 1000 },
  );
  const smaller = sizes.filter(({ states, reduced }) => reduced < states).length;
  return { models: compared, smaller, sizes };
}
