/** Functions given to `update` that depend on more than the value: what finds them. */

import { type Context, check, language, type Model, model, type Part } from "preempt";
import { describe, expect, test } from "vitest";
import { complaint } from "../model/complaint.js";

const variables = { x: 0, y: 0 };
type K = Context<typeof variables>;
const { step, process, never } = language<typeof variables>();

const act = (does: (k: K) => void, label = "act"): Part<K> =>
  step(label, (k) => {
    does(k);
  });

const running = (...programs: readonly Part<K>[]): Model =>
  model({
    name: "bad",
    variables,
    processes: programs.map((program, i) => process("ABC".charAt(i), { program })),
    properties: [never("x is 1", (s) => s.x === 1)],
  });

const twoThings = "made two things of the same value";

test("a random function is found", () => {
  const random = act((k) => k.update(k, "x", () => Math.random()));
  expect(complaint(() => check(running(random)))).toContain(twoThings);
});

test("a function that counts is found", () => {
  let count = 0;
  const counting = act((k) => k.update(k, "x", () => count++));
  expect(complaint(() => check(running(counting)))).toContain(
    `the update of "x" in step "act" of A ${twoThings}`,
  );
});

test.each([0, 500])("a function that only the end shows is found, compared %i times", (recheck) => {
  let late = 0;
  const x = (value: number): number => value + late;
  const change = act(() => {
    late = 1;
  }, "change");
  const made = running([act((k) => k.update(k, "x", x)), change]);
  expect(complaint(() => check(made, { recheck }))).toContain(twoThings);
});

describe("a function that looks at what its step captured is found", () => {
  const capturing = (more: number): Model => {
    let captured = 0;
    const x = (value: number): number => (value + captured) % 3;
    const looking = act((k) => {
      captured = k.y;
      k.update(k, "x", x);
    });
    const others = Array.from({ length: more }, (_, i) => act(() => {}, `other ${i}`));
    const change = act((k) => {
      k.y = 1;
    }, "change");
    return running(looking, change, ...(more > 0 ? [others] : []));
  };
  test.each([0, 1, 2, 3, 4, 5])("in whatever order all is repeated, beside %i other steps", (more) => {
    expect(complaint(() => check(capturing(more)))).toContain(twoThings);
  });
  test.each([1, 2, 3])("where %i are repeated", (recheck) => {
    expect(complaint(() => check(capturing(0), { recheck }))).toContain(twoThings);
  });
});
