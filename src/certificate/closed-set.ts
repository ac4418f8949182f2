/**
 * Whether the states of a certificate are closed: the initial one is among them, and whatever a process does in one of them
 * leads to one of them. Asked of the reference semantics alone.
 *
 * Where elements are said to be alike, they are closed up to exchanges of these. Let S be all images of the file's states: what
 * the exchanges make of them, one after the other. Every state in S is looked at, and is shown that each step from it leads to S;
 * the initial state is shown to be in S. So S has every state that can be reached, and what was asked of each state in S is true
 * of all of them. Nothing is taken from what was asked of one state for another: whether the elements are alike is of no account, and if
 * they are not, some state in S will speak against the certificate or else there is nothing to be said against it.
 *
 * What has to be shown of exchanges is that they lead back, each being its own inverse on the values that come up (swap.ts). Then
 * a state is in S where an image of it is in the file: the same exchanges lead from there to the state. And it is in S where an
 * exchange makes of it one that is: that is asked first, of the states to which steps led from the image before.
 *
 * A ghost that is left out has its initial value in every state that is looked at here. That stands for any value of it, as
 * long as nothing looks at it; and that nothing does is checked at every step. Exchanges do not turn it into one that is not.
 */

import type { Exchange } from "../model/exchange.js";
import type { ModelProcess } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter, Outcome } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import { Columns } from "./columns.js";
import { exchangedText, type Image, imageOf, imagesOf } from "./images.js";
import type { Certificate } from "./read.js";
import { CertificateRefused } from "./refused.js";
import { Swap } from "./swap.js";

/** An image of a state in the file. */
export interface Member extends Image {
  readonly row: number;
  /** Keys of states in the set to which steps lead from it, as far as they are known. */
  readonly leadsTo: Set<string>;
  readonly before: Member | undefined;
}

export class ClosedSet {
  readonly #interpreter: Interpreter;
  readonly #certificate: Certificate;
  readonly #columns: Columns;
  readonly #leftOut: ReadonlySet<Variable>;
  readonly #swaps: readonly Swap[];

  constructor(
    interpreter: Interpreter,
    certificate: Certificate,
    {
      leftOut,
      exchanges,
    }: { readonly leftOut: ReadonlySet<Variable>; readonly exchanges: readonly Exchange[] },
  ) {
    this.#interpreter = interpreter;
    this.#certificate = certificate;
    this.#leftOut = leftOut;
    const kept = interpreter.model.layout.variables.filter((variable) => !leftOut.has(variable));
    const initial = interpreter.initial();
    this.#columns = new Columns(kept, certificate.header.variables, initial);
    this.#swaps = exchanges.map((exchange) => new Swap(exchange, this.#columns));
    this.#find(initial, () => "the initial state");
  }

  /**
   * What state `row` stands for: all images of it, itself the first; none, where a state before it in the file stands for the
   * same. Undefined where it has a value that nothing has made yet.
   */
  members(row: number): readonly Member[] | undefined {
    const { rows, row: format } = this.#certificate;
    const { segment, offset } = rows.at(row);
    const numbers = new Int32Array(this.#columns.all.length);
    format.read(segment, offset, numbers);
    if (!this.#columns.areKnown(numbers)) return undefined;
    const members = new Map<Image, Member>();
    for (const image of imagesOf(imageOf(numbers, format), this.#swaps, format)) {
      if ((rows.find(image.bytes, 0) ?? row) < row) return [];
      const before = image.made && members.get(image.made.from);
      members.set(image, { ...image, row, leadsTo: new Set(), before });
    }
    return [...members.values()];
  }

  state({ numbers }: Member): State {
    return this.#columns.stateOf(numbers);
  }

  /** @throws CertificateRefused where `look` looks at a ghost that is left out */
  looking<T>(who: string, look: () => T): T {
    let ghost: Variable | undefined;
    const found = this.#interpreter.recording(({ variable }) => {
      if (this.#leftOut.has(variable)) ghost ??= variable;
    }, look);
    if (ghost === undefined) return found;
    throw new CertificateRefused(
      `its states leave out the ghost "${ghost.name}", at which ${who} looks: what it finds there is not known`,
    );
  }

  /**
   * What `process` can do in `state`, which is that of `member`.
   *
   * @throws CertificateRefused where that leads out of the set
   */
  outcomes(member: Member, state: State, process: ModelProcess): readonly Outcome[] {
    const outcomes = this.looking(process.name, () => this.#interpreter.outcomes(state, process));
    for (const { state: next, step } of outcomes) {
      const what = (): string =>
        `the state to which "${step.label}" of ${process.name} leads from state ${member.row}${exchangedText(member)}`;
      this.#find(next, what, member);
    }
    return outcomes;
  }

  /** @throws CertificateRefused where `state`, to which a step leads from `member`, is not in the set; `what` names it */
  #find(state: State, what: () => string, member?: Member): void {
    const { rows, row } = this.#certificate;
    const image = imageOf(this.#columns.numbersOf(state, what), row);
    if (!rows.has(image.bytes, 0) && !this.#isNear(image, member) && !this.#hasImage(image)) {
      const nor = this.#swaps.length === 0 ? "" : ", nor is any image of it";
      throw new CertificateRefused(`${what()} is not in it${nor}`);
    }
    if (this.#swaps.length > 0) member?.leadsTo.add(image.key);
  }

  /** Whether the exchange that made `member` makes of `image` a state to which a step led from the image before. */
  #isNear({ numbers }: Image, member: Member | undefined): boolean {
    if (member?.made === undefined || member.before === undefined) return false;
    return member.before.leadsTo.has(imageOf(member.made.by.of(numbers), this.#certificate.row).key);
  }

  #hasImage(image: Image): boolean {
    const { rows, row } = this.#certificate;
    for (const { bytes } of imagesOf(image, this.#swaps, row)) if (rows.has(bytes, 0)) return true;
    return false;
  }
}
