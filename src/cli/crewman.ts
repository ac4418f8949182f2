/** What a worker of a crew does: it checks the instances that it is told to, one after the other. */

import { parentPort, workerData } from "node:worker_threads";
import { checking } from "../check.js";
import type { Family } from "../model/family.js";
import { isModelError, ModelError } from "../model/model-error.js";
import { familyNamed } from "./catalogue.js";
import type { Job, Orders, Told } from "./crew.js";
import { drive } from "./drive.js";
import { loadFile } from "./model-file.js";

/** The families of files that were loaded already. */
const loaded = new Map<string, readonly Family[]>();

async function familyOf({ file, family }: Job): Promise<Family> {
  if (file === undefined) return familyNamed(family);
  const families = loaded.get(file) ?? (await loadFile(file)).families;
  loaded.set(file, families);
  const found = families.find(({ name }) => name === family);
  if (found === undefined) throw new ModelError(`"${file}" no longer exports a family called "${family}"`);
  return found;
}

async function work(job: Job, interrupted: Int32Array, tell: (told: Told) => void): Promise<void> {
  try {
    const { model } = (await familyOf(job)).instance(job.variant, job.parameters);
    const driven = await drive((stop) => checking(model, { stop }), {
      maxStates: job.maxStates,
      interrupted: () => Atomics.load(interrupted, 0) !== 0,
      progress: (shown) => tell({ kind: "progress", shown }),
    });
    tell({ kind: "done", driven });
  } catch (error) {
    const ofModel = isModelError(error);
    const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: "failed", ofModel, message: ofModel ? error.message : defect });
  }
}

/** Serves until the crew is dismissed. */
export function serve(): void {
  const port = parentPort;
  if (port === null) throw new Error("there is no crew to serve");
  // Handed over by crew.ts.
  const { interrupted } = workerData as Orders;
  port.on("message", (job: Job) => {
    void work(job, interrupted, (told) => port.postMessage(told));
  });
}
