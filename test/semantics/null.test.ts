import { check, language, model } from "preempt";
import { expect, test } from "vitest";

/** Null is a value like any other: a body that wrote it finds it. */
const variables = { word: "idle" as string | null, x: 0 };
const { process, step, never } = language<typeof variables>();

test("a step sees the null that it wrote", () => {
  const program = step("write and look", (k) => {
    k.word = null;
    if (k.word !== null) k.x = 1;
    return undefined;
  });
  const m = model({
    name: "m",
    variables,
    processes: [process("A", { program })],
    properties: [never("sees old", (s) => s.x === 1)],
  });
  expect(check(m).verdicts[0]?.kind).toBe("holds");
});
test("an update after null was written starts from null", () => {
  const program = step("write and update", (k) => {
    k.word = null;
    k.update(k, "word", (w) => (w === null ? "was null" : w));
    return undefined;
  });
  const m = model({
    name: "m",
    variables,
    processes: [process("A", { program })],
    properties: [never("from old", (s) => s.word === "idle" && s.process("A").finished)],
  });
  expect(check(m).verdicts[0]?.kind).toBe("holds");
});
