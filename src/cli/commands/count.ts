/** `count`: how large a model is. Needs no properties. */

import { type CountOptions, counting } from "../../count.js";
import { searchedText } from "../../render/report.js";
import { exit } from "../exit.js";
import { type Output, print, printJson } from "../output.js";
import { findModels, type Request } from "../target.js";
import { driveShown } from "./check.js";

export async function count(
  request: Request &
    Output & {
      readonly maxStates: number | undefined;
      readonly counting: Omit<CountOptions, "stop" | "space">;
    },
): Promise<number> {
  const counted = [];
  for (const { model } of await findModels(request)) {
    const { result, seconds, interrupted } = await driveShown(
      (stop) => counting(model, { stop, ...request.counting }),
      { maxStates: request.maxStates },
    );
    counted.push({ ...result, seconds, interrupted });
    if (!request.json)
      print(`${request.style.strong(model.name)}: ${searchedText(result)}; ${seconds.toFixed(2)} s`);
    if (interrupted) break;
  }
  if (request.json) printJson(counted.length === 1 ? counted[0] : counted);
  if (counted.some(({ interrupted }) => interrupted)) return exit.interrupted;
  return counted.every(({ exhausted }) => exhausted) ? exit.holds : exit.inconclusive;
}
