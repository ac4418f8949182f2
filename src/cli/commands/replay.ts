/** `replay`: a stored trace, or a schedule, on today's model. */

import { existsSync, readFileSync, statSync } from "node:fs";
import type { Model } from "../../model/model.js";
import { withContext } from "../../model/model-error.js";
import { lanes } from "../../render/lanes.js";
import { recordRun } from "../../trace/record.js";
import { parseRun, replaySchedule, replay as replayTrace, unfairness } from "../../trace/replay.js";
import { parseTrace } from "../../trace/stored.js";
import type { Trace } from "../../trace/trace.js";
import { exit } from "../exit.js";
import { type Output, print, printJson } from "../output.js";
import { type Found, findModels, findOrigin, type Request } from "../target.js";
import { UsageError } from "../usage-error.js";

function isTraceFile(target: string): boolean {
  return target.endsWith(".json");
}

async function fromFile(file: string, output: Output): Promise<number> {
  if (!existsSync(file)) throw new UsageError(`no file "${file}"`);
  if (statSync(file).isDirectory()) throw new UsageError(`"${file}" is a folder, not a trace file`);
  const { origin, trace } = withContext(
    () => `in "${file}"`,
    () => parseTrace(readFileSync(file, "utf8")),
  );
  const found = await findOrigin(origin);
  const result = replayTrace(found.model, trace);
  if (output.json) printJson(result);
  switch (result.kind) {
    case "same":
      if (!output.json) print(drawn([result.trace], found, output));
      return exit.violated;
    case "harmless":
      if (!output.json) print(`the trace still runs, and no longer shows "${result.property}"`);
      return exit.holds;
    case "diverged":
      throw new UsageError(
        `the model has changed since: ${result.step === 0 ? "" : `at step ${result.step} `}the trace has: ${result.recorded}; ` +
          `today: ${result.today}. Check the model again for a new trace`,
      );
  }
}

function drawn(traces: readonly [Trace, ...Trace[]], { words }: Found, { style, width }: Output): string {
  return lanes(traces, { style, width, replay: `preempt replay ${words}` });
}

function scheduled(found: Found, text: string, output: Output): number {
  const model: Model = found.model;
  const run = parseRun(model, text);
  const { schedule, cycle } = run;
  const [first, ...more] = replaySchedule(model, run);
  if (output.json) printJson(first === undefined ? recordRun(model, schedule, cycle) : [first, ...more]);
  else if (first !== undefined) print(drawn([first, ...more], found, output));
  else {
    const where = cycle === undefined ? "at its end" : "by what goes on for ever";
    const why = cycle === undefined ? [] : unfairness(model, run);
    const nothing = [`no property is broken or met ${where}`, ...why].join(": ");
    print(`${drawn([recordRun(model, schedule, cycle)], found, output)}\n${nothing}`);
  }
  return [first, ...more].some((trace) => trace?.shows === "violation") ? exit.violated : exit.holds;
}

/** Replays a trace file, or `schedule` on the model that the request means. */
export async function replay(
  request: Request & Output & { readonly schedule: string | undefined },
): Promise<number> {
  const { target, schedule } = request;
  if (isTraceFile(target)) {
    const { variant, model, settings } = request;
    if ([schedule, variant, model, ...Object.keys(settings)].some((given) => given !== undefined)) {
      throw new UsageError(
        `"${target}" is a trace file: it names its model and its schedule itself, so give it alone`,
      );
    }
    return fromFile(target, request);
  }
  if (schedule === undefined) {
    throw new UsageError(
      `replay takes a trace file (.json), or a model and a schedule: replay ${target} "A B ~ A"`,
    );
  }
  const [found, ...others] = await findModels(request);
  if (found === undefined || others.length > 0) {
    throw new UsageError(`"${target}" exports several models; a schedule is of one: choose it by --model`);
  }
  return scheduled(found, schedule, request);
}
