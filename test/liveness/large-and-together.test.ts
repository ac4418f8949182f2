/** Spaces and cycles that are large, claims that fall together, and what a claim of progress rests on. */

import { check, type Fairness, language, type Model, model, schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { fairCycle } from "../../src/liveness/cycle.js";
import { fairComponents } from "../../src/liveness/fair-components.js";
import { Graph } from "../../src/liveness/graph.js";
import { needs } from "../../src/render/columns.js";
import { reportText } from "../../src/render/report.js";
import { Moves } from "../../src/space/space.js";
import { recordRun } from "../../src/trace/record.js";
import { parseRun, replay, replaySchedule, unfairness } from "../../src/trace/replay.js";
import { complaint } from "../model/complaint.js";

const variables = { x: 0, y: 0, flag: false, lost: false, ghost: { g: 0, h: 0 } };
const { step, loop, atomic, process, always, never, eventually, leadsTo, neverStuck, reachable } =
  language<typeof variables>();

const go = step("go", (k) => {
  k.flag = true;
});

const tracesOf = (of: Model) =>
  check(of).verdicts.flatMap((verdict) => (verdict.kind === "violated" ? [verdict.trace] : []));

describe("where more than 20,000 states follow", () => {
  const late = model({
    name: "late",
    variables,
    processes: [
      process("A", { program: step("wait for what is lost", undefined, { enabled: (k) => k.lost }) }),
      process("B", { program: step("wait for C", undefined, { enabled: (k) => k.flag }) }),
      process("C", {
        program: loop(
          step("tick", (k) => {
            k.x = (k.x + 1) % 210;
            if (k.x > 0) return;
            k.y = (k.y + 1) % 100;
            if (k.y === 0) k.flag = true;
          }),
        ),
      }),
    ],
    properties: [never("x is 3", (s) => s.x === 3), neverStuck()],
  });

  test("neverStuck names who is stuck, and nobody whose turn comes late", () => {
    const stuck = tracesOf(late).find(({ property }) => property.kind === "neverStuck");
    expect(stuck?.waiting.map(({ process }) => process)).toEqual(["A"]);
  });

  test("a schedule shows what else it shows, and says so where it shows nothing", () => {
    const shown = replaySchedule(late, parseRun(late, "C*3")).map(({ property }) => property.name);
    expect(shown).toEqual(["x is 3"]);
    expect(complaint(() => replaySchedule(late, parseRun(late, "C")))).toMatch(
      /^too much can still happen to say here whether A, B can ever move again: check the model/,
    );
  });
});

test("a cycle may have more steps than a call may have arguments", () => {
  const size = 200_000;
  const graph = new Graph();
  const moves = new Moves();
  for (let state = 0; state < size; state++) {
    moves.length = 0;
    const move = moves.add(0, 0, 0, 0, 0);
    moves.target[move] = (state + 1) % size;
    const states = Int32Array.of(state);
    graph.add({ count: 1, states, nodes: states, moves, failing: [] });
  }
  const assumed = { weak: [0], strong: [], goesOn: Uint8Array.of(1) };
  const part = fairComponents(
    graph,
    Int32Array.from({ length: size }, (_, state) => state),
    assumed,
  );
  expect(fairCycle(0, { graph, part, assumed })).toHaveLength(size);
  const lines = Array.from({ length: size }, () => "tick");
  expect(needs(lines, { atLeast: 1 })).toEqual({ least: 4, most: 4 });
});

test("a ghost that a step writes before it reads it need not come round", () => {
  const ghosts = model({
    name: "ghosts",
    variables,
    processes: [
      process("A", {
        program: [
          step("prepare", (k) => {
            k.update(k.ghost, "g", (n) => n + 1);
          }),
          loop(
            atomic(
              "irqs off",
              step("begin", (k) => {
                k.ghost.g = 0;
              }),
              step("note", (k) => {
                k.ghost.h = k.ghost.g;
              }),
            ),
          ),
        ],
      }),
    ],
    properties: [eventually("A is done", (s) => s.process("A").finished)],
  });
  expect(tracesOf(ghosts).map(schedule)).toEqual(["A [A]"]);
});

describe("claims that one run breaks", () => {
  const together = model({
    name: "together",
    variables,
    processes: [
      process("A", {
        fair: "weak",
        program: [
          step("go", (k) => {
            k.x = 1;
          }),
          step("wait", undefined, { enabled: (k) => k.lost }),
        ],
      }),
    ],
    properties: [never("x is 1", (s) => s.x === 1), eventually("lost", (s) => s.lost), neverStuck()],
  });

  test("are drawn together with all that each rests on", () => {
    const text = reportText(check(together));
    expect(text).toMatch(/A waits at "wait": lost = false/);
    expect(text).toMatch(/assumed: sequentially consistent memory; weakly fair: A/);
  });
});

describe("a leadsTo that nothing begins", () => {
  const idle = (from: (s: { readonly x: number }) => boolean): Model =>
    model({
      name: "idle",
      variables,
      processes: [process("A", { program: go })],
      properties: [leadsTo("answered", from, (s) => s.flag)],
    });

  test("holds, and is said to be vacuous", () => {
    const report = check(idle((s) => s.x === 1));
    expect(report.verdicts).toEqual([{ kind: "holds", property: "answered", vacuous: true }]);
    expect(reportText(report)).toMatch(/holds +answered +what it begins with never comes/);
  });

  test("and is not, where something does", () => {
    expect(check(idle((s) => s.x === 0)).verdicts).toEqual([{ kind: "holds", property: "answered" }]);
  });
});

test("a round that breaks nothing is told to be unfair, and stays a round", () => {
  const spinning = (fair: Fairness | undefined): Model =>
    model({
      name: "spinning",
      variables,
      processes: [process("A", { fair, program: loop(step("spin")) }), process("B", { fair, program: go })],
      properties: [eventually("flag", (s) => s.flag)],
    });
  const said = [undefined, "weak" as const].map((fair) => {
    const run = parseRun(spinning(fair), "[A]");
    return [replaySchedule(spinning(fair), run).length, unfairness(spinning(fair), run)];
  });
  expect(said).toEqual([
    [1, []],
    [0, ["it is not fair to B (weakly fair), which can move and never does"]],
  ]);
  const { schedule: once, cycle } = parseRun(spinning("weak"), "A [A]");
  expect(schedule(recordRun(spinning("weak"), once, cycle))).toBe("A [A]");
});

test("a stored violation is harmless where the claim is met by it today", () => {
  const of = (property: ReturnType<typeof always>): Model =>
    model({
      name: "changed",
      variables,
      processes: [process("A", { program: go })],
      properties: [property],
    });
  const [trace] = tracesOf(of(always("flag", () => false)));
  if (trace === undefined) throw new Error("nothing is violated");
  expect(replay(of(reachable("flag", () => true)), trace)).toEqual({ kind: "harmless", property: "flag" });
});
