/** Dynamic partial order reduction against exhaustive searches, on the families that come with preempt. */

import {
  type CheckOptions,
  check,
  type Family,
  type Instance,
  type Model,
  ModelError,
  type Report,
} from "preempt";
import { describe, expect, test } from "vitest";
import { classics, families } from "../../models/index.js";
import { toys } from "../../models/toys/index.js";
import { isOfTheGraph } from "../../src/liveness/liveness.js";
import type { Progress } from "../../src/search/judge.js";
import { StateGraph } from "../differential/traces/state-graph.js";

/** After so many runs dpor is cut: what it says then must be true all the same. */
const mostRuns = 500;

const enough = ({ runs = 0 }: Progress): string | undefined => (runs > mostRuns ? "enough" : undefined);

/** The names of the properties that single runs decide. */
const decidable = ({ properties }: Model): readonly string[] =>
  properties.filter((property) => !isOfTheGraph(property)).map(({ name }) => name);

/** Whether every run of the model ends; undefined where there are too many states to tell. */
function ends(model: Model): boolean | undefined {
  try {
    return StateGraph.of(model, { most: 5_000 }) === undefined ? undefined : true;
  } catch (error) {
    if (error instanceof Error && error.message.includes("has a run that never ends")) return false;
    throw error;
  }
}

/** Whatever dpor decides is as `whole` has it, trace and all; and where it was cut it decides by showing alone. */
function expectTrue({ verdicts, grounds }: Report, whole: Report): void {
  const known = new Map(whole.verdicts.map((verdict) => [verdict.property, verdict]));
  for (const verdict of verdicts) {
    const { kind, property } = verdict;
    if (kind === "inconclusive") expect(grounds.exhausted).toBe(false);
    else expect(verdict).toEqual(known.get(property));
    if (kind === "unreached") expect(grounds.exhausted).toBe(true);
    // With witnesses asked for, what holds without one is proved.
    if (kind === "holds" && verdict.witness === undefined) expect(grounds.exhausted).toBe(true);
  }
}

const options = { recheck: 0, witnesses: true } as const;

/** What came of the searches of some models: how many were whole, were cut, and came upon a run without an end. */
interface Tried {
  whole: number;
  cut: number;
  endless: number;
}

/** What dpor says without a bound; undefined where it came upon a run that did not end. */
function unbounded(model: Model, asked: CheckOptions): Report | undefined {
  try {
    return check(model, asked);
  } catch (error) {
    if (error instanceof ModelError && error.message.includes("has not ended within 10000 steps"))
      return undefined;
    throw error;
  }
}

function compare({ model }: Instance, bounds: readonly number[], tried: Tried): void {
  const properties = decidable(model);
  if (properties.length === 0) return;
  const whole = check(model, { ...options, properties });
  const asked = { ...options, properties, strategy: "dpor", stop: enough } as const;
  const ending = ends(model);
  const count = ({ grounds }: Report): void => {
    if (grounds.exhausted) tried.whole += 1;
    else tried.cut += 1;
  };
  if (ending !== undefined) {
    const report = unbounded(model, asked);
    if (report === undefined) {
      expect(ending).toBe(false);
      tried.endless += 1;
    } else {
      expectTrue(report, whole);
      expect(report.grounds.explored?.cut).toBe(0);
      // Ever longer runs that all end are cut by us.
      if (!ending) expect(report.grounds.exhausted).toBe(false);
      count(report);
    }
  }
  for (const steps of bounds) {
    const report = check(model, { ...asked, steps });
    expectTrue(report, whole);
    // Of a model that goes round, some run is always cut.
    if (ending === false) expect(report.grounds.exhausted).toBe(false);
    count(report);
  }
}

/** Each variant, at the initial parameters and with each other size. */
function instancesOf(family: Family, sizes: readonly string[]): readonly Instance[] {
  const parameters = Object.hasOwn(family.parameters, "n") ? sizes.map((n) => ({ n })) : [{}];
  return Object.keys(family.variants).flatMap((variant) =>
    parameters.map((given) => family.instance(variant, given)),
  );
}

const compared = (instances: readonly Instance[], bounds: readonly number[]): Tried => {
  const tried: Tried = { whole: 0, cut: 0, endless: 0 };
  for (const instance of instances) compare(instance, bounds, tried);
  return tried;
};

describe("dpor decides as an exhaustive search does, where it ends", () => {
  test.each(toys.map((toy) => [toy.name, toy] as const))("%s", (_, toy) => {
    const instances = instancesOf(toy, ["2", "3"]);
    const { whole, cut } = compared(instances, [1, 2, 3, 4]);
    expect(whole + cut).toBeGreaterThanOrEqual(4 * instances.length);
    expect(cut).toBeGreaterThan(0);
  });

  test.each(classics.map((classic) => [classic.name, classic] as const))("%s", (_, classic) => {
    const instances = instancesOf(classic, ["2", "3"]);
    const claiming = instances.filter(({ model }) => model.properties.length > 0).length;
    const { whole, cut, endless } = compared(instances, [1, 2]);
    expect(whole + cut).toBe(3 * claiming);
    expect(endless).toBe(0);
  });
});

describe("dpor within a bound says nothing that is not so", () => {
  const kernel = families.filter((family) => !toys.includes(family));
  test.each(kernel.map((family) => [family.name, family] as const))("%s", (_, family) => {
    const { cut } = compared(instancesOf(family, ["2"]), [2, 4]);
    expect(cut).toBeGreaterThan(0);
  });
});
