/**
 * Listens to a search and checks a share of what it does against the reference semantics: the moves of drawn states; and, of a
 * search that leaves states out, whether it might. It is about preempt's own faults; `semantics/audit.ts` is about impure code.
 */

import type { ModelProcess } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import type { Batch, Exploration } from "../search/exploration.js";
import { Random } from "../search/sampling/random.js";
import { Watched } from "../search/watched.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { valueIn } from "../semantics/state.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { Moves, type Scheduled, StateFault, type StateId } from "../space/space.js";
import type { Sweep } from "../space/swept-space.js";
import { AuditFailure } from "./audit-failure.js";
import { type Drawing, isDrawn } from "./drawn.js";
import { type Expanded, Expansion } from "./expansion.js";
import { Independence } from "./independence.js";

/** What is listened to, and on what it runs. */
export interface Listening {
  readonly interpreter: Interpreter;
  readonly space: JudgedSpace;
  /** Ghosts that are not in its states. */
  readonly leftOut: ReadonlySet<Variable>;
  readonly properties: readonly Property<never>[];
  readonly drawing: Drawing;
}

/** How much was checked. */
export interface Audited {
  readonly share: number;
  readonly seed: number;
  /** States whose moves were compared, and those moves. */
  readonly states: number;
  readonly moves: number;
  /** Of a search that leaves states out: states in which it was checked that one process could be expanded alone. */
  readonly choices: number;
}

/** A process that was expanded alone. */
interface Choice {
  readonly state: StateId;
  readonly node: number;
  readonly process: ModelProcess;
}

/** A location, and whether its process is expanded alone there when all is known. */
interface Point {
  readonly process: number;
  readonly location: number;
  readonly reason: unknown;
}

export class SpotCheck {
  readonly #listening: Listening;
  readonly #expansion: Expansion;
  readonly #chosen: Choice[] = [];
  #states = 0;
  #moves = 0;
  #choices = 0;

  constructor(listening: Listening) {
    const { interpreter, space, leftOut } = listening;
    this.#listening = listening;
    this.#expansion = new Expansion(interpreter, space, leftOut);
  }

  get audited(): Audited {
    const { share, seed = 0 } = this.#listening.drawing;
    return { share, seed, states: this.#states, moves: this.#moves, choices: this.#choices };
  }

  /**
   * `exploration`, listened to.
   *
   * @param options.leavesOut whether it may expand a process alone
   */
  listeningTo(exploration: Exploration, { leavesOut }: { readonly leavesOut: boolean }): Exploration {
    return new Watched(exploration, (batch) => this.#watch(batch, exploration, leavesOut));
  }

  #watch({ count, states, nodes, moves }: Batch, exploration: Exploration, leavesOut: boolean): void {
    let end = 0;
    for (let i = 0; i < count; i++) {
      const first = end;
      while (end < moves.length && moves.source[end] === i) end += 1;
      const state = states[i] as StateId;
      if (!isDrawn(state, this.#listening.drawing)) continue;
      const node = nodes[i] as number;
      const path = (): readonly Scheduled[] => exploration.pathTo(node);
      StateFault.told(this.#listening.space.names, path, () =>
        StateFault.at(state, () => this.#compare({ state, node, path, leavesOut }, { moves, first, end })),
      );
    }
  }

  /**
   * For a sweep of `space`: what looks at the states from number `first` to `end`, which is not one of them, when all that they lead to was
   * come upon. Nothing new may come of the drawn ones: else the sweep left out what it must not.
   */
  watching(space: JudgedSpace): (first: StateId, end: StateId, sweep: Pick<Sweep, "pathTo">) => void {
    const moves = new Moves();
    return (first, end, sweep) => {
      for (let state = first; state < end; state++) {
        if (!isDrawn(state, this.#listening.drawing)) continue;
        const path = (): readonly Scheduled[] => sweep.pathTo(state);
        const { size } = space;
        StateFault.told(space.names, path, () => space.expand(Int32Array.of(state), 1, moves));
        if (space.size !== size)
          throw new AuditFailure(space.names, path(), "a state that it leads to was not come upon");
        const drawn = { state, node: state, path, leavesOut: false };
        StateFault.told(space.names, path, () =>
          StateFault.at(state, () => this.#compare(drawn, { moves, first: 0, end: moves.length })),
        );
      }
    };
  }

  #compare(
    {
      state,
      node,
      path,
      leavesOut,
    }: {
      readonly state: StateId;
      readonly node: number;
      readonly path: () => readonly Scheduled[];
      readonly leavesOut: boolean;
    },
    expanded: Expanded,
  ): void {
    const { interpreter, space } = this.#listening;
    const { processes } = interpreter.model;
    const { moves, first, end } = expanded;
    const whole = space.state(state);
    const only = processes[moves.process[first] as number];
    const isAlone = first < end && moves.process[first] === moves.process[end - 1];
    const alone =
      leavesOut && isAlone && only !== undefined
        ? processes.some((other) => other !== only && interpreter.outcomes(whole, other).length > 0)
        : false;
    const asked = alone && only !== undefined ? [only] : processes;
    const difference = this.#expansion.difference(whole, expanded, asked);
    if (difference !== undefined) throw new AuditFailure(space.names, path(), difference);
    this.#states += 1;
    this.#moves += end - first;
    if (alone && only !== undefined) this.#chosen.push({ state, node, process: only });
  }

  /**
   * Checks the choices of a search that has come to its end: until then it may take them back. Yields after each.
   *
   * @param points where it expands processes alone, as it knows in the end
   * @param settled the names of properties on which it has evidence: from then on nobody asked what they look at
   */
  *recheck(
    exploration: Exploration,
    points: readonly Point[],
    settled: { has(property: string): boolean },
  ): Generator<void> {
    const { interpreter, space, leftOut, properties, drawing } = this.#listening;
    const open = properties.filter(({ name }) => !settled.has(name));
    const independence = new Independence(interpreter, leftOut, open);
    const random = Random.seeded(drawing.seed ?? 0);
    const keyOf = (process: number, location: number): string => `${process} ${location}`;
    const stands = new Set(
      points
        .filter(({ reason }) => reason === undefined)
        .map(({ process, location }) => keyOf(process, location)),
    );
    for (const { state, node, process } of this.#chosen) {
      const whole = space.state(state);
      // A location is the number of a place in the program.
      if (!stands.has(keyOf(process.index, valueIn(whole, process.location) as number))) continue;
      const complaint = this.#quietly(() => independence.complaint(whole, process, random));
      if (complaint !== undefined) throw new AuditFailure(space.names, exploration.pathTo(node), complaint);
      this.#choices += 1;
      yield;
    }
  }

  /**
   * Where ghosts are left out, code may be run here in views that the search never had, and stumble over what such a ghost
   * holds: that is no mistake that is known to be the model's.
   */
  #quietly(run: () => string | undefined): string | undefined {
    try {
      return run();
    } catch (error) {
      if (this.#listening.leftOut.size === 0 || !isModelError(error)) throw error;
      return undefined;
    }
  }
}
