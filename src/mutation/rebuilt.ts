/** A model made once more, with other programs. */

import { code, type Node } from "../model/code.js";
import type { Guard } from "../model/context.js";
import { type Model, model } from "../model/model.js";

/** What a process of the new model runs. */
export interface OtherProgram {
  readonly program: Node;
  readonly enabled: Guard<never> | undefined;
}

/**
 * `original` with other programs, one for each process, checked like every model. What claims may ask for stays known to them, though
 * the code that had it is gone: labels and attributes that are nowhere are found nowhere.
 *
 * @throws ModelError where the programs cannot be laid out
 */
export function rebuilt(
  original: Model,
  { name, programs }: { readonly name: string; readonly programs: readonly OtherProgram[] },
): Model {
  const { madeFrom } = original;
  const processes = madeFrom.processes.map((process, i) => {
    const { program, enabled } = programs[i] ?? process;
    const isNode = programs[i] !== undefined;
    return { ...process, enabled, program: isNode ? code(program as Node) : process.program };
  });
  // A mutant of one process is like none of the others.
  const made = model({ ...madeFrom, name, processes, symmetry: [] });
  return {
    ...made,
    processes: made.processes.map((process, i) => {
      const before = original.processes[i]?.program ?? process.program;
      const labels = new Set([...process.program.labels, ...before.labels]);
      const attributes = new Set([...process.program.attributes, ...before.attributes]);
      return { ...process, program: { ...process.program, labels, attributes } };
    }),
  };
}
