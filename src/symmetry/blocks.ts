/** Blocks: elements that a search takes to be alike, each beside the next. */

import { type Exchange, exchangeOf } from "../model/exchange.js";
import type { Model } from "../model/model.js";
import type { Element, Interchangeable } from "../model/symmetry.js";

/** Elements of one declared set. No order of them is better than another. */
export interface Block {
  readonly set: Interchangeable;
  readonly elements: readonly Element[];
  /** By position: the exchange of that element with the next. All orders come of these. */
  readonly exchanges: readonly Exchange[];
}

/** Two elements that a claim tells apart. */
export interface Apart {
  readonly set: Interchangeable;
  readonly between: readonly [Element, Element];
  readonly property: string;
}

function blockOf(model: Model, set: Interchangeable, elements: readonly Element[]): Block {
  const exchanges = elements.slice(1).flatMap((element, i) => {
    const before = elements[i];
    return before === undefined ? [] : [exchangeOf(model, set, before, element)];
  });
  return { set, elements, exchanges };
}

/** The elements of a set in parts: no two of those that are told apart are in one. */
function partsOf(set: Interchangeable, apart: readonly Apart[]): readonly (readonly Element[])[] {
  const areApart = (a: Element, b: Element): boolean =>
    apart.some(({ set: of, between }) => of === set && between.includes(a) && between.includes(b));
  const parts: Element[][] = [];
  for (const element of set.elements) {
    const part = parts.find((each) => !each.some((other) => areApart(element, other)));
    if (part === undefined) parts.push([element]);
    else part.push(element);
  }
  return parts;
}

/** The blocks of all that is declared to be alike and not told apart by a claim; what is alone of its kind is left out. */
export function blocksOf(model: Model, apart: readonly Apart[] = []): readonly Block[] {
  return model.symmetry.flatMap((set) =>
    partsOf(set, apart)
      .filter((part) => part.length > 1)
      .map((part) => blockOf(model, set, part)),
  );
}
