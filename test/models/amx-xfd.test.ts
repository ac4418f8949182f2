/**
 * What is found of AMX and XFD, exactly: the table, what the facts say of it and where they are wrong, and the traps that make a naive
 * model of it wrong, each shown by a model that falls into it.
 */

import { check, type Model, model, never, type Property, reachable, type StateView, schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { claims } from "../../models/amx-xfd/claims.js";
import type { Setting } from "../../models/amx-xfd/expected.js";
import { amxXfd } from "../../models/amx-xfd/index.js";
import { otherTask, vcpuThread } from "../../models/amx-xfd/program.js";
import { deferredWithXfd } from "../../models/amx-xfd/regime.js";
import { type Variables, variables, type Xfd } from "../../models/amx-xfd/variables.js";
import { type Version, versions } from "../../models/amx-xfd/versions.js";
import { init, kernel, machine, runsInUserMode, task } from "../../models/machine/index.js";
import { nodesOf } from "../../src/model/code.js";
import { modelText } from "../../src/render/show.js";
import { expectDrawn, violationOf } from "./drawn.js";
import { type Change, rewritten } from "./rewritten.js";
import { cell, costIn, costOf, rowsOf, rowWhere, testTable } from "./table.js";
import { amxXfdTable as table } from "./tables/amx-xfd.js";

testTable(table);

const { rows } = table;

type State = StateView<Variables>;

/**
 * Section 6 of the facts, by claim: s context switches, i interrupts, - holds, 0 falls with neither. Their search knew X1 to X5, one CPU,
 * no QEMU that leaves KVM_RUN, and an O that is restored at each return to user mode.
 */
const facts = rowsOf(`
variant     preservation other X1 X2 X3a X4a X4b X5
p-buggy     strict       yes   1s 1i -   -   -   -
p-no-or     strict       yes   -  1i -   -   -   0
p-no-alloc  strict       yes   -  -  -   -   -   0
p-reinject  strict       yes   -  -  0   -   -   -
p-fix       strict       yes   -  -  -   -   -   -
v5.17       relaxed      yes   1i -  -   -   -   -
v5.17       strict       yes   1i 1i -   -   -   -
no-sync     relaxed      yes   2s -  2s  -   -   -
no-sync     relaxed      no    -  -  -   -   -   -
v6.19       relaxed      yes   -  -  -   -   -   -
`);

/** Cells in which the model finds something that the facts do not have, and why. */
const otherwise: Readonly<Record<string, string>> = {
  "p-no-alloc X2": "what no image has room for is lost at the first save; the facts count that to X5 alone",
  "v5.17 relaxed X4a": "the registers are still O's, so that nothing is loaded at its return, nor XFD",
  "v5.17 relaxed X4b": "and what XSAVE then finds under XFD it does not store",
  "v5.17 strict X4a": "the same",
  "v5.17 strict X4b": "the same",
  "no-sync X4a": "the same",
  "no-sync X4b": "the same",
  "v6.19 X4a": "the same",
  "v6.19 X4b": "the same",
};

describe("section 6 of the facts", () => {
  const cells = facts.flatMap((row) => {
    const { variant = "", preservation = "", other = "", ...figures } = row;
    const found = rowWhere(table, {
      variant,
      preservation,
      other,
      cpus: "1",
      qemuAmx: "no",
      preemption: "full",
      hardIrqFpu: "yes",
    });
    const readings = facts.filter(
      (each) => cell(each, "variant") === variant && cell(each, "other") === other,
    ).length;
    const named = readings > 1 ? `${variant} ${preservation}` : variant;
    return Object.entries(figures).map(([claim, stated]) => ({
      title: `${named}${other === "no" ? " without O" : ""} ${claim}`,
      key: `${named} ${claim}`,
      other,
      stated,
      found: found[claim] === "none" ? undefined : costIn(found[claim]),
    }));
  });

  const differs = ({ stated, found }: (typeof cells)[number]) => stated === "-" && found !== undefined;

  test.each(cells.filter((each) => !differs(each)))("$title: $stated", ({ stated, found }) => {
    if (stated === "-") return;
    const [, most = "0", unit = ""] = /^(\d)([si]?)$/.exec(stated) ?? [];
    expect(found?.switches).toBeLessThanOrEqual(unit === "s" ? Number(most) : 0);
    expect(found?.interrupts).toBeLessThanOrEqual(unit === "i" ? Number(most) : 0);
  });

  test("what else the model finds is what is known", () => {
    expect(cells.filter(differs).map(({ key }) => key)).toEqual(Object.keys(otherwise));
  });

  // The facts have an interrupt: their guest never goes back to QEMU, whose load and put save and restore, too.
  test("what an interrupt loses is lost by a put and a load, with none", () => {
    const strict = rows.filter(({ preservation, qemuAmx }) => preservation === "strict" && qemuAmx === "no");
    expect(
      strict.flatMap(({ variant, X2 }) => (X2 === "-" ? [] : [[variant, costIn(X2)?.interrupts]])),
    ).toEqual([
      ["p-buggy", 0],
      ["p-no-or", 0],
      ["p-no-alloc", 0],
      ["v5.17", 0],
      ["v6.19", 0],
    ]);
  });

  test("without O no-sync fails nobody but QEMU; and the host, where QEMU has tiles to load", () => {
    const fallen = (qemuAmx: string) => {
      const row = rowWhere(table, { variant: "no-sync", other: "no", qemuAmx });
      return Object.keys(table.claims).filter((claim) => /^\d/.test(cell(row, claim)));
    };
    expect(fallen("no")).toEqual(["X6", "X7", "X9"]);
    expect(fallen("yes")).toEqual(["X1", "X3a", "X6", "X7", "X8"]);
  });
});

const initial: Setting = {
  cpus: 1,
  preservation: "relaxed",
  other: true,
  qemuAmx: false,
  preemption: "full",
  hardIrqFpu: true,
};

/** A version as the family builds it, with a mistake put in, and with claims of the test's own beside. */
function altered(
  variant: string,
  set: Partial<Setting>,
  options: {
    readonly version?: Partial<Version>;
    readonly change?: Change;
    readonly vcpu?: Partial<Variables["vcpu"]>;
    readonly also?: readonly Property<State>[];
  } = {},
): Model {
  const found = versions[variant];
  if (found === undefined) throw new Error(`there is no version "${variant}"`);
  const version = { ...found, ...options.version };
  const setting = { ...initial, ...set };
  const userXfd: Readonly<Record<string, Xfd>> = {
    V: setting.qemuAmx ? 0 : 1,
    ...(setting.other && { O: 0 }),
  };
  const landed = version.design === "landed";
  const on = machine<Variables>({
    ...setting,
    regime: deferredWithXfd(version, userXfd),
    fair: "weak",
    tasks: { V: { owner: "user", guest: "guest" }, ...(setting.other && { O: {} }) },
  });
  const own = variables(on.variables, { userXfd, guestFpu: { xfd: landed ? 0 : 1, buffer: landed } });
  const program = rewritten(vcpuThread(version, setting), options.change ?? (() => undefined));
  return model({
    name: `amx-xfd@${variant}, altered`,
    variables: { ...own, vcpu: { ...own.vcpu, ...options.vcpu } },
    processes: on.processes(
      task<Variables>("V", { program }),
      ...(setting.other ? [task<Variables>("O", { program: otherTask("O") })] : []),
    ),
    properties: [...claims(version, setting), ...(options.also ?? [])],
    background: on.background,
  });
}

test("what the traps alter is what the family builds", () => {
  for (const variant of ["p-fix", "v6.19"]) {
    const built = amxXfd.instance(variant).model;
    const text = (of: Model): string => modelText(of).slice(of.name.length);
    expect(text(altered(variant, {}))).toBe(text(built));
  }
});

/** The claims that fall, with what the least traces cost; a claim of the test's own is given by its name. */
const fallen = (of: Model): Readonly<Record<string, string>> =>
  Object.fromEntries(
    check(of).verdicts.flatMap((verdict) =>
      verdict.kind === "violated" ? [[verdict.property.split(" ")[0], costOf(verdict.trace)]] : [],
    ),
  );

const labels = (instance: { readonly model: Model }, claim: string): readonly string[] =>
  violationOf({ ...amxXfd.instance("v5.17"), ...instance }, cell(table.claims, claim)).steps.flatMap(
    ({ acts }) => acts.map(({ label }) => label),
  );

describe("what falls, and how", () => {
  test("the panic of January 2026, drawn", async () => {
    const trace = violationOf(amxXfd.instance("v5.17"), cell(table.claims, "X1"));
    expect(schedule(trace)).toBe("V*5 V/1 hardirq0 V*3");
    await expectDrawn(trace, "amx-xfd-v5.17-X1");
  });

  test("v6.19 writes XFD under another task's registers, which loses its tiles, drawn", async () => {
    const trace = violationOf(amxXfd.instance("v6.19"), cell(table.claims, "X4b"));
    await expectDrawn(trace, "amx-xfd-v6.19-X4b");
  });

  test("v6.19 on two CPUs writes XFD on one, and the guest runs on the other: its WRMSR is lost, drawn", async () => {
    const set = { cpus: "2", other: "false", hardIrqFpu: "false" };
    await expectDrawn(
      violationOf(amxXfd.instance("v6.19", set), cell(table.claims, "X8")),
      "amx-xfd-v6.19-X8",
    );
  });

  test("CONFIG_PREEMPT is what v6.19 needs for that, and no interrupt", () => {
    const at = (cells: Readonly<Record<string, string>>) =>
      rowWhere(table, { variant: "v6.19", preservation: "relaxed", cpus: "1", ...cells });
    expect(cell(at({ preemption: "none" }), "X4a")).toBe("-");
    expect(costIn(cell(at({ preemption: "full" }), "X4a"))).toEqual({ switches: 3, interrupts: 0 });
  });

  test("a load before the write repairs both bugs, on two CPUs with O, too", () => {
    for (const preservation of ["relaxed", "strict"] as const) {
      const of = amxXfd.instance("loads-first", { cpus: "2", preservation });
      expect(Object.keys(fallen(of.model))).toEqual(preservation === "strict" ? ["X2"] : []);
    }
    expect(fallen(amxXfd.instance("p-fix", { cpus: "2", preservation: "strict" }).model)).toEqual({});
  });
});

describe("P-REINJECT", () => {
  const injects = (xfd: number): Property<State> =>
    reachable(`injects over ${xfd}`, (s) => s.vcpu.exit === "#NM" && s.vcpu.ghost.xfd === xfd);
  const kinds = (variant: string) =>
    check(altered(variant, {}, { also: [injects(0), injects(1)] }))
      .verdicts.slice(-2)
      .map(({ kind }) => kind);

  test("falls by X3a alone, with no switch: the guest has XFD 0 from its reset, and takes #NM", async () => {
    const trace = violationOf(
      amxXfd.instance("p-reinject", { preservation: "strict" }),
      cell(table.claims, "X3a"),
    );
    expect(schedule(trace)).toBe("V*8");
    await expectDrawn(trace, "amx-xfd-p-reinject-X3a");
    expect(Object.keys(fallen(altered("p-reinject", { preservation: "strict" })))).toEqual(["X3a"]);
  });

  test("traps #NM that is the guest's own, too, for which its #NM is right; the proposal leaves that to the guest", () => {
    expect(kinds("p-reinject")).toEqual(["holds", "holds"]);
    expect(kinds("p-fix")).toEqual(["holds", "unreached"]);
  });
});

const { step } = kernel<Variables>();

test("progress: the proposal's retry completes, and a #NM trapped again and again is a lasso", () => {
  const claimed = rows.filter(({ X3b }) => X3b !== "none").map(({ variant, X3b }) => [variant, X3b]);
  expect(claimed).toEqual([
    ["p-fix", "-"],
    ["keeps-xfd", "0:0:8+4"],
  ]);
});

describe("traps (4.h of the facts)", () => {
  test("1: without the cache the switch to O writes XFD, and P-BUGGY is no danger to it", () => {
    const at = (skips: boolean) =>
      fallen(altered("p-buggy", { preservation: "strict" }, { version: { skips } }));
    expect(Object.keys(at(true))).toEqual(["X1", "X2", "X6", "X9"]);
    expect(Object.keys(at(false))).toEqual(["X2", "X6"]);
  });

  // The facts say that L-NOSYNC does not show without the cache.
  test("1: and L-NOSYNC falls sooner, as the stale value is written by whatever restores", () => {
    const at = (skips: boolean) => {
      const { X1 } = fallen(altered("no-sync", {}, { version: { skips } }));
      return X1;
    };
    expect([at(true), at(false)]).toEqual(["2:1p1z:17", "0:0:15"]);
  });

  test("2: XFD that erased the registers would be a loss of tiles with nothing else wrong", () => {
    const erases: Change = (node) =>
      node.kind === "step" && node.label === "WRMSR(IA32_XFD, 1)"
        ? nodesOf(
            step(
              node.label,
              ({ here, vcpu }) => {
                here.xfd = 1;
                vcpu.ghost.xfd = 1;
                here.fpregs = init;
              },
              { enabled: ({ vcpu, here }) => vcpu.passthrough && here.xfd === 0 },
            ),
          )
        : undefined;
    const strict = { preservation: "strict" } as const;
    expect(fallen(altered("p-fix", strict))).toEqual({});
    expect(fallen(altered("p-fix", strict, { change: erases }))).toEqual({ X2: "0:0:13" });
  });

  test("3: what was argued under one reading of the SDM fails the other", () => {
    const at = (preservation: string) =>
      cell(rowWhere(table, { variant: "v6.19", preservation, cpus: "1", preemption: "full" }), "X2");
    expect([at("relaxed"), at("strict")]).toEqual(["-", "0:0:17"]);
  });

  test("4: XFD is 0 at reset: the guest of v5.17 uses AMX before it ever writes XFD", () => {
    const guest = labels(amxXfd.instance("v5.17"), "X1").filter((label) =>
      /^(guest|WRMSR|VM exit:)/.test(label),
    );
    expect(guest).toEqual(["guest uses AMX", "VM exit: WRMSR 1"]);
  });

  test("5: the panic needs the first write of 1: where the guest writes the MSR itself there is none", () => {
    const names = Object.keys(fallen(altered("v5.17", {}, { vcpu: { passthrough: true } })));
    expect(names).toEqual([]);
  });

  test("6: what follows the VM exit must come before any interrupt or switch", () => {
    const at = (variant: string) =>
      cell(rowWhere(table, { variant, preservation: "relaxed", cpus: "1", preemption: "full" }), "X1");
    expect([at("v6.19"), at("late-sync")]).toEqual(["-", "1:1p:19"]);
  });

  test("9: O runs while KVM allocates, and nothing of the guest's is lost by it", () => {
    const meanwhile = never(
      "O runs meanwhile",
      (s: State) => runsInUserMode(s, "O") && s.process("V").at("vzalloc"),
    );
    expect(fallen(altered("p-fix", { preservation: "strict" }, { also: [meanwhile] }))).toEqual({
      O: "1:1z:8",
    });
  });
});

test("what may strike before each step of the vCPU thread, as proposed and as landed", async () => {
  for (const variant of ["p-fix", "v6.19"]) {
    const text = modelText(amxXfd.instance(variant).model);
    const begins = text.indexOf("\nV (");
    const shown = text.slice(begins + 1, text.indexOf("\n\n", begins));
    await expect(`${shown}\n`).toMatchFileSnapshot(`show/amx-xfd-${variant}.txt`);
  }
});
