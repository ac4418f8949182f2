/**
 * The front door of preempt.
 *
 * @module preempt
 */

export type { Claim, Claims, StateOf } from "./adapters/asked.js";
export { type ExpectedVerdict, expectedVerdicts, type TableOptions } from "./adapters/expected.js";
export { type Aborting, type ExploreOptions, explore } from "./adapters/explore.js";
export type { TestOptions } from "./adapters/options.js";
export { replay } from "./adapters/replay.js";
export type { Checkable } from "./adapters/subject.js";
export { type AssertOptions, assertHolds } from "./assert.js";
export {
  type Alike,
  type Audited,
  type Bounds,
  type CheckOptions,
  check,
  checking,
  type Drawing,
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
export { type Contents, type ContentsQuestions, type ContentsTools, contents } from "./model/contents.js";
export type {
  Body,
  Context,
  Cost,
  Guard,
  ProcessView,
  Questions,
  Reader,
  Rule,
  StateView,
  Tools,
} from "./model/context.js";
export {
  type Example,
  type Family,
  type FamilyOptions,
  family,
  flag,
  type Instance,
  isFamily,
  oneOf,
  type ParameterDefinition,
  type Survivors,
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
export {
  isModel,
  type Model,
  type ModelOptions,
  model,
  type Parameter,
} from "./model/model.js";
export { isModelError, ModelError } from "./model/model-error.js";
export type { Fairness, Place, Process, ProcessOptions } from "./model/process.js";
export { type Element, type Interchangeable, interchangeable, type OwnParts } from "./model/symmetry.js";
export type { Primitive, Value } from "./model/value.js";
export {
  type ContentsNames,
  type Declaration,
  type Draft,
  type Indexed,
  indexed,
  type LeafNames,
  type View,
} from "./model/variables.js";
export { type Reasons, unexplained } from "./mutation/explained.js";
export type { Fate, JudgingOptions, Kill } from "./mutation/judging.js";
export type { Mutant, Site } from "./mutation/mutants.js";
export { mutantsOf } from "./mutation/mutants.js";
export {
  type Home,
  type JudgedMutant,
  type MutateOptions,
  type MutationReport,
  mutate,
  mutating,
} from "./mutation/mutate.js";
export {
  type Assertion,
  always,
  assertion,
  type DeadlockFreedom,
  deadlockFree,
  type Eventuality,
  eventually,
  type LeadsTo,
  type LivenessClaim,
  leadsTo,
  type NeverStuck,
  never,
  neverStuck,
  type Property,
  type ReachabilityClaim,
  reachable,
  type StateClaim,
} from "./property/property.js";
export { exists, forAll } from "./property/quantifiers.js";
export type { TraceCost } from "./search/cost.js";
export type { Progress } from "./search/judge.js";
export type { Json } from "./trace/json-value.js";
export {
  type Change,
  type Cycle,
  type CycleProcess,
  type Switch,
  schedule,
  type Trace,
  type TraceAct,
  type TracePlace,
  type TraceStep,
  type Waiting,
} from "./trace/trace.js";
