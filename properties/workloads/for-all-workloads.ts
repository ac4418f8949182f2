/** A kernel against random workloads, each explored exhaustively. */

import { ModelError } from "preempt";
import {
  checkAllModels,
  type ForAllOptions,
  forAllModels,
  type Outcome,
  type Tally,
} from "preempt/fast-check";
import { type WorkloadOptions, workloads } from "./arbitrary.js";
import type { WorkloadProperty } from "./claims.js";
import type { Kernel } from "./kernel.js";
import { workloadModel } from "./model.js";
import { workloadText } from "./text.js";
import type { Workload } from "./workload.js";

/** What is to be checked: the names of what every workload claims, and claims of one's own; or all that every workload claims. */
export type WorkloadClaims = "all" | readonly (string | WorkloadProperty)[];

/** How to draw workloads, and how to explore each. */
export interface ForAllWorkloadsOptions
  extends Omit<ForAllOptions<Workload>, "properties" | "show">,
    Omit<WorkloadOptions, "kernel"> {}

type Asked = readonly [
  ReturnType<typeof workloads>,
  (workload: Workload) => ReturnType<typeof workloadModel>,
  ForAllOptions<Workload>,
];

function asked(kernel: Kernel, claims: WorkloadClaims, options: ForAllWorkloadsOptions): Asked {
  checkKernel(kernel);
  if (claims !== "all" && !Array.isArray(claims))
    throw new ModelError(`the properties to check are "all", or a list of names and of properties`);
  const told: unknown = options;
  if (typeof told !== "object" || told === null)
    throw new ModelError("how to draw workloads is said by name: { seed: 1, numRuns: 100 }");
  const { cpus, tasks, ...rest } = options;
  const given = claims === "all" ? [] : claims;
  const own = given.filter((claim) => typeof claim !== "string");
  const names = given.map((claim) => (typeof claim === "string" ? claim : claim.name));
  return [
    workloads({ kernel, ...(cpus && { cpus }), ...(tasks && { tasks }) }),
    (workload) => workloadModel(workload, kernel, own),
    { ...rest, show: workloadText, ...(claims !== "all" && { properties: names }) },
  ];
}

/** What types say of a kernel, for those who write JavaScript. */
function checkKernel(kernel: unknown): asserts kernel is Kernel {
  const given = Object(kernel) as Readonly<Record<string, unknown>>;
  if (typeof kernel === "object" && "regime" in given && "needsLoadFlag" in given) return;
  const hint =
    typeof kernel === "function"
      ? "it is a function: call it, deferredKernel()"
      : "switchOut" in given
        ? "it is a regime: take { ...deferredKernel(), regime }"
        : "";
  throw new ModelError(
    `workloads run on a kernel: lazyKernel(), eagerKernel(), deferredKernel(), or { regime, needsLoadFlag, … }${hint && `; ${hint}`}`,
  );
}

/**
 * Draws workloads for `kernel` and explores each exhaustively; one that breaks a property is shrunk to a smallest one that breaks the
 * same, and shown with the least trace on it.
 *
 * @param properties `"all"`, or some: names of what every workload claims, and claims of one's own that fit every workload
 * @returns how much was looked at, where nothing is violated
 * @throws Error whose message is the report, as of `forAllModels`
 * @example forAllWorkloads(deferredKernel(), "all", { numRuns: 100, seed: 1 })
 */
export function forAllWorkloads(
  kernel: Kernel,
  properties: WorkloadClaims = "all",
  options: ForAllWorkloadsOptions = {},
): Tally {
  return forAllModels(...asked(kernel, properties, options));
}

/** As {@link forAllWorkloads}, which throws; returns what came of it, whatever that is. */
export function checkAllWorkloads(
  kernel: Kernel,
  properties: WorkloadClaims = "all",
  options: ForAllWorkloadsOptions = {},
): Outcome<Workload> {
  return checkAllModels(...asked(kernel, properties, options));
}
