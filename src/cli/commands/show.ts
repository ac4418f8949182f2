/** `show`: what is modelled, before anything is searched. */

import { familyText, mayStrike, modelText } from "../../render/show.js";
import { familyNamed } from "../catalogue.js";
import { exit } from "../exit.js";
import { isFileName, loadFile } from "../model-file.js";
import { type Output, print, printJson } from "../output.js";
import { findModels, type Request } from "../target.js";

export async function show({ json, style, ...request }: Request & Output): Promise<number> {
  const found = await findModels(request);
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
