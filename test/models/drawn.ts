/** Traces of the families as they are drawn: files in lanes/, in which a change of the machine shows. */

import { join } from "node:path";
import { check, type Instance, type Trace } from "preempt";
import { expect } from "vitest";
import { lanes } from "../../src/render/lanes.js";

/** The least trace that breaks a claim of an instance. */
export function violationOf({ model }: Instance, property: string): Trace {
  const [verdict] = check(model, { properties: [property] }).verdicts;
  if (verdict?.kind !== "violated") throw new Error(`${model.name}: "${property}" ${verdict?.kind}`);
  return verdict.trace;
}

/** Expects a trace to be drawn as `lanes/<name>.txt` has it. */
export async function expectDrawn(trace: Trace, name: string): Promise<void> {
  const text = lanes([trace]);
  expect(text).not.toMatch(/[ \t]$/m);
  await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "lanes", `${name}.txt`));
}
