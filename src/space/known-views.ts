/** What is known of what steps and predicates read and write: learnt, not declared, and so only ever more. */

/** One read on the way to what a piece of code does. */
export interface KnownRead {
  readonly variable: number;
  /** The number of the question that was asked of the variable, or -1 for a read of its value. */
  readonly projection: number;
  /** The number of the value found, or of the class that the question puts it into. */
  readonly found: number;
}

/** What one outcome of a step does. */
export interface KnownOutcome {
  /** Variables with the numbers of the values that they are given; -1 where that is made of the value before. */
  readonly writes: readonly (readonly [variable: number, value: number])[];
  /** The location that it leads to. */
  readonly to: number;
  /** Whether it declares a cost. */
  readonly costs: boolean;
}

/** What a step does in one view of the variables. */
export interface KnownView {
  readonly process: number;
  /** Where its process is before it. */
  readonly location: number;
  /** All that it reads, in order; what it reads where it is blocked, too. */
  readonly reads: readonly KnownRead[];
  /** What the guard of its process reads. */
  readonly gate: readonly KnownRead[];
  /** Whether that guard lets it be taken. */
  readonly open: boolean;
  /** What all but that guard reads, whether or not the guard read it before; nothing where that is shut. */
  readonly own: readonly KnownRead[];
  /** None where it is blocked. What `own` found there already is not written. */
  readonly outcomes: readonly KnownOutcome[];
}

/** What a predicate reads in one view of the variables. */
export interface KnownPredicate {
  readonly property: string;
  readonly reads: readonly KnownRead[];
}

/** All that is known of what is read and written. Both lists grow, and what stands in them stays. */
export interface KnownViews {
  readonly views: readonly KnownView[];
  readonly predicates: readonly KnownPredicate[];
  /** Grows whenever more is known: views, or values of variables. */
  readonly knowledge: number;
  /** Whether the variable has held one value only, whatever was written to it. */
  isConstant(variable: number): boolean;
  /** The class that a question puts a value of its variable into. */
  classOf(projection: number, value: number): number;
  /** The question in words: `under scheduler`. */
  questionOf(projection: number): string;
}
