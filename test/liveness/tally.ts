/** What the models that were compared were like, so that it shows if they no longer try anything. */

/** Shares are of models, or of verdicts of one kind. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #wholes = new Map<string, string>();

  /** One more of `whole`. */
  count(whole: string): void {
    this.#counts.set(whole, this.of(whole) + 1);
  }

  /** One more of `whole` is looked at, and this is so of it, or is not. */
  note(whole: string, what: string, so: boolean): void {
    this.#wholes.set(what, whole);
    this.#counts.set(what, this.of(what) + Number(so));
  }

  /** How often it was counted. */
  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  share(what: string): number {
    return this.of(what) / this.of(this.#wholes.get(what) ?? what);
  }

  /** What is rarer than it is to be. */
  rarer(least: Readonly<Record<string, number>>): readonly string[] {
    return Object.entries(least)
      .filter(([what, share]) => !(this.share(what) >= share))
      .map(([what, share]) => `${what}: ${this.share(what)} is less than ${share}`);
  }

  /** All of it in a line. */
  get line(): string {
    const counted = [...this.#counts].map(([what, count]) => {
      const whole = this.#wholes.get(what);
      return whole === undefined ? `${count} ${what}` : `${what} ${(100 * this.share(what)).toFixed(1)} %`;
    });
    return counted.join(", ");
  }
}
