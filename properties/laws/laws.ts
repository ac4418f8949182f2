/** All laws at once: of a model, and of every variant of a family. */

import { aTypeOf } from "../../src/model/code.js";
import { type Family, type Instance, isFamily } from "../../src/model/family.js";
import { isModel, type Model } from "../../src/model/model.js";
import { ModelError, withContext } from "../../src/model/model-error.js";
import { agreement } from "./agreement.js";
import { determinism } from "./determinism.js";
import { diamond } from "./diamond.js";
import { ghosts } from "./ghosts.js";
import { immutability } from "./immutability.js";
import { judged } from "./judged.js";
import { extentOf, type LawOptions, refuseNoModel, refuseNoOptions } from "./options.js";
import { purity } from "./purity.js";
import { reachability, reachabilityOf } from "./reachability.js";
import { type LawName, type LawResult, lawNames, resultText } from "./result.js";

type Law = (model: Model, options?: LawOptions) => LawResult;

/** Each law, in the order of {@link lawNames}. */
const laws: Readonly<Record<LawName, Law>> = {
  immutability,
  purity,
  "ghosts decide only ghosts": ghosts,
  determinism,
  "reference and tables agree": agreement,
  "the diamond": diamond,
  reachability,
};

/** Laws without which the others mean nothing. */
const first: ReadonlySet<LawName> = new Set(["immutability", "purity", "ghosts decide only ghosts"]);

/** What came of all laws, of one model. */
export interface LawReport {
  readonly model: string;
  readonly results: readonly LawResult[];
  /** Whether none is broken. */
  readonly kept: boolean;
}

const isKept = (results: readonly LawResult[]): boolean => results.every(({ kind }) => kind !== "broken");

function each(model: Model, options: LawOptions, names: readonly LawName[]): readonly LawResult[] {
  let obstacle: LawName | undefined;
  return names.map((law) => {
    if (obstacle !== undefined) return { law, kind: "not judged", because: `as ${obstacle} is broken` };
    const result = laws[law](model, options);
    if (result.kind === "broken" && first.has(law)) obstacle = law;
    return result;
  });
}

/**
 * Judges a model by every law.
 *
 * @throws ModelError for what is no model, for odd options, and for a mistake in the model that is no law's to name
 */
export function checkLaws(model: Model, options: LawOptions = {}): LawReport {
  refuseNoModel(model);
  const results = withContext(
    () => `in model "${model.name}"`,
    () => each(model, options, lawNames),
  );
  return { model: model.name, results, kept: isKept(results) };
}

/** What came of all laws, of a family. */
export interface FamilyLaws {
  readonly family: string;
  /** Each law but reachability, of every variant. */
  readonly instances: readonly {
    readonly variant: string;
    readonly parameters: Instance["parameters"];
    readonly results: readonly LawResult[];
  }[];
  /** Of all of them together. */
  readonly reachability: LawResult;
  /** Whether no law is broken. */
  readonly kept: boolean;
}

/** How much of a family to look at. */
export interface FamilyLawOptions extends Omit<LawOptions, "again"> {
  /** Judged one by one; each variant at the initial parameters, if left out. */
  readonly instances?: readonly Instance[];
  /** Those of which one has to take each step; all that `check --all` goes through, and those above, if left out. */
  readonly reaching?: readonly Instance[];
}

/** The instance, built once more. */
function rebuilt(family: Family, { variant, parameters }: Instance): Model {
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
  return family.instance(variant, Object.fromEntries(texts)).model;
}

function eachOnce(instances: readonly Instance[]): readonly Instance[] {
  const keyOf = ({ variant, parameters }: Instance): string => JSON.stringify([variant, parameters]);
  return [...new Map(instances.map((instance) => [keyOf(instance), instance])).values()];
}

/**
 * Judges every variant of a family by every law. What is dead in each of its instances is dead; what is dead in one only is what makes
 * the variant another one.
 *
 * @throws ModelError for what is no family, for odd options, and for a mistake in a model that is no law's to name
 */
export function lawsOf(family: Family, options: FamilyLawOptions = {}): FamilyLaws {
  if (!isFamily(family)) {
    const hint = isModel(family) ? "a model (checkLaws(model) is for models)" : aTypeOf(family);
    throw new ModelError(`lawsOf is about a family, and this is ${hint}`);
  }
  refuseNoOptions(options);
  const { instances = Object.keys(family.variants).map((name) => family.instance(name)), ...rest } = options;
  const { reaching = eachOnce([...instances, ...family.instances()]), ...extent } = rest;
  const { states } = extentOf(extent);
  if (instances.length === 0)
    throw new ModelError(`no instance of ${family.name} is to be judged: the list is empty`);
  const judgedOf = instances.map((instance) => {
    const { variant, parameters, model } = instance;
    const again = (): Model => rebuilt(family, instance);
    const names = lawNames.filter((name) => name !== "reachability");
    const results = withContext(
      () => `in ${family.name}@${variant}`,
      () => each(model, { ...extent, again }, names),
    );
    return { variant, parameters, results };
  });
  const models = reaching.map(({ model }) => model);
  const [model] = models;
  if (model === undefined)
    throw new ModelError(`no instance of ${family.name} is to be reached: the list is empty`);
  const reached = judged("reachability", model, extent, () => reachabilityOf(models, states));
  const all = [...judgedOf.flatMap(({ results }) => results), reached];
  return { family: family.name, instances: judgedOf, reachability: reached, kept: isKept(all) };
}

/** A report in lines: each law, and how far it was judged. */
export function lawsText(report: LawReport | FamilyLaws): string {
  if ("results" in report)
    return [`the laws, of ${report.model}`, ...report.results.map((result) => indented(result))].join("\n");
  const those = report.instances.flatMap(({ variant, parameters, results }) => {
    const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
    return [`the laws, of ${report.family}@${variant}${set.join("")}`, ...results.map(indented)];
  });
  return [...those, `of all variants of ${report.family}`, indented(report.reachability)].join("\n");
}

const indented = (result: LawResult): string => `  ${resultText(result).replaceAll("\n", "\n  ")}`;
