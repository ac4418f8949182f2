/** A random walk: in each state, every move has the same chance. */

import type { Scheduled } from "../../space/space.js";
import type { Random } from "./random.js";
import { type Drawn, outcomesOf, type Sampler } from "./sampler.js";

/**
 * Draws uniformly among the moves of a state: the outcomes of all processes together. That is not uniform among runs, nor among
 * states.
 */
export class RandomWalk implements Sampler {
  readonly strategy = "random-walk";
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  begin(): void {
    // Nothing is drawn beforehand.
  }

  next(run: Drawn): Scheduled | undefined {
    let moves = 0;
    for (let process = 0; process < run.names.length; process++) moves += outcomesOf(run, process);
    if (moves === 0) return undefined;
    let outcome = this.#random.below(moves);
    let process = 0;
    for (let count = outcomesOf(run, 0); outcome >= count; count = outcomesOf(run, process)) {
      outcome -= count;
      process += 1;
    }
    return { process, outcome };
  }
}
