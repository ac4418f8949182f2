/** A table of families × variants: a row for each property of each instance, with the verdict that its variant states. */

import { type Family, type Instance, isFamily } from "../model/family.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import { isWanted } from "../verdict.js";
import { checkNames } from "./options.js";
import { thingText } from "./thing.js";

/** One verdict that a variant states. */
export interface ExpectedVerdict {
  /** As a test of it is called: `kvm-vcpu-reset@double vcpu=ap: "J5: …" is violated`. Parameters at their initial value are not said. */
  readonly name: string;
  readonly instance: Instance;
  readonly property: string;
  readonly expected: "holds" | "violated" | "unreached";
}

/** Which part of the table is meant. */
export interface TableOptions {
  /** Variants by name; all of them, if left out. */
  readonly variants?: readonly string[];
  /**
   * Settings of parameters, as `--set` takes them: each variant at each. If left out, what `check --all` goes through: every
   * combination of the checked values that is relevant to the variant.
   */
  readonly settings?: readonly Readonly<Record<string, string>>[];
  /** Properties by name; all of them, if left out. */
  readonly properties?: readonly string[];
}

export const tableOptions: readonly (keyof TableOptions)[] = ["variants", "settings", "properties"];

function familiesIn(given: Family | readonly Family[]): readonly Family[] {
  const listed: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (listed.length === 0) throw new ModelError("a table of no family has no rows: give it one or several");
  return listed.map((thing) => {
    if (isFamily(thing)) return thing;
    throw new ModelError(`a table is of families; it was given ${thingText(thing)}`);
  });
}

function instancesOf(family: Family, { variants, settings }: TableOptions): readonly Instance[] {
  const named = variants ?? Object.keys(family.variants);
  if (settings !== undefined)
    return named.flatMap((variant) => settings.map((given) => family.instance(variant, given)));
  const unknown = named.find((variant) => !Object.hasOwn(family.variants, variant));
  if (unknown !== undefined)
    throw new ModelError(
      unknownName(`variant of ${family.name} called`, unknown, Object.keys(family.variants)),
    );
  return family.instances().filter(({ variant }) => named.includes(variant));
}

const says = { holds: "holds", violated: "is violated", unreached: "is unreached" } as const;

function rowsOf(instance: Instance): readonly ExpectedVerdict[] {
  const { family, variant, settings, model, violated } = instance;
  const names = model.properties.map(({ name }) => name);
  const unknown = violated.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ModelError(
      `${family}@${variant} states that "${unknown}" does not hold: ${unknownName("property", unknown, names)}`,
    );
  const set = Object.entries(settings).map(([name, value]) => ` ${name}=${value}`);
  return model.properties.map((property) => {
    const broken = isWanted(property) ? "unreached" : "violated";
    const expected = violated.includes(property.name) ? broken : "holds";
    return {
      name: `${family}@${variant}${set.join("")}: "${property.name}" ${says[expected]}`,
      instance,
      property: property.name,
      expected,
    };
  });
}

/**
 * The verdicts that families state of their variants: rows for a runner's `test.each`.
 *
 * @throws ModelError for what is no family, and for a variant, a parameter, a value or a property that there is not
 * @example test.each(expectedVerdicts(family).map((row) => [row.name, row]))("%s", (_, { instance, property, expected }) => { … });
 */
export function expectedVerdicts(
  families: Family | readonly Family[],
  options: TableOptions = {},
): readonly ExpectedVerdict[] {
  checkNames("option of a table", options, tableOptions);
  const single = tableOptions.find((name) => options[name] !== undefined && !Array.isArray(options[name]));
  if (single !== undefined)
    throw new ModelError(`${single} of a table are a list; it was given ${thingText(options[single])}`);
  const empty = tableOptions.find((name) => options[name]?.length === 0);
  if (empty !== undefined) throw new ModelError(`a table of no ${empty} has no rows: leave it out for all`);
  const rows = familiesIn(families).flatMap((family) => instancesOf(family, options).flatMap(rowsOf));
  const { properties } = options;
  const known = [...new Set(rows.map(({ property }) => property))];
  const unknown = properties?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ModelError(unknownName("property", unknown, known));
  const wanted =
    properties === undefined ? rows : rows.filter(({ property }) => properties.includes(property));
  const names = new Set<string>();
  for (const { name } of wanted) {
    if (names.has(name))
      throw new ModelError(`two rows are called ${name}: are the same settings given twice?`);
    names.add(name);
  }
  return wanted;
}
