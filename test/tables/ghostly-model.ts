/** The model that a description of one means; see ghostly-models.ts. */

import {
  type Context,
  indexed,
  language,
  type Model,
  model,
  type Part,
  type Reader,
  type StateView,
} from "preempt";
import type { Pieces, Test } from "./ghostly-models.js";
import {
  type Act,
  type Acts,
  type Any,
  assertions,
  type Claim,
  type Description,
  type Fun,
  type Piece,
} from "./ghostly-models.js";

const variables = {
  x: 0,
  y: 0,
  ghost: { a: 0, deep: { b: 0 }, c: 0 },
  cpu: indexed(2, { ghost: { own: 0 } }),
};
const locals = { ghost: { mine: 0 } };
type V = typeof variables;
type L = typeof locals;
type K = Context<V, L>;

const { step, when, atomic, loop, leave, choose, process, never, reachable, assertion, deadlockFree } =
  language<V, L>();

const change: Readonly<Record<Fun, (value: number) => number>> = {
  more: (value) => (value + 1) % 3,
  same: (value) => value,
  none: () => 0,
  swap: (value) => [1, 0, 2][value] ?? value,
};

/** Where a process, or a claim, sees the variables that are not of all. */
interface Own {
  readonly here: { readonly ghost: { readonly own: number } };
  readonly my: { readonly ghost: { readonly mine: number } };
}

function valueIn(k: Pick<StateView<V>, "x" | "y" | "ghost">, { here, my }: Own, name: Any): number {
  switch (name) {
    case "x":
    case "y":
      return k[name];
    case "a":
    case "c":
      return k.ghost[name];
    case "b":
      return k.ghost.deep.b;
    case "own":
      return here.ghost.own;
    case "mine":
      return my.ghost.mine;
  }
}

const passes = (k: Pick<StateView<V>, "x" | "y" | "ghost">, own: Own, tests: readonly Test<Any>[]): boolean =>
  tests.every(({ of, is, than }) => (valueIn(k, own, of) === than) === (is === "="));

function assign(k: K, name: Any, value: number): void {
  if (name === "x" || name === "y") k[name] = value;
  else if (name === "a" || name === "c") k.ghost[name] = value;
  else if (name === "b") k.ghost.deep.b = value;
  else if (name === "own") k.here.ghost.own = value;
  else k.my.ghost.mine = value;
}

function update(k: K, name: Any, by: (value: number) => number): void {
  if (name === "x" || name === "y") k.update(k, name, by);
  else if (name === "a" || name === "c") k.update(k.ghost, name, by);
  else if (name === "b") k.update(k.ghost.deep, "b", by);
  else if (name === "own") k.update(k.here.ghost, "own", by);
  else k.update(k.my.ghost, "mine", by);
}

function perform(k: K, act: Act): void {
  switch (act.do) {
    case "set":
      assign(k, act.to, ((act.from === null ? 0 : valueIn(k, k, act.from)) + act.plus) % 3);
      break;
    case "update":
      update(k, act.of, change[act.by]);
      break;
    case "pick": {
      const fewer = act.less !== null && valueIn(k, k, act.less) === 1;
      assign(k, act.to, k.choose(fewer ? act.from.slice(0, 1) : act.from));
      break;
    }
    case "fail":
      k.fail(act.what);
      break;
    case "assert":
      k.assert(act.what, passes(k, k, act.tests));
      break;
    case "halt":
      k.halt("it is over");
      break;
    case "throw":
      throw new Error("this should not be");
    case "if":
      performAll(k, passes(k, k, act.tests) ? act.yes : act.no);
      break;
  }
}

function performAll(k: K, all: Acts): void {
  for (const act of all) perform(k, act);
}

function part(piece: Piece, label: string): Part<K> {
  switch (piece.piece) {
    case "step": {
      const { acts, guard } = piece;
      const body = (k: K): undefined => {
        performAll(k, acts);
      };
      return guard.length === 0
        ? step(label, body)
        : step(label, body, { enabled: (k: Reader<V, L>) => passes(k, k, guard) });
    }
    case "atomic":
      return atomic(label, parts(piece.body, label));
    case "loop":
      return loop(choose(parts(piece.body, label), [step(`${label}!`), leave]));
    case "choose":
      return choose(parts(piece.one, `${label}y`), parts(piece.other, `${label}n`));
    case "when": {
      const { tests, yes, no } = piece;
      return when(`${label}?`, (k) => passes(k, k, tests), parts(yes, `${label}y`), parts(no, `${label}n`));
    }
  }
}

const parts = (pieces: Pieces, label: string): Part<K> =>
  pieces.map((piece, i) => part(piece, `${label}.${i + 1}`));

const claimed = ({ kind, tests }: Claim, i: number) => {
  const predicate = (s: StateView<V>): boolean =>
    passes(s, { here: s.cpu(0), my: s.process<L>("A").my }, tests);
  return kind === "never" ? never(`claim ${i}`, predicate) : reachable(`claim ${i}`, predicate);
};

/** The model, and the names of those of its properties that are to be checked. */
export function ghostlyModel({ programs, claims, checked }: Description): {
  readonly model: Model;
  readonly properties: readonly string[];
} {
  const properties = [...claims.map(claimed), ...assertions.map((name) => assertion(name)), deadlockFree()];
  const names = ["A", "B"];
  const made = model({
    name: "ghostly",
    variables,
    processes: programs.map((pieces, i) =>
      process(names[i] ?? "C", { locals, cpu: i, program: parts(pieces, names[i] ?? "C") }),
    ),
    properties,
  });
  return { model: made, properties: checked.flatMap((i) => properties[i]?.name ?? []) };
}
