/** Which states are drawn: told by the seed and the number of a state alone, so that a search draws the same ones every time. */

import { ModelError } from "../model/model-error.js";

/** Which share of all, and which ones. */
export interface Drawing {
  /** Above 0, and 1 at most: 0.01 is one in a hundred. */
  readonly share: number;
  /** A whole number; 0, if left out. */
  readonly seed?: number;
}

/** The finaliser of MurmurHash3 [Appleby 2011]. */
function mixed(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

export function isDrawn(state: number, { share, seed = 0 }: Drawing): boolean {
  const low = mixed((seed | 0) + 0x9e3779b9);
  const high = mixed(Math.floor(seed / 2 ** 32) + low);
  return mixed(Math.imul(state, 0x9e3779b1) ^ high) < share * 2 ** 32;
}

/**
 * Refuses a drawing that makes no sense, or for a search that cannot be listened to.
 *
 * @throws ModelError saying what was asked for, and what may be
 */
export function checkDrawing(drawing: Drawing | undefined, strategy: string): void {
  if (drawing === undefined) return;
  const { share, seed = 0 } = drawing;
  if (!(share > 0 && share <= 1))
    throw new ModelError(`an audit of a share of ${share}: it is to be above 0, and 1 at most`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new ModelError(`audit.seed is to be a whole number from 0 on; it is ${seed}`);
  if (strategy !== "exhaustive" && strategy !== "reduced")
    throw new ModelError(`an audit goes with the strategies exhaustive and reduced; this one is ${strategy}`);
}
