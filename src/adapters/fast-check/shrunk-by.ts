/** An arbitrary whose values are made smaller by a rule that is said, whichever way they were drawn. */

import { Arbitrary, type Random, type Stream, stream as streamOf, Value } from "fast-check";

class ShrunkBy<T> extends Arbitrary<T> {
  readonly #drawn: Arbitrary<T>;
  readonly #smaller: (value: T) => Iterable<T>;

  constructor(drawn: Arbitrary<T>, smaller: (value: T) => Iterable<T>) {
    super();
    this.#drawn = drawn;
    this.#smaller = smaller;
  }

  override generate(random: Random, bias: number | undefined): Value<T> {
    return new Value(this.#drawn.generate(random, bias).value_, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    // The rule needs nothing but the value: examples are shrunk, too.
    return value !== undefined;
  }

  override shrink(value: T): Stream<Value<T>> {
    const values = [...this.#smaller(value)].map((each) => new Value(each, undefined));
    return streamOf(values[Symbol.iterator]());
  }
}

/**
 * What `drawn` draws, shrunk by a rule: to the first of `smaller(value)` that fails as well, and on from there. Say first what
 * leaves out most.
 *
 * @param smaller must lead to its end: each must be smaller by some measure
 */
export function shrunkBy<T>(drawn: Arbitrary<T>, smaller: (value: T) => Iterable<T>): Arbitrary<T> {
  return new ShrunkBy(drawn, smaller);
}
