/** What had to be learnt, in order. Whoever is told it in that order once more knows the same, by the same numbers. */

import type { Need } from "../kernel/kernel.js";
import { Ints } from "./ints.js";

const kinds = ["step", "answer", "update"] as const;

/** Words of a need: its kind, its state, what it is of, and a value. */
export const needWords = 4;

export class Needs {
  readonly #words = new Ints();

  get length(): number {
    return this.#words.length / needWords;
  }

  push(need: Need): void {
    this.#words.push(kinds.indexOf(need.kind));
    this.#words.push(need.state);
    this.#words.push(need.kind === "step" ? need.step : need.kind === "answer" ? need.question : need.update);
    this.#words.push(need.kind === "update" ? need.value : 0);
  }

  /** The words of need number `number`. */
  words(number: number): Int32Array {
    return this.#words.data.subarray(needWords * number, needWords * (number + 1));
  }
}

/** The need that stands there as words. */
export function needOf(words: Int32Array): Need {
  const [kind = 0, state = 0, subject = 0, value = 0] = words;
  const named = kinds[kind];
  if (named === undefined) throw new RangeError(`there is no need of kind ${kind}`);
  switch (named) {
    case "step":
      return { kind: named, state, step: subject };
    case "answer":
      return { kind: named, state, question: subject };
    case "update":
      return { kind: named, state, update: subject, value };
  }
}
