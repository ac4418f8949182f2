/** One campaign: every configuration that fast-check hands over, judged, and what is to be remembered of them. */

import type { Report } from "../../check.js";
import { type Failure, failsAlike, type Judged, type Met } from "./judged.js";

/** What a campaign needs to judge by. */
export interface Judges<T> {
  readonly judge: (configuration: T, properties?: readonly string[]) => Judged;
  /** A text that equal configurations share and others do not; undefined where there is none. */
  readonly key: (configuration: T) => string | undefined;
  readonly acceptsInconclusive: boolean;
}

/**
 * Configurations as they come. fast-check draws until one fails; what it hands over from then on are smaller ones, and such a
 * one fails only where it fails alike.
 */
export class Campaign<T> {
  readonly #judges: Judges<T>;
  readonly #tried = new Set<string>();
  #failure: Failure | undefined;
  #largest = 0;
  #states = 0;
  #transitions = 0;
  #inconclusive = 0;
  #repeated = 0;
  #smaller = 0;
  readonly #reached = new Map<string, number>();

  constructor(judges: Judges<T>) {
    this.#judges = judges;
  }

  /** Whether nothing is wrong with `configuration`. Throws what the judge throws to pass it over. */
  readonly passes = (configuration: T): boolean =>
    this.#failure === undefined
      ? this.#drawn(configuration)
      : this.#isNoSmaller(configuration, this.#failure);

  #drawn(configuration: T): boolean {
    const key = this.#judges.key(configuration);
    if (this.#isKnown(key)) {
      this.#repeated += 1;
      return true;
    }
    const judged = this.#judge(configuration, key);
    if ("report" in judged) this.#count(judged.report, "met" in judged ? judged.met : {});
    if (judged.kind === "held") return true;
    if (judged.kind === "inconclusive" && this.#judges.acceptsInconclusive) {
      this.#inconclusive += 1;
      return true;
    }
    this.#failure = judged;
    return false;
  }

  #isNoSmaller(configuration: T, failure: Failure): boolean {
    if (failure.kind === "inconclusive" || failure.kind === "changed") return true;
    this.#smaller += 1;
    const key = this.#judges.key(configuration);
    // One that was tried is no progress, and one that comes of itself would be tried for ever.
    if (this.#isKnown(key)) return true;
    const wanted = failure.kind === "violated" ? [failure.property] : undefined;
    const judged = this.#judge(configuration, key, wanted);
    // What build changes may be a part of the one that failed, too.
    if (judged.kind !== "changed" && !failsAlike(failure, judged)) return true;
    this.#failure = judged;
    return false;
  }

  /** Whether an equal configuration has come before. */
  #isKnown(key: string | undefined): boolean {
    return key !== undefined && this.#tried.has(key);
  }

  /**
   * What the judge says of a configuration, which then is known; but where that is not any more what it was, this. Throws what the
   * judge throws to pass it over.
   *
   * @param key of the configuration, before anything is built of it
   */
  #judge(configuration: T, key: string | undefined, properties?: readonly string[]): Judged {
    let judged: Judged | undefined;
    let passedOver: unknown;
    try {
      judged = this.#judges.judge(configuration, properties);
    } catch (thrown) {
      passedOver = thrown;
    }
    const now = this.#judges.key(configuration);
    if (now !== key) {
      const told = (text: string | undefined): string => text ?? "something that has no text of its own";
      const message = `it was ${told(key)}, and is ${told(now)}: a build must copy what it changes`;
      return { kind: "changed", message };
    }
    if (judged === undefined) throw passedOver;
    if (key !== undefined) this.#tried.add(key);
    return judged;
  }

  #count({ grounds }: Report, met: Met): void {
    this.#states += grounds.states;
    this.#transitions += grounds.transitions;
    this.#largest = Math.max(this.#largest, grounds.states);
    for (const [claim, isMet] of Object.entries(met))
      this.#reached.set(claim, (this.#reached.get(claim) ?? 0) + (isMet ? 1 : 0));
  }

  /** How the configuration that failed last fails: the smallest there is. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** How many smaller configurations fast-check handed over. */
  get smaller(): number {
    return this.#smaller;
  }

  /** What was explored before anything failed. */
  get explored() {
    return {
      repeated: this.#repeated,
      inconclusive: this.#inconclusive,
      states: this.#states,
      transitions: this.#transitions,
      largest: this.#largest,
      reached: Object.fromEntries(this.#reached),
    };
  }
}
