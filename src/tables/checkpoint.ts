/**
 * A sweep of tables, written down and taken up. Written down are the states as they stand packed, and of all that was learnt no
 * more than what was asked, in order. To take a sweep up again it is all asked once more: what comes of it must be what came of it then,
 * value by value; and if it is, the states mean what they meant.
 */

import type { Kernel, Need } from "../kernel/kernel.js";
import type { KernelSweep } from "../kernel/kernel-sweep.js";
import { isModelError } from "../model/model-error.js";
import { encode } from "../model/value.js";
import { Numbers } from "../space/numbers.js";
import { CannotResume, type Saved, type Source, type SweepFacts } from "../space/saved.js";
import { StateFault } from "../space/space.js";
import type { Domain } from "./domain.js";
import { GhostsNeeded } from "./left-out.js";
import { type Needs, needOf, needWords } from "./needs.js";
import { type Packing, placeIn } from "./packing.js";
import type { SweepPlace } from "./table-sweep.js";

/** All that a sweep rests on. */
export interface Learnt {
  readonly kernel: Kernel;
  readonly sweep: KernelSweep;
  readonly domains: readonly Domain[];
  readonly needs: Needs;
  readonly packing: Packing;
  readonly views: number;
  readonly digest: string;
}

/** So many needs are written together. */
const needsAtOnce = 1024;

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** By variable: its values in the order of their numbers, as texts that differ where they do. */
function valuesOf(domains: readonly Domain[]): Values {
  return domains.map((domain) => Array.from({ length: domain.size }, (_, id) => encode(domain.value(id))));
}

function* needPieces({ kernel, needs, packing }: Learnt): Iterable<Int32Array> {
  const width = needWords + packing.words;
  const words = new Int32Array(packing.words);
  for (let first = 0; first < needs.length; first += needsAtOnce) {
    const count = Math.min(needsAtOnce, needs.length - first);
    const piece = new Int32Array(width * count);
    for (let i = 0; i < count; i++) {
      const need = needs.words(first + i);
      kernel.read(needOf(need).state, words);
      piece.set(need, width * i);
      piece.set(words, width * i + needWords);
    }
    yield piece;
  }
}

function levelWords(levels: Numbers): Int32Array {
  return Int32Array.from({ length: levels.length }, (_, level) => levels.at(level));
}

/** What is to be written of a sweep at `place`. */
export function savedSweep(learnt: Learnt, { next, end, levels }: SweepPlace): Saved<SweepFacts> {
  const { kernel, sweep, domains, needs, packing, views, digest } = learnt;
  const values = new TextEncoder().encode(JSON.stringify(valuesOf(domains)));
  const { size } = kernel;
  return {
    facts: {
      states: size,
      next,
      end,
      levels: levels.length,
      needs: needs.length,
      values: values.length,
      words: packing.words,
      places: domains.map((_, v) => placeIn(packing, v)),
      masks: [...packing.mask],
      views,
      digest,
      marks: sweep.marks,
    },
    *pieces() {
      yield values;
      for (const piece of needPieces(learnt)) yield bytesOf(piece);
      yield bytesOf(levelWords(levels));
      for (const piece of sweep.masks(next, size)) yield bytesOf(piece);
      for (const piece of kernel.states(0, size)) yield bytesOf(piece);
    },
  };
}

/** What a space lets be done to itself, so that it knows what it knew. */
export interface Relearning {
  /** Learns what was needed in the state of those values, by variable; numbers as they were. */
  readonly relearn: (need: Need, values: Int32Array) => void;
  /** How it stands then. */
  readonly learnt: () => Learnt;
  /** Makes room for as many sets of assertions as there are. */
  readonly prepare: () => void;
}

const notThis = "what the model's code does is not what it did when the checkpoint was written: ";
const likely = ". It has been changed since, or it is not pure";

function words(source: Source<SweepFacts>, length: number): Int32Array {
  const read = new Int32Array(length);
  source.read(bytesOf(read));
  return read;
}

/** By variable, the number of the value that it has in a state of those words. */
function unpacked({ places, masks }: SweepFacts, state: Int32Array): Int32Array {
  return Int32Array.from(
    places,
    (place, v) => ((state[place >>> 5] as number) >>> (place & 31)) & (masks[v] as number),
  );
}

/** By variable, its values as texts. */
type Values = readonly (readonly string[])[];

/** The first value, by number, that is not what it was; where that is still to come, of those that there are. */
function valueDifference(then: Values, { domains }: Learnt, isWhole: boolean): string | undefined {
  const values = valuesOf(domains);
  for (const [v, { variable }] of domains.entries()) {
    const [was = [], is = []] = [then[v], values[v]];
    const length = isWhole ? Math.max(was.length, is.length) : is.length;
    const at = Array.from({ length }, (_, id) => id).find((id) => was[id] !== is[id]);
    if (at !== undefined)
      return `value number ${at} of ${variable.name} was ${was[at] ?? "none"}, and is ${is[at] ?? "none"}`;
  }
  return undefined;
}

/** What it means that something cannot be learnt again; undefined where it means nothing. */
function failureOf(error: unknown): string | undefined {
  const cause = error instanceof StateFault ? error.cause : error;
  if (error instanceof GhostsNeeded) return "it looks at ghosts that it did not look at";
  return isModelError(cause) || cause instanceof RangeError ? cause.message : undefined;
}

function learnAgain(source: Source<SweepFacts>, { relearn, learnt }: Relearning, then: Values): void {
  const { facts } = source;
  for (let n = 0; n < facts.needs; n++) {
    const need = words(source, needWords);
    const values = unpacked(facts, words(source, facts.words));
    try {
      relearn(needOf(need), values);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const difference = valueDifference(then, learnt(), false) ?? failure;
      throw new CannotResume(notThis + difference + likely, { cause: error });
    }
  }
}

/** Why what is known is not what was known, if it is not. */
function differenceOf(facts: SweepFacts, then: Values, now: Learnt): string | undefined {
  const difference = valueDifference(then, now, true);
  if (difference !== undefined) return difference;
  if (facts.views !== now.views) return `it was run for ${facts.views} views, and is for ${now.views}`;
  const isPackedSo = now.domains.every(
    (_, v) => placeIn(now.packing, v) === facts.places[v] && now.packing.mask[v] === facts.masks[v],
  );
  if (facts.words !== now.packing.words || !isPackedSo) return "states are packed in another way";
  return facts.digest === now.digest ? undefined : "it reads or writes other variables, or other values";
}

/**
 * Takes up what was written.
 *
 * @throws CannotResume where what is learnt is not what was learnt
 * @throws OutOfMemory where there is no room for the states
 */
export function takenUp(source: Source<SweepFacts>, space: Relearning): SweepPlace {
  const { facts } = source;
  const text = new Uint8Array(facts.values);
  source.read(text);
  // Written by savedSweep().
  const values = JSON.parse(new TextDecoder().decode(text)) as Values;
  learnAgain(source, space, values);
  const now = space.learnt();
  const difference = differenceOf(facts, values, now);
  if (difference !== undefined) throw new CannotResume(notThis + difference + likely);
  const levels = new Numbers();
  for (const first of words(source, facts.levels)) levels.push(first);
  const { states, next, end, marks } = facts;
  const { kernel, sweep } = now;
  space.prepare();
  const fill = (): void => {
    for (const piece of sweep.masks(next, states)) source.read(bytesOf(piece));
    for (const piece of kernel.states(0, states)) source.read(bytesOf(piece));
  };
  sweep.takeUp({ states, level: levels.at(levels.length - 1), end, marks, fill });
  return { next, end, levels };
}
