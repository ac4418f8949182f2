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

/** Where a variable stands, as one number: word × 32 + shift. */
export function placeIn({ word, shift }: Packing, variable: number): number {
  return (word[variable] as number) * 32 + (shift[variable] as number);
}

/** How many bits tell `size` values apart. */
export function bitsFor(size: number): number {
  return size <= 1 ? 0 : 32 - Math.clz32(size - 1);
}

/** Only variables of fewer bits than this are given more than they need: trees have room for every value of a variable. */
const widest = 8;

/** By word: its variables. The widest come first, each into the first word that has room. */
function placed(bits: Uint8Array): number[][] {
  const order = [...bits.keys()].sort((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0) || a - b);
  const words: number[][] = [[]];
  const used: number[] = [0];
  for (const variable of order) {
    const width = bits[variable] ?? 0;
    const free = used.findIndex((taken) => taken + width <= 32);
    const at = free >= 0 ? free : used.push(0) - 1;
    used[at] = (used[at] ?? 0) + width;
    words[at] ??= [];
    words[at].push(variable);
  }
  return words;
}

/** How many words {@link placed} needs, which is a matter of how many variables there are of each width. */
function wordsFor(counts: Int32Array, most: number): number {
  const used: number[] = [0];
  for (let width = most; width > 0; width--) {
    for (let i = counts[width] as number; i > 0; i--) {
      const free = used.findIndex((taken) => taken + width <= 32);
      if (free < 0) used.push(width);
      else used[free] = (used[free] as number) + width;
    }
  }
  return used.length;
}

/**
 * Packs variables of the given widths into as few words as they need. Bits that are left over go to those that may grow, one
 * each and then another, so that states need not be packed anew when they do.
 *
 * @param limits by variable: how many bits it will ever need, as far as one can tell
 * @param growing the variables that may grow, the likeliest first
 */
export function pack(widths: Uint8Array, growing: readonly number[] = [], limits?: Uint8Array): Packing {
  const bits = Uint8Array.from(widths);
  const counts = new Int32Array(33);
  for (const width of bits) counts[width] = (counts[width] as number) + 1;
  let total = bits.reduce((sum, width) => sum + width, 0);
  let most = Math.max(1, ...bits);
  const needed = wordsFor(counts, most);
  const become = (variable: number, from: number, to: number): void => {
    bits[variable] = to;
    counts[from] = (counts[from] as number) - 1;
    counts[to] = (counts[to] as number) + 1;
  };
  for (const variable of [...growing, ...growing]) {
    const width = bits[variable] ?? 0;
    if (width >= Math.min(widest, limits?.[variable] ?? widest)) continue;
    become(variable, width, width + 1);
    most = Math.max(most, width + 1);
    // Where a variable finds no room, every word is filled but for less than its width: below that there is always room.
    const roomy = total + 1 <= needed * (32 - most);
    if (roomy || wordsFor(counts, most) <= needed) total += 1;
    else become(variable, width + 1, width);
  }
  const words = placed(bits);
  const word = new Int32Array(bits.length);
  const shift = new Int32Array(bits.length);
  const mask = new Int32Array(bits.length);
  words.forEach((variables, at) => {
    let taken = 0;
    for (const variable of variables) {
      const width = bits[variable] ?? 0;
      word[variable] = at;
      shift[variable] = width === 0 ? 0 : taken;
      mask[variable] = width === 32 ? -1 : (1 << width) - 1;
      taken += width;
    }
  });
  return { words: words.length, bits, word, shift, mask };
}
