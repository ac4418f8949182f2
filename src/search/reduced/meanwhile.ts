/**
 * What the others may do while one process stays where it is.
 *
 * Asked of a process that is able to move, from the moment on at which its guard said so. The values that the guard found are
 * where it begins; a known view of another process is possible if each of its reads may find what it found; what it writes
 * may be found from then on; and so on until nothing is added. Where preemption is off, say, the scheduler asks for the
 * location of the task, finds that, and has no view in which it takes the CPU away: so nobody else does what only a task on
 * a CPU of its own can do. Values that the guard did not look at may be any: this is an over-approximation, the same for
 * every state in which the process stands there.
 */

import type { KnownRead, KnownView, KnownViews } from "../../space/known-views.js";

/** Who stays, and where. */
export interface Staying {
  readonly process: number;
  /** The variable that holds its location. */
  readonly variable: number;
  /** Where it is: before its step, or behind it. */
  readonly at: ReadonlySet<number>;
  /** What its guard read when it let it move. */
  readonly gate: readonly KnownRead[];
}

/** Who does what meanwhile: of several, the first that is come upon. */
export interface Meanwhile {
  /** By variable: a process that may write it. Locations are not among them. */
  readonly writers: ReadonlyMap<number, number>;
  /** By variable: a process that may read its value, be it to find out that it is blocked. */
  readonly readers: ReadonlyMap<number, number>;
  /** By variable: a property whose predicate may read its value. */
  readonly judges: ReadonlyMap<number, string>;
  /** Questions about where the process is, by who may ask them: a process, or the name of a property. */
  readonly askers: ReadonlyMap<number, number | string>;
  /** By process: the moves that it may make, as pairs of locations. */
  readonly moves: ReadonlyMap<number, readonly (readonly [from: number, to: number])[]>;
}

/** What a view comes to while somebody stays; found by trying again what was not possible before. */
export function meanwhile(knownViews: KnownViews, staying: Staying, others: readonly KnownView[]): Meanwhile {
  const found = new Possible(knownViews, staying);
  let open = others;
  for (let before = -1; before !== found.growth; ) {
    before = found.growth;
    open = open.filter((view) => !found.admits(view.reads) || !found.add(view));
  }
  for (const { property, reads } of knownViews.predicates) {
    if (found.admits(reads)) found.addPredicate(property, reads);
  }
  return found;
}

class Possible implements Meanwhile {
  readonly writers = new Map<number, number>();
  readonly readers = new Map<number, number>();
  readonly judges = new Map<number, string>();
  readonly askers = new Map<number, number | string>();
  readonly moves = new Map<number, [number, number][]>();
  /** How often something was added to what may be found. */
  growth = 0;
  readonly #knownViews: KnownViews;
  readonly #staying: Staying;
  /** By variable: the values that it may hold. A variable that is not here may hold any. */
  readonly #held: Map<number, Set<number>>;

  constructor(knownViews: KnownViews, staying: Staying) {
    this.#knownViews = knownViews;
    this.#staying = staying;
    const whole = staying.gate.filter(({ projection }) => projection < 0);
    this.#held = new Map(whole.map(({ variable, found }) => [variable, new Set([found])]));
  }

  /** Whether each of the reads may find what it found. */
  admits(reads: readonly KnownRead[]): boolean {
    return reads.every((read) => this.#admits(read));
  }

  #admits({ variable, projection, found }: KnownRead): boolean {
    const held = variable === this.#staying.variable ? this.#staying.at : this.#held.get(variable);
    if (held === undefined) return true;
    if (projection < 0) return held.has(found);
    for (const value of held) if (this.#knownViews.classOf(projection, value) === found) return true;
    return false;
  }

  /** Adds a view that is possible; true, for the filter that drops it. */
  add({ process, location, reads, outcomes }: KnownView): boolean {
    this.#read(reads, process, this.readers);
    for (const { writes, to } of outcomes) {
      for (const [variable, value] of writes) {
        const there = reads.some(
          (read) => read.variable === variable && read.projection < 0 && read.found === value,
        );
        if (!there && !this.#knownViews.isConstant(variable)) this.#write(process, variable, value);
      }
      if (to === location) continue;
      const moves = this.moves.get(process) ?? [];
      moves.push([location, to]);
      this.moves.set(process, moves);
    }
    return true;
  }

  addPredicate(property: string, reads: readonly KnownRead[]): void {
    this.#read(reads, property, this.judges);
  }

  #read<Who extends number | string>(reads: readonly KnownRead[], who: Who, readers: Map<number, Who>): void {
    for (const { variable, projection } of reads) {
      const ofPlace = variable === this.#staying.variable && projection >= 0;
      if (ofPlace && !this.askers.has(projection)) this.askers.set(projection, who);
      if (!ofPlace && !readers.has(variable)) readers.set(variable, who);
    }
  }

  #write(process: number, variable: number, value: number): void {
    if (!this.writers.has(variable)) this.writers.set(variable, process);
    const held = this.#held.get(variable);
    if (held?.has(value) ?? true) return;
    this.growth += 1;
    if (value < 0) this.#held.delete(variable);
    else held?.add(value);
  }
}
