/**
 * Decision trees, learnt from recorded reads: read variable 7; if it holds value 2, read variable 3; …; then a leaf.
 * Because code that depends on variables alone reads in the same order while it finds the same, one path fits each view.
 *
 * All trees share flat arrays. A node is four integers: where its variable stands in a packed state, as word × 32 + shift, and the
 * mask of its value there; where its children begin; and which variable it is. So a walk needs nothing but
 * {@link Trees.nodes} and {@link Trees.children}. It ends with 0 where nothing is known, or with ~leaf. The kernel walks them, too.
 */

import { heap, type Room } from "../kernel/arena.js";
import { Ints } from "./ints.js";
import { type Packing, placeIn } from "./packing.js";
import type { Projections } from "./projections.js";

/** One read on the way to a leaf. */
export interface Read {
  readonly variable: number;
  /** -1 for a read of the value itself. */
  readonly projection: number;
  /** The number of the value found, or of the class that the projection puts it into. */
  readonly found: number;
}

/** What the recorded reads of a piece of code say that it should have read here, and what was read. */
export class Contradiction extends Error {}

/** Integers in a node. */
const nodeSize = 4;

/** What is known of a node that reads through a projection: all values of a class share what stands for the first of them. */
interface Projected {
  readonly number: number;
  /** By class: the value that stands for it. */
  readonly standsFor: Map<number, number>;
}

export class Trees {
  readonly nodes: Ints;
  /** By position among the children of a node, which is the number of a value. Roots stand here too. */
  readonly children: Ints;
  readonly #projected = new Map<number, Projected>();
  readonly #projections: Projections;
  #packing: Packing;

  constructor(packing: Packing, projections: Projections, room: Room = heap) {
    this.nodes = new Ints(64, room);
    this.children = new Ints(64, room);
    this.#packing = packing;
    this.#projections = projections;
  }

  /** A new tree that knows nothing; returns where its root stands in {@link children}. */
  plant(): number {
    return this.children.extend(1);
  }

  /** The entry at the end of the way of `state` through the tree at `root`, as far as that is known: ~leaf, or 0. */
  walk(root: number, state: Int32Array): number {
    const { data: nodes } = this.nodes;
    const { data: children } = this.children;
    let entry = children[root] as number;
    while (entry > 0) {
      const place = nodes[entry - 1] as number;
      const value = ((state[place >>> 5] as number) >>> place) & (nodes[entry] as number);
      entry = children[(nodes[entry + 1] as number) + value] as number;
    }
    return entry;
  }

  /**
   * The entry at the end of the way of `state` through the tree at `root`: ~leaf, or 0. Values that a projection does not
   * tell apart from known ones become known.
   */
  resolve(root: number, state: Int32Array): number {
    let entry = this.children.data[root] as number;
    while (entry > 0) entry = this.#step(entry, state);
    return entry;
  }

  #step(entry: number, state: Int32Array): number {
    const { data: nodes } = this.nodes;
    const { data: children } = this.children;
    const place = nodes[entry - 1] as number;
    // Of a shift, its low five bits count.
    const value = ((state[place >>> 5] as number) >>> place) & (nodes[entry] as number);
    const base = nodes[entry + 1] as number;
    const known = children[base + value] as number;
    const projected = known === 0 ? this.#projected.get((entry - 1) / nodeSize) : undefined;
    if (projected === undefined) return known;
    const standIn = projected.standsFor.get(this.#projections.class(projected.number, value));
    if (standIn === undefined) return 0;
    const shared = children[base + standIn] as number;
    children[base + value] = shared;
    return shared;
  }

  /**
   * Adds the path `reads` to the tree at `root`, ending in `leaf`.
   *
   * @param numberOf the number of the value that a variable holds in the state that was read
   * @throws Contradiction where the tree reads something else on that path, or knows a leaf there
   */
  learn(root: number, reads: readonly Read[], leaf: number, numberOf: (variable: number) => number): void {
    let at = root;
    for (const read of reads) at = this.#child(at, read, numberOf);
    if (this.children.data[at] !== 0) throw new Contradiction();
    this.children.data[at] = ~leaf;
  }

  #child(at: number, { variable, projection, found }: Read, numberOf: (variable: number) => number): number {
    const entry = this.children.data[at] as number;
    if (entry < 0) throw new Contradiction();
    const node = entry === 0 ? this.#node(at, variable, projection) : (entry - 1) / nodeSize;
    const projected = this.#projected.get(node);
    if (this.nodes.data[node * nodeSize + 3] !== variable || (projected?.number ?? -1) !== projection)
      throw new Contradiction();
    const base = this.nodes.data[node * nodeSize + 2] as number;
    if (projected === undefined) return base + found;
    const standIn = projected.standsFor.get(found) ?? numberOf(variable);
    projected.standsFor.set(found, standIn);
    return base + standIn;
  }

  #node(at: number, variable: number, projection: number): number {
    const node = this.nodes.length / nodeSize;
    const { mask } = this.#packing;
    const size = ((mask[variable] as number) >>> 0) + 1;
    const base = this.children.extend(size);
    const fields = [placeIn(this.#packing, variable), mask[variable] as number, base, variable];
    for (const field of fields) this.nodes.push(field);
    if (projection >= 0) this.#projected.set(node, { number: projection, standsFor: new Map() });
    this.children.data[at] = node * nodeSize + 1;
    return node;
  }

  /** Makes room for {@link fit}, which needs none then. */
  prepare({ mask }: Packing): void {
    const { nodes } = this;
    let more = 0;
    for (let at = 0; at < nodes.length; at += nodeSize) {
      const room = ((nodes.data[at + 1] as number) >>> 0) + 1;
      const size = ((mask[nodes.data[at + 3] as number] as number) >>> 0) + 1;
      if (size > room) more += size;
    }
    this.children.reserve(more);
  }

  /** Fits the nodes to a packing: children of a variable that has more bits than before move to where there is room. */
  fit(packing: Packing): void {
    this.#packing = packing;
    const { mask } = packing;
    const { nodes } = this;
    for (let at = 0; at < nodes.length; at += nodeSize) {
      const variable = nodes.data[at + 3] as number;
      const room = ((nodes.data[at + 1] as number) >>> 0) + 1;
      const size = ((mask[variable] as number) >>> 0) + 1;
      if (size > room) {
        const from = nodes.data[at + 2] as number;
        const to = this.children.extend(size);
        this.children.data.copyWithin(to, from, from + room);
        nodes.data[at + 2] = to;
      }
      nodes.data[at] = placeIn(packing, variable);
      nodes.data[at + 1] = mask[variable] as number;
    }
  }
}
