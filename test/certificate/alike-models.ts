/** Small models with elements that are alike, or are said to be. */

import { indexed, interchangeable, language, type Model, model, type Property } from "preempt";

const all = [0, 1, 2];

/** What is different in a model. */
interface Said {
  /** By number of a process, how high it climbs. */
  readonly highest?: (i: number) => number;
  /** By number of a cell, where it begins. */
  readonly begins?: (i: number) => number;
  readonly properties?: readonly Property<never>[];
}

const cells = (begins: (i: number) => number) => ({
  cell: indexed(3, (i) => ({ x: begins(i) })),
  last: -1,
  ghost: { who: "P0", cell: indexed(3, { y: 0 }) },
});

const { step, loop, process, never, always } = language<ReturnType<typeof cells>>();

export const claims = {
  sum: never("the sum is 7", (s) => s.cell(0).x + s.cell(1).x + s.cell(2).x === 7),
  first: always("the first has begun", (s) => s.cell(0).x > 0),
  seen: never("cell 0 is seen high", (s) => s.ghost.cell(0).y > 5),
} as const;

/** Three processes, each of which climbs in a cell of its own; who climbed last is known, and ghosts nobody looks at. */
export function climbers({
  highest = () => 1,
  begins = () => 0,
  properties = [claims.sum],
}: Said = {}): Model {
  return model({
    name: "climbers",
    variables: cells(begins),
    processes: all.map((i) =>
      process(`P${i}`, {
        program: loop(
          step(
            "climb",
            (k) => {
              k.cell(i).x += 1;
              k.last = i;
              k.ghost.who = `P${i}`;
              k.ghost.cell(i).y = 1;
            },
            { enabled: (k) => k.cell(i).x < highest(i) },
          ),
        ),
        mayWait: true,
      }),
    ),
    symmetry: [
      interchangeable("cells", all, (i) => ({ processes: [`P${i}`], copies: { cell: i, "ghost.cell": i } }), {
        numbers: ["last"],
      }),
    ],
    properties: properties as readonly Property<never>[] as never,
  });
}
