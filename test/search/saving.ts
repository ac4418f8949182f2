/** Checkpoints that are kept in memory. */

import type { SavedSearch, SearchFacts, SearchSource } from "../../src/check.js";
import { isOfTheGraph } from "../../src/liveness/liveness.js";
import type { Model } from "../../src/model/model.js";

/** What a file would hold. */
export interface Stored {
  readonly facts: string;
  readonly bytes: Uint8Array;
}

export function stored({ facts, pieces }: SavedSearch): Stored {
  const all = [...pieces()].map((piece) => piece.slice());
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { facts: JSON.stringify(facts), bytes };
}

export function sourceOf({ facts, bytes }: Stored): SearchSource & { readonly left: () => number } {
  let at = 0;
  return {
    facts: JSON.parse(facts) as SearchFacts,
    read: (into) => {
      into.set(bytes.subarray(at, at + into.length));
      at += into.length;
    },
    left: () => bytes.length - at,
  };
}

/** The properties of a model that are no claims about whole runs. */
export const claims = (model: Model): readonly string[] =>
  model.properties.filter((property) => !isOfTheGraph(property)).map(({ name }) => name);
