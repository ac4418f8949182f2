/**
 * Random programs, in classes by what they use: what fast-check makes, shrinks and prints. The classes are the features that
 * a reduction must get right.
 */

import fc from "fast-check";
import {
  type Assignment,
  type Claim,
  type Guard,
  type Mutex,
  type Op,
  type Ops,
  type Program,
  type Shared,
  type Simple,
  shared,
  type Test,
} from "./program.js";

export type { Program } from "./program.js";

// Few values, so that comparisons come true.
const value = fc.constantFrom(0, 0, 0, 1, 1, 1, 1, 2);
const variable = fc.constantFrom<Shared>(...shared);
const plus = fc.nat({ max: 1 });
const process = fc.nat({ max: 2 });
const has = fc.constantFrom("begun" as const, "finished" as const);
const mutex = fc.constantFrom<Mutex>("m", "m", "m", "n");

type Weighted<T> = { readonly weight: number; readonly arbitrary: fc.Arbitrary<T> };

const some = <T>(weight: number, arbitrary: fc.Arbitrary<T>): Weighted<T> => ({ weight, arbitrary });

const ofVariable = (names: readonly (Shared | "t")[]): fc.Arbitrary<Test> =>
  fc.record({
    of: fc.constantFrom(...names),
    is: fc.constantFrom("=", "=", "=", "/="),
    than: value,
  });
const ofShared = ofVariable(shared);
const ofAny = ofVariable([...shared, "t"]);
const ofPlace: fc.Arbitrary<Test> = fc.record({ process, has });
const ofAll = fc.oneof(some(5, ofAny), some(1, ofPlace));

const assignment: fc.Arbitrary<Assignment> = fc.record({
  to: fc.constantFrom<Shared | "t">(...shared, ...shared, "t"),
  value: fc.oneof(value, variable, fc.constant("t" as const)),
  plus,
});

const guardOf = (test: fc.Arbitrary<Test>): fc.Arbitrary<Guard> =>
  fc.record({
    how: fc.constantFrom("all", "all", "any"),
    tests: fc.oneof(
      some(2, fc.array(test, { minLength: 1, maxLength: 1 })),
      some(1, fc.array(test, { minLength: 2, maxLength: 3 })),
    ),
  });

const write: fc.Arbitrary<Simple> = fc.record({ op: fc.constant("write"), to: variable, value });
const read: fc.Arbitrary<Simple> = fc.record({ op: fc.constant("read"), of: variable });

const plainOps: readonly Weighted<Simple>[] = [
  some(4, write),
  some(3, read),
  some(2, fc.record({ op: fc.constant("put"), to: variable, plus })),
];

const conditionalWrite: fc.Arbitrary<Simple> = fc.record({
  op: fc.constant("write if t"),
  to: variable,
  value,
});

const casOps: readonly Weighted<Simple>[] = [
  some(6, fc.record({ op: fc.constant("cas"), of: variable, expected: value, value })),
  some(2, fc.record({ op: fc.constant("fetch and add"), of: variable })),
  some(1, fc.record({ op: fc.constant("bump"), of: variable })),
  some(3, conditionalWrite),
  some(2, write),
  some(1, read),
];

const multiOf = (guard: fc.Arbitrary<Guard | undefined>): fc.Arbitrary<Simple> =>
  fc.record({
    op: fc.constant("multi"),
    guard,
    test: fc.option(ofAny, { nil: undefined, freq: 5 }),
    yes: fc.array(assignment, { maxLength: 2 }),
    no: fc.array(assignment, { maxLength: 2 }),
  });

const awaitOf = (guard: fc.Arbitrary<Guard>): fc.Arbitrary<Simple> =>
  fc.record({
    op: fc.constant("multi"),
    guard,
    test: fc.constant(undefined),
    yes: fc.oneof(some(3, fc.constant([])), some(1, fc.array(assignment, { minLength: 1, maxLength: 1 }))),
    no: fc.constant([]),
  });

const multi = multiOf(fc.constant(undefined));
const awaiting = awaitOf(guardOf(fc.oneof(some(12, ofShared), some(1, ofPlace))));
const guardedMulti = multiOf(guardOf(ofShared));

const choiceOps: readonly Weighted<Simple>[] = [
  some(
    4,
    fc.record({
      op: fc.constant("pick"),
      to: variable,
      from: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
  ),
  some(
    3,
    fc.record({
      op: fc.constant("scatter"),
      to: fc.array(variable, { minLength: 1, maxLength: 2 }),
      value,
    }),
  ),
  some(2, conditionalWrite),
  ...plainOps,
];

const look: fc.Arbitrary<Simple> = fc.record({ op: fc.constant("look"), process, has });
const ending: fc.Arbitrary<Simple> = fc.oneof(
  some(
    4,
    fc.record({ op: fc.constant("fail" as const), unless: fc.option(ofAll, { nil: undefined, freq: 6 }) }),
  ),
  some(1, fc.record({ op: fc.constant("halt" as const), unless: ofAll })),
);

const mixedOps: readonly Weighted<Simple>[] = [
  ...plainOps,
  ...casOps,
  ...choiceOps,
  some(3, multi),
  some(3, awaiting),
  some(2, guardedMulti),
  some(2, look),
  some(4, ending),
];

/** A list of ops, and of what may stand around some. */
type Body = (minLength: number, maxLength: number) => fc.Arbitrary<Ops>;

const when = (body: Body, test: fc.Arbitrary<Test>): fc.Arbitrary<Op> =>
  fc.record({ op: fc.constant("when"), test, yes: body(0, 2), no: body(0, 1) });

const choose = (body: Body): fc.Arbitrary<Op> =>
  fc.record({ op: fc.constant("choose"), branches: fc.array(body(1, 2), { minLength: 2, maxLength: 2 }) });

const locking = (body: Body): readonly Weighted<Op>[] => [
  some(6, fc.record({ op: fc.constant("locked" as const), mutex, body: body(1, 2) })),
  some(1, fc.record({ op: fc.constant("lock" as const), mutex })),
  some(3, fc.record({ op: fc.constant("try" as const), mutex, body: body(0, 1), otherwise: body(0, 1) })),
  some(1, fc.record({ op: fc.constant("wait" as const), mutex, test: ofShared })),
  some(1, fc.record({ op: fc.constantFrom("signal" as const, "broadcast" as const) })),
];

const simple = (...ops: readonly Weighted<Simple>[]): fc.Arbitrary<Op> => fc.oneof(...ops);

const bodyOf =
  (op: fc.Arbitrary<Op>): Body =>
  (minLength, maxLength) =>
    fc.array(op, { minLength, maxLength });

/** How many processes, and how many ops each. */
interface Size {
  readonly processes: number;
  readonly least: number;
  readonly most: number;
}

interface Shape {
  readonly op: fc.Arbitrary<Op>;
  readonly sizes: readonly Weighted<Size>[];
  readonly claims?: fc.Arbitrary<readonly Claim[]>;
}

const size = (weight: number, processes: number, least: number, most: number): Weighted<Size> =>
  some(weight, fc.constant({ processes, least, most }));

function programOf({ op, sizes, claims = fc.constant([]) }: Shape): fc.Arbitrary<Program> {
  const begin = fc.oneof(fc.constant(0), value);
  return fc.oneof(...sizes).chain(({ processes, least, most }) =>
    fc.record({
      start: fc.record({ x: begin, y: begin, z: begin }),
      processes: fc.array(fc.array(op, { minLength: least, maxLength: most }), {
        minLength: processes,
        maxLength: processes,
      }),
      claims,
    }),
  );
}

const twoOrThree = [size(1, 2, 1, 4), size(2, 3, 1, 3)];

const claims: fc.Arbitrary<readonly Claim[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("never" as const, "always" as const),
    tests: fc.array(fc.oneof(some(4, ofShared), some(1, ofPlace)), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 2 },
);

const plain = simple(...plainOps);
const cas = simple(...casOps);
const mixedStep: fc.Arbitrary<Simple> = fc.oneof(...mixedOps);
const mixed = simple(...mixedOps);

/** The classes: what the programs of each use. */
const shapes = {
  /** Reads and writes. */
  plain: {
    op: fc.oneof(some(6, plain), some(1, when(bodyOf(plain), ofShared))),
    sizes: twoOrThree,
  },
  /** Compare-and-swap, and what depends on whether it succeeded. */
  cas: { op: fc.oneof(some(8, cas), some(1, when(bodyOf(cas), ofAny))), sizes: twoOrThree },
  /** Mutexes, some never given back; trylock; condition variables. */
  locks: {
    op: fc.oneof(some(4, plain), ...locking(bodyOf(fc.oneof(some(3, plain), some(1, cas))))),
    sizes: [size(2, 2, 1, 3), size(2, 3, 1, 2)],
  },
  /** General guards over one to three variables. */
  awaits: { op: fc.oneof(some(6, plain), some(2, cas), some(3, awaiting)), sizes: twoOrThree },
  /** Steps that touch several variables, which ones being a matter of values. */
  multi: { op: fc.oneof(some(3, multi), some(1, plain)), sizes: twoOrThree },
  /** The same, behind guards. */
  "guarded-multi": {
    op: fc.oneof(some(2, guardedMulti), some(2, multi), some(3, plain)),
    sizes: twoOrThree,
  },
  /** Four processes, three variables, guards over all of them. */
  "wide-guards": {
    op: fc.oneof(
      some(8, write),
      some(2, simple(...casOps)),
      some(
        4,
        awaitOf(
          fc.record({ how: fc.constant("all"), tests: fc.array(ofShared, { minLength: 2, maxLength: 3 }) }),
        ),
      ),
    ),
    sizes: [size(3, 4, 1, 1), size(1, 4, 1, 2)],
  },
  /** Steps with several outcomes, and places with several steps. */
  choices: {
    op: fc.oneof(some(5, simple(...choiceOps)), some(1, choose(bodyOf(plain)))),
    sizes: [size(2, 2, 1, 3), size(1, 3, 1, 2)],
  },
  /** All of it, with assertions that fail, runs that are halted, and claims about states. */
  mixed: {
    op: fc.oneof(
      some(12, mixed),
      some(1, when(bodyOf(mixed), ofAll)),
      some(1, choose(bodyOf(mixed))),
      some(
        1,
        fc.record({
          op: fc.constant("atomic" as const),
          body: fc.array(mixedStep, { minLength: 1, maxLength: 2 }),
        }),
      ),
      ...locking(bodyOf(mixed)).map(({ arbitrary }) => some(1, arbitrary)),
    ),
    sizes: [size(3, 2, 1, 3), size(3, 3, 1, 2)],
    claims,
  },
} satisfies Readonly<Record<string, Shape>>;

export type ProgramClass = keyof typeof shapes;

/** The names of the classes. */
export const programClasses = Object.keys(shapes) as readonly ProgramClass[];

/** Programs of a class. */
export function randomProgram(of: ProgramClass): fc.Arbitrary<Program> {
  return programOf(shapes[of]);
}
