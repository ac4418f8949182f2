/** The mutants of a model as data. */

import type { Kill } from "../mutation/judging.js";
import type { Home, JudgedMutant } from "../mutation/mutate.js";
import { schedule, type Trace } from "../trace/trace.js";
import { eventsIn } from "./cost.js";
import type { MutantTable } from "./mutants.js";

function killData(kill: Kill) {
  if (kill.verdict === "unreached") return { property: kill.property, verdict: kill.verdict };
  const { trace } = kill;
  const cost: Trace["cost"] & { readonly kinds: ReturnType<typeof eventsIn> } = {
    ...trace.cost,
    kinds: eventsIn(trace),
  };
  const { property, verdict } = kill;
  return { property, verdict, cost, least: trace.least, schedule: schedule(trace) };
}

function fateData({ fate }: JudgedMutant) {
  switch (fate.kind) {
    case "killed":
      return { kind: fate.kind, by: fate.by.map(killData) };
    case "does not run":
    case "inconclusive":
    case "equivalent":
    case "survived":
      return fate;
  }
}

const homeData = (home: Home) =>
  home.kind === "process" ? { process: home.process } : { routine: home.source };

/** A report on mutants as JSON has it. */
export function mutantsData({ report, reasons, account }: MutantTable) {
  const { grounds } = report.base;
  return {
    model: grounds.model,
    parameters: grounds.parameters,
    exhausted: grounds.exhausted,
    states: grounds.states,
    mutants: report.mutants.map((judged) => {
      const { number, name, operator, what, site } = judged.mutant;
      const { home, label, processes, copies } = site;
      const reason = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
      return {
        ...{ number, name, operator, what, home: homeData(home), label, processes, copies },
        fate: fateData(judged),
        reason: reason ?? null,
      };
    }),
    unexplained: account.unexplained.map(({ mutant }) => mutant.name),
    stale: account.stale,
  };
}
