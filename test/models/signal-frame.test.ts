/** What is found in the signal frame: a bug that no claim was written for, in a model of well under 110 lines. */

import { readFileSync } from "node:fs";
import { schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { signalFrame } from "../../models/signal-frame/index.js";
import { expectDrawn, violationOf } from "./drawn.js";
import { costOf, testTable } from "./table.js";
import { signalFrameTable as table } from "./tables/signal-frame.js";

testTable(table);

describe("signal-frame", () => {
  const trace = violationOf(signalFrame.instance("v5.17"), "no register leak");

  test("no register leak finds it: one hard interrupt between the load and XSAVE", async () => {
    expect(costOf(trace)).toBe("0:1i:5");
    expect(schedule(trace)).toBe("A/1 A hardirq0 A CPU0/1");
    const frame = trace.steps.flatMap(({ acts }) =>
      acts.flatMap(({ changes }) => changes.filter(({ variable }) => variable === "frame")),
    );
    expect(frame.map(({ to }) => to)).toEqual(["kernel (hardirq)"]);
    await expectDrawn(trace, "signal-frame-v5.17-leak");
  });

  test("no property of the model is about kernel FPU sections", () => {
    const { model } = signalFrame.instance("v5.17");
    expect(model.properties.map(({ name }) => name)).toEqual([
      "no register leak",
      "the frame holds the task's registers",
    ]);
  });

  test("the model is one file of less than 110 lines", () => {
    const file = new URL("../../models/signal-frame/index.ts", import.meta.url);
    expect(readFileSync(file, "utf8").split("\n").length).toBeLessThan(110);
  });
});
