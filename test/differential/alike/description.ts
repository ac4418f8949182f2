/**
 * Random models of which some elements are alike, as plain data: what fast-check makes, shrinks and prints.
 *
 * A crew of workers runs one program, and there are boxes that nobody can tell apart either. What a program says of elements
 * it says from where it stands (`me`, whoever has the `turn`), so that each has the same to do; `first` and `first that is up`, which
 * tell them apart, are said in oddities alone.
 */

import type { Cost } from "preempt";

/** Values are 0 to 2; sums wrap around. */
export const domain = 3;

/** A worker, as something points at it. */
export type Worker =
  | "me"
  | "none"
  | "turn"
  | "my friend"
  | "my note"
  | "head of queue"
  | "user of pick"
  | "that"
  | "first"
  | "first that is up";
/** The same, where a step may choose. The last is a mistake where nobody waits. */
export type Chosen = Worker | "any" | "another" | "any of the waiting";
/** A box. */
export type Box = "none" | "me" | "pick" | "my box";
export type ChosenBox = Box | "any";

export type Amount =
  | number
  | "x"
  | "my count"
  | "my level"
  | "level of turn"
  | "level of that"
  | "full of pick"
  | "queued"
  | "waiting"
  | "voters"
  | "how many are up";

export type Test =
  | { readonly is: "=" | "/=" | "<"; readonly of: Amount; readonly than: Amount }
  | { readonly is: "same"; readonly of: Worker; readonly than: Worker }
  | { readonly is: "same box"; readonly of: Box; readonly than: Box }
  | { readonly is: "waiting" | "owner" | "has voted" | "holds pick"; readonly of: Worker }
  | { readonly is: "some other" | "every other"; readonly what: "up" | "finished" | "quiet" | "mine" }
  | { readonly is: "latest" }
  | { readonly is: "not"; readonly test: Test };

export const assertions = ["P", "Q"] as const;

export type Action =
  | {
      readonly do: "set" | "set twice";
      readonly to: "x" | "my count" | "my level" | "level of turn" | "level of that" | "full of pick";
      readonly value: Amount;
      readonly plus: number;
    }
  /** An update that does not look. */
  | { readonly do: "grow"; readonly to: "x" | "my level" }
  | {
      readonly do: "point";
      readonly to: "turn" | "my friend" | "my note" | "user of pick" | "ghost";
      readonly at: Chosen;
    }
  | { readonly do: "pick"; readonly to: "pick" | "my box"; readonly at: ChosenBox }
  | { readonly do: "own" | "queue" | "hold pick" | "wait" | "stop waiting"; readonly who: Chosen }
  | { readonly do: "vote"; readonly value: Amount }
  | { readonly do: "serve" | "write" }
  /** Contents of another's image into one's own. */
  | { readonly do: "copy"; readonly from: Worker }
  | { readonly do: "fail"; readonly property: (typeof assertions)[number]; readonly unless: Test | undefined }
  | { readonly do: "halt"; readonly unless: Test };

export type StepCost = Cost | { readonly where: Test; readonly yes: Cost; readonly no: Cost };

export interface StepPiece {
  readonly piece: "step";
  readonly actions: readonly Action[];
  readonly guard: Test | undefined;
  readonly cost: StepCost | undefined;
  readonly mayWait: boolean;
}

export type Piece =
  | StepPiece
  | { readonly piece: "loop"; readonly times: number; readonly body: StepPiece }
  | { readonly piece: "when"; readonly test: Test; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "atomic" | "quiet"; readonly body: Pieces }
  | { readonly piece: "locked"; readonly mutex: Lock; readonly body: Pieces }
  | { readonly piece: "try locked"; readonly mutex: Lock; readonly body: Pieces; readonly otherwise: Pieces }
  | { readonly piece: "await"; readonly test: Test }
  | { readonly piece: "signal" | "broadcast" }
  /** A choice among all others, each a branch of its own that is labelled by its name; under its lock, perhaps. */
  | { readonly piece: "each other"; readonly locked: boolean; readonly step: StepPiece };
export type Pieces = readonly Piece[];

/** A mutex of all, or one's own. */
export type Lock = "m" | "mine";

export interface ProcessDescription {
  readonly pieces: Pieces;
  /** Whether it begins again when it has come to its end. */
  readonly forever: boolean;
  readonly enabled: Test | undefined;
  readonly mayWait: boolean;
  readonly environment: boolean;
}

/** What is true of one worker, of some, of a number of them … */
export type ClaimDescription = {
  readonly kind: "always" | "never" | "reachable" | "impossible";
  readonly of: /** The same whoever changes places; the first two by `forAll` and `exists`, or by a loop of their own. */
    | { readonly about: "all" | "some"; readonly parts: boolean; readonly test: Test }
    | { readonly about: "how many"; readonly test: Test; readonly are: number }
    | { readonly about: "nobody in particular"; readonly test: Test }
    /** States that look as the one does that these moves lead to, whoever is who; each move is counted round. */
    | { readonly about: "after"; readonly moves: readonly number[] }
    /** One worker, counted round. */
    | { readonly about: "one"; readonly worker: number; readonly test: Test };
};

/** Elements that are alike: how many there are, and whether they are numbers or names. */
export interface Elements {
  readonly count: number;
  readonly numbered: boolean;
}

/** A model, as plain data. */
export interface ModelDescription {
  readonly workers: Elements;
  readonly boxes: Elements;
  readonly worker: ProcessDescription;
  /** A second process of each worker. */
  readonly helper: ProcessDescription | undefined;
  /** A process of each box. */
  readonly box: ProcessDescription | undefined;
  /** One that is like no other. */
  readonly other: ProcessDescription | undefined;
  /** The initial values: workers and boxes by number, counted round; none where undefined. Levels are of worker 0, 1 …  */
  readonly start: {
    readonly x: number;
    readonly turn: number | undefined;
    readonly pick: number | undefined;
    readonly levels: readonly number[];
  };
  readonly claims: readonly ClaimDescription[];
}

/** Something that makes the declaration untrue, if it is ever come upon. */
export type Oddity =
  /** The program of one worker, or box, has a spot that differs; counted round, both. */
  | { readonly odd: "one"; readonly element: number; readonly spot: number }
  /** All programs name the first worker in one spot. */
  | { readonly odd: "all"; readonly spot: number }
  /** A variable that holds elements' numbers is not declared, or what else values call the workers by. */
  | { readonly odd: "undeclared"; readonly spot: number };
