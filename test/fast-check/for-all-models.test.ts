/** Configurations drawn by fast-check, explored exhaustively: what is found, what is shown of it, and what is refused. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAllModels, forAllModels, outcomeText } from "../../src/adapters/fast-check/index.js";
import { refuseOtherMajors } from "../../src/adapters/fast-check/version.js";
import { isModelError, language, type Model, ModelError, model } from "../../src/index.js";
import { both, type Counting, counters, lost } from "./counters.js";

const counting: fc.Arbitrary<Counting> = fc.record(
  { processes: fc.integer({ min: 1, max: 3 }), between: fc.nat(3), locked: fc.boolean() },
  { noNullPrototype: true },
);

const locked: fc.Arbitrary<Counting> = counting.map((each) => ({ ...each, locked: true }));

/** What `run` throws. */
function thrown(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it threw no error");
}

const message = (run: () => unknown): string => thrown(run).message;

describe("a violated property", () => {
  const outcome = checkAllModels(counting, counters, { seed: 2 });

  test("is shown on the smallest configuration, with the least trace, and what leads to it again", () => {
    expect(message(() => forAllModels(counting, counters, { seed: 2 }))).toMatchInlineSnapshot(`
      ""every count counts" is violated
        found     after 8 configurations that held, 1 of them drawn before; shrunk 2 times, 5 smaller configurations tried
        on        {"processes":2,"between":0,"locked":false}
        schedule  P0 ~ P1*2 P0
        again     { seed: 2, path: "8:1:1", endOnFailure: true, properties: ["every count counts"] }

      counters
      VIOLATED  every count counts
      trace: 1 preemption, 0 other events, 4 steps (2 switches); no cheaper
         run shows it

            P0                    P1                    changed
      ───── ───────────────────── ───────────────────── ──────────────────────
         1  reads                                       P0.seen = 0
      ~~~~~ preempted: P0 → P1 ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
         2                        reads                 P1.seen = 0
         3*                       writes                count 0 → 1
      ───── P1 is done, P0 runs ──────────────────────────────────────────────
         4! writes                                      count = 1
      ───── ───────────────────── ───────────────────── ──────────────────────

      4! breaks "every count counts"
      3* P1 last changed count, which 4! looks at
      searched: all 13 states, 14 moves, depth 4 (exhaustive, any number of
         preemptions)
      assumed: sequentially consistent memory"
    `);
  });

  test("again: the same configuration at once, nothing tried beside it", () => {
    if (outcome.kind !== "counterexample") throw new Error(outcome.kind);
    const { path, configuration } = outcome.counterexample;
    const { counterexample: found } = checkAllModels(counting, counters, {
      seed: outcome.tally.seed,
      path,
      endOnFailure: true,
      properties: [lost],
    }) as typeof outcome;
    expect(found.configuration).toEqual(configuration);
    expect({ ...found, path: "" }).toMatchObject({ shrinks: 0, tried: 0, path: "", also: [] });
    expect(found.schedule).toBe(outcome.counterexample.schedule);
  });

  test("its twin, with a lock, holds: and it says how much was looked at", () => {
    expect(forAllModels(locked, counters, { seed: 2, numRuns: 50 })).toMatchInlineSnapshot(`
      {
        "discarded": 0,
        "drawn": 50,
        "inconclusive": 0,
        "interrupted": false,
        "largest": 106,
        "reached": {
          "two have counted": 8,
        },
        "repeated": 38,
        "seed": 2,
        "states": 452,
        "transitions": 440,
      }
    `);
  });

  test("with verbose, what failed before it is shown, too", () => {
    const text = message(() => forAllModels(counting, counters, { seed: 2, verbose: 1 }));
    expect(text).toMatch(/^ {2}before {4}\{"processes":/m);
  });

  test("examples come first, and are shrunk by what needs no more than them", () => {
    const drawn = fc.integer({ min: 1, max: 3 });
    const found = checkAllModels(drawn, (processes) => counters({ processes, between: 0, locked: false }), {
      examples: [3],
      seed: 1,
    });
    expect(found).toMatchObject({
      kind: "counterexample",
      tally: { drawn: 1 },
      counterexample: { configuration: 2 },
    });
  });

  test("a smaller configuration that fails otherwise is none", () => {
    // What is violated at 4 is another at 2 and 3, and below there is a mistake in the model.
    const { step, process, never } = language<{ x: number }>();
    const build = (size: number): Model => {
      if (size < 2) throw new ModelError("too small to be built");
      return model({
        name: "sizes",
        variables: { x: 0 },
        processes: [
          process("A", {
            program: step("x", (k) => {
              k.x = size;
            }),
          }),
        ],
        properties: [never("small", ({ x }) => x > 0 && x < 4), never("large", ({ x }) => x >= 4)],
      });
    };
    const found = checkAllModels(fc.integer({ min: 0, max: 20 }), build, { examples: [20], seed: 1 });
    expect(found).toMatchObject({
      counterexample: { configuration: 4, failure: { kind: "violated", property: "large" } },
    });
  });
});

describe("claims of reachability", () => {
  const sized = (processes: number): Model => counters({ processes, between: 0, locked: true });

  test("are met by the configurations together", () => {
    const tally = forAllModels(fc.integer({ min: 1, max: 2 }), sized, { seed: 1, numRuns: 20 });
    expect(tally.reached).toEqual({ [both]: 1 });
    expect(tally.drawn - tally.repeated).toBe(2);
  });

  test("and fail where none meets them", () => {
    expect(
      message(() => forAllModels(fc.constant(1), sized, { seed: 1, numRuns: 3 })),
    ).toMatchInlineSnapshot(`
      "nothing is violated, but too little was looked at: "two have counted" is reached on none of 1 configuration (seed 1): are they too small, or too few?
        3 configurations (seed 1), 2 of them drawn before: 5 states, 4 moves; the largest has 5 states"
    `);
  });

  test("but are not owed by what is run again alone", () => {
    expect(checkAllModels(fc.constant(1), sized, { seed: 1, path: "0", numRuns: 1 }).kind).toBe("held");
  });

  test("an empty path leads nowhere: all are drawn, and owe them", () => {
    expect(checkAllModels(fc.constant(1), sized, { seed: 1, path: "", numRuns: 3 })).toMatchObject({
      kind: "vacuous",
      tally: { drawn: 3 },
    });
  });

  /** What a time limit comes to that is over when the first configuration is built. fast-check keeps a clock of its own. */
  function interrupted(build: () => Model): string {
    const limit = 250;
    const over = Date.now() + 2 * limit;
    const slow = (): Model => {
      while (Date.now() < over);
      return build();
    };
    const outcome = checkAllModels(fc.integer(), slow, { seed: 1, interruptAfterTimeLimit: limit });
    return outcomeText(outcome, fc.stringify);
  }

  test("they are owed by what a time limit ended, too", () => {
    expect(interrupted(() => sized(1))).toMatchInlineSnapshot(`
      "nothing is violated, but too little was looked at: "two have counted" is reached on none of 1 configuration (seed 1): the time limit ended it before one did
        1 configuration (seed 1), then ended by a time limit: 5 states, 4 moves; the largest has 5 states"
    `);
    expect(interrupted(() => sized(2))).toMatchInlineSnapshot(
      `"nothing is violated on 1 configuration (seed 1), then ended by a time limit: 17 states, 16 moves; the largest has 17 states"`,
    );
  });
});

describe("what was cut", () => {
  test("fails as inconclusive, and is not shrunk", () => {
    expect(
      message(() => forAllModels(locked, counters, { seed: 7, maxStates: 40 })).split("\n\n")[0],
    ).toMatchInlineSnapshot(`
      ""every count counts" is inconclusive: more than 40 states (maxStates); draw smaller configurations, or take { inconclusive: "accept" }
        found     after 1 configuration that held; it is not shrunk
        on        {"processes":3,"between":3,"locked":true}
        again     { seed: 7, path: "1", endOnFailure: true }"
    `);
  });

  test("is counted where it is accepted", () => {
    const tally = forAllModels(locked, counters, { seed: 7, maxStates: 30, inconclusive: "accept" });
    expect(tally).toMatchObject({ drawn: 100, repeated: 88, inconclusive: 4 });
  });

  test("but not where most were", () => {
    const accepted = { seed: 7, maxStates: 1, inconclusive: "accept" } as const;
    expect(message(() => forAllModels(locked, counters, accepted))).toMatch(
      /the search of \d+ was cut: draw smaller/,
    );
  });

  test("nor where half were", () => {
    const accepted = {
      seed: 1,
      numRuns: 2,
      examples: [1, 3],
      maxStates: 10,
      inconclusive: "accept",
    } as const;
    const build = (processes: number): Model => counters({ processes, between: 0, locked: true });
    expect(checkAllModels(fc.constant(1), build, { ...accepted, properties: [lost] })).toMatchObject({
      kind: "vacuous",
      because: "of 2 configurations explored, the search of 1 was cut: draw smaller ones",
    });
  });

  test("is not said to have held where something is violated", () => {
    const build = (n: number): Model => counters({ processes: n > 3 ? 2 : n, between: 0, locked: n < 4 });
    const found = checkAllModels(fc.constant(1), build, {
      seed: 1,
      numRuns: 9,
      examples: [1, 3, 1, 4],
      maxStates: 15,
      inconclusive: "accept",
      properties: [lost],
    });
    expect(outcomeText(found, fc.stringify).split("\n")[1]).toMatchInlineSnapshot(
      `"  found     after 3 configurations on which nothing is violated, 1 of them drawn before, the search of 1 cut; shrunk 0 times, 0 smaller configurations tried"`,
    );
  });

  test("a stop of one's own is asked, too", () => {
    const found = checkAllModels(counting, counters, {
      seed: 7,
      maxStates: 9,
      check: { stop: () => "at once" },
    });
    expect(found).toMatchObject({ counterexample: { failure: { kind: "inconclusive", reason: "at once" } } });
  });

  test("but what it found before is violated", () => {
    const { step, process, never } = language<{ x: number }>();
    const endless = (): Model =>
      model({
        name: "endless",
        variables: { x: 0 },
        processes: [
          process("A", {
            program: language<{ x: number }>().loop(
              step("x", (k) => {
                k.x += 1;
              }),
            ),
          }),
        ],
        properties: [never("three", ({ x }) => x === 3)],
      });
    expect(checkAllModels(fc.constant(1), endless, { seed: 1, maxStates: 50 })).toMatchObject({
      counterexample: { failure: { kind: "violated" }, schedule: "A*3" },
    });
  });
});

describe("discarded configurations", () => {
  const even = (n: number): Model => {
    fc.pre(n % 10 === 0);
    return counters({ processes: 2, between: 0, locked: true });
  };

  test("most of them: it says too little", () => {
    expect(message(() => forAllModels(fc.nat(1000), even, { seed: 1 }))).toMatch(
      /too little was looked at: \d+ configurations were discarded, and \d+ explored/,
    );
  });

  test("more are allowed where that is asked for", () => {
    const tally = forAllModels(fc.nat(1000), even, { seed: 1, maxSkipsPerRun: 50, numRuns: 10 });
    expect(tally.drawn).toBe(10);
    expect(tally.discarded).toBeGreaterThan(10);
  });
});

describe("a build that goes wrong is shown with its configuration", () => {
  const from = (build: (n: number) => unknown) =>
    message(() =>
      forAllModels(fc.integer({ min: 5, max: 9 }), build as (n: number) => Model, { seed: 1, numRuns: 5 }),
    );

  test("it throws", () => {
    expect(
      from((n) => {
        throw new TypeError(`no ${n > 6 ? "way" : "idea"}`);
      }),
    ).toMatchInlineSnapshot(`
      "build or check threw an error
        found     at once; shrunk 0 times, 0 smaller configurations tried
        on        5
        again     { seed: 1, path: "0", endOnFailure: true }

      TypeError: no idea"
    `);
  });

  test("the error that it threw is the cause", () => {
    const cause = new RangeError("so it is");
    const build = (): Model => {
      throw cause;
    };
    expect(thrown(() => forAllModels(fc.nat(), build, { seed: 1 })).cause).toBe(cause);
  });

  test("it makes a wrong model: that is shrunk in the same words alone", () => {
    const build = (n: number): Model =>
      model({ name: n > 6 ? "large" : "small", variables: {}, processes: [] });
    expect(from(build)).toMatchInlineSnapshot(`
      "the model is wrong
        found     at once; shrunk 0 times, 0 smaller configurations tried
        on        5
        again     { seed: 1, path: "0", endOnFailure: true }

      it has no process: nothing could move
        in model "small""
    `);
  });

  test.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /build returned undefined, not a model: is there a return missing/],
    ["a promise", Promise.resolve(1), /not a model: it is a promise, and a build must not be async/],
    ["an instance", { model: 1 }, /not a model: it has a model, so return its \.model/],
    ["a text", "model", /build returned a string, not a model/],
  ])("it returns %s", (_, made, expected) => {
    expect(from(() => made)).toMatch(expected);
  });

  test("it claims nothing", () => {
    const { process, step } = language<{ x: number }>();
    const build = (): Model =>
      model({ name: "silent", variables: { x: 0 }, processes: [process("A", { program: step("s") })] });
    expect(from(build)).toMatch(/^the model is wrong\n[\s\S]*model "silent" claims nothing/);
  });

  test("it makes another model each time", () => {
    let times = 0;
    const build = (): Model => {
      times += 1;
      return counters({ processes: 2, between: 0, locked: times > 1 });
    };
    expect(from(build)).toMatch(/was violated, and is not when the same configuration is explored again/);
  });
});

describe("a build that changes its configuration", () => {
  /** Holds, unless the list came in this order. */
  const unlessSorted = (names: string[]): Model => {
    const wasSorted = names.join() === "a,b";
    names.sort();
    return counters({ processes: 2, between: 0, locked: !wasSorted });
  };
  const lists = fc.constant(0).map(() => ["b", "a"]);

  test("is said, and hides none that breaks something", () => {
    const examples = [
      ["b", "a"],
      ["a", "b"],
    ];
    expect(
      message(() => forAllModels(lists, unlessSorted, { seed: 1, numRuns: 2, examples })),
    ).toMatchInlineSnapshot(`
      "build changed its configuration
        found     at once; it is not shrunk
        on        ["a","b"]
        again     { seed: 1, path: "0", endOnFailure: true }

      it was ["b","a"], and is ["a","b"]: a build must copy what it changes"
    `);
  });

  test("also where it passes it over afterwards", () => {
    const build = (names: string[]): Model => {
      names.length = 0;
      return fc.pre(false) as never;
    };
    expect(checkAllModels(lists, build, { seed: 1 })).toMatchObject({
      counterexample: { failure: { kind: "changed" }, tried: 0 },
    });
  });

  test("and where fast-check could not make less of what is left", () => {
    const build = (list: unknown[]): Model => {
      list.push(3);
      list[0] = undefined;
      return counters({ processes: 2, between: 0, locked: true });
    };
    const records: fc.Arbitrary<unknown[]> = fc.array(fc.record({ x: fc.nat() }), { minLength: 2 });
    const error = thrown(() => checkAllModels(records, build, { seed: 1 }));
    expect([isModelError(error), error.message]).toEqual([
      true,
      expect.stringMatching(
        /^build changed its configuration: it was \[\{.*, and is \[undefined,.*,3\]: a build must copy/,
      ),
    ]);
  });

  test("and where it does so to a smaller one", () => {
    const build = (names: string[]): Model => {
      if (names.length < 3) names.push("c");
      return counters({ processes: 2, between: 0, locked: names.length < 3 });
    };
    const found = checkAllModels(fc.array(fc.constant("a"), { minLength: 1, maxLength: 3 }), build, {
      seed: 1,
      examples: [["a", "a", "a"]],
    });
    expect(found).toMatchObject({ counterexample: { failure: { kind: "changed" } } });
  });
});

test("where nothing is drawn, that says nothing", () => {
  fc.configureGlobal({ numRuns: 0 });
  try {
    const outcome = checkAllModels(locked, counters, { seed: 1 });
    expect(outcome).toMatchObject({ kind: "vacuous", because: "nothing was drawn" });
  } finally {
    fc.resetConfigureGlobal();
  }
});

test("lists that differ in what they have under names are two", () => {
  const examples: unknown[][] = [[], Object.assign([], { bad: true })];
  const build = (list: unknown[]): Model =>
    counters({ processes: 2, between: 0, locked: !Object.hasOwn(list, "bad") });
  expect(checkAllModels(fc.constant<unknown[]>([]), build, { seed: 1, numRuns: 2, examples })).toMatchObject({
    counterexample: { failure: { kind: "violated", property: lost }, schedule: "P0 ~ P1*2 P0" },
  });
});

describe("shrinking comes to an end", () => {
  /** An arbitrary that makes of each value the same, for ever. */
  class Same<T> extends fc.Arbitrary<T> {
    readonly #make: () => T;
    constructor(make: () => T) {
      super();
      this.#make = make;
    }
    override generate(): fc.Value<T> {
      return new fc.Value(this.#make(), undefined);
    }
    override canShrinkWithoutContext(value: unknown): value is T {
      return value !== undefined;
    }
    override shrink(): fc.Stream<fc.Value<T>> {
      return fc.stream(
        (function* (make) {
          for (;;) yield new fc.Value(make(), undefined);
        })(this.#make),
      );
    }
  }
  const bad = (): Model => counters({ processes: 2, between: 0, locked: false });

  test("where a value has none smaller", () => {
    const found = checkAllModels(fc.constant("it"), bad, { seed: 1 });
    expect(found).toMatchObject({
      counterexample: { configuration: "it", shrinks: 0, tried: 0, cut: false },
    });
  });

  test("where plain data shrinks to itself: it is explored once", () => {
    let builds = 0;
    const found = checkAllModels(
      new Same(() => ({ a: 1 })),
      () => {
        builds += 1;
        return bad();
      },
      { seed: 1, maxShrinks: 30 },
    );
    expect(found).toMatchObject({ counterexample: { shrinks: 0, tried: 30, cut: true } });
    // The once, and twice for the report.
    expect(builds).toBe(3);
  });

  test("where something that cannot be compared does", () => {
    const found = checkAllModels(new Same(() => () => 1), bad, { seed: 1, maxShrinks: 10 });
    expect(found).toMatchObject({ counterexample: { shrinks: 10, tried: 10, cut: true } });
  });

  test("and the report says that it was cut", () => {
    expect(message(() => forAllModels(new Same(() => 1), bad, { seed: 1, maxShrinks: 5 }))).toMatch(
      /shrunk 0 times, 5 smaller configurations tried; no more were to be tried \(maxShrinks\)/,
    );
  });
});

describe("bad options", () => {
  test.each<[string, object, RegExp]>([
    ["misspelt", { numRun: 3 }, /no option of forAllModels called "numRun"; .*did you mean "numRuns"/],
    ["no properties", { properties: [] }, /no property is asked for/],
    ["inconclusive", { inconclusive: true }, /inconclusive is true; it can be "fail", "accept"/],
    ["numRuns", { numRuns: 0 }, /numRuns is 0; it can be a whole number from 1/],
    ["maxStates", { maxStates: -1 }, /maxStates is -1/],
    ["maxShrinks", { maxShrinks: 0.5 }, /maxShrinks is 0\.5; it can be a whole number from 0/],
    [
      "a text for properties",
      { properties: "small" },
      /^properties is "small"; it is to be a list, as \["its name"\]$/,
    ],
    [
      "a text for examples",
      { examples: "abc" },
      /^examples is "abc"; it is to be a list, as \[configuration\]$/,
    ],
    [
      "check, misspelt",
      { check: { strategi: "x" } },
      /^no option of check called "strategi"; there is strategy, .*did you mean "strategy"/,
    ],
    ["check, with properties", { check: { properties: [] } }, /^no option of check called "properties"/],
    ["check, a text", { check: "dpor" }, /^check is "dpor"; it is to be an object, as \{ strategy: … \}$/],
    ["show", { show: "it" }, /^show is "it"; it is to be a function/],
  ])("%s", (_, options, expected) => {
    expect(message(() => forAllModels(locked, counters, options))).toMatch(expected);
  });

  test.each<[string, () => unknown, string]>([
    [
      "options",
      () => forAllModels(locked, counters, null as never),
      "what forAllModels is told is null; it is to be an object, as { seed: … }",
    ],
    [
      "no arbitrary",
      () => forAllModels(3 as never, counters),
      "configurations are drawn from an arbitrary of fast-check, such as fc.integer(); a number was given",
    ],
    [
      "no build",
      () => checkAllModels(locked, undefined as never),
      "build is to be a function from a configuration to its model; undefined was given",
    ],
  ])("%s", (_, run, expected) => {
    const error = thrown(run);
    expect([isModelError(error), error.message]).toEqual([true, expected]);
  });

  test("a property that there is not is said with the configuration", () => {
    expect(message(() => forAllModels(locked, counters, { seed: 1, properties: ["every count"] }))).toMatch(
      /^the model is wrong\n[\s\S]*no property "every count"; there is .*did you mean "every count counts"/,
    );
  });

  test.each([
    ["3.23.2", /works with fast-check 4, and found 3\.23\.2: npm install/],
    ["5.0.0", /found 5\.0\.0/],
    [undefined, /found one that does not say its version/],
  ])("fast-check %s", (version, expected) => {
    expect(() => refuseOtherMajors(version)).toThrow(expected);
  });

  test("fast-check 4 is taken, whichever", () => {
    expect(() => refuseOtherMajors("4.0.0")).not.toThrow();
    expect(() => refuseOtherMajors(fc.__version)).not.toThrow();
  });
});
