/** The page on searches: each command in it prints what stands below it, times apart. */

import { readFileSync } from "node:fs";
import { indexed, language, model } from "preempt";
import { expect, test } from "vitest";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { preempt } from "../support/cli.js";
import { pathOf, wordsOf } from "./page.js";

/** A command, and the indented lines that follow it. */
const examples = [
  ...readFileSync(pathOf("search.md"), "utf8").matchAll(/^ {4}preempt (.+)\n\n((?: {4}.+\n)+)/gm),
].map(([, line = "", shown = ""]) => ({ line, shown }));

/** Without times, and however the lines are broken. */
const plain = (text: string): string =>
  text
    .replace(/; [\d.]+ s\b/g, "")
    .replace(/\s+/g, " ")
    .trim();

// Every one of 3,487,880 interleavings takes too long for every run of the tests.
const quick = examples.filter(({ line }) => !line.includes("--strategy brute"));

test("there are examples, and the slow one is the only one that is not run", () => {
  expect(quick.length).toBeGreaterThan(5);
  expect(examples.length - quick.length).toBe(1);
});

test.each(quick)("preempt $line", ({ line, shown }) => {
  const { stdout } = preempt(wordsOf(line));
  expect(plain(stdout)).toContain(plain(shown));
});

test("so many of the moves of processes that touch nothing in common are looked up", () => {
  const variables = { own: indexed(5, { steps: 0 }) };
  const { step, process } = language<typeof variables>();
  const processes = Array.from({ length: 5 }, (_, p) =>
    process(`P${p}`, {
      program: [1, 2].map((steps) =>
        step(`step ${steps}`, (k) => {
          k.own(p).steps = steps;
        }),
      ),
    }),
  );
  const space = new TableSpace(new Interpreter(model({ name: "apart", variables, processes })));
  const sweep = space.sweep([]);
  while (!sweep.isDone) sweep.advance(64);
  expect(readFileSync(pathOf("search.md"), "utf8").replace(/\s+/g, " ")).toContain(
    `Five processes of two steps each, which touch nothing in common, have ${sweep.states} states and ` +
      `${sweep.transitions} transitions; ${space.lookups} of them are looked up`,
  );
});
