/** Small programs that terminate, as plain data: no program loops. `built-program.ts` makes models of them. */

export const shared = ["x", "y", "z"] as const;
export type Shared = (typeof shared)[number];

/** Values are 0 to 2; sums wrap around. */
export const domain = 3;

/** Of a variable, `t` being the process' own; or of where another process is, which is meant by its number, counted round. */
export type Test =
  | { readonly of: Shared | "t"; readonly is: "=" | "/="; readonly than: number }
  | { readonly process: number; readonly has: "begun" | "finished" };

/** What a step waits for; the tests are made in their order, and no further than need be. */
export interface Guard {
  readonly how: "all" | "any";
  readonly tests: readonly Test[];
}

export interface Assignment {
  readonly to: Shared | "t";
  readonly value: number | Shared | "t";
  readonly plus: number;
}

export type Mutex = "m" | "n";

/** One step each. */
export type Simple =
  | { readonly op: "write"; readonly to: Shared; readonly value: number }
  /** t := x */
  | { readonly op: "read"; readonly of: Shared }
  /** x := t + plus */
  | { readonly op: "put"; readonly to: Shared; readonly plus: number }
  /** t := x and x := x + 1 */
  | { readonly op: "fetch and add"; readonly of: Shared }
  /** x := x + 1, pointwise */
  | { readonly op: "bump"; readonly of: Shared }
  /** If x is what was expected, it is given the value; t says whether it was, 1 or 0. */
  | { readonly op: "cas"; readonly of: Shared; readonly expected: number; readonly value: number }
  /** A write if t is 1, and nothing if it is not. */
  | { readonly op: "write if t"; readonly to: Shared; readonly value: number }
  /** A test, then one list of assignments or the other; blocked while the guard is false. */
  | {
      readonly op: "multi";
      readonly guard: Guard | undefined;
      readonly test: Test | undefined;
      readonly yes: readonly Assignment[];
      readonly no: readonly Assignment[];
    }
  /** Any of the values. */
  | { readonly op: "pick"; readonly to: Shared; readonly from: readonly number[] }
  /** To any of the variables. */
  | { readonly op: "scatter"; readonly to: readonly Shared[]; readonly value: number }
  /** t := whether the other process has begun, or finished, 1 or 0. */
  | { readonly op: "look"; readonly process: number; readonly has: "begun" | "finished" }
  | { readonly op: "fail" | "halt"; readonly unless: Test | undefined };

export type Op =
  | Simple
  | { readonly op: "when"; readonly test: Test; readonly yes: Ops; readonly no: Ops }
  | { readonly op: "choose"; readonly branches: readonly Ops[] }
  | { readonly op: "atomic"; readonly body: readonly Simple[] }
  /** Never given back. */
  | { readonly op: "lock"; readonly mutex: Mutex }
  | { readonly op: "locked"; readonly mutex: Mutex; readonly body: Ops }
  | { readonly op: "try"; readonly mutex: Mutex; readonly body: Ops; readonly otherwise: Ops }
  /** Locks, waits for the condition variable unless the test is true, and unlocks. */
  | { readonly op: "wait"; readonly mutex: Mutex; readonly test: Test }
  | { readonly op: "signal" | "broadcast" };
export type Ops = readonly Op[];

/** That all the tests are true at once, never or always the opposite. */
export interface Claim {
  readonly kind: "never" | "always";
  readonly tests: readonly Test[];
}

export interface Program {
  readonly start: Readonly<Record<Shared, number>>;
  /** At least one process, each of at least one op. */
  readonly processes: readonly Ops[];
  readonly claims: readonly Claim[];
}
