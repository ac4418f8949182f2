/** Which steps may answer to which, where the processes that have them are exchanged. */

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

/** The steps of `there` in the order of those of `here` that they answer to, by their labels; none where these differ. */
function byLabel(
  here: Location,
  there: Location,
  exchange: Exchange,
  numbers: boolean,
): readonly (readonly Step[])[] {
  const left = [...there.steps];
  const found: Step[] = [];
  for (const { label } of here.steps) {
    const wanted = relabelled(label, exchange, numbers);
    const at = left.findIndex((step) => step.label === wanted);
    if (at < 0) return [];
    found.push(...left.splice(at, 1));
  }
  return [found];
}

/** The process that takes the place of `process`. */
export function counterpart(
  processes: readonly ModelProcess[],
  process: ModelProcess,
  exchange: Exchange,
): ModelProcess {
  return processes[exchange.processes[process.index] ?? -1] ?? process;
}

/**
 * The ways in which steps of `there` may answer to those of `here`, the likeliest first: with the same label when the names in it
 * are exchanged, or the numbers, too, or at the same position. Each way gives them in the order of the steps of `here`.
 */
export function matchings(here: Location, there: Location, exchange: Exchange): readonly (readonly Step[])[] {
  const all = [
    ...byLabel(here, there, exchange, false),
    ...byLabel(here, there, exchange, true),
    there.steps,
  ];
  return all.filter((way, i) => all.findIndex((other) => other.every((step, s) => step === way[s])) === i);
}
