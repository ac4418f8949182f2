/** What may be asked of a check. */

import type { Explored } from "../certificate/write.js";
import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Case, Progress } from "../search/judge.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import type { Drawing } from "../spot-check/drawn.js";
import type { Symmetric } from "../tables/representing.js";
import type { Checkpointing } from "./checkpoint.js";
import type { StatesPlan, StrategyOptions } from "./options.js";

/** How to check. */
export interface CheckOptions extends StrategyOptions {
  /** The names of the properties to check; all of them if left out. */
  readonly properties?: readonly string[];
  /** Asked after every batch of states: a reason to stop, or undefined to go on. */
  readonly stop?: (progress: Progress) => string | undefined;
  /** Whether to explain how what is reachable is reached: a search of its own, which may be as large as the space. */
  readonly witnesses?: boolean;
  /** What the searches run on; the tables unless a test says otherwise. */
  readonly space?: (
    interpreter: Interpreter,
    leftOut: ReadonlySet<Variable>,
    symmetric?: Symmetric,
  ) => JudgedSpace;
  /** At least so many executions of user code are repeated at the end, to find impure ones. */
  readonly recheck?: number;
  /**
   * Which share of the states is to be expanded once more on the reference semantics, and compared, while the search goes on:
   * for `exhaustive` and `reduced`. A difference is a fault of preempt, and thrown as an Error that is no ModelError.
   */
  readonly audit?: Drawing | undefined;
  /** So many bytes may be filled by states and by what finds them: a search that needs more is cut. Of strategies that keep states. */
  readonly maxBytes?: number;
}

/** The same, with what the command line asks for beside it: it writes files. */
export interface FiledOptions extends CheckOptions {
  /**
   * Told of all states, for a certificate: where an exhaustive search has come to its end, and before what it found is
   * explained.
   */
  readonly explored?: (explored: Explored) => void;
  /** When an exhaustive search is written down, and what it goes on from. */
  readonly checkpoint?: Checkpointing;
}

/** What is asked for that is of a search of every state, and cannot be had where one stands for many; undefined, if nothing is. */
export function ofEveryState({ audit, checkpoint }: FiledOptions): string | undefined {
  if (audit !== undefined) return "an audit";
  return checkpoint === undefined ? undefined : "a checkpoint";
}

/** What a search that goes through states is to decide, and where. */
export interface Deciding extends Pick<Case, "interpreter" | "properties" | "stop" | "space"> {
  readonly model: Model;
  readonly leftOut: ReadonlySet<Variable>;
  readonly plan: StatesPlan;
  readonly options: FiledOptions;
  /** Makes a space, of representatives where it is told what is alike. */
  readonly spaceOf: NonNullable<FiledOptions["space"]>;
}
