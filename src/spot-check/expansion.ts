/** Compares what a search found that can be done in a state with what the reference semantics does there. */

import type { ModelProcess } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter, Outcome } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { type Moves, preemptionUnit } from "../space/space.js";
import { jsonOf, textOf } from "../trace/json-value.js";
import { differing, failed, failuresOf } from "./kept.js";

/** The moves of one state: those from number `first` up to, and without, number `end`. */
export interface Expanded {
  readonly moves: Moves;
  readonly first: number;
  readonly end: number;
}

export class Expansion {
  readonly #interpreter: Interpreter;
  readonly #space: JudgedSpace;
  readonly #leftOut: ReadonlySet<Variable>;
  readonly #kept: readonly Variable[];

  /** @param leftOut ghosts that are not in the states of `space` */
  constructor(interpreter: Interpreter, space: JudgedSpace, leftOut: ReadonlySet<Variable>) {
    this.#interpreter = interpreter;
    this.#space = space;
    this.#leftOut = leftOut;
    this.#kept = interpreter.model.layout.variables.filter((variable) => !leftOut.has(variable));
  }

  /** What differs in `state`, as a clause; undefined where nothing does. Of those in `asked` only is anything compared. */
  difference(state: State, expanded: Expanded, asked: readonly ModelProcess[]): string | undefined {
    const { moves, first, end } = expanded;
    let at = first;
    for (const process of asked) {
      const looked = new Set<string>();
      const outcomes = this.#interpreter.recording(
        ({ variable }) => {
          if (this.#leftOut.has(variable)) looked.add(variable.name);
        },
        () => this.#interpreter.outcomes(state, process),
      );
      if (looked.size > 0)
        return `${process.name} looks at the ghost ${[...looked].join(", ")}, which the search left out`;
      const own = at;
      while (at < end && moves.process[at] === process.index) at += 1;
      if (at - own !== outcomes.length)
        return `${process.name} has ${at - own} outcomes for the search, and ${outcomes.length} for the reference semantics`;
      for (const [i, outcome] of outcomes.entries()) {
        const difference = this.#differenceOf(moves, own + i, outcome);
        if (difference !== undefined)
          return `outcome ${outcome.index} of ${process.name}, "${outcome.step.label}", ${difference}`;
      }
    }
    return at === end ? undefined : "the search has moves of nobody, or in another order";
  }

  #differenceOf(moves: Moves, move: number, outcome: Outcome): string | undefined {
    const { index, cost, acts, state: next } = outcome;
    const compared: readonly (readonly [what: string, search: unknown, reference: unknown])[] = [
      ["has the number", moves.outcome[move], index],
      ["costs", moves.cost[move], cost.preemptions * preemptionUnit + cost.events],
      ["fails", failed(this.#space.failures(moves.failures[move] as number)), failuresOf(acts)],
    ];
    const wrong = compared.find(([, search, reference]) => search !== reference);
    if (wrong !== undefined)
      return `${wrong[0]} ${String(wrong[1])} for the search, and ${String(wrong[2])} for the reference semantics`;
    const target = this.#space.state(moves.target[move] as number);
    const variable = differing(this.#kept, target, next);
    if (variable === undefined) return undefined;
    const [search, reference] = [target, next].map((each) => textOf(jsonOf(valueIn(each, variable))));
    return `leads to ${variable.name} = ${search} for the search, and to ${reference} for the reference semantics`;
  }
}
