/** What an update may not do, and what is said of it. */

import { check, condition, indexed, language, type Model, model, mutex } from "preempt";
import { describe, expect, test } from "vitest";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { complaint } from "../model/complaint.js";

const variables = {
  x: 0,
  y: 0,
  who: null as string | null,
  m: mutex(),
  c: condition(),
  vcpu: { loaded: false },
  cpu: indexed(2, { r: 0 }),
};
const locals = { n: 0 };
const { step, when, process, always, assertion } = language<typeof variables, typeof locals>();
type K = Parameters<NonNullable<Parameters<typeof step>[1]>>[0];

const claims = [assertion("P"), always("fine", () => true)];

const stepping = (...bodies: readonly ((k: K) => void)[]): Model =>
  model({
    name: "bad",
    variables,
    processes: [
      process("A", {
        locals,
        program: bodies.map((body, i) =>
          step(`step ${i + 1}`, (k) => {
            body(k);
          }),
        ),
      }),
      process("B", {
        locals,
        program: step("x := 1", (k) => {
          k.x = 1;
        }),
      }),
    ],
    properties: claims,
  });

/** As it is without types: names and functions that would not compile. */
type Loose = (group: unknown, name: unknown, change: unknown) => void;
const loosely = (does: (update: Loose, k: K) => void): Model =>
  stepping((k) => {
    // What is refused here is refused by types, too.
    does(k.update as unknown as Loose, k);
  });

const same = <T>(value: T): T => value;
const inStep = 'step "step 1" of A';

/** Both spaces say so. */
function refused(made: () => Model, says: readonly string[], recheck = 500): void {
  const onTables = complaint(() => check(made(), { recheck }));
  const onReference = complaint(() => check(made(), { recheck, space: (i) => new ReferenceSpace(i) }));
  for (const part of [...says, 'in model "bad"']) {
    expect(onTables).toContain(part);
    expect(onReference).toContain(part);
  }
}

describe("is refused", () => {
  const rows: Readonly<Record<string, readonly [does: (update: Loose, k: K) => void, ...says: string[]]>> = {
    "an unknown variable": [(update, k) => update(k, "xx", same), 'variable "xx"', "asked for by", inStep],
    "an unknown variable of a group": [
      (update, k) => update(k.vcpu, "load", same),
      'variable "load" in "vcpu"',
    ],
    "a mutex": [(update, k) => update(k, "m", same), 'assigned to "m", a mutex'],
    "a condition": [(update, k) => update(k, "c", same), 'assigned to "c", a condition'],
    "a group": [(update, k) => update(k, "vcpu", same), 'assigned to "vcpu", which is a group'],
    "an indexed group": [(update, k) => update(k, "cpu", same), 'assigned to "cpu", which is a group'],
    "why the run ended": [(update, k) => update(k, "halted", same), 'updated "halted"'],
    "a tool": [(update, k) => update(k, "choose", same), 'updated "choose"'],
    "the own locals as a whole": [(update, k) => update(k, "my", same), 'updated "my"'],
    "another process' local": [
      (update, k) => update(k.process("B").my, "n", same),
      inStep,
      'assigned to "B.n"',
    ],
    "what is no function": [(update, k) => update(k, "x", 1), 'updated "x" by a number'],
    "no function at all": [(update, k) => update(k, "x", undefined), 'updated "x" by a undefined'],
    "a string for a group": [(update) => update("vcpu", "loaded", same), "no group of variables"],
    "a number for a group": [(update) => update(1, "x", same), "no group of variables"],
    "nothing for a group": [(update) => update(undefined, "x", same), "no group of variables"],
    "a plain object for a group": [(update) => update({ x: 1 }, "x", same), "no group of variables"],
    "a function to a group for a group": [(update, k) => update(k.cpu, "r", same), "no group of variables"],
    "a mutex for a group": [(update, k) => update(k.m, "holder", same), "no group of variables"],
    "a name that is no string": [(update, k) => update(k, 1, same), "no group of variables"],
    "an index that there is not": [(update, k) => update(k.cpu(7), "r", same), 'no cpu "7"'],
    "here, for a process without a place": [
      (update, k) => update((k as K & { readonly here: unknown }).here, "r", same),
      "which cpu is its own",
    ],
  };
  test.each(Object.keys(rows))("%s", (what) => {
    const [does, ...says] = rows[what] ?? [() => {}];
    refused(() => loosely(does), says);
  });
});

describe("a function is refused that", () => {
  const made = `the update of "x" in ${inStep}`;
  const x = (change: (value: number, k: K) => unknown) => (): Model =>
    loosely((update, k) => update(k, "x", (value: number) => change(value, k)));
  const alone = "which sees its own value alone";
  const rows: Readonly<Record<string, readonly [made: () => Model, ...says: string[]]>> = {
    "returns nothing": [x(() => undefined), made, "undefined"],
    "returns NaN": [x((value) => value / value), made, "NaN"],
    "returns -0": [x(() => -0), made, "-0"],
    "returns a plain object": [x(() => ({})), made, "a plain object"],
    "returns a plain array": [x(() => []), made, "a plain array"],
    "returns a Promise": [x(async (value) => value), made, "a Promise"],
    "returns a function": [x(() => same), made, "a function"],
    throws: [x(() => JSON.parse("no")), made, "threw SyntaxError"],
    "throws for a later value": [
      x((value) => {
        if (value === 1) throw new Error("one");
        return 0;
      }),
      made,
      "threw Error: one",
    ],
    "returns nothing for a later value": [x((value) => (value === 1 ? undefined : 0)), made, "undefined"],
    "reads a variable": [x((_, k) => k.y), inStep, alone],
    "reads a group": [x((_, k) => Number(k.vcpu.loaded)), inStep, alone],
    "reads a local": [x((_, k) => k.my.n), inStep, alone],
    "reads a mutex": [x((_, k) => k.m.holder), inStep, alone],
    "looks at a process": [x((_, k) => Number(k.process("B").finished)), inStep, alone],
    assigns: [x((_, k) => (k.y = 1)), inStep, alone],
    chooses: [x((_, k) => k.choose([1, 2])), inStep, alone],
    fails: [x((_, k) => k.fail("P")), inStep, alone],
    halts: [x((_, k) => k.halt("over")), inStep, alone],
    updates: [x((_, k) => k.update(k, "y", same)), inStep, alone],
    "reads, and keeps it to itself": [
      x((_, k) => {
        try {
          return k.y;
        } catch {
          return 0;
        }
      }),
      inStep,
      alone,
    ],
  };
  test.each(Object.keys(rows))("%s", (what) => {
    const [model, ...says] = rows[what] ?? [x(same)];
    refused(model, says);
  });

  test("reads a variable, of a later value alone", () => {
    refused(
      x((value, k) => (value === 1 ? k.y : 0)),
      [inStep, alone],
    );
  });

  test("reads a variable, of a later value alone, and keeps it to itself", () => {
    const hiding = x((value, k) => {
      try {
        return value === 1 ? k.y : 0;
      } catch {
        return 0;
      }
    });
    refused(hiding, [inStep, alone]);
  });
});

describe("a draft that is dead", () => {
  let kept: K | undefined;
  const keep = (k: K): void => {
    kept = k;
  };
  const dead = "was used after it had ended";

  test("is refused as a group", () => {
    const late = (k: K): void => {
      if (kept) k.update(kept, "x", same);
    };
    refused(() => stepping(keep, late), ['a draft of step "step 1" of A', dead]);
  });
  test("is refused for its update", () => {
    const late = (k: K): void => kept?.update(k, "x", same);
    refused(() => stepping(keep, late), ['a draft of step "step 1" of A', dead]);
  });
  test("is refused in a function", () => {
    const late = (k: K): void => k.update(k, "x", () => kept?.y ?? 0);
    refused(() => stepping(keep, late), ['a draft of step "step 1" of A', dead]);
  });
});

describe("only a body updates", () => {
  const loose = (k: object): boolean => {
    // Types refuse what is tried here.
    (k as K).update(k as K, "x", same);
    return true;
  };
  const program = (part: ReturnType<typeof step>): Model =>
    model({
      name: "bad",
      variables,
      processes: [process("A", { locals, program: part })],
      properties: claims,
    });
  const rows: Readonly<Record<string, readonly [made: () => Model, who: string]>> = {
    "not a guard": [() => program(step("go", undefined, { enabled: loose })), 'the guard of step "go" of A'],
    "not a cost": [
      () => program(step("go", undefined, { cost: (k) => (loose(k) ? "nothing" : "sleep") })),
      'the cost of step "go" of A',
    ],
    "not a condition": [() => program(when("x?", loose, step("go"))), 'the condition "x?" of A'],
    "not a predicate": [
      () =>
        model({
          name: "bad",
          variables,
          processes: [process("A", { locals, program: step("go") })],
          properties: [always("all", loose)],
        }),
      'the predicate of "all"',
    ],
  };
  test.each(Object.keys(rows))("%s", (what) => {
    const [made, who] = rows[what] ?? [() => stepping(), ""];
    refused(made, [who, "used `update`, which only the body of a step may"]);
  });
});
