/**
 * Checks a choice of the reduced search: that it may expand one process alone, as whatever the others do first they can do
 * behind its step, to the same effect. Both orders are executed on the reference semantics, for every step that another could
 * take there, and again along a random run of the others.
 *
 * Whether the guard of the process lets it move is not asked once the others have moved: a task that lost its CPU goes on
 * when it has one again. What claims look at may not change by the step either.
 */

import type { ModelProcess } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import type { Random } from "../search/sampling/random.js";
import type { Act, DeclaredCost, Interpreter, Outcome } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import { differing, failuresOf } from "./kept.js";

/** The others are followed for so many steps. */
const longest = 8;

/** A step of the chosen process, with the guard of the process passed over. */
interface OwnStep {
  readonly label: string;
  readonly state: State;
  readonly acts: readonly Act[];
  readonly cost: DeclaredCost;
}

export class Independence {
  readonly #interpreter: Interpreter;
  readonly #leftOut: ReadonlySet<Variable>;
  readonly #kept: readonly Variable[];
  readonly #predicates: readonly (readonly [name: string, holds: (state: State) => boolean])[];

  /** @param properties those that may not tell whether the process has moved */
  constructor(
    interpreter: Interpreter,
    leftOut: ReadonlySet<Variable>,
    properties: readonly Property<never>[],
  ) {
    this.#interpreter = interpreter;
    this.#leftOut = leftOut;
    this.#kept = interpreter.model.layout.variables.filter((variable) => !leftOut.has(variable));
    this.#predicates = properties.flatMap((property) =>
      property.kind === "always" || property.kind === "never" || property.kind === "reachable"
        ? [
            [
              property.name,
              (state: State) => interpreter.holds(state, property.name, property.predicate).yes,
            ] as const,
          ]
        : [],
    );
  }

  /** What speaks against expanding `process` alone in `state`, as a clause; undefined where nothing does. */
  complaint(state: State, process: ModelProcess, random: Random): string | undefined {
    let looked = false;
    const found = this.#interpreter.recording(
      ({ variable }) => {
        looked ||= this.#leftOut.has(variable);
      },
      () => this.#follow(state, process, random),
    );
    // Where the others do what nobody has seen them do, a ghost may be looked at whose value is not known.
    return looked ? undefined : found;
  }

  #follow(state: State, process: ModelProcess, random: Random): string | undefined {
    const { processes } = this.#interpreter.model;
    const rivals = processes.filter((other) => other !== process);
    let before = state;
    let behind = this.#ownSteps(state, process);
    if (behind.length === 0) return `${process.name} was expanded alone, and cannot move`;
    const dear = behind.find(({ cost }) => cost.preemptions + cost.events > 0);
    if (dear !== undefined) return `${process.name} was expanded alone, and "${dear.label}" of it costs`;
    for (let steps = 0; steps < longest; steps++) {
      const others = rivals.flatMap((other) => this.#interpreter.outcomes(before, other));
      for (const other of others) {
        const complaint = this.#inBothOrders(process, behind, other);
        if (complaint !== undefined) return complaint;
      }
      const next = others[random.below(Math.max(1, others.length))];
      if (next === undefined) return undefined;
      before = next.state;
      behind = behind.map((own) => ({
        ...own,
        state: this.#interpreter.outcomes(own.state, next.process)[next.index]?.state ?? own.state,
      }));
    }
    return undefined;
  }

  #ownSteps(state: State, process: ModelProcess): readonly OwnStep[] {
    const { steps } = this.#interpreter.location(state, process);
    return steps.flatMap((step) =>
      this.#interpreter.beyondGate(step, state, process).map(({ state: next, at, acts, cost }) => ({
        label: step.label,
        state: at.inner ? next : next.setIn(process.location.path, at.index),
        acts,
        cost,
      })),
    );
  }

  /** What differs between `process` moving first, as in `behind`, and `other` moving first. */
  #inBothOrders(process: ModelProcess, behind: readonly OwnStep[], other: Outcome): string | undefined {
    const theirs = `"${other.step.label}" of ${other.process.name}`;
    const late = this.#ownSteps(other.state, process);
    if (late.length !== behind.length)
      return `${process.name} has ${behind.length} outcomes before ${theirs}, and ${late.length} behind it`;
    for (const [k, first] of behind.entries()) {
      const second = late[k];
      const own = `"${first.label}" of ${process.name}`;
      const again = this.#interpreter.outcomes(first.state, other.process)[other.index];
      if (again?.step !== other.step) return `${theirs} can be taken before ${own}, and not behind it`;
      if (second?.label !== first.label || failuresOf(second.acts) !== failuresOf(first.acts))
        return `${own} does something else behind ${theirs}`;
      if (failuresOf(again.acts) !== failuresOf(other.acts) || !sameCost(again.cost, other.cost))
        return `${theirs} does something else behind ${own}`;
      const variable = differing(this.#kept, again.state, second.state);
      if (variable !== undefined)
        return `${own} and ${theirs} lead to another ${variable.name} in the other order`;
      const seen = this.#predicates.find(([, holds]) => holds(again.state) !== holds(other.state));
      if (seen !== undefined) return `"${seen[0]}" tells whether ${own} was taken, behind ${theirs}`;
    }
    return undefined;
  }
}

function sameCost(a: DeclaredCost, b: DeclaredCost): boolean {
  return a.preemptions === b.preemptions && a.events === b.events;
}
