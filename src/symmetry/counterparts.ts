/** Which step answers to which, where the processes that have them are exchanged. */

import type { Exchange } from "../model/exchange.js";
import type { ModelProcess } from "../model/model.js";
import type { Location, Step } from "../model/program.js";

/** `label` with the names in it exchanged, each where it stands as a word; and numbers, if they are asked for. */
function relabelled(label: string, { nameFor, numberFor }: Exchange, numbers: boolean): string {
  return label.replaceAll(/[\w.:-]+/g, (word) => {
    if (numbers && /^\d+$/.test(word)) return String(numberFor(Number(word)));
    return nameFor(word);
  });
}

/** The steps of `there` in the order of those of `here` that they answer to, by their labels; undefined where these differ. */
function byLabel(
  here: Location,
  there: Location,
  exchange: Exchange,
  numbers: boolean,
): readonly Step[] | undefined {
  const left = [...there.steps];
  const found: Step[] = [];
  for (const { label } of here.steps) {
    const wanted = relabelled(label, exchange, numbers);
    const at = left.findIndex((step) => step.label === wanted);
    if (at < 0) return undefined;
    found.push(...left.splice(at, 1));
  }
  return found;
}

/**
 * The step that answers to `step` of `process`: at the same location, of the process that takes its place, the one with the same
 * label when names are exchanged; or else, where labels do not tell, the one at the same position.
 */
export function counterpart(
  processes: readonly ModelProcess[],
  process: ModelProcess,
  step: Step,
  exchange: Exchange,
): { readonly process: ModelProcess; readonly step: Step } {
  const other = processes[exchange.processes[process.index] ?? -1] ?? process;
  const here = process.program.locations.find(({ steps, inner }) => !inner && steps.includes(step));
  const there = here && other.program.locations[here.index];
  if (here === undefined || there === undefined)
    throw new Error(`"${step.label}" is no step of ${process.name}`);
  const steps = byLabel(here, there, exchange, false) ?? byLabel(here, there, exchange, true) ?? there.steps;
  return { process: other, step: steps[here.steps.indexOf(step)] ?? step };
}
