/** Tests of a table, declared in a runner: one for each row. */

import type { Family, Instance } from "../model/family.js";
import type { Verdict } from "../verdict.js";
import { failureText, refuseOpen } from "./answer.js";
import { type ExpectedVerdict, expectedVerdicts, type TableOptions, tableOptions } from "./expected.js";
import { type Judged, judged } from "./judged.js";
import type { Where } from "./matchers.js";
import { checkNames, checkValues, type TestOptions, testOptions } from "./options.js";

/** What a running test knows of itself. */
export type Here = Omit<Where, "negated">;

/** How a runner declares a test; `timeout` is the limit of the test in milliseconds, where it is not the usual one. */
export type DeclareTest = (name: string, run: (here: Here) => void, timeout: number | undefined) => void;

/** Which part of the table, how to check, and how long each test may take. */
export type EachOptions = TableOptions & TestOptions;

const words = {
  holds: "holds",
  violated: "is violated",
  unreached: "is unreached",
  inconclusive: "is inconclusive",
} as const;

/** Whether the verdict is what is stated. What is not known, and accepted, is not what is to be seen violated. */
function isAsStated({ expected }: ExpectedVerdict, verdict: Verdict): boolean {
  if (verdict.kind !== "inconclusive") return verdict.kind === expected;
  return expected === (verdict.unseen ? "unreached" : "holds");
}

/** @throws Error where the verdict on the row's property is another, or is not known */
function checkRow(row: ExpectedVerdict, found: Judged, options: TestOptions, { style }: Here): void {
  const verdicts = found.report.verdicts.filter(({ property }) => property === row.property);
  const own: Judged = { ...found, report: { ...found.report, verdicts } };
  refuseOpen(own, options, style);
  const [verdict] = verdicts;
  if (verdict === undefined) throw new Error(`there is no verdict on "${row.property}"`);
  if (isAsStated(row, verdict)) return;
  const first = `the family states that it ${words[row.expected]}, and it ${words[verdict.kind]}`;
  throw new Error(failureText(first, own, { style }));
}

/** What of `options` is for a search. */
function searchOptions(options: EachOptions): TestOptions {
  const forSearch = testOptions.filter((name) => name !== "timeout" && options[name] !== undefined);
  return Object.fromEntries(forSearch.map((name) => [name, options[name]]));
}

/**
 * Declares a test for each property of each variant of `families`, against the verdict that the family states. An instance is explored
 * once, by the first of its tests that runs.
 *
 * @throws ModelError where there is no such table
 */
export function declareTests(
  declare: DeclareTest,
  families: Family | readonly Family[],
  options: EachOptions = {},
): void {
  checkNames("option of explore.each", options, [...tableOptions, ...testOptions]);
  checkValues(options);
  const given = tableOptions.filter((name) => options[name] !== undefined);
  const rows = expectedVerdicts(families, Object.fromEntries(given.map((name) => [name, options[name]])));
  const search = searchOptions(options);
  const found = new Map<Instance, Judged>();
  for (const row of rows) {
    const { instance } = row;
    const run = (here: Here): void => {
      const names = rows.flatMap((each) => (each.instance === instance ? [each.property] : []));
      const known =
        found.get(instance) ?? judged(instance, names, search, { asked: "explore.each", ...here });
      found.set(instance, known);
      checkRow(row, known, search, here);
    };
    declare(row.name, run, options.timeout);
  }
}
