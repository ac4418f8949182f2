/** The matchers as a test sees them, in every runner: their types, and the order of their arguments. */

import type { Family } from "../model/family.js";
import type { Style } from "../render/style.js";
import type { Answer } from "./answer.js";
import type { Claim, Claims, StateOf } from "./asked.js";
import { type DeclareTest, declareTests, type EachOptions } from "./declared-tests.js";
import { explore } from "./explore.js";
import { type Figures, toBeDeadlockFree, toHold, toReach, toViolate, type Where } from "./matchers.js";
import type { TestOptions } from "./options.js";

/** What is added to `expect(received)`, where `received` is a `T`, and a matcher returns an `R`. */
export interface ModelMatchers<T, R = void> {
  /**
   * Passes where every property holds: all of the model's own, or the given ones: names, or claims that the model does not make itself.
   * Behind `.not`: where at least one is violated, or unreached.
   */
  toHold(claims?: Claims<StateOf<T>>, options?: TestOptions): R;
  /** Passes where the property is violated, and its least trace costs exactly what is given of its cost. */
  toViolate(claim: Claim<StateOf<T>>, figures?: Figures, options?: TestOptions): R;
  /** Passes where some reachable state satisfies the predicate. */
  toReach(predicate: (state: StateOf<T>) => boolean, options?: TestOptions): R;
  /** Passes where nothing ever stops for good while a process waits that may not wait for ever. */
  toBeDeadlockFree(options?: TestOptions): R;
}

/** The functions by which a runner emphasises text, where it does. */
export interface Colours {
  readonly EXPECTED_COLOR: (text: string) => string;
  readonly RECEIVED_COLOR: (text: string) => string;
  readonly BOLD_WEIGHT: (text: string) => string;
  readonly DIM_COLOR: (text: string) => string;
}

export function styleOf(colours: Colours): Style {
  // Each is handed its text alone: Jest's join all that they are handed.
  return {
    ascii: false,
    good: (text) => colours.EXPECTED_COLOR(text),
    bad: (text) => colours.RECEIVED_COLOR(text),
    strong: (text) => colours.BOLD_WEIGHT(text),
    faint: (text) => colours.DIM_COLOR(text),
  };
}

/** The matchers as `expect.extend` takes them. `where` tells what `this` is in the runner. */
export function matchersIn<This>(where: (state: This) => Where) {
  return {
    toHold(this: This, received: unknown, claims?: Claims, options?: TestOptions): Answer {
      return toHold(received, claims, options, where(this));
    },
    toViolate(this: This, received: unknown, claim: Claim, figures?: Figures, options?: TestOptions): Answer {
      return toViolate(received, claim, { figures, options }, where(this));
    },
    toReach(
      this: This,
      received: unknown,
      predicate: (state: never) => boolean,
      options?: TestOptions,
    ): Answer {
      return toReach(received, predicate, options, where(this));
    },
    toBeDeadlockFree(this: This, received: unknown, options?: TestOptions): Answer {
      return toBeDeadlockFree(received, options, where(this));
    },
  };
}

/** `explore`, and the declaring of a table's tests. */
export type Explore = typeof explore & {
  /**
   * Declares a test for each property of each variant of `families`, against the verdict that the family states. An instance is
   * explored once, by the first of its tests that runs.
   */
  each(families: Family | readonly Family[], options?: EachOptions): void;
};

export function exploreIn(declare: DeclareTest): Explore {
  // A function of its own: that of preempt itself is not to be changed by who registers matchers.
  const exploring: typeof explore = (model, options) => explore(model, options);
  return Object.assign(exploring, {
    each: (families: Family | readonly Family[], options?: EachOptions): void =>
      declareTests(declare, families, options),
  });
}
