/** What processes would do next, numbered, and which of that depends on which. */

import { givenUp, type Pending, type PendingId, type Waits } from "../space/runs.js";
import type { Footprint, Footprints, Looked } from "./footprints.js";
import type { Projections } from "./projections.js";

interface Known extends Pending {
  /** The leaves that it is made of: one for each step at the location. */
  readonly leaves: readonly number[];
  readonly footprints: readonly Footprint[];
}

const unknown = 0;
const independent = 1;
const dependent = 2;

/** What depends on what is kept for so many of the first that were numbered: that is a square of bytes. */
const mostKept = 2 ** 12;

const nothing: Omit<Known, "waits"> = {
  outcomes: 0,
  locks: -1,
  acquires: [],
  releases: [],
  leaves: [],
  footprints: [],
};

/** Whether what was done so changes what the read finds. */
function hits(
  { writes, location }: Footprint,
  [variable, projection]: Looked,
  classes: Projections,
): boolean {
  if (!writes.has(variable)) return false;
  // Only of where a process is do we know what was there before.
  if (projection < 0 || variable !== location.variable) return true;
  const before = classes.class(projection, location.from);
  return location.to.some((to) => classes.class(projection, to) !== before);
}

function conflict(a: Footprint, b: Footprint, classes: Projections): boolean {
  if (a.reads.some((read) => hits(b, read, classes))) return true;
  if (b.reads.some((read) => hits(a, read, classes))) return true;
  for (const variable of a.writes) if (b.writes.has(variable)) return true;
  return false;
}

export class Pendings {
  readonly #known: Known[] = [
    { ...nothing, waits: "finished" },
    { ...nothing, waits: "finished" },
  ];
  readonly #numbers = new Map<string, PendingId>();
  /** By leaf that is a step's alone: its number, or 0. */
  #alone = new Int32Array(256);
  readonly #footprints: Footprints;
  readonly #projections: Projections;
  /** The variable that says why a run has ended. */
  readonly #halted: number;
  /** By process: whether it is of the surroundings; empty where their order cannot be told. */
  #surroundings: readonly boolean[] = [];
  /** By pair of numbers: whether they depend on each other. */
  #table = new Uint8Array(0);
  #size = 0;

  constructor(footprints: Footprints, projections: Projections, halted: number) {
    this.#footprints = footprints;
    this.#projections = projections;
    this.#halted = halted;
  }

  get(id: PendingId): Known {
    return this.#known[id] as Known;
  }

  /** The number of the only step at a location, which is to do what `leaf` says. */
  alone(leaf: number): PendingId {
    if (leaf >= this.#alone.length) {
      const longer = new Int32Array(2 * leaf + 1);
      longer.set(this.#alone);
      this.#alone = longer;
    }
    const known = this.#alone[leaf] as number;
    if (known !== 0) return known;
    const made = this.#make([leaf]);
    this.#alone[leaf] = made;
    return made;
  }

  /** The number of the steps at a location, which are to do what `leaves` say. */
  several(leaves: readonly number[]): PendingId {
    const key = leaves.join(" ");
    const known = this.#numbers.get(key) ?? this.#make(leaves);
    this.#numbers.set(key, known);
    return known;
  }

  #make(leaves: readonly number[]): PendingId {
    const footprints = leaves.map((leaf) => this.#footprints.of(leaf));
    const outcomes = footprints.reduce((sum, each) => sum + each.outcomes, 0);
    const [only] = footprints.length === 1 ? footprints : [];
    const blocked: Waits = only?.lock === undefined ? "guard" : only.lock.mutex < 0 ? "signal" : "mutex";
    return (
      this.#known.push({
        outcomes,
        waits: outcomes > 0 ? "no" : blocked,
        locks: only?.lock?.mutex ?? -1,
        acquires: footprints.flatMap(({ acquires }) => acquires),
        releases: footprints.flatMap(({ releases }) => releases),
        leaves,
        footprints,
      }) - 1
    );
  }

  /** The order of steps of the surroundings and of all others can be told. To be said before anything is asked. */
  orderSurroundings(surroundings: readonly boolean[]): void {
    this.#surroundings = surroundings;
    this.#table.fill(unknown);
  }

  dependent(a: PendingId, b: PendingId): boolean {
    if (Math.max(a, b) >= mostKept) return this.#compare(a, b);
    if (a >= this.#size || b >= this.#size) this.#grow();
    const at = a * this.#size + b;
    const known = this.#table[at] as number;
    if (known !== unknown) return known === dependent;
    const found = this.#compare(a, b);
    this.#table[at] = found ? dependent : independent;
    this.#table[b * this.#size + a] = found ? dependent : independent;
    return found;
  }

  #grow(): void {
    const size = Math.min(mostKept, 2 ** Math.ceil(Math.log2(this.#known.length + 64)));
    const table = new Uint8Array(size * size);
    for (let row = 0; row < this.#size; row++)
      table.set(this.#table.subarray(row * this.#size, (row + 1) * this.#size), row * size);
    this.#table = table;
    this.#size = size;
  }

  #compare(a: PendingId, b: PendingId): boolean {
    if (a <= givenUp || b <= givenUp) return false;
    const [one, other] = [this.get(a), this.get(b)];
    // A run that has ended has ended for all.
    if (this.#halts(one) || this.#halts(other)) return true;
    // Who gives up moves nobody.
    const both = one.outcomes > 0 && other.outcomes > 0;
    if (both && (this.#isSurrounding(one) || this.#isSurrounding(other))) return true;
    const classes = this.#projections;
    return one.footprints.some((mine) => other.footprints.some((its) => conflict(mine, its, classes)));
  }

  #halts({ footprints }: Known): boolean {
    return footprints.some(({ writes }) => writes.has(this.#halted));
  }

  #isSurrounding({ footprints }: Known): boolean {
    return footprints.some(({ process }) => this.#surroundings[process] === true);
  }
}
