/** The front door of preempt. */

export type { Claim, Claims, StateOf } from "./adapters/asked.js";
export { type ExpectedVerdict, expectedVerdicts, type TableOptions } from "./adapters/expected.js";
export { type ExploreOptions, explore } from "./adapters/explore.js";
export type { TestOptions } from "./adapters/options.js";
export { replay } from "./adapters/replay.js";
export type { Checkable } from "./adapters/subject.js";
export { type AssertOptions, assertHolds } from "./assert.js";
export {
  type Bounds,
  type CheckOptions,
  check,
  checking,
  type ExploredRuns,
  type Grounds,
  type PctChance,
  type Report,
  type SampledRuns,
  type SamplingOptions,
  type Strategy,
  type StrategyOptions,
  type Verdict,
} from "./check.js";
export type { Code, Part, Source } from "./model/code.js";
export { type Contents, contents } from "./model/contents.js";
export type { Context, Cost, ProcessView, Reader, Rule, StateView } from "./model/context.js";
export {
  type Family,
  family,
  flag,
  type Instance,
  isFamily,
  oneOf,
  type VariantDefinition,
  wholeNumber,
} from "./model/family.js";
export { type Language, language, type Routine, type StepOptions } from "./model/language.js";
export {
  type Condition,
  type ConditionHandle,
  condition,
  type Mutex,
  type MutexHandle,
  mutex,
} from "./model/locks.js";
export { isModel, type Model, type ModelOptions, model, type Parameter } from "./model/model.js";
export { isModelError, ModelError } from "./model/model-error.js";
export type { Fairness, Process, ProcessOptions } from "./model/process.js";
export type { Value } from "./model/value.js";
export { type Declaration, type Draft, type Indexed, indexed, type View } from "./model/variables.js";
export type { Fate, Kill } from "./mutation/judging.js";
export type { Mutant, Site } from "./mutation/mutants.js";
export { mutantsOf } from "./mutation/mutants.js";
export {
  type JudgedMutant,
  type MutateOptions,
  type MutationReport,
  mutate,
  mutating,
} from "./mutation/mutate.js";
export {
  always,
  assertion,
  deadlockFree,
  eventually,
  leadsTo,
  never,
  neverStuck,
  type Property,
  reachable,
} from "./property/property.js";
export type { TraceCost } from "./search/cost.js";
export type { Progress } from "./search/judge.js";
export { schedule, type Trace } from "./trace/trace.js";
