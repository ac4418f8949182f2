/**
 * Checks what a certificate says, on the reference semantics alone: it knows no tables, and nothing of how the states were found.
 * Where they stand for what exchanges make of them, it goes through all of that.
 *
 * A set of states that has the initial one, and every one that a step leads to from one of them, has every state that can be
 * reached. It may have others: so what is true of all of them is true of all that can be reached, and no harm is done by those
 * that cannot.
 */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Variable } from "../model/variables.js";
import type { Progress } from "../search/judge.js";
import { Audit } from "../semantics/audit.js";
import { Interpreter } from "../semantics/interpreter.js";
import type { Trace } from "../trace/trace.js";
import { isWanted, type Verdict } from "../verdict.js";
import { exchangesOf } from "./alike.js";
import { type Claimed, claimsOn, shownByRun } from "./claims.js";
import { ClosedSet } from "./closed-set.js";
import type { AlikeElements, Header } from "./header.js";
import type { Certificate } from "./read.js";
import { CertificateRefused } from "./refused.js";
import { Walk } from "./walk.js";

/** How to check a certificate. */
export interface VerifyOptions {
  /** The names of the properties that are asked about; all of the model, if left out. */
  readonly properties?: readonly string[];
  /** Asked again and again: a reason to stop, or undefined to go on. */
  readonly stop?: (progress: Progress) => string | undefined;
}

/** What a certificate was found to show. */
export interface Verified {
  readonly model: string;
  readonly parameters: Model["parameters"];
  readonly assumptions: readonly string[];
  /** On every property that was asked about. Traces are not those of least cost. */
  readonly verdicts: readonly Verdict[];
  /** States of the file that were looked at, and steps taken in them: in all that they stand for. */
  readonly states: number;
  readonly transitions: number;
  /** Where states stand for others: what was exchanged, and how many states those of the file stand for, themselves among them. */
  readonly symmetry?: { readonly alike: readonly AlikeElements[]; readonly images: number };
  /** Ghosts that are not in the states: nothing that was looked at looks at them. */
  readonly leftOut: readonly string[];
  /** Why it was given up, if it was. */
  readonly stopped?: string;
}

/** The ghosts that a file leaves out, where it is about `model`. @throws CertificateRefused where it is not */
function leftOutOf(model: Model, header: Header): ReadonlySet<Variable> {
  const { variables } = model.layout;
  const leftOut = header.leftOut.map((name) => {
    const ghost = variables.find((variable) => variable.name === name && variable.ghost);
    if (ghost === undefined)
      throw new CertificateRefused(`its states leave out "${name}", which is no ghost of "${model.name}"`);
    return ghost;
  });
  const about = (what: string, there: unknown, today: unknown): void => {
    if (JSON.stringify(there) === JSON.stringify(today)) return;
    throw new CertificateRefused(
      `it is of another model: its ${what} are ${JSON.stringify(there)}; those of "${model.name}" are ${JSON.stringify(today)}. ` +
        "Check the model again for a new one",
    );
  };
  about("names", header.model.name, model.name);
  about("parameters", header.model.parameters, model.parameters);
  about(
    "processes",
    header.model.processes,
    model.processes.map(({ name }) => name),
  );
  const described = ({ name, kind }: { readonly name: string; readonly kind: string }): string =>
    `${name} (${kind})`;
  about(
    "variables",
    header.variables.map(described),
    variables.filter((variable) => !leftOut.includes(variable)).map(described),
  );
  return new Set(leftOut);
}

function verdictOn(
  { property, claim }: Claimed,
  trace: Trace | undefined,
  stopped: string | undefined,
): Verdict {
  const { name, kind } = property;
  const inconclusive = (reason: string): Verdict => ({ kind: "inconclusive", property: name, reason });
  if (claim === undefined) return inconclusive("the certificate says nothing of it");
  if (claim.says === "nothing") return inconclusive(`no set of states shows it (${kind}): check it`);
  if (trace !== undefined)
    return isWanted(property)
      ? { kind: "holds", property: name, witness: trace }
      : { kind: "violated", property: name, trace };
  if (stopped !== undefined) return inconclusive(stopped);
  if (claim.says === "unreached") return { kind: "unreached", property: name };
  const impossible = kind === "reachable" ? property.impossible : undefined;
  return { kind: "holds", property: name, ...(impossible === undefined ? {} : { impossible }) };
}

/** Those that are asked about. @throws ModelError for a name that the model does not have, or where none is given */
function chosen(all: readonly Claimed[], names: readonly string[]): readonly Claimed[] {
  if (names.length === 0) throw new ModelError("no property is asked for, so nothing would be checked");
  return names.map((name) => {
    const found = all.find(({ property }) => property.name === name);
    if (found !== undefined) return found;
    throw new ModelError(
      unknownName(
        "property",
        name,
        all.map(({ property }) => property.name),
      ),
    );
  });
}

/** At least so many executions of user code are repeated at the end, to find impure ones. */
const repeated = 500;

/**
 * Checks a certificate of `model`; yields how far it has come.
 *
 * @throws CertificateRefused where it is of another model, or anything that it says is not so
 * @throws ModelError where code of the model depends on something that is no variable
 */
export function* verifying(
  model: Model,
  certificate: Certificate,
  { properties, stop = () => undefined }: VerifyOptions = {},
): Generator<Progress, Verified> {
  const { header } = certificate;
  const leftOut = leftOutOf(model, header);
  const exchanges = exchangesOf(model, header.symmetry);
  const all = claimsOn(model, header.claims);
  const claimed = properties === undefined ? all : chosen(all, properties);
  const traces = new Map(claimed.map((each) => [each, shownByRun(model, each)]));
  const audit = new Audit({ ghosts: false });
  const interpreter = new Interpreter(model, audit.observe);
  const set = new ClosedSet(interpreter, certificate, { leftOut, exchanges });
  const walk = new Walk(interpreter, set, claimed);
  let stopped: string | undefined;
  for (const progress of walk.over(header.states)) {
    stopped = stop(progress);
    if (stopped !== undefined) break;
    yield progress;
  }
  audit.recheck(repeated, stopped !== undefined);
  return {
    model: model.name,
    parameters: model.parameters,
    assumptions: model.assumptions,
    verdicts: claimed.map((each) => verdictOn(each, traces.get(each), stopped)),
    states: walk.states,
    transitions: walk.transitions,
    ...(header.symmetry && { symmetry: { alike: header.symmetry, images: walk.images } }),
    leftOut: header.leftOut,
    ...(stopped === undefined ? {} : { stopped }),
  };
}
