/**
 * The traps that make a naive model of rseq and its selftest wrong, each shown by a model that falls into it; and what is one step
 * in the model, in its steps.
 */

import {
  always,
  type Context,
  check,
  language,
  type Model,
  model,
  type Process,
  type Property,
  type Reader,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { claims, getsThrough } from "../../models/kvm-rseq/claims.js";
import type { Setting } from "../../models/kvm-rseq/expected.js";
import { kvmRseq } from "../../models/kvm-rseq/index.js";
import { labels as kernel, kvmRun } from "../../models/kvm-rseq/kernel.js";
import { vcpuThread } from "../../models/kvm-rseq/reader.js";
import { loadBalancer, moves, rescheduleInterrupt } from "../../models/kvm-rseq/scheduler.js";
import { harnesses, outrun, labels as selftest } from "../../models/kvm-rseq/selftest.js";
import { type Variables, variables } from "../../models/kvm-rseq/variables.js";
import { versions } from "../../models/kvm-rseq/versions.js";
import { migrationWorker } from "../../models/kvm-rseq/worker.js";
import { type Node, nodesOf, type StepNode } from "../../src/model/code.js";
import { modelText } from "../../src/render/show.js";
import { type Change, rewritten } from "./rewritten.js";
import { cell, costOf, type Row } from "./table.js";
import { kvmRseqTable as table } from "./tables/kvm-rseq.js";

const { rows, claims: columns, reached } = table;

const initial: Setting = {
  harness: "delay",
  migrations: "any",
  first: "cpu",
  preemption: "full",
  cpus: 2,
  guestIrqs: false,
};

type State = StateView<Variables>;

const { process, step, loop, leave, choose } = language<Variables>();

interface Alteration {
  /** A mistake put into the programs. */
  readonly change?: Change;
  readonly fair?: undefined;
  readonly mayReturn?: ReturnType<typeof outrun>;
  readonly besides?: readonly Process<Variables>[];
  /** Whether the vCPU thread may move. */
  readonly waits?: (reader: Reader<Variables>) => boolean;
  readonly also?: readonly Property<State>[];
}

/** A version as the family builds it, but for an alteration. */
function altered(variant: string, set: Partial<Setting>, alteration: Alteration): Model {
  const version = versions[variant];
  if (version === undefined) throw new Error(`there is no version "${variant}"`);
  const setting = { ...initial, ...set };
  const { preemption, guestIrqs } = setting;
  const {
    change = () => undefined,
    mayReturn = outrun(setting),
    besides = [],
    also = [],
    waits,
  } = alteration;
  const processes = [
    vcpuThread(setting, preemption, kvmRun(version, { guestIrqs, mayReturn })),
    migrationWorker(setting),
    rescheduleInterrupt(version, preemption),
    ...besides,
  ];
  return model({
    name: `kvm-rseq@${variant}`,
    variables,
    processes: processes.map((each) => ({
      ...each,
      program: rewritten(each.program, change),
      enabled: each.name === "V" ? waits : each.enabled,
      fair: "fair" in alteration ? undefined : each.fair,
    })),
    properties: [...claims({ ...version, name: variant }, setting), ...also],
    parameters: { ...setting },
    background: ["task.target"],
  });
}

/** The claims that fall, reachability aside, by their columns; with their costs, but for what goes on for ever. */
function fallen(of: Model): Row {
  const { verdicts } = check(of);
  return Object.fromEntries(
    verdicts.flatMap((verdict) => {
      const [column = verdict.property] =
        Object.entries(columns).find(([, name]) => name === verdict.property) ?? [];
      const claimed = of.properties.find(({ name }) => name === verdict.property)?.kind !== "reachable";
      return verdict.kind === "violated" && claimed
        ? [[column, verdict.trace.cycle === null ? costOf(verdict.trace) : "for ever"]]
        : [];
    }),
  );
}

const isStep = (node: Node, ...labels: readonly string[]): node is StepNode =>
  node.kind === "step" && labels.includes(node.label);

/** A step with the options of another. */
const steps =
  (labels: readonly string[], other: (node: StepNode) => Partial<StepNode>): Change =>
  (node) =>
    isStep(node, ...labels) ? [{ ...node, ...other(node) }] : undefined;

/** What a step does, for one that does more. */
function does(node: StepNode, k: Context<Variables>): void {
  // It was written for these variables; the types of nodes are erased.
  const body = node.body as ((k: Context<Variables>) => undefined) | undefined;
  body?.(k);
}

test("what the traps alter is what the family builds", () => {
  for (const variant of ["v5.9", "v6.19-notify", "v6.19"]) {
    const text = (of: Model): string => modelText(of).replace(/ {2}(assumed|parameters)[\s\S]*/, "");
    expect(text(altered(variant, { harness: "no-delay" }, {}))).toBe(
      text(kvmRseq.instance(variant, { harness: "no-delay" }).model),
    );
  }
});

const inKernel = [kernel.schedules, "schedule()", "irqentry_exit_cond_resched: schedule()"];

test("Q5b: the reader gets through where there is nothing to retry, or where usleep() lasts", () => {
  const claimed = ["long-delay", "no-delay"];
  const retriesUnder = (harness: Setting["harness"]): boolean => {
    const also = claimed.includes(harness) ? [] : [getsThrough({ ...initial, harness })];
    const besides = harness === "self-balanced" ? [loadBalancer(2)] : [];
    return Object.hasOwn(fallen(altered("v5.15", { harness }, { also, besides })), "Q5b");
  };
  expect(harnesses.filter((harness) => !retriesUnder(harness))).toEqual(["long-delay", "no-seqcount"]);
});

describe("traps (5.h of the facts)", () => {
  test("1: a worker that does not wait for the migration makes a fixed kernel look wrong", () => {
    const change = steps([selftest.returns], () => ({ enabled: undefined }));
    expect(fallen(altered("v5.15", {}, { change }))).toEqual({
      T1: "0:1m:13",
      Q3: "0:1m:13",
    });
  });

  // The facts have it that the retry and the false alarm vanish, too. Neither does: the increment before is a step of its own, and
  // without a count nothing is told by it.
  test("1: a migration that is one step, up to the even count, leaves out TIF_NEED_RESCHED, the common path", () => {
    const change: Change = (node) => {
      if (node.kind !== "step") return undefined;
      const body = (k: Context<Variables>): undefined => {
        does(node, k);
        const v = k.task("V");
        v.cpu = v.target;
        v.needResched = false;
        if (k.process("V").in("user mode")) k.rseq.cpuId = v.cpu;
        else v.rseqFlag = true;
        k.ghost.migrated = k.process("V").in("user mode") ? "in user mode" : "in KVM_RUN";
        k.test.odd = false;
        k.test.changed = true;
      };
      switch (node.label) {
        case selftest.returns:
        case selftest.even:
          return [];
        case selftest.moves:
          return [{ ...node, body, cost: "migration" }];
        default:
          return undefined;
      }
    };
    const found = (variant: string, set: Partial<Setting>) => {
      const of = altered(variant, set, { change });
      const { verdicts } = check(of);
      return [fallen(of), verdicts.flatMap(({ kind, property }) => (kind === "unreached" ? [property] : []))];
    };
    const unscheduled = ["schedule() is called before VM entry"];
    expect(found("v5.15", {})).toEqual([{}, unscheduled]);
    expect(found("v5.9", {})).toEqual([{ Q1: "0:1m:10", Q2: "0:1m:6", T1: "0:1m:14" }, unscheduled]);
    expect(found("v5.15", { harness: "no-seqcount" })).toEqual([{ T1: "0:1m:8", Q3: "0:1m:8" }, unscheduled]);
  });

  test("2: TIF_NOTIFY_RESUME set by sched_setaffinity alone is cleared before the switch: a false alarm", () => {
    const change: Change = (node) => {
      const early = isStep(node, selftest.moves);
      if (!early && !isStep(node, ...inKernel)) return undefined;
      const body = (k: Context<Variables>): undefined => {
        const { rseqFlag } = k.task("V");
        does(node, k);
        k.task("V").rseqFlag = early || rseqFlag;
      };
      return [{ ...node, body }];
    };
    // As found by schedule(), and by the flag that is there before.
    const none = { preemption: "none" } as const;
    const { Q1: right } = fallen(altered("v5.9", none, {}));
    const { Q1: naive } = fallen(altered("v5.9", none, { change }));
    expect([right, naive]).toEqual(["0:1m:12", "0:1m:11"]);
    expect(fallen(altered("v5.15", {}, { change }))).toEqual({
      Q1: "0:2m:17",
      Q2: "0:2m:15",
      T1: "0:2m:23",
    });
  });

  test("3: inside the kernel a stale number is right", () => {
    const everywhere = always("rseq.cpu_id is never stale", (s: State) => s.rseq.cpuId === s.task("V").cpu);
    const [verdict] = check(altered("v5.15", {}, { also: [everywhere] }), {
      properties: [everywhere.name],
    }).verdicts;
    expect(verdict?.kind === "violated" && costOf(verdict.trace)).toBe("0:1m:4");
  });

  test("5: a thread that is not pinned from the start can be moved with the count even: a false alarm", () => {
    const balancer = process("balancer", {
      environment: true,
      program: step("active_load_balance", moves(2), {
        enabled: (k) => k.process("M").at(selftest.odd) && !k.task("V").needResched,
        mayWait: true,
      }),
    });
    const setting = { migrations: 1 } as const;
    expect(fallen(altered("v5.15", setting, { besides: [balancer] }))).toEqual({
      T1: "0:1m:10",
      Q3: "0:1m:10",
    });
  });

  test("6: a sequence count of one bit, which is as it was after two increments, is a false alarm", () => {
    const change = steps([selftest.even], (node) => ({
      body: (k: Context<Variables>): undefined => {
        does(node, k);
        k.test.changed = false;
      },
    }));
    expect(fallen(altered("v5.15", {}, { change }))).toEqual({
      T1: "0:1m:13",
      Q3: "0:1m:13",
    });
  });

  test("7: whichever is read first, the verdicts and their costs are the same", () => {
    const rseqFirst = rows.filter((row) => cell(row, "first") === "rseq");
    expect(rseqFirst).toHaveLength(4);
    for (const { first: _, ...row } of rseqFirst) expect(rows).toContainEqual({ ...row, first: "cpu" });
  });

  test("8: without fairness no test need end, and no reader get through", () => {
    expect(fallen(altered("v5.15", { harness: "long-delay" }, { fair: undefined }))).toEqual({
      Q5b: "for ever",
    });
    expect(fallen(altered("v5.15", { migrations: 2 }, { fair: undefined }))).toEqual({ Q5a: "for ever" });
  });

  test("9: without a look at what is in flight when the worker is done, no-delay never catches it", () => {
    for (const migrations of [1, 2, 3] as const) {
      const setting = { ...initial, harness: "no-delay", migrations } as const;
      const mayReturn: ReturnType<typeof outrun> = (k) =>
        outrun(setting)(k) && !k.process("M").at("done = true") && !k.test.done;
      expect(fallen(altered("v5.9", setting, { mayReturn }))).not.toHaveProperty("T1");
    }
  });

  test("10: a migration that hits the guest is lost, too, where that is taken back to the loop", () => {
    const change = steps([selftest.moves], () => ({
      enabled: ({ process }: Reader<Variables>) => process("V").in("guest mode"),
    }));
    const at = (guestIrqs: boolean) => fallen(altered("v5.9", { guestIrqs }, { change }));
    expect(at(false)).toEqual({});
    expect(at(true)).toEqual({ Q1: "0:1m:13", Q2: "0:1m:9", T1: "0:1m:19" });
  });
});

describe("the interrupt in user mode, in its steps", () => {
  const user = "irqentry_exit_to_user_mode: schedule(), rseq.cpu_id := the CPU's number";
  const back = "back in user mode";

  /** First schedule(), then the update, and again where the worker was faster; the thread waits meanwhile. */
  const change: Change = (node) => {
    if (!isStep(node, user)) return undefined;
    const { enabled, cost } = node;
    const schedules = (k: Context<Variables>): undefined => {
      const { cpuId } = k.rseq;
      does(node, k);
      k.rseq.cpuId = cpuId;
      k.task("V").rseqFlag = true;
    };
    const again = step("schedule() once more", schedules, {
      enabled: ({ task }) => task("V").needResched,
      cost: "migration",
    });
    const update = step(
      "rseq.cpu_id := the CPU's number",
      (k) => {
        k.task("V").rseqFlag = false;
        k.rseq.cpuId = k.task("V").cpu;
      },
      { enabled: ({ task }) => !task("V").needResched && task("V").rseqFlag },
    );
    const returns = step(back, undefined, {
      enabled: ({ task }) => !task("V").needResched && !task("V").rseqFlag,
    });
    const rest = nodesOf(loop(choose(again, update, [returns, leave])));
    return [{ ...node, label: "schedule()", enabled, cost, body: schedules }, ...rest];
  };

  const claimed = ["T1", "Q3", "Q4a", "Q4b", "retry", "masked"];

  /** What T1 and Q3 cost in migrations, and what is reached. */
  const found = (of: Model): Row => {
    const names = { ...columns, ...reached };
    const { verdicts } = check(of, { properties: claimed.map((column) => cell(names, column)) });
    const kinds = verdicts.map((verdict) =>
      verdict.kind === "violated" ? `${verdict.trace.cost.events}m` : verdict.kind,
    );
    return Object.fromEntries(claimed.map((column, i) => [column, kinds[i] ?? ""]));
  };

  test.each([
    ["v5.9", {}],
    ["v5.9", { harness: "no-delay" }],
    ["v5.9", { harness: "no-delay", migrations: 2 }],
    ["v5.9", { harness: "no-seqcount" }],
    ["v5.15", {}],
    ["v5.15", { harness: "no-seqcount" }],
    ["clears-last", {}],
  ] as const)("%s %j: the test finds the same", (variant, set) => {
    const waits = (k: Reader<Variables>): boolean => k.process("IPI").at("schedule()");
    expect(found(altered(variant, set, { change, waits }))).toEqual(found(altered(variant, set, {})));
  });
});
