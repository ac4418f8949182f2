/** Exchanges of states that leave ghosts out: such a ghost is as it was at first in all of them, also where its value names an element. */

import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Block } from "./blocks.js";

/** `blocks`, whose exchanges put the initial value where they put a ghost that is left out. */
export function leavingOut(
  model: Model,
  blocks: readonly Block[],
  leftOut: ReadonlySet<Variable>,
): readonly Block[] {
  if (leftOut.size === 0) return blocks;
  const { variables } = model.layout;
  return blocks.map((block) => ({
    ...block,
    exchanges: block.exchanges.map((exchange) => ({
      ...exchange,
      valueFor: (variable, value) => {
        const target = variables[exchange.variables[variable.index] ?? -1];
        return target !== undefined && leftOut.has(target)
          ? target.initial
          : exchange.valueFor(variable, value);
      },
    })),
  }));
}
