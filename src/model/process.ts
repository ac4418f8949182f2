/** Processes: whatever runs a program. */

import { aTypeOf, type Part } from "./code.js";
import type { Context, Guard, Reader, Rule } from "./context.js";
import { ModelError } from "./model-error.js";
import type { Declaration, Indexed } from "./variables.js";

/** What reaches the copies of the group `name`, where the model has them. */
type IndexOf<V, N extends "cpu" | "task"> =
  V extends Readonly<Record<N, Indexed<object, infer I>>> ? I : number | string;

/** What may be assumed of the runs that never end: see `eventually`. */
export type Fairness = "weak" | "strong";

export const fairnesses: readonly Fairness[] = ["weak", "strong"];

/** What a process is. `V` are the shared variables, `L` its own. */
export interface ProcessOptions<V, L> {
  /** What it does, once. A program that goes on for ever is a `loop`. */
  readonly program: Part<Context<V, NoInfer<L>>>;
  /** Its own variables by initial values; `my` to its steps. */
  readonly locals?: L;
  /** The number or name of the task that it runs: what `current` means. A function where it changes, as for a scheduler. */
  readonly task?: IndexOf<V, "task"> | ((reader: Reader<V, NoInfer<L>>) => IndexOf<V, "task">);
  /** The number or name of the CPU that it runs on: what `here` means. A function where it changes, as for a task. */
  readonly cpu?: IndexOf<V, "cpu"> | ((reader: Reader<V, NoInfer<L>>) => IndexOf<V, "cpu">);
  /** None of its steps can be taken while this is false: a task that is not on a CPU, an interrupt that is masked. */
  readonly enabled?: (reader: Reader<V, NoInfer<L>>) => boolean;
  /** What may come between its steps, by where it is: what `show` prints before each. */
  readonly strikes?: readonly Rule[];
  /** May wait for ever, wherever it is: interrupts, schedulers, servers. */
  readonly mayWait?: boolean;
  /** Part of the surroundings: that it could move does not make a deadlock of the others any less one. */
  readonly environment?: boolean;
  /**
   * What claims about whole runs assume of it. `"weak"`: it never stays able to move for ever without moving. `"strong"`: if it
   * is able to move again and again, it moves. Nothing, if left out: it may never be scheduled.
   */
  readonly fair?: Fairness | undefined;
}

/** Where a process runs, or on whose behalf: a number or a name, or a function that reads it from the state. */
export type Place = number | string | ((reader: never) => number | string);

/** A process of a model whose shared variables have the type `V`, or more. */
export interface Process<in V> {
  readonly name: string;
  readonly program: Part<never>;
  readonly locals: Declaration;
  readonly task: Place | undefined;
  readonly cpu: Place | undefined;
  readonly enabled: Guard<never> | undefined;
  readonly strikes: readonly Rule[];
  readonly mayWait: boolean;
  readonly environment: boolean;
  readonly fair: Fairness | undefined;
  /** Never there; makes a process contravariant in the variables. */
  readonly variables?: (variables: V) => void;
}

/** Process names stand in one-line schedules, so they are words. */
const word = /^[A-Za-z_][\w.:-]*$/;

/**
 * Something that runs a program.
 *
 * @throws ModelError where the name is not one word of letters, digits and `_.:-`, or the fairness is none
 */
export function process<V, L>(name: string, options: ProcessOptions<V, L>): Process<V> {
  if (!word.test(name)) {
    throw new ModelError(
      `no process can be called "${name}": names are one word of letters, digits and _.:-`,
    );
  }
  const { fair } = options;
  if (fair !== undefined && !fairnesses.includes(fair)) {
    const given = typeof fair === "string" ? `"${String(fair)}"` : aTypeOf(fair);
    throw new ModelError(`process "${name}" is fair: ${given}; it can be "${fairnesses.join('" or "')}"`);
  }
  return {
    name,
    program: options.program as Part<never>,
    // ProcessOptions leaves L free so that it can be inferred; layout.ts checks what was declared.
    locals: (options.locals ?? {}) as Declaration,
    task: options.task,
    cpu: options.cpu,
    enabled: options.enabled,
    strikes: options.strikes ?? [],
    mayWait: options.mayWait ?? false,
    environment: options.environment ?? false,
    fair,
  };
}
