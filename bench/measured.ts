/** Checks a model exhaustively in this process, and says what that took. */

import { checking } from "../src/check.js";
import { usualSizes } from "../src/kernel/sizes.js";
import type { Model } from "../src/model/model.js";
import { TableSpace } from "../src/tables/table-space.js";

/** What a check took. */
export interface Measures {
  readonly states: number;
  readonly transitions: number;
  /** From the model's source to its verdicts, without Node's start. */
  readonly seconds: number;
  /** States, and the table that finds them, at its real size; who a state was reached from is not kept. */
  readonly bytesPerState: number;
  /** All that the kernel took: the same with masks, what was learnt, and tables that were outgrown. */
  readonly bytesInAll: number;
  /** Views for which user code was run. */
  readonly views: number;
}

/** How it is checked. */
export interface Measuring {
  readonly properties: readonly string[];
  readonly workers?: number;
  /** Whether one state is kept for all that are alike, where the model declares that; otherwise all states are. */
  readonly symmetry?: boolean;
  /** The most that the kernel may take, in bytes. */
  readonly bytes?: number;
}

/** @throws Error where a property does not hold, or the search was cut */
export function measured(
  model: () => Model,
  { properties, workers = 1, symmetry = false, bytes }: Measuring,
): Measures {
  let space: TableSpace | undefined;
  let bytesInAll = 0;
  const started = performance.now();
  const search = checking(model(), {
    properties,
    workers,
    ...(symmetry ? {} : { symmetry }),
    space: (interpreter, leftOut, symmetric) => {
      space = new TableSpace(interpreter, { ...usualSizes, bytes }, leftOut, symmetric);
      return space;
    },
  });
  for (;;) {
    const { done, value } = search.next();
    if (!done) {
      bytesInAll = Math.max(bytesInAll, value.bytes ?? 0);
      continue;
    }
    const seconds = (performance.now() - started) / 1000;
    const { states, transitions } = value.grounds;
    const wrong = value.verdicts.find(({ kind }) => kind !== "holds");
    if (wrong !== undefined) throw new Error(`"${wrong.property}" is ${wrong.kind}`);
    const bytesPerState = (space?.bytes ?? 0) / states;
    return { states, transitions, seconds, bytesPerState, bytesInAll, views: space?.views ?? 0 };
  }
}
