/** All orders of a few things, each made of the one before by an exchange of two neighbours. */

/**
 * For `count` things: one behind the other, the positions at which the two neighbours there are to be exchanged. Whatever order one
 * begins with, every other comes up once (the algorithm of Steinhaus, Johnson and Trotter).
 */
export function exchangesThrough(count: number): readonly number[] {
  const things = Array.from({ length: count }, (_, i) => i);
  const goesUp = new Array<boolean>(count).fill(false);
  const taken: number[] = [];
  for (;;) {
    // The greatest thing that has a smaller neighbour in the direction that it goes.
    const mobile = things.reduce((best, thing, at) => {
      const next = things[at + (goesUp[thing] ? 1 : -1)];
      return next !== undefined && next < thing && thing > best ? thing : best;
    }, -1);
    if (mobile < 0) return taken;
    const at = things.indexOf(mobile);
    const low = goesUp[mobile] ? at : at - 1;
    things.splice(low, 2, things[low + 1] as number, things[low] as number);
    taken.push(low);
    for (let thing = mobile + 1; thing < count; thing++) goesUp[thing] = !goesUp[thing];
  }
}
