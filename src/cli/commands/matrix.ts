/** `matrix` and `check --all`: every variant against the verdicts expected of it. */

import type { Family, Instance } from "../../model/family.js";
import { lanes } from "../../render/lanes.js";
import { type Checked, surprises } from "../../render/matrix.js";
import { matrixRow } from "../../render/matrix-data.js";
import { escaped, markdownLegend, matrixMarkdown } from "../../render/matrix-markdown.js";
import { matrixLegend, matrixText } from "../../render/matrix-text.js";
import { counted } from "../../render/numbers.js";
import { searchedText } from "../../render/report.js";
import type { Crew, Job, Outcome } from "../crew.js";
import { exit } from "../exit.js";
import { type Output, print, printJson } from "../output.js";
import { type Checking, checkModel } from "./check.js";

interface Row extends Checked {
  readonly interrupted: boolean;
  readonly seconds: number;
}

/** One instance after the other, in this thread. */
async function checkHere(
  instances: readonly Instance[],
  options: Pick<Checking, "maxStates">,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const instance of instances) {
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

/** What a crew is told to check. */
function jobOf(
  { family, variant, parameters }: Instance,
  { file, maxStates }: Pick<MatrixRequest, "file" | "maxStates">,
): Job {
  const given = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  return { file, family, variant, parameters: Object.fromEntries(given), maxStates };
}

/** What a crew has found of a family, in the order of its instances; up to the first that was interrupted. */
async function gathered(jobs: readonly (readonly [Instance, Promise<Outcome>])[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [instance, promise] of jobs) {
    const outcome = await promise;
    if (outcome === undefined) break;
    if ("error" in outcome) throw outcome.error;
    const { result: report, interrupted, seconds } = outcome.driven;
    rows.push({ instance, report, interrupted, seconds });
  }
  return rows;
}

/** The rows of each family, as they are done. */
async function* checkedRows(request: MatrixRequest): AsyncGenerator<readonly [Family, readonly Row[]]> {
  const all = request.families.map((family) => [family, family.instances()] as const);
  const crew = request.crewFor?.(all.reduce((sum, [, instances]) => sum + instances.length, 0));
  if (crew === undefined) {
    for (const [family, instances] of all) yield [family, await checkHere(instances, request)];
    return;
  }
  try {
    const given = all.map(([family, instances]) => {
      const jobs = instances.map((instance) => [instance, crew.run(jobOf(instance, request))] as const);
      return [family, jobs] as const;
    });
    for (const [family, jobs] of given) yield [family, await gathered(jobs)];
  } finally {
    await crew.close();
  }
}

/** What to go through, and what to print. */
interface MatrixRequest extends Output, Pick<Checking, "maxStates" | "stats"> {
  readonly families: readonly Family[];
  /** The file that defines them; undefined for those of the catalogue. */
  readonly file?: string | undefined;
  /** Who checks so many instances, where that is not to be this thread. */
  readonly crewFor?: (instances: number) => Crew | undefined;
  /** Whether to draw a counterexample of each family that has one to show. */
  readonly examples: boolean;
  /** Whether to print Markdown. */
  readonly markdown: boolean;
}

export async function matrix(request: MatrixRequest): Promise<number> {
  const { json, style, examples, markdown, stats } = request;
  const results: { family: Family; rows: readonly Row[] }[] = [];
  for await (const [family, rows] of checkedRows(request)) {
    results.push({ family, rows });
    if (!json) {
      const example = examples ? exampleText(family, rows, request) : undefined;
      print(markdown ? matrixMarkdown(family, rows) : matrixText(family, rows, { style }));
      print(example === undefined ? "" : `\n${example}\n`);
    }
    if (rows.some(({ interrupted }) => interrupted)) break;
  }
  const rows = results.flatMap((result) => result.rows);
  const odd = rows.filter((row) => surprises(row).length > 0);
  if (json) {
    printJson(
      results.flatMap(({ family, rows }) =>
        rows.map((row) => ({ ...matrixRow(family, row), seconds: row.seconds })),
      ),
    );
  } else {
    print(
      markdown
        ? `${markdownLegend(rows)}\n\n${summary(rows, odd, escaped)}`
        : `${matrixLegend(rows)}\n${summary(rows, odd)}`,
    );
    if (stats) print(tookText(rows));
  }
  if (rows.some(({ interrupted }) => interrupted)) return exit.interrupted;
  const cut = rows.some(({ report }) => !report.grounds.exhausted);
  if (odd.every(({ report }) => !report.grounds.exhausted)) return cut ? exit.inconclusive : exit.holds;
  return exit.violated;
}

/** @param quoted names as the format wants them */
function summary(
  rows: readonly Row[],
  odd: readonly Row[],
  quoted: (text: string) => string = (text) => text,
): string {
  const all = `${counted(rows.length, "instance")} checked; `;
  if (odd.length === 0) return `${all}every verdict is the expected one`;
  const named = odd.map(({ instance, report }) => {
    const parameters = Object.entries(instance.parameters).map(([name, value]) => ` ${name}=${value}`);
    return `  - ${quoted(`${instance.model.name}${parameters.join("")}: ${surprises({ instance, report }).join("; ")}`)}`;
  });
  return `${all}NOT as expected (?! in the matrix):\n${named.join("\n")}`;
}

function tookText(rows: readonly Row[]): string {
  const sum = (of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const states = sum(({ report }) => report.grounds.states);
  const views = sum(({ report }) => report.grounds.views);
  const seconds = sum((row) => row.seconds).toFixed(2);
  return `${counted(states, "state")} and ${counted(views, "view")} in ${seconds} s, deciding, explaining and testing for purity`;
}
