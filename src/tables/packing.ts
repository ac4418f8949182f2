/** Where in the words of a packed state each variable stands. */

/** A layout of variables in 32-bit words. No variable crosses the border of a word. */
export interface Packing {
  /** 32-bit words in a state; at least 1. */
  readonly words: number;
  /** By variable: how many bits it has; 0 for one that has a single value. */
  readonly bits: Uint8Array;
  readonly word: Int32Array;
  readonly shift: Int32Array;
  /** By variable: a mask of its bits, before they are shifted. */
  readonly mask: Int32Array;
}

/** How many bits tell `size` values apart. */
export function bitsFor(size: number): number {
  return size <= 1 ? 0 : 32 - Math.clz32(size - 1);
}

/** Packs variables of the given widths, the widest first, each into the first word that has room. */
export function pack(bits: Uint8Array): Packing {
  const order = [...bits.keys()].sort((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0) || a - b);
  const used: number[] = [0];
  const word = new Int32Array(bits.length);
  const shift = new Int32Array(bits.length);
  const mask = new Int32Array(bits.length);
  for (const variable of order) {
    const width = bits[variable] ?? 0;
    const free = used.findIndex((taken) => taken + width <= 32);
    const at = free >= 0 ? free : used.push(0) - 1;
    const taken = used[at] ?? 0;
    word[variable] = at;
    shift[variable] = width === 0 ? 0 : taken;
    mask[variable] = width === 32 ? -1 : (1 << width) - 1;
    used[at] = taken + width;
  }
  return { words: used.length, bits, word, shift, mask };
}
