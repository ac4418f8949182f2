/** Each way of reading a collection that a variable holds is recorded by the tables; see ways.ts. */

import { Map as ImmutableMap, Set as ImmutableSet, is, List, OrderedMap, OrderedSet, Stack } from "immutable";
import { describe } from "vitest";
import { Point, tells, type Way } from "./ways.js";

/** A collection is read whole, so what comes after the read is the same everywhere. */
const where = ["in a body", "in a guard"];

type Setter = Way["sets"];
const numbers = [0, 1, 2];

describe("of a List", () => {
  const value: Setter = (k, n) => {
    k.list = k.list.set(0, n);
  };
  const length: Setter = (k, n) => {
    k.list = List(Array(2 + n).fill(5));
  };
  tells(
    [
      { what: "get", sets: value, sees: (k) => k.list.get(0) ?? 9 },
      { what: "first", sets: value, sees: (k) => k.list.first(9) },
      { what: "size", sets: length, sees: (k) => k.list.size - 2 },
      { what: "has", sets: length, sees: (k) => numbers.filter((n) => k.list.has(2 + n)).length },
      { what: "includes", sets: value, sees: (k) => numbers.findIndex((n) => k.list.includes(n)) },
      { what: "indexOf", sets: value, sees: (k) => numbers.findIndex((n) => k.list.indexOf(n) === 0) },
      {
        what: "for of",
        sets: value,
        sees: (k) => {
          let all = -5;
          for (const held of k.list) all += held;
          return all;
        },
      },
      { what: "spread", sets: value, sees: (k) => [...k.list][0] ?? 9 },
      {
        what: "destructuring",
        sets: value,
        sees: ({ list: [first = 9] }) => first,
      },
      { what: "map", sets: value, sees: (k) => k.list.map((held) => held + 1).first(9) - 1 },
      { what: "reduce", sets: value, sees: (k) => k.list.reduce((all, held) => all + held, -5) },
      { what: "a lazy view", sets: value, sees: (k) => k.list.toSeq().map(String).map(Number).first(9) },
      {
        what: "equals",
        sets: value,
        sees: (k) => numbers.findIndex((n) => k.list.equals(List([n, 5]))),
      },
      { what: "is", sets: value, sees: (k) => numbers.findIndex((n) => is(List([n, 5]), k.list)) },
      { what: "toJS", sets: value, sees: (k) => k.list.toJS()[0] ?? 9 },
      { what: "toString", sets: value, sees: (k) => Number(`${k.list}`.slice(7, 8)) },
      { what: "JSON", sets: value, sees: (k) => JSON.parse(JSON.stringify(k.list))[0] },
      { what: "JSON of the whole draft", sets: value, sees: (k) => JSON.parse(JSON.stringify(k)).list[0] },
      { what: "a copy of the whole draft", sets: value, sees: (k) => ({ ...k }).list.first(9) },
    ],
    where,
  );
});

describe("of a Map", () => {
  const value: Setter = (k, n) => {
    k.byKey = k.byKey.set("a", n);
  };
  const keys: Setter = (k, n) => {
    k.byKey = ImmutableMap([[`k${n}`, 5]]);
  };
  const nested: Setter = (k, n) => {
    k.byName = k.byName.setIn(["a", 0], n);
  };
  tells(
    [
      { what: "get", sets: value, sees: (k) => k.byKey.get("a") ?? 9 },
      {
        what: "has",
        sets: keys,
        sees: (k) =>
          Math.max(
            0,
            numbers.findIndex((n) => k.byKey.has(`k${n}`)),
          ),
      },
      { what: "keys", sets: keys, sees: (k) => Number([...k.byKey.keys()][0]?.replace(/\D/, "") || 0) },
      {
        what: "values",
        sets: value,
        sees: (k) => [...k.byKey.values()].reduce((all, held) => all + held, -5),
      },
      {
        what: "for of",
        sets: value,
        sees: (k) => {
          for (const [key, held] of k.byKey) if (key === "a") return held;
          return 9;
        },
      },
      { what: "spread", sets: value, sees: (k) => new Map([...k.byKey]).get("a") ?? 9 },
      {
        what: "forEach",
        sets: value,
        sees: (k) => {
          const held: number[] = [];
          k.byKey.forEach((each) => {
            held.push(each);
          });
          return Math.min(...held);
        },
      },
      { what: "filter", sets: value, sees: (k) => k.byKey.filter((held) => held < 5).first(9) },
      { what: "toObject", sets: value, sees: (k) => (({ a = 9 }) => a)(k.byKey.toObject()) },
      {
        what: "equals",
        sets: value,
        sees: (k) => numbers.findIndex((n) => k.byKey.equals(ImmutableMap({ b: 5, a: n }))),
      },
      { what: "getIn", sets: nested, sees: (k) => Number(k.byName.getIn(["a", 0])) },
      { what: "get of a List in it", sets: nested, sees: (k) => k.byName.get("a")?.get(0) ?? 9 },
    ],
    where,
  );
});

describe("of a Set", () => {
  const member: Setter = (k, n) => {
    k.names = ImmutableSet([`n${n}`, "n5"]);
  };
  const size: Setter = (k, n) => {
    k.names = k.names.add(`more ${n}`);
  };
  tells(
    [
      { what: "has", sets: member, sees: (k) => numbers.findIndex((n) => k.names.has(`n${n}`)) },
      { what: "size", sets: size, sees: (k) => k.names.size - 2 },
      { what: "for of", sets: member, sees: (k) => lowest(k.names) },
      { what: "spread", sets: member, sees: (k) => lowest([...k.names]) },
      { what: "min", sets: member, sees: (k) => lowest([k.names.min() ?? "n9"]) },
      { what: "sort", sets: member, sees: (k) => lowest(k.names.toList().sort()) },
      { what: "intersect", sets: member, sees: (k) => lowest(k.names.intersect(["n0", "n1", "n2"])) },
      {
        what: "isSubset",
        sets: member,
        sees: (k) => numbers.findIndex((n) => ImmutableSet([`n${n}`]).isSubset(k.names)),
      },
    ],
    where,
  );
});

function lowest(names: Iterable<string>): number {
  let least = 9;
  for (const name of names) least = Math.min(least, Number(name.slice(1)));
  return least;
}

describe("of what is ordered", () => {
  /** The same entries in another order. */
  const mapOrder: Setter = (k, n) => {
    k.order = OrderedMap([n, (n + 1) % 3, (n + 2) % 3].map((key) => [key, 5]));
  };
  const setOrder: Setter = (k, n) => {
    k.ordered = OrderedSet([n, (n + 1) % 3, (n + 2) % 3]);
  };
  const top: Setter = (k, n) => {
    k.stack = Stack([n, 5]);
  };
  tells(
    [
      { what: "the first key of an OrderedMap", sets: mapOrder, sees: (k) => k.order.keySeq().first(9) },
      {
        what: "the last entry of an OrderedMap",
        sets: mapOrder,
        sees: (k) => (([...k.order].pop()?.[0] ?? 9) + 1) % 3,
      },
      { what: "the first of an OrderedSet", sets: setOrder, sees: (k) => k.ordered.first(9) },
      {
        what: "the order of an OrderedSet",
        sets: setOrder,
        sees: (k) => (3 - [...k.ordered].indexOf(0)) % 3,
      },
      { what: "peek of a Stack", sets: top, sees: (k) => k.stack.peek() ?? 9 },
      { what: "for of a Stack", sets: top, sees: (k) => Math.min(...k.stack) },
    ],
    where,
  );
});

describe("of a Record", () => {
  const field: Setter = (k, n) => {
    k.point = k.point.set("x", n);
  };
  const whole: Setter = (k, n) => {
    k.point = Point({ x: n });
  };
  tells(
    [
      { what: "a field", sets: field, sees: (k) => k.point.x },
      { what: "a field of another Record", sets: whole, sees: (k) => k.point.x },
      { what: "get", sets: field, sees: (k) => k.point.get("x") },
      { what: "destructuring", sets: field, sees: ({ point: { x } }) => x },
      { what: "toObject", sets: field, sees: (k) => k.point.toObject().x },
      { what: "spread", sets: field, sees: (k) => new Map([...k.point.toSeq().entries()]).get("x") ?? 9 },
      { what: "equals", sets: field, sees: (k) => numbers.findIndex((n) => k.point.equals(Point({ x: n }))) },
      { what: "JSON", sets: field, sees: (k) => JSON.parse(JSON.stringify(k.point)).x },
    ],
    where,
  );
});
