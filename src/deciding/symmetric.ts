/** Decides on representatives: one state for all that exchanges of what is declared to be alike turn into each other. */

import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Judgement, Progress } from "../search/judge.js";
import { judgeSweep } from "../search/sweep.js";
import { isNumbered } from "../space/numbered-space.js";
import { isSwept, type Sweep, type SweptSpace } from "../space/swept-space.js";
import { type Apart, type Block, blocksOf } from "../symmetry/blocks.js";
import { leavingOut } from "../symmetry/left-out.js";
import { isNotAlike } from "../symmetry/not-alike.js";
import { Quotient } from "../symmetry/quotient.js";
import { checkedAtOnce, SymmetricSweep, ToldApart } from "../symmetry/sweep.js";
import { upToSymmetry } from "../symmetry/upto.js";
import type { Alike, Grounds } from "../verdict.js";
import type { Deciding } from "./asked.js";
import { groundsOf } from "./grounds.js";

/** What was decided. */
interface SymmetricJudgement {
  readonly judgement: Judgement;
  readonly grounds: Grounds;
  readonly recheck: () => void;
}

/** What was decided, if it was; and what is to be said of the declaration, if there is something. */
export interface SymmetricallyDecided {
  readonly decided?: SymmetricJudgement;
  readonly symmetry?: Alike;
}

/** Whether the model declares two elements to be alike. */
export function declaresSymmetry(model: Model): boolean {
  return blocksOf(model).length > 0;
}

function alikeIn(blocks: readonly Block[]): Alike["alike"] {
  return blocks.map(({ set, elements }) => ({
    what: set.what,
    elements: elements.map(({ element }) => element),
  }));
}

function saidOf(blocks: readonly Block[], apart: readonly Apart[]): Alike {
  return {
    alike: alikeIn(blocks),
    apart: apart.map(({ set, between: [a, b], property }) => ({
      what: set.what,
      between: [a.element, b.element] as const,
      property,
    })),
  };
}

/** For a search that was cut with something found, as many more comparisons of views are made as on the way, or so many. */
const someBehind = 2000;

/** Checks the views that were not checked when the search ended; says whether that was done. */
function* checkedBehind(
  symmetric: SymmetricSweep,
  { progress, stopped }: Judgement,
  stop: Deciding["stop"],
): Generator<Progress, boolean> {
  const most = Math.max(someBehind, symmetric.compared);
  symmetric.beginToCheck();
  for (let checked = 0; checked < most; checked += checkedAtOnce) {
    try {
      if (symmetric.check(checkedAtOnce)) return true;
    } catch (error) {
      // There is too much to check.
      if (isModelError(error) && !isNotAlike(error)) return false;
      throw error;
    }
    yield progress;
    // What cut the search is known. Who wants it to end for another reason does not want to wait.
    if ((stop(progress) ?? stopped) !== stopped) return false;
  }
  return false;
}

/** What is left of a judgement where what was found cannot be relied on. */
function withoutEvidence({ progress, stopped = "it was cut" }: Judgement): Judgement {
  const why = `${stopped}; something was found, and the symmetry that it rests on could not be checked in time (without symmetry it needs none)`;
  return { evidence: new Map(), stopped: why, progress };
}

function* sweptOn(
  { model, properties, leftOut, stop }: Deciding,
  {
    quotient,
    space,
    workers,
  }: { readonly quotient: Quotient; readonly space: SweptSpace; readonly workers: number },
): Generator<Progress, SymmetricJudgement> {
  let symmetric: SymmetricSweep | undefined;
  const along = (sweep: Sweep): Sweep => {
    symmetric = new SymmetricSweep(sweep, { model, quotient, leftOut });
    return symmetric;
  };
  const judged = yield* judgeSweep({ space, properties, stop, workers, along });
  // Cut, it may have views that were not checked yet. What was found rests on them, and nothing else does.
  const isChecked =
    symmetric === undefined || judged.evidence.size === 0 || (yield* checkedBehind(symmetric, judged, stop));
  const judgement = isChecked ? judged : withoutEvidence(judged);
  const grounds = groundsOf(model, judgement, { space, exploration: { bytes: 0 }, leftOut });
  return { judgement, grounds, recheck: () => space.recheck() };
}

/** On representatives under exchanges of `blocks`; undefined, where the space is one that does not keep any. */
function* decidedOn(
  asked: Deciding,
  blocks: readonly Block[],
  workers: number,
): Generator<Progress, SymmetricJudgement | undefined> {
  const { model, interpreter, properties, leftOut, spaceOf } = asked;
  const quotient = new Quotient(model, properties, { blocks: leavingOut(model, blocks, leftOut), leftOut });
  const space = spaceOf(interpreter, leftOut, quotient);
  if (!isSwept(space) || !quotient.isUsed) return undefined;
  try {
    const found = yield* sweptOn(asked, { quotient, space, workers });
    const { evidence, stopped } = found.judgement;
    const symmetry = alikeIn(blocks);
    if (stopped === undefined && isNumbered(space))
      asked.options.explored?.({ model, space, leftOut, properties, evidence, symmetry });
    return found;
  } catch (error) {
    // Several workers come upon views in an order that differs from run to run: what is said is what one says.
    if (workers === 1 || !(error instanceof ToldApart)) throw error;
    return yield* decidedOn(asked, blocks, 1);
  }
}

/** @throws NotAlike where the declaration is untrue */
export function* decidedSymmetrically(
  asked: Deciding,
  workers: number,
): Generator<Progress, SymmetricallyDecided> {
  const { found, apart, mistake } = yield* upToSymmetry(asked.model, (blocks) =>
    decidedOn(asked, blocks, workers),
  );
  if (found === undefined) {
    const why = mistake ?? "claims that are checked tell all of them apart";
    return { symmetry: { ...saidOf([], apart), unused: why } };
  }
  const { result, blocks } = found;
  if (result === undefined) return {};
  const symmetry = saidOf(blocks, apart);
  return { decided: { ...result, grounds: { ...result.grounds, symmetry } }, symmetry };
}
