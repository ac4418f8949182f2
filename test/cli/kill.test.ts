/** Searches that are killed at random moments, go on from their checkpoint, are killed again, and end as if nothing had happened. */

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Ran } from "../support/cli.js";
import { Folder, withoutTimes } from "./folder.js";

const here = new Folder();

afterAll(() => {
  here.remove();
});

/** Runs `preempt`, and kills it with SIGKILL after so many milliseconds, if it has not ended by then; says how many it took. */
async function run(
  words: readonly string[],
  killAfter?: number,
): Promise<{ readonly ran: Ran; readonly milliseconds: number }> {
  const begun = performance.now();
  const ran = await here.started(words, (child) => {
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    return () => clearTimeout(timer);
  });
  return { ran, milliseconds: performance.now() - begun };
}

const seed = 20_261_121;
const kills = 20;

test("twenty kills at random moments change nothing", async () => {
  // Up to symmetry it would be over at once, and is not written down.
  const words = ["check", "two-phase-commit@hasty", "--set", "n=6", "--no-symmetry", "--witnesses", "--json"];
  const { ran: whole, milliseconds } = await run(words);
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
    const { ran } = await run([...saving, ...from], last ? undefined : moment * 1.5 * milliseconds);
    if (from.length > 0) resumed += 1;
    // Who is killed has no status.
    if (ran.status === null) killed += 1;
    else {
      expect([ran.status, ran.stderr]).toEqual([1, ""]);
      expect(withoutTimes(ran.stdout)).toBe(withoutTimes(whole.stdout));
      rmSync(file);
      ended += 1;
      if (last) break;
    }
  }
  expect(killed).toBe(kills);
  expect(resumed).toBeGreaterThan(kills / 4);
  expect(ended).toBeGreaterThan(0);
}, 600_000);
