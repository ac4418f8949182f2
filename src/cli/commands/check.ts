/** `check`: verdicts and counterexamples of one variant or file. */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { certificateTitle } from "../../certificate/header.js";
import { certificate, type Explored } from "../../certificate/write.js";
import { type CheckOptions, checkingToFile, type Report, type StrategyOptions } from "../../check.js";
import type { Model } from "../../model/model.js";
import { counted, grouped } from "../../render/numbers.js";
import { reportText } from "../../render/report.js";
import { statisticsText } from "../../render/statistics.js";
import { storeTrace, traceTitle } from "../../trace/stored.js";
import { saving } from "../certificate-file.js";
import { Checkpoints, type CheckpointWords, isAsked } from "../checkpoints.js";
import { type Driven, drive, type Limits, type Search } from "../drive.js";
import { exit, statusOf } from "../exit.js";
import { note, type Output, print, printJson } from "../output.js";
import { type Found, findModels, type Request } from "../target.js";
import { type ProgressLine, progressLine } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { isAnother, refuseOverwriting } from "../whole-file.js";

/** How to check. */
export interface Checking {
  readonly properties: readonly string[] | undefined;
  readonly maxStates: number | undefined;
  readonly limits?: Omit<Limits, "maxStates">;
  readonly checkpoints?: CheckpointWords;
  readonly witnesses: boolean;
  readonly stats: boolean;
  readonly save: string | undefined;
  /** The file that is to hold a certificate. */
  readonly certificate?: string | undefined;
  /** Which share of what is searched is to be checked against the reference semantics meanwhile. */
  readonly audit?: CheckOptions["audit"];
  /** In which order, and how far. */
  readonly exploring?: StrategyOptions;
}

/** Runs a search with progress on stderr. */
export async function driveShown<T>(
  search: Search<T>,
  limits: Limits,
  line: ProgressLine = progressLine(),
): Promise<Driven<T>> {
  try {
    return await drive(search, { ...limits, progress: line.show });
  } finally {
    line.clear();
  }
}

/** What may be said of the check of one model. */
type OfOne = Pick<Checking, "properties" | "maxStates"> &
  Partial<Pick<Checking, "limits" | "checkpoints" | "witnesses" | "exploring" | "audit">> &
  Pick<Parameters<typeof checkingToFile>[1], "explored">;

/** Checks one model with progress on stderr. */
export async function checkModel(
  model: Model,
  {
    properties,
    maxStates,
    limits = {},
    checkpoints: words = {},
    witnesses = false,
    exploring,
    audit,
    explored,
  }: OfOne,
): Promise<Driven<Report>> {
  const line = progressLine();
  const checkpoints = isAsked(words)
    ? new Checkpoints(words, (text) => {
        line.clear();
        note(text);
      })
    : undefined;
  const { maxBytes } = limits;
  let report: Report | undefined;
  try {
    const driven = await driveShown(
      (stop) =>
        checkingToFile(model, {
          stop,
          witnesses,
          ...(properties !== undefined && { properties }),
          ...(maxBytes !== undefined && { maxBytes }),
          ...(audit && { audit }),
          ...(explored && { explored }),
          ...(checkpoints && { checkpoint: checkpoints.checkpointing }),
          ...exploring,
        }),
      { maxStates, ...limits },
      line,
    );
    report = driven.result;
    return driven;
  } finally {
    checkpoints?.close(report);
  }
}

/** Writes a certificate of what was explored; says whether it is there. */
async function saveCertificate(
  file: string,
  explored: Explored | undefined,
  { found, driven }: { readonly found: Found; readonly driven: Driven<Report> },
): Promise<boolean> {
  const { stopped = "nothing was explored" } = driven.result.grounds;
  if (explored === undefined || !driven.result.grounds.exhausted) {
    note(`no certificate is written: it has all states, and the search was cut: ${stopped}`);
    return false;
  }
  const pieces = certificate(explored, found.origin);
  const { result: bytes } = await driveShown((stop) => saving(file, pieces, stop), {});
  if (bytes === undefined) note("no certificate is written: interrupted");
  else
    note(
      `wrote a certificate of ${counted(explored.space.size, "state")} to ${file}, ${grouped(bytes)} bytes`,
    );
  return bytes !== undefined;
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
        if (isAnother(file, traceTitle))
          throw new Error(`"${file}" is there already, and is no trace; it is left as it is`);
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

/** Refuses to write over files of other kinds, and two kinds to one file. */
function refuseFiles({ certificate, save, checkpoints }: Checking): void {
  if (certificate !== undefined)
    refuseOverwriting(certificate, {
      option: "--certificate",
      what: "certificate",
      title: certificateTitle,
    });
  const files = [certificate, save, checkpoints?.checkpoint].flatMap((file) =>
    file === undefined ? [] : [resolve(file)],
  );
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined)
    throw new UsageError(`of --certificate, --checkpoint and --save two name the same file, "${twice}"`);
}

export async function check(request: Request & Output & Checking): Promise<number> {
  const { json, style, width, witnesses, stats, save } = request;
  const all = await findModels(request);
  if (all.length > 1 && isAsked(request.checkpoints ?? {})) {
    const names = all.map(({ model }) => model.name).join(", ");
    throw new UsageError(`a checkpoint is of one model; choose among ${names} by --model`);
  }
  if (request.certificate !== undefined && all.length > 1)
    throw new UsageError(
      `a certificate is of one model, and "${request.target}" exports ${all.length}: choose it by --model`,
    );
  refuseFiles(request);
  let explored: Explored | undefined;
  const asked =
    request.certificate === undefined
      ? request
      : {
          ...request,
          explored: (found: Explored) => {
            explored = found;
          },
        };
  const checked: { found: Found; driven: Driven<Report> }[] = [];
  for (const found of all) {
    if (found.note !== undefined) note(found.note);
    const driven = await checkModel(found.model, asked);
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
  const [one] = checked;
  const wanted = request.certificate;
  if (wanted !== undefined && one !== undefined && !one.driven.interrupted) {
    if (!(await saveCertificate(wanted, explored, one)) && one.driven.result.grounds.exhausted)
      return exit.interrupted;
  }
  if (checked.some(({ driven }) => driven.interrupted)) return exit.interrupted;
  return statusOf(checked.map(({ driven }) => driven.result));
}
