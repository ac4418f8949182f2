/**
 * In order of cost: the search that explains. The first finding of a kind is one of least cost, and of those the
 * first by rank.
 *
 * Rank is (cost, rank of the predecessor, process, outcome): a definition without a search order in it. Where steps
 * declare their cost, cost is a function of state and step, and a node is a state. Elsewhere a preemption is a step
 * of another process while the one that moved last could go on, so a node is a state and the process that moved last.
 * A node is settled when it comes out in order of rank, not when it is first come upon.
 */

import { compareCosts, free, plus, type TraceCost } from "./cost.js";
import { batchSize, type Exploration, type Finding, movesFrom } from "./exploration.js";
import { Heap } from "./heap.js";
import type { Move, Scheduled, Space, StateId } from "./space.js";

/** A way to reach a node, or to fail an assertion. */
interface Candidate {
  readonly cost: TraceCost;
  /** The node that it goes on from. Nodes are numbered as they are settled, so the number is the rank. */
  readonly from: number;
  readonly move: Move;
  /** Whether it stands for the failures of the move, or for the node behind it. */
  readonly failing: boolean;
}

interface Node {
  readonly state: StateId;
  readonly last: number;
  readonly cost: TraceCost;
  readonly from: number;
  readonly move: Scheduled | undefined;
}

function compareRanks(a: Candidate, b: Candidate): number {
  return (
    compareCosts(a.cost, b.cost) ||
    a.from - b.from ||
    a.move.process - b.move.process ||
    a.move.outcome - b.move.outcome ||
    Number(b.failing) - Number(a.failing)
  );
}

const nobody = -1;

/** An exploration in order of cost. */
export class LeastCost implements Exploration {
  readonly strategy = "least-cost";
  transitions = 0;
  depth = 0;
  readonly #space: Space;
  readonly #nodes: Node[] = [];
  readonly #heap = new Heap<Candidate>(compareRanks);
  readonly #settled = new Set<number>();
  /** The best candidate so far for a node that is not settled. */
  readonly #best = new Map<number, Candidate>();

  constructor(space: Space) {
    this.#space = space;
  }

  *batches(): Generator<readonly Finding[]> {
    let batch: Finding[] = [];
    const start = { state: this.#space.initial, last: nobody, cost: free, from: nobody, move: undefined };
    batch.push(this.#settle(start));
    for (let next = this.#heap.pop(); next !== undefined; next = this.#heap.pop()) {
      const { failing, move, cost, from } = next;
      if (failing) {
        batch.push({ kind: "failure", node: from, move });
      } else {
        const last = this.#space.declaresCosts ? nobody : move.process;
        if (this.#settled.has(this.#key(move.target, last))) continue;
        batch.push(this.#settle({ state: move.target, last, cost, from, move }));
      }
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  }

  pathTo(node: number): readonly Scheduled[] {
    const path: Scheduled[] = [];
    for (let at = this.#nodes[node]; at?.move !== undefined; at = this.#nodes[at.from]) path.push(at.move);
    return path.reverse();
  }

  #key(state: StateId, last: number): number {
    return state * (this.#space.names.length + 1) + last + 1;
  }

  #settle(node: Node): Finding {
    const { state, last, cost } = node;
    const key = this.#key(state, last);
    this.#settled.add(key);
    this.#best.delete(key);
    const number = this.#nodes.push(node) - 1;
    this.depth = Math.max(this.depth, cost.steps);
    const moves = movesFrom(this.#space, state, () => this.pathTo(number));
    this.transitions += moves.length;
    const couldGoOn = moves.some(({ process }) => process === last);
    for (const move of moves) {
      const preempts = couldGoOn && move.process !== last;
      const step = this.#space.declaresCosts ? move.cost : { preemptions: preempts ? 1 : 0, events: 0 };
      const candidate = { cost: plus(cost, step), from: number, move };
      if (move.failures.length > 0) this.#heap.push({ ...candidate, failing: true });
      this.#propose({ ...candidate, failing: false });
    }
    return { kind: "state", node: number, state, moves };
  }

  #propose(candidate: Candidate): void {
    const last = this.#space.declaresCosts ? nobody : candidate.move.process;
    const key = this.#key(candidate.move.target, last);
    const best = this.#best.get(key);
    if (this.#settled.has(key) || (best !== undefined && compareRanks(best, candidate) <= 0)) return;
    this.#best.set(key, candidate);
    this.#heap.push(candidate);
  }
}
