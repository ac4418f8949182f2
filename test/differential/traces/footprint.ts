/** What the next step of a process touches in a state, and which steps depend on each other by that. */

import type { Model, ModelProcess } from "../../../src/model/model.js";
import type { Value } from "../../../src/model/value.js";
import type { Variable } from "../../../src/model/variables.js";
import { type Read, readKey } from "../../../src/semantics/evaluation.js";
import type { Outcome } from "../../../src/semantics/interpreter.js";

/**
 * The footprint of a process in a state: one for all its outcomes there, and for its blocked steps.
 *
 * Variables stand by their index. A read of where another process is stands in `looks` alone: it is a read of what it asked,
 * not of the location.
 */
export interface Footprint {
  readonly process: number;
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
  readonly looks: readonly Read[];
  /** The variable that holds the location of the process. */
  readonly location: number;
  readonly from: Value;
  /** Where its outcomes lead. */
  readonly to: readonly Value[];
}

/** What is needed to tell the footprint of one process in one state. */
interface Pending {
  readonly model: Model;
  readonly process: ModelProcess;
  readonly from: Value;
  readonly found: readonly { readonly outcome: Outcome; readonly at: Value }[];
  /** What its user code read from the state, blocked evaluations included. */
  readonly reads: readonly Read[];
}

/** Whether `variable` holds the location of a process. */
function isLocation({ kind }: Variable): boolean {
  return kind === "location";
}

/** The footprint of a process that is not finished. Every step reads whether the run is halted; one that halts it writes that. */
export function footprintOf({ model, process, from, found, reads }: Pending): Footprint {
  const { halted } = model.layout;
  const whole = reads.filter(({ variable, projection }) => !isLocation(variable) || projection === undefined);
  const changed = found.flatMap(({ outcome }) => outcome.acts.flatMap(({ changes }) => changes));
  return {
    process: process.index,
    reads: new Set([halted.index, ...whole.map(({ variable }) => variable.index)]),
    writes: new Set(changed.map(({ variable }) => variable.index)),
    looks: reads.filter((read) => !whole.includes(read) && read.variable !== process.location),
    location: process.location.index,
    from,
    to: [...new Set(found.map(({ at }) => at))],
  };
}

/** A text that two footprints share only if they are equal. */
export function footprintKey({ process, reads, writes, looks, from, to }: Footprint): string {
  const asked = looks.map(readKey).join(",");
  return `${process}:${[...reads].join(",")};${[...writes].join(",")};${asked};${String(from)}>${to.map(String).join(",")}`;
}

function meet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const variable of a) if (b.has(variable)) return true;
  return false;
}

/** Whether `a` asks something of where the process of `b` is that an outcome of `b` answers differently. */
function looksAt(a: Footprint, b: Footprint): boolean {
  return a.looks.some(({ variable, projection }) => {
    if (variable.index !== b.location || projection === undefined) return false;
    const before = projection.of(b.from);
    return b.to.some((after) => projection.of(after) !== before);
  });
}

/** Whether the order of two steps with these footprints can matter. */
export function dependent(a: Footprint, b: Footprint): boolean {
  return (
    a.process === b.process ||
    meet(a.writes, b.writes) ||
    meet(a.writes, b.reads) ||
    meet(a.reads, b.writes) ||
    // A location is read whole by nobody today; should it be, every step of its process writes it.
    a.reads.has(b.location) ||
    b.reads.has(a.location) ||
    looksAt(a, b) ||
    looksAt(b, a)
  );
}
