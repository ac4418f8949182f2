/**
 * States that need more words than before, in the middle of a batch that has room for its moves already: the first of the
 * moves went to an array that was no longer used, and states were explored that there are not.
 */

import { language, model } from "preempt";
import { expect, test } from "vitest";
import { agreed, countsOf } from "../tables/agreed.js";

const count = 36;
const group = 12;
const flags = Array.from({ length: count }, (_, i) => `flag${i}`);
const values = Array.from({ length: 70 }, (_, i) => i);

test("tables and reference semantics agree where a state grows to a second word late", () => {
  const variables = { x: 0, flags: Object.fromEntries(flags.map((name) => [name, false])) };
  const { step, loop, process, always } = language<typeof variables>();
  const raises = [0, 1, 2].map((part) =>
    step(`part ${part}`, (k) => {
      for (const name of flags.slice(part * group, (part + 1) * group)) k.flags[name] = true;
    }),
  );
  const changes = step("changes", (k) => {
    k.x = k.choose(values);
  });
  const built = model({
    name: "growing",
    variables,
    processes: [process("A", { program: loop(changes) }), process("B", { program: raises })],
    properties: [
      always(
        "flags are raised in parts",
        (s) => new Set(flags.slice(0, group).map((name) => s.flags[name])).size === 1,
      ),
    ],
  });
  const { report } = agreed(built);
  expect(countsOf(report)).toEqual([280, 19_810, 4]);
  expect(report.verdicts.map(({ kind }) => kind)).toEqual(["holds"]);
});
