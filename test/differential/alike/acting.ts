/** What a step of a random model does. */

import type { Context } from "preempt";
import type { Key, Locals, Ref, Variables } from "./cast.js";
import { type Action, type Chosen, type ChosenBox, domain } from "./description.js";
import { amountOf, boxAt, type Eyes, nameOf, passes, workerAt } from "./looking.js";

export type Acting = Context<Variables, Locals>;

/** Who acts. */
export type Actor = Omit<Eyes, "k" | "my">;

const increment = (value: number): number => (value + 1) % domain;

function chosen(k: Acting, eyes: Eyes, who: Chosen): Ref {
  const { keys } = eyes.casts.workers;
  switch (who) {
    case "any":
      return k.choose(keys);
    case "another":
      return k.choose(keys.filter((_, i) => i !== eyes.me));
    case "any of the waiting":
      return k.choose([...k.waiting]);
    default:
      return workerAt(eyes, who);
  }
}

function chosenBox(k: Acting, eyes: Eyes, which: ChosenBox): Ref {
  return which === "any" ? k.choose(eyes.casts.boxes.keys) : boxAt(eyes, which);
}

/** The worker's own variables, if there is such a worker. */
function cellOf(k: Acting, ref: Ref) {
  return ref === null ? undefined : k.cell(ref);
}

function assign(
  k: Acting,
  eyes: Eyes,
  to: Extract<Action, { do: "set" | "set twice" }>["to"],
  value: number,
): void {
  const level = (ref: Ref): void => {
    const cell = cellOf(k, ref);
    if (cell !== undefined) cell.level = value;
  };
  switch (to) {
    case "x":
      k.x = value;
      return;
    case "my count":
      k.my.count = value;
      return;
    case "my level":
      level(workerAt(eyes, "me"));
      return;
    case "level of turn":
      level(k.turn);
      return;
    case "level of that":
      level(workerAt(eyes, "that"));
      return;
    case "full of pick":
      if (k.pick !== null) k.box(k.pick).full = value;
      return;
  }
}

function point(k: Acting, eyes: Eyes, to: Extract<Action, { do: "point" }>["to"], at: Ref): void {
  const cell = cellOf(k, workerAt(eyes, "me"));
  switch (to) {
    case "turn":
      k.turn = at;
      return;
    case "my friend":
      if (cell !== undefined) cell.friend = at;
      return;
    case "my note":
      k.my.note = at;
      return;
    case "user of pick":
      if (k.pick !== null) k.box(k.pick).user = at;
      return;
    case "ghost":
      k.ghost.last = at;
      return;
  }
}

/** Does what has to do with a worker, if there is one; `own` and `hold` take none, too. */
function involve(k: Acting, eyes: Eyes, what: Extract<Action, { who: Chosen }>["do"], who: Ref): void {
  if (what === "own") {
    k.owner = nameOf(eyes, who, "processes");
    return;
  }
  const { boxes } = eyes.casts;
  if (what === "hold pick") {
    const box = k.pick === null ? undefined : boxes.aliases[boxes.keys.indexOf(k.pick)];
    if (box !== undefined) k.holds = who === null ? k.holds.delete(box) : k.holds.set(box, who);
    return;
  }
  if (who === null) return;
  if (what === "queue" && k.queue.size < 2) k.queue = k.queue.push(who);
  if (what === "wait") k.waiting = k.waiting.add(who);
  if (what === "stop waiting") k.waiting = k.waiting.delete(who);
}

export function act(k: Acting, actor: Actor, action: Action): void {
  const eyes: Eyes = { ...actor, k, my: k.my };
  const me = workerAt(eyes, "me");
  const mine = cellOf(k, me);
  const name = nameOf(eyes, me, "processes");
  switch (action.do) {
    case "set":
    case "set twice": {
      const times = action.do === "set" ? 1 : 2;
      assign(k, eyes, action.to, (amountOf(eyes, action.value) * times + action.plus) % domain);
      return;
    }
    case "grow":
      if (action.to === "x") k.update(k, "x", increment);
      else if (me !== null) k.update(k.cell(me), "level", increment);
      return;
    case "point":
      point(k, eyes, action.to, chosen(k, eyes, action.at));
      return;
    case "pick": {
      const box = chosenBox(k, eyes, action.at);
      if (action.to === "pick") k.pick = box;
      else if (mine !== undefined) mine.box = box;
      return;
    }
    case "own":
    case "queue":
    case "hold pick":
    case "wait":
    case "stop waiting":
      involve(k, eyes, action.do, chosen(k, eyes, action.who));
      return;
    case "vote": {
      const alias = nameOf(eyes, me, "aliases");
      if (alias !== null) k.votes = k.votes.set(alias, amountOf(eyes, action.value) % domain);
      return;
    }
    case "serve":
      k.queue = k.queue.shift();
      return;
    case "write":
      if (mine !== undefined && name !== null) mine.image = k.contents.fresh(name);
      return;
    case "copy": {
      const from: Key | null = workerAt(eyes, action.from);
      if (mine !== undefined && from !== null) mine.image = k.cell(from).image;
      return;
    }
    case "fail":
      if (action.unless === undefined) k.fail(action.property);
      else k.assert(action.property, passes(eyes, action.unless));
      return;
    case "halt":
      if (!passes(eyes, action.unless)) k.halt("panic");
      return;
  }
}
