/** Rich models as plain data: what fast-check makes, shrinks and prints. Numbers that name something are counted round. */

import type { Cost } from "preempt";

/** What a model is about, beside `x`, `y`, `tick` and what every process has: it has the variables of its themes alone. */
export const themes = ["nested", "indexed", "collections", "words", "locks", "ghosts"] as const;
export type Theme = (typeof themes)[number];

/** A number that steps read and write, from where a process stands. */
export type Place =
  | { readonly at: "x" | "y" | "a" | "b" | "t" | "here" }
  | { readonly at: "slot" | "cpu"; readonly index: Index };

/** Which of several: by number, or by what a variable holds. */
export type Index = number | "x" | "y" | "t";

/** A number that can be read. */
export type Source =
  | Place
  | {
      readonly at:
        | "tick"
        | "seen"
        | "size of list"
        | "last of list"
        | "sum of list"
        | "size of map"
        | "size of bag"
        | "first of order"
        | "left of pair"
        | "waiting"
        /** Destructuring, Object.entries and spread, each of a group. */
        | "regs taken apart"
        | "entries of regs"
        | "spread of dev";
    }
  | { readonly at: "in map"; readonly key: string }
  | { readonly at: "spread of slot"; readonly index: Index }
  | { readonly at: "t of process"; readonly process: number }
  /** For ghosts, failures and claims alone. */
  | { readonly at: "g" | "size of log" };

export type Term = number | Source;
export type Lock = "m" | "n" | "pool";

export type Test =
  | { readonly is: "=" | "/=" | "<"; readonly of: Source; readonly than: Term }
  | { readonly is: "flag" }
  | { readonly is: "word"; readonly word: string | null }
  | { readonly is: "mode"; readonly word: string }
  | { readonly is: "owned"; readonly index: Index; readonly by: number | null }
  | { readonly is: "held"; readonly lock: "m" | "n"; readonly by: number | null }
  | { readonly is: "has"; readonly which: "bag" | "order"; readonly value: number }
  | { readonly is: "at" | "in"; readonly process: number; readonly which: number }
  | { readonly is: "finished"; readonly process: number }
  /** JSON.stringify and `in`. */
  | { readonly is: "text"; readonly of: "dev" | "slot" | "regs"; readonly text: string }
  | { readonly is: "declared"; readonly name: string; readonly of: Source }
  | { readonly is: "not"; readonly test: Test }
  | { readonly is: "and" | "or"; readonly first: Test; readonly second: Test };

export type Updated = "x" | "y" | "t" | "a" | "b" | "here" | "slot" | "list" | "flag" | "word" | "g" | "log";

export type Action =
  | {
      readonly do: "set";
      readonly to: Place;
      readonly value: Term;
      readonly times: number;
      readonly plus: number;
    }
  /** A pointwise update: of a number by that factor and summand, of anything else in a way of its own. */
  | { readonly do: "update"; readonly of: Updated; readonly times: number; readonly plus: number }
  | { readonly do: "tick"; readonly by: number }
  | { readonly do: "flip" | "sort list" | "sort order" | "double list" }
  | { readonly do: "say"; readonly word: string | null }
  | { readonly do: "mode"; readonly word: string }
  | { readonly do: "note"; readonly word: string }
  | { readonly do: "own"; readonly index: Index }
  | { readonly do: "pick"; readonly to: Place; readonly from: readonly number[] }
  /** As many options as `count` says, and where `again` is given another choice, of as many as the first came to. */
  | {
      readonly do: "pick some";
      readonly to: Place;
      readonly count: Source;
      readonly again: Place | undefined;
    }
  | { readonly do: "push" | "left"; readonly value: Term }
  | { readonly do: "put"; readonly key: string; readonly value: Term }
  | { readonly do: "drop"; readonly key: string }
  | { readonly do: "add" | "remove"; readonly which: "bag" | "order"; readonly value: Term }
  | { readonly do: "migrate"; readonly to: Index }
  | { readonly do: "remember"; readonly value: Term | null }
  /** Puts a value behind those that the ghost holds already; appends to the log; counts the spare one up. */
  | { readonly do: "record"; readonly value: Term }
  | { readonly do: "log" | "spare"; readonly value: Term }
  | { readonly do: "fail"; readonly property: Assertion; readonly unless: Test | undefined }
  | { readonly do: "halt"; readonly unless: Test };

export const assertions = ["P", "Q"] as const;
export type Assertion = (typeof assertions)[number];

export type StepCost = Cost | { readonly where: Test; readonly yes: Cost; readonly no: Cost };

export type Piece =
  | {
      readonly piece: "step";
      readonly actions: readonly Action[];
      readonly guard: Test | undefined;
      readonly cost: StepCost | undefined;
      readonly mayWait: boolean;
    }
  /** So many rounds, and then it can be gone through again. */
  | { readonly piece: "rounds"; readonly times: number; readonly actions: readonly Action[] }
  | { readonly piece: "while"; readonly test: Test; readonly body: Pieces }
  /** Round and round, until the test that follows the body is passed. */
  | { readonly piece: "cycle"; readonly until: Test; readonly body: Pieces }
  | { readonly piece: "when"; readonly test: Test; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "atomic" | "mode" | "lift"; readonly body: Pieces }
  | { readonly piece: "section"; readonly attribute: "irqs off" | "busy"; readonly body: Pieces }
  | { readonly piece: "locked"; readonly lock: Lock; readonly index: Index; readonly body: Pieces }
  | {
      readonly piece: "try locked";
      readonly lock: Lock;
      readonly index: Index;
      readonly body: Pieces;
      readonly otherwise: Pieces;
    }
  | { readonly piece: "await"; readonly lock: "m" | "n"; readonly test: Test }
  | { readonly piece: "signal" | "broadcast" };
export type Pieces = readonly Piece[];

export interface ProcessDescription {
  readonly pieces: Pieces;
  /** Whether it begins anew at the end of its program. */
  readonly forever: boolean;
  /** Its CPU: a number, where its local says, or where a shared variable does. */
  readonly cpu: number | "home" | "x";
  readonly mayWait: boolean;
  readonly environment: boolean;
}

/** What a claim can compare whole states by, and the theme that it belongs to. */
export const visible = {
  x: undefined,
  y: undefined,
  tick: undefined,
  places: undefined,
  locals: undefined,
  regs: "nested",
  mode: "nested",
  slots: "indexed",
  cpus: "indexed",
  homes: "indexed",
  list: "collections",
  map: "collections",
  bag: "collections",
  order: "collections",
  pair: "collections",
  flag: "words",
  word: "words",
  holders: "locks",
  waiting: "locks",
  g: "ghosts",
  log: "ghosts",
  spare: "ghosts",
} as const satisfies Readonly<Record<string, Theme | undefined>>;
export type Visible = keyof typeof visible;

export interface ClaimDescription {
  readonly kind: "always" | "never" | "reachable" | "impossible";
  readonly of:
    | { readonly all: readonly Test[]; readonly atEnd: boolean }
    /** States that look in `alike` as the one of that number does. */
    | { readonly alike: readonly Visible[]; readonly state: number };
}

/** A model, as plain data. */
export interface ModelDescription {
  readonly themes: readonly Theme[];
  readonly start: {
    readonly x: number;
    readonly y: number;
    readonly flag: boolean;
    readonly word: string | null;
  };
  /** Numbers are below this, sums wrap around; `tick` goes up to the limit. */
  readonly values: number;
  readonly limit: number;
  readonly processes: readonly ProcessDescription[];
  readonly claims: readonly ClaimDescription[];
  /** Whether a claim reads every ghost, so that none can be left out of the state. */
  readonly readsGhosts: boolean;
}

/** Whether costs are counted from switches, or declared by steps. */
export type Flavour = "plain" | "declared";
