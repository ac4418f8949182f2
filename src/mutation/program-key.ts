/** When two programs are the same: the same nodes in the same order, with the same functions in them. */

import type { Node } from "../model/code.js";
import { listsOf } from "./opened.js";

/** Tells opened programs apart: by the functions themselves, not by their text. */
export class ProgramKeys {
  readonly #functions = new Map<unknown, number>();

  #number(made: unknown): number {
    const known = this.#functions.get(made) ?? this.#functions.size;
    this.#functions.set(made, known);
    return known;
  }

  #text(fields: readonly unknown[]): string {
    return JSON.stringify(fields, (_, value: unknown) =>
      typeof value === "function" ? { function: this.#number(value) } : value,
    );
  }

  #fields(node: Node): readonly unknown[] {
    switch (node.kind) {
      case "step": {
        const { label, enabled, body, operation, cost, mayWait } = node;
        return [label, enabled, body, operation, cost, mayWait];
      }
      case "when":
        return [node.label, node.condition];
      case "call":
        return [node.routine.source];
      case "atomic":
        return [node.because, node.label];
      case "section":
      case "mode":
      case "lift":
        return [node.attribute];
      case "sequence":
      case "loop":
      case "leave":
      case "choose":
        return [];
    }
  }

  /** A text that two programs share exactly when they are the same. */
  of(node: Node): string {
    const lists = listsOf(node).map((list) => list.map((child) => this.of(child)).join(""));
    return `(${node.kind}${this.#text(this.#fields(node))}${lists.map((list) => `[${list}]`).join("")})`;
  }

  /** The same of what guards a whole process. */
  ofGuard(guard: unknown): string {
    return guard === undefined ? "-" : `${this.#number(guard)}`;
  }
}
