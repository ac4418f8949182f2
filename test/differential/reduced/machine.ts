/** Small random machines as plain data: tasks that move only while a CPU runs them, and what switches, wakes and interrupts them. */

import fc from "fast-check";
import type { Place } from "./places.js";

/** `p` and `q` are a task's own; `r` is its CPU's; `x` and `y` are everybody's. */
export type Where = Place<"x" | "y">;

export interface Test {
  readonly of: Where;
  readonly is: number;
}

export type Act =
  | { readonly do: "set"; readonly to: Where; readonly from: Where | number; readonly plus: number }
  | { readonly do: "note CPU"; readonly to: "p" | "q" }
  | { readonly do: "pick"; readonly to: Where }
  | { readonly do: "sleep" }
  | { readonly do: "yield" }
  | { readonly do: "wake" | "kill"; readonly task: number }
  | { readonly do: "fail"; readonly property: "P" | "Q"; readonly when: Test }
  | { readonly do: "halt"; readonly when: Test };

export type Piece =
  | {
      readonly piece: "step";
      readonly acts: readonly Act[];
      readonly guard: Test | undefined;
      readonly mayWait: boolean;
      readonly event: boolean;
    }
  | { readonly piece: "when"; readonly test: Test; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "loop"; readonly test: Test; readonly body: Pieces }
  | { readonly piece: "spin"; readonly test: Test }
  | { readonly piece: "choose" | "atomic" | "preempt off" | "irqs off" | "user"; readonly body: Pieces };
export type Pieces = readonly Piece[];

/** What a claim may look at. */
export type Literal =
  | { readonly see: "shared"; readonly of: "x" | "y"; readonly is: number }
  | { readonly see: "register"; readonly cpu: number; readonly is: number }
  | { readonly see: "own"; readonly task: number; readonly of: "p" | "q"; readonly is: number }
  | { readonly see: "finished" | "user"; readonly task: number }
  | { readonly see: "at"; readonly task: number; readonly step: number };

export interface Claim {
  readonly kind: "always" | "never" | "reachable";
  readonly all: readonly Literal[];
}

export interface MachineDescription {
  readonly cpus: number;
  readonly tasks: readonly { readonly pieces: Pieces; readonly pinned: boolean; readonly mayWait: boolean }[];
  /** Whether a task may go on on another CPU than the one that it ran on. */
  readonly migrates: boolean;
  /** Whether the scheduler may take a CPU away at any location, or only where preemption is on. */
  readonly asks: boolean;
  /** What an interrupt does, by step; no interrupts if there is none. */
  readonly interrupt: readonly (readonly Act[])[];
  /** Another process, which no CPU runs. */
  readonly device: Pieces;
  readonly declaresCosts: boolean;
  readonly schedulerMayWait: boolean;
  readonly claims: readonly Claim[];
}

const value = fc.nat({ max: 2 });
const own = fc.constantFrom<"p" | "q">("p", "q");
const anywhere = fc.oneof(
  { weight: 5, arbitrary: own as fc.Arbitrary<Where> },
  { weight: 3, arbitrary: fc.constantFrom<Where>("r", "x", "y") },
);
const test: fc.Arbitrary<Test> = fc.record({ of: anywhere, is: value });
const task = fc.nat({ max: 2 });

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      to: anywhere,
      from: fc.oneof(value, anywhere),
      plus: fc.nat({ max: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("note CPU" as const), to: own }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pick" as const), to: anywhere }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: "sleep" }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: "yield" }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("wake" as const, "wake", "wake", "wake", "kill"), task }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      property: fc.constantFrom("P", "Q"),
      when: test,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("halt" as const), when: test }) },
);

function piecesOf(depth: number, most: number): fc.Arbitrary<Pieces> {
  return fc.array(pieceOf(depth), { minLength: 1, maxLength: most });
}

function pieceOf(depth: number): fc.Arbitrary<Piece> {
  const step = fc.record({
    piece: fc.constant("step" as const),
    acts: fc.array(act, { maxLength: 2 }),
    guard: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: test }),
    mayWait: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    event: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  });
  if (depth === 0) return step;
  const body = piecesOf(depth - 1, 2);
  return fc.oneof(
    { weight: 8, arbitrary: step },
    { weight: 1, arbitrary: fc.record({ piece: fc.constant("when" as const), test, yes: body, no: body }) },
    { weight: 1, arbitrary: fc.record({ piece: fc.constant("loop" as const), test, body }) },
    { weight: 1, arbitrary: fc.record({ piece: fc.constant("spin" as const), test }) },
    {
      weight: 4,
      arbitrary: fc.record({
        piece: fc.constantFrom("choose" as const, "atomic", "preempt off", "preempt off", "irqs off", "user"),
        body,
      }),
    },
  );
}

const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({ see: fc.constant("shared" as const), of: fc.constantFrom("x", "y"), is: value }),
  fc.record({ see: fc.constant("register" as const), cpu: fc.nat({ max: 1 }), is: value }),
  fc.record({ see: fc.constant("own" as const), task, of: own, is: value }),
  fc.record({ see: fc.constantFrom("finished" as const, "user"), task }),
  fc.record({ see: fc.constant("at" as const), task, step: fc.nat({ max: 5 }) }),
);

export const machineDescription: fc.Arbitrary<MachineDescription> = fc.record({
  cpus: fc.integer({ min: 1, max: 2 }),
  tasks: fc.array(
    fc.record({
      pieces: piecesOf(2, 4),
      pinned: fc.boolean(),
      mayWait: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  migrates: fc.boolean(),
  asks: fc.boolean(),
  interrupt: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.array(act, { maxLength: 1 }), { minLength: 1, maxLength: 2 }) },
  ),
  device: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: piecesOf(0, 2) }),
  declaresCosts: fc.boolean(),
  schedulerMayWait: fc.boolean(),
  claims: fc.array(
    fc.record({
      kind: fc.constantFrom("always" as const, "never", "reachable"),
      all: fc.array(literal, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
