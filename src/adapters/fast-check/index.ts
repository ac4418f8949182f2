/**
 * fast-check draws configurations; each is explored exhaustively.
 *
 * @module preempt/fast-check
 */

export { checkAllModels, forAllModels } from "./for-all-models.js";
export { type Beginnings, initialStates } from "./initial-states.js";
export type { Failure, Met } from "./judged.js";
export type { ForAllOptions } from "./options.js";
export type { Counterexample, Outcome, Tally } from "./outcome.js";
export { type Operations, type Programs, type ProgramsOptions, processesOf, programs } from "./programs.js";
export { outcomeText } from "./report.js";
export { runOf, type SchedulesOptions, schedules } from "./schedules.js";
export { type Settings, settings } from "./settings.js";
export { shrunkBy } from "./shrunk-by.js";
