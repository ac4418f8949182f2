/** Models that break one law each, each with a sibling that keeps it. */

import { List, Record } from "immutable";
import { language, type Model, model } from "preempt";

const variables = { x: 0, done: false, ghost: { seen: false } };
const { step, when, choose, atomic, process, always } = language<typeof variables>();

const claims = [always("x is small", (s) => s.x < 10)];

/** What a program should not keep: a variable of its own. */
interface Kept {
  calls: number;
  letter: boolean;
}

const two = (name: string, a: Parameters<typeof process>[1]["program"], b: typeof a): Model =>
  model({
    name,
    variables,
    processes: [process("A", { program: a }), process("B", { program: b })],
    properties: claims,
  });

/** A counts how often it is run. */
export function counting(isBad: boolean): Model {
  const kept: Kept = { calls: 0, letter: false };
  const count = step("count", (k) => {
    kept.calls += 1;
    k.x = isBad ? kept.calls % 3 : k.x + 1;
  });
  return two("counting", count, step("rest"));
}

/** B finds what A has left in a variable of the program. */
export function letter(isBad: boolean): Model {
  const kept: Kept = { calls: 0, letter: false };
  const take = step("take the letter", (k) => {
    k.x = (isBad ? kept.letter : k.done) ? 1 : 2;
    kept.letter = false;
  });
  const put = step("leave a letter", (k) => {
    kept.letter = true;
    if (!isBad) k.done = true;
  });
  return two("letter", put, take);
}

/** B remembers what it saw when it was run first. */
export function remembering(isBad: boolean): Model {
  const kept: Kept = { calls: 0, letter: false };
  const look = step("look", (k) => {
    k.x = (isBad ? kept.letter : k.done) ? 1 : 2;
  });
  const leave = step("leave a letter", (k) => {
    kept.letter = true;
    if (!isBad) k.done = true;
  });
  return two("remembering", look, leave);
}

/** A real variable depends on a ghost. */
export function haunted(isBad: boolean): Model {
  const sets = step("see", (k) => {
    k.ghost.seen = true;
  });
  const asks = when(
    "has anybody seen?",
    (k) => (isBad ? k.ghost.seen : k.done),
    step("x := 1", (k) => {
      k.x = 1;
    }),
  );
  const does = step("do", (k) => {
    k.done = true;
  });
  return two("haunted", [sets, does], asks);
}

class Point extends Record({ across: 3, up: 4 }) {
  declare far?: number;

  kept(): number {
    this.far ??= Math.hypot(this.across, this.up);
    return this.far;
  }

  computed(): number {
    return Math.hypot(this.across, this.up);
  }
}

const places = { point: new Point(), row: List([1, 2, 3]), far: 0 };
const plane = language<typeof places>();

const measuring = (body: Parameters<typeof plane.step>[1]): Model =>
  model({
    name: "measuring",
    variables: places,
    processes: [plane.process("A", { program: [plane.step("go"), plane.step("measure", body)] })],
    properties: [plane.never("far off", (s) => s.far > 100)],
  });

/** A keeps in a value what it has worked out about it. */
export function caching(isBad: boolean): Model {
  return measuring((k) => {
    k.far = isBad ? k.point.kept() : k.point.computed();
  });
}

/** A writes behind the back of Immutable. */
export function patching(isBad: boolean): Model {
  return measuring((k) => {
    // What no type allows, and nothing else prevents.
    const { _tail: tail } = k.row as unknown as { readonly _tail: { readonly array: number[] } };
    if (isBad) tail.array[0] = 9;
    else k.row = k.row.set(0, 9);
  });
}

/** A predicate does it. */
export function judging(isBad: boolean): Model {
  return model({
    name: "judging",
    variables: places,
    processes: [plane.process("A", { program: plane.step("go") })],
    properties: [plane.never("far off", (s) => (isBad ? s.point.kept() : s.point.computed()) > 100)],
  });
}

/** Where x begins is for the caller to say. */
export function starting(x: number): Model {
  return model({
    name: "starting",
    variables: { ...variables, x },
    processes: [process("A", { program: step("rest") })],
    properties: claims,
  });
}

/** Steps and branches that no run takes. */
export const vacuous = {
  "a guard that is never true": () =>
    two("vacuous", [step("wait", undefined, { enabled: (k) => k.x > 5 }), step("go on")], step("rest")),
  "a condition that is never true": () =>
    two(
      "vacuous",
      when("x > 5?", (k) => k.x > 5, step("shrink"), step("rest")),
      step("rest"),
    ),
  "a condition that is never false, with nothing behind it": () =>
    two(
      "vacuous",
      when("x = 0?", (k) => k.x === 0, step("work")),
      step("rest"),
    ),
  "a branch of a choose": () =>
    two("vacuous", choose(step("left"), step("right", undefined, { enabled: (k) => k.done })), step("rest")),
  "a step inside an atomic block": () =>
    two(
      "vacuous",
      atomic(
        "together",
        step("first"),
        when("done?", (k) => k.done, step("inside")),
        step("last"),
      ),
      step("rest"),
    ),
  "an atomic block that blocks inside": () =>
    two(
      "vacuous",
      choose(
        atomic("together", step("begin"), step("end", undefined, { enabled: (k) => k.done })),
        step("else"),
      ),
      step("rest"),
    ),
  "a step behind the end of the run": () =>
    two(
      "vacuous",
      [
        step("panic", (k) => {
          k.halt("panic");
        }),
        step("go on"),
      ],
      step("rest"),
    ),
  "one of two lines that read the same": () =>
    two("vacuous", [step("work"), when("done?", (k) => k.done, step("work"), step("rest"))], step("rest")),
} satisfies { readonly [what: string]: () => Model };
