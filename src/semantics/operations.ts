/** What the built-in steps do to mutexes and condition variables. */

import type { Operation } from "../model/code.js";
import type { Access } from "../model/draft.js";
import { type ConditionHandle, type MutexHandle, variableOf, type Waiters } from "../model/locks.js";
import { ModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";

/** Who does it, and with what. */
interface Operating {
  readonly draft: never;
  readonly access: Access;
  readonly process: string;
  /** For messages. */
  readonly who: string;
}

function chosen(
  { draft, who }: Operating,
  kind: "mutex" | "condition",
  select: (draft: never) => MutexHandle | ConditionHandle,
): Variable {
  const variable: Variable | undefined = select(draft)?.[variableOf];
  if (variable?.kind === kind) return variable;
  throw new ModelError(
    `${who} names no ${kind}: its selector must return one, as in (k) => k.m where m: ${kind}()`,
  );
}

/** Takes the mutex if it is free; says whether it did. */
export function take(operating: Operating, select: (draft: never) => MutexHandle): boolean {
  const mutex = chosen(operating, "mutex", select);
  if (operating.access.read(mutex) !== null) return false;
  operating.access.write(mutex, operating.process);
  return true;
}

function giveBack(operating: Operating, select: (draft: never) => MutexHandle): void {
  const mutex = chosen(operating, "mutex", select);
  const holder = operating.access.read(mutex);
  if (holder !== operating.process) {
    const held = holder === null ? "nobody holds it" : `${String(holder)} holds it`;
    throw new ModelError(`${operating.who} gives back "${mutex.name}", but ${held}`);
  }
  operating.access.write(mutex, null);
}

function waitersOf({ access }: Operating, variable: Variable): Waiters {
  // A condition variable holds Waiters from its declaration on, and only this file writes it.
  return access.read(variable) as Waiters;
}

/** Carries out `operation`; false where it is blocked. */
export function operate(operation: Operation, operating: Operating): boolean {
  const { access, process } = operating;
  switch (operation.kind) {
    case "lock":
      return take(operating, operation.mutex);
    case "unlock":
      giveBack(operating, operation.mutex);
      return true;
    case "sleep": {
      const condition = chosen(operating, "condition", operation.condition);
      giveBack(operating, operation.mutex);
      access.write(condition, waitersOf(operating, condition).set(process, false));
      return true;
    }
    case "wake": {
      const condition = chosen(operating, "condition", operation.condition);
      const waiters = waitersOf(operating, condition);
      if (waiters.get(process) !== true || !take(operating, operation.mutex)) return false;
      access.write(condition, waiters.delete(process));
      return true;
    }
    case "signal": {
      const condition = chosen(operating, "condition", operation.condition);
      const waiters = waitersOf(operating, condition);
      const asleep = [...waiters.filter((woken) => !woken).keys()].sort();
      if (asleep.length === 0) return true;
      const lucky = asleep[access.choose(asleep.length)];
      if (lucky !== undefined) access.write(condition, waiters.set(lucky, true));
      return true;
    }
    case "broadcast": {
      const condition = chosen(operating, "condition", operation.condition);
      access.write(
        condition,
        waitersOf(operating, condition).map(() => true),
      );
      return true;
    }
  }
}
