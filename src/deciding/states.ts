/** Decides by a search that goes through states, each once: all of them, those that are enough, or one for many that are alike. */

import { reducedOn } from "../engine.js";
import { isOfTheGraph, Liveness } from "../liveness/liveness.js";
import { Exhaustive } from "../search/exhaustive.js";
import type { Exploration } from "../search/exploration.js";
import { type Evidence, type Judgement, judge, type Progress } from "../search/judge.js";
import { Reduced } from "../search/reduced/reduced.js";
import { judgeSweep } from "../search/sweep.js";
import { isNumbered } from "../space/numbered-space.js";
import { isSwept } from "../space/swept-space.js";
import { SpotCheck } from "../spot-check/spot-check.js";
import type { Report } from "../verdict.js";
import { type Deciding, ofEveryState } from "./asked.js";
import { sweepCheckpoint } from "./checkpoint.js";
import { groundsOf } from "./grounds.js";
import { decidedSymmetrically, declaresSymmetry } from "./symmetric.js";

/** What it has found. */
export interface Decided {
  readonly decided: Judgement;
  readonly grounds: Report["grounds"];
  /** Claims about whole runs. */
  readonly broken: readonly (Evidence & { readonly least: boolean })[];
  readonly vacuous: readonly string[];
  /** Asks once more what user code was asked, beside what the space and the observer do. */
  readonly recheck?: () => void;
}

/** By a search that tells of every move: the reduced one, and the exhaustive one where somebody needs the whole graph. */
function* explored(
  { model, plan, ...shared }: Deciding,
  liveness: Liveness | undefined,
  spot: SpotCheck | undefined,
): Generator<Progress, { readonly decided: Judgement; readonly exploration: Exploration }> {
  const { space, properties } = shared;
  const deciding = plan.kind === "reduced" ? reducedOn(space, model, properties) : new Exhaustive(space);
  const exploration = liveness?.listeningTo(deciding) ?? deciding;
  const listened = spot?.listeningTo(exploration, { leavesOut: plan.kind === "reduced" }) ?? exploration;
  const decided = yield* judge({ ...shared, exploration: listened, untilFound: false });
  if (deciding instanceof Reduced && decided.stopped === undefined && spot !== undefined) {
    for (const _ of spot.recheck(deciding, deciding.points(), decided.evidence)) yield decided.progress;
  }
  return { exploration, decided };
}

/** On the states of the model. */
function* plainlyDecided(asked: Deciding): Generator<Progress, Decided> {
  const { model, leftOut, plan, options, interpreter, space, properties, stop } = asked;
  const { checkpoint } = options;
  const ofTheGraph = properties.filter(isOfTheGraph);
  const liveness = ofTheGraph.length === 0 ? undefined : new Liveness(interpreter, space, ofTheGraph);
  const spot =
    options.audit && new SpotCheck({ interpreter, space, leftOut, properties, drawing: options.audit });
  const { decided, exploration } =
    plan.kind === "exhaustive" && liveness === undefined && isSwept(space)
      ? {
          decided: yield* judgeSweep({
            space,
            properties,
            stop,
            workers: plan.workers,
            completed: spot?.watching(space),
            ...(checkpoint && { checkpoint: sweepCheckpoint(checkpoint, model, { properties, leftOut }) }),
          }),
          exploration: { bytes: 0 },
        }
      : yield* explored(asked, liveness, spot);
  const broken = decided.stopped === undefined && liveness ? yield* liveness.broken(stop) : [];
  if (decided.stopped === undefined && plan.kind === "exhaustive" && isNumbered(space))
    options.explored?.({ model, space, leftOut, properties, evidence: decided.evidence });
  const searched = groundsOf(model, decided, { space, exploration, leftOut, graph: liveness });
  const grounds = spot === undefined ? searched : { ...searched, audited: spot.audited };
  return { decided, grounds, broken, vacuous: liveness?.vacuous ?? [] };
}

/** Why the states are not searched up to exchanges of what is declared to be alike, or undefined. */
function whyNotSymmetric({ plan, properties, options }: Deciding): string | undefined {
  if (plan.kind === "reduced") return "the strategy reduced searches without it";
  const names = properties.filter(isOfTheGraph).map(({ name }) => `"${name}"`);
  if (names.length > 0) return `claims about whole runs are decided without it: ${names.join(", ")}`;
  const other = ofEveryState(options);
  return other === undefined ? undefined : `${other} is of a search of every state`;
}

/** Where something is declared to be alike: on representatives, as far as that can be. */
export function* decidedWhere(asked: Deciding): Generator<Progress, Decided> {
  const { plan, model, options } = asked;
  if (options.symmetry === false || !declaresSymmetry(model)) return yield* plainlyDecided(asked);
  const whyNot = whyNotSymmetric(asked);
  const { decided, symmetry } =
    whyNot === undefined && plan.kind === "exhaustive"
      ? yield* decidedSymmetrically(asked, plan.workers)
      : { symmetry: { alike: [], apart: [], unused: whyNot ?? "" } };
  if (decided !== undefined) {
    const { judgement, grounds, recheck } = decided;
    return { decided: judgement, grounds, broken: [], vacuous: [], recheck };
  }
  const plain = yield* plainlyDecided(asked);
  return symmetry === undefined ? plain : { ...plain, grounds: { ...plain.grounds, symmetry } };
}
