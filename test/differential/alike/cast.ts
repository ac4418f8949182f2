/** Who there is in a model: the names and numbers of its workers and boxes, and its variables. */

import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { condition, contents, type Indexed, indexed, mutex } from "preempt";
import type { Elements, ModelDescription } from "./description.js";

/** An element as variables hold it: its number, or its name; or none. */
export type Ref = number | string | null;
export type Key = number | string;

/** Elements that are alike, as a model knows them. */
export interface Cast {
  readonly elements: Elements;
  readonly keys: readonly Key[];
  readonly processes: readonly string[];
  /** What values call them by where a process' name will not do. */
  readonly aliases: readonly string[];
}

function castOf(elements: Elements, letter: string): Cast {
  const all = Array.from({ length: elements.count }, (_, i) => i);
  return {
    elements,
    keys: elements.numbered ? all : all.map((i) => `${letter.toLowerCase()}${i}`),
    processes: all.map((i) => `${letter}${i}`),
    aliases: all.map((i) => `alias-${letter}${i}`),
  };
}

export interface Casts {
  readonly workers: Cast;
  readonly boxes: Cast;
}

export function castsOf({ workers, boxes }: Pick<ModelDescription, "workers" | "boxes">): Casts {
  return { workers: castOf(workers, "P"), boxes: castOf(boxes, "T") };
}

/** The name of the second process of a worker. */
export const helperOf = (process: string): string => `${process}-helper`;

export const locals = { count: 0, turns: 0, note: null as Ref };
export type Locals = typeof locals;

function copies<G extends object>({ elements, keys }: Cast, of: (i: number) => G): Indexed<G, Key> {
  return elements.numbered
    ? indexed(keys.length, of)
    : indexed(keys.map(String), (name) => of(keys.indexOf(name)));
}

const cell = {
  level: 0,
  friend: null as Ref,
  box: null as Ref,
  image: contents("nobody"),
  lock: mutex(),
};

const box = { full: 0, user: null as Ref };

export function variablesOf({ workers, boxes }: Casts, { x, turn, pick, levels }: ModelDescription["start"]) {
  const nth = ({ keys }: Cast, i: number | undefined): Ref =>
    i === undefined ? null : (keys[i % keys.length] ?? null);
  return {
    x,
    turn: nth(workers, turn),
    pick: nth(boxes, pick),
    owner: null as string | null,
    waiting: ImmutableSet<Key>(),
    queue: List<Key>(),
    votes: ImmutableMap<string, number>(),
    holds: ImmutableMap<string, Key>(),
    m: mutex(),
    c: condition(),
    cell: copies(workers, (i) => ({ ...cell, level: levels[i] ?? 0 })),
    box: copies(boxes, () => box),
    ghost: { last: null as Ref },
  };
}

export type Variables = ReturnType<typeof variablesOf>;

/** The variables that hold numbers of workers, as the declaration of these calls them. */
export function workerNumbers(
  { boxes }: Casts,
  has: { readonly box: boolean; readonly other: boolean },
): readonly string[] {
  return [
    "turn",
    "waiting",
    "queue",
    "holds",
    "cell.friend",
    "box.user",
    "ghost.last",
    "my.note",
    ...(has.box ? boxes.processes.map((name) => `${name}.note`) : []),
    ...(has.other ? ["X.note"] : []),
  ];
}

/** The same, of boxes. */
export const boxNumbers: readonly string[] = ["pick", "cell.box"];
