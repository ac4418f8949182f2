/** Traces as they are drawn: the files in lanes/ are what is to be seen, character by character. */

import { join } from "node:path";
import { check, language, type Model, model, mutex, schedule, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { kvmVcpuReset } from "../../models/kvm-vcpu-reset/index.js";
import { lockOrder } from "../../models/toys/lock-order.js";
import { lostUpdate } from "../../models/toys/lost-update.js";
import { type LanesOptions, lanes } from "../../src/render/lanes.js";
import { plainStyle } from "../../src/render/style.js";
import { recordRun } from "../../src/trace/record.js";
import { parseSchedule } from "../../src/trace/replay.js";

/** The traces of what is violated in `of`. */
function violations(of: Model): readonly Trace[] {
  return check(of).verdicts.flatMap((verdict) => (verdict.kind === "violated" ? [verdict.trace] : []));
}

function violation(of: Model, property: RegExp): Trace {
  const trace = violations(of).find((candidate) => property.test(candidate.property.name));
  if (trace === undefined) throw new Error(`${of.name} has no violation of ${property}`);
  return trace;
}

const double = kvmVcpuReset.instance("double").model;

const counting = { x: 0 };
const { step, process, never, always, assertion } = language<typeof counting>();

const setX = (label: string, to: number) =>
  step(label, (k) => {
    k.x = to;
  });

/** A claim that the initial state breaks. */
const begunBroken = model({
  name: "begun-broken",
  variables: counting,
  processes: [process("A", { program: setX("x := 1", 1) })],
  properties: [never("x is 0", (s) => s.x === 0)],
});

/** Five processes, which all move. */
const five = model({
  name: "five",
  variables: counting,
  processes: ["A", "B", "CPU2", "interrupt", "E"].map((name, i) =>
    process(name, {
      program: step(`add ${10 ** i} to x`, (k) => {
        k.x += 10 ** i;
      }),
    }),
  ),
  properties: [never("x is 11111", (s) => s.x === 11111)],
});

const halting = model({
  name: "halting",
  variables: counting,
  processes: [
    process("A", {
      program: [
        setX("x := 1", 1),
        step("BUG_ON(x)", (k) => {
          k.assert("no bug", k.x === 0, "x is not 0");
          k.halt("kernel BUG at mm/x.c");
        }),
      ],
    }),
  ],
  properties: [assertion("no bug")],
});

const searched = "all 13 states, 14 moves, depth 4 (exhaustive, any number of preemptions)";

const drawings: Readonly<Record<string, () => readonly [readonly [Trace, ...Trace[]], LanesOptions?]>> = {
  "lost-update": () => [
    [violation(lostUpdate.instance("broken").model, /lost/)],
    { searched, replay: "preempt replay lost-update@broken" },
  ],
  "lost-update-ascii": () => [
    [violation(lostUpdate.instance("broken").model, /lost/)],
    { searched, replay: "preempt replay lost-update@broken", style: plainStyle({ ascii: true }) },
  ],
  "lock-order": () => [
    [violation(lockOrder.instance("crossed").model, /deadlock/)],
    { replay: "preempt replay lock-order@crossed" },
  ],
  "initial-state": () => [[violation(begunBroken, /x is 0/)], { replay: "preempt replay begun-broken.ts" }],
  "atomic-block": () => {
    const { model: atomic } = lostUpdate.instance("atomic");
    return [[recordRun(atomic, parseSchedule(atomic, "A B"))]];
  },
  halted: () => [[violation(halting, /no bug/)]],
  "five-lanes": () => [[violation(five, /11111/)]],
  "double-j1-j6": () => [
    [violation(double, /^J1/), violation(double, /^J6/)],
    { searched: "all 1,143 states, 1,907 moves, depth 50 (exhaustive, any number of preemptions)" },
  ],
  "double-j3": () => [[violation(double, /^J3/)]],
  "double-j5": () => [[violation(double, /^J5/)], { replay: "preempt replay kvm-vcpu-reset@double" }],
};

describe("lanes", () => {
  test.each(Object.entries(drawings))("%s", async (name, drawing) => {
    const text = lanes(...drawing());
    await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "lanes", `${name}.txt`));
    const wide = text.split("\n").filter((line) => line.length > 72 && !line.startsWith("replay:"));
    if (name !== "five-lanes") expect(wide).toEqual([]);
    expect(text).not.toMatch(/[ \t]$/m);
  });

  test("J1 and J6 of double are shown by one run, J2, J3 and J5 each by its own", () => {
    const schedules = violations(double).map((trace) => [trace.property.name.slice(0, 2), schedule(trace)]);
    expect(schedules.map(([name]) => name)).toEqual(["J1", "J2", "J3", "J5", "J6"]);
    expect(new Set(schedules.map(([, text]) => text)).size).toBe(4);
    expect(schedules[0]?.[1]).toBe(schedules[4]?.[1]);
  });

  test("a trace of a model that declares costs says of no switch in its schedule that it preempts, unless it costs that", () => {
    const trace = violation(double, /^J3/);
    expect(trace.cost.preemptions).toBe(0);
    expect(lanes([trace])).not.toMatch(/preempted/);
    expect(schedule(trace)).not.toContain("~");
  });

  test("a process that stands in no step has no lane, the others stand in the order of declaration", () => {
    const { model: broken } = lostUpdate.instance("broken");
    const text = lanes([recordRun(broken, parseSchedule(broken, "B B"))]);
    expect(text).toMatch(/^ +B +changed$/m);
    const both = lanes([recordRun(broken, parseSchedule(broken, "B A"))]);
    expect(both).toMatch(/^ +A +B +changed$/m);
  });

  test("a mutex is drawn by who holds it", () => {
    const locked = { m: mutex() };
    const words = language<typeof locked>();
    const holding = model({
      name: "holding",
      variables: locked,
      processes: [
        words.process("A", {
          program: [words.lock("lock(m)", (k) => k.m), words.unlock("unlock(m)", (k) => k.m)],
        }),
      ],
      properties: [],
    });
    const text = lanes([recordRun(holding, parseSchedule(holding, "A A"))]);
    expect(text).toMatch(/lock\(m\) +m none → A$/m);
    expect(text).toMatch(/unlock\(m\) +m A → none$/m);
  });

  test("a value is drawn as changed where it has changed, though both read alike", () => {
    const loose = { x: null as string | null };
    const words = language<typeof loose>();
    const alike = model({
      name: "alike",
      variables: loose,
      processes: [
        words.process("A", {
          program: words.step("x := none", (k) => {
            k.x = "none";
          }),
        }),
      ],
      properties: [],
    });
    expect(lanes([recordRun(alike, parseSchedule(alike, "A"))])).not.toMatch(/x = none/);
  });

  test("no word is broken where there is room for it", () => {
    const long = { counter_of_20_letter: 0 };
    const words = language<typeof long>();
    const tight = model({
      name: "tight",
      variables: long,
      processes: ["abcdefghijklmnopqrst", "ABCDEFGHIJKLMNOPQRST"].map((label, i) =>
        words.process(`P${i}`, {
          program: words.step(`then ${label}`, (k) => {
            k.counter_of_20_letter += 1;
          }),
        }),
      ),
      properties: [],
    });
    const text = lanes([recordRun(tight, parseSchedule(tight, "P0 P1"))]);
    // 22 columns with the indent of a second line, twice, and 20: with the number and the gaps, 72.
    expect(text).toMatch(/^ +abcdefghijklmnopqrst\b/m);
    expect(text).toMatch(/^ +ABCDEFGHIJKLMNOPQRST\b/m);
    expect(text).toContain("counter_of_20_letter");
  });

  test("a ghost is told from a real variable of the same name", () => {
    const doubled = { vcpu: { loaded: false, ghost: { loaded: false } } };
    const words = language<typeof doubled>();
    const twins = model({
      name: "twins",
      variables: doubled,
      processes: [
        words.process("A", {
          program: [
            words.step("load", (k) => {
              k.vcpu.loaded = true;
            }),
            words.step("note", (k) => {
              k.vcpu.ghost.loaded = true;
            }),
          ],
        }),
      ],
      properties: [],
    });
    const text = lanes([recordRun(twins, parseSchedule(twins, "A A"))]);
    const changed = [...text.matchAll(/(?:load|note) +(\S.*) false → true/g)].map(([, name]) => name);
    expect(changed).toHaveLength(2);
    expect(changed[0]).not.toBe(changed[1]);
  });

  test("a label or a reason of several lines does not break the table", () => {
    const torn = model({
      name: "torn",
      variables: counting,
      processes: [
        process("A", {
          program: step("x := 1,\n  as the mail says", (k) => {
            k.x = 1;
            k.fail("never", "first line\nsecond line");
          }),
        }),
      ],
      properties: [assertion("never"), always("x", () => true)],
    });
    const text = lanes([violation(torn, /never/)]);
    const lines = text.split("\n");
    const table = lines.slice(lines.findIndex((line) => line.startsWith("─")) + 1);
    for (const line of table.slice(
      0,
      table.findIndex((l) => l.startsWith("─")),
    ))
      expect(line).toMatch(/^(?: {5}| *\d+[!* ]?) /);
  });
});
