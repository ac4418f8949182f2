/** Does what the actions of a step say. */

import type { Action, Place } from "./description.js";
import { Looking, type World } from "./looking.js";
import { type Ctx, cpus, slots } from "./variables.js";

/** What a list or an ordered set holds at most. */
const most = 3;

export class Acting {
  readonly #world: World;
  readonly #k: Ctx;
  readonly #look: Looking;
  /** The name of the process. */
  readonly #who: string;

  constructor(world: World, k: Ctx, who: string) {
    this.#world = world;
    this.#k = k;
    this.#look = new Looking(world, k, k);
    this.#who = who;
  }

  #changed(what: string, value: unknown): void {
    this.#world.marks.note(`value of ${what}`, typeof value === "object" ? String(value) : value);
  }

  /** A step sees what it has written: that both engines share, so no comparison would tell. */
  #written(found: unknown, written: unknown): void {
    if (found !== written) throw new Error(`it reads ${found} where it has just written ${written}`);
  }

  #assign(to: Place, value: number): void {
    const k = this.#k;
    switch (to.at) {
      case "x":
      case "y":
        k[to.at] = value;
        break;
      case "a":
      case "b":
        this.#changed("regs", `${to.at} ${value}`);
        k.dev.regs[to.at] = value;
        break;
      case "t":
        this.#changed("t", value);
        k.my.t = value;
        break;
      case "here":
        k.here.run = value;
        break;
      case "slot":
        k.slot(this.#look.index(to.index, slots)).value = value;
        break;
      case "cpu":
        k.cpu(this.#look.index(to.index, cpus)).run = value;
        break;
    }
  }

  #number(value: Parameters<Looking["number"]>[0]): number {
    return this.#look.number(value) % this.#world.values;
  }

  act(action: Action): void {
    const k = this.#k;
    switch (action.do) {
      case "set": {
        const { to, value, times, plus } = action;
        this.#assign(to, (this.#look.number(value) * times + plus) % this.#world.values);
        return;
      }
      case "update":
        this.#update(action);
        return;
      case "tick":
        k.tick = Math.min(k.tick + action.by, this.#world.limit);
        this.#changed("tick", k.tick);
        return;
      case "flip":
        k.flag = !k.flag;
        this.#changed("flag", k.flag);
        return;
      case "say":
        k.word = action.word;
        this.#written(k.word, action.word);
        this.#changed("word", action.word ?? "none");
        return;
      case "mode":
        k.dev.mode = action.word;
        this.#changed("regs", action.word);
        return;
      case "note":
        k.here.note = action.word;
        return;
      case "own": {
        const slot = k.slot(this.#look.index(action.index, slots));
        const owner = slot.owner === null ? this.#who : null;
        slot.owner = owner;
        this.#written(slot.owner, owner);
        this.#changed("owner", owner ?? "none");
        return;
      }
      case "migrate":
        k.my.home = this.#look.index(action.to, cpus);
        return;
      case "remember": {
        const seen = action.value === null ? null : this.#number(action.value);
        k.my.seen = seen;
        this.#written(k.my.seen, seen);
        this.#changed("seen", seen ?? "none");
        return;
      }
      case "pick":
      case "pick some":
        this.#choose(action);
        return;
      case "record":
      case "log":
      case "spare":
        this.#ghost(action);
        return;
      case "fail":
      case "halt":
        this.#end(action);
        return;
      default:
        this.#collect(action);
        return;
    }
  }

  #update({ of, times, plus }: Extract<Action, { do: "update" }>): void {
    const k = this.#k;
    const { values, marks } = this.#world;
    marks.note("update", of);
    const change = (value: number): number => (value * times + plus) % values;
    switch (of) {
      case "x":
      case "y":
        k.update(k, of, change);
        return;
      case "t":
        k.update(k.my, "t", change);
        return;
      case "a":
      case "b":
        k.update(k.dev.regs, of, change);
        return;
      case "here":
        k.update(k.here, "run", change);
        return;
      case "slot":
        k.update(k.slot(this.#look.index("x", slots)), "value", change);
        return;
      case "list":
        k.update(k, "list", (list) => list.push(plus).takeLast(most));
        return;
      case "flag":
        k.update(k, "flag", (flag) => !flag);
        return;
      case "word":
        k.update(k, "word", (word) => (word === null ? "idle" : null));
        return;
      case "g":
        k.update(k.ghost, "g", (g) => (g * values + plus) % values ** 3);
        return;
      case "log":
        k.update(k.ghost, "log", (log) => log.push(this.#who).takeLast(2));
        return;
    }
  }

  #choose(action: Extract<Action, { do: "pick" | "pick some" }>): void {
    const { marks } = this.#world;
    if (action.do === "pick") {
      this.#assign(action.to, marks.noted("choice", this.#k.choose(action.from) % this.#world.values));
      return;
    }
    const options = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    const count = marks.noted("options", 1 + this.#number(action.count));
    const first = marks.noted("choice", this.#k.choose(options(Math.min(3, count))));
    this.#assign(action.to, first % this.#world.values);
    if (action.again === undefined) return;
    const second = marks.noted("second choice", this.#k.choose(options(1 + (first % 2))));
    this.#assign(action.again, second % this.#world.values);
  }

  #ghost({ do: what, value }: Extract<Action, { do: "record" | "log" | "spare" }>): void {
    const { ghost } = this.#k;
    const { values, marks } = this.#world;
    const number = this.#number(value);
    if (what === "spare") {
      // Not looked at, so that it may be left out.
      this.#k.update(ghost, "spare", (spare) => marks.noted("value of spare", (spare + number) % values));
    } else if (what === "record") {
      ghost.g = (ghost.g * values + number) % values ** 3;
      this.#changed("g", ghost.g);
    } else {
      ghost.log = ghost.log.push(`${this.#who}${number}`).takeLast(2);
      this.#changed("log", ghost.log);
    }
  }

  #end(action: Extract<Action, { do: "fail" | "halt" }>): void {
    const { marks } = this.#world;
    if (action.do === "halt") {
      if (this.#look.passes(action.unless)) return;
      marks.note("halt");
      this.#k.halt("panic");
    } else if (action.unless === undefined) {
      marks.note("fails");
      this.#k.fail(action.property);
    } else {
      const passes = this.#look.passes(action.unless);
      if (!passes) marks.note("fails");
      if (JSON.stringify(action.unless).match(/"at":"(g|size of log)"/)) marks.note("ghost decides", passes);
      this.#k.assert(action.property, passes);
    }
  }

  /** What is done to collections and records. */
  #collect(action: Action): void {
    const k = this.#k;
    switch (action.do) {
      case "push":
        k.list = k.list.push(this.#number(action.value)).takeLast(most);
        this.#changed("list", k.list);
        return;
      case "double list":
        k.list = k.list.map((each) => (2 * each) % this.#world.values);
        this.#changed("list", k.list);
        return;
      case "sort list": {
        const sorted = k.list.sort();
        if (!sorted.equals(k.list)) this.#world.marks.note("sorted");
        k.list = sorted;
        return;
      }
      case "sort order": {
        const sorted = k.order.sort();
        if (!sorted.equals(k.order)) this.#world.marks.note("sorted");
        k.order = sorted;
        return;
      }
      case "put":
        k.map = k.map.set(action.key, this.#number(action.value));
        this.#changed("map", k.map);
        return;
      case "drop":
        k.map = k.map.delete(action.key);
        this.#changed("map", k.map);
        return;
      case "left":
        k.pair = k.pair.set("left", this.#number(action.value)).set("right", this.#who);
        this.#changed("pair", k.pair);
        return;
      case "add":
      case "remove": {
        const value = this.#number(action.value);
        const adds = action.do === "add";
        if (action.which === "bag") k.bag = adds ? k.bag.add(value) : k.bag.delete(value);
        else k.order = adds ? k.order.add(value) : k.order.delete(value);
        this.#changed(action.which, k[action.which]);
        return;
      }
      default:
        throw new Error(`nothing is done by ${action.do}`);
    }
  }
}
