/** How fast a search goes, and how long it still takes, as far as that can be told. */

import type { Progress } from "../search/judge.js";

/** How far a search has come, and how fast it goes. */
export interface Shown {
  readonly progress: Progress;
  /** Since the beginning. */
  readonly seconds: number;
  /** States in a second, or steps where runs are made, since this search began. */
  readonly rate: number;
  /** Seconds that are left if levels go on shrinking as the last ones did; undefined where they do not. */
  readonly left: number | undefined;
}

/** So many levels have to shrink, one after the other, before anything is said of what is left. */
const enough = 4;

/** Nothing is said where one of them is more than this share of the one before: near 1 a little more or less of it is hours. */
const steep = 0.85;

/** What is done in the order of which the rate is told. */
const doneBy = ({ runs, states, transitions }: Progress): number =>
  runs === undefined ? states : transitions;

/**
 * Watches a search. Of how long it still takes nothing is known while its levels grow. When they shrink, and each is at most r times as
 * large as the one before, what was come upon and not expanded is followed by at most that times r + r² + …; so it
 * is frontier ÷ (1 − r), with the r of the last levels, which later ones need not keep to.
 */
export class Pace {
  #strategy = "";
  #from = { done: 0, seconds: 0 };
  #depth = 0;
  #expanded = 0;
  /** Of the last levels: how many states each had. */
  #levels: readonly number[] = [];

  /** Takes note; to be told of as much as there is, as levels are told apart by the depth. */
  note(progress: Progress, seconds: number): void {
    const { strategy, states, depth, frontier } = progress;
    if (strategy !== this.#strategy) {
      this.#strategy = strategy;
      this.#from = { done: doneBy(progress), seconds };
      this.#levels = [];
      this.#depth = depth;
      this.#expanded = states;
    }
    if (frontier === undefined || depth === this.#depth) return;
    const isNext = depth === this.#depth + 1;
    this.#levels = isNext ? [...this.#levels, states - this.#expanded].slice(-enough) : [];
    this.#depth = depth;
    this.#expanded = states;
  }

  shown(progress: Progress, seconds: number): Shown {
    const passed = seconds - this.#from.seconds;
    const rate = passed > 0 ? (doneBy(progress) - this.#from.done) / passed : 0;
    const left = this.#statesLeft(progress);
    return { progress, seconds, rate, left: left === undefined || rate <= 0 ? undefined : left / rate };
  }

  #statesLeft({ strategy, frontier }: Progress): number | undefined {
    // Others do not go level by level.
    if (strategy !== "exhaustive" || frontier === undefined || this.#levels.length < enough) return undefined;
    const ratios = this.#levels.slice(1).map((size, i) => size / (this.#levels[i] as number));
    const worst = Math.max(...ratios);
    return worst <= steep ? frontier / (1 - worst) : undefined;
  }
}
