/** A model of more assertions than there is room for at first: none that fails is forgotten. */

import { check, language, model } from "preempt";
import { expect, test } from "vitest";
import { usualSizes } from "../../src/kernel/sizes.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { tiny } from "../tables/agreed.js";

const variables = { x: 0 };
const { process, step, assertion } = language<typeof variables>();

const names = Array.from({ length: 300 }, (_, i) => `claim ${i}`);
/** Each waits to be taken while the next is learnt. */
const oneByOne = names.map((name) =>
  step(name, (k) => {
    k.assert(name, false);
  }),
);
const atOnce = step("fail any", (k) => {
  k.assert(k.choose(names), false);
});

test.each([
  ["one after the other", oneByOne, tiny],
  ["one after the other", oneByOne, usualSizes],
  ["in one step", atOnce, tiny],
  ["in one step", atOnce, usualSizes],
])("all of 300 that fail are violated: %s", (_, program, sizes) => {
  const built = model({
    name: "many",
    variables,
    processes: [process("A", { program })],
    properties: names.map((name) => assertion(name)),
  });
  const space = (interpreter: ConstructorParameters<typeof TableSpace>[0]): TableSpace =>
    new TableSpace(interpreter, sizes);
  const { verdicts } = check(built, { recheck: 0, space });
  expect(verdicts.filter(({ kind }) => kind !== "violated").map(({ property }) => property)).toEqual([]);
});
