/** What the code of a guarded model sees and does. */

import { type Context, condition, indexed, mutex, type Reader, type Rule, type StateView } from "preempt";
import { type Act, type Claimed, domain, type Literal, type Test, type Where } from "./guarded.js";
import { look, put } from "./places.js";

export const cpus = 2;
export const variables = {
  u: 0,
  x: 0,
  y: 0,
  z: 0,
  m: mutex(),
  c: condition(),
  cpu: indexed(cpus, { r: 0 }),
  ghost: { h: 0 },
};
export const locals = { p: 0, q: 0 };
export type Variables = typeof variables;
export type Locals = typeof locals;
export type Kernel = Context<Variables, Locals>;
export type Looking = Reader<Variables, Locals>;
export type View = StateView<Variables>;

const rules: Readonly<Record<"preemption on" | "user", Rule>> = {
  "preemption on": { name: "preemption on", of: (at) => !at.includes("preempt off") },
  user: { name: "user", of: (at) => at.includes("user mode") },
};

/** By how much is added: one function each, so that it is asked for each value once. */
const raised = {
  0: (value: number) => value % domain,
  1: (value: number) => (value + 1) % domain,
  2: (value: number) => (value + 2) % domain,
} as const;

function update(k: Kernel, where: Where, change: (value: number) => number): void {
  switch (where) {
    case "p":
    case "q":
      k.update(k.my, where, change);
      break;
    case "r":
      k.update(k.here, where, change);
      break;
    default:
      k.update(k, where, change);
  }
}

function met<L>({ any, of }: Test<L>, sees: (literal: L) => boolean): boolean {
  return any ? of.some(sees) : of.every(sees);
}

/** The processes of one model, as the others and its claims ask for them. */
export class World {
  /** By process; known once the model is built. */
  labels: readonly (readonly string[])[] = [];
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  #number(process: number): number {
    return process % this.#names.length;
  }

  #name(process: number): string {
    return this.#names[this.#number(process)] ?? "";
  }

  #seen(k: View, literal: Claimed): boolean {
    switch (literal.see) {
      case "shared":
        return k[literal.of] === literal.is;
      case "register":
        return k.cpu(literal.cpu).r === literal.is;
      case "own of":
        return k.process<Locals>(this.#name(literal.process)).my[literal.of] === literal.is;
      case "finished":
        return k.process(this.#name(literal.process)).finished === literal.yes;
      case "preemption on":
      case "user":
        return k.process(this.#name(literal.process)).under(rules[literal.see]) === literal.yes;
      case "at": {
        const labels = this.labels[this.#number(literal.process)] ?? [];
        const label = labels[literal.label % labels.length] ?? "";
        return k.process(this.#name(literal.process)).at(label) === literal.yes;
      }
      case "holder":
        return k.m.holder === (literal.process === null ? null : this.#name(literal.process));
      case "waiting":
        return k.c.waiting === literal.is;
      case "ghost":
        return k.ghost.h === literal.is;
    }
  }

  #sees(k: Looking | Kernel, literal: Literal): boolean {
    switch (literal.see) {
      case "own":
        return k.my[literal.of] === literal.is;
      case "here":
        return k.here.r === literal.is;
      default:
        return this.#seen(k, literal);
    }
  }

  /** As a claim sees it. */
  holds(k: View, test: Test<Claimed>): boolean {
    return met(test, (literal) => this.#seen(k, literal));
  }

  /** As a process sees it. */
  passes(k: Looking | Kernel, test: Test): boolean {
    return met(test, (literal) => this.#sees(k, literal));
  }

  act(k: Kernel, act: Act): void {
    switch (act.do) {
      case "set": {
        const from = typeof act.from === "number" ? act.from : look(k, act.from);
        put(k, act.to, (from + act.plus) % domain);
        return;
      }
      case "set if":
        if (this.passes(k, act.when)) put(k, act.to, act.value);
        return;
      case "set far":
        k.cpu(act.cpu).r = act.value;
        return;
      case "update":
        update(k, act.to, raised[act.plus]);
        return;
      case "count":
        put(k, act.to, (look(k, act.to) + 1) % act.upTo);
        return;
      case "pick":
        put(k, act.to, k.choose([0, 1]));
        return;
      case "fail":
        if (this.passes(k, act.when)) k.fail("P");
        return;
      case "halt":
        if (this.passes(k, act.when)) k.halt("it is enough");
        return;
      case "record":
        k.update(k.ghost, "h", raised[1]);
        return;
    }
  }
}
