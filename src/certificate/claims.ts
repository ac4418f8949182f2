/** What a certificate claims of each property: what is asked of every state for it, and what of a run. */

import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Property } from "../property/property.js";
import type { Interpreter, Outcome } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import { traceOf } from "../trace/record.js";
import { parseSchedule } from "../trace/replay.js";
import { runSchedule } from "../trace/run.js";
import type { Trace } from "../trace/trace.js";
import { isWanted } from "../verdict.js";
import type { Claim } from "./header.js";
import { CertificateRefused } from "./refused.js";
import { isOfStates } from "./write.js";

/** A property, and what the file says of it, if anything. */
export interface Claimed {
  readonly property: Property<never>;
  readonly claim: Claim | undefined;
}

/**
 * The properties of a model with what a file says of them.
 *
 * @throws CertificateRefused where it speaks of others, or says what cannot be said of them
 */
export function claimsOn(model: Model, claims: readonly Claim[]): readonly Claimed[] {
  const byName = new Map(claims.map((claim) => [claim.property, claim]));
  if (byName.size < claims.length) throw new CertificateRefused("it says two things of one property");
  const all = model.properties.map((property) => ({ property, claim: byName.get(property.name) }));
  for (const claim of claims) {
    const property = model.properties.find(({ name }) => name === claim.property);
    if (property?.kind !== claim.kind)
      throw new CertificateRefused(
        `it speaks of the property "${claim.property}" (${claim.kind}), which today's model "${model.name}" does not have`,
      );
    if (!sayable(property, claim))
      throw new CertificateRefused(
        `of "${claim.property}" (${claim.kind}) it says "${claim.says}" ${claim.schedule === undefined ? "without" : "with"} a run, which makes no sense`,
      );
  }
  return all;
}

function sayable(property: Property<never>, { says, schedule }: Claim): boolean {
  const withRun = schedule !== undefined;
  switch (says) {
    case "nothing":
      return !withRun;
    case "holds":
      return isOfStates(property) && withRun === isWanted(property);
    case "violated":
      return isOfStates(property) && !isWanted(property) && withRun;
    case "unreached":
      return isWanted(property) && !withRun;
  }
}

/** A state, and what can be done in it. */
export interface Looked {
  readonly state: State;
  readonly outcomes: readonly Outcome[];
}

/** What speaks against a claim in a state, as what the state does; undefined where nothing does. */
export type Question = (looked: Looked) => string | undefined;

/** What every state must be asked for a claim; undefined where nothing is claimed of every state. */
export function questionOf(interpreter: Interpreter, { property, claim }: Claimed): Question | undefined {
  const ofEvery = claim?.says === "unreached" || (claim?.says === "holds" && claim.schedule === undefined);
  if (!ofEvery) return undefined;
  const { name } = property;
  switch (property.kind) {
    case "always":
    case "never":
    case "reachable": {
      const { kind, predicate } = property;
      const wanted = kind === "always";
      const complaint = kind === "reachable" ? `meets "${name}"` : `breaks "${name}"`;
      return ({ state }) =>
        interpreter.holds(state, name, predicate).yes === wanted ? undefined : complaint;
    }
    case "assertion":
      return ({ outcomes }) => {
        const failing = outcomes.find(({ acts }) =>
          acts.some(({ failures }) => failures.some((failure) => failure.property === name)),
        );
        return failing && `lets "${failing.step.label}" of ${failing.process.name} fail "${name}"`;
      };
    case "deadlockFree":
      return ({ state, outcomes }) =>
        interpreter.deadlocked(state, (process) => outcomes.some((outcome) => outcome.process === process))
          ? `is a deadlock, and breaks "${name}"`
          : undefined;
    case "neverStuck":
    case "eventually":
    case "leadsTo":
      return undefined;
  }
}

/**
 * The trace of the run by which a claim is shown, run on the whole states of today's model.
 *
 * @throws CertificateRefused where it cannot be run, or does not show it
 */
export function shownByRun(model: Model, { property, claim }: Claimed): Trace | undefined {
  if (claim?.schedule === undefined) return undefined;
  try {
    const recorder = runSchedule(model, parseSchedule(model, claim.schedule));
    const trace = traceOf(model, property, recorder, { least: false });
    if (trace !== undefined) return trace;
  } catch (error) {
    if (!isModelError(error)) throw error;
    throw new CertificateRefused(`the run that is to show "${property.name}" is none: ${error.message}`, {
      cause: error,
    });
  }
  throw new CertificateRefused(`the run that is to show "${property.name}" does not show it`);
}
