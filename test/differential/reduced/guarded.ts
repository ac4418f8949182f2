/**
 * Small random models as plain data, in which anything may hang on anything: guards of steps and of whole processes, CPUs,
 * costs and claims look at variables of every kind, at locks, and at where the others are.
 */

import fc from "fast-check";
import type { Cost } from "preempt";
import { one, oneOf, rarely, rarelyTrue } from "../rich/random-terms.js";
import type { Own, Place } from "./places.js";

const own: readonly Own[] = ["p", "q"];
const shared = ["u", "x", "y", "z"] as const;
export type Shared = (typeof shared)[number];
export type Where = Place<Shared>;

/** Values are 0 to 2, but for those that are counted up. */
export const domain = 3;
type Plus = 0 | 1 | 2;

/** What is to be seen from outside every process; a process is meant by its number, counted round. */
export type Seen =
  | { readonly see: "shared"; readonly of: Shared; readonly is: number }
  | { readonly see: "register"; readonly cpu: number; readonly is: number }
  | { readonly see: "own of"; readonly process: number; readonly of: Own; readonly is: number }
  | {
      readonly see: "finished" | "preemption on" | "user";
      readonly process: number;
      readonly yes: boolean;
    }
  /** The label is meant by its number in the program, counted round. */
  | { readonly see: "at"; readonly process: number; readonly label: number; readonly yes: boolean }
  /** Null where the mutex is free. */
  | { readonly see: "holder"; readonly process: number | null }
  | { readonly see: "waiting"; readonly is: number };

/** What a process sees. */
export type Literal =
  | Seen
  | { readonly see: "own"; readonly of: Own; readonly is: number }
  | { readonly see: "here"; readonly is: number };

/** What a claim sees. */
export type Claimed = Seen | { readonly see: "ghost"; readonly is: number };

/** The literals are asked in their order, and no further than it takes. */
export interface Test<L = Literal> {
  /** Whether one of them is enough. */
  readonly any: boolean;
  readonly of: readonly L[];
}

export type Act =
  | { readonly do: "set"; readonly to: Where; readonly from: Where | number; readonly plus: number }
  | { readonly do: "set if"; readonly when: Test; readonly to: Where; readonly value: number }
  | { readonly do: "set far"; readonly cpu: number; readonly value: number }
  | { readonly do: "update"; readonly to: Where; readonly plus: Plus }
  | { readonly do: "count"; readonly to: "p" | "u"; readonly upTo: number }
  | { readonly do: "pick"; readonly to: Where }
  | { readonly do: "fail" | "halt"; readonly when: Test }
  | { readonly do: "record" };

export type StepCost = Cost | { readonly when: Test; readonly cost: Cost };

export type Piece =
  | {
      readonly piece: "step";
      readonly acts: readonly Act[];
      readonly guard: Test | undefined;
      readonly mayWait: boolean;
      readonly cost: StepCost | undefined;
    }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "when"; readonly test: Test; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "loop"; readonly test: Test; readonly body: Pieces }
  | { readonly piece: "spin"; readonly test: Test }
  | {
      readonly piece: "atomic" | "preempt off" | "user" | "locked" | "try locked" | "if free";
      readonly body: Pieces;
    }
  | { readonly piece: "wait" | "signal" | "broadcast" };
export type Pieces = readonly Piece[];

export interface ProcessDescription {
  readonly pieces: Pieces;
  /** The process cannot move where this is false. */
  readonly gate: Test | undefined;
  /** A number, or the variable that tells it. */
  readonly cpu: number | Own | Shared;
  readonly mayWait: boolean;
  readonly environment: boolean;
  readonly forever: boolean;
}

export interface Claim {
  readonly kind: "always" | "never" | "reachable";
  readonly test: Test<Claimed>;
}

export interface GuardedDescription {
  readonly processes: readonly ProcessDescription[];
  readonly declaresCosts: boolean;
  readonly claims: readonly Claim[];
}

const value = fc.nat({ max: domain - 1 });
/** All begin at 0: what asked for anything else at first would mostly be a process that never moves. */
const is = oneOf<number>([1, one(0)], [1, value]);
const process = fc.nat({ max: 2 });
const cpu = fc.nat({ max: 1 });
const yes = fc.boolean();
const anOwn = fc.constantFrom(...own);
const aShared = fc.constantFrom(...shared);
const where = oneOf<Where>([6, anOwn], [4, oneOf<Where>([5, aShared], [1, one("r")])]);

const ownOfThe = (number: fc.Arbitrary<number>): fc.Arbitrary<Seen> =>
  fc.record({ see: one("own of"), process: number, of: anOwn, is: value });
const ownOf = ownOfThe(process);
const ofOthers = oneOf<Seen>(
  [3, fc.record({ see: fc.constantFrom("finished", "preemption on", "user"), process, yes })],
  [3, fc.record({ see: one("at"), process, label: fc.nat({ max: 7 }), yes })],
  [3, ownOf],
  [2, fc.record({ see: one("holder"), process: fc.option<number>(process) })],
  [1, fc.record({ see: one("waiting"), is: cpu })],
  [1, fc.record({ see: one("register"), cpu, is })],
);
const ofShared = fc.record({ see: one("shared"), of: aShared, is });

const literal = oneOf<Literal>(
  [8, fc.record({ see: one("own"), of: anOwn, is })],
  [7, ofShared],
  [1, fc.record({ see: one("here"), is })],
  [8, ofOthers],
);
const claimed = oneOf<Claimed>(
  [6, ofShared],
  [6, ownOf],
  [6, ofOthers],
  [1, fc.record({ see: one("ghost"), is })],
);

const testOf = <L>(of: fc.Arbitrary<L>, most: number): fc.Arbitrary<Test<L>> =>
  fc.record({ any: fc.boolean(), of: fc.array(of, { minLength: 1, maxLength: most }) });
const test = testOf(literal, 2);
/** What two processes hold at the same time: only some orders of their steps bring it about. */
const atOnce: fc.Arbitrary<Test<Claimed>> = fc.record({
  any: one(false),
  of: fc.tuple(ownOfThe(one(0)), ownOfThe(one(1))),
});

const act: fc.Arbitrary<Act> = oneOf<Act>(
  [12, fc.record({ do: one("set"), to: where, from: fc.oneof(value, where), plus: fc.nat({ max: 1 }) })],
  [4, fc.record({ do: one("update"), to: where, plus: fc.constantFrom(0, 1, 2) })],
  [2, fc.record({ do: one("count"), to: fc.constantFrom("p", "u"), upTo: fc.integer({ min: 4, max: 9 }) })],
  [2, fc.record({ do: one("set if"), when: test, to: where, value })],
  [1, fc.record({ do: one("set far"), cpu, value })],
  [1, fc.record({ do: one("pick"), to: where })],
  [2, fc.record({ do: fc.constantFrom("fail", "halt"), when: test })],
  [1, fc.record({ do: one("record") })],
);

const aCost = fc.constantFrom<Cost[]>("nothing", "preemption", "interrupt", "migration", "sleep");
const cost = fc.oneof(aCost, fc.record({ when: test, cost: aCost }));

const step: fc.Arbitrary<Piece> = fc.record({
  piece: one("step"),
  acts: fc.array(act, { maxLength: 2 }),
  guard: rarely(6, test),
  mayWait: rarelyTrue(6),
  cost: rarely(8, cost),
});

function piecesOf(depth: number, most: number): fc.Arbitrary<Pieces> {
  return fc.array(depth === 0 ? step : compound(depth), { minLength: 1, maxLength: most });
}

/** A step, or what has pieces inside it, `depth` deep at most. */
function compound(depth: number): fc.Arbitrary<Piece> {
  const body = piecesOf(depth - 1, 2);
  return oneOf<Piece>(
    [20, step],
    [4, fc.record({ piece: one("choose"), branches: fc.array(body, { minLength: 2, maxLength: 3 }) })],
    [2, fc.record({ piece: one("when"), test, yes: body, no: body })],
    [2, fc.record({ piece: one("loop"), test, body })],
    [1, fc.record({ piece: one("spin"), test })],
    [3, fc.record({ piece: fc.constantFrom("atomic", "preempt off", "user"), body })],
    [2, fc.record({ piece: fc.constantFrom("locked", "try locked", "if free"), body })],
    [2, fc.record({ piece: fc.constantFrom("wait", "signal", "broadcast") })],
  );
}

export const guardedDescription: fc.Arbitrary<GuardedDescription> = fc.record({
  processes: fc.array(
    fc.record({
      pieces: piecesOf(2, 4),
      gate: rarely(3, test),
      cpu: fc.oneof(cpu, fc.constantFrom<(Own | Shared)[]>("x", "p", "u")),
      mayWait: rarelyTrue(3),
      environment: rarelyTrue(6),
      forever: rarelyTrue(8),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  declaresCosts: fc.boolean(),
  claims: fc.array(
    fc.record({
      kind: fc.constantFrom("always", "never", "reachable"),
      test: fc.oneof(testOf(claimed, 3), atOnce),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
