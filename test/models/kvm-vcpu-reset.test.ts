/**
 * What is found in kvm_vcpu_reset, exactly: the verdicts worked out by hand for each version on each host, the least cost
 * of each counterexample, the size of each space.
 */

import { check, type Instance, type Report, schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { kvmVcpuReset } from "../../models/kvm-vcpu-reset/index.js";
import { expectedOf } from "../../src/render/matrix.js";
import { replay } from "../../src/trace/replay.js";

/**
 * A row for each instance. States and moves; by property, the steps of the least trace that breaks it, which never has a
 * preemption or another event, or - where it holds; by reachability claim, the steps of the least witness, or never where
 * it rightly cannot be reached.
 */
const table = `
variant   mpx cet vcpu states moves J1 J2 J3 J4 J5 J6 run uninit get create later
old       yes  no  bsp    438   702  -  -  -  -  -  -  28  never  11      1    25
old       yes  no   ap   1282  2423  -  -  -  -  -  -  43     13  11      1    27
old        no  no  bsp    390   630  -  -  -  -  -  -  24  never   9      1    21
old        no  no   ap   1230  2349  -  -  -  -  -  -  37     11   9      1    23
queue     yes  no  bsp   2103  3529  3  -  - 19  5  3  19  never  10      1    23
queue     yes  no   ap   4725  8941  3  -  - 33  5  3  33     12  10      1    25
queue      no  no  bsp    256   433  -  -  -  -  -  -  15  never   8      1    19
queue      no  no   ap    732  1426  -  -  -  -  -  -  27     10   8      1    21
fix-1     yes  no  bsp    632  1060 10 18 15  - 23 10  19  never   9      1    23
fix-1     yes  no   ap   1800  3457 10 18 15  - 25 10  34     11   9      1    25
fix-1      no  no  bsp    256   433  -  -  -  -  -  -  15  never   8      1    19
fix-1      no  no   ap    732  1426  -  -  -  -  -  -  27     10   8      1    21
fix-2     yes  no  bsp    610  1027 10 17 15  - 23 10  19  never   9      1    23
fix-2     yes  no   ap   1497  2872 10 17 15  - 25 10  34     12   9      1    25
fix-2      no  no  bsp    246   418  -  -  -  -  -  -  15  never   8      1    19
fix-2      no  no   ap    689  1333  -  -  -  -  -  -  27     11   8      1    21
fix-3     yes  no  bsp    227   388  -  -  -  -  -  -  19  never  10      1    25
fix-3     yes  no   ap    593  1146  -  -  -  -  -  -  36     12  10      1    27
fix-3      no  no  bsp    246   418  -  -  -  -  -  -  15  never   8      1    19
fix-3      no  no   ap    689  1333  -  -  -  -  -  -  27     11   8      1    21
fix-3-cet yes yes  bsp    227   388  -  -  -  -  -  -  19  never  10      1    25
fix-3-cet yes yes   ap    593  1146  -  -  -  -  -  -  36     12  10      1    27
fix-3-cet yes  no  bsp    227   388  -  -  -  -  -  -  19  never  10      1    25
fix-3-cet yes  no   ap    593  1146  -  -  -  -  -  -  36     12  10      1    27
fix-3-cet  no yes  bsp    610  1027 10 17 15  - 23 10  19  never   9      1    23
fix-3-cet  no yes   ap   1497  2872 10 17 15  - 25 10  34     12   9      1    25
fix-3-cet  no  no  bsp    246   418  -  -  -  -  -  -  15  never   8      1    19
fix-3-cet  no  no   ap    689  1333  -  -  -  -  -  -  27     11   8      1    21
fix-4     yes yes  bsp    272   457  -  -  -  -  -  -  21  never  10      1    23
fix-4     yes yes   ap    729  1389  -  -  -  -  -  -  35     13  10      1    25
fix-4     yes  no  bsp    272   457  -  -  -  -  -  -  21  never  10      1    23
fix-4     yes  no   ap    729  1389  -  -  -  -  -  -  35     13  10      1    25
fix-4      no yes  bsp    272   457  -  -  -  -  -  -  21  never  10      1    23
fix-4      no yes   ap    729  1389  -  -  -  -  -  -  35     13  10      1    25
fix-4      no  no  bsp    246   418  -  -  -  -  -  -  15  never   8      1    19
fix-4      no  no   ap    689  1333  -  -  -  -  -  -  27     11   8      1    21
double    yes  no  bsp   1143  1907 10  8 15  - 18 10  20  never   9      1    24
double    yes  no   ap   3120  6032 10 17 15  - 26 10  35     12   9      1    26
double     no  no  bsp    453   760 16  7  -  - 17  -  16  never   8      1    20
double     no  no   ap   1382  2682 22 15  -  - 23  -  28     11   8      1    22
`;

/** The columns of the table after the sizes, by what they are called in the model. */
const claims: Readonly<Record<string, string>> = {
  J1: "J1 kvm_put_guest_fpu only when loaded",
  J2: "J2 kvm_load_guest_fpu only when not loaded",
  J3: "J3 user mode only when put",
  J4: "J4 VM entry only when loaded",
  J5: "J5 everyone has their own registers",
  J6: "J6 no bad FPU state",
  run: "the guest runs after INIT inside KVM_RUN",
  uninit: "INIT taken by an uninitialised vCPU",
  get: "INIT taken by KVM_GET_MP_STATE",
  create: "reset when the vCPU is created",
  later: "the guest runs in a KVM_RUN after an INIT",
};

type Row = Readonly<Record<string, string>>;

const [columns = [], ...cells] = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/ +/));

const rows: readonly Row[] = cells.map((row) =>
  Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ""])),
);

/** What is violated by section 6 of the facts, in words: a version, the hosts it is violated on, and the claims. */
const facts: readonly {
  readonly variants: readonly string[];
  readonly hosts: (row: Row) => boolean;
  readonly violated: string;
}[] = [
  { variants: ["old", "fix-3", "fix-4"], hosts: () => true, violated: "" },
  { variants: ["queue"], hosts: ({ mpx }) => mpx === "yes", violated: "J1 J4 J5 J6" },
  { variants: ["fix-1", "fix-2"], hosts: ({ mpx }) => mpx === "yes", violated: "J1 J2 J3 J5 J6" },
  {
    variants: ["fix-3-cet"],
    hosts: ({ mpx, cet }) => mpx === "no" && cet === "yes",
    violated: "J1 J2 J3 J5 J6",
  },
  { variants: ["double"], hosts: ({ mpx }) => mpx === "yes", violated: "J1 J2 J3 J5 J6" },
  // Two loads and two puts do not need a reset: facts 2.e gives the trace, in one ioctl.
  { variants: ["double"], hosts: ({ mpx }) => mpx === "no", violated: "J1 J2 J5" },
  // Where reset clears nothing in memory, it has no put to misplace.
  { variants: ["queue", "fix-1", "fix-2"], hosts: ({ mpx }) => mpx === "no", violated: "" },
  { variants: ["fix-3-cet"], hosts: ({ mpx, cet }) => mpx === "yes" || cet === "no", violated: "" },
];

const yes = (cell: string | undefined): string => String(cell === "yes");

const settings = ({ mpx, cet, vcpu = "" }: Row): Readonly<Record<string, string>> => ({
  mpx: yes(mpx),
  cet: yes(cet),
  vcpu,
});

const titled = (row: Row): string => {
  const { variant } = row;
  const set = Object.entries(settings(row)).map((each) => each.join("="));
  return `${variant} ${set.join(" ")}`;
};

function instanceOf(row: Row, more: Readonly<Record<string, string>> = {}): Instance {
  const { variant = "" } = row;
  return kvmVcpuReset.instance(variant, { ...settings(row), ...more });
}

/** What a report comes to, in the words of the table. */
function cellsOf({ verdicts, grounds }: Report): Row {
  const found = Object.entries(claims).map(([column, name]) => {
    const verdict = verdicts.find(({ property }) => property === name);
    if (verdict?.kind === "violated") {
      const { preemptions, events, steps } = verdict.trace.cost;
      return [column, preemptions + events === 0 ? String(steps) : `${preemptions}p ${events}e ${steps}s`];
    }
    if (verdict?.kind !== "holds") return [column, verdict?.kind ?? "not there"];
    return [
      column,
      verdict.witness === undefined
        ? verdict.impossible === undefined
          ? "-"
          : "never"
        : String(verdict.witness.cost.steps),
    ];
  });
  const size = [
    ["states", String(grounds.states)],
    ["moves", String(grounds.transitions)],
  ];
  return Object.fromEntries([...size, ...found]);
}

describe("kvm-vcpu-reset", () => {
  test.each(rows.map((row) => [titled(row), row] as const))("%s", (_, row) => {
    const instance = instanceOf(row);
    const report = check(instance.model, { witnesses: true });
    const { variant: _variant, mpx: _mpx, cet: _cet, vcpu: _vcpu, ...expected } = row;
    expect(cellsOf(report)).toEqual(expected);
    expect(report.verdicts.map(({ property }) => property)).toEqual(Object.values(claims));
    const violated = report.verdicts
      .filter(({ kind }) => kind === "violated")
      .map(({ property }) => property);
    expect(violated).toEqual(instance.violated);
    expect(report.grounds.exhausted).toBe(true);
  });

  test("the table has every instance that check --all goes through", () => {
    const sorted = (all: readonly string[]): readonly string[] => [...all].sort();
    expect(sorted(rows.map(titled))).toEqual(
      sorted(
        kvmVcpuReset.instances().map(
          ({ variant, parameters }) =>
            `${variant} ${Object.entries(parameters)
              .map((each) => each.join("="))
              .join(" ")}`,
        ),
      ),
    );
  });

  test("the table agrees with the facts", () => {
    for (const row of rows) {
      const { variant = "" } = row;
      const stated = facts.filter(({ variants, hosts }) => variants.includes(variant) && hosts(row));
      expect(
        stated.map(({ violated }) => violated),
        titled(row),
      ).toHaveLength(1);
      const violated = ["J1", "J2", "J3", "J4", "J5", "J6"].filter((claim) => row[claim] !== "-");
      expect(violated.join(" "), titled(row)).toBe(stated[0]?.violated);
    }
  });

  test("CET makes no difference to a version that does not clear it, so its instances are left out", () => {
    const blind = rows.filter(
      ({ variant = "", cet }) => cet === "no" && !["fix-3-cet", "fix-4"].includes(variant),
    );
    for (const row of blind) {
      const { variant: _variant, mpx: _mpx, cet: _cet, vcpu: _vcpu, ...expected } = row;
      expect(
        cellsOf(check(instanceOf(row, { cet: "true" }).model, { witnesses: true })),
        titled(row),
      ).toEqual(expected);
    }
  });

  test("double breaks J1, J2, J3, J5 and J6, each with a trace of its own", () => {
    const { model } = kvmVcpuReset.instance("double");
    const traces = check(model).verdicts.flatMap((verdict) =>
      verdict.kind === "violated" ? [verdict.trace] : [],
    );
    expect(
      traces.map((trace) => [
        trace.property.name.slice(0, 2),
        schedule(trace).replaceAll("~ ", ""),
        trace.cost.preemptions + trace.cost.events,
        trace.seen,
        trace.damage?.step,
      ]),
    ).toEqual([
      ["J1", "vCPU*4 vCPU/2 other-vCPU vCPU*4", 0, 10, undefined],
      ["J2", "vCPU*4 vCPU/1 vCPU*3", 0, 8, 6],
      ["J3", "vCPU*4 vCPU/2 other-vCPU vCPU*9", 0, 15, 12],
      ["J5", "vCPU*4 vCPU/1 vCPU*8 vCPU/1*2 vCPU*3", 0, 18, 6],
      ["J6", "vCPU*4 vCPU/2 other-vCPU vCPU*4", 0, 10, undefined],
    ]);
    for (const trace of traces) expect(replay(model, trace).kind, trace.property.name).toBe("same");
  });
});

describe("every family of the catalogue violates what it says it does, and nothing else", () => {
  // Families on the machine have tables of their own: see catalogue.test.ts.
  const onMachine = ({ model }: Instance): boolean =>
    model.layout.variables.some(({ name }) => name === "cpu(0).running");
  const others = families.filter(({ name }) => name !== kvmVcpuReset.name);
  const instances = others.flatMap((family) => family.instances()).filter((each) => !onMachine(each));
  test.each(instances.map((instance) => [instance.model.name, instance.parameters, instance] as const))(
    "%s %j",
    (_name, _parameters, instance) => {
      const { verdicts } = check(instance.model);
      const expected = verdicts.map(({ property }) => [property, expectedOf(instance, property)]);
      expect(verdicts.map(({ property, kind }) => [property, kind])).toEqual(expected);
      for (const property of instance.violated)
        expect(verdicts.map((verdict) => verdict.property)).toContain(property);
    },
  );
});
