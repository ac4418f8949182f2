/** Initial states: declared variables, some of which begin as something else. */

import { type Arbitrary, stringify, toStringMethod, tuple } from "fast-check";
import { aTypeOf } from "../../model/code.js";
import type { Contents } from "../../model/contents.js";
import { type Condition, declared, type Mutex } from "../../model/locks.js";
import { ModelError } from "../../model/model-error.js";
import { unknownName } from "../../model/nearest.js";
import type { Value } from "../../model/value.js";
import type { Declaration, Indexed } from "../../model/variables.js";
import { isArbitrary } from "./arbitrary.js";

/** What some of the variables `V` may begin as; in an indexed group, the same for each copy. */
export type Beginnings<V> = {
  readonly [K in keyof V]?: V[K] extends Value
    ? Arbitrary<V[K]>
    : V[K] extends Contents
      ? Arbitrary<Contents>
      : V[K] extends Mutex | Condition
        ? never
        : V[K] extends Indexed<infer G, number | string>
          ? Beginnings<G>
          : Beginnings<V[K]>;
};

type Tree = Readonly<Record<string, unknown>>;

/** A variable that begins as what is drawn. */
interface Place {
  /** As messages say it: `cpu(0).fpregs`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly drawn: Arbitrary<unknown>;
}

function isGroup(thing: unknown): thing is Tree {
  return (
    typeof thing === "object" &&
    thing !== null &&
    !(declared in thing) &&
    Object.getPrototypeOf(thing) === Object.prototype
  );
}

const isIndexed = (thing: unknown): thing is Indexed<object, number | string> =>
  typeof thing === "object" && thing !== null && declared in thing && thing[declared] === "indexed";

/** What a variable is that begins in one way alone. */
function lockKind(thing: unknown): string | undefined {
  if (typeof thing !== "object" || thing === null || !(declared in thing)) return undefined;
  if (thing[declared] === "mutex") return "mutex";
  return thing[declared] === "condition" ? "condition variable" : undefined;
}

/** Refuses what has no members to begin as something. */
function checkTree(what: string, given: unknown): asserts given is Tree {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  throw new ModelError(`${what} is ${aTypeOf(given)}; it is to be an object, as { count: fc.nat(2) }`);
}

/** The variables that `beginnings` names. Throws ModelError for what it names and there is not. */
function places(group: Tree, beginnings: Tree, name = "", path: readonly string[] = []): readonly Place[] {
  return Object.entries(beginnings).flatMap(([key, drawn]): readonly Place[] => {
    if (drawn === undefined) return [];
    const full = name === "" ? key : `${name}.${key}`;
    if (!Object.hasOwn(group, key)) throw new ModelError(unknownName("variable", full, Object.keys(group)));
    const member = group[key];
    const inside = [...path, key];
    if (isGroup(member)) {
      checkTree(`what "${full}" begins as`, drawn);
      return places(member, drawn, full, inside);
    }
    if (isIndexed(member)) {
      checkTree(`what "${full}" begins as`, drawn);
      return member.groups.flatMap((copy, i) =>
        places(copy as Tree, drawn, `${full}(${member.indices[i]})`, [...inside, "groups", String(i)]),
      );
    }
    const kind = lockKind(member);
    if (kind !== undefined)
      throw new ModelError(`"${full}" is a ${kind}, which always begins as it is declared: leave it out`);
    if (!isArbitrary(drawn))
      throw new ModelError(`what "${full}" is to begin as is no arbitrary of fast-check`);
    return [{ name: full, path: inside, drawn }];
  });
}

/** A copy of `tree` with `value` at `path`. */
function put(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: unknown = Array.isArray(tree) ? [...tree] : { ...(tree as Tree) };
  const held = copy as Record<string, unknown>;
  held[key] = put(held[key], rest, value);
  return copy;
}

/**
 * Variables for `model({ variables })`, of which those that `beginnings` names begin as what is drawn. They shrink as their
 * arbitraries do, and fast-check writes what was drawn: `x = 1, cpu(0).n = 2`.
 *
 * @throws ModelError where `beginnings` names a variable that is not declared, or a mutex or condition variable
 * @example initialStates(variables, { count: fc.nat(2), cpu: { idle: fc.boolean() } })
 */
export function initialStates<V extends Declaration>(variables: V, beginnings: Beginnings<V>): Arbitrary<V> {
  checkTree("what some variables begin as", beginnings);
  const found = places(variables as Tree, beginnings);
  return tuple(...found.map(({ drawn }) => drawn)).map((values) => {
    const begun = found.reduce<unknown>((tree, { path }, i) => put(tree, path, values[i]), { ...variables });
    const told = found.map(({ name }, i) => `${name} = ${stringify(values[i])}`).join(", ");
    // Not enumerable: it is no variable.
    return Object.defineProperty(begun as V, toStringMethod, { value: () => told });
  });
}
