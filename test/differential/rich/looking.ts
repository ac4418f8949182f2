/** Reads what a description asks for: for steps, guards and costs, and from outside for claims. */

import type { Index, Source, Term, Test } from "./description.js";
import type { Marks } from "./marks.js";
import { cpus, type Locals, type Own, slots, type View } from "./variables.js";

/** What names in a description stand for. Labels and attributes are known once the model is built. */
export interface World {
  readonly names: readonly string[];
  /** By process. */
  labels: readonly (readonly string[])[];
  attributes: readonly (readonly string[])[];
  readonly values: number;
  readonly limit: number;
  /** Whether claims look at the ghosts, but for those that they compare with something. */
  readonly readsGhosts: boolean;
  readonly marks: Marks;
}

export function round<T>(items: readonly T[], number: number): T | undefined {
  return items[number % items.length];
}

export class Looking {
  readonly #world: World;
  readonly #view: View;
  readonly #own: Own | undefined;

  constructor(world: World, view: View, own: Own | undefined) {
    this.#world = world;
    this.#view = view;
    this.#own = own;
  }

  /** What the process reads for itself. */
  get #me(): Own {
    if (this.#own === undefined) throw new Error("a claim looks from outside every process");
    return this.#own;
  }

  index(index: Index, count: number): number {
    if (typeof index === "number") return index % count;
    return this.#world.marks.noted("index", this.number({ at: index }) % count);
  }

  name(number: number): string {
    return round(this.#world.names, number) ?? "";
  }

  number(term: Term): number {
    if (typeof term === "number") return term;
    const k = this.#view;
    switch (term.at) {
      case "x":
      case "y":
      case "tick":
        return k[term.at];
      case "a":
      case "b":
        return k.dev.regs[term.at];
      case "slot":
        return k.slot(this.index(term.index, slots)).value;
      case "cpu":
        return k.cpu(this.index(term.index, cpus)).run;
      case "t":
        return this.#me.my.t;
      case "seen":
        return this.#me.my.seen ?? this.#world.values;
      case "here":
        return this.#me.here.run;
      case "g":
        return k.ghost.g;
      case "size of log":
        return k.ghost.log.size;
      case "t of process":
        return this.#world.marks.noted("my of another", k.process<Locals>(this.name(term.process)).my.t);
      case "waiting":
        return k.c.waiting;
      default:
        return this.#together(term);
    }
  }

  /** What is read of several values at once. */
  #together(source: Source): number {
    const k = this.#view;
    const { marks } = this.#world;
    switch (source.at) {
      case "size of list":
        return marks.noted("size", k.list.size);
      case "size of map":
        return marks.noted("size", k.map.size);
      case "size of bag":
        return marks.noted("size", k.bag.size);
      case "last of list":
        return k.list.last() ?? 0;
      case "first of order":
        return k.order.first() ?? 0;
      case "left of pair":
        return k.pair.left;
      case "sum of list": {
        let sum = 0;
        for (const each of k.list) sum += each;
        return marks.noted("iterated", sum);
      }
      case "in map":
        return k.map.get(source.key) ?? 0;
      case "regs taken apart": {
        const { a, b } = k.dev.regs;
        return marks.noted("taken apart", a + b);
      }
      case "entries of regs": {
        const zero = Object.entries(k.dev.regs).filter(([, value]) => value === 0);
        return marks.noted("entries", zero.length);
      }
      case "spread of dev": {
        const copy = { ...k.dev };
        return marks.noted("spread", copy.regs.a + (copy.mode === "off" ? 0 : 1));
      }
      case "spread of slot": {
        const copy = { ...k.slot(this.index(source.index, slots)) };
        return marks.noted("spread", copy.value + (copy.owner === null ? 0 : 1));
      }
      default:
        throw new Error(`nothing is read at ${source.at}`);
    }
  }

  passes(test: Test): boolean {
    const k = this.#view;
    const { marks } = this.#world;
    switch (test.is) {
      case "=":
        return this.number(test.of) === this.number(test.than);
      case "/=":
        return this.number(test.of) !== this.number(test.than);
      case "<":
        return this.number(test.of) < this.number(test.than);
      case "flag":
        return k.flag;
      case "word":
        return k.word === test.word;
      case "mode":
        return k.dev.mode === test.word;
      case "owned": {
        const by = test.by === null ? null : this.name(test.by);
        return k.slot(this.index(test.index, slots)).owner === by;
      }
      case "held":
        return k[test.lock].holder === (test.by === null ? null : this.name(test.by));
      case "has":
        return k[test.which].has(test.value % this.#world.values);
      case "at":
      case "in":
      case "finished":
        return marks.noted(test.is, this.#where(test));
      case "text":
        return marks.noted("text", this.#text(test.of).includes(test.text));
      case "declared":
        return marks.noted("declared", test.name in k.dev) && this.number(test.of) === 0;
      case "not":
        return !this.passes(test.test);
      case "and":
        return this.passes(test.first) && this.passes(test.second);
      case "or":
        return this.passes(test.first) || this.passes(test.second);
    }
  }

  #text(of: "dev" | "slot" | "regs"): string {
    const k = this.#view;
    if (of === "slot") return JSON.stringify(k.slot(0));
    return JSON.stringify(of === "dev" ? k.dev : k.dev.regs);
  }

  #where(test: Extract<Test, { is: "at" | "in" | "finished" }>): boolean {
    const process = this.#view.process(this.name(test.process));
    if (test.is === "finished") return process.finished;
    const known = round(this.#world[test.is === "at" ? "labels" : "attributes"], test.process) ?? [];
    const asked = round(known, test.which);
    if (asked === undefined) return false;
    return test.is === "at" ? process.at(asked) : process.in(asked);
  }
}
