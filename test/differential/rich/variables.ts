/** The variables of rich models: some of every kind that a model may declare. */

import {
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  List,
  OrderedSet,
} from "immutable";
import { type Context, condition, indexed, language, mutex, type Reader, type StateView } from "preempt";
import { type Theme, themes } from "./description.js";

export const Pair = ImmutableRecord({ left: 0, right: "none" }, "Pair");

export const slots = 3;
export const cpus = 2;
export const pools = 2;

export const variables = {
  x: 0,
  y: 0,
  tick: 0,
  flag: false,
  word: "idle" as string | null,
  dev: { mode: "off", regs: { a: 0, b: 0 } },
  slot: indexed(slots, { value: 0, owner: null as string | null }),
  cpu: indexed(cpus, { run: 0, note: "none" }),
  pool: indexed(pools, { lock: mutex() }),
  list: List([2, 0]),
  map: ImmutableMap([["k", 1]]),
  bag: ImmutableSet([1]),
  order: OrderedSet([2, 0]),
  pair: Pair(),
  m: mutex(),
  n: mutex(),
  c: condition(),
  /** `spare` is written and never read back by a step. */
  ghost: { g: 0, log: List<string>(), spare: 0 },
};

/** `i` counts rounds, `p` is the pool whose lock is taken, `home` the CPU; nothing else writes those. */
export const locals = { t: 0, i: 0, p: 0, home: 0, seen: null as number | null };

/** What each theme has of them, and of the locals; the rest every model has. */
const themed: Readonly<Record<Theme, readonly string[]>> = {
  nested: ["dev"],
  indexed: ["slot", "cpu", "home"],
  collections: ["list", "map", "bag", "order", "pair"],
  words: ["flag", "word", "seen"],
  locks: ["pool", "m", "n", "c", "p"],
  ghosts: ["ghost"],
};

/** Without what other themes have. */
export function ofThemes<D extends object>(declared: D, chosen: readonly Theme[]): D {
  const others = themes.filter((theme) => !chosen.includes(theme)).flatMap((theme) => themed[theme]);
  // The code of a model uses what its themes have alone; to use more is an error when the model is run.
  return Object.fromEntries(Object.entries(declared).filter(([name]) => !others.includes(name))) as D;
}

export type Variables = typeof variables;
export type Locals = typeof locals;
export type Ctx = Context<Variables, Locals>;
export type Own = Reader<Variables, Locals>;
export type View = StateView<Variables>;

export const words = language<Variables, Locals>();
