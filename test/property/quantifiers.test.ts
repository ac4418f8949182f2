/** Predicates over all of several things: they say what `every` and `some` say, in fewer views. */

import { exists, forAll, language, type Model, model, type Property, type StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { check } from "../../src/check.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";

const names = ["a", "b", "c", "d"] as const;
const variables = { a: 0, b: 0, c: 0, d: 0 };
type V = typeof variables;
type State = StateView<V>;

const { step, process, always, never, reachable } = language<V>();

/** Each of four processes counts a variable of its own to 4; then there are 5 to the power of 4 states. */
function counters(...properties: readonly Property<State>[]): Model<V> {
  const processes = names.map((name) =>
    process(name.toUpperCase(), {
      program: Array.from({ length: 4 }, () =>
        step(`${name}++`, (k) => {
          k[name] += 1;
        }),
      ),
    }),
  );
  return model({ name: "counters", variables, processes, properties });
}

const small = (s: State, name: keyof V): boolean => s[name] <= 4;
const four = (s: State, name: keyof V): boolean => s[name] === 4;
const three = (s: State, name: keyof V): boolean => s[name] === 3;

describe("a predicate over all of several things", () => {
  test("answers as `every` and `some` do", () => {
    const bad = { a: 4, b: 3, c: 0, d: 0 } as unknown as State;
    const all = { a: 4, b: 4, c: 4, d: 4 } as unknown as State;
    expect([forAll(names, four)(bad), forAll(names, four)(all), forAll([], four)(bad)]).toEqual([
      false,
      true,
      true,
    ]);
    expect([exists(names, four)(bad), exists(names, three)(all), exists([], four)(bad)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each<[string, (split: boolean) => Property<State>, string]>([
    [
      "always all",
      (split) => always("p", split ? forAll(names, small) : (s: State) => names.every((n) => small(s, n))),
      "holds",
    ],
    [
      "always all, broken",
      (split) =>
        always(
          "p",
          split ? forAll(names, (s: State, n) => !four(s, n)) : (s) => names.every((n) => !four(s, n)),
        ),
      "violated",
    ],
    [
      "never some",
      (split) => never("p", split ? exists(names, four) : (s: State) => names.some((n) => four(s, n))),
      "violated",
    ],
    [
      "reachable some",
      (split) => reachable("p", split ? exists(names, four) : (s: State) => names.some((n) => four(s, n))),
      "holds",
    ],
    [
      "never all, which has no parts",
      (split) => never("p", split ? forAll(names, four) : (s: State) => names.every((n) => four(s, n))),
      "violated",
    ],
  ])("%s: the same verdict and trace, on tables and the reference", (_, of, kind) => {
    const [split, whole] = [true, false].map((parts) => check(counters(of(parts)), { witnesses: true }));
    expect(split?.verdicts).toEqual(whole?.verdicts);
    expect(split?.verdicts[0]?.kind).toBe(kind);
    const slow = check(counters(of(true)), {
      witnesses: true,
      space: (interpreter) => new ReferenceSpace(interpreter),
    });
    expect(slow.verdicts).toEqual(whole?.verdicts);
  });

  test("is asked about each thing by itself: 4 × 5 views, and not 5 to the power of 4", () => {
    const steps = check(counters(reachable("nothing", () => true))).grounds.views - 1;
    const views = (property: Property<State>): number => check(counters(property)).grounds.views - steps;
    expect(views(always("p", forAll(names, small)))).toBe(20);
    expect(views(always("p", (s: State) => names.every((n) => small(s, n))))).toBe(625);
  });
});
