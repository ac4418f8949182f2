/**
 * Every run of a model on which no process takes more than a number of steps, one by one, and the traces that they make. States
 * are asked about as they are come to, so that the model may go round for ever.
 */

import type { Model } from "preempt";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { State } from "../../../src/semantics/state.js";
import type { Choice } from "./canonical.js";
import { dependent, type Footprint } from "./footprint.js";
import { changed, type Spelt, spelt, Views } from "./views.js";

interface Pending {
  readonly process: number;
  readonly footprint: Footprint;
  readonly moves: readonly { readonly outcome: number; readonly to: Spelt }[];
}

interface Event {
  readonly process: number;
  readonly outcome: number;
  readonly footprint: Footprint;
  readonly clock: readonly number[];
}

/** How a run ends, within the bound. A run that is halted ends for those as well who have taken as many steps as they may. */
export type BoundedEnd = "finished" | "halted" | "blocked" | "cut";

/** The traces within a bound, each with how its runs end; and how many runs there are. */
export interface BoundedTraces {
  readonly runs: number;
  readonly traces: ReadonlyMap<string, BoundedEnd>;
}

class TooMany extends Error {}

export class StepBound {
  readonly #model: Model;
  readonly #interpreter: Interpreter;
  readonly #views: readonly Views[];
  readonly #steps: number;
  readonly #pending = new Map<string, readonly Pending[]>();
  readonly #start: Spelt;

  constructor(model: Model, steps: number) {
    this.#model = model;
    this.#steps = steps;
    this.#interpreter = new Interpreter(model);
    this.#views = model.processes.map((process) => new Views(this.#interpreter, process));
    this.#start = spelt(model, this.#interpreter.initial());
  }

  /** Runs every run; undefined where there are more than `most`. */
  all(most: number): BoundedTraces | undefined {
    const traces = new Map<string, BoundedEnd>();
    const run: Event[] = [];
    let runs = 0;
    const visit = (here: Spelt): void => {
      const open = this.#open(here, run);
      if (open.length === 0) {
        runs += 1;
        if (runs > most) throw new TooMany();
        traces.set(textOf(run), this.#end(here, run));
      }
      for (const next of open) {
        for (const { outcome, to } of next.moves) {
          run.push(this.#event(run, next, outcome));
          visit(to);
          run.pop();
        }
      }
    };
    try {
      visit(this.#start);
    } catch (error) {
      if (error instanceof TooMany) return undefined;
      throw error;
    }
    return { runs, traces };
  }

  /** The trace of a run, and how it ends. Throws for a move that there is not, and for a run that can go on. */
  traceOf(choices: readonly Choice[]): { readonly trace: string; readonly end: BoundedEnd } {
    const run: Event[] = [];
    let here = this.#start;
    for (const { process, outcome } of choices) {
      const next = this.#open(here, run).find((candidate) => candidate.process === process);
      const move = next?.moves.find((candidate) => candidate.outcome === outcome);
      if (next === undefined || move === undefined)
        throw new Error(`there is no such move: ${process}/${outcome}`);
      run.push(this.#event(run, next, outcome));
      here = move.to;
    }
    if (this.#open(here, run).length > 0) throw new Error("the run can go on");
    return { trace: textOf(run), end: this.#end(here, run) };
  }

  /** What is pending there and may be taken. */
  #open(here: Spelt, run: readonly Event[]): readonly Pending[] {
    return this.#at(here).filter(
      ({ process, moves }) => moves.length > 0 && takenBy(run, process) < this.#steps,
    );
  }

  #end({ state }: Spelt, run: readonly Event[]): BoundedEnd {
    if (this.#interpreter.halted(state) !== null) return "halted";
    const open = this.#model.processes.filter((process) => this.#isOpen(state, process.index));
    if (open.length === 0) return "finished";
    return open.some(({ index }) => takenBy(run, index) === this.#steps) ? "cut" : "blocked";
  }

  #isOpen(state: State, process: number): boolean {
    const found = this.#model.processes[process];
    return found !== undefined && this.#interpreter.location(state, found).steps.length > 0;
  }

  #at(here: Spelt): readonly Pending[] {
    const key = here.texts.join(";");
    const known = this.#pending.get(key);
    if (known !== undefined) return known;
    const halted = this.#interpreter.halted(here.state) !== null;
    const pending = this.#model.processes.flatMap(({ index }): readonly Pending[] => {
      if (halted || !this.#isOpen(here.state, index)) return [];
      const doing = this.#views[index]?.in(here);
      if (doing === undefined) throw new Error(`there is no process ${index}`);
      const moves = doing.effects.map(({ outcome, after }) => ({ outcome, to: changed(here, after) }));
      return [{ process: index, footprint: doing.footprint, moves }];
    });
    this.#pending.set(key, pending);
    return pending;
  }

  #event(run: readonly Event[], { process, footprint }: Pending, outcome: number): Event {
    const clock = this.#model.processes.map(() => 0);
    for (const earlier of run) {
      if (!dependent(earlier.footprint, footprint)) continue;
      earlier.clock.forEach((count, i) => {
        clock[i] = Math.max(clock[i] ?? 0, count);
      });
    }
    clock[process] = takenBy(run, process) + 1;
    return { process, outcome, footprint, clock };
  }
}

const takenBy = (run: readonly Event[], process: number): number =>
  run.reduce((count, event) => count + Number(event.process === process), 0);

/** Per process its events in order, each with its outcome and its clock. */
function textOf(run: readonly Event[]): string {
  return run
    .toSorted((a, b) => a.process - b.process)
    .map(({ process, outcome, clock }) => `${process}/${outcome}@${clock.join(".")}`)
    .join(" ");
}
