/** Random numbers that depend on a seed alone: xoshiro128** [Blackman and Vigna 2021], the same on every machine. */

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Mixes the bits of a word, no two words to the same: the finaliser of MurmurHash3 [Appleby 2011]. */
function mixed(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** The golden ratio, as SplitMix steps by it from one seed to the next [Steele, Lea and Flood 2014]. */
const step = 0x9e3779b9;

/** The state of a generator: four words, not all of them 0. */
export type Words = readonly [number, number, number, number];

/** A stream of random numbers. */
export class Random {
  readonly #words: Int32Array;

  constructor(words: Words) {
    this.#words = Int32Array.from(words);
  }

  /** @param seed a whole number from 0 to 2^53 - 1; no two give the same state */
  static seeded(seed: number): Random {
    const low = seed | 0;
    const high = Math.floor(seed / 2 ** 32) | 0;
    // The last word keeps the state from being all 0.
    return new Random([mixed(low + step), mixed(high + 2 * step), mixed(low + 3 * step), mixed(high) | 1]);
  }

  /** A whole number from 0 to 2^32 - 1, each as likely. */
  word(): number {
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = this.#words;
    const drawn = Math.imul(rotated(Math.imul(s1, 5), 7), 9) >>> 0;
    const [third, fourth] = [s2 ^ s0, s3 ^ s1];
    this.#words[0] = s0 ^ fourth;
    this.#words[1] = s1 ^ third;
    this.#words[2] = third ^ (s1 << 9);
    this.#words[3] = rotated(fourth, 11);
    return drawn;
  }

  /** A whole number from 0 to `limit` - 1, each as likely; `limit` from 1 to 2^32. */
  below(limit: number): number {
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const drawn = this.word();
      if (drawn < fair) return drawn % limit;
    }
  }

  /** The numbers from 0 to `count` - 1, every order as likely. */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let last = count - 1; last > 0; last--) {
      const chosen = this.below(last + 1);
      const moved = order[last] as number;
      order[last] = order[chosen] as number;
      order[chosen] = moved;
    }
    return order;
  }
}
