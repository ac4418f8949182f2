/** Runs that go on for ever, as they are drawn: the files in lanes/ are what is to be seen. */

import { join } from "node:path";
import { check, indexed, language, type Model, model, type Trace } from "preempt";
import { expect, test } from "vitest";
import { type LanesOptions, lanes } from "../../src/render/lanes.js";
import { plainStyle } from "../../src/render/style.js";
import { flicker, interrupted, several } from "./named-models.js";

function broken(of: Model, property: string): Trace {
  const verdict = check(of, { properties: [property] }).verdicts[0];
  if (verdict?.kind !== "violated") throw new Error(`"${property}" is not broken`);
  return verdict.trace;
}

const variables = {
  cpu: indexed(1, { running: "V" }),
  task: indexed(["V", "B"], { done: false }),
};
const { step, loop, choose, process, eventually } = language<typeof variables>();

const task = (name: "V" | "B", program: Parameters<typeof process>[1]["program"]) =>
  process(name, { task: name, cpu: 0, enabled: (k) => k.here.running === name, fair: "strong", program });

const schedules = (name: "V" | "B") =>
  step(
    `to ${name}`,
    (k) => {
      k.here.running = name;
    },
    { enabled: (k) => k.here.running !== name },
  );

/** A scheduler that need not switch, and a task that is never run. */
const scheduled = model({
  name: "scheduled",
  variables,
  processes: [
    task("V", [step("begin"), loop(step("spin"))]),
    task(
      "B",
      step("finish", (k) => {
        k.current.done = true;
      }),
    ),
    process("CPU0", {
      cpu: 0,
      task: (k) => (k.here.running === "V" ? "V" : "B"),
      environment: true,
      program: loop(choose(schedules("V"), schedules("B"))),
    }),
  ],
  properties: [eventually("B is done", (s) => s.task("B").done)],
});

const drawings: Readonly<Record<string, () => readonly [Trace, LanesOptions?]>> = {
  flicker: () => [broken(flicker("weak"), "B is done"), { replay: "preempt replay flicker.ts" }],
  stem: () => [broken(several, "the flag keeps x from 2"), { searched: "all 6 states, 9 moves, depth 3" }],
  "stem-ascii": () => [broken(several, "the flag"), { style: plainStyle({ ascii: true }) }],
  ends: () => [broken(interrupted(), "task is done")],
  tasks: () => [broken(scheduled, "B is done")],
};

test.each(Object.entries(drawings))("%s", async (name, drawing) => {
  const [trace, options] = drawing();
  const text = lanes([trace], options);
  await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "lanes", `${name}.txt`));
  const wide = text.split("\n").filter((line) => line.length > 72 && !line.startsWith("replay:"));
  expect(wide).toEqual([]);
  expect(text).not.toMatch(/[ \t]$/m);
});
