/** Images: the states that exchanges make of one, each once. */

import type { Row } from "./row.js";
import type { Swap } from "./swap.js";

/** A state that exchanges have made of another, or that itself. */
export interface Image {
  readonly numbers: Int32Array;
  readonly bytes: Uint8Array;
  /** A text that two states share where they are the same. */
  readonly key: string;
  /** Of what, and by which exchange; left out of the one that all others were made of. */
  readonly made?: { readonly from: Image; readonly by: Swap };
}

/** The state with these numbers, as an image of itself. */
export function imageOf(numbers: Int32Array, row: Row, made?: Image["made"]): Image {
  const bytes = new Uint8Array(row.bytes);
  row.write(numbers, bytes, 0);
  return { numbers, bytes, key: String.fromCharCode(...bytes), ...(made && { made }) };
}

/** All images of `first`, in the order of how many exchanges they take; `first` is the first. */
export function* imagesOf(first: Image, swaps: readonly Swap[], row: Row): Generator<Image, void> {
  const seen = new Set([first.key]);
  const found = [first];
  // It grows meanwhile.
  for (const from of found) {
    yield from;
    for (const by of swaps) {
      const image = imageOf(by.of(from.numbers), row, { from, by });
      if (seen.has(image.key)) continue;
      seen.add(image.key);
      found.push(image);
    }
  }
}

/** Behind the name of the state that it was made of: which exchanges made it. */
export function exchangedText(image: Image): string {
  const said: string[] = [];
  for (let { made } = image; made !== undefined; { made } = made.from) said.unshift(made.by.said);
  return said.length === 0 ? "" : `, with ${said.join(", then ")} exchanged,`;
}
