/** A family: one path under study, in its versions (variants) and sizes (parameters), with the verdicts expected of each. */

import { aTypeOf } from "./code.js";
import { isModel, type Model, type Parameter } from "./model.js";
import { isModelError, ModelError } from "./model-error.js";
import { unknownName } from "./nearest.js";

/** What a parameter may be. */
export interface ParameterDefinition<T extends Parameter> {
  readonly about: string;
  readonly initial: T;
  /** The values that `check --all` goes through. */
  readonly checked: readonly T[];
  /** As messages say it: `true, false`, `2 to 9`. */
  readonly values: string;
  /** All that it can be, as values or as a range of whole numbers: the smallest first. */
  readonly all: readonly T[] | { readonly from: number; readonly to: number };
  /** The value that a text stands for, or undefined. */
  readonly parse: (text: string) => T | undefined;
}

/** A parameter that is one of a few values; the first is the initial one. */
export function oneOf<const T extends string | number>(
  about: string,
  ...values: readonly [T, ...T[]]
): ParameterDefinition<T> {
  const parse = (text: string): T | undefined => values.find((value) => String(value) === text);
  return { about, initial: values[0], checked: values, values: values.join(", "), all: values, parse };
}

/** A parameter that is true or false. */
export function flag(about: string, initial: boolean): ParameterDefinition<boolean> {
  const named: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };
  return {
    about,
    initial,
    checked: [initial, !initial],
    values: "true, false",
    all: [false, true],
    parse: (text) => (Object.hasOwn(named, text) ? named[text] : undefined),
  };
}

/**
 * A parameter that is a whole number; sizes above what is sensible to exhaust are the user's to choose.
 *
 * @param range.checked what `check --all` goes through; the initial value alone, if left out
 */
export function wholeNumber(
  about: string,
  range: {
    readonly from: number;
    readonly to: number;
    readonly initial: number;
    readonly checked?: readonly number[];
  },
): ParameterDefinition<number> {
  const { from, to, initial, checked = [initial] } = range;
  const parse = (text: string): number | undefined => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= from && value <= to ? value : undefined;
  };
  return { about, initial, checked, values: `${from} to ${to}`, all: { from, to }, parse };
}

/** One version of a path. */
export interface VariantDefinition {
  /** What it is and what it changes, in a line. */
  readonly about: string;
  /** The commit, or the tree, that reads like this. */
  readonly commit?: string;
  /** The kernel versions that it is in: `5.2`, `4.14.94`. */
  readonly kernel?: string;
}

type Definitions = Readonly<Record<string, ParameterDefinition<Parameter>>>;
type ValuesOf<D> = { readonly [K in keyof D]: D[K] extends ParameterDefinition<infer T> ? T : never };

/** A violated property of a variant. */
export interface Example {
  readonly variant: string;
  readonly property: string;
}

/** Why no property kills certain mutants of a family's newest variant: see `preempt mutate`. */
export interface Survivors<P> {
  /** The parameters that are not initial where these reasons hold. */
  readonly at?: P;
  /** Each with the names of mutants. A reason for one that is killed, or is none, is a mistake. */
  readonly reasons: readonly { readonly why: string; readonly of: readonly string[] }[];
}

/** What a family is made from. */
export interface FamilyOptions<V extends VariantDefinition, D> {
  /** As the command line names it. */
  readonly name: string;
  /** What it is about, in a line. */
  readonly title: string;
  /** What is modelled, what is left out, and where that was read: paragraphs. */
  readonly about: readonly string[];
  /** By name, oldest first. */
  readonly variants: Readonly<Record<string, V>>;
  /** The variant that the family's name alone stands for. */
  readonly newest: string;
  /** The counterexample that `check --all` shows, if it is to show one of this family. */
  readonly example?: Example;
  readonly parameters: D;
  /** Makes the model of a variant, at the values of all parameters. */
  readonly build: (variant: V & { readonly name: string }, parameters: ValuesOf<D>) => Model;
  /** Whether `check --all` goes through this combination; a parameter that a variant never looks at need not vary. */
  readonly relevant?: (variant: V & { readonly name: string }, parameters: ValuesOf<D>) => boolean;
  /** The names of the properties that do not hold: violated, or, of what must be reachable, `unreached`. All the others hold. */
  readonly violated: (variant: V & { readonly name: string }, parameters: ValuesOf<D>) => readonly string[];
  /** Why mutants of the newest variant rightly survive. */
  readonly survivors?: Survivors<Partial<ValuesOf<D>>>;
}

/** One variant of a family at chosen parameters. */
export interface Instance {
  readonly family: string;
  readonly variant: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Those parameters that are not the initial ones, as texts: with the variant, what `instance` makes it of again. */
  readonly settings: Readonly<Record<string, string>>;
  readonly model: Model;
  /** The names of the properties expected not to hold: violated, or, of what must be reachable, `unreached`. */
  readonly violated: readonly string[];
  /** Why mutants rightly survive, by their names. */
  readonly survivors: Readonly<Record<string, string>>;
}

const brand = Symbol.for("preempt.family");

/** A family, ready to be asked for its instances. */
export interface Family {
  readonly [brand]: true;
  readonly name: string;
  readonly title: string;
  readonly about: readonly string[];
  readonly variants: Readonly<Record<string, VariantDefinition>>;
  readonly newest: string;
  readonly example: Example | undefined;
  readonly parameters: Readonly<Record<string, ParameterDefinition<Parameter>>>;
  /** @throws ModelError for a variant, a parameter or a value that there is not */
  instance(variant: string, given?: Readonly<Record<string, string>>): Instance;
  /** What `check --all` goes through: every variant at every combination of the checked values. */
  instances(): readonly Instance[];
}

/** What `build` makes, if that is a model. */
function built(build: () => Model, what: string): Model {
  try {
    const made: unknown = build();
    if (isModel(made)) return made;
    throw new ModelError(`the build of ${what} returned ${aTypeOf(made)}, not a model`);
  } catch (error) {
    if (isModelError(error)) throw error;
    throw new ModelError(`the build of ${what} threw ${String(error)}`, { cause: error });
  }
}

/** Makes a family. */
export function family<V extends VariantDefinition, D extends Definitions>(
  options: FamilyOptions<V, D>,
): Family {
  const {
    name,
    title,
    about,
    variants,
    newest,
    parameters,
    build,
    relevant = () => true,
    violated,
    survivors,
  } = options;
  const initial = Object.fromEntries(Object.entries(parameters).map(([key, { initial }]) => [key, initial]));
  const survivorsAt = (
    variant: string,
    values: Readonly<Record<string, Parameter>>,
  ): Instance["survivors"] => {
    // Partial leaves room for undefined, which exactOptionalPropertyTypes keeps out.
    const given = (survivors?.at ?? {}) as Readonly<Record<string, Parameter>>;
    const told = { ...initial, ...given };
    const here = variant === newest && Object.entries(told).every(([key, value]) => values[key] === value);
    const reasons = here ? (survivors?.reasons ?? []) : [];
    return Object.fromEntries(reasons.flatMap(({ why, of }) => of.map((mutant) => [mutant, why])));
  };
  const at = (variant: string, values: Readonly<Record<string, Parameter>>): Instance => {
    const definition = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
    if (definition === undefined) {
      throw new ModelError(unknownName(`variant of ${name} called`, variant, Object.keys(variants)));
    }
    const named = { ...definition, name: variant };
    // Each value came out of its own definition.
    const typed = values as ValuesOf<D>;
    const changed = Object.entries(values).filter(([key, value]) => value !== initial[key]);
    return {
      family: name,
      variant,
      parameters: values,
      settings: Object.fromEntries(changed.map(([key, value]) => [key, String(value)])),
      model: built(() => build(named, typed), `${name}@${variant}`),
      violated: violated(named, typed),
      survivors: survivorsAt(variant, values),
    };
  };
  if (variants[newest] === undefined) {
    throw new ModelError(unknownName(`variant of ${name} called`, newest, Object.keys(variants)));
  }
  const parsed = (key: string, text: string): Parameter => {
    const definition = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    if (definition === undefined)
      throw new ModelError(unknownName(`parameter of ${name} called`, key, Object.keys(parameters)));
    const value = definition.parse(text);
    if (value === undefined)
      throw new ModelError(`${key} cannot be "${text}"; it can be ${definition.values}`);
    return value;
  };
  return {
    [brand]: true,
    name,
    title,
    about,
    variants,
    newest,
    example: options.example,
    parameters,
    instance: (variant, given = {}) => {
      const asked = Object.entries(given).map(([key, text]) => [key, parsed(key, text)] as const);
      return at(variant, { ...initial, ...Object.fromEntries(asked) });
    },
    instances: () => {
      const combinations = Object.entries(parameters).reduce<Readonly<Record<string, Parameter>>[]>(
        (all, [key, { checked }]) =>
          all.flatMap((values) => checked.map((value) => ({ ...values, [key]: value }))),
        [{}],
      );
      return Object.entries(variants).flatMap(([variant, definition]) =>
        combinations
          .filter((values) => relevant({ ...definition, name: variant }, values as ValuesOf<D>))
          .map((values) => at(variant, values)),
      );
    },
  };
}

/** Whether `thing` is a family, of this or of another loaded copy of the library. */
export function isFamily(thing: unknown): thing is Family {
  return typeof thing === "object" && thing !== null && brand in thing;
}
