/** A digest of what was learnt: it differs, as good as surely, where that does. Nothing rests on it but a refusal. */

/** Two sums that are mixed in different ways, of 32 bits each. */
export class Digest {
  #a = 0x811c9dc5;
  #b = 0x9e3779b9;

  add(words: Int32Array, length = words.length): this {
    let [a, b] = [this.#a ^ length, this.#b + length];
    for (let i = 0; i < length; i++) {
      const word = words[i] as number;
      a = Math.imul(a ^ word, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b + word, 0x85ebca6b);
      b ^= b >>> 13;
    }
    [this.#a, this.#b] = [a, b];
    return this;
  }

  get text(): string {
    return [this.#a, this.#b].map((sum) => (sum >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
