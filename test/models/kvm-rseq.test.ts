/**
 * What is found of KVM_RUN, rseq and its selftest, exactly: the table, what the facts say of it, which test is sound and which
 * complete. The traps are in kvm-rseq-traps.test.ts.
 */

import type { Instance, Model, Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { claimNames } from "../../models/kvm-rseq/expected.js";
import { kvmRseq } from "../../models/kvm-rseq/index.js";
import { modelText } from "../../src/render/show.js";
import { expectDrawn, violationOf } from "./drawn.js";
import { cell, keysOf, type Row, testTable, titleOf } from "./table.js";
import { kvmRseqTable as table } from "./tables/kvm-rseq.js";

testTable(table);

const { rows, claims: columns, reached } = table;

const breaks = (found: string): boolean => /^\d+:/.test(found);

describe("nothing is vacuous", () => {
  test.each(Object.entries(columns))("%s is broken by an instance, and holds in another: %s", (column) => {
    expect(rows.filter((row) => breaks(cell(row, column)))).not.toEqual([]);
    expect(rows.filter((row) => cell(row, column) === "-")).not.toEqual([]);
  });

  const instances = kvmRseq.instances();

  test.each(Object.entries(reached))("%s is reached, or is said to be out of reach: %s", (column, name) => {
    expect(rows.map((row) => cell(row, column))).toContain("reached");
    for (const instance of instances) {
      const row = rows.find((each) => titleOf(table, each) === titleOf(table, keysOf(instance))) ?? {};
      const found = cell(row, column);
      const claim = instance.model.properties.find((each) => each.name === name);
      if (found === "none") {
        expect(claim).toBeUndefined();
        continue;
      }
      const reason = claim?.kind === "reachable" ? claim.impossible : undefined;
      const expected = instance.violated.includes(name) ? "unreached" : "reached";
      expect(found, titleOf(table, row)).toBe(reason === undefined ? expected : "never");
      if (reason !== undefined) expect(reason.length).toBeGreaterThan(10);
    }
  });

  test("what is unreached says that a test looks in the wrong place", () => {
    const open = Object.keys(reached).filter((column) =>
      rows.some((row) => cell(row, column) === "unreached"),
    );
    expect(open).toEqual(["Q4a", "Q4b"]);
  });

  test("no parameter is varied where it makes no difference, but for the order of the readings", () => {
    const found = ({ variant, ...row }: Row): string => {
      const rest = Object.entries(row).filter(([column]) => !Object.hasOwn(kvmRseq.parameters, column));
      return `${variant} ${rest.flat().join(" ")}`;
    };
    const cpuFirst = rows.filter((row) => cell(row, "first") === "cpu");
    expect(new Set(cpuFirst.map(found)).size).toBe(cpuFirst.length);
  });
});

/** A row of the facts, at the settings it speaks of. */
interface Fact {
  readonly of: (row: Row) => boolean;
  readonly rows: number;
  /** By column: how many migrations the least trace has, or what a cell is. */
  readonly found: Readonly<Record<string, number | string | RegExp>>;
}

const where =
  (cells: Row) =>
  (row: Row): boolean =>
    Object.entries(cells).every(([column, value]) => cell(row, column) === value);

const none = { Q1: "-", Q2: "-", T1: "-", Q3: "-", Q6: "-" };

/** Section 6 of the facts: - holds, a number is one of migrations. */
const facts: Readonly<Record<string, Fact>> = {
  "BUGGY: Q1 falls, the test catches it; 1 migration": {
    of: where({ variant: "v5.9", harness: "delay" }),
    rows: 6,
    found: { Q1: 1, Q2: 1, T1: 1, Q3: "-", Q4a: "reached" },
  },
  "BUGGY, T-nodelay, M for ever: Q1 falls, the assertion never": {
    of: where({ variant: "v5.9", harness: "no-delay", migrations: "any" }),
    rows: 1,
    found: { Q1: 1, T1: "-", Q4a: "unreached", Q4b: "unreached", masked: "reached" },
  },
  ...Object.fromEntries(
    [1, 2, 3].map((n) => [
      `BUGGY, T-nodelay, N = ${n}: caught after the last migration alone`,
      {
        of: where({ variant: "v5.9", harness: "no-delay", migrations: String(n) }),
        rows: 1,
        found: { Q1: 1, T1: n, Q4a: "reached" },
      },
    ]),
  ),
  "BUGGY, T-self: nothing to see, which reachability claims flag": {
    of: where({ variant: "v5.9", harness: "self" }),
    rows: 1,
    found: { ...none, Q4a: "unreached", Q4b: "unreached" },
  },
  "FIX, FIX-DEFER: none": {
    of: (row) =>
      ["v5.15", "v6.19-notify", "v6.19"].includes(cell(row, "variant")) &&
      ["delay", "long-delay", "no-delay"].includes(cell(row, "harness")),
    rows: 18,
    found: none,
  },
  "FIX, T-noseq: a false alarm; 1 migration": {
    of: (row) =>
      ["v5.15", "v6.19-notify", "v6.19"].includes(cell(row, "variant")) &&
      cell(row, "harness") === "no-seqcount",
    rows: 4,
    found: { Q1: "-", T1: 1, Q3: 1 },
  },
  // 5.e: with a load balancer.
  "FIX, T-self, balanced: a false alarm": {
    of: where({ variant: "v5.15", harness: "self-balanced" }),
    rows: 2,
    found: { Q1: "-", T1: 1, Q3: 1 },
  },
  // The second migration lands behind the read: the kernel has to be preemptible.
  "clear-after-update: Q1 falls; 2 migrations": {
    of: where({ variant: "clears-last", harness: "delay", preemption: "full" }),
    rows: 2,
    found: { Q1: 2, T1: 2 },
  },
  "T-noassert: a test that has compared nothing passes": {
    of: where({ harness: "no-minimum" }),
    rows: 2,
    found: { Q5q: 2, stalls: "never" },
  },
  "Q5a: N bounded: every weakly fair run ends": {
    of: (row) => cell(row, "migrations") !== "any" && cell(row, "harness") !== "self-balanced",
    rows: 9,
    found: { Q5a: "-" },
  },
  "Q5b: M for ever, no delay: a fair lasso": {
    of: where({ harness: "no-delay", migrations: "any" }),
    rows: 2,
    found: { Q5b: /^0:0:\d+\+\d+$/ },
  },
  "Q5c: usleep ends after a pass: every do-while ends": {
    of: where({ harness: "long-delay", migrations: "any" }),
    rows: 3,
    found: { Q5b: "-" },
  },
};

describe.each(Object.entries(facts))("section 6 of the facts: %s", (_, fact) => {
  const fitting = rows.filter(fact.of);

  test(`speaks of ${fact.rows} rows`, () => {
    expect(fitting).toHaveLength(fact.rows);
  });

  test.each(Object.entries(fact.found))("%s: %s", (column, figure) => {
    for (const row of fitting) {
      const found = cell(row, column);
      const migrations = /^0:(\d+)m:\d+$/.exec(found)?.[1];
      if (figure instanceof RegExp) expect(found, titleOf(table, row)).toMatch(figure);
      else expect(typeof figure === "number" ? Number(migrations) : found, titleOf(table, row)).toBe(figure);
    }
  });
});

test("the versions of the test: sound and complete, as the page says", () => {
  const any = rows.filter((row) => cell(row, "migrations") === "any" && cell(row, "first") === "cpu");
  const of = (harness: string, variant: string, column: string): string =>
    any
      .filter(where({ harness, variant, preemption: "full", guestIrqs: "no", cpus: "2" }))
      .map((row) => cell(row, column))
      .join();
  const found = ["delay", "long-delay", "no-delay", "no-seqcount", "self", "self-balanced"].map((harness) =>
    [
      harness.padEnd(13),
      of(harness, "v5.15", "Q3") === "-" ? "sound  " : "unsound",
      of(harness, "v5.9", "Q4a").padEnd(9),
      of(harness, "v5.15", "Q4b"),
    ].join(" "),
  );
  expect(found).toEqual([
    "delay         sound   reached   reached",
    "long-delay    sound   reached   reached",
    "no-delay      sound   unreached unreached",
    "no-seqcount   unsound reached   reached",
    "self          sound   unreached unreached",
    "self-balanced unsound reached   reached",
  ]);
  // Of a bug that takes two migrations in one KVM_RUN, a usleep() that lasts sees nothing.
  expect([of("delay", "clears-last", "Q4a"), of("long-delay", "clears-last", "Q4a")]).toEqual([
    "reached",
    "unreached",
  ]);
});

describe("traces", () => {
  test.each([
    ["v5.9", {}, "agrees", "v5.9-T1"],
    ["v5.15", { harness: "no-seqcount" }, "Q3", "v5.15-no-seqcount-Q3"],
    ["v5.9", { harness: "no-delay", migrations: "2" }, "agrees", "v5.9-no-delay-2-T1"],
    ["clears-last", {}, "Q1", "clears-last-Q1"],
  ] as const)("%s %j: %s is drawn", async (variant, given, claim, name) => {
    const instance: Instance = kvmRseq.instance(variant, given);
    const trace: Trace = violationOf(instance, claimNames[claim]);
    await expectDrawn(trace, `kvm-rseq-${name}`);
  });
});

describe("what show says of the vCPU thread", () => {
  /** The part of the text that is about V. */
  const shown = (of: Model): string => {
    const text = modelText(of);
    const begins = text.indexOf("\nV");
    return text.slice(begins + 1, text.indexOf("\n\n", begins));
  };

  test("before each step, whether the interrupt may strike", async () => {
    const { model: of } = kvmRseq.instance("v5.15", { guestIrqs: "true" });
    await expect(`${shown(of)}\n`).toMatchFileSnapshot("show/kvm-rseq-v5.15.txt");
  });

  test("`first` says which of the two readings comes first", () => {
    const readings = (first: string): readonly string[] =>
      shown(kvmRseq.instance("v5.15", { first }).model).match(/(?<=main: )(rseq_)?cpu := \S+/g) ?? [];
    const both = ["cpu := sched_getcpu()", "rseq_cpu := rseq.cpu_id"];
    expect(readings("cpu")).toEqual(both);
    expect(readings("rseq")).toEqual(both.toReversed());
  });

  test("with CONFIG_PREEMPT_NONE it strikes in user mode alone", () => {
    const lines =
      shown(kvmRseq.instance("v5.15", { preemption: "none" }).model).match(/^ +\d+ .*strike.*$/gm) ?? [];
    const strikes = lines.filter((line) => line.includes("reschedule interrupt"));
    expect(strikes.length).toBeGreaterThan(3);
    expect(strikes.every((line) => line.includes("[user mode]"))).toBe(true);
    expect(lines.filter((line) => line.includes("[user mode]"))).toEqual(strikes);
  });
});
