/**
 * In order of cost: the search that explains. The first finding of a kind is one of least cost, and of those the
 * first by rank.
 *
 * Rank is (cost, rank of the predecessor, process, outcome): a definition without a search order in it. Where steps
 * declare their cost, cost is a function of state and step, and a node is a state. Elsewhere a preemption is a step
 * of another process while the one that moved last could go on, so a node is a state and the process that moved last.
 * A node is settled when it comes out in order of rank, not when it is first come upon.
 *
 * No heap is needed. Every step costs something, so what is pushed is dearer than what it is pushed from, and nodes are
 * settled in order of rank: the candidates of one cost are pushed in order of rank too. They wait in a queue for each cost.
 */

import { NumberSet } from "../space/number-set.js";
import { Numbers } from "../space/numbers.js";
import { Moves, preemptionUnit, type Scheduled, type Space } from "../space/space.js";
import { compareCosts, free, type TraceCost } from "./cost.js";
import { type Batch, batchSize, type Exploration, expandBatch, type Failing } from "./exploration.js";

/** The candidates of one cost, in order of rank. */
interface Bucket {
  readonly cost: TraceCost;
  /** Per candidate: the node it goes on from, process, outcome, target, and the set of failures it stands for, or 0. */
  readonly candidates: Numbers;
}

const fields = 5;

/** How to go about it. */
export interface LeastCostOptions {
  /** How many nodes are expanded together, at most; of no account for what is found. */
  readonly batch?: number;
  /** Paths of more preemptions are left out. */
  readonly most?: number;
  /** Asked before the first node of so many preemptions, when all of fewer are settled: whether to go on. */
  readonly goOn?: (preemptions: number) => boolean;
}

/** An exploration in order of cost. */
export class LeastCost implements Exploration {
  readonly strategy = "least-cost";
  transitions = 0;
  depth = 0;
  readonly #space: Space;
  /** By node: its state, the node before it, and the move between, as process and outcome. */
  readonly #states = new Numbers();
  readonly #before = new Numbers();
  readonly #process = new Numbers();
  readonly #outcome = new Numbers();
  /** By state and process that moved last: whether that node is settled. */
  readonly #settled = new NumberSet();
  readonly #buckets = new Map<string, Bucket>();
  /** The buckets that are not empty, cheapest first. */
  readonly #open: Bucket[] = [];

  readonly #batch: number;
  readonly #most: number;
  readonly #goOn: (preemptions: number) => boolean;

  constructor(
    space: Space,
    { batch = batchSize, most = Number.POSITIVE_INFINITY, goOn = () => true }: LeastCostOptions = {},
  ) {
    this.#space = space;
    this.#batch = batch;
    this.#most = most;
    this.#goOn = goOn;
  }

  /** Nodes settled so far: states, once for each process that moved last where that is of account. */
  get nodes(): number {
    return this.#states.length;
  }

  get bytes(): number {
    const lists = [this.#states, this.#before, this.#process, this.#outcome, this.#settled];
    const waiting = [...this.#buckets.values()].map(({ candidates }) => candidates);
    return [...lists, ...waiting].reduce((all, { bytes }) => all + bytes, 0);
  }

  *batches(): Generator<Batch> {
    const states = new Int32Array(this.#batch);
    const nodes = new Int32Array(this.#batch);
    const moves = new Moves();
    this.#settle(this.#space.initial, 0, -1, 0);
    states[0] = this.#space.initial;
    nodes[0] = 0;
    yield this.#expanded({ count: 1, states, nodes, moves, failing: [] }, free);
    let preemptions = 0;
    for (let bucket = this.#open[0]; bucket !== undefined; bucket = this.#open[0]) {
      const { cost, candidates } = bucket;
      if (cost.preemptions > preemptions && !this.#goOn(cost.preemptions)) return;
      preemptions = cost.preemptions;
      this.depth = Math.max(this.depth, cost.steps);
      for (let at = 0; at < candidates.length; ) {
        const failing: Failing[] = [];
        let count = 0;
        for (; at < candidates.length && count < this.#batch; at += fields) {
          const from = candidates.at(at);
          const process = candidates.at(at + 1);
          const outcome = candidates.at(at + 2);
          const target = candidates.at(at + 3);
          const set = candidates.at(at + 4);
          if (set !== 0) {
            failing.push({ node: from, move: { process, outcome }, assertions: this.#space.failures(set) });
          } else if (this.#settle(target, from, process, outcome)) {
            states[count] = target;
            nodes[count] = this.#states.length - 1;
            count += 1;
          }
        }
        if (count > 0 || failing.length > 0)
          yield this.#expanded({ count, states, nodes, moves, failing }, cost);
      }
      this.#open.shift();
      this.#buckets.delete(bucketKey(cost));
    }
  }

  pathTo(node: number): readonly Scheduled[] {
    const path: Scheduled[] = [];
    for (let at = node; at > 0; at = this.#before.at(at)) {
      path.push({ process: this.#process.at(at), outcome: this.#outcome.at(at) });
    }
    return path.reverse();
  }

  /** What a node is told apart by beside its state: the process that moved last, or nothing where that is of no account. */
  #last(process: number): number {
    return this.#space.declaresCosts ? 0 : process + 1;
  }

  /** Settles the node if it is not; says whether it was not. */
  #settle(state: number, from: number, process: number, outcome: number): boolean {
    const key = state * (this.#space.declaresCosts ? 1 : this.#space.names.length + 1) + this.#last(process);
    if (!this.#settled.add(key)) return false;
    this.#states.push(state);
    this.#before.push(from);
    this.#process.push(process);
    this.#outcome.push(outcome);
    return true;
  }

  /** Expands a batch of nodes, all of one cost, and puts where they lead into the queues. */
  #expanded(batch: Batch, cost: TraceCost): Batch {
    const { count, states, nodes, moves } = batch;
    const path = (state: number): readonly Scheduled[] => this.pathTo(nodes[states.indexOf(state)] ?? 0);
    expandBatch(this.#space, { states, count, into: moves }, path);
    this.transitions += moves.length;
    for (let m = 0; m < moves.length; ) {
      const source = moves.source[m] as number;
      const node = nodes[source] as number;
      const last = this.#process.at(node);
      let end = m;
      let couldGoOn = false;
      for (; end < moves.length && moves.source[end] === source; end++)
        couldGoOn ||= moves.process[end] === last;
      for (; m < end; m++) this.#push(moves, m, node, cost, couldGoOn && moves.process[m] !== last);
    }
    return batch;
  }

  #push(moves: Moves, m: number, node: number, cost: TraceCost, preempts: boolean): void {
    const declared = moves.cost[m] as number;
    const preemptions = this.#space.declaresCosts ? Math.floor(declared / preemptionUnit) : preempts ? 1 : 0;
    const events = this.#space.declaresCosts ? declared % preemptionUnit : 0;
    if (cost.preemptions + preemptions > this.#most) return;
    const { candidates } = this.#bucket(cost.preemptions + preemptions, cost.events + events, cost.steps + 1);
    const process = moves.process[m] as number;
    const outcome = moves.outcome[m] as number;
    const target = moves.target[m] as number;
    const failures = moves.failures[m] as number;
    if (failures !== 0)
      for (const value of [node, process, outcome, target, failures]) candidates.push(value);
    candidates.push(node);
    candidates.push(process);
    candidates.push(outcome);
    candidates.push(target);
    candidates.push(0);
  }

  #bucket(preemptions: number, events: number, steps: number): Bucket {
    const cost = { preemptions, events, steps };
    const key = bucketKey(cost);
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    const made = { cost, candidates: new Numbers() };
    this.#buckets.set(key, made);
    const at = this.#open.findIndex((bucket) => compareCosts(cost, bucket.cost) < 0);
    this.#open.splice(at < 0 ? this.#open.length : at, 0, made);
    return made;
  }
}

function bucketKey({ preemptions, events, steps }: TraceCost): string {
  return `${preemptions} ${events} ${steps}`;
}
