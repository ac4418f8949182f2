/** The words that programs and claims are written in, bound to the types of a model's variables. */

import type { Property } from "../property/property.js";
import type { Code, Erased, Part, Source } from "./code.js";
import type { Body, Context, Cost, Guard, Reader, StateView } from "./context.js";
import type { ConditionHandle, MutexHandle } from "./locks.js";
import type { Process, ProcessOptions } from "./process.js";
import { words } from "./words.js";

/** What a step may declare beside its body. */
export interface StepOptions<R> {
  /** The step is blocked while this is false. */
  readonly enabled?: Guard<R>;
  /** What the step costs a trace. A model in which any step declares a cost has no implicit ones. */
  readonly cost?: Cost | ((reader: R) => Cost);
  /** Whether a process may wait here for ever, as interrupts and servers may. */
  readonly mayWait?: boolean;
}

/** A function of the modelled system, with what its code depends on as ordinary parameters. */
export interface Routine<in C, A extends readonly unknown[]> {
  readonly source: Source;
  /** Its code, for the arguments of a call. */
  readonly body: (...args: A) => Part<Erased>;
  /** Never there; makes a routine contravariant in its context. */
  readonly context?: (context: C) => void;
}

/** The language, for a model with shared variables `V`, as a process with locals `L` writes it. */
export interface Language<V, L> {
  /** One atomic, pure move. Its body assigns to the variables it is handed. */
  step(label: string, body?: Body<Context<V, L>>, options?: StepOptions<Reader<V, L>>): Code<Context<V, L>>;
  /** A condition, a step of its own, then one of two ways on. */
  when(
    label: string,
    condition: Guard<Reader<V, L>>,
    then: Part<Context<V, L>>,
    otherwise?: Part<Context<V, L>>,
  ): Code<Context<V, L>>;
  /** Repeats `body` for ever, or until `leave`. */
  loop(...body: readonly Part<Context<V, L>>[]): Code<Context<V, L>>;
  /** Repeats `body` while a condition, a step of its own, is true. */
  loopWhile(
    label: string,
    condition: Guard<Reader<V, L>>,
    ...body: readonly Part<Context<V, L>>[]
  ): Code<Context<V, L>>;
  /** Goes on behind the innermost loop. */
  readonly leave: Code<unknown>;
  /** Any of the branches, by taking its first step: no branch is entered that then blocks at once. */
  choose(...branches: readonly Part<Context<V, L>>[]): Code<Context<V, L>>;
  /** The whole of `body` as one step, named by what makes it atomic; disabled as a whole if it would block inside. */
  atomic(because: string, ...body: readonly Part<Context<V, L>>[]): Code<Context<V, L>>;
  /** Names code after the function that it models. */
  routine<A extends readonly unknown[]>(
    source: string | Source,
    body: (...args: A) => Part<Context<V, L>>,
  ): Routine<Context<V, L>, A>;
  /** The code of a routine, inlined. Recursion is refused. */
  call<C, A extends readonly unknown[]>(routine: Routine<C, A>, ...args: A): Code<C>;

  /** Waits until the mutex is free and takes it. */
  lock(label: string, mutex: (reader: Reader<V, L>) => MutexHandle): Code<Context<V, L>>;
  /** Takes the mutex and goes on with `then`, or goes on with `otherwise` where it is held. */
  tryLock(
    label: string,
    mutex: (reader: Reader<V, L>) => MutexHandle,
    then: Part<Context<V, L>>,
    otherwise?: Part<Context<V, L>>,
  ): Code<Context<V, L>>;
  /** Gives the mutex back. Giving back what one does not hold is a model error. */
  unlock(label: string, mutex: (reader: Reader<V, L>) => MutexHandle): Code<Context<V, L>>;
  /** Gives the mutex back and waits in one step; once woken, takes it again in another. */
  wait(
    label: string,
    condition: (reader: Reader<V, L>) => ConditionHandle,
    mutex: (reader: Reader<V, L>) => MutexHandle,
  ): Code<Context<V, L>>;
  /** Wakes one of those that wait, any one; lost where nobody waits. */
  signal(label: string, condition: (reader: Reader<V, L>) => ConditionHandle): Code<Context<V, L>>;
  /** Wakes all those that wait. */
  broadcast(label: string, condition: (reader: Reader<V, L>) => ConditionHandle): Code<Context<V, L>>;

  /** Marks what lies between the first and the last step of `body`: entered with the one, left with the other. */
  section<C = Context<V, L>>(attribute: string, ...body: readonly Part<C>[]): Code<C>;
  /** Marks `body` from its first location until a step leaves it. */
  mode<C = Context<V, L>>(attribute: string, ...body: readonly Part<C>[]): Code<C>;
  /** Takes the attribute of an outer section off what lies between the first and the last step of `body`. */
  lift<C = Context<V, L>>(attribute: string, ...body: readonly Part<C>[]): Code<C>;
  /** section("preempt off"): the scheduler gets no turn. */
  preemptDisabled<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
  /** section("bh off"): no softirq strikes. */
  bottomHalvesDisabled<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
  /** section("irqs off"): no interrupt strikes. */
  irqsDisabled<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
  /** lift("irqs off"). */
  irqsEnabled<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
  /** mode("user mode"). */
  userMode<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
  /** mode("guest mode"). */
  guestMode<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;

  /** Something that runs a program, with local variables of its own. */
  process<P = unknown>(name: string, options: ProcessOptions<V, P>): Process<V>;

  /** Every reachable state satisfies `predicate`. */
  always(name: string, predicate: (state: StateView<V>) => boolean): Property<StateView<V>>;
  /** No reachable state satisfies `predicate`. */
  never(name: string, predicate: (state: StateView<V>) => boolean): Property<StateView<V>>;
  /** Some reachable state satisfies `predicate`, or, where that is `impossible` for the reason given, none. */
  reachable(
    name: string,
    predicate: (state: StateView<V>) => boolean,
    options?: { readonly impossible?: string | false | undefined },
  ): Property<StateView<V>>;
  /** No step fails this by name. */
  assertion(name: string): Property<unknown>;
  /** Nothing stops for good while a process waits that is not declared `mayWait`. */
  deadlockFree(name?: string): Property<unknown>;
  /** Each process can move again, from every reachable state, unless it has finished or is declared `mayWait`. */
  neverStuck(name?: string): Property<unknown>;
  /** On every run, as `fair` has it, `predicate` comes true. */
  eventually(name: string, predicate: (state: StateView<V>) => boolean): Property<StateView<V>>;
  /** On every run, as `fair` has it, `to` is true whenever `from` is, or comes true after it. */
  leadsTo(
    name: string,
    from: (state: StateView<V>) => boolean,
    to: (state: StateView<V>) => boolean,
  ): Property<StateView<V>>;
}

/**
 * The language for a model whose shared variables have the type `V`, for processes whose locals have the type `L`.
 * A binding of types: at run time it is the same object for every model.
 *
 * @example const { step, process, always } = language<typeof variables>();
 */
export function language<V, L = unknown>(): Language<V, L> {
  // The words take and return code whose context type is erased; here it is bound again, for the checker alone.
  return words as unknown as Language<V, L>;
}
