/** Decides on representatives: one state for all that exchanges of what is declared to be alike turn into each other. */

import { isOfTheGraph } from "../liveness/liveness.js";
import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import { asOne } from "../property/quantifiers.js";
import { type Judgement, judge, type Progress } from "../search/judge.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type Apart, type Block, blocksOf } from "../symmetry/blocks.js";
import { Quotient } from "../symmetry/quotient.js";
import { SymmetricSearch } from "../symmetry/search.js";
import { upToSymmetry } from "../symmetry/upto.js";
import type { Alike, Grounds } from "../verdict.js";
import { groundsOf } from "./grounds.js";

/** What is to be decided. */
export interface SymmetricCase {
  readonly model: Model;
  readonly interpreter: Interpreter;
  readonly properties: readonly Property<never>[];
  readonly leftOut: ReadonlySet<Variable>;
  readonly stop: (progress: Progress) => string | undefined;
}

/** What was decided, if it was; and what is to be said of the declaration. */
export interface SymmetricallyDecided {
  readonly decided?: {
    readonly judgement: Judgement;
    readonly grounds: Grounds;
    readonly recheck: () => void;
  };
  readonly symmetry: Alike;
}

/** Why a search cannot be made on representatives, or undefined. */
export function whyNotSymmetric(
  strategy: "exhaustive" | "reduced",
  properties: readonly Property<never>[],
): string | undefined {
  if (strategy === "reduced") return "the strategy reduced searches without it";
  const names = properties.filter(isOfTheGraph).map(({ name }) => `"${name}"`);
  return names.length === 0
    ? undefined
    : `claims about whole runs are decided without it: ${names.join(", ")}`;
}

/** Whether the model declares two elements to be alike. */
export function declaresSymmetry(model: Model): boolean {
  return blocksOf(model).length > 0;
}

function saidOf(blocks: readonly Block[], apart: readonly Apart[]): Alike {
  return {
    alike: blocks.map(({ set, elements }) => ({
      what: set.what,
      elements: elements.map(({ element }) => element),
    })),
    apart: apart.map(({ set, between: [a, b], property }) => ({
      what: set.what,
      between: [a.element, b.element] as const,
      property,
    })),
  };
}

/** @throws NotAlike where the declaration is untrue */
export function* decidedSymmetrically(asked: SymmetricCase): Generator<Progress, SymmetricallyDecided> {
  const { model, interpreter, leftOut, stop } = asked;
  // Exchanges turn the parts of a predicate into each other: it is the whole that they must leave as it is.
  const properties = asked.properties.map(asOne);
  const { found, apart, mistake } = yield* upToSymmetry(model, function* (blocks) {
    const quotient = new Quotient(model, properties, { blocks, leftOut });
    const space = quotient.spaceFor(interpreter);
    const exploration = new SymmetricSearch(space, { model, quotient, leftOut });
    const judgement = yield* judge({ interpreter, space, exploration, properties, untilFound: false, stop });
    // Cut, it may have views that were not checked yet.
    exploration.verify();
    const grounds = groundsOf(model, judgement, { space, exploration, leftOut });
    return { judgement, grounds, recheck: () => space.recheck() };
  });
  if (found === undefined) {
    const why = mistake ?? "claims that are checked tell all of them apart";
    return { symmetry: { ...saidOf([], apart), unused: why } };
  }
  const { result, blocks } = found;
  const symmetry = saidOf(blocks, apart);
  return { decided: { ...result, grounds: { ...result.grounds, symmetry } }, symmetry };
}
