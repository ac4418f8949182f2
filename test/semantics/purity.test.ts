/** User code must depend on the variables alone: what is found when it does not. */

import { check, language, type Model, type MutexHandle, model, mutex, type ProcessView } from "preempt";
import { describe, expect, test } from "vitest";
import { complaint } from "../model/complaint.js";

const variables = { x: 0, y: 0, m: mutex(), vcpu: { loaded: false } };
const { step, when, loop, process, always, deadlockFree } = language<typeof variables>();

type Options = Parameters<typeof step>[2];
type Body = NonNullable<Parameters<typeof step>[1]>;
type K = Parameters<Body>[0];

const claims = [deadlockFree()];

const step1 = (body: (k: K) => void, options: Options = {}): Model => stepping([body], options);

/** A model in which A takes a step for each of `bodies`, "step 1" and so on. */
function stepping(bodies: readonly ((k: K) => void)[], options: Options = {}): Model {
  const program = bodies.map((body, i) =>
    step(
      `step ${i + 1}`,
      (k) => {
        body(k);
      },
      options,
    ),
  );
  return model({ name: "bad", variables, processes: [process("A", { program })], properties: claims });
}

describe("code that does two things in the same state", () => {
  let counter = 0;
  const odd = (): boolean => counter++ % 2 === 1;
  let captured = 0;
  const rows: readonly {
    readonly what: string;
    readonly made: () => Model;
    readonly says: readonly string[];
  }[] = [
    {
      what: "a body reads the clock",
      made: () =>
        step1((k) => {
          k.x = performance.now();
        }),
      says: ['step "step 1" of A', "it read no variable", "the clock"],
    },
    {
      what: "a body reads a clock that ticks once in a millisecond",
      made: () =>
        step1((k) => {
          k.x = k.y + Date.now();
        }),
      says: ['step "step 1" of A', "it read y", "the clock"],
    },
    {
      what: "a body is random",
      made: () =>
        step1((k) => {
          k.x = Math.random();
        }),
      says: ['step "step 1" of A', "randomness"],
    },
    {
      what: "a body writes at random",
      made: () =>
        step1((k) => {
          if (Math.random() < 0.5) k.x = 1;
        }),
      says: ['step "step 1" of A', "randomness"],
    },
    {
      what: "a body counts its executions",
      made: () =>
        step1((k) => {
          k.vcpu.loaded = odd();
        }),
      says: ['step "step 1" of A', "a variable of the program"],
    },
    {
      what: "a body halts by turns",
      made: () =>
        step1((k) => {
          if (odd()) k.halt("panic");
        }),
      says: ['step "step 1" of A'],
    },
    {
      what: "a body offers two choices by turns",
      made: () =>
        step1((k) => {
          k.x = k.choose(odd() ? [0, 1] : [0, 1, 2]);
        }),
      says: ['step "step 1" of A'],
    },
    {
      what: "a guard counts",
      made: () => step1(() => {}, { enabled: odd }),
      says: ['the guard of step "step 1" of A'],
    },
    {
      what: "a condition counts",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [process("A", { program: when("on?", odd, []) })],
          properties: claims,
        }),
      says: ['the condition "on?" of A'],
    },
    {
      what: "a cost counts",
      made: () => step1(() => {}, { cost: () => (odd() ? "preemption" : "nothing") }),
      says: ['the cost of step "step 1" of A'],
    },
    {
      what: "a predicate counts",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [process("A", { program: step("go") })],
          properties: [always("p", odd)],
        }),
      says: ['the predicate of "p"'],
    },
    {
      what: "a captured variable that another step changes",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [
            process("A", {
              program: [
                step("use", (k) => {
                  k.y = captured;
                }),
                step("change", () => {
                  captured = 1;
                }),
              ],
            }),
          ],
          properties: claims,
        }),
      says: ['step "use" of A', "a variable of the program that a step changes"],
    },
    {
      what: "a captured variable that hands a value to another process",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [
            process("A", {
              program: loop(
                step("change", (k) => {
                  captured = k.x;
                  k.x = (k.x + 1) % 3;
                }),
              ),
            }),
            process("B", {
              program: step("use", (k) => {
                k.y = captured;
              }),
            }),
          ],
          properties: claims,
        }),
      says: ['step "use" of B', "a variable of the program that a step changes"],
    },
    {
      what: "a captured variable, in a guard",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [
            process("A", {
              program: loop(
                step("change", (k) => {
                  captured = k.x;
                  k.x = (k.x + 1) % 3;
                }),
              ),
            }),
            process("B", {
              program: step("use", undefined, { enabled: () => captured === 2 }),
              mayWait: true,
            }),
          ],
          properties: claims,
        }),
      says: ['the guard of step "use" of B', "a variable of the program that a step changes"],
    },
    {
      what: "a captured variable, in a predicate",
      made: () =>
        model({
          name: "bad",
          variables,
          processes: [
            process("A", {
              program: loop(
                step("change", (k) => {
                  captured = k.x;
                  k.x = (k.x + 1) % 3;
                }),
              ),
            }),
          ],
          properties: [always("p", () => captured < 2)],
        }),
      says: ['the predicate of "p"', "a variable of the program that a step changes"],
    },
  ];
  for (const { what, made, says } of rows) {
    test(what, () => {
      const message = complaint(() => check(made()));
      for (const part of [...says, "did two things in the same state", 'in model "bad"'])
        expect(message).toContain(part);
    });
  }
});

describe("a draft is dead after its step", () => {
  let k1: K | undefined;
  let group: { loaded: boolean } | undefined;
  let mutexOf: MutexHandle | undefined;
  let view: ProcessView | undefined;
  let tool: ((why: string) => void) | undefined;
  const keep = (k: K): void => {
    k1 = k;
    group = k.vcpu;
    mutexOf = k.m;
    view = k.process("A");
    tool = k.halt;
  };
  const rows: readonly { readonly what: string; readonly use: (k: K) => unknown }[] = [
    { what: "read", use: () => k1?.x },
    {
      what: "written",
      use: () => {
        if (k1) k1.x = 1;
      },
    },
    { what: "read in a group", use: () => group?.loaded },
    {
      what: "written in a group",
      use: () => {
        if (group) group.loaded = true;
      },
    },
    { what: "asked who holds a mutex", use: () => mutexOf?.holder },
    { what: "asked whether a process has finished", use: () => view?.finished },
    { what: "asked where a process is", use: () => view?.at("step 1") },
    { what: "asked for attributes", use: () => view?.in("irqs off") },
    { what: "used to choose", use: () => k1?.choose([1, 2]) },
    { what: "used to halt, by a tool that was kept", use: () => tool?.("panic") },
    { what: "listed", use: () => Object.keys(k1 ?? {}) },
  ];

  for (const { what, use } of rows) {
    test(`kept and ${what} in a later step`, () => {
      const later = (k: K): void => {
        use(k);
        k.y = 1;
      };
      const message = complaint(() => check(stepping([keep, later])));
      for (const part of [
        'a draft of step "step 1" of A',
        "after it had ended",
        "take the values out",
        'schedule "A"',
      ])
        expect(message).toContain(part);
    });
  }

  for (const { what, use } of rows) {
    test(`kept and ${what} after the search`, () => {
      check(step1(keep));
      const message = complaint(() => {
        // Only a step's own context is at hand there; no row of the table needs it after the search.
        use(undefined as unknown as K);
      });
      for (const part of ['a draft of step "step 1" of A', "after it had ended"])
        expect(message).toContain(part);
    });
  }

  test("kept by a predicate", () => {
    let kept: { readonly x: number } | undefined;
    const property = always("p", (s) => {
      kept = s;
      return true;
    });
    check(
      model({
        name: "good",
        variables,
        processes: [process("A", { program: step("go") })],
        properties: [property],
      }),
    );
    expect(complaint(() => kept?.x)).toContain('a draft of the predicate of "p" was used after it had ended');
  });

  test("the values that were taken out of it live on", () => {
    let seen: number | undefined;
    check(
      step1((k) => {
        seen = k.x;
      }),
    );
    expect(seen).toBe(0);
  });
});

describe("pure code raises no alarm", () => {
  const rows: readonly { readonly what: string; readonly made: () => Model }[] = [
    { what: "a body that does nothing", made: () => step1(() => {}) },
    {
      what: "a captured constant",
      made: () => {
        const c = 5;
        return step1((k) => {
          k.x = c;
        });
      },
    },
    {
      what: "a loop that ends",
      made: () =>
        step1((k) => {
          for (let i = 0; i < 10; i++) k.x += 1;
        }),
    },
    {
      what: "destructuring",
      made: () =>
        step1(({ vcpu: { loaded }, x }) => {
          expect([loaded, x]).toEqual([false, 0]);
        }),
    },
    {
      what: "spreading",
      made: () =>
        step1((k) => {
          expect({ ...k.vcpu }).toEqual({ loaded: false });
        }),
    },
    {
      what: "JSON",
      made: () =>
        step1((k) => {
          expect(JSON.stringify(k.vcpu)).toBe('{"loaded":false}');
        }),
    },
    {
      what: "asking what there is",
      made: () =>
        step1((k) => {
          expect(["x" in k, "z" in k]).toEqual([true, false]);
        }),
    },
  ];
  for (const { what, made } of rows) {
    test(what, () => {
      expect(check(made()).verdicts).toEqual([{ kind: "holds", property: "deadlock free" }]);
    });
  }
});
