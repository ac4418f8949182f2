/** Two spaces of a model side by side, state by state and move by move. */

import type { Model } from "../../src/model/model.js";
import { encode } from "../../src/model/value.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey, valueIn } from "../../src/semantics/state.js";
import type { JudgedSpace } from "../../src/space/judged-space.js";
import { Moves, type Scheduled } from "../../src/space/space.js";
import { at, whereIs } from "./walk.js";

/** A space, and what messages call it: `on the tables`, `the first time`. */
export interface Side {
  readonly space: JudgedSpace;
  readonly called: string;
}

/** What a comparison came to: the first difference, if there is one. */
export interface Compared {
  readonly fault: string | undefined;
  readonly states: number;
  readonly steps: number;
  /** Whether all states were compared. */
  readonly whole: boolean;
}

/** `step "x" of A`: what `process` could do in `state`. */
export function doing(model: Model, state: State, process: number): string {
  const mover = model.processes[process];
  if (mover === undefined) return `process number ${process}`;
  const labels = new Interpreter(model).location(state, mover).steps.map(({ label }) => `"${label}"`);
  if (labels.length === 0) return mover.name;
  return `step ${labels.join(" or ")} of ${mover.name}`;
}

/** How two states differ: `x = 1 and x = 2`, of the first variable that does. */
export function differing(model: Model, one: State, other: State): string {
  for (const { name, ...variable } of model.layout.variables) {
    const [mine, its] = [one, other].map((state) => encode(valueIn(state, { name, ...variable })));
    if (mine !== its) return `${name} = ${mine} and ${name} = ${its}`;
  }
  return "the same values";
}

/** Compares two spaces in the order in which both number their states. */
class Comparison {
  readonly #model: Model;
  readonly #one: Side;
  readonly #other: Side;
  readonly #mine = new Moves();
  readonly #its = new Moves();
  /** By state: the state that it was come upon from first, and the move. */
  readonly #from: { readonly id: number; readonly move: Scheduled }[] = [];
  steps = 0;

  constructor(model: Model, one: Side, other: Side) {
    this.#model = model;
    this.#one = one;
    this.#other = other;
  }

  /** How the states number `id` differ, or what leads from them. */
  state(id: number): string | undefined {
    const [one, other] = [this.#one.space, this.#other.space];
    const schedule = this.#schedule(id);
    const where = whereIs(this.#model, schedule);
    const [mine, its] = [this.#mine, this.#its];
    at(this.#model, schedule, () => {
      one.expand(Int32Array.of(id), 1, mine);
      other.expand(Int32Array.of(id), 1, its);
    });
    this.steps += mine.length;
    for (let i = 0; i < Math.max(mine.length, its.length); i++) {
      const odd = i < Math.min(mine.length, its.length) ? this.#move(i) : "ways";
      if (odd === undefined) {
        const target = mine.target[i] as number;
        this.#from[target] ??= {
          id,
          move: { process: mine.process[i] as number, outcome: mine.outcome[i] as number },
        };
        continue;
      }
      return `${where} ${this.#told(id, i, odd)}`;
    }
    return undefined;
  }

  #schedule(id: number): readonly Scheduled[] {
    const moves: Scheduled[] = [];
    for (let now = id; now !== this.#one.space.initial; ) {
      const from = this.#from[now];
      if (from === undefined) break;
      moves.push(from.move);
      now = from.id;
    }
    return moves.reverse();
  }

  /** What is odd about move number `i`, which both have. */
  #move(i: number): string | undefined {
    const [mine, its] = [this.#mine, this.#its];
    if (mine.process[i] !== its.process[i] || mine.outcome[i] !== its.outcome[i]) return "ways";
    if (mine.cost[i] !== its.cost[i]) return "cost";
    if (failed(this.#one, mine, i) !== failed(this.#other, its, i)) return "failures";
    const [to, toOther] = [mine.target[i] as number, its.target[i] as number];
    // States of one number were compared when they were come upon first.
    if (to === toOther && (this.#from[to] !== undefined || to === this.#one.space.initial)) return undefined;
    const [one, other] = [this.#one.space.state(to), this.#other.space.state(toOther)];
    if (stateKey(this.#model, one) !== stateKey(this.#model, other)) return "leads";
    return to === toOther ? undefined : "number";
  }

  #told(id: number, i: number, odd: string): string {
    const [mine, its] = [this.#mine, this.#its];
    const longer = i < mine.length ? mine : its;
    const state = this.#one.space.state(id);
    const apart = odd === "ways" && i < Math.min(mine.length, its.length);
    const process = apart
      ? Math.min(mine.process[i] as number, its.process[i] as number)
      : (longer.process[i] as number);
    const step = doing(this.#model, state, process);
    const [one, other] = [this.#one.called, this.#other.called];
    switch (odd) {
      case "ways": {
        const [here, there] = [ways(mine, process), ways(its, process)];
        return `${step} has ${outcomes(here)} ${one} and ${outcomes(there)} ${other}`;
      }
      case "cost":
        return `${step} costs ${mine.cost[i]} ${one} and ${its.cost[i]} ${other}`;
      case "failures":
        return `${step} fails ${failed(this.#one, mine, i)} ${one} and ${failed(this.#other, its, i)} ${other}`;
      case "leads": {
        const [to, toOther] = [mine.target[i] as number, its.target[i] as number];
        const [a, b] = [this.#one.space.state(to), this.#other.space.state(toOther)];
        return `${step} leads to another state ${one} than ${other}: ${differing(this.#model, a, b)}`;
      }
      default:
        return `${step} leads to state ${mine.target[i]} ${one} and to state ${its.target[i]} ${other}`;
    }
  }
}

function ways({ process, length }: Moves, of: number): number {
  return process.subarray(0, length).filter((each) => each === of).length;
}

function outcomes(count: number): string {
  return count === 1 ? "1 outcome" : `${count} outcomes`;
}

/** The assertions that a move fails, as a text. */
function failed({ space }: Side, moves: Moves, i: number): string {
  const names = new Set(space.failures(moves.failures[i] as number));
  return names.size === 0 ? "nothing" : [...names].map((name) => `"${name}"`).join(", ");
}

/** Compares the first `most` states of two spaces of `model`. */
export function compared(model: Model, one: Side, other: Side, most: number): Compared {
  const comparison = new Comparison(model, one, other);
  const [start, otherStart] = [one, other].map(({ space }) => space.state(space.initial));
  if (start === undefined || otherStart === undefined) throw new RangeError("a space has no initial state");
  if (stateKey(model, start) !== stateKey(model, otherStart)) {
    const apart = differing(model, start, otherStart);
    const fault = `the initial state is another ${one.called} than ${other.called}: ${apart}`;
    return { fault, states: 0, steps: 0, whole: false };
  }
  let id = 0;
  for (; id < one.space.size && id < most; id++) {
    const fault = comparison.state(id);
    if (fault !== undefined) return { fault, states: id, steps: comparison.steps, whole: false };
  }
  return { fault: undefined, states: id, steps: comparison.steps, whole: id >= one.space.size };
}
