/**
 * Representatives: of all states that exchanges turn into each other, the one that is kept.
 *
 * The elements of a block are put in the order of what they alone determine: the orbits of the values of their own variables,
 * which no exchange changes. A block in which no two are equal in that, but for those whose exchange changes nothing, is
 * settled: its elements stay where they are, and the other blocks are told apart by orbits under their own exchanges alone.
 * Where no more can be settled, every order of those that are equal is tried, and the least state is kept. Any member of the
 * class would do: where there are too many orders to try, one is kept that no exchange of neighbours makes less, and a class
 * may then be kept in several states.
 */

import type { Room } from "../kernel/arena.js";
import { mostOrders, settledBlocks } from "../kernel/assembly/registers.js";
import type { Model } from "../model/model.js";
import type { Domain } from "../tables/domain.js";
import type { Representing } from "../tables/representing.js";
import type { Block } from "./blocks.js";
import { ExchangeTables } from "./exchange-tables.js";
import { NumberedExchange } from "./numbered.js";
import { Orbits, ownVariables } from "./orbits.js";
import { exchangesThrough } from "./orders.js";

/** A block, on numbers. */
interface NumberedBlock {
  readonly exchanges: readonly NumberedExchange[];
  /** By element: its own variables. */
  readonly own: readonly Int32Array[];
  /** By position: which element has come to stand there. */
  readonly order: Int32Array;
}

/** Neighbours in a block that are equal in what they alone determine, from the first to the last. */
interface Tie {
  readonly block: NumberedBlock;
  readonly from: number;
  readonly to: number;
}

export class Representatives implements Representing {
  readonly #domains: readonly Domain[];
  readonly #blocks: readonly NumberedBlock[];
  readonly #exchanges: readonly NumberedExchange[];
  /** By set of blocks that are not settled, a bit for each that can be: the orbits under their exchanges, and under those of all others. */
  readonly #orbits: readonly Orbits[];
  #tables: ExchangeTables | undefined;
  /** By variable: how many of its values were taken note of. */
  readonly #known: Int32Array;
  readonly #best: Int32Array;
  /** By how many are tied: the exchanges that lead through all their orders. */
  readonly #ways = new Map<number, readonly number[]>();

  constructor(model: Model, blocks: readonly Block[], domains: readonly Domain[]) {
    this.#domains = domains;
    this.#blocks = blocks.map((block) => ({
      exchanges: block.exchanges.map((exchange) => new NumberedExchange(exchange)),
      own: ownVariables(model, block, blocks),
      order: Int32Array.from(block.elements, (_, i) => i),
    }));
    this.#exchanges = this.#blocks.flatMap(({ exchanges }) => exchanges);
    this.#orbits = Array.from({ length: 2 ** this.#closable }, (_, open) => this.#orbitsUnder(open));
    this.#known = new Int32Array(domains.length);
    this.#best = new Int32Array(domains.length);
    this.close();
  }

  /** How many blocks can be settled, the first ones. */
  get #closable(): number {
    return Math.min(this.#blocks.length, settledBlocks);
  }

  layIn(room: Room): Int32Array {
    this.#tables ??= new ExchangeTables(room, {
      domains: this.#domains,
      blocks: this.#blocks,
      orbits: this.#orbits,
    });
    return this.#tables.header;
  }

  roomFor(processes: number): number {
    return this.#tables?.roomFor(processes) ?? 0;
  }

  close(): void {
    let grown = false;
    for (let more = true; more; ) {
      more = false;
      for (let v = 0; v < this.#known.length; v++) {
        const domain = this.#domains[v] as Domain;
        const from = this.#known[v] as number;
        if (from === domain.size) continue;
        this.#known[v] = domain.size;
        for (const exchange of this.#exchanges) exchange.learn(this.#domains, domain, from);
        more = true;
      }
      grown ||= more;
    }
    if (!grown) return;
    for (const orbits of this.#orbits) orbits.learn();
    this.#tables?.learn();
  }

  /** All exchanges of neighbours, on the numbers of the values of the domains. */
  get exchanges(): readonly NumberedExchange[] {
    return this.#exchanges;
  }

  /** Those of the block at `position`. */
  exchangesOf(position: number): readonly NumberedExchange[] {
    return this.#blocks[position]?.exchanges ?? [];
  }

  /** By block: by position in the state that {@link settle} made last, which element stood there. */
  get orders(): readonly (readonly number[])[] {
    return this.#blocks.map(({ order }) => [...order]);
  }

  /** Turns the state whose numbers are `values` into its representative; says whether that was done by any exchange. */
  settle(values: Int32Array): boolean {
    const blocks = this.#blocks;
    let changed = false;
    for (let b = 0; b < blocks.length; b++) {
      const { order } = blocks[b] as NumberedBlock;
      for (let i = 0; i < order.length; i++) order[i] = i;
    }
    const closable = this.#closable;
    let open = 2 ** closable - 1;
    for (let b = 0; b < blocks.length; ) {
      const bit = b < closable ? 1 << b : 0;
      if (bit !== 0 && (open & bit) === 0) {
        b += 1;
        continue;
      }
      const { of } = this.#orbits[open] as Orbits;
      if (this.#sort(blocks[b] as NumberedBlock, values, of)) changed = true;
      if (bit === 0 || this.#hasTies(blocks[b] as NumberedBlock, values, of)) b += 1;
      else {
        open &= ~bit;
        // The others are told apart by more now.
        b = 0;
      }
    }
    if (open === 0 && blocks.length === closable) return changed;
    const ties = this.#ties(open, values);
    return ties.length === 0 ? changed : this.#least(ties, values) || changed;
  }

  #orbitsUnder(open: number): Orbits {
    const isOpen = (b: number): boolean => b >= this.#closable || (open & (1 << b)) !== 0;
    return new Orbits(
      this.#domains,
      this.#blocks.flatMap(({ exchanges }, b) => (isOpen(b) ? exchanges : [])),
    );
  }

  /** Puts the elements of a block in order; says whether that took an exchange. */
  #sort(block: NumberedBlock, values: Int32Array, orbits: readonly Int32Array[]): boolean {
    let changed = false;
    for (let i = 1; i < block.order.length; i++) {
      for (let k = i - 1; k >= 0 && compare(block, k, values, orbits) > 0; k--) {
        this.#exchange(block, k, values);
        changed = true;
      }
    }
    return changed;
  }

  /** Whether two neighbours of a block that is in order are equal in what they alone determine, and yet not the same. */
  #hasTies(block: NumberedBlock, values: Int32Array, orbits: readonly Int32Array[]): boolean {
    for (let k = 0; k < block.exchanges.length; k++) {
      if (compare(block, k, values, orbits) !== 0) continue;
      if (!(block.exchanges[k] as NumberedExchange).keeps(values)) return true;
    }
    return false;
  }

  /** What is tied in the blocks that are `open`. */
  #ties(open: number, values: Int32Array): readonly Tie[] {
    const { of } = this.#orbits[open] as Orbits;
    const ties: Tie[] = [];
    this.#blocks.forEach((block, b) => {
      if (b < this.#closable && (open & (1 << b)) === 0) return;
      for (let i = 0, from = 0; i < block.order.length; i++) {
        if (i < block.exchanges.length && compare(block, i, values, of) === 0) continue;
        if (i > from && !this.#isIdle(block, from, i, values)) ties.push({ block, from, to: i });
        from = i + 1;
      }
    });
    return ties;
  }

  /** Whether no exchange of those from `from` to `to` changes anything. */
  #isIdle({ exchanges }: NumberedBlock, from: number, to: number, values: Int32Array): boolean {
    for (let k = from; k < to; k++) if (!(exchanges[k] as NumberedExchange).keeps(values)) return false;
    return true;
  }

  #exchange({ exchanges, order }: NumberedBlock, position: number, values: Int32Array): void {
    (exchanges[position] as NumberedExchange).apply(values);
    const moved = order[position] as number;
    order[position] = order[position + 1] as number;
    order[position + 1] = moved;
  }

  /** Turns `values` into the least that orders of the tied make of it; says whether that is another. */
  #least(ties: readonly Tie[], values: Int32Array): boolean {
    const orders = ties.reduce((product, { from, to }) => product * factorial(to - from + 1), 1);
    if (orders > mostOrders) return this.#smaller(ties, values);
    const best = this.#best;
    best.set(values);
    const bestOrders = this.#blocks.map(({ order }) => order.slice());
    let changed = false;
    const through = (t: number): void => {
      const tie = ties[t];
      if (tie === undefined) {
        if (!isLess(values, best)) return;
        changed = true;
        best.set(values);
        this.#blocks.forEach(({ order }, i) => {
          bestOrders[i]?.set(order);
        });
        return;
      }
      through(t + 1);
      for (const position of this.#through(tie)) {
        this.#exchange(tie.block, tie.from + position, values);
        through(t + 1);
      }
    };
    through(0);
    values.set(best);
    this.#blocks.forEach(({ order }, i) => {
      order.set(bestOrders[i] ?? order);
    });
    return changed;
  }

  #through({ from, to }: Tie): readonly number[] {
    const count = to - from + 1;
    const known = this.#ways.get(count) ?? exchangesThrough(count);
    this.#ways.set(count, known);
    return known;
  }

  /** The same, where there are too many orders to try: exchanges neighbours as long as that makes it less. */
  #smaller(ties: readonly Tie[], values: Int32Array): boolean {
    let changed = false;
    for (let more = true; more; ) {
      more = false;
      for (const { block, from, to } of ties) {
        for (let k = from; k < to; k++) {
          this.#best.set(values);
          this.#exchange(block, k, values);
          if (isLess(values, this.#best)) more = true;
          else this.#exchange(block, k, values);
        }
      }
      changed ||= more;
    }
    return changed;
  }
}

/** Compares what the element at `position` determines with what the next does. */
function compare(
  { own }: NumberedBlock,
  position: number,
  values: Int32Array,
  orbits: readonly Int32Array[],
): number {
  const here = own[position] as Int32Array;
  const there = own[position + 1] as Int32Array;
  for (let i = 0; i < here.length; i++) {
    const v = here[i] as number;
    const w = there[i] as number;
    const difference =
      ((orbits[v] as Int32Array)[values[v] as number] as number) -
      ((orbits[w] as Int32Array)[values[w] as number] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function isLess(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
