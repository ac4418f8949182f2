/** The counters of traces against each other, and against the definition of a trace. */

import fc from "fast-check";
import { language, model } from "preempt";
import { describe, expect, test } from "vitest";
import { bruteTraces, bruteTracesOf } from "./brute-traces.js";
import { built } from "./built-program.js";
import { canonical } from "./canonical.js";
import { wronglyIndependent } from "./commuting.js";
import { traceClasses } from "./equivalence.js";
import { interleavings } from "./interleavings.js";
import { type Program, type ProgramClass, programClasses, randomProgram } from "./random-programs.js";
import { sleepCount, sleepCountOf } from "./sleep-count.js";
import { graphOf, StateGraph } from "./state-graph.js";

/** How many programs of a class were compared, and how many of those could show something. */
interface Tally {
  compared: number;
  severalTraces: number;
  fewerThanRuns: number;
  blocked: number;
}

function graphFor(program: Program): StateGraph {
  const graph = StateGraph.of(built(program), { most: 20_000 });
  fc.pre(graph !== undefined);
  return graph;
}

describe.each(programClasses)("%s programs", (of: ProgramClass) => {
  test("are counted alike by brute force and by sleep sets, and what is called independent is", () => {
    const tally: Tally = { compared: 0, severalTraces: 0, fewerThanRuns: 0, blocked: 0 };
    fc.assert(
      fc.property(randomProgram(of), (program) => {
        const graph = graphFor(program);
        const found = bruteTracesOf(graph, 20_000);
        fc.pre(found !== undefined);
        const { runs, complete, blocked } = found;
        expect(sleepCountOf(graph)).toEqual({ complete: complete.size, blocked: blocked.size });
        expect(wronglyIndependent(graph)).toBeUndefined();
        const traces = complete.size + blocked.size;
        tally.compared += 1;
        if (traces > 1) tally.severalTraces += 1;
        if (traces < runs) tally.fewerThanRuns += 1;
        if (blocked.size > 0) tally.blocked += 1;
      }),
      { numRuns: 300 },
    );
    expect(tally.compared).toBe(300);
    expect(tally.severalTraces).toBeGreaterThan(100);
    expect(tally.fewerThanRuns).toBeGreaterThan(100);
    const canBlock = ["locks", "awaits", "guarded-multi", "wide-guards", "mixed"].includes(of);
    if (canBlock) expect(tally.blocked).toBeGreaterThan(30);
    else expect(tally.blocked).toBe(0);
  });

  test("have one text for each class of runs that swaps of independent steps turn into each other", () => {
    fc.assert(
      fc.property(randomProgram(of), (program) => {
        const graph = graphFor(program);
        fc.pre(interleavings(graph.model) <= 300n);
        const classes = traceClasses(graph);
        const texts = classes.map((runs) => new Set(runs.map((run) => canonical(graph, run).trace)));
        expect(texts.every(({ size }) => size === 1)).toBe(true);
        expect(new Set(texts.flatMap((same) => [...same])).size).toBe(classes.length);
      }),
      { numRuns: 60 },
    );
  });

  test("are counted alike in parts and as a whole", () => {
    fc.assert(
      fc.property(randomProgram(of), (program) => {
        const graph = graphFor(program);
        expect(sleepCount(graph.model)).toEqual(sleepCountOf(graph));
      }),
      { numRuns: 40 },
    );
  });
});

const variables = { x: 0, y: 0 };
const { step, loop, process } = language<typeof variables>();

const toggle = step("x := 1 - x", (k) => {
  k.x = 1 - k.x;
});

describe("what the counters refuse", () => {
  test("a run that never ends", () => {
    const endless = model({
      name: "endless",
      variables,
      processes: [process("A", { program: loop(toggle) })],
    });
    expect(() => graphOf(endless)).toThrow(/endless has a run that never ends/);
    expect(() => bruteTraces(endless, 100)).toThrow(/never ends/);
    expect(() => sleepCount(endless)).toThrow(/never ends/);
  });

  test("more runs than allowed for", () => {
    const three = ["A", "B", "C"].map((name) => process(name, { program: [toggle, toggle] }));
    const large = model({ name: "large", variables, processes: three });
    expect(interleavings(large)).toBe(90n);
    expect(bruteTraces(large, 90)?.runs).toBe(90);
    expect(bruteTraces(large, 89)).toBeUndefined();
  });

  test("a move that there is not", () => {
    const one = model({ name: "one", variables, processes: [process("A", { program: toggle })] });
    expect(() => canonical(graphOf(one), [{ process: 1, outcome: 0 }])).toThrow(/no outcome/);
  });
});

describe("where another process is", () => {
  test("is read by its question: only a step that changes the answer is dependent", () => {
    const write = step("y := 1", (k) => {
      k.y = 1;
    });
    const look = step("has A finished?", (k) => {
      k.x = k.process("A").finished ? 1 : 0;
    });
    const looking = model({
      name: "looking",
      variables,
      processes: [process("A", { program: [write, write, write] }), process("B", { program: look })],
    });
    // Four runs, but before the last step of A or after it is all that B can tell.
    expect(bruteTraces(looking, 100)?.runs).toBe(4);
    expect(sleepCount(looking)).toEqual({ complete: 2, blocked: 0 });
    expect(bruteTraces(looking, 100)?.complete.size).toBe(2);
  });
});
