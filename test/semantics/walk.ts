/** Walks a model by hand on the reference semantics: what can a process do, and what state does a schedule lead to? */

import { check, type Model } from "preempt";
import { expect, test } from "vitest";
import { type Act, Interpreter, type Outcome } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";

function outcomesOf(model: Model, state: State, name: string): readonly Outcome[] {
  const process = model.processes.find((candidate) => candidate.name === name);
  if (process === undefined) throw new Error(`the test asks for a process "${name}" that there is not`);
  return new Interpreter(model).outcomes(state, process);
}

/** The state that `schedule` leads to: processes in the order in which they move, `A/1` for the second outcome. */
export function after(model: Model, schedule = ""): State {
  const moves = schedule.split(" ").filter((word) => word !== "");
  return moves.reduce((state, move) => {
    const [name = "", outcome = "0"] = move.split("/");
    const taken = outcomesOf(model, state, name)[Number(outcome)];
    if (taken === undefined) throw new Error(`the test moves ${move}, which cannot move`);
    return taken.state;
  }, new Interpreter(model).initial());
}

function textOf({ step, changes, failures }: Act): string {
  const writes = changes.map(({ variable, to }) => `${variable.name}=${String(to)}`);
  const failed = failures.map(({ property, why }) => `${property}!${why === undefined ? "" : ` ${why}`}`);
  return `${step.label}: ${[...writes, ...failed].join(" ")}`.trim();
}

/**
 * What `process` can do after `schedule`, an entry for each outcome in order: `label: what it writes and fails`,
 * and the steps of an atomic block joined by `; `.
 */
export function moves(model: Model, process: string, schedule = ""): readonly string[] {
  return outcomesOf(model, after(model, schedule), process).map(({ acts }) => acts.map(textOf).join("; "));
}

/** By property, its verdict. */
export function verdicts(model: Model): Readonly<Record<string, string>> {
  return Object.fromEntries(check(model).verdicts.map(({ property, kind }) => [property, kind]));
}

/** A line of a table of moves. */
export interface Row {
  readonly what: string;
  readonly model: Model;
  /** What has happened before it is asked; nothing if left out. */
  readonly schedule?: string;
  /** Who is asked; A if left out. */
  readonly process?: string;
  /** What it can do, as {@link moves} says it. */
  readonly can: readonly string[];
}

/** Tests every line of a table of moves. */
export function tells(rows: readonly Row[]): void {
  for (const { what, model, schedule = "", process = "A", can } of rows) {
    test(what, () => {
      expect(moves(model, process, schedule)).toEqual(can);
    });
  }
}
