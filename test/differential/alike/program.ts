/** The program that a description is of, as one process runs it. */

import { type Cost, language, type Part, type Reader } from "preempt";
import { type Acting, type Actor, act } from "./acting.js";
import type { Key, Locals, Variables } from "./cast.js";
import type { Lock, Piece, Pieces, StepCost, StepPiece, Test } from "./description.js";
import { passes } from "./looking.js";

export const words = language<Variables, Locals>();

type Code = Part<Acting>;
type Reading = Reader<Variables, Locals>;

/** Steps are labelled by letters: a number in a label may be taken for an element's. */
function lettering(): (what: string) => string {
  let count = 0;
  return (what) => {
    const letters = String.fromCharCode(97 + Math.floor(count / 26), 97 + (count % 26));
    count += 1;
    return `${letters} ${what}`;
  };
}

export const asked = (actor: Actor, test: Test) => (reader: Reading) =>
  passes({ ...actor, k: reader, my: reader.my }, test);

function costOf(actor: Actor, cost: StepCost): Cost | ((reader: Reading) => Cost) {
  if (typeof cost === "string") return cost;
  const where = asked(actor, cost.where);
  return (reader) => (where(reader) ? cost.yes : cost.no);
}

/** The code of `pieces` as `actor` runs it. */
export function programOf(pieces: Pieces, actor: Actor): Code {
  const label = lettering();
  const { keys } = actor.casts.workers;
  const mutexOf = (lock: Lock) => (reader: Reading) => {
    const mine = actor.me === undefined ? undefined : keys[actor.me];
    return lock === "m" || mine === undefined ? reader.m : reader.cell(mine).lock;
  };
  const stepOf = (piece: StepPiece, called: string, who = actor): Code => {
    const { actions, guard, cost, mayWait } = piece;
    const body = (k: Acting): undefined => {
      for (const action of actions) act(k, who, action);
    };
    return words.step(called, body, {
      mayWait,
      ...(guard === undefined ? {} : { enabled: asked(who, guard) }),
      ...(cost === undefined ? {} : { cost: costOf(who, cost) }),
    });
  };
  const all = (of: Pieces): Code => of.map(build);
  const locked = (lock: (reader: Reading) => Reading["m"], name: string, body: Code): Code => [
    words.lock(`${name} lock`, lock),
    body,
    words.unlock(`${name} unlock`, lock),
  ];

  function build(piece: Piece): Code {
    const { when, choose, atomic, tryLock, unlock, loopWhile, section, signal, broadcast, wait } = words;
    switch (piece.piece) {
      case "step":
        return stepOf(piece, label("step"));
      case "loop": {
        const counted = words.step(label("count"), (k) => {
          k.my.turns += 1;
        });
        return loopWhile(
          label("again?"),
          (r) => r.my.turns < piece.times,
          counted,
          stepOf(piece.body, label("again")),
        );
      }
      case "when":
        return when(label("when"), asked(actor, piece.test), all(piece.yes), all(piece.no));
      case "choose":
        return choose(...piece.branches.map(all));
      case "atomic":
        return atomic("atomic", all(piece.body));
      case "quiet":
        return section("quiet", all(piece.body));
      case "locked":
        return locked(mutexOf(piece.mutex), label("locked"), all(piece.body));
      case "try locked": {
        const mutex = mutexOf(piece.mutex);
        const name = label("try");
        return tryLock(name, mutex, [all(piece.body), unlock(`${name} unlock`, mutex)], all(piece.otherwise));
      }
      case "await": {
        const sleep = wait(
          label("wait"),
          (r) => r.c,
          (r) => r.m,
        );
        return locked((r) => r.m, label("await"), when(label("when"), asked(actor, piece.test), [], sleep));
      }
      case "signal":
        return signal(label("signal"), (r) => r.c);
      case "broadcast":
        return broadcast(label("broadcast"), (r) => r.c);
      case "each other":
        return eachOther(piece);
    }
  }

  /** Branches have one label, but for the name of whom they are about; what is locked is one step, as a location of its own would tell them apart. */
  function eachOther({ step, locked: isLocked }: Extract<Piece, { piece: "each other" }>): Code {
    const name = label("each");
    const branch = (key: Key, that: number): Code => {
      const called = `${name} to ${key}`;
      const inside = stepOf(step, called, { ...actor, that });
      return isLocked
        ? words.atomic(
            "atomic",
            locked((r) => r.cell(key).lock, called, inside),
          )
        : inside;
    };
    const others = keys.flatMap((key, i) => (i === actor.me ? [] : [branch(key, i)]));
    return others.length === 0 ? words.step(name) : words.choose(...others);
  }

  return all(pieces);
}
