/** `matrix` and `check --all`: every variant against the verdicts expected of it. */

import type { Family } from "../../model/family.js";
import { lanes } from "../../render/lanes.js";
import { type Checked, matrixText, surprises } from "../../render/matrix.js";
import { grouped, searchedText } from "../../render/report.js";
import { exit } from "../exit.js";
import { type Output, print, printJson } from "../output.js";
import { type Checking, checkModel } from "./check.js";

interface Row extends Checked {
  readonly interrupted: boolean;
  readonly seconds: number;
}

async function checkFamily(family: Family, options: Pick<Checking, "maxStates">): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const instance of family.instances()) {
    const {
      result: report,
      interrupted,
      seconds,
    } = await checkModel(instance.model, {
      ...options,
      properties: undefined,
    });
    rows.push({ instance, report, interrupted, seconds });
    if (interrupted) break;
  }
  return rows;
}

function exampleText(family: Family, rows: readonly Row[], { style, width }: Output): string | undefined {
  const { variant, property } = family.example ?? {};
  const row = rows.find(({ instance }) => instance.variant === variant);
  const violated = row?.report.verdicts.find((verdict) => verdict.property === property);
  if (row === undefined || violated?.kind !== "violated") return undefined;
  const settings = Object.entries(row.instance.parameters).map(([name, value]) => ` --set ${name}=${value}`);
  const replay = `preempt replay ${family.name}@${row.instance.variant}${settings.join("")}`;
  return lanes([violated.trace], { style, width, replay, searched: searchedText(row.report.grounds) });
}

/** @param examples whether to draw a counterexample of each family that has one to show */
export async function matrix(
  request: Output &
    Pick<Checking, "maxStates" | "stats"> & {
      readonly families: readonly Family[];
      readonly examples: boolean;
    },
): Promise<number> {
  const { json, style, families, examples, stats } = request;
  const results: { family: Family; rows: readonly Row[] }[] = [];
  for (const family of families) {
    const rows = await checkFamily(family, request);
    results.push({ family, rows });
    if (!json) {
      const example = examples ? exampleText(family, rows, request) : undefined;
      print(`${style.strong(family.name)}: ${family.title}\n`);
      print(matrixText(rows, { style }));
      print(example === undefined ? "" : `\n${example}\n`);
    }
    if (rows.some(({ interrupted }) => interrupted)) break;
  }
  const rows = results.flatMap((result) => result.rows);
  const odd = rows.filter((row) => surprises(row).length > 0);
  if (json) {
    printJson(
      rows.map((row) => ({
        family: row.instance.family,
        variant: row.instance.variant,
        parameters: row.instance.parameters,
        expectedViolated: row.instance.violated,
        unexpected: surprises(row),
        seconds: row.seconds,
        ...row.report,
      })),
    );
  } else {
    print(summary(rows, odd));
    if (stats) print(tookText(rows));
  }
  if (rows.some(({ interrupted }) => interrupted)) return exit.interrupted;
  const cut = rows.some(({ report }) => !report.grounds.exhausted);
  if (odd.every(({ report }) => !report.grounds.exhausted)) return cut ? exit.inconclusive : exit.holds;
  return exit.violated;
}

function summary(rows: readonly Row[], odd: readonly Row[]): string {
  const key = [
    "-         holds",
    "never     rightly not reached, which was checked",
    "cut       not known: the search was cut",
    "1p 2e 3s  violated; the least trace has 1 preemption, 2 other events, 3 steps",
  ].join("\n");
  const all = `${rows.length} instances checked; `;
  if (odd.length === 0) return `${key}\n${all}every verdict is the expected one`;
  const named = odd.map((row) => `  ${row.instance.model.name}: ${surprises(row).join("; ")}`);
  return `${key}\n${all}NOT as expected (?! in the matrix):\n${named.join("\n")}`;
}

function tookText(rows: readonly Row[]): string {
  const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const states = grouped(sum(({ report }) => report.grounds.states));
  const views = grouped(sum(({ report }) => report.grounds.views));
  return `${states} states and ${views} views in ${sum(({ seconds }) => seconds).toFixed(2)} s, deciding, explaining and testing for purity`;
}
