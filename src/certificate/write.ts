/** Writes the states of a search that has come to its end as a certificate, piece by piece. */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";
import { isLiveness, type Property } from "../property/property.js";
import type { Evidence } from "../search/judge.js";
import type { NumberedSpace } from "../space/numbered-space.js";
import { scheduleText } from "../space/space.js";
import { jsonOf } from "../trace/json-value.js";
import type { Origin } from "../trace/stored.js";
import { isWanted } from "../verdict.js";
import { Checksum } from "./checksum.js";
import { type AlikeElements, type Claim, certificateFormat, type Header } from "./header.js";
import { Row } from "./row.js";

/** All that an exhaustive search came upon, when it has come to its end. */
export interface Explored {
  readonly model: Model;
  readonly space: NumberedSpace;
  /** Ghosts that are not in the states. */
  readonly leftOut: ReadonlySet<Variable>;
  /** The properties that were judged. */
  readonly properties: readonly Property<never>[];
  /** By property: where it was seen broken, or met. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** What was taken to be alike, where the states are kept for what exchanges make of them; or left out. */
  readonly symmetry?: readonly AlikeElements[];
}

/** Whether a set of states shows what a property says: not of what is said of whole runs, or of what can still come. */
export function isOfStates(property: Property<never>): boolean {
  return !isLiveness(property) && property.kind !== "neverStuck";
}

function claimOn(property: Property<never>, { space, evidence }: Explored): Claim {
  const { name, kind } = property;
  const of = { property: name, kind };
  if (!isOfStates(property)) return { ...of, says: "nothing" };
  const found = evidence.get(name);
  const shown = found === undefined ? {} : { schedule: scheduleText(space.names, found.schedule) };
  if (isWanted(property)) return { ...of, says: found === undefined ? "unreached" : "holds", ...shown };
  return { ...of, says: found === undefined ? "holds" : "violated", ...shown };
}

function headerOf(explored: Explored, origin: Origin): Header {
  const { model, space, leftOut, properties, symmetry = null } = explored;
  const kept = model.layout.variables.filter((variable) => !leftOut.has(variable));
  return {
    origin,
    model: {
      name: model.name,
      parameters: model.parameters,
      processes: model.processes.map(({ name }) => name),
    },
    claims: properties.map((property) => claimOn(property, explored)),
    leftOut: [...leftOut].map(({ name }) => name),
    variables: kept.map(({ name, kind, index }) => {
      const values = (space.values[index] ?? []).map(jsonOf);
      if (new Set(values.map((value) => JSON.stringify(value))).size < values.length)
        throw new ModelError(`variable "${name}" has two values that look the same in JSON`);
      return { name, kind, values };
    }),
    symmetry,
    states: space.size,
  };
}

/** States in a piece of a file. */
const together = 4096;

/** The last line of a file, behind its states. */
export const lastLine = (checksum: Checksum): string => `\ncrc32 ${checksum.text}\n`;

/**
 * A certificate as pieces of a file. A piece is to be used before the next is asked for.
 *
 * @throws ModelError where the states cannot be told apart in a file
 */
export function* certificate(explored: Explored, origin: Origin): Generator<Uint8Array> {
  const { model, space, leftOut } = explored;
  const header = headerOf(explored, origin);
  const checksum = new Checksum();
  const head = new TextEncoder().encode(`${certificateFormat}\n${JSON.stringify(header)}\n`);
  checksum.add(head);
  yield head;
  const kept = model.layout.variables.filter((variable) => !leftOut.has(variable));
  const row = new Row(header.variables.map(({ values }) => values.length));
  const all = new Int32Array(model.layout.variables.length);
  const numbers = new Int32Array(kept.length);
  const piece = new Uint8Array(together * row.bytes);
  for (let first = 0; first < header.states; first += together) {
    const count = Math.min(together, header.states - first);
    for (let i = 0; i < count; i++) {
      space.valuesIn(first + i, all);
      for (let v = 0; v < kept.length; v++) numbers[v] = all[(kept[v] as Variable).index] as number;
      row.write(numbers, piece, i * row.bytes);
    }
    const filled = piece.subarray(0, count * row.bytes);
    checksum.add(filled);
    yield filled;
  }
  yield new TextEncoder().encode(lastLine(checksum));
}
