/** The program that the pieces of a description are. */

import type { Code, Cost, MutexHandle, Part } from "preempt";
import { Acting } from "./acting.js";
import type { Action, Lock, Piece, Pieces, ProcessDescription, StepCost, Test } from "./description.js";
import { Looking, type World } from "./looking.js";
import { type Ctx, type Own, pools, words } from "./variables.js";

const { step, when, loop, loopWhile, leave, choose, atomic } = words;
const { lock, unlock, tryLock, wait, signal, broadcast, section, mode, irqsEnabled } = words;

class Building {
  readonly #world: World;
  readonly #who: string;
  #labels = 0;

  constructor(world: World, who: string) {
    this.#world = world;
    this.#who = who;
  }

  /** A label that no other step of the process has. */
  #label(what: string): string {
    this.#labels += 1;
    return `${this.#labels} ${what}`;
  }

  /** A question whose answers are noted. */
  #asked(what: string, test: Test) {
    return (own: Own) => this.#world.marks.noted(what, new Looking(this.#world, own, own).passes(test));
  }

  #body(actions: readonly Action[]) {
    return (k: Ctx) => {
      const acting = new Acting(this.#world, k, this.#who);
      for (const action of actions) acting.act(action);
      return undefined;
    };
  }

  #cost(cost: StepCost): Cost | ((own: Own) => Cost) {
    if (typeof cost === "string") return cost;
    const where = this.#asked("cost", cost.where);
    return (own) => (where(own) ? cost.yes : cost.no);
  }

  /** Which mutex; `p` says in which pool, and does not change while it is held. */
  #mutex(which: Lock) {
    return (own: Own): MutexHandle => {
      if (which !== "pool") return own[which];
      return own.pool(this.#world.marks.noted("pool", own.my.p)).lock;
    };
  }

  /** Settles in which pool, where that is asked. */
  #settled({ lock, index }: Extract<Piece, { piece: "locked" | "try locked" }>): Part<Ctx> {
    return (
      lock === "pool" &&
      step(this.#label("which pool"), (k) => {
        k.my.p = new Looking(this.#world, k, k).index(index, pools);
      })
    );
  }

  all(pieces: Pieces): Part<Ctx> {
    return pieces.map((piece) => this.#build(piece));
  }

  #build(piece: Piece): Part<Ctx> {
    switch (piece.piece) {
      case "step": {
        const { actions, guard, cost, mayWait } = piece;
        return step(this.#label("step"), this.#body(actions), {
          mayWait,
          ...(guard === undefined ? {} : { enabled: this.#asked("guard", guard) }),
          ...(cost === undefined ? {} : { cost: this.#cost(cost) }),
        });
      }
      case "rounds":
        return this.#rounds(piece.times, piece.actions);
      case "while":
        return loopWhile(this.#label("while"), this.#asked("while", piece.test), this.all(piece.body));
      case "cycle": {
        const until = this.#asked("until", piece.until);
        const enough = (own: Own): boolean => {
          const yes = until(own);
          if (!yes) this.#world.marks.note("again");
          return yes;
        };
        return loop(this.all(piece.body), when(this.#label("enough?"), enough, leave));
      }
      case "when":
        return when(
          this.#label("when"),
          this.#asked("when", piece.test),
          this.all(piece.yes),
          this.all(piece.no),
        );
      case "choose":
        return choose(...piece.branches.map((branch) => this.all(branch)));
      case "atomic":
        return atomic("atomic", this.all(piece.body));
      case "mode":
        return mode("quick", this.all(piece.body));
      case "lift":
        return irqsEnabled(this.all(piece.body));
      case "section":
        return section(piece.attribute, this.all(piece.body));
      default:
        return this.#locking(piece);
    }
  }

  #rounds(times: number, actions: readonly Action[]): Part<Ctx> {
    const body = this.#body(actions);
    return [
      loopWhile(
        this.#label("another?"),
        (own) => own.my.i < times,
        step(this.#label("another"), (k) => {
          k.my.i += 1;
          return body(k);
        }),
      ),
      step(this.#label("rewind"), (k) => {
        k.my.i = 0;
      }),
    ];
  }

  #locking(
    piece: Extract<Piece, { piece: "locked" | "try locked" | "await" | "signal" | "broadcast" }>,
  ): Part<Ctx> {
    switch (piece.piece) {
      case "locked": {
        const which = this.#mutex(piece.lock);
        return [
          this.#settled(piece),
          lock(this.#label("lock"), which),
          this.all(piece.body),
          unlock(this.#label("unlock"), which),
        ];
      }
      case "try locked": {
        const which = this.#mutex(piece.lock);
        const inside = [this.all(piece.body), unlock(this.#label("unlock"), which)];
        return [
          this.#settled(piece),
          tryLock(this.#label("try lock"), which, inside, this.all(piece.otherwise)),
        ];
      }
      case "await": {
        const which = this.#mutex(piece.lock);
        const sleep = wait(this.#label("wait"), (own) => own.c, which);
        return [
          lock(this.#label("lock"), which),
          when(this.#label("when"), this.#asked("when", piece.test), [], sleep),
          unlock(this.#label("unlock"), which),
        ];
      }
      case "signal":
        return signal(this.#label("signal"), (own) => own.c);
      case "broadcast":
        return broadcast(this.#label("broadcast"), (own) => own.c);
    }
  }
}

/** The program of the process called `who`. */
export function programOf({ pieces, forever }: ProcessDescription, who: string, world: World): Part<Ctx> {
  const program = new Building(world, who).all(pieces);
  const whole: Code<Ctx> | Part<Ctx> = forever ? loop(program) : program;
  return whole;
}
