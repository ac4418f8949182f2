/** What is found of a claim about whole runs does not depend on what else is checked. */

import { check, language, model, schedule } from "preempt";
import { expect, test } from "vitest";

const variables = { on: false, ghost: { marked: false } };
const { step, loop, process, never, leadsTo } = language<typeof variables>();

test("a ghost that another claim looks at need not come round with the cycle", () => {
  const blinks = loop(
    step("on", (k) => {
      k.on = true;
    }),
    step("off", (k) => {
      k.on = false;
    }),
  );
  const marks = loop(
    step("mark", (k) => {
      k.ghost.marked = true;
    }),
  );
  const blinking = model({
    name: "blinking",
    variables,
    processes: [
      process("A", { program: blinks, fair: "weak" }),
      process("M", { program: marks, fair: "weak" }),
    ],
    properties: [
      never("on while marked", (s) => s.ghost.marked && s.on),
      leadsTo(
        "on for good",
        (s) => s.on,
        () => false,
      ),
    ],
  });
  const lassos = [["on while marked", "on for good"], ["on for good"]].map((properties) => {
    const verdict = check(blinking, { properties }).verdicts.at(-1);
    return verdict?.kind === "violated" && schedule(verdict.trace);
  });
  // With the ghost in its states, nothing would come round before it is marked.
  expect(lassos).toEqual(["A [A ~ M ~ A]", "A [A ~ M ~ A]"]);
});
