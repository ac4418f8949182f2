/** `show`: what is modelled, before anything is searched; or, searched, where its preemption points are. */

import { reducing } from "../../count.js";
import { pointsText, reasonText } from "../../render/points.js";
import { familyText, mayStrike, modelText } from "../../render/show.js";
import { familyNamed } from "../catalogue.js";
import { exit } from "../exit.js";
import { isFileName, loadFile } from "../model-file.js";
import { note, type Output, print, printJson } from "../output.js";
import { type Found, findModels, type Request } from "../target.js";
import { driveShown } from "./check.js";

/** What to show beside the model. */
interface Showing {
  /** Whether to show its preemption points, and not its steps. */
  readonly reduced: boolean;
  readonly maxStates: number | undefined;
}

async function showReduced(
  found: readonly Found[],
  { json, style, maxStates }: Output & Showing,
): Promise<number> {
  const shown = [];
  for (const { model, note: about } of found) {
    if (about !== undefined) note(about);
    const { result, interrupted } = await driveShown((stop) => reducing(model, { stop }), { maxStates });
    shown.push({ model, result, interrupted });
    if (!json) print(`${shown.length > 1 ? "\n" : ""}${pointsText(model, result, { style })}`);
    if (interrupted) break;
  }
  if (json) {
    const texts = shown.map(({ model, result: { grounds, points } }) => ({
      ...grounds,
      locations: points.map(({ process, location, reason }) => ({
        process: model.processes[process]?.name,
        location,
        steps: model.processes[process]?.program.locations[location]?.steps.map(({ label }) => label),
        because: reason === undefined ? null : reasonText(reason),
      })),
    }));
    printJson(texts.length === 1 ? texts[0] : texts);
  }
  if (shown.some(({ interrupted }) => interrupted)) return exit.interrupted;
  return shown.every(({ result }) => result.grounds.exhausted) ? exit.holds : exit.inconclusive;
}

export async function show(asked: Request & Output & Showing): Promise<number> {
  const { json, style, reduced, ...request } = asked;
  const found = await findModels(request);
  if (reduced) return await showReduced(found, asked);
  const families = isFileName(request.target)
    ? (await loadFile(request.target)).families
    : [await familyNamed(request.target.split("@")[0] ?? "")];
  if (json) {
    printJson(
      found.map(({ model }) => ({
        model: model.name,
        parameters: model.parameters,
        assumptions: model.assumptions,
        variables: model.layout.variables.map(({ name, kind, ghost }) => ({ name, kind, ghost })),
        properties: model.properties.map(({ name, kind }) => ({ name, kind })),
        processes: model.processes.map((process) => ({
          name: process.name,
          environment: process.environment,
          mayWait: process.mayWait,
          fair: process.fair ?? null,
          guarded: process.enabled !== undefined,
          locations: process.program.locations
            .filter(({ inner }) => !inner)
            .map((location) => ({
              index: location.index,
              attributes: location.attributes,
              ...(process.strikes.length === 0 ? {} : { mayStrike: mayStrike(process, location) }),
              steps: location.steps.map(({ label, calls, under }) => ({
                label,
                source: calls.at(-1) ?? null,
                under,
              })),
            })),
        })),
      })),
    );
    return exit.holds;
  }
  const texts = found.map(({ model }) => modelText(model, { style }));
  print([...families.map((family) => familyText(family, { style })), ...texts].join("\n\n"));
  return exit.holds;
}
