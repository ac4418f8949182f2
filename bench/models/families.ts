/** The families of the catalogue, in their newest variants, at the largest parameters at which all states are gone through within minutes. */

import { amxXfd } from "../../models/amx-xfd/index.js";
import { fpuRegimes } from "../../models/fpu-regimes/index.js";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { kvmRseq } from "../../models/kvm-rseq/index.js";
import { kvmVcpuReset } from "../../models/kvm-vcpu-reset/index.js";
import { xenPvTs } from "../../models/xen-pv-ts/index.js";
import type { Family } from "../../src/model/family.js";
import type { Case } from "../cases.js";

/** A case with these settings; every property that is expected to hold is checked. */
function caseOf(
  family: Family,
  settings: Readonly<Record<string, string>>,
  counts: Pick<Case, "states" | "transitions" | "runs">,
): Case {
  const { model, violated } = family.instance(family.newest, settings);
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return {
    name: [`\`${family.name}@${family.newest}\``, words.join(", ")].filter((part) => part !== "").join(" "),
    model: () => family.instance(family.newest, settings).model,
    properties: model.properties.map(({ name }) => name).filter((name) => !violated.includes(name)),
    symmetry: true,
    ...counts,
  };
}

export const families: readonly Case[] = [
  caseOf(kvmVcpuReset, {}, { states: 272, transitions: 457, runs: 5 }),
  caseOf(kvmRseq, { cpus: "4", guestIrqs: "true" }, { states: 2_025, transitions: 4_526, runs: 5 }),
  caseOf(
    xenPvTs,
    { tasks: "4", used: "B", deschedules: "true", softirqFpu: "true" },
    { states: 239_636, transitions: 1_079_542, runs: 5 },
  ),
  caseOf(fpuRegimes, { cpus: "2", tasks: "3" }, { states: 1_280_108, transitions: 6_685_120, runs: 5 }),
  caseOf(amxXfd, { cpus: "3" }, { states: 11_244_352, transitions: 90_773_239, runs: 3 }),
  caseOf(kvmDeferredLoad, { cpus: "3", tasks: "3" }, { states: 1_290_872, transitions: 10_240_972, runs: 3 }),
  caseOf(
    kvmDeferredLoad,
    { cpus: "3", tasks: "4" },
    { states: 21_135_724, transitions: 225_944_964, runs: 1 },
  ),
];
