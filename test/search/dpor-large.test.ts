/** Dynamic partial order reduction where there is much of something: views, states, processes. */

import { check, deadlockFree, language, model, never } from "preempt";
import { expect, test } from "vitest";

const variables = { x: 0, y: 0, bad: 0 };
const { step, loop, when, process } = language<typeof variables>();

test("what depends on what is told of more steps than are kept", () => {
  const values = 70;
  const options = Array.from({ length: values }, (_, i) => i);
  const picks = (name: "x" | "y") => [
    step(`pick ${name}`, (k) => {
      k[name] = k.choose(options);
    }),
    when("read both", (k) => k.x + k.y > 0, []),
  ];
  const wide = model({
    name: "wide",
    variables,
    processes: [process("A", { program: picks("x") }), process("B", { program: picks("y") })],
    properties: [deadlockFree()],
  });
  const { explored } = check(wide, { strategy: "dpor" }).grounds;
  // Either reads both before the other has picked, or neither does.
  expect(explored).toMatchObject({ algorithm: "source", complete: 3 * values ** 2, blocked: 0 });
});

test("where there is no end of states, a trace is shown that was found within the bound", () => {
  const endless = model({
    name: "endless",
    variables,
    processes: [
      process("A", {
        program: loop(
          step("x + 1", (k) => {
            k.x += 1;
          }),
        ),
      }),
      process("B", {
        program: when(
          "x = 2?",
          (k) => k.x === 2,
          step("bad", (k) => {
            k.bad = 1;
          }),
        ),
      }),
    ],
    properties: [never("bad", (s: typeof variables) => s.bad === 1)],
  });
  const [verdict] = check(endless, { strategy: "dpor", steps: 3 }).verdicts;
  expect(verdict).toMatchObject({ kind: "violated", trace: { least: false } });
});

test("forty processes that have nothing to do with each other are one trace", () => {
  const own = language<typeof variables, { p: number }>();
  const idle = [1, 2].map((value) =>
    own.step(`p := ${value}`, (k) => {
      k.my.p = value;
    }),
  );
  const processes = Array.from({ length: 40 }, (_, i) =>
    own.process(`P${i}`, { locals: { p: 0 }, program: idle }),
  );
  const many = model({ name: "many", variables, processes, properties: [deadlockFree()] });
  expect(check(many, { strategy: "dpor" }).grounds.explored).toMatchObject({
    algorithm: "optimal",
    complete: 1,
    asleep: 0,
  });
});
