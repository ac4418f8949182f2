/** Goes through a search with what is declared to be alike, as far as it is. */

import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Apart, Block } from "./blocks.js";
import { blocksOf } from "./blocks.js";
import { isNotAlike } from "./not-alike.js";
import { ToldApart } from "./sweep.js";

/** What became of a search, and of what is declared to be alike. */
export interface Found<T> {
  /** What the search came to, with the elements that it took to be alike; left out where it was not made, or not to the end. */
  readonly found?: { readonly result: T; readonly blocks: readonly Block[] };
  readonly apart: readonly Apart[];
  /** Why it was not made to the end: a mistake in the model, which is to be told as it shows in the states of the model itself. */
  readonly mistake?: string;
}

/**
 * What comes of `search`, of blocks of elements that nothing which it looks at tells apart.
 *
 * @throws NotAlike where the declaration is untrue
 */
export function* upToSymmetry<P, T>(
  model: Model,
  search: (blocks: readonly Block[]) => Generator<P, T>,
): Generator<P, Found<T>> {
  const apart: Apart[] = [];
  for (;;) {
    const blocks = blocksOf(model, apart);
    if (blocks.length === 0) return { apart };
    try {
      return { found: { result: yield* search(blocks), blocks }, apart };
    } catch (error) {
      if (error instanceof ToldApart) apart.push(...error.apart);
      else if (isModelError(error) && !isNotAlike(error)) return { apart, mistake: error.message };
      else throw error;
    }
  }
}
