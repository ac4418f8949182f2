/**
 * What a model means, directly on Immutable states and with no cleverness: the judge of everything else.
 * `outcomes` is the transition relation.
 */

import type { Cost, Guard } from "../model/context.js";
import type { Model, ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Location, Step } from "../model/program.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import {
  answer,
  type Execution,
  executions,
  type Failure,
  type Read,
  type Task,
  type Written,
} from "./evaluation.js";
import { operate, take } from "./operations.js";
import { initialState, type State, valueIn, withWrites } from "./state.js";

/** What a step declares that it costs: what a trace is compared by, before its number of steps. */
export interface DeclaredCost {
  readonly preemptions: number;
  /** Interrupts, migrations and sleeps: events that nobody was forced to. */
  readonly events: number;
  /** Which they were, in order. */
  readonly kinds: readonly Cost[];
}

/** One execution of one step; several make up an atomic block. */
export interface Act {
  readonly step: Step;
  /** What it wrote; `from` and `to` are equal where it wrote what was there. */
  readonly changes: readonly { readonly variable: Variable; readonly from: Value; readonly to: Value }[];
  /** Of those, the pointwise ones. */
  readonly updates: Execution["updates"];
  /** Every variable that it read, its guard's among them. */
  readonly reads: ReadonlySet<Variable>;
  readonly failures: readonly Failure[];
}

/** One way in which a process can move from a state. */
export interface Outcome {
  readonly process: ModelProcess;
  /** Its position among the process' outcomes in that state. */
  readonly index: number;
  readonly step: Step;
  readonly acts: readonly Act[];
  readonly state: State;
  readonly cost: DeclaredCost;
}

/** Sees each piece of user code that is run and what came of it; see audit.ts. */
export type Observer = (task: Task, subject: object, found: readonly Execution[], effect: string) => void;

/** How far a step has come: where an atomic block is, and at last what the step leads to. */
export interface Progress {
  readonly state: State;
  readonly at: Location;
  readonly acts: readonly Act[];
  readonly cost: DeclaredCost;
}

const costs: Readonly<Record<Cost, DeclaredCost>> = {
  nothing: { preemptions: 0, events: 0, kinds: [] },
  preemption: { preemptions: 1, events: 0, kinds: ["preemption"] },
  interrupt: { preemptions: 0, events: 1, kinds: ["interrupt"] },
  migration: { preemptions: 0, events: 1, kinds: ["migration"] },
  sleep: { preemptions: 0, events: 1, kinds: ["sleep"] },
};

function both(a: DeclaredCost, b: DeclaredCost): DeclaredCost {
  const kinds = [...a.kinds, ...b.kinds];
  return { preemptions: a.preemptions + b.preemptions, events: a.events + b.events, kinds };
}

const nothing: Written = new Map();

function writtenBy(acts: readonly Act[]): Written {
  const written = new Map<Variable, Value | undefined>();
  for (const { changes, updates } of acts) {
    for (const { variable, from } of changes) {
      if (!updates.has(variable)) written.set(variable, undefined);
      else if (!written.has(variable)) written.set(variable, from);
    }
  }
  return written;
}

/** An atomic block that takes more steps than this is taken never to end. */
const longestAtomic = 10_000;

export class Interpreter {
  readonly model: Model;
  readonly #watch: Observer;
  #record: ((read: Read) => void) | undefined;

  constructor(model: Model, observe: Observer = () => undefined) {
    this.model = model;
    this.#watch = observe;
  }

  /**
   * Runs `run`, and tells `record` what its user code reads from the state that it begins in: in order, guards and blocked
   * steps included. What an atomic block reads after it has written it is not read from that state.
   */
  recording<T>(record: (read: Read) => void, run: () => T): T {
    this.#record = record;
    try {
      return run();
    } finally {
      this.#record = undefined;
    }
  }

  readonly #observe: Observer = (task, subject, found, effect) => {
    this.#watch(task, subject, found, effect);
    if (this.#record === undefined) return;
    for (const { reads } of found) {
      for (const read of reads) this.#recordRead(read, task.written);
    }
  };

  #recordRead(read: Read, written: Written): void {
    const { variable } = read;
    const value = written.get(variable);
    if (!written.has(variable)) this.#record?.(read);
    // What an update made of the old value tells of that.
    else if (value !== undefined) this.#record?.({ variable, projection: undefined, value });
  }

  initial(): State {
    return initialState(this.model);
  }

  /** Why the run has ended for good in `state`, or null. */
  halted(state: State): string | null {
    return valueIn(state, this.model.layout.halted) as string | null;
  }

  location(state: State, process: ModelProcess): Location {
    const at = process.program.locations[valueIn(state, process.location) as number];
    if (at === undefined)
      throw new ModelError(`${process.name} is at a location that its program does not have`);
    return at;
  }

  /** Every way in which `process` can move from `state`, in order: steps as written, then choices as offered. */
  outcomes(state: State, process: ModelProcess): readonly Outcome[] {
    if (this.halted(state) !== null) return [];
    const found: Omit<Outcome, "index">[] = [];
    for (const step of this.location(state, process).steps) {
      for (const { state: next, at, acts, cost } of this.taken(step, state, process)) {
        // A block that halted inside is left where it began: no state is ever inside one.
        const moved = at.inner ? next : next.setIn(process.location.path, at.index);
        found.push({ process, step, acts, cost, state: moved });
      }
    }
    return found.map((outcome, index) => ({ ...outcome, index }));
  }

  /** Whether `process` is neither finished nor at a place where it may wait for ever. */
  mustMove(state: State, process: ModelProcess): boolean {
    const { steps } = this.location(state, process);
    return steps.length > 0 && !process.mayWait && !steps.every((step) => step.mayWait);
  }

  /**
   * Whether `state` is a deadlock: the run goes on, nothing but the surroundings can move, and a process waits that may
   * not wait for ever.
   */
  deadlocked(state: State, canMove: (process: ModelProcess) => boolean): boolean {
    if (this.halted(state) !== null) return false;
    const counted = this.model.processes.filter(({ environment }) => !environment);
    return !counted.some(canMove) && counted.some((process) => this.mustMove(state, process));
  }

  /** On which CPU `process` is in `state`, or for which task it runs, by number or name; undefined where it does not say. */
  place(state: State, process: ModelProcess, what: "cpu" | "task"): number | string | undefined {
    const place = process[what];
    if (typeof place !== "function") return place;
    const task = this.#task(state, process, `the ${what} of ${process.name}`, place, false);
    // What a place returns was checked where process() was written.
    return executions(task)[0]?.returned as number | string;
  }

  /** Whether `predicate` holds in `state`, and what it read to say so. */
  holds(state: State, name: string, predicate: Guard<never>): { yes: boolean; reads: ReadonlySet<Variable> } {
    const task = this.#task(state, undefined, `the predicate of "${name}"`, predicate, false);
    const { yes, execution } = this.#answer(task, predicate);
    return { yes, reads: new Set(execution.reads.map(({ variable }) => variable)) };
  }

  #task(
    state: State,
    process: ModelProcess | undefined,
    who: string,
    code: Task["code"],
    writes: boolean,
    written = nothing,
  ): Task {
    return { model: this.model, state, process, who, code, writes, written };
  }

  #answer(task: Task, subject: object): { yes: boolean; execution: Execution } {
    const found = answer(task);
    this.#observe(task, subject, [found.execution], String(found.yes));
    return found;
  }

  /**
   * What taking `step` leads to: nothing where it is blocked. The location of the process is left as it was.
   *
   * @param written what an atomic block around it has written already
   */
  taken(step: Step, state: State, process: ModelProcess, written = nothing): readonly Progress[] {
    const gate = this.gate(step, state, process);
    return gate.open ? this.beyondGate(step, state, process, { written, gateReads: gate.reads }) : [];
  }

  /** Whether the guard of its process lets `step` be taken, and what that read. Its own guard is not asked. */
  gate(step: Step, state: State, process: ModelProcess): { open: boolean; reads: readonly Read[] } {
    const { gate } = step;
    if (gate === undefined) return { open: true, reads: [] };
    const { yes, execution } = this.#guard(gate, step, state, process, nothing);
    return { open: yes, reads: execution.reads };
  }

  #guard(
    guard: Guard<never>,
    step: Step,
    state: State,
    process: ModelProcess,
    written: Written,
  ): { yes: boolean; execution: Execution } {
    const who = `the guard of step "${step.label}" of ${process.name}`;
    return this.#answer(this.#task(state, process, who, guard, false, written), guard);
  }

  /** Chooses the mutex and the condition variable that `step`, an operation, is about, and does nothing with them. */
  select(step: Step, state: State, process: ModelProcess): void {
    const { effect } = step;
    if (effect.kind !== "operation") return;
    const { operation } = effect;
    const who = `the choice of what step "${step.label}" of ${process.name} is about`;
    const code: Task["code"] = (draft) => {
      if ("mutex" in operation) operation.mutex(draft);
      if ("condition" in operation) operation.condition(draft);
    };
    const task = this.#task(state, process, who, code, false);
    this.#observe(task, operation, executions(task), "");
  }

  /** What taking `step` leads to where its process' guard lets it be taken, whether it does here or not; else as {@link taken}. */
  beyondGate(
    step: Step,
    state: State,
    process: ModelProcess,
    {
      written = nothing,
      gateReads = [],
    }: { readonly written?: Written; readonly gateReads?: readonly Read[] } = {},
  ): readonly Progress[] {
    const own = step.enabled && this.#guard(step.enabled, step, state, process, written);
    if (own?.yes === false) return [];
    const cost = this.#cost(step, state, process, written);
    const guardReads = own === undefined ? gateReads : [...gateReads, ...own.execution.reads];
    const { effect } = step;
    switch (effect.kind) {
      case "atomic":
        return this.#atomic(effect.because, { state, at: effect.entry, acts: [], cost }, process);
      case "body":
      case "operation":
        return this.#run(step, state, process, written).flatMap((execution) =>
          execution.returned === false && effect.kind === "operation"
            ? []
            : [this.#progress(step, state, execution, effect.to, cost, guardReads)],
        );
      case "test":
        return this.#run(step, state, process, written).map((execution) =>
          this.#progress(
            step,
            state,
            execution,
            execution.returned === true ? effect.yes : effect.no,
            cost,
            guardReads,
          ),
        );
    }
  }

  /** Runs the code of a step that is not atomic. */
  #run(step: Step, state: State, process: ModelProcess, written: Written): readonly Execution[] {
    const { effect, label } = step;
    const who = `step "${label}" of ${process.name}`;
    if (effect.kind === "test" && typeof effect.condition === "function") {
      const condition = effect.condition;
      const task = this.#task(
        state,
        process,
        `the condition "${label}" of ${process.name}`,
        condition,
        false,
        written,
      );
      return [this.#answer(task, step).execution];
    }
    const code: Task["code"] = (draft, access) => {
      const operating = { draft, access, process: process.name, who };
      switch (effect.kind) {
        case "operation":
          return operate(effect.operation, operating);
        case "test":
          return typeof effect.condition !== "function" && take(operating, effect.condition.tryLock);
        case "body":
          return effect.body?.(draft);
        case "atomic":
          throw new ModelError(`${who} is a block, not a step`);
      }
    };
    const task = this.#task(state, process, who, code, effect.kind === "body", written);
    const found = executions(task);
    this.#observe(task, step, found, effect.kind === "body" ? "" : String(found[0]?.returned));
    return found;
  }

  #progress(
    step: Step,
    state: State,
    execution: Execution,
    at: Location,
    cost: DeclaredCost,
    guardReads: readonly Read[],
  ): Progress {
    const writes = new Map(execution.writes);
    if (execution.halted !== undefined) writes.set(this.model.layout.halted, execution.halted);
    const changes = [...writes].map(([variable, to]) => ({ variable, from: valueIn(state, variable), to }));
    const reads = new Set([...guardReads, ...execution.reads].map(({ variable }) => variable));
    const guarded = guardReads.map(({ variable }) => variable);
    const failures = execution.failures.map((failure) => ({
      ...failure,
      seen: new Set([...guarded, ...failure.seen]),
    }));
    const acts = [{ step, changes, updates: execution.updates, reads, failures }];
    // Made when it is asked for: a table that learns a step does not ask.
    let next: State | undefined;
    return {
      get state() {
        next ??= withWrites(state, writes);
        return next;
      },
      at,
      acts,
      cost,
    };
  }

  /** Runs an atomic block from `start` until it is left; ways that block inside lead nowhere. */
  #atomic(because: string, start: Progress, process: ModelProcess): readonly Progress[] {
    const ended: Progress[] = [];
    const open = [start];
    for (let progress = open.pop(); progress !== undefined; progress = open.pop()) {
      const { state, at, acts, cost } = progress;
      if (!at.inner || this.halted(state) !== null) {
        ended.push(progress);
        continue;
      }
      if (acts.length >= longestAtomic) {
        throw new ModelError(
          `atomic "${because}" of ${process.name} takes more than ${longestAtomic} steps: does its loop ever end? ` +
            "Nothing else moves during an atomic block",
        );
      }
      const written = writtenBy(acts);
      const next = at.steps.flatMap((step) => this.taken(step, state, process, written));
      for (const further of next.reverse()) {
        open.push({
          state: further.state,
          at: further.at,
          acts: [...acts, ...further.acts],
          cost: both(cost, further.cost),
        });
      }
    }
    return ended;
  }

  #cost(step: Step, state: State, process: ModelProcess, written: Written): DeclaredCost {
    if (step.cost === undefined) return costs.nothing;
    if (typeof step.cost === "string") return this.#known(step.cost, step, process);
    const code = step.cost;
    const task = this.#task(
      state,
      process,
      `the cost of step "${step.label}" of ${process.name}`,
      code,
      false,
      written,
    );
    const found = executions(task);
    this.#observe(task, code, found, String(found[0]?.returned));
    return this.#known(found[0]?.returned, step, process);
  }

  #known(cost: unknown, step: Step, process: ModelProcess): DeclaredCost {
    const known = typeof cost === "string" && Object.hasOwn(costs, cost);
    if (known) return costs[cost as Cost];
    const there = Object.keys(costs).join(", ");
    throw new ModelError(
      `step "${step.label}" of ${process.name} costs "${String(cost)}"; a cost is one of ${there}`,
    );
  }
}
