/** Small random models with several ghosts, as plain data: bodies mix ghosts and real variables, mostly as they may. */

import fc from "fast-check";

export const reals = ["x", "y"] as const;
export const ghosts = ["a", "b", "c", "own", "mine"] as const;
export const assertions = ["P", "Q"] as const;
export const functions = ["more", "same", "none", "swap"] as const;

export type Real = (typeof reals)[number];
export type Ghost = (typeof ghosts)[number];
export type Assertion = (typeof assertions)[number];
export type Fun = (typeof functions)[number];

/** A comparison with a number; a list of them is a conjunction, read from the left until one is false. */
export interface Test<V> {
  readonly of: V;
  readonly is: "=" | "/=";
  readonly than: number;
}

export type Any = Real | Ghost;

export type Act =
  | { readonly do: "set"; readonly to: Any; readonly from: Any | null; readonly plus: number }
  | { readonly do: "update"; readonly of: Any; readonly by: Fun }
  | { readonly do: "pick"; readonly to: Any; readonly from: readonly number[]; readonly less: Ghost | null }
  | { readonly do: "fail"; readonly what: Assertion }
  | { readonly do: "assert"; readonly what: Assertion; readonly tests: readonly Test<Any>[] }
  | { readonly do: "halt" }
  | { readonly do: "throw" }
  | { readonly do: "if"; readonly tests: readonly Test<Any>[]; readonly yes: Acts; readonly no: Acts };
export type Acts = readonly Act[];

export type Piece =
  | { readonly piece: "step"; readonly acts: Acts; readonly guard: readonly Test<Any>[] }
  | { readonly piece: "atomic" | "loop"; readonly body: Pieces }
  | { readonly piece: "choose"; readonly one: Pieces; readonly other: Pieces }
  | {
      readonly piece: "when";
      readonly tests: readonly Test<Any>[];
      readonly yes: Pieces;
      readonly no: Pieces;
    };
export type Pieces = readonly Piece[];

export interface Claim {
  readonly kind: "never" | "reachable";
  readonly tests: readonly Test<Any>[];
}

export interface Description {
  readonly programs: readonly Pieces[];
  readonly claims: readonly Claim[];
  /** Which properties are checked: two claims, P, Q, freedom from deadlock. */
  readonly checked: readonly number[];
}

/** Mostly the first, and once in `times` the second. */
const rarely = <T, U>(times: number, usual: fc.Arbitrary<T>, rare: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: times - 1, arbitrary: usual }, { weight: 1, arbitrary: rare });

const is = <T extends string>(word: T): fc.Arbitrary<T> => fc.constant(word);
const number = rarely(6, fc.nat({ max: 1 }), fc.constant(2));
const real = fc.constantFrom(...reals);
const fun = fc.constantFrom(...functions);
const what = fc.constantFrom(...assertions);

function testsOf<V>(
  of: fc.Arbitrary<V>,
  minLength: number,
  maxLength: number,
): fc.Arbitrary<readonly Test<V>[]> {
  const one = fc.record({ of, is: rarely(4, is("="), is("/=")), than: number });
  return fc.array(one, { minLength, maxLength });
}

const acts = (of: fc.Arbitrary<Act>, minLength: number): fc.Arbitrary<Acts> =>
  fc.array(of, { minLength, maxLength: 2 });

/** What is made of the ghosts of one model, and of real variables. */
class Pieced {
  readonly #ghost: fc.Arbitrary<Ghost>;
  readonly #any: fc.Arbitrary<Any>;

  constructor(pool: readonly Ghost[]) {
    this.#ghost = fc.constantFrom(...pool);
    this.#any = fc.oneof({ weight: 3, arbitrary: this.#ghost }, { weight: 1, arbitrary: real });
  }

  /** What a ghost may decide. */
  #ghostly(depth: number): fc.Arbitrary<Act> {
    const [ghost, any] = [this.#ghost, this.#any];
    const set = fc.record({ do: is("set"), to: ghost, from: fc.option(any, { freq: 1 }), plus: number });
    const plain = fc.oneof(
      { weight: 6, arbitrary: set },
      { weight: 4, arbitrary: fc.record({ do: is("update"), of: ghost, by: fun }) },
      { weight: 3, arbitrary: fc.record({ do: is("fail"), what }) },
      { weight: 1, arbitrary: fc.record({ do: is("assert"), what, tests: testsOf(any, 1, 2) }) },
    );
    if (depth === 0) return plain;
    const deeper = this.#ghostly(depth - 1);
    const branch = fc.record({
      do: is("if"),
      tests: testsOf(any, 1, 3),
      yes: rarely(16, acts(deeper, 1), acts(this.#really, 1)),
      no: rarely(16, acts(deeper, 0), acts(this.#really, 1)),
    });
    return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: branch });
  }

  /** What is decided by real variables alone, but for rare exceptions. */
  get #really(): fc.Arbitrary<Act> {
    const [ghost, any] = [this.#ghost, this.#any];
    const from = fc.option(rarely(40, real, ghost), { freq: 1 });
    const options = fc.array(number, { minLength: 1, maxLength: 2 });
    const ending = rarely(5, is("halt"), is("throw")).map((word): Act => ({ do: word }));
    return fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: is("set"), to: real, from, plus: number }) },
      { weight: 4, arbitrary: fc.record({ do: is("update"), of: real, by: fun }) },
      {
        weight: 2,
        arbitrary: fc.record({
          do: is("pick"),
          to: any,
          from: options,
          less: rarely(20, fc.constant(null), ghost),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: is("if"),
          tests: testsOf(real, 1, 2),
          yes: acts(ending, 1),
          no: fc.constant([]),
        }),
      },
    );
  }

  get #step(): fc.Arbitrary<Piece> {
    const body = fc
      .tuple(rarely(2, fc.constant([]), acts(this.#really, 1)), acts(this.#ghostly(2), 1))
      .map(([first, then]) => [...first, ...then]);
    const guard = fc.oneof(
      { weight: 20, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: testsOf(real, 1, 1) },
      { weight: 1, arbitrary: testsOf(this.#any, 1, 2) },
    );
    return fc.record({ piece: is("step"), acts: body, guard });
  }

  #piece(depth: number): fc.Arbitrary<Piece> {
    const step = this.#step;
    const some = (maxLength: number) => this.pieces(depth, maxLength);
    const block = fc.array(step, { minLength: 1, maxLength: 3 });
    const tests = rarely(12, testsOf(real, 1, 2), testsOf(this.#any, 1, 2));
    return fc.oneof(
      { weight: 8, arbitrary: step },
      { weight: 2, arbitrary: fc.record({ piece: is("atomic"), body: block }) },
      { weight: 2, arbitrary: fc.record({ piece: is("loop"), body: some(2) }) },
      { weight: 1, arbitrary: fc.record({ piece: is("choose"), one: some(1), other: some(1) }) },
      { weight: 1, arbitrary: fc.record({ piece: is("when"), tests, yes: some(1), no: some(1) }) },
    );
  }

  pieces(depth: number, maxLength: number, minLength = 1): fc.Arbitrary<Pieces> {
    return fc.array(depth === 0 ? this.#step : this.#piece(depth - 1), { minLength, maxLength });
  }

  get claim(): fc.Arbitrary<Claim> {
    return fc.record({
      kind: fc.constantFrom("never" as const, "reachable" as const),
      tests: rarely(4, testsOf(real, 1, 2), testsOf(this.#any, 1, 3)),
    });
  }
}

const pool = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...ghosts), { minLength: 2, maxLength: 3 }),
  fc.constant(ghosts),
);

export const description: fc.Arbitrary<Description> = pool.chain((chosen) => {
  const pieced = new Pieced(chosen);
  return fc.record({
    programs: fc.array(pieced.pieces(1, 4, 2), { minLength: 2, maxLength: 2 }),
    claims: fc.array(pieced.claim, { minLength: 2, maxLength: 2 }),
    checked: fc.uniqueArray(fc.constantFrom(0, 1, 2, 2, 3, 4), { minLength: 1, maxLength: 2 }),
  });
});
