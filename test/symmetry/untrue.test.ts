/** Declarations of symmetry that are untrue are refused, with the pair that differs; each beside the true one. */

import { Map as ImmutableMap } from "immutable";
import {
  type Interchangeable,
  indexed,
  interchangeable,
  language,
  type Model,
  model,
  type Report,
} from "preempt";
import { describe, expect, test } from "vitest";
import { check } from "./checked.js";

const variables = {
  cell: indexed(3, { x: 0 }),
  last: -1,
  who: "nobody",
  counts: ImmutableMap<string, number>(),
};

const { step, loop, choose, process, never, deadlockFree, assertion } = language<typeof variables>();

const all = [0, 1, 2];
const name = (i: number): string => `P${i}`;
const whole = (i: number) => ({ processes: [name(i)], copies: { cell: i } });

/** What process `i` does, and what is declared of all. */
interface Twin {
  readonly program: (i: number) => ReturnType<typeof loop>;
  readonly symmetry?: Interchangeable;
}

function made({ program, symmetry }: Twin): Model {
  return model({
    name: "twins",
    variables,
    processes: all.map((i) => process(name(i), { program: program(i) })),
    symmetry: [symmetry ?? interchangeable("processes", all, whole, { numbers: ["last"] })],
    properties: [deadlockFree(), assertion("fine")],
  });
}

const climb = (i: number, by = 1) =>
  step("climb", (k) => {
    k.cell(i).x = (k.cell(i).x + by) % 3;
  });

function refusal(twin: Twin): string {
  try {
    check(made(twin));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("a declaration that is untrue is refused, and its twin is not", () => {
  const cases: readonly (readonly [string, Twin, Twin, RegExp])[] = [
    [
      "a program that differs in one step",
      { program: (i) => loop(climb(i)) },
      { program: (i) => loop(climb(i, i === 2 ? 2 : 1)) },
      /processes 1 and 2 are declared to be alike, and are not:\n {2}step "climb" of P(1|2), where cell\(\1\)\.x = 0: cell\(\1\)\.x := (1|2)\n {2}step "climb" of P(1|2), where cell\(\3\)\.x = 0: cell\(\3\)\.x := (1|2)\n/,
    ],
    [
      "a step that prefers the lowest-numbered",
      {
        program: (i) =>
          loop(
            choose(
              climb(i),
              step("note some", (k) => {
                k.last = k.choose(all);
              }),
            ),
          ),
      },
      {
        program: (i) =>
          loop(
            choose(
              climb(i),
              step("note the first", (k) => {
                k.last = all.find((j) => k.cell(j).x > 0) ?? -1;
              }),
            ),
          ),
      },
      /processes \d and \d are declared to be alike, and are not:\n {2}step "note the first" of P\d, where cell\(0\)\.x = .*: last := \d/,
    ],
    [
      "a guard that looks at one of them",
      { program: (i) => loop(step("climb", climbing(i), { enabled: (k) => k.cell(i).x < 2 })) },
      { program: (i) => loop(step("climb", climbing(i), { enabled: (k) => i === 0 || k.cell(0).x < 2 })) },
      /step "climb" of P\d, where .*: is blocked/,
    ],
    [
      "a number that is not said to be an element's",
      { program: (i) => loop(noting(i)) },
      { program: (i) => loop(noting(i)), symmetry: interchangeable("processes", all, whole) },
      /last := \d.*\n.*\nThe second is the first with processes \d and \d exchanged.*a variable that holds their numbers is not among `numbers`/s,
    ],
    [
      "a name, deep in a value, that is not declared",
      {
        program: (i) => loop(counting(i)),
        symmetry: interchangeable("processes", all, (i) => ({ ...whole(i), names: [`alias${i}`] })),
      },
      { program: (i) => loop(counting(i)), symmetry: interchangeable("processes", all, whole) },
      /counts := Map \{ "alias\d": 1 \}/,
    ],
    [
      "a cost",
      { program: (i) => loop(step("climb", climbing(i), { cost: "interrupt" })) },
      { program: (i) => loop(step("climb", climbing(i), { cost: i === 1 ? "interrupt" : "nothing" })) },
      /costs a interrupt/,
    ],
    [
      "a failed assertion",
      { program: (i) => loop(failing(i, [0, 1, 2])) },
      { program: (i) => loop(failing(i, [2])) },
      /fails "fine"/,
    ],
    [
      "labels that tell steps apart by the numbers in them",
      { program: (i) => choose(...others(i).map((j) => raising(j))) },
      { program: (i) => choose(...others(i).map((j) => raising(j, i === 2 && j === 1 ? 0 : j))) },
      /step "to \d" of P\d, where whatever the state is: cell\(\d\)\.x := 1/,
    ],
    // In what is kept it is never P0 that has its turn: only an exchange of an exchanged state shows what it does then.
    [
      "a process that is never seen at it in what is kept",
      { program: (i) => loop(choose(taking(i), leaving(i))) },
      { program: (i) => loop(choose(taking(i), leaving(i, i === 0 ? 2 : 0))) },
      /processes 0 and 1 are declared to be alike, and are not:\n {2}step "leave" of P(0|1), where cell\(\1\)\.x = 1: /,
    ],
    // Wherever it was seen to stop at one, no other was up that comes behind.
    [
      "a step that looks no further once it knows",
      { program: (i) => loop(choose(rising(i), noting(i))) },
      {
        program: (i) =>
          loop(
            choose(
              rising(i),
              step("note the last", (k) => {
                k.last = all.findLast((j) => k.cell(j).x === 1) ?? -1;
              }),
            ),
          ),
      },
      /step "note the last" of P\d, where .*: last := \d/,
    ],
  ];

  function climbing(i: number) {
    return (k: { cell(i: number): { x: number } }): undefined => {
      k.cell(i).x = (k.cell(i).x + 1) % 3;
    };
  }
  function noting(i: number) {
    return step("note", (k) => {
      k.last = i;
    });
  }
  function counting(i: number) {
    return step("count", (k) => {
      k.counts = ImmutableMap<string, number>().set(`alias${i}`, 1);
    });
  }
  function others(i: number): readonly number[] {
    return all.filter((j) => j !== i);
  }
  /** Raises a cell; its label says which, or does not say so. */
  function raising(j: number, cell = j) {
    return step(`to ${j}`, (k) => {
      k.cell(cell).x = 1;
    });
  }
  function rising(i: number) {
    return step("rise", (k) => {
      k.cell(i).x = 1;
    });
  }
  /** One at a time has its turn. */
  function taking(i: number) {
    const isFree = (k: { readonly who: string }): boolean => k.who === "nobody";
    return step(
      "take",
      (k) => {
        k.who = "somebody";
        k.cell(i).x = 1;
      },
      { enabled: isFree },
    );
  }
  function leaving(i: number, behind = 0) {
    const isIn = (k: { cell(i: number): { readonly x: number } }): boolean => k.cell(i).x === 1;
    return step(
      "leave",
      (k) => {
        k.who = "nobody";
        k.cell(i).x = behind;
      },
      { enabled: isIn },
    );
  }
  function failing(i: number, who: readonly number[]) {
    return step("try", (k) => {
      k.cell(i).x = 1;
      k.assert("fine", !who.includes(i));
    });
  }

  test.each(cases)("%s", (_, right, wrong, message) => {
    const { grounds } = check(made(right));
    expect(grounds.symmetry).toEqual({ alike: [{ what: "processes", elements: all }], apart: [] });
    expect(refusal(wrong)).toMatch(message);
    expect(refusal(wrong)).toMatch(/in model "twins"$/);
  });

  test("switched off, nothing is refused, and nothing said", () => {
    const { grounds } = check(made({ program: (i) => loop(climb(i, i === 2 ? 2 : 1)) }), { symmetry: false });
    expect(grounds.symmetry).toBeUndefined();
    expect(grounds.states).toBe(27);
  });
});

describe("what a model can be told by itself is refused when it is made", () => {
  const right = { program: (i: number) => loop(climb(i)) };
  test.each<[string, () => unknown, RegExp]>([
    [
      "a step more",
      () => made({ program: (i) => loop(choose(climb(i), i === 2 && step("rest"))) }),
      /^processes 1 and 2 are said to be alike, but .*"climb".*"rest"/s,
    ],
    [
      "a copy that another has",
      () =>
        made({
          ...right,
          symmetry: interchangeable("processes", all, (i) => ({ processes: [name(i)], copies: { cell: 0 } })),
        }),
      /^the copy cell\(0\) is said to be a part of processes 0 and of processes 1: it can be only one's own/,
    ],
    [
      "an unknown process",
      () =>
        made({ ...right, symmetry: interchangeable("processes", all, (i) => ({ processes: [`Q${i}`] })) }),
      /^no process "Q0"; there is P0, P1, P2 \(did you mean/,
    ],
    [
      "an unknown variable",
      () => made({ ...right, symmetry: interchangeable("processes", all, whole, { numbers: ["lats"] }) }),
      /^no variable "lats"; .*said to hold numbers of processes/s,
    ],
    [
      "parts that are not the same",
      () => made({ ...right, symmetry: interchangeable("processes", all, (i) => (i === 1 ? {} : whole(i))) }),
      /^processes 0 and 1 are said to be alike, but the one has 1 processes, copies of cell, 1 names, and the other 0 processes/,
    ],
    [
      "no list",
      () => interchangeable("processes", 3 as never, whole),
      /^the processes that are alike are a number, not a list/,
    ],
    [
      "one twice",
      () => interchangeable("processes", [1, 1], whole),
      /^1 is twice among the processes that are alike/,
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("a claim that tells elements apart", () => {
  const looking = (looks: (x: (i: number) => number) => boolean): Report =>
    check({
      ...made({ program: (i) => loop(climb(i)) }),
      properties: [never("seen", (s) => looks((i) => s.cell(i).x))],
    } as Model);

  test("is judged with those alone exchanged that it does not tell apart", () => {
    const { verdicts, grounds } = looking((x) => x(0) === 2 && x(1) === 0 && x(2) === 0);
    expect(verdicts[0]?.kind).toBe("violated");
    expect(grounds.symmetry?.alike).toEqual([{ what: "processes", elements: [1, 2] }]);
    expect(grounds.symmetry?.apart[0]).toEqual({ what: "processes", between: [0, 1], property: "seen" });
    // Three values of one, and pairs of the values of the others without their order.
    expect(grounds.states).toBe(3 * 6);
  });

  test("or with none", () => {
    const { grounds } = looking((x) => x(0) > x(1) && x(1) > x(2));
    expect(grounds.symmetry?.alike).toEqual([]);
    expect(grounds.symmetry?.unused).toBe("claims that are checked tell all of them apart");
    expect(grounds.states).toBe(27);
  });

  test("where it tells none apart, all are exchanged", () => {
    expect(looking((x) => x(0) + x(1) + x(2) === 7).grounds.states).toBe(10);
  });
});
