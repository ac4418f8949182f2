/** Which survivors are accounted for: by what was found out about them, or by a reason that was stated. */

import { ModelError } from "../model/model-error.js";
import type { JudgedMutant, MutationReport } from "./mutate.js";

/** Why mutants survive, or are cut, by their names. */
export type Reasons = Readonly<Record<string, string>>;

/** How reasons and mutants fit together. */
export interface Account {
  /** What survives, or was cut, and nobody says why. */
  readonly unexplained: readonly JudgedMutant[];
  /** Reasons for what does not survive, or is no mutant. */
  readonly stale: readonly { readonly name: string; readonly why: string }[];
}

/** Whether a mutant calls for a reason: no property kills it, and it comes to states that a claim could tell, as far as is known. */
export function callsForReason({ fate }: JudgedMutant): boolean {
  switch (fate.kind) {
    case "killed":
    case "does not run":
    case "equivalent":
      return false;
    case "survived":
      return fate.states !== "same";
    case "inconclusive":
      return true;
  }
}

/** What is wrong with a reason for this mutant, if anything is. */
function objection({ fate }: JudgedMutant): string | undefined {
  switch (fate.kind) {
    case "killed":
      return `it is killed, by "${fate.by[0].property}"`;
    case "does not run":
    case "equivalent":
      return fate.kind === "equivalent" ? "it is equivalent" : "it does not run";
    case "survived":
    case "inconclusive":
      return undefined;
  }
}

/** Holds what was found against the reasons. */
export function accountOf(mutants: readonly JudgedMutant[], reasons: Reasons): Account {
  const byName = new Map(mutants.map((judged) => [judged.mutant.name, judged]));
  const stale = Object.keys(reasons).flatMap((name) => {
    const judged = byName.get(name);
    const why = judged === undefined ? "there is no such mutant" : objection(judged);
    return why === undefined ? [] : [{ name, why }];
  });
  const unexplained = mutants.filter(
    (judged) => callsForReason(judged) && !Object.hasOwn(reasons, judged.mutant.name),
  );
  return { unexplained, stale };
}

/** What there is to say of a model whose own search was cut. */
export const cutText = ({ base: { grounds } }: MutationReport): string =>
  `${grounds.model}: nothing can be said of its mutants, as the search of the model itself was cut: ` +
  (grounds.stopped ?? "no reason given");

/**
 * What a test asks for: the mutants that no property kills, or that were cut before it could, and that no reason is given for. One that
 * does not run, is equivalent, or comes to the same states calls for none.
 *
 * @param reasons why others survive, by the names of mutants
 * @throws ModelError where the search of the model itself was cut, since then nothing is known of its mutants; for a reason that
 *   does not fit
 */
export function unexplained(report: MutationReport, reasons: Reasons = {}): readonly JudgedMutant[] {
  if (!report.base.grounds.exhausted) throw new ModelError(cutText(report));
  const account = accountOf(report.mutants, reasons);
  const [odd] = account.stale;
  if (odd !== undefined) throw new ModelError(`a reason is stated for "${odd.name}", but ${odd.why}`);
  return account.unexplained;
}
