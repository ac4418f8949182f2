/** States as words, and as the numbers that their values have in the domains of the variables. */

import type { Domain } from "./domain.js";
import { bitsFor, type Packing, pack } from "./packing.js";

/** A packing for states whose variables have the values that are known. */
export function packingOf(domains: readonly Domain[]): Packing {
  const widths = Uint8Array.from(domains, ({ size }) => bitsFor(size));
  const limits = Uint8Array.from(domains, ({ size, variable: { initial, kind } }) =>
    kind === "location" ? bitsFor(size) : typeof initial === "boolean" ? 1 : 32,
  );
  // First who has more than one value and uses every pattern of its bits, then who has a single value as yet.
  const hunger = ({ size }: Domain): number => (size > 1 && size === 2 ** bitsFor(size) ? 0 : size);
  const growing = domains
    .filter(({ variable }) => variable.kind !== "halt")
    .sort((a, b) => hunger(a) - hunger(b));
  return pack(
    widths,
    growing.map(({ variable }) => variable.index),
    limits,
  );
}

/** The number of the value that `variable` has in a state of those words. */
export function numberIn(words: Int32Array, { word, shift, mask }: Packing, variable: number): number {
  const bits = (words[word[variable] as number] as number) >>> (shift[variable] as number);
  return bits & (mask[variable] as number);
}

/** Puts the numbers of the values in `words` into `into`, by variable. */
export function numbersIn(words: Int32Array, { word, shift, mask }: Packing, into: Int32Array): void {
  // Of every state that is written to a certificate: one loop over arrays.
  for (let v = 0; v < word.length; v++)
    into[v] = ((words[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
}

/** The words of the state of those values, by variable. */
export function wordsOf(values: Int32Array, { word, shift, words }: Packing): Int32Array {
  const made = new Int32Array(words);
  values.forEach((value, v) => {
    const w = word[v] as number;
    made[w] = (made[w] as number) | (value << (shift[v] as number));
  });
  return made;
}
