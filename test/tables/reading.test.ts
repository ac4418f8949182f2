/** Each way of reading a variable or a group is recorded by the tables; see ways.ts. */

import { isDeepStrictEqual } from "node:util";
import { Map as ImmutableMap, is } from "immutable";
import type { Context, StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { agreed, countsOf, onTables } from "./agreed.js";
import { type L, tells, type V, type Way, watching, words } from "./ways.js";

const { step } = words;

type Setter = Way["sets"];
const plain: Setter = (k, n) => {
  k.x = n;
};
const grouped: Setter = (k, n) => {
  k.vcpu.x = n;
};
const deeper: Setter = (k, n) => {
  k.vcpu.deep.x = n;
};
const named: Setter = (k, n) => {
  k.who = ["", "A", "BB"][n] ?? "";
};

const numbers = [0, 1, 2];
const sum = (values: Iterable<unknown>): number =>
  [...values].reduce<number>((all, value) => all + (typeof value === "number" ? value : 0), 0);

describe("of a variable", () => {
  tells([
    { what: "a property", sets: plain, sees: (k) => k.x },
    { what: "a comparison", sets: plain, sees: (k) => (k.x === 0 ? 0 : k.x < 2 ? 1 : 2) },
    {
      what: "a switch",
      sets: plain,
      sees: (k) => {
        switch (k.x) {
          case 0:
            return 0;
          case 1:
            return 1;
          default:
            return 2;
        }
      },
    },
    { what: "a template", sets: plain, sees: (k) => Number(`${k.x}`) },
    { what: "a key", sets: plain, sees: (k) => numbers[k.x] ?? 9 },
    { what: "a name that is computed", sets: plain, sees: (k) => k[`${"x"}`] },
    {
      what: "destructuring",
      sets: plain,
      sees: ({ x }) => x,
    },
    {
      what: "destructuring with another name and a default",
      sets: plain,
      sees: (k) => {
        const { x: renamed = 9 } = k;
        return renamed;
      },
    },
    {
      what: "what is left by destructuring",
      sets: plain,
      sees: (k) => {
        const { y, ...others } = k;
        return y === 5 ? others.x : 9;
      },
    },
    { what: "optional chaining", sets: named, sees: (k) => k.who?.length ?? 0 },
    { what: "a default for null", sets: named, sees: (k) => (k.who ?? "").length },
    { what: "the kind of a value", sets: (k, n) => kinds(k, n), sees: (k) => kindOf(k) },
    {
      what: "a helper that asks when it is asked",
      sets: plain,
      sees: (k) => {
        const helper = {
          get x() {
            return k.x;
          },
        };
        return helper.x;
      },
    },
    {
      what: "a function that was made before",
      sets: plain,
      sees: (k) => numbers.map((n) => () => k.x === n).findIndex((isIt) => isIt()),
    },
    {
      what: "a read that ends in an exception of its own",
      sets: plain,
      sees: (k) => {
        try {
          throw new RangeError(String(k.x));
        } catch (error) {
          return error instanceof RangeError ? Number(error.message) : 9;
        }
      },
    },
    { what: "the whole draft as JSON", sets: plain, sees: (k) => parsed(JSON.stringify(k)).x },
    {
      what: "the whole draft as pairs",
      sets: plain,
      sees: (k) => Number(new Map<string, unknown>(Object.entries(k)).get("x")),
    },
    { what: "a copy of the whole draft", sets: plain, sees: (k) => ({ ...k }).x },
  ]);
});

function kinds(k: Context<V, L>, n: number): void {
  k.who = [null, "", "A"][n] ?? null;
}

function kindOf({ who }: StateView<V>): number {
  return typeof who === "object" ? 0 : who === "" ? 1 : 2;
}

interface Written {
  readonly x: number;
  readonly vcpu: { readonly x: number; readonly deep: { readonly x: number } };
}

const parsed = (text: string): Written => JSON.parse(text) as Written;

/** What comes after the read is the same everywhere, and is tried above. */
const where = ["in a body", "in a guard", "in a declared cost"];

describe("of a group", () => {
  tells(
    [
      { what: "a property", sets: grouped, sees: (k) => k.vcpu.x },
      { what: "a property of a group inside it", sets: deeper, sees: (k) => k.vcpu.deep.x },
      { what: "a property by way of Reflect", sets: grouped, sees: (k) => Reflect.get(k.vcpu, "x") },
      { what: "a property that is inherited", sets: grouped, sees: (k) => Object.create(k.vcpu).x },
      {
        what: "a property of the group kept apart",
        sets: deeper,
        sees: (k) => {
          const { deep } = k.vcpu;
          return [deep].map((held) => held.x)[0] ?? 9;
        },
      },
      { what: "nested destructuring", sets: deeper, sees: ({ vcpu: { deep } }) => (({ x }) => x)(deep) },
      {
        what: "nested destructuring with another name and a default",
        sets: deeper,
        sees: ({ vcpu: { deep: { x: renamed = 9 } = { x: 9 } } }) => renamed,
      },
      {
        what: "what is left by destructuring",
        sets: grouped,
        sees: (k) => {
          const { fixed, ...others } = k.vcpu;
          return fixed === 7 ? others.x : 9;
        },
      },
      { what: "optional chaining", sets: deeper, sees: (k) => k?.vcpu?.deep?.x },
      { what: "spread", sets: grouped, sees: (k) => ({ ...k.vcpu }).x },
      { what: "Object.assign", sets: grouped, sees: (k) => Object.assign({ x: 9 }, k.vcpu).x },
      {
        what: "for in",
        sets: grouped,
        sees: (k) => {
          let all = -7;
          for (const name in k.vcpu) {
            if (name !== "deep") all += k.vcpu[name as "x" | "fixed"];
          }
          return all;
        },
      },
      {
        what: "Object.keys",
        sets: deeper,
        sees: ({ vcpu: { deep } }) => sum(Object.keys(deep).map((name) => deep[name as "x"])) - 7,
      },
      { what: "Object.values", sets: grouped, sees: (k) => sum(Object.values(k.vcpu)) - 7 },
      {
        what: "Object.entries",
        sets: deeper,
        sees: (k) => sum(Object.entries(k.vcpu.deep).map(([, value]) => value)) - 7,
      },
      {
        what: "Object.fromEntries",
        sets: deeper,
        sees: (k) => (({ x = 9 }) => x)(Object.fromEntries(Object.entries(k.vcpu.deep))),
      },
      {
        what: "Reflect.ownKeys",
        sets: deeper,
        sees: ({ vcpu: { deep } }) => sum(Reflect.ownKeys(deep).map((name) => Reflect.get(deep, name))) - 7,
      },
      {
        what: "the descriptor of a property",
        sets: grouped,
        sees: (k) => Object.getOwnPropertyDescriptor(k.vcpu, "x")?.value,
      },
      {
        what: "the descriptors of all properties",
        sets: grouped,
        sees: (k) => Object.getOwnPropertyDescriptors(k.vcpu).x.value ?? 9,
      },
      { what: "JSON", sets: deeper, sees: (k) => parsed(`{"vcpu":${JSON.stringify(k.vcpu)}}`).vcpu.deep.x },
      {
        what: "JSON of some names",
        sets: deeper,
        sees: (k) => Number(JSON.parse(JSON.stringify(k.vcpu.deep, ["x"])).x),
      },
      { what: "the whole draft as JSON", sets: deeper, sees: (k) => parsed(JSON.stringify(k)).vcpu.deep.x },
      {
        what: "a comparison of structures",
        sets: deeper,
        sees: (k) => numbers.findIndex((n) => isDeepStrictEqual({ ...k.vcpu.deep }, { x: n, fixed: 7 })),
      },
      {
        what: "a comparison as collections",
        sets: deeper,
        sees: (k) =>
          numbers.findIndex((n) =>
            is(ImmutableMap(Object.entries(k.vcpu.deep)), ImmutableMap({ x: n, fixed: 7 })),
          ),
      },
    ],
    where,
  );
});

describe("what there is", () => {
  const constant = step("see", (k) => {
    k.saw = 1;
  });
  const asking = step("see", (k) => {
    k.saw = "x" in k.vcpu && "x" in k && !("z" in k.vcpu) ? 1 : 2;
  });

  test("does not depend on the state", () => {
    const { report, views, states } = agreed(watching(grouped, asking));
    expect(countsOf(report)).toEqual([6, 7, 3]);
    expect([...new Set(states.map((state) => state.get("saw")))]).toEqual([null, 1]);
    expect(views).toBe(onTables(watching(grouped, constant)).views);
  });
});

describe("a read whose result is thrown away", () => {
  const ignoring = step("see", (k) => {
    void k.vcpu.x;
    k.saw = 1;
  });
  const halfIgnoring = step("see", (k) => {
    void k.x;
    k.saw = k.vcpu.x;
  });

  test("changes nothing", () => {
    expect(countsOf(agreed(watching(grouped, ignoring)).report)).toEqual([6, 7, 3]);
  });

  test("does not hide one that is not", () => {
    expect(countsOf(agreed(watching(grouped, halfIgnoring)).report)).toEqual([9, 8, 3]);
  });
});
