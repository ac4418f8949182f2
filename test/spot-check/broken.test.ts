/** A space that says what is not so, and a search that leaves out what it may not, are found by an audit. */

import { type CheckOptions, check, isModelError, language, model } from "preempt";
import { describe, expect, test } from "vitest";
import { usualSizes } from "../../src/kernel/sizes.js";
import type { Variable } from "../../src/model/variables.js";
import type { Interpreter } from "../../src/semantics/interpreter.js";
import type { KnownViews } from "../../src/space/known-views.js";
import type { Moves } from "../../src/space/space.js";
import { TableSpace } from "../../src/tables/table-space.js";

const variables = { x: 0, y: 0 };
const { step, process, never, assertion } = language<typeof variables, { n: number }>();

/** Two processes; each has a step that the other does not see, and one that it does. */
const small = model({
  name: "small",
  variables,
  processes: (["A", "B"] as const).map((name) =>
    process(name, {
      locals: { n: 0 },
      program: [
        step("privately", (k) => {
          k.my.n = k.choose([1, 2]);
        }),
        step("add", (k) => {
          k.x += k.my.n;
          k.assert("small", k.x < 4);
        }),
        step(
          "look",
          (k) => {
            k.y = k.x;
          },
          { cost: (k) => (k.x > 2 ? "interrupt" : "nothing") },
        ),
      ],
    }),
  ),
  properties: [never("y is 9", (s) => s.y === 9), assertion("small")],
});

/** Tables in whose moves something is changed, once it is there. */
function broken(change: (moves: Moves) => void): NonNullable<CheckOptions["space"]> {
  class Broken extends TableSpace {
    override expand(states: Int32Array, count: number, into: Moves): void {
      super.expand(states, count, into);
      change(into);
    }
  }
  return (interpreter, leftOut) => new Broken(interpreter, usualSizes, leftOut);
}

/** What an audit says; it is never the model's fault. */
function said(options: CheckOptions): string {
  try {
    check(small, { recheck: 0, ...options });
  } catch (error) {
    expect(isModelError(error)).toBe(false);
    return (error as Error).message;
  }
  return "nothing";
}

/** Changes a number of the first move that `is` meant. */
const one =
  (field: "outcome" | "cost" | "failures" | "target", to: number, is: (moves: Moves, m: number) => boolean) =>
  (moves: Moves): void => {
    for (let m = 0; m < moves.length; m++) {
      if (!is(moves, m)) continue;
      moves[field][m] = to;
      return;
    }
  };

describe("a space that is broken", () => {
  test.each<[string, (moves: Moves) => void, RegExp]>([
    [
      "a move is missing",
      (moves) => {
        if (moves.length > 0) moves.length -= 1;
      },
      /[AB] has \d outcomes for the search, and \d for the reference/,
    ],
    [
      "it leads elsewhere",
      one("target", 0, (moves, m) => moves.target[m] === 5),
      /outcome \d of [AB], ".*", leads to .* = .* for the search, and to .* for the reference semantics/,
    ],
    [
      "it costs something",
      one("cost", 7, (moves, m) => moves.cost[m] === 1),
      /"look", costs 7 for the search, and 1 /,
    ],
    [
      "it fails nothing",
      one("failures", 0, (moves, m) => moves.failures[m] !== 0),
      /"add", fails none for the search, and "small" for/,
    ],
    ["it has another number", one("outcome", 3, (moves, m) => moves.outcome[m] === 1), /has the number 3 /],
  ])("%s", (_, change, why) => {
    const message = said({ space: broken(change), audit: { share: 1 } });
    expect(message).toMatch(/^the audit found a fault of preempt, not of the model: /);
    expect(message).toMatch(why);
    expect(said({ space: broken(() => undefined), audit: { share: 1 } })).toBe("nothing");
  });

  test("a share finds it where it draws the state, the same one for the same seed", () => {
    const space = broken(one("cost", 7, (moves, m) => moves.cost[m] === 1));
    const found = Array.from(
      { length: 20 },
      (_, seed) => said({ space, audit: { share: 0.05, seed } }) !== "nothing",
    );
    const again = Array.from(
      { length: 20 },
      (_, seed) => said({ space, audit: { share: 0.05, seed } }) !== "nothing",
    );
    expect(again).toEqual(found);
    expect(new Set(found)).toEqual(new Set([true, false]));
  });
});

/** Tables that forget that anybody reads or writes `variable`. */
function forgetful(variable: number): NonNullable<CheckOptions["space"]> {
  class Forgetful extends TableSpace {
    override knownViews(): KnownViews {
      const known = super.knownViews();
      const others = <R extends { readonly variable: number }>(reads: readonly R[]): readonly R[] =>
        reads.filter((read) => read.variable !== variable);
      return {
        get views() {
          return known.views.map((view) => ({
            ...view,
            reads: others(view.reads),
            own: others(view.own),
            outcomes: view.outcomes.map((outcome) => ({
              ...outcome,
              writes: outcome.writes.filter(([written]) => written !== variable),
            })),
          }));
        },
        get predicates() {
          return known.predicates.map((each) => ({ ...each, reads: others(each.reads) }));
        },
        get knowledge() {
          return known.knowledge;
        },
        isConstant: (index) => known.isConstant(index),
        classOf: (projection, value) => known.classOf(projection, value),
        questionOf: (projection) => known.questionOf(projection),
      };
    }
  }
  return (interpreter: Interpreter, leftOut: ReadonlySet<Variable>) =>
    new Forgetful(interpreter, usualSizes, leftOut);
}

describe("an independence that is none", () => {
  const variable = small.layout.variables.find(({ name }) => name === "x")?.index ?? -1;
  const options: CheckOptions = { strategy: "reduced", properties: ["y is 9"], audit: { share: 1 } };

  test("is found", () => {
    expect(said({ ...options, space: forgetful(variable) })).toMatch(
      /^the audit found a fault of preempt, not of the model: behind the schedule "[^"]+" "(add|look)" of [AB] /,
    );
  });

  test("is none where nothing is forgotten", () => {
    expect(said(options)).toBe("nothing");
    expect(check(small, options).grounds.audited?.choices).toBeGreaterThan(0);
  });
});

test.each<[CheckOptions["audit"], RegExp]>([
  [{ share: 0 }, /share of 0: it is to be above 0, and 1 at most/],
  [{ share: 1.5 }, /share of 1.5/],
  [{ share: Number.NaN }, /share of NaN/],
  [{ share: 1, seed: -1 }, /audit.seed is to be a whole number from 0 on; it is -1/],
])("%j is refused", (audit, why) => {
  expect(() => check(small, { audit })).toThrow(why);
});

test("so are searches that cannot be listened to", () => {
  for (const strategy of ["bounded", "dpor", "random-walk", "pct"] as const)
    expect(() => check(small, { strategy, audit: { share: 1 } })).toThrow(
      /an audit goes with the strategies exhaustive and reduced/,
    );
});
