/** Looks at every state of a certificate: whether what is claimed of all of them is true of it, and whether it leads out of them. */

import { isModelError } from "../model/model-error.js";
import type { Progress } from "../search/judge.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { Numbers } from "../space/numbers.js";
import { type Claimed, type Question, questionOf } from "./claims.js";
import type { ClosedSet, Member } from "./closed-set.js";
import { exchangedText } from "./images.js";
import { CertificateRefused } from "./refused.js";

/** So many states, or images of states, are looked at between two reports of progress. */
const together = 32;

export class Walk {
  /** States of the file that were looked at, what they stand for, and steps taken in all that. */
  states = 0;
  images = 0;
  transitions = 0;
  readonly #interpreter: Interpreter;
  readonly #set: ClosedSet;
  readonly #questions: readonly { readonly name: string; readonly ask: Question }[];

  constructor(interpreter: Interpreter, set: ClosedSet, claimed: readonly Claimed[]) {
    this.#interpreter = interpreter;
    this.#set = set;
    this.#questions = claimed.flatMap((each) => {
      const ask = questionOf(interpreter, each);
      return ask === undefined ? [] : [{ name: each.property.name, ask }];
    });
  }

  /**
   * Looks at the first `count` states in their order; again at those that hold a value which nothing had made by then, until
   * none is left.
   *
   * @throws CertificateRefused where a state speaks against the certificate, or holds what nothing makes
   */
  *over(count: number): Generator<Progress, void> {
    let open = new Numbers();
    for (let row = 0; row < count; row++) {
      if (row % together === 0) yield this.#progress;
      if (!(yield* this.#look(row))) open.push(row);
    }
    while (open.length > 0) {
      const left = new Numbers();
      for (let i = 0; i < open.length; i++) {
        if (i % together === 0) yield this.#progress;
        if (!(yield* this.#look(open.at(i)))) left.push(open.at(i));
      }
      if (left.length === open.length)
        throw new CertificateRefused(
          `state ${left.at(0)} of it holds a value that the initial state does not have and no step from its other states makes`,
        );
      open = left;
    }
  }

  get #progress(): Progress {
    return { strategy: "verifying", states: this.images, transitions: this.transitions, depth: 0 };
  }

  /** Looks at all that a state stands for; false where it has a value that nothing has made yet. */
  *#look(row: number): Generator<Progress, boolean> {
    const members = this.#set.members(row);
    if (members === undefined) return false;
    for (const member of members) {
      if (member.made !== undefined && this.images % together === 0) yield this.#progress;
      try {
        this.#judge(member);
      } catch (error) {
        if (!isModelError(error) || error instanceof CertificateRefused) throw error;
        throw new CertificateRefused(
          `in state ${row} of it${exchangedText(member) || ","} which may be none that can be reached, ${error.message}`,
          { cause: error },
        );
      }
    }
    this.states += 1;
    return true;
  }

  #judge(member: Member): void {
    const state = this.#set.state(member);
    const { processes } = this.#interpreter.model;
    const outcomes = processes.flatMap((process) => this.#set.outcomes(member, state, process));
    this.images += 1;
    this.transitions += outcomes.length;
    for (const { name, ask } of this.#questions) {
      const complaint = this.#set.looking(`"${name}"`, () => ask({ state, outcomes }));
      if (complaint !== undefined)
        throw new CertificateRefused(`state ${member.row} of it${exchangedText(member)} ${complaint}`);
    }
  }
}
