/** The names of variables as traces show them: no longer than it takes to tell them apart. */

import type { Trace } from "../trace/trace.js";
import { hasTasks } from "./places.js";

/** What a variable is called in a drawing. */
export type Namer = (variable: string) => string;

const perCpu = /^cpu\(([^)]*)\)\./;
const perTask = /^task\(([A-Za-z_][^)]*)\)\./;

/**
 * What `variable` might be called, the shortest first. That one is a ghost is for `show` to say; whose a variable of a task
 * is need not be said to be a task's, and which CPU's not at all where there is one.
 */
function candidates(variable: string, { places, oneCpu }: { places: boolean; oneCpu: boolean }): string[] {
  const real = variable.replace(/\bghost\./g, "");
  const named = real.replace(perTask, "$1.");
  const short = oneCpu ? named.replace(perCpu, "") : named;
  return places ? [short, real, variable] : [real, variable];
}

/** How the variables of a trace are called: by the shortest name that could not be another's. */
export function namerOf(trace: Trace): Namer {
  const variables = trace.initial.map(({ variable }) => variable);
  const cpus = new Set(variables.flatMap((variable) => perCpu.exec(variable)?.[1] ?? []));
  const how = { places: hasTasks(trace), oneCpu: cpus.size === 1 };
  const owners = new Map<string, Set<string>>();
  for (const variable of variables) {
    for (const name of candidates(variable, how))
      owners.set(name, (owners.get(name) ?? new Set()).add(variable));
  }
  const couldBeAnother = (name: string, variable: string): boolean =>
    [...(owners.get(name) ?? [])].some((owner) => owner !== variable);
  return (variable) => candidates(variable, how).find((name) => !couldBeAnother(name, variable)) ?? variable;
}
