/** Tables of families × variants: their rows, and the tests that they declare. */

import { check, expectedVerdicts } from "preempt";
import { explore } from "preempt/vitest";
import { describe, expect, test } from "vitest";
import { kvmVcpuReset } from "../../models/kvm-vcpu-reset/index.js";
import { lockOrder } from "../../models/toys/lock-order.js";
import { lostUpdate } from "../../models/toys/lost-update.js";
import { philosophers } from "../../models/toys/philosophers.js";
import { machineClock } from "../../src/adapters/clock.js";
import { declareTests, type Here } from "../../src/adapters/declared-tests.js";
import { plainStyle } from "../../src/render/style.js";
import { said } from "./said.js";

describe("the rows of a table", () => {
  test("are one for each property of each instance, with what its variant states", () => {
    expect(expectedVerdicts(lostUpdate).map(({ name }) => name)).toEqual([
      'lost-update@broken: "no update is lost" is violated',
      'lost-update@broken: "both finish" holds',
      'lost-update@broken: "deadlock free" holds',
      'lost-update@atomic: "no update is lost" holds',
      'lost-update@atomic: "both finish" holds',
      'lost-update@atomic: "deadlock free" holds',
    ]);
  });

  test("name the parameters that are not at their initial value", () => {
    const names = expectedVerdicts(kvmVcpuReset, { variants: ["double"] }).map(
      ({ name }) => name.split(":")[0],
    );
    expect([...new Set(names)]).toEqual([
      "kvm-vcpu-reset@double",
      "kvm-vcpu-reset@double vcpu=ap",
      "kvm-vcpu-reset@double mpx=false",
      "kvm-vcpu-reset@double mpx=false vcpu=ap",
    ]);
  });

  test("are of the given variants, settings and properties", () => {
    const rows = expectedVerdicts(philosophers, {
      variants: ["all-right-handed"],
      settings: [{ n: "2" }, { n: "4" }],
      properties: ["deadlock free"],
    });
    expect(rows.map(({ name }) => name)).toEqual([
      'philosophers@all-right-handed n=2: "deadlock free" is violated',
      'philosophers@all-right-handed n=4: "deadlock free" is violated',
    ]);
  });

  test("of several families stand in their order", () => {
    const families = expectedVerdicts([lockOrder, lostUpdate]).map(({ instance }) => instance.family);
    expect([...new Set(families)]).toEqual(["lock-order", "lost-update"]);
  });
});

describe("by hand, test.each", () => {
  const rows = expectedVerdicts(lockOrder).map((row) => [row.name, row] as const);

  test.each(rows)("%s", (name, { instance, property, expected }) => {
    const [verdict] = check(instance.model, { properties: [property] }).verdicts;
    expect(verdict?.kind).toBe(expected);
    expect(expect.getState().currentTestName).toContain(name);
  });
});

describe("explore.each", () => {
  explore.each([lostUpdate, lockOrder]);
  explore.each(philosophers, {
    variants: ["all-right-handed"],
    settings: [{ n: "4" }],
    properties: ["deadlock free"],
    timeout: 60_000,
  });
});

describe("what explore.each declares", () => {
  const here: Here = { style: plainStyle(), clock: machineClock, limit: undefined };

  /** The tests that are declared, by name, without being run. */
  function declared(
    ...given: Parameters<typeof declareTests> extends [unknown, ...infer Rest] ? Rest : never
  ) {
    const tests = new Map<
      string,
      { readonly run: (at: Here) => void; readonly timeout: number | undefined }
    >();
    declareTests((name, run, timeout) => tests.set(name, { run, timeout }), ...given);
    return tests;
  }

  /** A family that states of its broken version that it is sound, and of its sound one that it is broken. */
  const wrong = {
    ...lostUpdate,
    instances: () =>
      lostUpdate.instances().map((instance) => ({
        ...instance,
        violated: instance.variant === "broken" ? ["both finish"] : ["no update is lost"],
      })),
  };

  test("fails where a family states what is not so", () => {
    const tests = declared(wrong);
    const failing = [...tests].map(([name, { run }]) => {
      try {
        run(here);
        return `${name}: passes`;
      } catch (error) {
        return `${name}: ${String(error).split("\n")[0]}`;
      }
    });
    expect(failing).toEqual([
      'lost-update@broken: "no update is lost" holds: Error: the family states that it holds, and it is violated',
      'lost-update@broken: "both finish" is unreached: Error: the family states that it is unreached, and it holds',
      'lost-update@broken: "deadlock free" holds: passes',
      'lost-update@atomic: "no update is lost" is violated: Error: the family states that it is violated, and it holds',
      'lost-update@atomic: "both finish" holds: passes',
      'lost-update@atomic: "deadlock free" holds: passes',
    ]);
  });

  test("shows the trace of that property alone, and how to replay it", () => {
    const run = declared(wrong).get('lost-update@broken: "no update is lost" holds')?.run;
    const message = said(() => run?.(here));
    expect(message).toMatch(/VIOLATED {2}no update is lost\n/);
    expect(message).not.toMatch(/both finish/);
    expect(message).toMatch(/\nreplay: npx preempt replay lost-update@broken "[^"]+"\n/);
  });

  test("explores each instance once, whichever of its tests runs first", () => {
    let explored = 0;
    const stop = (): undefined => {
      explored += 1;
    };
    const tests = [...declared(lostUpdate).values()];
    const counts = tests.map(({ run }) => {
      const before = explored;
      run({ ...here, limit: stop });
      return explored > before;
    });
    expect(counts).toEqual([true, false, false, true, false, false]);
  });

  test("fails where the search was cut, unless that is accepted", () => {
    const options = { maxStates: 1, properties: ["no update is lost"], variants: ["atomic"] };
    const [{ run } = { run: () => {} }] = declared(lostUpdate, options).values();
    expect(said(() => run(here))).toMatch(/^inconclusive: neither shown nor refuted\n/);
    const [accepted] = declared(lostUpdate, { ...options, inconclusive: "accept" }).values();
    accepted?.run(here);
  });

  test("what is accepted, and was not seen, is not what is to be reached", () => {
    const options = { maxStates: 1, inconclusive: "accept", properties: ["both finish"] } as const;
    const [broken] = declared(lostUpdate, options).values();
    expect(said(() => broken?.run(here))).toMatch(
      /^the family states that it holds, and it is inconclusive\n/,
    );
  });

  test("what is accepted, and was not seen, is not what is to be violated", () => {
    const options = { maxStates: 1, inconclusive: "accept", properties: ["no update is lost"] } as const;
    const [broken, atomic] = declared(lostUpdate, options).values();
    expect(said(() => broken?.run(here))).toMatch(
      /^the family states that it is violated, and it is inconclusive\n/,
    );
    atomic?.run(here);
  });

  test("hands the limit of each test to the runner", () => {
    const limits = (timeout?: number) => [
      ...new Set(
        [...declared(lostUpdate, timeout === undefined ? {} : { timeout }).values()].map(
          (each) => each.timeout,
        ),
      ),
    ];
    expect(limits(9_000)).toEqual([9_000]);
    expect(limits()).toEqual([undefined]);
  });
});
