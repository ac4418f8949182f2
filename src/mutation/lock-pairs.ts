/** Which unlocks belong to a lock: those of the same mutex that stand behind it, up to the next lock of that. */

import type { Erased } from "../model/code.js";
import { type Access, evaluate } from "../model/draft.js";
import { type MutexHandle, variableOf } from "../model/locks.js";
import type { Model, ModelProcess } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";
import type { Place } from "./places.js";

type Which = (reader: Erased) => MutexHandle;

/** What a place does to a mutex, if it does. */
function useOf({ node }: Place): { readonly takes: boolean; readonly mutex: Which } | undefined {
  if (node.kind === "when" && typeof node.condition !== "function")
    return { takes: true, mutex: node.condition.tryLock };
  const operation = node.kind === "step" ? node.operation : undefined;
  switch (operation?.kind) {
    case "lock":
    case "unlock":
      return { takes: operation.kind === "lock", mutex: operation.mutex };
    default:
      return undefined;
  }
}

const reading: Access = {
  read: ({ initial }) => initial,
  project: ({ initial }, { of }) => of(initial),
  write: refused,
  update: refused,
  choose: refused,
  fail: refused,
  halt: refused,
};

function refused(): never {
  throw new Error("the choice of a mutex only reads");
}

/** The mutex that a process means in the initial state; undefined where that cannot be said there. */
function mutexOf(model: Model, process: ModelProcess, which: Which): Variable | undefined {
  const who = `the choice of a mutex of ${process.name}`;
  try {
    const found = evaluate(
      { model, process, access: reading, writes: false, who },
      (draft) => which(draft)?.[variableOf],
    );
    return found as Variable | undefined;
  } catch (error) {
    if (isModelError(error) || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** By the path of each lock of `process`: its unlocks. A lock whose mutex cannot be told from the initial state is left out. */
export function lockPairs(
  model: Model,
  process: ModelProcess,
  places: readonly Place[],
): ReadonlyMap<string, readonly Place[]> {
  const pairs = new Map<string, Place[]>();
  const last = new Map<Variable, Place[]>();
  for (const place of places) {
    const use = useOf(place);
    const mutex = use && mutexOf(model, process, use.mutex);
    if (use === undefined || mutex === undefined) continue;
    if (use.takes) {
      const unlocks: Place[] = [];
      pairs.set(place.path, unlocks);
      last.set(mutex, unlocks);
    } else last.get(mutex)?.push(place);
  }
  return pairs;
}
