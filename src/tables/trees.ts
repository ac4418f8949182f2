/**
 * Decision trees, learnt from recorded reads: read variable 7; if it holds value 2, read variable 3; …; then a leaf.
 * Code is deterministic, so what it reads next is decided by what it has read. All trees share flat arrays.
 */

import { Ints } from "./ints.js";

/** One read on the way to a leaf: a variable, and the number of the value found, or of what a projection makes of it. */
export interface Read {
  readonly variable: number;
  /** -1 for a read of the value itself. */
  readonly projection: number;
  readonly value: number;
}

/** What the recorded reads of a piece of code say that it should have read here, and what was read. */
export class Contradiction extends Error {}

export class Trees {
  /** By node: the variable that it reads. */
  readonly variable = new Ints();
  /** By node: the projection through which it reads, or -1. */
  readonly projection = new Ints();
  /** By node: where its children begin. */
  readonly base = new Ints();
  /** By node: how many children it has room for. */
  readonly room = new Ints();
  /** 0 where nothing is known, n + 1 for node n, and ~leaf for a leaf. Roots stand here too. */
  readonly children = new Ints();

  /** A new tree that knows nothing; returns where its root stands in {@link children}. */
  plant(): number {
    return this.children.extend(1);
  }

  /**
   * Adds the path `reads` to the tree at `root`, ending in `leaf`.
   *
   * @throws Contradiction where the tree reads something else on that path, or knows a leaf there
   */
  learn(root: number, reads: readonly Read[], leaf: number): void {
    let at = root;
    for (const read of reads) at = this.#child(at, read);
    if (this.children.data[at] !== 0) throw new Contradiction();
    this.children.data[at] = ~leaf;
  }

  #child(at: number, { variable, projection, value }: Read): number {
    const entry = this.children.data[at] ?? 0;
    if (entry < 0) throw new Contradiction();
    const node = entry === 0 ? this.#node(at, variable, projection) : entry - 1;
    if (this.variable.data[node] !== variable || this.projection.data[node] !== projection)
      throw new Contradiction();
    this.#makeRoom(node, value);
    return (this.base.data[node] ?? 0) + value;
  }

  #node(at: number, variable: number, projection: number): number {
    const node = this.variable.push(variable);
    this.projection.push(projection);
    this.room.push(0);
    this.base.push(0);
    this.children.data[at] = node + 1;
    return node;
  }

  /** A domain that has grown needs more children: they move to where there is room. */
  #makeRoom(node: number, value: number): void {
    const room = this.room.data[node] ?? 0;
    if (value < room) return;
    const more = Math.max(2, 2 * room, value + 1);
    const from = this.base.data[node] ?? 0;
    const to = this.children.extend(more);
    this.children.data.copyWithin(to, from, from + room);
    this.base.data[node] = to;
    this.room.data[node] = more;
  }
}
