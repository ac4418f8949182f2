/** `mutate`: which property notices a change of which line. */

import { accountOf } from "../../mutation/explained.js";
import { type MutationReport, mutantNamed, mutating } from "../../mutation/mutate.js";
import type { MutantTable } from "../../render/mutants.js";
import { mutantsData } from "../../render/mutants-data.js";
import { mutantsMarkdown } from "../../render/mutants-markdown.js";
import { mutantsText } from "../../render/mutants-text.js";
import { reportText } from "../../render/report.js";
import { exit, statusOf } from "../exit.js";
import { note, type Output, print, printJson } from "../output.js";
import { type Found, findModels, type Request } from "../target.js";
import { UsageError } from "../usage-error.js";
import { checkModel, driveShown } from "./check.js";

interface Mutating {
  readonly properties: readonly string[] | undefined;
  readonly maxStates: number | undefined;
  readonly markdown: boolean;
  /** The number or the name of the one mutant that is to be shown. */
  readonly mutant: string | undefined;
}

/** The check of one mutant, as `check` prints it. */
async function showMutant(
  { model }: Found,
  asked: string,
  { json, style, width, ...options }: Output & Mutating,
): Promise<number> {
  const mutant = mutantNamed(model, asked);
  const { result, interrupted, seconds } = await checkModel(mutant.model(), options);
  if (json) printJson({ mutant: { number: mutant.number, name: mutant.name }, seconds, ...result });
  else print(reportText(result, { style, width }));
  return interrupted ? exit.interrupted : statusOf([result]);
}

/** The table of one model's mutants. */
function tableOf(report: MutationReport, { survivors = {} }: Found): MutantTable {
  // Of mutants that were not gone through nothing is known.
  const reasons = report.base.grounds.exhausted ? survivors : {};
  return { report, reasons, account: accountOf(report.mutants, reasons) };
}

/** The status by which a script can tell whether there is anything to look at. */
function statusOfMutants(tables: readonly MutantTable[]): number {
  const kinds = tables.flatMap(({ account }) => account.unexplained.map(({ fate }) => fate.kind));
  if (kinds.includes("survived") || tables.some(({ account }) => account.stale.length > 0))
    return exit.violated;
  const cut = tables.some(({ report }) => !report.base.grounds.exhausted);
  return cut || kinds.includes("inconclusive") ? exit.inconclusive : exit.holds;
}

function textOf(table: MutantTable, { markdown, style }: Output & Mutating): string {
  const { grounds } = table.report.base;
  if (!grounds.exhausted)
    return `${grounds.model}: nothing can be said of its mutants, as the search of the model itself was cut: ${grounds.stopped ?? "no reason given"}`;
  return markdown ? mutantsMarkdown(table) : mutantsText(table, { style });
}

export async function mutate(request: Request & Output & Mutating): Promise<number> {
  const { json, properties, maxStates, mutant } = request;
  const all = await findModels(request);
  const [first, ...more] = all;
  if (mutant !== undefined) {
    if (first === undefined || more.length > 0)
      throw new UsageError(
        `"${request.target}" exports several models; say with --model of which one "${mutant}" is a mutant`,
      );
    return showMutant(first, mutant, request);
  }
  const tables: MutantTable[] = [];
  let wasInterrupted = false;
  for (const found of all) {
    if (found.note !== undefined) note(found.note);
    const { result, interrupted } = await driveShown(
      (stop) =>
        mutating(found.model, {
          stop,
          ...(properties && { properties }),
          ...(maxStates !== undefined && { mutantStates: maxStates }),
        }),
      maxStates,
    );
    const table = tableOf(result, found);
    tables.push(table);
    if (!json) print(`${tables.length > 1 ? "\n" : ""}${textOf(table, request)}`);
    wasInterrupted = interrupted;
    if (interrupted) break;
  }
  if (json) printJson(tables.length === 1 && tables[0] ? mutantsData(tables[0]) : tables.map(mutantsData));
  return wasInterrupted ? exit.interrupted : statusOfMutants(tables);
}
