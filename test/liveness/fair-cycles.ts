/**
 * Claims about whole runs decided by brute force: what src/liveness is judged by, and shares nothing with.
 *
 * There are no components here. That a fair run goes round through a state is found by walking: from it and back to it, with
 * an account of who has had his due on the way. Strongly fair processes that are never able on the way are guessed first, all
 * sets of them one after the other, and the states in which they are able are shut. The rest must move, or, if weakly fair,
 * be unable to somewhere. That is the definition, and exponential in the number of fair processes alone.
 */

import type { Fairness } from "preempt";
import type { Property } from "../../src/property/property.js";
import { canMove, type Explicit } from "./explicit.js";

/** What is assumed of each process, by its number: as the model declares it, or otherwise. */
export type Fair = readonly (Fairness | undefined)[];

export const declaredFair = ({ model }: Explicit): Fair => model.processes.map(({ fair }) => fair);

/** How an obligation comes and goes along a run. */
export interface Obligation {
  /** Whether it is pending in the initial state. */
  readonly start: boolean;
  /** Whether it is pending in `state`, which comes after one in which it was, or was not, `pending`. */
  readonly next: (pending: boolean, state: number) => boolean;
}

/** What a claim comes to: whether a run that has led to a state can be one that breaks it. */
export interface Ruling {
  readonly obligation: Obligation;
  readonly breaks: (state: number, pending: boolean) => boolean;
  /** Of those: whether the run may end there. */
  readonly ends: (state: number) => boolean;
}

/** Asks a predicate about each state once. */
function answers({ interpreter, states }: Explicit, name: string, predicate: (state: never) => boolean) {
  const known = states.map((state) => interpreter.holds(state, name, predicate).yes);
  return (state: number): boolean => known[state] === true;
}

function obligationOf(explicit: Explicit, property: Property<never>): Obligation {
  switch (property.kind) {
    case "eventually": {
      const comes = answers(explicit, property.name, property.predicate);
      return { start: !comes(0), next: (pending, state) => pending && !comes(state) };
    }
    case "leadsTo": {
      const from = answers(explicit, property.name, property.from);
      const to = answers(explicit, property.name, property.to);
      const next = (pending: boolean, state: number): boolean => !to(state) && (pending || from(state));
      return { start: next(false, 0), next };
    }
    case "neverStuck":
      return { start: false, next: () => false };
    case "always":
    case "never":
    case "reachable":
    case "assertion":
    case "deadlockFree":
      throw new Error(`"${property.name}" is not about runs`);
  }
}

/** Whether a run may end in `state`: who could still move is of the environment, and nothing is assumed of it. */
export function mayEnd(explicit: Explicit, fair: Fair, state: number): boolean {
  return explicit.model.processes.every(
    ({ index, environment }) =>
      (environment && fair[index] === undefined) || !canMove(explicit, state, index),
  );
}

/** All sets of `members`, each as bits. */
function setsOf(members: readonly number[]): readonly number[] {
  const sets = [0];
  for (const member of members) sets.push(...sets.map((set) => set | (1 << member)));
  return sets;
}

/** Finds fair ways round among the states that are `open`. */
class Rounds {
  readonly #explicit: Explicit;
  readonly #open: (state: number) => boolean;
  /** By state, as bits: who can move there. */
  readonly #able: readonly number[];
  readonly #weak: number;
  readonly #strong: readonly number[];

  constructor(explicit: Explicit, fair: Fair, open: (state: number) => boolean) {
    this.#explicit = explicit;
    this.#open = open;
    this.#able = explicit.moves.map((moves) => moves.reduce((bits, { process }) => bits | (1 << process), 0));
    this.#weak = fair.reduce((bits, each, index) => bits | (each === "weak" ? 1 << index : 0), 0);
    this.#strong = fair.flatMap((each, index) => (each === "strong" ? [index] : []));
  }

  /** Whether a fair run can go round through `state`. */
  through(state: number): boolean {
    return setsOf(this.#strong).some((never) => this.#walks(state, never));
  }

  /** Whether a walk leads from `start` back to it on which none of `never` is able to move and the rest have their due. */
  #walks(start: number, never: number): boolean {
    const able = (state: number): number => this.#able[state] ?? 0;
    const enters = (state: number): boolean => this.#open(state) && (able(state) & never) === 0;
    if (!enters(start)) return false;
    const due = this.#strong.reduce((bits, index) => bits | (1 << index), this.#weak) & ~never;
    const unable = (state: number): number => this.#weak & ~able(state);
    const sets = 2 ** this.#explicit.model.processes.length;
    const nodes = [start * sets];
    const known = new Set(nodes);
    for (const node of nodes) {
      const state = Math.floor(node / sets);
      for (const { process, to } of this.#explicit.moves[state] ?? []) {
        if (!enters(to)) continue;
        const had = (node % sets) | (1 << process) | unable(to);
        if (to === start && (had & due) === due) return true;
        const further = to * sets + (had & due);
        if (!known.has(further)) nodes.push(further);
        known.add(further);
      }
    }
    return false;
  }
}

/** Who is stuck in `state`, by going through all that can come after it. */
export function stuckIn(explicit: Explicit, state: number): readonly number[] {
  const { interpreter, states, model, moves } = explicit;
  const here = states[state];
  if (here === undefined || interpreter.halted(here) !== null) return [];
  const after = new Set([state]);
  for (const each of after) for (const { to } of moves[each] ?? []) after.add(to);
  return model.processes
    .filter(({ name, environment, mayWait, program, index }) => {
      const at = here.getIn(["process", name, "at"]);
      const next = program.locations.find((location) => location.index === at)?.steps ?? [];
      const must = next.length > 0 && !mayWait && next.some((step) => !step.mayWait);
      return must && !environment && ![...after].some((each) => canMove(explicit, each, index));
    })
    .map(({ index }) => index);
}

function remembered(ask: (state: number) => boolean): (state: number) => boolean {
  const known = new Map<number, boolean>();
  return (state) => {
    const answer = known.get(state) ?? ask(state);
    known.set(state, answer);
    return answer;
  };
}

/** Decides a claim about whole runs, or that nobody is ever stuck. */
export function ruling(explicit: Explicit, property: Property<never>, fair = declaredFair(explicit)): Ruling {
  const obligation = obligationOf(explicit, property);
  if (property.kind === "neverStuck") {
    const stuck = remembered((state) => stuckIn(explicit, state).length > 0);
    return { obligation, breaks: stuck, ends: () => false };
  }
  const rounds = new Rounds(explicit, fair, (state) => obligation.next(true, state));
  const ends = (state: number): boolean => mayEnd(explicit, fair, state);
  const unmet = remembered((state) => ends(state) || rounds.through(state));
  return { obligation, breaks: (state, pending) => pending && unmet(state), ends };
}
