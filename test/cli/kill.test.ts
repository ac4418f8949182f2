/** Searches that are killed at random moments, go on from their checkpoint, are killed again, and end as if nothing had happened. */

import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { cli } from "../support/cli.js";
import { Folder } from "./folder.js";

const here = new Folder();

afterAll(() => {
  here.remove();
});

interface Ended {
  readonly killed: boolean;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Runs `preempt`, and kills it with SIGKILL after so long, if it has not ended by then. */
function run(words: readonly string[], killAfter?: number): Promise<Ended> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], { cwd: here.path });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - begun;
      resolve({ killed: signal === "SIGKILL", status, stdout, stderr, milliseconds });
    });
  });
}

const withoutTimes = (text: string): string => text.replace(/"seconds": [\d.e-]+/, "");

const seed = 20_261_121;
const kills = 20;

test("twenty kills at random moments change nothing", async () => {
  // Up to symmetry it would be over at once, and is not written down.
  const words = ["check", "two-phase-commit@hasty", "--set", "n=6", "--no-symmetry", "--witnesses", "--json"];
  const whole = await run(words);
  expect([whole.status, whole.stderr]).toEqual([1, ""]);
  const [moments] = fc.sample(
    fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 500, maxLength: 500 }),
    {
      seed,
      numRuns: 1,
    },
  );
  const file = join(here.path, "run.checkpoint");
  const saving = [...words, "--checkpoint", file, "--checkpoint-every", "1ms"];
  let killed = 0;
  let resumed = 0;
  let ended = 0;
  for (const moment of moments ?? []) {
    const from = existsSync(file) ? ["--resume", file] : [];
    const last = killed === kills;
    // With checkpoints, and beside others, it takes longer.
    const { milliseconds, ...is } = await run(
      [...saving, ...from],
      last ? undefined : moment * 1.5 * whole.milliseconds,
    );
    if (from.length > 0) resumed += 1;
    if (is.killed) killed += 1;
    else {
      expect([is.status, is.stderr]).toEqual([1, ""]);
      expect(withoutTimes(is.stdout)).toBe(withoutTimes(whole.stdout));
      rmSync(file);
      ended += 1;
      if (last) break;
    }
  }
  expect(killed).toBe(kills);
  expect(resumed).toBeGreaterThan(kills / 4);
  expect(ended).toBeGreaterThan(0);
}, 600_000);
