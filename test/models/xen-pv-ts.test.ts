/**
 * What is found of Xen's CR0.TS, exactly: the table, what the facts say of it, and the traps that make a naive model of it wrong,
 * each shown by a machine that falls into it.
 */

import {
  type Context,
  check,
  type Model,
  model,
  never,
  type Part,
  type Property,
  reachable,
  type StateView,
  schedule,
  type Trace,
} from "preempt";
import { describe, expect, test } from "vitest";
import {
  bareMetal,
  foreign,
  init,
  kernel,
  lazy,
  type Machine,
  machine,
  mayBeSwitched,
  type Regime,
  runsInUserMode,
  type TaskSwitched,
  task,
  xenPv,
} from "../../models/machine/index.js";
import { xenPvTs } from "../../models/xen-pv-ts/index.js";
import { noLostState, noRegisterLeak, userRegisters } from "../../properties/fpu/index.js";
import { parseRun, replaySchedule } from "../../src/trace/replay.js";
import { expectDrawn, violationOf } from "./drawn.js";
import { cell, costIn, costOf, rowsOf, testTable, titleOf } from "./table.js";
import { xenPvTsTable as table } from "./tables/xen-pv-ts.js";

testTable(table);

const { rows } = table;

/**
 * Section 6 of the facts: s context switches, - holds. K2a is another task's token, K2b the old registers (H).
 *
 * Where the model's own definitions matter: K2b speaks of fresh tasks, which have written nothing; B, which used math before, and finds
 * old registers in the place of its own, has lost those, and that is K3's. The facts' searches knew no softirqs: their figures are of
 * the rows without. K5 is theirs without softirqs, too: a storm of those keeps anybody from user mode.
 */
const facts = rowsOf(`
variant    tasks used   K1  K2a K2b K3  K5
pv         2     none   1s  -   1s  3s  -
pv         3     none   1s  2s  1s  3s  -
pv         2     B      1s  -   -   1s  -
hvm        any   any    -   -   -   -   -
fix-xen    any   any    -   -   -   -   -
fix-linux  any   any    -   -   -   -   -
fix-4.2    any   any    -   -   -   -   -
classic    any   any    -   -   -   -   lasso
`);

describe("section 6 of the facts", () => {
  const fits = (stated: string | undefined, found: string | undefined) =>
    stated === "any" || stated === found;
  const stated = rows.flatMap((row) => {
    const { variant, tasks, used, softirqFpu } = row;
    const figures = facts.find(
      (each) =>
        cell(each, "variant") === variant &&
        fits(cell(each, "tasks"), tasks) &&
        fits(cell(each, "used"), used),
    );
    if (figures === undefined || (variant === "pv" && softirqFpu === "yes")) return [];
    return ["K1", "K2a", "K2b", "K3"].map((claim) => ({
      title: `${titleOf(table, row)} ${claim}`,
      figure: cell(figures, claim),
      found: costIn(cell(row, claim)),
    }));
  });

  test("is compared with all rows that it speaks of", () => {
    // Five of pv, with and without Xen taking the CPU away, and all of the others.
    expect(stated).toHaveLength(4 * (5 + 6 + 3 * 10 + 10));
  });

  const progress = rows.flatMap((row) => {
    const figures = facts.find(({ variant }) => variant === cell(row, "variant"));
    return figures === undefined
      ? []
      : [
          {
            title: titleOf(table, row),
            softirqFpu: cell(row, "softirqFpu"),
            figure: cell(figures, "K5"),
            found: cell(row, "K5"),
          },
        ];
  });

  test("K5 is looked at in all rows that they speak of", () => {
    expect(progress).toHaveLength(56);
  });

  test.each(progress)("$title K5: $figure", ({ softirqFpu, figure, found }) => {
    if (softirqFpu === "yes") expect(found).toBe("none");
    else if (figure === "-") expect(found).toBe("-");
    else expect(found).toMatch(/^0:0:\d+\+\d+$/);
  });

  test.each(stated)("$title: $figure", ({ figure, found }) => {
    if (figure === "-") {
      expect(found).toBeUndefined();
      return;
    }
    expect(found?.switches).toBeLessThanOrEqual(Number.parseInt(figure, 10));
    expect(found?.interrupts).toBe(0);
  });
});

type State = StateView<Machine>;

const { step, irqsEnabled, sleeping, loop } = kernel<Machine>();

/** What the first #NM of a task does that has no state: with interrupts on, it may sleep. */
const allocation = (...before: readonly Part<Context<Machine>>[]): Part<Context<Machine>> =>
  irqsEnabled(
    before.length === 0 ? step("local_irq_enable") : before,
    sleeping("kmem_cache_alloc", (k) => {
      k.current.fpu = init;
      k.current.usedMath = true;
    }),
  );

/** Tasks that use the FPU in user mode, and what they claim. Those of `used` have used it before. */
function small(
  cr0: TaskSwitched,
  options: {
    readonly tasks?: readonly string[];
    readonly used?: readonly string[];
    readonly deschedules?: boolean;
    readonly allocate?: Part<Context<Machine>>;
    readonly change?: (regime: Regime) => Partial<Regime>;
    readonly also?: readonly Property<State>[];
  },
): Model {
  const {
    tasks = ["A", "B"],
    used = tasks,
    deschedules = false,
    allocate,
    change = () => ({}),
    also = [],
  } = options;
  const right = lazy({ cr0, usedMath: (name) => used.includes(name), ...(allocate && { allocate }) });
  const regime = { ...right, ...change(right) };
  const on = machine({
    regime,
    tasks: Object.fromEntries(tasks.map((name) => [name, {}])),
    outerHypervisor: deschedules,
  });
  const registers = tasks.map((name) => {
    const inUser = userRegisters(name, name);
    return { ...inUser, when: (s: State) => inUser.when(s) && !s.cpu(0).ts };
  });
  const own = registers.filter(({ owner }) => used.includes(owner));
  return model({
    name: "small",
    variables: on.variables,
    processes: on.processes(
      ...tasks.map((name) =>
        task<Machine>(name, {
          program: loop(
            regime.userFpu(`${name} uses the FPU`, (k: Context<Machine>) => {
              k.here.fpregs = k.contents.fresh(name);
            }),
          ),
        }),
      ),
    ),
    properties: [
      noLostState("lost", ...own),
      noRegisterLeak(
        "leak",
        ...registers.map((each) => ({
          ...each,
          when: (s: State) => each.when(s) && s.contents.ownerOf(each.held(s)) !== foreign,
        })),
      ),
      ...also,
    ],
    background: on.background,
  });
}

/** What falls, and at what cost. */
const fallen = (of: Model): readonly (readonly [string, string])[] =>
  check(of).verdicts.flatMap((verdict) =>
    verdict.kind === "violated" ? [[verdict.property, costOf(verdict.trace)] as const] : [],
  );

const labels = ({ steps }: Trace): readonly string[] =>
  steps.flatMap(({ acts }) => acts.map(({ label }) => label));

describe("traps (3.h of the facts)", () => {
  const xen = xenPv("TS cleared");
  const fixed = xenPv("TS left set");

  test("1: two TS bits: Xen sets the CPU's when it gives it back, and K1 is as broken as before", () => {
    const { model: pv } = xenPvTs.instance("pv", { deschedules: "true" });
    const absorbed: Property<StateView<Machine>> = never(
      "a task without has_fpu is about to fault, and the kernel will not hear of it",
      (s) => runsInUserMode(s, "B") && s.cpu(0).ts && !s.cpu(0).virtual.ts && !s.task("B").hasFpu,
    );
    const asked = { ...pv, properties: [...pv.properties, absorbed as Property<never>] };
    const [verdict] = check(asked, { properties: [absorbed.name] }).verdicts;
    if (verdict?.kind !== "violated") throw new Error(`it ${verdict?.kind}`);
    const text = schedule(verdict.trace);
    expect(text).toBe("A*3 CPU0 CPU0/2 xen0");
    // From there B goes on: the fault is absorbed, and it uses registers that are not its own.
    const [k1] = replaySchedule(asked, parseRun(asked, `${text} B B`)).filter(({ property }) =>
      property.name.startsWith("K1"),
    );
    expect(k1 && labels(k1).slice(-2)).toEqual(["#NM absorbed by Xen", "B uses the FPU"]);
  });

  test.each([
    ["TS cleared", xen],
    ["TS left set", fixed],
  ] as const)(
    "2: kernel instructions that trap to Xen are absorbed (%s): else every version loses registers",
    (_, cr0) => {
      const saves = reachable("a switch saves while Xen has TS set", (s: State) => {
        const { ts, virtual, running } = s.cpu(0);
        return mayBeSwitched(s, 0) && ts && !virtual.ts && s.task(running).hasFpu;
      });
      const options = { deschedules: true, also: [saves] };
      const right = check(small(cr0, options));
      expect(right.verdicts.map(({ kind }) => kind)).toEqual(["holds", "holds", "holds"]);
      expect(fallen(small({ ...cr0, instruction: () => undefined }, options))).toEqual([
        ["lost", "0:1i:7"],
        ["leak", "1:1p1i:13"],
      ]);
    },
  );

  /** switch_fpu_prepare, with what `has_fpu` decides decided by `saves`, and the stts by `sets`. */
  const keyedOn = (
    cr0: TaskSwitched,
    { saves, sets }: { readonly saves: "hasFpu" | "usedMath"; readonly sets: "hasFpu" | "usedMath" },
  ): Partial<Regime> => ({
    switchOut: step("switch_fpu_prepare", (k) => {
      const { here, current } = k;
      const [save, set] = [current[saves], current[sets]];
      if (save) {
        cr0.instruction(k);
        current.fpu = here.fpregs;
        current.hasFpu = false;
      }
      if (set) cr0.stts(k);
    }),
  });

  test("3: a switch that saves by PF_USED_MATH saves what is not the task's: false alarms on bare metal", () => {
    const at = (saves: "hasFpu" | "usedMath") =>
      fallen(small(bareMetal, { change: () => keyedOn(bareMetal, { saves, sets: saves }) }));
    expect(at("hasFpu")).toEqual([]);
    expect(at("usedMath")).toEqual([
      ["lost", "2:1p:8"],
      ["leak", "3:2p:13"],
    ]);
  });

  test("3: a switch that sets TS by PF_USED_MATH, as the mail has it, hides the leak in two switches", () => {
    const at = (sets: "hasFpu" | "usedMath") =>
      fallen(
        small(xen, {
          tasks: ["A", "B", "C"],
          used: ["B", "C"],
          allocate: allocation(),
          change: () => keyedOn(xen, { saves: "hasFpu", sets }),
        }),
      );
    expect(at("hasFpu")).toEqual([
      ["lost", "1:1z:5"],
      ["leak", "2:1p1z:8"],
    ]);
    expect(at("usedMath")).toEqual([
      ["lost", "1:1z:5"],
      ["leak", "3:2p1z:13"],
    ]);
  });

  test("4, 5: with two fresh tasks nobody finds another's registers, with three somebody does", () => {
    const found = rows
      .filter(({ variant, used, softirqFpu }) => variant === "pv" && used === "none" && softirqFpu === "no")
      .map(({ tasks, deschedules, K2a }) => [tasks, deschedules, K2a]);
    expect(found).toEqual([
      ["2", "no", "-"],
      ["2", "yes", "-"],
      ["3", "no", "2:1p1z:8"],
    ]);
  });

  test("4, 5: the leak with three tasks, drawn", async () => {
    const trace = violationOf(xenPvTs.instance("pv", { tasks: "3" }), cell(table.claims, "K2a"));
    expect(schedule(trace)).toBe("A*3 CPU0 CPU0/3 B ~ CPU0/1 CPU0/3");
    await expectDrawn(trace, "xen-pv-ts-pv-K2a");
  });

  test("4: where the allocation cannot sleep the bug is gone", () => {
    expect(fallen(small(xen, { used: [], tasks: ["A", "B", "C"], allocate: allocation() }))).toEqual([
      ["leak", "2:1p1z:8"],
    ]);
    expect(fallen(small(xen, { used: [], tasks: ["A", "B", "C"] }))).toEqual([]);
  });

  test("6: stts must come before interrupts are on", () => {
    const set = (k: Context<Machine>): undefined => {
      xen.stts(k);
    };
    const cleared = (k: Context<Machine>): undefined => {
      k.current.fpu = init;
      k.current.usedMath = true;
      xen.clts(k);
    };
    const at = (...code: readonly Part<Context<Machine>>[]) =>
      fallen(small(xen, { tasks: ["A", "B", "C"], used: ["B"], allocate: irqsEnabled(...code) }));
    const allocates = sleeping("kmem_cache_alloc", cleared);
    expect(at(step("stts, local_irq_enable", set), allocates)).toEqual([]);
    expect(at(step("local_irq_enable"), step("stts", set), allocates)).toEqual([
      ["lost", "1:1p:5"],
      ["leak", "2:2p:8"],
    ]);
  });
});

test("with softirqs that use the FPU two fresh tasks are enough for a leak: the kernel's registers", () => {
  const [verdict] = check(xenPvTs.instance("pv", { softirqFpu: "true" }).model, {
    properties: [cell(table.claims, "K2a")],
  }).verdicts;
  if (verdict?.kind !== "violated") throw new Error(`it ${verdict?.kind}`);
  expect(costOf(verdict.trace)).toBe("2:1p1i1z:14");
  const found = verdict.trace.steps.flatMap(({ acts }) =>
    acts.flatMap(({ changes }) => changes.filter(({ variable }) => variable === "cpu(0).fpregs")),
  );
  expect(found.at(-1)?.to).toBe("kernel (softirq)");
});
