/** An exhaustive search that is written down and taken up again: which one it was, and where that can be done. */

import { isOfTheGraph } from "../liveness/liveness.js";
import type { Model, ModelProcess, Parameter } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { encode } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import type { JudgedFacts, SweepCheckpoint } from "../search/sweep.js";
import { CannotResume, type Saved, type Source } from "../space/saved.js";
import type { Plan } from "./options.js";

/** What was asked, as far as it can be told without running the model's code. */
interface Asked {
  readonly model: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly properties: readonly string[];
  readonly variables: readonly string[];
  /** A text for each location. */
  readonly programs: readonly string[];
}

/** The facts of a search. */
export interface SearchFacts {
  readonly asked: Asked;
  /** The names of ghosts that were left out. */
  readonly leftOut: readonly string[];
  readonly judged: JudgedFacts;
}

/** A search, to be written down. */
export type SavedSearch = Saved<SearchFacts>;
/** A search that was written down. */
export type SearchSource = Source<SearchFacts>;

/** When and where an exhaustive search is written down, and what it goes on from. */
export interface Checkpointing {
  /** Asked between two stretches: whether to write down now how far the search has come. Never, if it is left out. */
  readonly due?: () => boolean;
  /**
   * Writes it down. Also called where the search is cut. There is nothing that could be written where memory ran out while the
   * model's code was run.
   */
  readonly save?: (saved: SavedSearch | undefined) => void;
  /** Go on from what was written down. */
  readonly from?: SearchSource;
}

function programOf({ name, environment, mayWait, program }: ModelProcess): readonly string[] {
  const flags = [environment ? "environment" : "", mayWait ? "may wait" : ""].join(" ");
  return program.locations.map(({ index, inner, attributes, steps }) => {
    const labels = steps.map((step) => `${step.label}${step.mayWait ? " (may wait)" : ""}`);
    return `${name} ${flags} at ${index}${inner ? " inside" : ""} [${attributes.join(", ")}]: ${labels.join(" | ")}`;
  });
}

function askedOf(model: Model, properties: readonly Property<never>[]): Asked {
  return {
    model: model.name,
    parameters: model.parameters,
    properties: properties.map(({ name, kind }) => `${name} (${kind})`),
    variables: model.layout.variables.map(
      ({ name, kind, ghost, initial }) =>
        `${name}: ${ghost ? "ghost " : ""}${kind}, first ${encode(initial)}`,
    ),
    programs: model.processes.flatMap(programOf),
  };
}

const listed = (parameters: Readonly<Record<string, Parameter>>): readonly string[] =>
  Object.entries(parameters).map(([name, value]) => `${name}=${value}`);

/** How two lists differ, if they do: what one has at the first place where they do, and the other. */
function first(was: readonly string[], is: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(was.length, is.length) }, (_, i) => i).find(
    (i) => was[i] !== is[i],
  );
  return at === undefined ? undefined : `was ${was[at] ?? "none"}, and is ${is[at] ?? "none"}`;
}

function differenceOf(was: Asked, is: Asked): string | undefined {
  if (was.model !== is.model) return `it is of the model "${was.model}", and this is "${is.model}"`;
  const differences = {
    parameter: first(listed(was.parameters), listed(is.parameters)),
    property: first(was.properties, is.properties),
    variable: first(was.variables, is.variables),
    location: first(was.programs, is.programs),
  };
  const found = Object.entries(differences).find(([, difference]) => difference !== undefined);
  return found && `a ${found[0]} ${found[1]}`;
}

/**
 * Refuses searches that are not written down.
 *
 * @throws ModelError saying which are
 */
export function refuseCheckpoint(plan: Plan, properties: readonly Property<never>[]): void {
  const can = "checkpoints are of the exhaustive search, of claims about states and assertions";
  if (plan.kind !== "exhaustive") {
    const strategy = plan.kind === "sampled" ? plan.strategy : plan.kind;
    throw new ModelError(`${can}; the strategy is ${strategy}`);
  }
  if (plan.workers > 1) throw new ModelError(`${can}, by one worker; ${plan.workers} were asked for`);
  const names = properties.filter(isOfTheGraph).map(({ name, kind }) => `"${name}" (${kind})`);
  if (names.length > 0)
    throw new ModelError(
      `${can}; ${names.join(", ")} can be decided on the graph of all states alone, which is not written down: name the other properties`,
    );
}

/**
 * The ghosts that are left out of a search that goes on; undefined for one that begins.
 *
 * @throws CannotResume where it was of something else
 */
export function leftOutBefore(
  { from }: Checkpointing,
  model: Model,
  properties: readonly Property<never>[],
): ReadonlySet<Variable> | undefined {
  if (from === undefined) return undefined;
  const difference = differenceOf(from.facts.asked, askedOf(model, properties));
  if (difference !== undefined) throw new CannotResume(difference);
  const names = new Set(from.facts.leftOut);
  return new Set(model.layout.variables.filter(({ name }) => names.has(name)));
}

/** What a sweep of the model has to do with checkpoints. */
export function sweepCheckpoint(
  { due = () => false, save, from }: Checkpointing,
  model: Model,
  { properties, leftOut }: { properties: readonly Property<never>[]; leftOut: ReadonlySet<Variable> },
): SweepCheckpoint {
  const asked = askedOf(model, properties);
  const names = [...leftOut].map(({ name }) => name);
  // A search that begins again with more ghosts begins with nothing.
  const isOfThis = from !== undefined && first(from.facts.leftOut, names) === undefined;
  return {
    due,
    save: (saved) =>
      save?.(
        saved && { facts: { asked, leftOut: names, judged: saved.facts }, pieces: () => saved.pieces() },
      ),
    from: isOfThis ? { facts: from.facts.judged, read: (into) => from.read(into) } : undefined,
  };
}
