/**
 * What is found of AMX and XFD, exactly: the table, what the facts say of it and where they are wrong, and the traps that make a naive
 * model of it wrong, each shown by a model that falls into it.
 */

import {
  type Context,
  check,
  contents,
  type Model,
  model,
  never,
  type Property,
  reachable,
  type StateView,
  schedule,
} from "preempt";
import { describe, expect, test } from "vitest";
import { claims } from "../../models/amx-xfd/claims.js";
import { claimNames, type Setting } from "../../models/amx-xfd/expected.js";
import { amxXfd } from "../../models/amx-xfd/index.js";
import { otherTask, vcpuThread } from "../../models/amx-xfd/program.js";
import { deferredWithXfd } from "../../models/amx-xfd/regime.js";
import { type Variables, variables, type Xfd } from "../../models/amx-xfd/variables.js";
import { type Version, versions } from "../../models/amx-xfd/versions.js";
import { fpstateXfd, xfdUpdateState } from "../../models/amx-xfd/xfd.js";
import {
  fpregsMarkActivate,
  init,
  kernel,
  machine,
  type Regime,
  runsInUserMode,
  task,
} from "../../models/machine/index.js";
import { code, nodesOf, type StepNode } from "../../src/model/code.js";
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

const { step, loop, leave, choose, atomic, userMode, syscall, fpregsLock } = kernel<Variables>();

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
    /** The machine's regime, changed as the program is, or more. */
    readonly regime?: (regime: Regime) => Regime;
    /** Another task that never asked for AMX, and so has XFD 1 and no tiles: of X4, X4a is claimed. */
    readonly withoutAmx?: boolean;
  } = {},
): Model {
  const found = versions[variant];
  if (found === undefined) throw new Error(`there is no version "${variant}"`);
  const version = { ...found, ...options.version };
  const setting = { ...initial, ...set };
  const { change = () => undefined, withoutAmx = false } = options;
  const userXfd: Readonly<Record<string, Xfd>> = {
    V: setting.qemuAmx ? 0 : 1,
    ...(setting.other && { O: withoutAmx ? 1 : 0 }),
  };
  const regime = deferredWithXfd(version, userXfd);
  const landed = version.design === "landed";
  const on = machine<Variables>({
    ...setting,
    regime: options.regime?.(regime) ?? {
      ...regime,
      returnToUser: rewritten(regime.returnToUser, change),
    },
    fair: "weak",
    tasks: { V: { owner: "user", guest: "guest" }, ...(setting.other && { O: {} }) },
  });
  const own = variables(on.variables, { userXfd, guestFpu: { xfd: landed ? 0 : 1, buffer: landed } });
  const program = rewritten(vcpuThread(version, setting), change);
  const other = withoutAmx ? loop(userMode(step("computes"))) : otherTask("O");
  return model({
    name: `amx-xfd@${variant}, altered`,
    variables: { ...own, vcpu: { ...own.vcpu, ...options.vcpu } },
    processes: on.processes(
      task<Variables>("V", { program }),
      ...(setting.other ? [task<Variables>("O", { program: other })] : []),
    ),
    properties: [
      ...claims(version, setting).filter(({ name }) => !withoutAmx || name !== claimNames.X4b),
      ...(options.also ?? []),
    ],
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

type Kernel = Context<Variables>;

/** What a step does, for one that does more. */
function does(node: StepNode, k: Kernel): void {
  // It was written for these variables; the types of nodes are erased.
  const body = node.body as ((k: Kernel) => undefined) | undefined;
  body?.(k);
}

/** Steps with a body of the test's own. */
const steps =
  (label: RegExp, body: (node: StepNode, k: Kernel) => void): Change =>
  (node) =>
    node.kind === "step" && label.test(node.label)
      ? [{ ...node, body: (k: Kernel) => void body(node, k) }]
      : undefined;

describe("O that never asked for AMX", () => {
  test("runs with XFD 0 by a guest's WRMSR of 0 in v6.19, and does not where the registers are loaded first", () => {
    const of = altered("v6.19", { hardIrqFpu: false }, { withoutAmx: true });
    expect(fallen(of)).toEqual({ X4a: "3:2p1z:11" });
    expect(fallen(altered("v6.19", {}, { withoutAmx: true }))).toEqual({ X4a: "3:2p1z:11" });
    expect(fallen(altered("loads-first", {}, { withoutAmx: true }))).toEqual({});
  });

  test("needs a write of 0 that exits though 0 is there", () => {
    const [verdict] = check(altered("v6.19", {}, { withoutAmx: true }), {
      properties: [claimNames.X4a],
    }).verdicts;
    const acts = verdict?.kind === "violated" ? verdict.trace.steps.flatMap((each) => each.acts) : [];
    expect(acts.map(({ label }) => label)).toContain("fpu_update_guest_xfd(0)");
  });
});

describe("KVM_SET_MSRS of IA32_XFD, from reading the code alone", () => {
  /** In user mode, between two KVM_RUNs: fpu_update_guest_xfd with the guest's fpstate not in use. */
  const change: Change = (node) => {
    if (node.kind !== "mode") return undefined;
    const [inner] = node.body;
    if (inner?.kind !== "step" || inner.label !== "ioctl(KVM_RUN)") return undefined;
    const sets = step("fpu_update_guest_xfd(1)", ({ vcpu, current }) => {
      // What b45f72177594 asks about is the thread's flag, which is QEMU's here.
      if (current.needFpuLoad) current.guestFpu = init;
      vcpu.guestFpu.xfd = 1;
      vcpu.passthrough = true;
      vcpu.ghost.xfd = 1;
      if (vcpu.ghost.expects === "what it wrote") vcpu.ghost.expects = "anything of its own";
    });
    const ioctl = [userMode(syscall("ioctl(KVM_SET_MSRS)")), fpregsLock(atomic("fpregs_lock", sets))];
    return nodesOf(loop(choose(ioctl, [code(node), leave])));
  };

  test("v6.19 still takes the host down", () => {
    const alone = { other: false, hardIrqFpu: false } as const;
    expect(fallen(altered("v6.19", alone))).toEqual({});
    expect(fallen(altered("v6.19", alone, { change }))).toEqual({ X1: "0:0:13", X7: "0:0:10" });
  });
});

describe("mistakes that one claim alone sees", () => {
  const alone = { other: false } as const;

  test("X9: a put that updates XFD and restores nothing", () => {
    const change = steps(/^XFD and XRSTOR$/, (node, k) => {
      if (k.current.fpstate === "guest_fpu") return does(node, k);
      xfdUpdateState(k);
      fpregsMarkActivate(k);
    });
    expect(fallen(altered("v6.19", alone, { change }))).toEqual({ X9: "0:0:8" });
  });

  test("X6: half of the synchronisation, of the cache or of the buffer", () => {
    const cacheAlone = steps(/^VM exit/, (node, k) => {
      const { xfd } = k.vcpu.guestFpu;
      does(node, k);
      k.vcpu.guestFpu.xfd = xfd;
    });
    const bufferAlone = steps(/^VM exit/, (node, k) => {
      const { xfdState } = k.here;
      does(node, k);
      k.here.xfdState = xfdState;
    });
    const { X6: buffer } = fallen(altered("v6.19", alone, { change: cacheAlone }));
    const { X6: cache } = fallen(altered("v6.19", alone, { change: bufferAlone }));
    expect([buffer, cache]).toEqual(["0:0:10", "0:0:10"]);
  });

  test("X2, relaxed: XRSTOR under XFD that leaves what the registers hold", () => {
    const change = steps(/^(XFD and XRSTOR|VM entry|load if TIF_NEED_FPU_LOAD)$/, (node, k) => {
      const { fpregs } = k.here;
      does(node, k);
      if (fpstateXfd(k) === 1 && k.here.fpregs === init) k.here.fpregs = fpregs;
    });
    const { X2: landed } = fallen(altered("v6.19", {}, { change }));
    const { X2: proposed } = fallen(altered("p-fix", { preservation: "strict" }, { change }));
    expect([landed, proposed]).toEqual(["0:1i:10", "0:1i:11"]);
  });

  test("a guest that writes 0 alone never gets to write XFD itself", () => {
    const never1: Change = (node) =>
      node.kind === "step" && node.label === "VM exit: WRMSR 1"
        ? [{ ...node, enabled: () => false }]
        : undefined;
    const anyWrite: Change = (node) =>
      never1(node) ??
      steps(/^fpu_update_guest_xfd\(0\)$/, (each, k) => {
        does(each, k);
        k.vcpu.passthrough = true;
      })(node);
    const itself = (change: Change): string | undefined =>
      check(altered("v6.19", {}, { change })).verdicts.find(({ property }) => property.startsWith("R4 "))
        ?.kind;
    expect([itself(never1), itself(anyWrite)]).toEqual(["unreached", "holds"]);
  });
});

test("to O and back: O has used AMX, V ran since, and O is in user mode with its latest tiles", () => {
  const back = reachable(
    "and back",
    (s: State) =>
      runsInUserMode(s, "O") &&
      s.contents.latest(s.task("O").fpu, "O") &&
      s.contents.latest(s.cpu(0).fpregs, "O"),
  );
  for (const variant of ["p-fix", "v6.19"]) {
    // O's image is initial until it is saved, and nothing but a switch to V saves it.
    const of = altered(
      variant,
      { hardIrqFpu: false },
      {
        also: [back],
        regime: (regime) => ({
          ...regime,
          initial: (named) => {
            const { cpu, task: variables } = regime.initial(named);
            return { cpu, task: named.name === "O" ? { ...variables, fpu: contents(init) } : variables };
          },
        }),
      },
    );
    expect(check(of, { properties: [back.name] }).verdicts.map(({ kind }) => kind)).toEqual(["holds"]);
  }
});

test("what may strike before each step of the vCPU thread, as proposed and as landed", async () => {
  for (const variant of ["p-fix", "v6.19"]) {
    const text = modelText(amxXfd.instance(variant).model);
    const begins = text.indexOf("\nV (");
    const shown = text.slice(begins + 1, text.indexOf("\n\n", begins));
    await expect(`${shown}\n`).toMatchFileSnapshot(`show/amx-xfd-${variant}.txt`);
  }
});
