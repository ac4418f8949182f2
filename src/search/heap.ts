/** A binary heap: what is least comes out first. */

export class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || this.#compare(parent, item) <= 0) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const least = items[0];
    const moved = items.pop();
    if (moved === undefined || items.length === 0) return least;
    let at = 0;
    for (;;) {
      const left = items[2 * at + 1];
      const right = items[2 * at + 2];
      if (left === undefined) break;
      const goRight = right !== undefined && this.#compare(right, left) < 0;
      const child = goRight ? right : left;
      if (this.#compare(child, moved) >= 0) break;
      items[at] = child;
      at = 2 * at + (goRight ? 2 : 1);
    }
    items[at] = moved;
    return least;
  }
}
