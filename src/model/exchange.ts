/** What it is to exchange two elements that a model declares to be alike: for its processes, its variables, their values. */

import { ownerOf } from "./contents.js";
import type { Layout } from "./layout.js";
import type { ModelProcess } from "./model.js";
import { ModelError } from "./model-error.js";
import { unknownName } from "./nearest.js";
import { renamed } from "./renaming.js";
import type { Element, Interchangeable } from "./symmetry.js";
import type { Primitive, Value } from "./value.js";
import type { Group, Variable } from "./variables.js";

/** What two elements come to when they are exchanged. To exchange them twice is to do nothing. */
export interface Exchange {
  readonly set: Interchangeable;
  readonly between: readonly [Element, Element];
  /** For messages: `CPUs 0 and 1`. */
  readonly said: string;
  /** By number of a process: the one that takes its place. */
  readonly processes: readonly number[];
  /** By number of a variable: the one that its value goes to. */
  readonly variables: readonly number[];
  /** What takes the place of a name; other texts stay. */
  readonly nameFor: (text: string) => string;
  /** What takes the place of a number that the declaration says is an element's. */
  readonly numberFor: (number: number) => number;
  /** A value of `variable` as the variable has it that it goes to. */
  readonly valueFor: (variable: Variable, value: Value) => Value;
}

/** What the parts of a model are that symmetry speaks of. */
export interface Parts {
  readonly layout: Layout;
  readonly processes: readonly ModelProcess[];
}

/** All names that values call an element by, in an order that is the same for all elements of a set. */
export function namesOf({ element, own }: Element): readonly string[] {
  const copies = Object.values(own.copies ?? {}).filter((copy) => typeof copy === "string");
  const itself = typeof element === "string" ? [element] : [];
  return [...new Set([...itself, ...(own.processes ?? []), ...copies, ...(own.names ?? [])])];
}

/** The name of a variable without the numbers and names of copies: `task.cpu`. */
export function plainName({ name }: Pick<Variable, "name">): string {
  return name.replace(/\(.*?\)/g, "");
}

function swapped<T>(a: readonly T[], b: readonly T[]): ReadonlyMap<T, T> {
  return new Map(
    a.flatMap((one, i) => (b[i] === undefined ? [] : [[one, b[i]] as const, [b[i], one] as const])),
  );
}

type Copies = ReadonlyMap<string, ReadonlyMap<number | string, number | string>>;

/** The way on from `group`, which is called `called`, with the copies that take the places of others. */
function wayFrom(group: Group, called: string, way: Variable["path"], copies: Copies): Variable["path"] {
  const [name, index, ...rest] = way;
  const member = name === undefined ? undefined : group.members.get(String(name));
  if (name === undefined || member === undefined || member.kind === "variable") return way;
  const whole = called === "" ? String(name) : `${called}.${name}`;
  if (member.kind === "group") return [name, ...wayFrom(member.group, whole, way.slice(1), copies)];
  const copy = index === undefined ? undefined : member.groups.get(index);
  if (index === undefined || copy === undefined) return way;
  return [name, copies.get(whole)?.get(index) ?? index, ...wayFrom(copy, whole, rest, copies)];
}

/** The way to the variable that takes the place of the one at `path`. */
function pathFor(
  { path }: Variable,
  { layout, processes }: Parts,
  named: ReadonlyMap<string, string>,
  copies: Copies,
): Variable["path"] {
  const [first, name, my, ...way] = path;
  if (first !== "process" || typeof name !== "string") return wayFrom(layout.shared, "", path, copies);
  const locals = processes.find((process) => process.name === name)?.locals;
  const other = named.get(name) ?? name;
  if (my !== "my" || locals === undefined) return [first, other, ...path.slice(2)];
  return [first, other, my, ...wayFrom(locals, "my", way, copies)];
}

/** By number of a variable: whether it is a variable of `element`: of a process of its, or of a copy. */
export function variablesOf(parts: Parts, { own }: Element): readonly boolean[] {
  const gone = "\0";
  const named = new Map((own.processes ?? []).map((name) => [name, gone]));
  const copies = new Map(
    Object.entries(own.copies ?? {}).map(([group, copy]) => [group, new Map([[copy, gone]])]),
  );
  return parts.layout.variables.map((variable) => pathFor(variable, parts, named, copies).includes(gone));
}

/** The variables whose numbers are elements' of `set`. Throws ModelError for a name that no variable has. */
function numbered(set: Interchangeable, { layout, processes }: Parts): ReadonlySet<Variable> {
  const own = new Set(set.elements.flatMap(({ own: { processes: named = [] } }) => named));
  const said = (variable: Variable): string => {
    const process = processes.find(({ name }) => variable.path[0] === "process" && variable.path[1] === name);
    const plain = plainName(variable);
    return process !== undefined && own.has(process.name) ? plain.replace(`${process.name}.`, "my.") : plain;
  };
  const known = layout.variables
    .filter(({ kind }) => kind === "data")
    .map((variable) => [said(variable), variable] as const);
  const unknown = set.numbers.find((wanted) => !known.some(([name]) => name === wanted));
  if (unknown !== undefined)
    throw new ModelError(
      `${unknownName("variable", unknown, [...new Set(known.map(([name]) => name))])}, said to hold numbers of ${set.what}`,
    );
  return new Set(known.filter(([name]) => set.numbers.includes(name)).map(([, variable]) => variable));
}

/** A text that two variables share when one can take the place of the other. */
const sort = ({ kind, ghost, contents }: Variable): string =>
  `${contents ? "contents" : kind}${ghost ? ", a ghost" : ""}`;

/**
 * What it is to exchange the elements `a` and `b` of a set.
 *
 * @throws ModelError where one has a variable, or a process, that the other has not
 */
export function exchangeOf(parts: Parts, set: Interchangeable, a: Element, b: Element): Exchange {
  const { layout, processes } = parts;
  const said = `${set.what} ${a.element} and ${b.element}`;
  const names = swapped(namesOf(a), namesOf(b));
  const ofProcesses = swapped(a.own.processes ?? [], b.own.processes ?? []);
  const groups = Object.keys(a.own.copies ?? {});
  const copies = new Map(
    groups.map(
      (group) => [group, swapped([a.own.copies?.[group] ?? 0], [b.own.copies?.[group] ?? 0])] as const,
    ),
  );
  const byPath = new Map(layout.variables.map((variable) => [JSON.stringify(variable.path), variable]));
  const variables = layout.variables.map((variable) => {
    const path = pathFor(variable, parts, ofProcesses, copies);
    const other = byPath.get(JSON.stringify(path));
    const wanted = `${said} are said to be alike, and "${variable.name}"`;
    if (other === undefined) throw new ModelError(`${wanted} has no counterpart ${path.join(".")}`);
    if (sort(other) !== sort(variable))
      throw new ModelError(
        `${wanted}, ${sort(variable)}, would take the place of "${other.name}", ${sort(other)}`,
      );
    return other.index;
  });
  const withNumbers = numbered(set, parts);
  const nameFor = (text: string): string => names.get(text) ?? text;
  const numberFor = (number: number): number =>
    number === a.element && typeof b.element === "number"
      ? b.element
      : number === b.element && typeof a.element === "number"
        ? a.element
        : number;
  const valueFor = (variable: Variable, value: Value): Value => {
    if (variable.kind === "location") return value;
    const isNumbered = withNumbers.has(variable);
    const rename = (held: Primitive): Primitive => {
      if (typeof held === "number") return isNumbered ? numberFor(held) : held;
      if (typeof held !== "string") return held;
      if (!variable.contents) return nameFor(held);
      const owner = ownerOf(held);
      return nameFor(owner) + held.slice(owner.length);
    };
    const target = layout.variables[variables[variable.index] ?? -1] ?? variable;
    return target.canonical(renamed(value, rename));
  };
  return {
    set,
    between: [a, b],
    said,
    processes: processes.map(({ index, name }) => {
      const other = ofProcesses.get(name) ?? name;
      return processes.find((process) => process.name === other)?.index ?? index;
    }),
    variables,
    nameFor,
    numberFor,
    valueFor,
  };
}
