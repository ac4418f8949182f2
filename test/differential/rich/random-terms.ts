/** Random numbers, places, tests and actions. */

import fc from "fast-check";
import {
  type Action,
  assertions,
  type Index,
  type Place,
  type Source,
  type Term,
  type Test,
  type Theme,
  type Updated,
} from "./description.js";

export const one = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);
type Weighted<T> = readonly [weight: number, arbitrary: fc.Arbitrary<T>];
export const oneOf = <T>(...choices: readonly Weighted<T>[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
export const rarely = <T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  oneOf<T | undefined>([oneIn - 1, one(undefined)], [1, arbitrary]);
export const rarelyTrue = (oneIn: number): fc.Arbitrary<boolean> =>
  oneOf<boolean>([oneIn - 1, one(false)], [1, one(true)]);

const number = fc.nat({ max: 3 });
const process = fc.nat({ max: 3 });
const key = fc.constantFrom("k", "l");
const word = fc.constantFrom("idle", "busy", null);
const mode = fc.constantFrom("off", "on");
const which = fc.constantFrom("bag" as const, "order" as const);

export const index: fc.Arbitrary<Index> = oneOf<Index>(
  [2, fc.nat({ max: 2 })],
  [3, fc.constantFrom("x", "y", "t")],
);
const outsideIndex: fc.Arbitrary<Index> = oneOf<Index>(
  [2, fc.nat({ max: 2 })],
  [2, fc.constantFrom("x", "y")],
);

/** Where a theme is there, what it adds to a choice. */
type Adds = <T>(theme: Theme, ...choices: readonly Weighted<T>[]) => readonly Weighted<T>[];

/** What steps and claims read alike. */
const shared = (adds: Adds, at: fc.Arbitrary<Index>): readonly Weighted<Source>[] => [
  [6, fc.record({ at: fc.constantFrom("x", "y") })],
  [1, fc.record({ at: one("tick") })],
  [3, fc.record({ at: one("t of process"), process })],
  ...adds<Source>(
    "nested",
    [3, fc.record({ at: fc.constantFrom("a", "b") })],
    [8, fc.record({ at: fc.constantFrom("regs taken apart", "entries of regs", "spread of dev") })],
  ),
  ...adds<Source>(
    "indexed",
    [3, fc.record({ at: fc.constantFrom("slot", "cpu"), index: at })],
    [2, fc.record({ at: one("spread of slot"), index: at })],
  ),
  ...adds<Source>(
    "collections",
    [3, fc.record({ at: fc.constantFrom("size of list", "last of list", "sum of list", "sum of list") })],
    [3, fc.record({ at: fc.constantFrom("size of map", "size of bag", "first of order", "left of pair") })],
    [1, fc.record({ at: one("in map"), key })],
  ),
  ...adds<Source>("locks", [1, fc.record({ at: one("waiting") })]),
];

function testOf(adds: Adds, source: fc.Arbitrary<Source>, at: fc.Arbitrary<Index>): fc.Arbitrary<Test> {
  const than = oneOf<Term>([4, number], [1, source]);
  const by = fc.option(process);
  const text = fc.constantFrom('"a":1', ":0", '"on"', "null");
  const simple = oneOf<Test>(
    [12, fc.record({ is: fc.constantFrom("=", "/=", "<"), of: source, than })],
    [3, fc.record({ is: fc.constantFrom("at", "in"), process, which: fc.nat({ max: 7 }) })],
    [1, fc.record({ is: one("finished"), process })],
    ...adds<Test>("words", [2, fc.record({ is: one("flag") })], [2, fc.record({ is: one("word"), word })]),
    ...adds<Test>(
      "nested",
      [1, fc.record({ is: one("mode"), word: mode })],
      [3, fc.record({ is: one("text"), of: fc.constantFrom("dev", "regs"), text })],
      [5, fc.record({ is: one("declared"), name: fc.constantFrom("mode", "speed"), of: source })],
    ),
    ...adds<Test>(
      "indexed",
      [2, fc.record({ is: one("owned"), index: at, by })],
      [1, fc.record({ is: one("text"), of: one("slot"), text })],
    ),
    ...adds<Test>("collections", [2, fc.record({ is: one("has"), which, value: number })]),
    ...adds<Test>("locks", [2, fc.record({ is: one("held"), lock: fc.constantFrom("m", "n"), by })]),
  );
  return oneOf<Test>(
    [12, simple],
    [1, fc.record({ is: one("not"), test: simple })],
    [3, fc.record({ is: fc.constantFrom("and", "or"), first: simple, second: simple })],
  );
}

/** What code and claims of some themes are made of. */
export interface Terms {
  /** What real code may ask. */
  readonly test: fc.Arbitrary<Test>;
  readonly claimTest: fc.Arbitrary<Test>;
  readonly action: fc.Arbitrary<Action>;
}

export function termsOf(themes: readonly Theme[]): Terms {
  const adds: Adds = (theme, ...choices) => (themes.includes(theme) ? choices : []);
  const real = oneOf<Source>(
    ...shared(adds, index),
    [3, fc.record({ at: one("t") })],
    ...adds<Source>("indexed", [5, fc.record({ at: one("here") })]),
    ...adds<Source>("words", [2, fc.record({ at: one("seen") })]),
  );
  const ghosts = adds<Source>("ghosts", [24, fc.record({ at: fc.constantFrom("g", "size of log") })]);
  const place = oneOf<Place>(
    [5, fc.record({ at: fc.constantFrom("x", "y") })],
    [2, fc.record({ at: one("t") })],
    ...adds<Place>("nested", [4, fc.record({ at: fc.constantFrom("a", "b") })]),
    ...adds<Place>(
      "indexed",
      [3, fc.record({ at: one("here") })],
      [3, fc.record({ at: fc.constantFrom("slot", "cpu"), index })],
    ),
  );
  const test = testOf(adds, real, index);
  // A failure may depend on ghosts, and so may what ghosts are given.
  const anySource = oneOf<Source>([12, real], ...ghosts);
  const anyTest = testOf(adds, anySource, index);
  const claimTest = testOf(adds, oneOf<Source>(...shared(adds, outsideIndex), ...ghosts), outsideIndex);
  const value = oneOf<Term>([1, number], [3, real]);
  const anyValue = oneOf<Term>([1, number], [3, anySource]);
  const unless = oneOf<Test | undefined>([7, anyTest], [1, one(undefined)]);
  const either: fc.Arbitrary<Test> = fc.record({ is: one("or"), first: test, second: test });
  const updated = oneOf<Updated>(
    [4, fc.constantFrom("x", "y", "t")],
    ...adds<Updated>("nested", [4, fc.constantFrom("a", "b")]),
    ...adds<Updated>("indexed", [4, fc.constantFrom("here", "slot")]),
    ...adds<Updated>("collections", [4, one("list")]),
    ...adds<Updated>("words", [4, fc.constantFrom("flag", "word")]),
    ...adds<Updated>("ghosts", [4, fc.constantFrom("g", "log")]),
  );
  const times = fc.integer({ min: 1, max: 2 });
  const plus = fc.nat({ max: 1 });
  const action = oneOf<Action>(
    [4, fc.record({ do: one("update"), of: updated, times, plus })],
    [
      8,
      fc.record({
        do: one("set"),
        to: place,
        value,
        times,
        plus,
      }),
    ],
    [11, fc.record({ do: one("tick"), by: fc.integer({ min: 1, max: 3 }) })],
    [1, fc.record({ do: one("pick"), to: place, from: fc.array(number, { minLength: 2, maxLength: 3 }) })],
    [2, fc.record({ do: one("pick some"), to: place, count: real, again: rarely(2, place) })],
    [2, fc.record({ do: one("fail"), property: fc.constantFrom(...assertions), unless })],
    [1, fc.record({ do: one("halt"), unless: either })],
    ...adds<Action>("nested", [2, fc.record({ do: one("mode"), word: mode })]),
    ...adds<Action>(
      "indexed",
      [1, fc.record({ do: one("note"), word: fc.constantFrom("none", "hot") })],
      [3, fc.record({ do: one("own"), index })],
      [5, fc.record({ do: one("migrate"), to: index })],
    ),
    ...adds<Action>(
      "collections",
      [9, fc.record({ do: one("push"), value })],
      [5, fc.record({ do: fc.constantFrom("sort list", "sort order", "double list") })],
      [3, fc.record({ do: one("put"), key, value })],
      [1, fc.record({ do: one("drop"), key })],
      [12, fc.record({ do: fc.constantFrom("add", "add", "remove"), which, value })],
      [6, fc.record({ do: one("left"), value })],
    ),
    ...adds<Action>(
      "words",
      [5, fc.record({ do: one("flip") })],
      [4, fc.record({ do: one("say"), word })],
      [3, fc.record({ do: one("remember"), value: oneOf<Term | null>([1, one(null)], [3, value]) })],
    ),
    ...adds<Action>(
      "ghosts",
      [8, fc.record({ do: one("record"), value: anyValue })],
      [8, fc.record({ do: fc.constantFrom("log", "spare", "spare"), value: anyValue })],
      [6, fc.record({ do: one("fail"), property: fc.constantFrom(...assertions), unless })],
    ),
  );
  return { test, claimTest, action };
}
