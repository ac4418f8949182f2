/** A group of variables as an object: what is done to the object becomes reads and writes of variables. */

import { reservedNames } from "./context.js";
import type { Evaluation } from "./draft.js";
import type { Group } from "./variables.js";

/** Where the view of a group answers itself. */
const viewOf = Symbol("view of");

/** What every view of a group is a proxy of. Not frozen: a proxy of what is may not answer for names that it lacks. */
export const blank: object = Object.create(null);

export class GroupView implements ProxyHandler<object> {
  readonly evaluation: Evaluation;
  readonly which: () => Group;
  readonly #extra: ReadonlySet<string>;
  readonly #tool: ((name: string) => unknown) | undefined;

  /** @param extra names that are no variables; what they are is asked of `tool` */
  constructor(
    evaluation: Evaluation,
    which: () => Group,
    extra: ReadonlySet<string>,
    tool: ((name: string) => unknown) | undefined,
  ) {
    this.evaluation = evaluation;
    this.which = which;
    this.#extra = extra;
    this.#tool = tool;
  }

  /** The view behind `value`, if it is a view of a group. */
  static of(value: unknown): GroupView | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    const view: unknown = Reflect.get(value, viewOf);
    return view instanceof GroupView ? view : undefined;
  }

  get(_: object, name: string | symbol): unknown {
    if (name === viewOf) return this;
    this.evaluation.touch();
    // JSON.stringify asks every object for `toJSON`; other names that are not declared are misspelt variables.
    return typeof name === "symbol" || name === "toJSON" ? undefined : this.#value(name);
  }

  #value(name: string): unknown {
    if (this.#extra.has(name)) return this.#tool?.(name);
    return this.evaluation.value(this.evaluation.member(this.which(), name));
  }

  #has(name: string | symbol): name is string {
    return typeof name === "string" && (this.#extra.has(name) || this.which().members.has(name));
  }

  set(_: object, name: string | symbol, value: unknown): boolean {
    const { evaluation } = this;
    evaluation.touch();
    const word = String(name);
    if (this.#extra.has(word))
      throw evaluation.complaint(`${evaluation.reading.who} assigned to "${word}", ${reservedNames[word]}`);
    evaluation.assign(this.which(), word, value);
    return true;
  }

  has(_: object, name: string | symbol): boolean {
    return this.#has(name);
  }

  ownKeys(): string[] {
    return [...this.which().members.keys()];
  }

  getOwnPropertyDescriptor(_: object, name: string | symbol): PropertyDescriptor | undefined {
    if (!this.#has(name)) return undefined;
    return {
      value: this.#value(name),
      enumerable: !this.#extra.has(name),
      configurable: true,
      writable: true,
    };
  }

  deleteProperty(_: object, name: string | symbol): boolean {
    const { evaluation } = this;
    throw evaluation.complaint(
      `${evaluation.reading.who} deleted "${String(name)}"; variables stay (assign null?)`,
    );
  }

  defineProperty(_: object, name: string | symbol): boolean {
    const { evaluation } = this;
    throw evaluation.complaint(
      `${evaluation.reading.who} defined "${String(name)}"; variables are declared, and then assigned`,
    );
  }

  setPrototypeOf(): boolean {
    return false;
  }

  preventExtensions(): boolean {
    return false;
  }
}
