/** `mutate`: which property notices a change of which line. */

import { isModelError } from "../../model/model-error.js";
import { accountOf, cutText } from "../../mutation/explained.js";
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
  if (!table.report.base.grounds.exhausted) return cutText(table.report);
  return markdown ? mutantsMarkdown(table) : mutantsText(table, { style });
}

/** A model that has no mutants to go through, and what is the matter with it. */
interface Refused {
  readonly model: string;
  readonly refused: Error;
}

/** What came of one model. */
type Gone = { readonly table: MutantTable; readonly interrupted: boolean } | Refused;

/** Goes through the mutants of one of several models: what is wrong with one says nothing of the others. */
async function throughMutants(found: Found, { properties, maxStates }: Mutating): Promise<Gone> {
  try {
    const { result, interrupted } = await driveShown(
      (stop) =>
        mutating(found.model, {
          stop,
          ...(properties && { properties }),
          ...(maxStates !== undefined && { mutantStates: maxStates }),
        }),
      { maxStates },
    );
    return { table: tableOf(result, found), interrupted };
  } catch (error) {
    if (!isModelError(error)) throw error;
    return { model: found.model.name, refused: error };
  }
}

/** The status of all: what could not be gone through at all counts before what was found. */
function statusOfAll(gone: readonly Gone[]): number {
  const through = gone.flatMap((one) => ("refused" in one ? [] : [one]));
  if (through.some(({ interrupted }) => interrupted)) return exit.interrupted;
  return through.length < gone.length ? exit.usage : statusOfMutants(through.map(({ table }) => table));
}

export async function mutate(request: Request & Output & Mutating): Promise<number> {
  const { json, mutant } = request;
  const all = await findModels(request);
  const [first, ...more] = all;
  if (mutant !== undefined) {
    if (first === undefined || more.length > 0)
      throw new UsageError(
        `"${request.target}" exports several models; say with --model of which one "${mutant}" is a mutant`,
      );
    return showMutant(first, mutant, request);
  }
  const gone: Gone[] = [];
  for (const found of all) {
    if (found.note !== undefined) note(found.note);
    const one = await throughMutants(found, request);
    if ("refused" in one) {
      if (all.length === 1) throw one.refused;
      note(`preempt: ${one.model}: ${one.refused.message}`);
    } else if (!json) {
      const isFirst = gone.every((other) => "refused" in other);
      print(`${isFirst ? "" : "\n"}${textOf(one.table, request)}`);
    }
    gone.push(one);
    if ("interrupted" in one && one.interrupted) break;
  }
  if (json) {
    const data = gone.map((one) =>
      "refused" in one ? { model: one.model, refused: one.refused.message } : mutantsData(one.table),
    );
    printJson(data.length === 1 ? data[0] : data);
  }
  return statusOfAll(gone);
}
