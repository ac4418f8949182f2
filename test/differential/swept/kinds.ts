/** Every kind of random models that there is, as models. */

import type fc from "fast-check";
import type { Model } from "preempt";
import { eagerKernel, workloads } from "../../../properties/workloads/index.js";
import { workloadModel } from "../../../properties/workloads/model.js";
import { builtModel as builtLiveness } from "../../liveness/built-model.js";
import { modelDescription as livenessDescription } from "../../liveness/random-model.js";
import { ghostlyModel } from "../../tables/ghostly-model.js";
import { description as ghostlyDescription } from "../../tables/ghostly-models.js";
import { builtModel } from "../built-model.js";
import { modelDescription } from "../random-model.js";
import { builtGuarded } from "../reduced/built-guarded.js";
import { builtMachine } from "../reduced/built-machine.js";
import { guardedDescription } from "../reduced/guarded.js";
import { machineDescription } from "../reduced/machine.js";
import { builtModel as builtRich } from "../rich/model.js";
import { modelDescription as richDescription } from "../rich/random-models.js";
import { built } from "../traces/built-program.js";
import { programClasses, randomProgram } from "../traces/random-programs.js";

export const kinds: Readonly<Record<string, fc.Arbitrary<() => Model>>> = {
  plain: modelDescription("plain").map((of) => () => builtModel(of)),
  "with declared costs": modelDescription("declared").map((of) => () => builtModel(of)),
  rich: richDescription("plain").map((of) => () => builtRich(of).model),
  "rich, with declared costs": richDescription("declared").map((of) => () => builtRich(of).model),
  machines: machineDescription.map((of) => () => builtMachine(of)),
  guarded: guardedDescription.map((of) => () => builtGuarded(of)),
  "of runs that need not end": livenessDescription.map((of) => () => builtLiveness(of)),
  "with ghosts": ghostlyDescription.map((of) => () => ghostlyModel(of).model),
  workloads: workloads({ kernel: eagerKernel(), cpus: 1, tasks: 2 }).map(
    (of) => () => workloadModel(of, eagerKernel()),
  ),
  ...Object.fromEntries(
    programClasses.map((name) => [`programs, ${name}`, randomProgram(name).map((of) => () => built(of))]),
  ),
};
