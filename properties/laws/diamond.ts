/** The diamond: steps that are claimed to be independent commute. */

import type { Model, ModelProcess } from "../../src/model/model.js";
import type { Interpreter, Outcome } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";
import { type Claims, TableClaims } from "./claims.js";
import { judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { differing, doing } from "./spaces.js";
import { at, scheduleTo, Walk, whereIs } from "./walk.js";

const law = "the diamond";

const ways = (count: number): string =>
  count === 0 ? "cannot move" : `has ${count === 1 ? "1 outcome" : `${count} outcomes`}`;

/** The assertions that an outcome fails, and what it costs, as a text. */
function seenOf({ acts, cost }: Outcome): string {
  const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => `"${property}"`));
  const costs = cost.kinds.length === 0 ? "nothing" : cost.kinds.join(", ");
  return `fails ${failed.length === 0 ? "nothing" : failed.join(", ")} and costs ${costs}`;
}

/** One state, and two processes whose next steps are claimed to be independent in it. */
interface Corner {
  readonly interpreter: Interpreter;
  readonly state: State;
  readonly one: ModelProcess;
  readonly other: ModelProcess;
}

/** How the order of two steps can be told after all, where `one` moves first; undefined where it cannot. */
function toldApart({ interpreter, state, one, other }: Corner): string | undefined {
  const { model } = interpreter;
  const [mine, its] = [interpreter.outcomes(state, one), interpreter.outcomes(state, other)];
  for (const move of mine) {
    const behind = interpreter.outcomes(move.state, other);
    if (behind.length !== its.length)
      return `${other.name} ${ways(its.length)}, but behind ${one.name} it ${ways(behind.length)}`;
    for (const [i, before] of its.entries()) {
      const after = behind[i] as Outcome;
      if (seenOf(before) !== seenOf(after))
        return `${other.name} ${seenOf(before)}, but behind ${one.name} it ${seenOf(after)}`;
      const last = interpreter.outcomes(before.state, one)[move.index];
      if (last === undefined) return `${one.name} cannot do the same behind ${other.name}`;
      if (stateKey(model, last.state) !== stateKey(model, after.state)) {
        const apart = differing(model, after.state, last.state);
        return `${one.name} and then ${other.name} lead to another state than the other way round: ${apart}`;
      }
    }
  }
  return undefined;
}

/**
 * In every state that is looked at, each two processes whose next steps are claimed to be independent there take them in both
 * orders, on the reference semantics: the same outcomes, failures and costs, the same state in the end, and who cannot move still cannot.
 */
export function diamond(model: Model, options: LawOptions = {}): LawResult {
  return diamondOf((of) => new TableClaims(of), model, options);
}

/** The same, of whatever is claimed. */
export function diamondOf(claims: (model: Model) => Claims, model: Model, options: LawOptions): LawResult {
  return judged(law, model, options, (extent) => {
    const claimed = claims(model);
    const walk = new Walk(model, extent);
    const { interpreter } = walk;
    let pairs = 0;
    for (const { place, outcomes } of walk.visits()) {
      const schedule = scheduleTo(place);
      claimed.go(schedule);
      const able = new Set(outcomes.map(({ process }) => process));
      for (const one of able) {
        for (const other of model.processes) {
          const again = able.has(other) && other.index < one.index;
          if (one === other || !claimed.independent(one.index, other.index)) continue;
          if (!again) pairs += 1;
          const { state } = place;
          const odd = at(model, schedule, () => toldApart({ interpreter, state, one, other }));
          if (odd === undefined) continue;
          const [mine, its] = [one, other].map(({ index }) => doing(model, state, index));
          return broken(
            law,
            `${whereIs(model, schedule)} ${mine} and ${its} are claimed to be independent, and are not: ${odd}`,
          );
        }
      }
    }
    return kept(law, { ...walk.over, pairs }, walk.whole);
  });
}
