/** A schedule run again on a model, and drawn: what `preempt replay` prints, for a model that is at hand. */

import { ModelError } from "../model/model-error.js";
import { lanes } from "../render/lanes.js";
import { recordRun } from "../trace/record.js";
import { parseRun, replaySchedule } from "../trace/replay.js";
import { askedOf, type Claims, type StateOf } from "./asked.js";
import { type Checkable, subjectOf } from "./subject.js";

/**
 * Runs a one-line schedule again and draws it in lanes, with the properties that it breaks or meets at its end.
 *
 * @param options.properties claims that the model does not make itself, which are looked at, too
 * @returns lines without a final newline
 * @throws ModelError where the model cannot do what the schedule says
 * @example console.log(replay(bank, "transfer ~ audit"))
 */
export function replay<M extends Checkable>(
  model: M,
  schedule: string,
  options: { readonly properties?: Claims<StateOf<M>> } = {},
): string {
  const subject = subjectOf(model, "replay");
  if (typeof schedule !== "string")
    throw new ModelError('replay takes a model and a schedule in a line: replay(model, "A B ~ A")');
  const asked = askedOf(subject.model, options.properties as Claims | undefined);
  const run = parseRun(asked.model, schedule);
  const [first, ...more] = replaySchedule(asked.model, run);
  return first === undefined
    ? lanes([recordRun(asked.model, run.schedule, run.cycle)])
    : lanes([first, ...more]);
}
