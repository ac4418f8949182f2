/** Footprints: which variables one execution of a step read and wrote. Recorded when a leaf is learnt, and never declared. */

import type { ModelProcess } from "../model/model.js";
import type { Step } from "../model/program.js";
import type { Variable } from "../model/variables.js";
import type { Progress } from "../semantics/interpreter.js";
import type { Read } from "./trees.js";

/** A read, as far as others can tell: which variable, and which question was asked of it; -1 for the value itself. */
export type Looked = readonly [variable: number, projection: number];

/** What every way to take a step from a view read and wrote, together; a step that is blocked has read, and written nothing. */
export interface Footprint {
  readonly process: number;
  readonly reads: readonly Looked[];
  /** Those that were given the value that they had among them. */
  readonly writes: ReadonlySet<number>;
  /** The variable that holds where the process is, with the value there, and those that the ways lead to. */
  readonly location: { readonly variable: number; readonly from: number; readonly to: readonly number[] };
  readonly outcomes: number;
  /** Mutexes that it takes, were it for a moment, and those that are free behind it. */
  readonly acquires: readonly number[];
  readonly releases: readonly number[];
  /**
   * Where it does nothing but to wait for a mutex, or to be woken, and to take the mutex then: nothing else can make it able or
   * unable to move. `mutex` is -1 where it has not been woken.
   */
  readonly lock: { readonly mutex: number } | undefined;
}

/** What a step was seen to do in one view. */
export interface SeenStep {
  readonly step: Step;
  readonly process: ModelProcess;
  /** The number of the location that it stands at. */
  readonly from: number;
  readonly reads: readonly Read[];
  /** Of those, what it reads to choose which mutex, and which condition variable, it is about. */
  readonly choice: readonly Read[];
  readonly ways: readonly Progress[];
  /** The variables of the model, by number. */
  readonly variables: readonly Variable[];
  readonly leftOut: ReadonlySet<Variable>;
}

/** The mutexes that it takes and did not hold before; or those that it held, or took, and does not hold behind it. */
function mutexes(ways: readonly Progress[], which: "acquired" | "released"): readonly number[] {
  const found = new Set<number>();
  for (const { acts } of ways) {
    const before = new Map<number, boolean>();
    const after = new Map<number, boolean>();
    for (const { variable, from, to } of acts.flatMap(({ changes }) => changes)) {
      if (variable.kind !== "mutex") continue;
      if (!before.has(variable.index)) before.set(variable.index, from !== null);
      after.set(variable.index, to !== null);
    }
    for (const [mutex, held] of which === "acquired" ? before : after) if (!held) found.add(mutex);
  }
  return [...found];
}

/** What a step waits for, if it is for a mutex, or to be woken, and for nothing that anybody could undo. */
function lockOf({ step, process, reads, choice, variables }: SeenStep): Footprint["lock"] {
  const { effect, enabled, gate } = step;
  if (gate !== undefined || enabled !== undefined || effect.kind !== "operation") return undefined;
  if (effect.operation.kind !== "lock" && effect.operation.kind !== "wake") return undefined;
  const of = ({ variable }: Read): Variable => variables[variable] as Variable;
  // Its own variables nobody else changes: which mutex it is about is settled.
  if (!choice.map(of).every(({ path }) => path[0] === "process" && path[1] === process.name))
    return undefined;
  return { mutex: reads.map(of).find(({ kind }) => kind === "mutex")?.index ?? -1 };
}

/** The footprint of what was seen. */
export function footprintOf(seen: SeenStep): Footprint {
  const { process, from, reads, ways, leftOut } = seen;
  const { location } = process;
  const writes = new Set<number>();
  const to = new Set<number>();
  for (const { acts, at } of ways) {
    for (const { variable } of acts.flatMap(({ changes }) => changes)) {
      if (!leftOut.has(variable)) writes.add(variable.index);
    }
    if (!at.inner) to.add(at.index);
  }
  if (ways.length > 0) writes.add(location.index);
  return {
    process: process.index,
    reads: reads.map(({ variable, projection }) => [variable, projection] as const),
    writes,
    location: { variable: location.index, from, to: [...to] },
    outcomes: ways.length,
    acquires: mutexes(ways, "acquired"),
    releases: mutexes(ways, "released"),
    lock: lockOf(seen),
  };
}

/** Who looks at a state from outside, as a predicate does: no process of the model. */
export const nobody = -1;

/** The footprints of leaves. */
export class Footprints {
  readonly #byLeaf = new Map<number, Footprint>();
  /** By leaf of a predicate: its answer. */
  readonly #answers = new Map<number, boolean>();

  learnStep(leaf: number, seen: SeenStep): void {
    this.#byLeaf.set(leaf, footprintOf(seen));
  }

  /** Keeps what a predicate read to give its answer; returns the leaf. */
  learnLook(leaf: number, reads: readonly Read[], answer: boolean): number {
    this.#answers.set(leaf, answer);
    this.#byLeaf.set(leaf, {
      process: nobody,
      reads: reads.map(({ variable, projection }) => [variable, projection] as const),
      writes: new Set(),
      location: { variable: nobody, from: 0, to: [] },
      outcomes: 1,
      acquires: [],
      releases: [],
      lock: undefined,
    });
    return leaf;
  }

  of(leaf: number): Footprint {
    const known = this.#byLeaf.get(leaf);
    if (known === undefined) throw new RangeError(`leaf ${leaf} has no footprint`);
    return known;
  }

  answer(leaf: number): boolean {
    const known = this.#answers.get(leaf);
    if (known === undefined) throw new RangeError(`leaf ${leaf} is no predicate's`);
    return known;
  }
}
