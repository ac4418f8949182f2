/**
 * Small random models that terminate, as plain data: what fast-check makes, shrinks and prints.
 *
 * Every loop counts up a local that nothing else writes, so every run ends.
 */

import fc from "fast-check";
import type { Cost } from "preempt";

const shared = ["x", "y", "z"] as const;
export type Shared = (typeof shared)[number];

/** What steps read: shared variables, and the local `t`. */
export type Real = Shared | "t";
/** What properties, failures and other ghosts read too. */
export type Any = Real | "g";
export type Mutex = "m" | "n";
export type Term<V> = number | V;

/** Values are 0 to 3; sums wrap around. */
export const domain = 4;

/** A comparison. */
export interface Test<V> {
  readonly of: V;
  readonly is: "=" | "/=" | "<";
  readonly than: Term<V>;
}

export type Action =
  | {
      readonly do: "set";
      readonly to: Real;
      readonly value: Term<Real>;
      readonly times: number;
      readonly plus: number;
    }
  | { readonly do: "pick"; readonly to: Real; readonly from: readonly number[] }
  /** Puts a value behind those that the ghost holds already. */
  | { readonly do: "record"; readonly value: Term<Any> }
  | { readonly do: "fail"; readonly property: Assertion; readonly unless: Test<Any> | undefined }
  | { readonly do: "halt"; readonly unless: Test<Real> };

export const assertions = ["P", "Q"] as const;
export type Assertion = (typeof assertions)[number];

export type StepCost = Cost | { readonly where: Test<Real>; readonly yes: Cost; readonly no: Cost };

export type Piece =
  | {
      readonly piece: "step";
      readonly actions: readonly Action[];
      readonly guard: Test<Real> | undefined;
      readonly cost: StepCost | undefined;
      readonly mayWait: boolean;
    }
  | { readonly piece: "loop"; readonly times: number; readonly actions: readonly Action[] }
  | { readonly piece: "when"; readonly test: Test<Real>; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "atomic"; readonly body: Pieces }
  | { readonly piece: "locked"; readonly mutex: Mutex; readonly body: Pieces }
  | {
      readonly piece: "try locked";
      readonly mutex: Mutex;
      readonly body: Pieces;
      readonly otherwise: Pieces;
    }
  | { readonly piece: "await"; readonly mutex: Mutex; readonly test: Test<Real> }
  | { readonly piece: "signal" | "broadcast" };
export type Pieces = readonly Piece[];

interface ProcessDescription {
  readonly pieces: Pieces;
  readonly mayWait: boolean;
  readonly environment: boolean;
}

/** A part of a claim; a process is meant by its number, counted round. */
export type Literal =
  | { readonly see: "value"; readonly test: Test<Shared | "g"> }
  | { readonly see: "local"; readonly process: number; readonly is: number }
  | { readonly see: "finished"; readonly process: number; readonly yes: boolean }
  | { readonly see: "at"; readonly process: number; readonly label: string };

/** Names of what a claim can see: shared variables, the ghost, and of each process its local and where it is. */
const visible = [
  ...shared,
  "g",
  "t of 0",
  "t of 1",
  "t of 2",
  "place of 0",
  "place of 1",
  "place of 2",
] as const;
type Visible = (typeof visible)[number];

export interface ClaimDescription {
  readonly kind: "always" | "never" | "reachable" | "impossible";
  readonly of:
    | {
        readonly all: readonly Literal[];
        /** Only states in which every process is finished count. */
        readonly atEnd: boolean;
      }
    /** States that look in `alike` as the one does to which these moves lead; each is counted round. */
    | { readonly alike: readonly Visible[]; readonly after: readonly number[] };
}

/** A model, as plain data. */
export interface ModelDescription {
  readonly start: Readonly<Record<Shared, number>>;
  readonly processes: readonly ProcessDescription[];
  readonly claims: readonly ClaimDescription[];
}

/** Whether costs are counted from switches, or declared by steps. */
export type Flavour = "plain" | "declared";

const number = fc.nat({ max: domain - 1 });
const real = fc.constantFrom<Real>(...shared, "t");
const any = fc.constantFrom<Any>(...shared, "t", "g");
const seenOutside = fc.constantFrom<Shared | "g">(...shared, "g");

function testOf<V extends string>(variable: fc.Arbitrary<V>): fc.Arbitrary<Test<V>> {
  const than: fc.Arbitrary<Term<V>> = fc.oneof(
    { weight: 3, arbitrary: number },
    { weight: 1, arbitrary: variable },
  );
  return fc.record({ of: variable, is: fc.constantFrom("=", "/=", "<"), than });
}

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      to: real,
      value: fc.oneof({ weight: 1, arbitrary: number }, { weight: 3, arbitrary: real }),
      times: fc.integer({ min: 1, max: 2 }),
      plus: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("pick" as const),
      to: real,
      from: fc.array(number, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("record" as const), value: fc.oneof(number, any) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      property: fc.constantFrom(...assertions),
      unless: fc.oneof(
        { weight: 5, arbitrary: testOf(any) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("halt" as const), unless: testOf(real) }) },
);

const cost = fc.constantFrom<Cost>("nothing", "preemption", "interrupt", "sleep", "migration");
const costs: Readonly<Record<Flavour, fc.Arbitrary<StepCost | undefined>>> = {
  plain: fc.constant(undefined),
  declared: fc.oneof(fc.constant(undefined), cost, fc.record({ where: testOf(real), yes: cost, no: cost })),
};

function rarely<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const rarelyTrue = (oneIn: number): fc.Arbitrary<boolean> => rarely(fc.constant(true), oneIn).map(Boolean);

/** `free` are the mutexes that the process does not hold: taking one twice would end most runs early. */
function pieceOf(flavour: Flavour, depth: number, free: readonly Mutex[]): fc.Arbitrary<Piece> {
  const step: fc.Arbitrary<Piece> = fc.record({
    piece: fc.constant("step" as const),
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    guard: rarely(testOf(real), 10),
    cost: costs[flavour],
    mayWait: rarelyTrue(12),
  });
  if (depth === 0) return step;
  const body = (minLength: number, maxLength: number, held?: Mutex): fc.Arbitrary<Pieces> => {
    const piece = pieceOf(
      flavour,
      depth - 1,
      free.filter((mutex) => mutex !== held),
    );
    return fc.array(piece, { minLength, maxLength });
  };
  const locking = free.flatMap((mutex): { weight: number; arbitrary: fc.Arbitrary<Piece> }[] => [
    {
      weight: 3,
      arbitrary: fc.record({
        piece: fc.constant("locked" as const),
        mutex: fc.constant(mutex),
        body: body(1, 2, mutex),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("try locked" as const),
        mutex: fc.constant(mutex),
        body: body(1, 1, mutex),
        otherwise: body(0, 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("await" as const),
        mutex: fc.constant(mutex),
        test: testOf(real),
      }),
    },
  ]);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 24, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("loop" as const),
        times: fc.integer({ min: 1, max: 2 }),
        actions: fc.array(action, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        piece: fc.constant("when" as const),
        test: testOf(real),
        yes: body(0, 2),
        no: body(0, 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        piece: fc.constant("choose" as const),
        branches: fc.array(body(1, 2), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ piece: fc.constant("atomic" as const), body: body(1, 2) }) },
    ...locking,
    {
      weight: 2,
      arbitrary: fc.record({ piece: fc.constantFrom("signal" as const, "broadcast" as const) }),
    },
  );
}

const literal: fc.Arbitrary<Literal> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ see: fc.constant("value" as const), test: testOf(seenOutside) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      see: fc.constant("local" as const),
      process: fc.nat({ max: 2 }),
      is: fc.integer({ min: 1, max: domain - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      see: fc.constant("finished" as const),
      process: fc.nat({ max: 2 }),
      yes: fc.boolean(),
    }),
  },
);

const claim: fc.Arbitrary<ClaimDescription> = fc.record({
  kind: fc.constantFrom("always" as const, "never" as const, "reachable" as const, "impossible" as const),
  of: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        all: fc.array(literal, { minLength: 2, maxLength: 3 }),
        atEnd: rarelyTrue(3),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        alike: fc.subarray([...visible], { minLength: 7 }),
        after: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12, size: "max" }),
      }),
    },
  ),
});

/** Descriptions of models that terminate. */
export function modelDescription(flavour: Flavour): fc.Arbitrary<ModelDescription> {
  const processes = (count: number, minLength: number, maxLength: number) =>
    fc.array(
      fc.record({
        pieces: fc.array(pieceOf(flavour, 2, ["m", "n"]), { minLength, maxLength }),
        mayWait: rarelyTrue(12),
        environment: rarelyTrue(12),
      }),
      { minLength: count, maxLength: count },
    );
  return fc.record({
    start: fc.record({ x: number, y: number, z: number }),
    processes: fc.oneof(
      { weight: 3, arbitrary: processes(2, 2, 4) },
      { weight: 1, arbitrary: processes(3, 1, 2) },
    ),
    claims: fc.array(claim, { minLength: 3, maxLength: 3 }),
  });
}
