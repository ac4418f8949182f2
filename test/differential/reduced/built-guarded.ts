/** The model that a description of a guarded one is of. */

import { type Cost, language, type Model, model, type Part, type Process } from "preempt";
import { type Labels, numbering } from "../built-model.js";
import type { GuardedDescription, Piece, Pieces, ProcessDescription, StepCost, Test } from "./guarded.js";
import {
  cpus,
  type Kernel,
  type Locals,
  type Looking,
  locals,
  type Variables,
  variables,
  World,
} from "./guarded-world.js";
import { look } from "./places.js";

const words = language<Variables, Locals>();

const names = ["A", "B", "C"] as const;

/** Builds the processes of one model. */
class Builder {
  readonly #world: World;
  readonly #declaresCosts: boolean;

  constructor(world: World, { declaresCosts }: GuardedDescription) {
    this.#world = world;
    this.#declaresCosts = declaresCosts;
  }

  process(
    name: string,
    { pieces, gate, cpu, mayWait, environment, forever }: ProcessDescription,
  ): Process<Variables> {
    const program = this.#pieces(pieces, numbering());
    return words.process<Locals>(name, {
      program: forever ? words.loop(program) : program,
      locals,
      cpu: typeof cpu === "number" ? cpu : (k) => look(k, cpu) % cpus,
      ...(gate === undefined ? {} : { enabled: (k: Looking) => this.#world.passes(k, gate) }),
      mayWait,
      environment,
    });
  }

  #pieces(pieces: Pieces, label: Labels): Part<Kernel> {
    return pieces.map((piece) => this.#piece(piece, label));
  }

  #piece(piece: Piece, label: Labels): Part<Kernel> {
    const { step, choose, when, loop, leave, atomic, preemptDisabled, userMode } = words;
    const { lock, unlock, tryLock, wait, signal, broadcast } = words;
    const all = (pieces: Pieces): Part<Kernel> => this.#pieces(pieces, label);
    const passes = (test: Test) => (k: Looking) => this.#world.passes(k, test);
    const m = (k: Looking) => k.m;
    const c = (k: Looking) => k.c;
    switch (piece.piece) {
      case "step": {
        const { acts, guard, mayWait, cost } = piece;
        const body = (k: Kernel): undefined => {
          for (const act of acts) this.#world.act(k, act);
        };
        return step(label("step"), body, {
          mayWait,
          ...(guard === undefined ? {} : { enabled: passes(guard) }),
          ...(cost === undefined || !this.#declaresCosts ? {} : { cost: this.#cost(cost) }),
        });
      }
      case "choose":
        return choose(...piece.branches.map(all));
      case "when":
        return when(label("when"), passes(piece.test), all(piece.yes), all(piece.no));
      case "loop":
        return loop(when(label("done?"), passes(piece.test), leave), all(piece.body));
      case "spin":
        return loop(when(label("spin"), passes(piece.test), leave));
      case "atomic":
        return atomic("so", all(piece.body));
      case "preempt off":
        return preemptDisabled(all(piece.body));
      case "user":
        return userMode(all(piece.body));
      case "locked":
        return [lock(label("lock"), m), all(piece.body), unlock(label("unlock"), m)];
      case "try locked":
        return tryLock(label("try lock"), m, [all(piece.body), unlock(label("unlock"), m)]);
      case "if free":
        return when(label("free?"), (k) => k.m.holder === null, all(piece.body));
      case "wait":
        return [lock(label("lock"), m), wait(label("wait"), c, m), unlock(label("unlock"), m)];
      case "signal":
        return signal(label("signal"), c);
      case "broadcast":
        return broadcast(label("broadcast"), c);
    }
  }

  #cost(cost: StepCost): Cost | ((k: Looking) => Cost) {
    if (typeof cost === "string") return cost;
    return (k) => (this.#world.passes(k, cost.when) ? cost.cost : "nothing");
  }
}

/** Throws ModelError for one that cannot be laid out. */
export function builtGuarded(description: GuardedDescription): Model {
  const { processes, claims } = description;
  const called = names.slice(0, processes.length);
  const world = new World(called);
  const builder = new Builder(world, description);
  const built = model<Variables>({
    name: "random guarded",
    variables,
    processes: processes.map((process, i) => builder.process(called[i] ?? names[0], process)),
    properties: [
      ...claims.map(({ kind, test }, i) => words[kind](`${kind} ${i}`, (view) => world.holds(view, test))),
      words.assertion("P"),
      words.deadlockFree(),
    ],
  });
  world.labels = built.processes.map(({ program }) => [...program.labels]);
  return built;
}
