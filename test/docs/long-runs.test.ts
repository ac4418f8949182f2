/** The page on long runs: each command in it prints what stands below it, and its figures are those of the code. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { preempt } from "../support/cli.js";
import { pathOf, wordsOf } from "./page.js";

const text = readFileSync(pathOf("long-runs.md"), "utf8");
const cwd = mkdtempSync(join(tmpdir(), "preempt-test-"));

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

/** A command, and the indented lines that follow it. */
const examples = [...text.matchAll(/^ {4}preempt (.+)\n\n((?: {4}.+\n)+)/gm)].map(
  ([, line = "", shown = ""]) => ({ line, shown }),
);

const plain = (lines: string): string => lines.replace(/\s+/g, " ").trim();

// In this order: the last goes on from what the one before it has left.
test.each(examples)("preempt $line", ({ line, shown }) => {
  const { stdout } = preempt(wordsOf(line), { cwd });
  expect(plain(stdout)).toContain(plain(shown));
});

test("there are three commands", () => {
  expect(examples.map(({ line }) => /--\w+-?\w*(?= \S+$)/.exec(line)?.[0])).toEqual([
    "--max-states",
    "--checkpoint",
    "--resume",
  ]);
});

test("every option of a long run is on the page, and in the help", () => {
  const { stdout } = preempt(["check", "--help"]);
  for (const option of ["max-states", "max-memory", "timeout", "checkpoint", "checkpoint-every", "resume"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}--${option} <`, "m"));
    expect(text).toContain(`\`--${option} `);
  }
  expect(plain(stdout)).toContain(
    plain(`
  --max-memory <amount> let states, and what finds them, fill so much, as 512M or 2G: what is open then is inconclusive
  --timeout <time> stop after so long, as 90s, 10m or 2h: what is open then is inconclusive
  --checkpoint <file> save now and then, and where the search is cut, how far it has come (exhaustive)
  --checkpoint-every <time> so often; every 60s, or less often where saving takes long
  --resume <file> go on from a checkpoint, of the same model and the same properties`),
  );
});

const source = (file: string): string => readFileSync(join(import.meta.dirname, "../../src", file), "utf8");

test("its figures are those of the code", () => {
  const figures: readonly (readonly [string, string, string])[] = [
    ["every 30\nseconds", "cli/terminal.ts", "const seldom = 30;"],
    ["When four levels in a row", "cli/pace.ts", "const enough = 4;"],
    ["when it is four fifths full", "kernel/state-store.ts", "const fullest = 0.8;"],
    ["it is filled to nine tenths", "kernel/state-store.ts", "const crowded = [0.9, "],
    ["may fill 4 GiB", "kernel/arena.ts", "const mostPages = 2 ** 16 - 1;"],
    ["four fifths of the machine's memory", "cli/drive.ts", "const machineShare = 0.8;"],
    ["writes every 60 seconds", "cli/checkpoints.ts", "const usual = 60;"],
    ["a twentieth of the time at most", "cli/checkpoints.ts", "const share = 20;"],
  ];
  for (const [said, file, code] of figures) {
    expect(text).toContain(said);
    expect(source(file)).toContain(code);
  }
});
