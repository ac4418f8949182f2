/** The five models of the benchmark, with the counts that both sides must report. */

import type { Model } from "preempt";
import { peterson } from "../../models/toys/peterson.js";
import { philosophers } from "../../models/toys/philosophers.js";
import { twoPhaseCommit } from "../../models/toys/two-phase-commit.js";
import { fpu, ownRegisters } from "./fpu.js";

/** A model in TypeScript and its twin in Promela. */
export interface Benchmark {
  readonly name: string;
  readonly model: () => Model;
  /** What both sides check: the assertions of the Promela, and deadlock. */
  readonly properties: readonly string[];
  readonly promela: string;
  /** Flags for `spin -a`. */
  readonly flags: readonly string[];
  /** For `pan -m`: without enough depth SPIN stops early and still says `errors: 0`. */
  readonly depth: number;
  readonly states: number;
  readonly transitions: number;
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: "two-phase commit, 7 resource managers",
    model: () => twoPhaseCommit.instance("two-phase", { n: "7" }).model,
    properties: ["one has committed while another has aborted", "deadlock free"],
    promela: "2pc.pml",
    flags: ["-DN=7"],
    depth: 10_000,
    states: 296_448,
    transitions: 2_744_705,
  },
  {
    name: "12 philosophers, one left-handed",
    model: () => philosophers.instance("one-left-handed", { n: "12" }).model,
    properties: ["deadlock free"],
    promela: "phil.pml",
    flags: ["-DN=12"],
    depth: 600_000,
    states: 531_441,
    transitions: 4_251_528,
  },
  {
    name: "Peterson's filter lock, 5 processes",
    model: () => peterson.instance("filter", { n: "5" }).model,
    properties: ["two are in the critical section", "deadlock free"],
    promela: "peterson.pml",
    flags: ["-DN=5"],
    depth: 60_000,
    states: 264_582,
    transitions: 879_430,
  },
  {
    name: "lazy FPU, 2 CPUs, 3 tasks, 3 rounds",
    model: () => fpu(2, 3, 3),
    properties: [ownRegisters, "deadlock free"],
    promela: "fpu.pml",
    flags: ["-DC=2", "-DT=3", "-DK=3"],
    depth: 10_000,
    states: 811_087,
    transitions: 2_080_266,
  },
  {
    name: "lazy FPU, 3 CPUs, 3 tasks, 1 round",
    model: () => fpu(3, 3, 1),
    properties: [ownRegisters, "deadlock free"],
    promela: "fpu.pml",
    flags: ["-DC=3", "-DT=3", "-DK=1"],
    depth: 200_000,
    states: 2_069_518,
    transitions: 6_853_545,
  },
];

/** A space of tens of millions of states: that it completes, and with these counts, which SPIN has in 4.2 GB. */
export const large: Pick<Benchmark, "name" | "model" | "properties" | "states" | "transitions"> = {
  name: "lazy FPU, 3 CPUs, 3 tasks, 3 rounds",
  model: () => fpu(3, 3, 3),
  properties: [ownRegisters, "deadlock free"],
  states: 66_844_135,
  transitions: 235_954_521,
};
