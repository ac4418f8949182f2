/** However wide, whatever the trace: no line is wider than asked for, and nothing is left out. */

import fc from "fast-check";
import { check, type Model, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { kvmVcpuReset } from "../../models/kvm-vcpu-reset/index.js";
import { lockOrder } from "../../models/toys/lock-order.js";
import { lostUpdate } from "../../models/toys/lost-update.js";
import { lanes } from "../../src/render/lanes.js";
import { plainStyle } from "../../src/render/style.js";

const violations = (of: Model): readonly Trace[] =>
  check(of).verdicts.flatMap((verdict) => (verdict.kind === "violated" ? [verdict.trace] : []));

const real: readonly Trace[] = [
  lostUpdate.instance("broken").model,
  lockOrder.instance("crossed").model,
  kvmVcpuReset.instance("double").model,
  kvmVcpuReset.instance("queue", { vcpu: "ap" }).model,
].flatMap(violations);

const word = fc.string({ unit: fc.constantFrom(..."abcXYZ_0:=()->."), minLength: 1, maxLength: 28 });
const phrase = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const name = fc.constantFrom("A", "vCPU", "other-vCPU", "ksoftirqd-0", "kvm-vcpu-thread-0");
const value = fc.oneof(
  fc.integer(),
  fc.boolean(),
  phrase,
  fc.constant(null),
  phrase.map((held) => ({ List: [held, held] })),
);

const act = fc.record({
  label: phrase,
  source: fc.option(fc.record({ name: word, file: word, commit: word })),
  under: fc.array(fc.constantFrom("irqs off", "preempt off", "user mode"), { maxLength: 2 }),
  changes: fc.array(fc.record({ variable: word, from: value, to: value }), { maxLength: 3 }),
  failures: fc.array(fc.record({ property: phrase, why: fc.option(phrase) }), { maxLength: 2 }),
});

/** Traces of one or two processes; what is in them need not make sense. */
const drawn: fc.Arbitrary<Trace> = fc
  .record({
    processes: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    steps: fc.array(
      fc.record({
        mover: fc.nat(1),
        place: fc.constant({ cpu: null, task: null, next: null }),
        outcome: fc.nat(2),
        switch: fc.constantFrom<Trace["steps"][number]["switch"]>("none", "preempted", "blocked", "finished"),
        atomic: fc.option(phrase),
        acts: fc.array(act, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 8 },
    ),
    property: phrase,
    title: word,
    assumptions: fc.array(phrase, { maxLength: 3 }),
  })
  .map(({ processes, steps, property, title, assumptions }) => ({
    schema: "preempt-trace/2",
    model: { name: title, processes, parameters: { n: 2 }, assumptions, background: [] },
    property: { name: property, kind: "always" },
    shows: "violation",
    initial: [],
    steps: steps.map(({ mover, ...step }, i) => {
      const process = processes[mover % processes.length] ?? "";
      const before = processes[(steps[i - 1]?.mover ?? mover) % processes.length];
      const switched = process === before ? "none" : step.switch;
      return { ...step, process, switch: switched, cost: { preemptions: 0, events: 0, kinds: [] } };
    }),
    cycle: null,
    cost: { preemptions: 0, events: 0, steps: steps.length },
    switches: 0,
    least: true,
    seen: steps.length,
    damage: steps.length < 2 ? null : { step: 1, variables: ["x"] },
    waiting: [{ process: processes[0] ?? "", steps: [property], reads: [{ variable: "x", value: title }] }],
    halted: null,
  }));

/** The same, run on one or two CPUs for two tasks. */
const placed: fc.Arbitrary<Trace> = fc
  .tuple(
    drawn,
    fc.array(
      fc.record({
        cpu: fc.constantFrom("0", "1", null),
        task: fc.constantFrom("A", "idle0", null),
        next: fc.constantFrom("A", "idle0"),
        kinds: fc.subarray(["preemption", "interrupt", "migration", "sleep"] as const),
      }),
      { minLength: 8, maxLength: 8 },
    ),
  )
  .map(([trace, places]) => ({
    ...trace,
    steps: trace.steps.map((step, i) => {
      const { kinds = [], cpu = null, task = null, next = null } = places[i] ?? {};
      const place = { cpu, task, next: task === null ? null : next };
      return { ...step, place, cost: { ...step.cost, kinds } };
    }),
  }));

const width = fc.integer({ min: 40, max: 200 });

/** The lines that are wider than `most`; a command is pasted as it stands. */
const tooWide = (text: string, most: number): readonly string[] =>
  text.split("\n").filter((line) => line.length > most && !line.startsWith("replay:"));

describe("with up to two lanes", () => {
  test("no line of a real trace is wider than asked for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...real), width, fc.boolean(), (trace, most, ascii) => {
        const options = {
          width: most,
          style: plainStyle({ ascii }),
          replay: "preempt replay family@variant",
        };
        expect(tooWide(lanes([trace], options), most)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("no line of any trace is wider than asked for", () => {
    fc.assert(
      fc.property(drawn, width, (trace, most) => {
        expect(tooWide(lanes([trace], { width: most, searched: "all" }), most)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("no line is wider than 72 where nothing is asked for", () => {
    for (const trace of real) expect(tooWide(lanes([trace]), 72)).toEqual([]);
    fc.assert(
      fc.property(drawn, (trace) => {
        expect(tooWide(lanes([trace]), 72)).toEqual([]);
      }),
    );
  });

  test("no line of a trace on several CPUs is wider than asked for, where there is room for its lanes", () => {
    fc.assert(
      fc.property(placed, fc.integer({ min: 72, max: 200 }), (trace, most) => {
        expect(tooWide(lanes([trace], { width: most, searched: "all" }), most)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing is left out: every label, every function, every variable and every reason", () => {
    const letters = (text: string): string => text.replaceAll(/\s/g, "");
    fc.assert(
      fc.property(drawn, width, (trace, most) => {
        // A cell that is wrapped stands between other cells: each column is read by itself.
        const lines = lanes([trace], { width: most, style: plainStyle({ ascii: true }) }).split("\n");
        const ruler = lines.find((line) => /^-{5}( -+)+$/.test(line));
        fc.pre(ruler !== undefined);
        const ends = [...(ruler ?? "").matchAll(/-+/g)].map(
          ({ index, 0: dashes }) => [index, index + dashes.length] as const,
        );
        const rows = lines.filter((line) => !/^[-~]{5} /.test(line));
        const columns = ends.map(([from, to], i) =>
          letters(rows.map((line) => line.slice(from, i === ends.length - 1 ? undefined : to)).join("")),
        );
        for (const { process, acts } of trace.steps) {
          const movers = trace.model.processes.filter((one) =>
            trace.steps.some((step) => step.process === one),
          );
          const own = columns[1 + movers.indexOf(process)] ?? "";
          for (const { label, failures, changes } of acts) {
            expect(own).toContain(letters(label));
            for (const { why } of failures) expect(own).toContain(letters(why ?? ""));
            for (const { variable } of changes)
              expect(columns.at(-1)).toContain(letters(variable.replace(/\bghost\./g, "")));
          }
        }
      }),
    );
  });
});
