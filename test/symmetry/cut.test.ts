/** A search up to symmetry that is cut when it has found something: what it found is told where what it rests on can be checked soon. */

import { type CheckOptions, indexed, interchangeable, language, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { check } from "./checked.js";

/** How often a search asked whether to go on after it was told not to. */
const askedAgain = { times: 0 };

/** Alike things that are counted up; a claim asks one after the other, so that there are many views of it to compare. */
function things(count: number): Model {
  const ids = Array.from({ length: count }, (_, i) => i);
  const variables = { n: 0, x: indexed(count, { v: 0 }) };
  const { process, step, always, never } = language<typeof variables>();
  return model({
    name: "things",
    variables,
    symmetry: [interchangeable("things", ids, (i) => ({ processes: [`P${i}`], copies: { x: i } }))],
    processes: ids.map((i) => {
      const steps = [1, 2, 3, 4].map((v) =>
        step(`to ${v}`, (k) => {
          k.x(i).v = v;
          if (v > 1) k.update(k, "n", (n) => n + 1);
        }),
      );
      return process(`P${i}`, { program: steps });
    }),
    properties: [
      always("looked at", (k) => ids.find((i) => k.x(i).v === 1) !== undefined || k.n >= 0),
      never("two", (k) => k.n === 2),
    ],
  });
}

/** Says `why` once so many states were expanded, and `later` after that. */
function stopping(most: number, why: string, later = why): NonNullable<CheckOptions["stop"]> {
  let isStopped = false;
  askedAgain.times = 0;
  return ({ states, strategy }) => {
    if (strategy !== "exhaustive" || (states < most && !isStopped)) return undefined;
    const said = isStopped ? later : why;
    if (isStopped) askedAgain.times += 1;
    isStopped = true;
    return said;
  };
}

const kinds = (made: Model, options: CheckOptions): readonly string[] =>
  check(made, options).verdicts.map(({ kind }) => kind);

describe("what was found before the cut", () => {
  test("is told where the rest of what it rests on is soon checked", () => {
    const found = check(things(4), { stop: stopping(40, "no time") });
    expect(found.verdicts.map(({ kind }) => kind)).toEqual(["inconclusive", "violated"]);
    expect(found.grounds.symmetry?.alike).toHaveLength(1);
  });

  test("is not told where that would take long, and why is said", () => {
    const { verdicts, grounds } = check(things(8), { stop: stopping(40, "no time") });
    expect(grounds.exhausted).toBe(false);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        kind: "inconclusive",
        reason:
          "no time; something was found, and the symmetry that it rests on could not be checked in time (without symmetry it needs none)",
      });
    }
    expect(askedAgain.times).toBeGreaterThan(15);
    expect(kinds(things(8), { symmetry: false, stop: stopping(400, "no time") })).toContain("violated");
  });

  test("nor where somebody does not wait for it", () => {
    const { verdicts } = check(things(8), { stop: stopping(40, "no time", "interrupted") });
    expect(verdicts.map(({ kind }) => kind)).toEqual(["inconclusive", "inconclusive"]);
    expect(askedAgain.times).toBe(1);
  });
});
