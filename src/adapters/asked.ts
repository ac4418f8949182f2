/** What is asked of a model: properties of its own, by name, or claims that it does not make itself. */

import { aTypeOf } from "../model/code.js";
import type { StateView } from "../model/context.js";
import type { Model } from "../model/model.js";
import { isModelError, ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Declaration } from "../model/variables.js";
import { kinds, type Property, predicatesOf } from "../property/property.js";

/** A property of the model's own by its name, or any property. */
export type Claim<S = never> = string | Property<S>;

/** One claim, or several. */
export type Claims<S = never> = Claim<S> | readonly Claim<S>[];

/** How a state of `M` looks to a predicate; where the variables of `M` are not known, predicates say themselves what they read. */
export type StateOf<M> = M extends Model<infer V> ? (Declaration extends V ? never : StateView<V>) : never;

/** A model with what is asked of it. */
export interface Asked {
  /** Claims what is asked for beside what it claims itself. */
  readonly model: Model;
  /** What is to be checked; all that the model claims, if left out. */
  readonly names: readonly string[] | undefined;
  /** The names of those claims that are not the model's own. */
  readonly foreign: readonly string[];
}

function isProperty(thing: unknown): thing is Property<never> {
  const { kind, name } = Object(thing) as { readonly kind?: unknown; readonly name?: unknown };
  return typeof name === "string" && kinds.some((known) => known === kind);
}

/** @throws ModelError where `thing` is neither a name nor a property */
function checkedClaim(thing: unknown, i: number): Claim {
  if (typeof thing === "string") return thing;
  if (!isProperty(thing)) {
    const hint = typeof thing === "function" ? " (a property is made by a call: deadlockFree())" : "";
    const options =
      thing !== null && Object.getPrototypeOf(Object(thing)) === Object.prototype && i === 0
        ? ". Options come second: toHold(undefined, { … })"
        : "";
    throw new ModelError(
      `property ${i + 1} of those that are asked for is ${aTypeOf(thing)}, not a name nor what ${kinds.join(", ")} make${hint}${options}`,
    );
  }
  const wrong = predicatesOf(thing).find(([, given]) => typeof given !== "function");
  if (wrong !== undefined)
    throw new ModelError(`the ${wrong[0]} of "${thing.name}" is ${aTypeOf(wrong[1])}, not a function`);
  return thing;
}

/** @throws ModelError where the claim cannot be made of the model */
function checkedForeign(model: Model, claim: Property<never>): Property<never> {
  const own = model.properties.find(({ name }) => name === claim.name);
  if (own !== undefined) {
    throw new ModelError(
      `"${claim.name}" is the name of a property of model "${model.name}", and the one that is asked for is another: ` +
        "is it a property of another model? Ask for the model's own by its name, or call this one otherwise",
    );
  }
  if (claim.kind === "assertion") {
    const assertions = model.properties.filter(({ kind }) => kind === "assertion").map(({ name }) => name);
    throw new ModelError(
      `${unknownName("assertion", claim.name, assertions)}, in model "${model.name}": steps fail assertions by name, so a model declares its own`,
    );
  }
  return claim;
}

/**
 * What is asked of `model`.
 *
 * @throws ModelError for an empty list, a name that the model has no property of, or what is no property
 */
export function askedOf(model: Model, claims: Claims | undefined): Asked {
  if (claims === undefined) return { model, names: undefined, foreign: [] };
  const given: readonly unknown[] = Array.isArray(claims) ? claims : [claims];
  const checked = given.map(checkedClaim);
  const own = new Set<Claim>(model.properties);
  const foreign = checked.flatMap((claim) =>
    typeof claim === "string" || own.has(claim) ? [] : [checkedForeign(model, claim)],
  );
  const names = checked.map((claim) => (typeof claim === "string" ? claim : claim.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ModelError(`"${twice}" is asked for twice`);
  const unknown = names.find((name) => ![...model.properties, ...foreign].some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = model.properties.map(({ name }) => name);
    throw new ModelError(`${unknownName("property", unknown, known)}, in model "${model.name}"`);
  }
  const claiming = foreign.length === 0 ? model : { ...model, properties: [...model.properties, ...foreign] };
  return { model: claiming, names, foreign: foreign.map(({ name }) => name) };
}

/** Runs `action`; what goes wrong in a predicate of a claim that is not the model's own is said to be likely another model's. */
export function explainingForeign<T>({ model, foreign }: Asked, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isModelError(error)) throw error;
    const { message } = error;
    const name = foreign.find((each) => message.includes(`of "${each}"`));
    if (name === undefined || !message.startsWith("no ")) throw error;
    throw new ModelError(
      `${message}\n  "${name}" is no property of model "${model.name}": was it written for another model?`,
      { cause: error },
    );
  }
}
