/**
 * What cache.ts does, in steps: all that happens between two `await`s is one, and so is what the database does on its own.
 *
 * get:     1 return what is cached, or ask the database    2 the database reads    3 keep what it read
 * update:  1 the database writes    2 drop what is cached
 *
 * Claim: when nobody is at work, what is cached is what the database has.
 */

import { family, language, model, type StateView, wholeNumber } from "preempt";

export const variables = { database: 0, cached: null as number | null, version: 0 };
const locals = { value: 0, version: 0 };

const { step, choose, process, always, reachable } = language<typeof variables, typeof locals>();

interface Variant {
  readonly about: string;
  /** Whether an update drops what is cached before it writes, too. */
  readonly dropsFirst: boolean;
  /** Whether what was read is kept only if no update has ended since. */
  readonly versioned: boolean;
}

const variants: Readonly<Record<string, Variant>> = {
  broken: { about: "an update drops what is cached", dropsFirst: false, versioned: false },
  "half-fixed": { about: "it does so before and after it writes", dropsFirst: true, versioned: false },
  fixed: { about: "what was read is kept if no update has ended since", dropsFirst: false, versioned: true },
};

export const cache = family({
  name: "cache",
  title: "a cache that is filled across an await",
  about: ["Readers fill it from a database; updates write to that and drop what is cached."],
  variants,
  newest: "fixed",
  parameters: {
    readers: wholeNumber("how many read", { from: 1, to: 3, initial: 1, checked: [1, 2] }),
    updates: wholeNumber("how many update", { from: 1, to: 3, initial: 1, checked: [1, 2] }),
  },
  build: ({ name, dropsFirst, versioned }, { readers, updates }) => {
    const drop = step("drop what is cached", (k) => {
      k.cached = null;
      if (versioned) k.version += 1;
    });
    // To look and to ask are one step: there is no await in between.
    const get = choose(
      step("cached: return it", () => {}, { enabled: (k) => k.cached !== null }),
      [
        step(
          "not cached: ask the database",
          (k) => {
            if (versioned) k.my.version = k.version;
          },
          { enabled: (k) => k.cached === null },
        ),
        step("the database reads", (k) => {
          k.my.value = k.database;
        }),
        step("keep what it read", (k) => {
          if (!versioned || k.my.version === k.version) k.cached = k.my.value;
        }),
      ],
    );
    const update = (value: number) => [
      dropsFirst && drop,
      step("the database writes", (k) => {
        k.database = value;
      }),
      drop,
    ];
    const named = (what: string, count: number) => Array.from({ length: count }, (_, i) => `${what}${i + 1}`);
    const reading = named("get", readers);
    const updating = named("update", updates);
    const atRest = (s: StateView<typeof variables>) =>
      [...reading, ...updating].every((each) => s.process(each).finished);
    return model({
      name: `cache@${name}`,
      parameters: { readers, updates },
      variables,
      processes: [
        ...reading.map((each) => process(each, { locals, program: get })),
        ...updating.map((each, i) => process(each, { locals, program: update(i + 1) })),
      ],
      properties: [
        always(
          "what is cached is what the database has",
          (s) => !atRest(s) || s.cached === null || s.cached === s.database,
        ),
        reachable("something is cached in the end", (s) => atRest(s) && s.cached !== null),
      ],
    });
  },
  violated: ({ versioned }) => (versioned ? [] : ["what is cached is what the database has"]),
});
