/** Small random models that go on for ever, stop, wait, halt, and are dealt with fairly or not, as plain data. */

import fc from "fast-check";
import type { Cost, Fairness } from "preempt";

/** Values of `x` are 0 to 2, of `y` 0 and 1, and the ghost counts round to 3. */
export const domains = { x: 3, y: 2, g: 3 } as const;
export type Shared = "x" | "y";
export type Seen = keyof typeof domains;

export interface Test<V extends Seen = Shared> {
  readonly of: V;
  readonly is: "=" | "/=";
  readonly than: number;
}

export type Action =
  | { readonly do: "set"; readonly to: Shared; readonly value: number }
  | { readonly do: "add"; readonly to: Shared; readonly by: number }
  /** An outcome for each value. */
  | { readonly do: "pick"; readonly to: Shared }
  | { readonly do: "count" }
  | { readonly do: "halt"; readonly where: Test };

export type Piece =
  | {
      readonly piece: "step";
      readonly guard: Test | undefined;
      readonly actions: readonly Action[];
      readonly mayWait: boolean;
      readonly cost: Cost | undefined;
    }
  | { readonly piece: "when"; readonly test: Test; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "repeat"; readonly test: Test; readonly body: Pieces }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "locked"; readonly body: Pieces };
export type Pieces = readonly Piece[];

export interface ProcessDescription {
  readonly body: Pieces;
  readonly forever: boolean;
  readonly enabled: Test | undefined;
  readonly fair: Fairness | undefined;
  readonly environment: boolean;
  readonly mayWait: boolean;
}

/** A part of a predicate; processes and labels are meant by their numbers, counted round. */
export type Literal =
  | { readonly see: "value"; readonly test: Test<Seen> }
  | { readonly see: "finished"; readonly process: number }
  | { readonly see: "at"; readonly process: number; readonly label: number };

/** All of these, or any. */
export interface Predicate {
  readonly every: boolean;
  readonly of: readonly Literal[];
}

export type Claim =
  | { readonly kind: "eventually"; readonly comes: Predicate }
  | { readonly kind: "leadsTo"; readonly from: Predicate; readonly to: Predicate };

export interface ModelDescription {
  readonly x: number;
  readonly processes: readonly ProcessDescription[];
  readonly claims: readonly Claim[];
}

type Weighted<T> = readonly [weight: number, arbitrary: fc.Arbitrary<T>];

const oneOf = <T>(...options: readonly Weighted<T>[]): fc.Arbitrary<T> =>
  fc.oneof(...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const rarely = <T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  oneOf<T | undefined>([oneIn - 1, fc.constant(undefined)], [1, arbitrary]);

const rarelyTrue = (oneIn: number): fc.Arbitrary<boolean> => rarely(oneIn, fc.constant(true)).map(Boolean);

const testOf = <V extends Seen>(of: V): fc.Arbitrary<Test<V>> =>
  fc.record({
    of: fc.constant(of),
    is: oneOf<"=" | "/=">([2, fc.constant("=")], [1, fc.constant("/=")]),
    than: fc.nat({ max: domains[of] - 1 }),
  });

const test: fc.Arbitrary<Test> = oneOf<Test>([2, testOf("x")], [1, testOf("y")]);

const set = (to: Shared): fc.Arbitrary<Action> =>
  fc.record({ do: fc.constant("set"), to: fc.constant(to), value: fc.nat({ max: domains[to] - 1 }) });

/** What a process does that others wait for. */
const change: fc.Arbitrary<Action> = oneOf<Action>(
  [4, set("x")],
  [2, set("y")],
  [2, fc.record({ do: fc.constant("add"), to: fc.constantFrom("x", "y"), by: fc.constant(1) })],
  [1, fc.record({ do: fc.constant("pick"), to: fc.constantFrom("x", "y") })],
);

const action: fc.Arbitrary<Action> = oneOf<Action>(
  [8, set("x")],
  [4, set("y")],
  [4, fc.record({ do: fc.constant("add"), to: fc.constantFrom("x", "y"), by: fc.constant(1) })],
  [2, fc.record({ do: fc.constant("pick"), to: fc.constantFrom("x", "y") })],
  [4, fc.record({ do: fc.constant("count") })],
  [1, fc.record({ do: fc.constant("halt"), where: test })],
);

/** What processes are like: most fairness makes no difference unless some are held up, and others never are. */
type Temper = "any" | "held up" | "busy";

const guards: Readonly<Record<Temper, fc.Arbitrary<Test | undefined>>> = {
  any: rarely(3, test),
  "held up": oneOf<Test | undefined>([1, fc.constant(undefined)], [3, test]),
  busy: fc.constant(undefined),
};

/** What the code of a process may be. */
interface Style {
  readonly temper: Temper;
  /** Whether steps declare what they cost. */
  readonly costly: boolean;
}

/** @param free whether the process does not hold the mutex */
function pieceOf(depth: number, style: Style, free: boolean): fc.Arbitrary<Piece> {
  const step: fc.Arbitrary<Piece> = fc.record({
    piece: fc.constant("step"),
    guard: guards[style.temper],
    actions:
      style.temper === "busy"
        ? fc.array(change, { minLength: 1, maxLength: 2 })
        : fc.array(action, { maxLength: 2 }),
    mayWait: rarelyTrue(8),
    cost: style.costly
      ? fc.constantFrom<(Cost | undefined)[]>(undefined, "nothing", "preemption", "interrupt", "sleep")
      : fc.constant(undefined),
  });
  if (depth === 0) return step;
  const body = (minLength: number, maxLength: number, locked = false): fc.Arbitrary<Pieces> =>
    fc.array(pieceOf(depth - 1, style, free && !locked), { minLength, maxLength });
  return oneOf<Piece>(
    [10, step],
    [1, fc.record({ piece: fc.constant("when"), test, yes: body(0, 1), no: body(0, 1) })],
    [1, fc.record({ piece: fc.constant("repeat"), test, body: body(1, 1) })],
    [
      2,
      fc.record({
        piece: fc.constant("choose"),
        branches: fc.array(body(1, 1), { minLength: 2, maxLength: 2 }),
      }),
    ],
    ...(free
      ? [[1, fc.record({ piece: fc.constant("locked" as const), body: body(1, 1, true) })] as const]
      : []),
  );
}

const literal: fc.Arbitrary<Literal> = oneOf<Literal>(
  [
    5,
    fc.record({
      see: fc.constant("value"),
      test: oneOf<Test<Seen>>([4, testOf("x")], [2, testOf("y")], [2, testOf("g")]),
    }),
  ],
  [1, fc.record({ see: fc.constant("finished"), process: fc.nat({ max: 3 }) })],
  [
    6,
    fc.record({ see: fc.constant("at"), process: fc.constantFrom(0, 0, 0, 1, 2), label: fc.nat({ max: 5 }) }),
  ],
);

const predicate: fc.Arbitrary<Predicate> = fc.record({
  every: rarelyTrue(3),
  of: oneOf(
    [3, fc.array(literal, { minLength: 1, maxLength: 1 })],
    [1, fc.array(literal, { minLength: 2, maxLength: 2 })],
  ),
});

const at = (label: number): Predicate => ({ every: true, of: [{ see: "at", process: 0, label }] });

/** That the first process gets from one place to the next, or to some place. */
const progress = (kind: Claim["kind"]): fc.Arbitrary<Claim> =>
  fc
    .nat({ max: 3 })
    .map((label) =>
      kind === "eventually" ? { kind, comes: at(label + 1) } : { kind, from: at(label), to: at(label + 1) },
    );

const claim = (kind: Claim["kind"]): fc.Arbitrary<Claim> =>
  kind === "eventually"
    ? fc.record({ kind: fc.constant("eventually"), comes: predicate })
    : fc.record({ kind: fc.constant("leadsTo"), from: predicate, to: predicate });

const fairness = (...shares: readonly (Fairness | undefined)[]): fc.Arbitrary<Fairness | undefined> =>
  fc.constantFrom(...shares);

const fairnesses: Readonly<Record<Temper, fc.Arbitrary<Fairness | undefined>>> = {
  any: fairness("weak", "weak", "strong", "strong", undefined),
  "held up": fairness("weak", "strong", "strong", "strong"),
  busy: fairness("weak", "weak", "strong", undefined),
};

function processOf(temper: Temper, costly: boolean): fc.Arbitrary<ProcessDescription> {
  return fc.record({
    body: fc.array(pieceOf(temper === "busy" ? 1 : 2, { temper, costly }, true), {
      minLength: temper === "any" ? 1 : 2,
      maxLength: 3,
    }),
    forever: temper === "busy" ? fc.constant(true) : rarelyTrue(3).map((ends) => !ends),
    enabled: temper === "busy" ? fc.constant(undefined) : rarely(8, test),
    fair: fairnesses[temper],
    environment: rarelyTrue(temper === "held up" ? 12 : 6),
    mayWait: rarelyTrue(10),
  });
}

const processesOf = (
  costly: boolean,
  ...tempers: readonly Temper[]
): fc.Arbitrary<readonly ProcessDescription[]> =>
  fc.tuple(...tempers.map((temper) => processOf(temper, costly)));

const modelOf = (costly: boolean): fc.Arbitrary<ModelDescription> =>
  fc.record({
    x: fc.nat({ max: domains.x - 1 }),
    processes: oneOf<readonly ProcessDescription[]>(
      [1, processesOf(costly, "any")],
      [3, processesOf(costly, "any", "any")],
      [3, processesOf(costly, "any", "any", "any")],
      [1, processesOf(costly, "any", "any", "any", "any")],
      [9, processesOf(costly, "held up", "busy")],
      [3, processesOf(costly, "held up", "busy", "any")],
      [3, processesOf(costly, "held up", "held up", "busy")],
      [2, processesOf(costly, "held up", "busy", "busy")],
    ),
    claims: fc.tuple(claim("eventually"), progress("eventually"), claim("leadsTo"), progress("leadsTo")),
  });

/** Descriptions of models; in one of five, steps declare what they cost. */
export const modelDescription: fc.Arbitrary<ModelDescription> = oneOf(
  [4, modelOf(false)],
  [1, modelOf(true)],
);
