/** `check`: verdicts and counterexamples of one variant or file. */

import { writeFileSync } from "node:fs";
import { checking, type Report, type StrategyOptions } from "../../check.js";
import type { Model } from "../../model/model.js";
import { reportText } from "../../render/report.js";
import { statisticsText } from "../../render/statistics.js";
import { storeTrace } from "../../trace/stored.js";
import { type Driven, drive, type Search } from "../drive.js";
import { exit, statusOf } from "../exit.js";
import { note, type Output, print, printJson } from "../output.js";
import { type Found, findModels, type Request } from "../target.js";
import { progressLine } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/** How to check. */
export interface Checking {
  readonly properties: readonly string[] | undefined;
  readonly maxStates: number | undefined;
  readonly witnesses: boolean;
  readonly stats: boolean;
  readonly save: string | undefined;
  /** In which order, and how far. */
  readonly exploring?: StrategyOptions;
}

/** Runs a search with progress on stderr. */
export async function driveShown<T>(search: Search<T>, maxStates: number | undefined): Promise<Driven<T>> {
  const line = progressLine();
  try {
    return await drive(search, { maxStates, progress: line.show });
  } finally {
    line.clear();
  }
}

/** Checks one model with progress on stderr. */
export function checkModel(
  model: Model,
  options: Pick<Checking, "properties" | "maxStates"> & Partial<Pick<Checking, "witnesses" | "exploring">>,
): Promise<Driven<Report>> {
  const chosen = options.properties === undefined ? {} : { properties: options.properties };
  return driveShown(
    (stop) =>
      checking(model, { stop, witnesses: options.witnesses ?? false, ...chosen, ...options.exploring }),
    options.maxStates,
  );
}

function saveTrace(
  file: string,
  checked: readonly { readonly found: Found; readonly driven: Driven<Report> }[],
): void {
  for (const { found, driven } of checked) {
    for (const verdict of driven.result.verdicts) {
      const trace = verdict.kind === "violated" ? verdict.trace : undefined;
      if (trace === undefined) continue;
      try {
        writeFileSync(file, storeTrace({ origin: found.origin, trace }));
      } catch (error) {
        throw new UsageError(`the trace could not be saved: ${(error as Error).message}`, { cause: error });
      }
      note(`saved the trace of "${verdict.property}" to ${file}`);
      return;
    }
  }
  note("nothing is violated, so there is no trace to save");
}

export async function check(request: Request & Output & Checking): Promise<number> {
  const { json, style, width, witnesses, stats, save } = request;
  const all = await findModels(request);
  const checked: { found: Found; driven: Driven<Report> }[] = [];
  for (const found of all) {
    if (found.note !== undefined) note(found.note);
    const driven = await checkModel(found.model, request);
    checked.push({ found, driven });
    if (!json) {
      const replay = `preempt replay ${found.words}`;
      print(reportText(driven.result, { style, width, replay, witnesses }));
      if (stats) print(`\n${statisticsText(driven.result.grounds, driven.seconds)}`);
      if (found !== all.at(-1)) print("");
    }
    if (driven.interrupted) break;
  }
  if (json) {
    const results = checked.map(({ found, driven }) => ({
      origin: found.origin,
      seconds: driven.seconds,
      ...driven.result,
    }));
    printJson(results.length === 1 ? results[0] : results);
  }
  if (save !== undefined) saveTrace(save, checked);
  if (checked.some(({ driven }) => driven.interrupted)) return exit.interrupted;
  return statusOf(checked.map(({ driven }) => driven.result));
}
