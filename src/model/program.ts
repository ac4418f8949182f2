/** Programs as control-flow graphs: locations, and the steps that lead from one to the next. */

import type { Erased, Operation, Source, StepNode, WhenNode } from "./code.js";
import type { Body, Guard } from "./context.js";

/** A set of attributes, in order; sets with the same attributes are the same object. */
export type Attributes = readonly string[];

/** What one step does to the state, and where it leads. */
export type Effect =
  | { readonly kind: "body"; readonly body: Body<Erased> | undefined; readonly to: Location }
  | { readonly kind: "operation"; readonly operation: Operation; readonly to: Location }
  | {
      readonly kind: "test";
      readonly condition: WhenNode["condition"];
      readonly yes: Location;
      readonly no: Location;
    }
  | { readonly kind: "atomic"; readonly because: string; readonly entry: Location };

/** One atomic, labelled move of a process. */
export interface Step {
  readonly label: string;
  /** Its process' guard, which is asked first; none inside an atomic block. */
  readonly gate: Guard<Erased> | undefined;
  /** Its own guard. */
  readonly enabled: Guard<Erased> | undefined;
  readonly effect: Effect;
  readonly cost: StepNode["cost"];
  readonly mayWait: boolean;
  /** The routine that it stands in, and those that called it, outermost first. */
  readonly calls: readonly Source[];
  /** The sections and modes that it stands in. */
  readonly under: Attributes;
}

/** Where a process is, between two steps. */
export interface Location {
  /** Its number in the program; the value of the process' location variable. */
  readonly index: number;
  readonly attributes: Attributes;
  /** What can be done next; none at the end of the program. */
  readonly steps: readonly Step[];
  /** Inside an atomic block: never a location of a state. */
  readonly inner: boolean;
}

/** What one process runs. */
export interface Program {
  readonly start: Location;
  /** By number; inner ones among them. */
  readonly locations: readonly Location[];
  readonly declaresCosts: boolean;
  /** The labels of its steps, and the attributes of its locations: what a predicate may ask for. */
  readonly labels: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}
