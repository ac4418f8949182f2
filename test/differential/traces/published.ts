/**
 * How many Mazurkiewicz traces the classics have, under sequential consistency.
 *
 * The numbers are other tools' and papers': the test suites of GenMC, Nidhugg and Concuerror, and the families of Abdulla,
 * Aronis, Jonsson and Sagonas (2014, 2017); where a program has a closed formula in n, sizes between come from that, and of
 * file-system from there being one pair more that meets for each process from the fourteenth on. The traps have the counts
 * that go with them. Traces on which all finish and traces on which somebody waits for ever are told apart.
 */

import type { Model } from "preempt";
import { classics } from "../../../models/classics/index.js";

export interface PublishedCount {
  readonly name: string;
  /** Its parameter, or the number of its processes where it has none. */
  readonly size: number;
  readonly model: Model;
  readonly complete: number;
  readonly blocked: number;
  /** Whether some step has a guard, which no operation on a mutex or a condition variable is. */
  readonly general: boolean;
}

function guarded({ processes }: Model): boolean {
  const steps = processes.flatMap(({ program }) => program.locations.flatMap((location) => location.steps));
  return steps.some(({ enabled }) => enabled !== undefined);
}

/** The row of `program`, which is `family@variant`, with the parameter n where it has one. */
function row(program: string, n: number | undefined, complete: number, blocked = 0): PublishedCount {
  const [family, variant = ""] = program.split("@");
  const found = classics.find(({ name }) => name === family);
  if (found === undefined) throw new Error(`there is no family ${family} among the classics`);
  const { model } = found.instance(variant, n === undefined ? {} : { n: String(n) });
  const size = n ?? model.processes.length;
  return { name: program, size, model, complete, blocked, general: guarded(model) };
}

const once = (program: string, complete: number, blocked = 0): PublishedCount =>
  row(program, undefined, complete, blocked);

/** For n = `from` and on. */
const rising = (program: string, from: number, ...counts: readonly number[]): readonly PublishedCount[] =>
  counts.map((count, i) => row(program, from + i, count));

/** For n = 1 to `last`. */
const upTo = (last: number, program: string, count: (n: number) => number): readonly PublishedCount[] =>
  rising(program, 1, ...Array.from({ length: last }, (_, i) => count(i + 1)));

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** One row for each program and size. */
export const published: readonly PublishedCount[] = [
  ...upTo(8, "readers@readers", (n) => 2 ** n),
  ...rising("lastzero@lastzero", 1, 2, 5, 12, 28, 64, 144),
  ...upTo(11, "indexer@indexer", () => 1),
  ...rising("indexer@indexer", 12, 8),
  ...upTo(13, "file-system@filesystem", () => 1),
  ...rising("file-system@filesystem", 14, 2, 4, 8),
  ...upTo(6, "counters@ainc", factorial),
  ...upTo(4, "counters@binc", (n) => factorial(n) ** 2),
  ...upTo(4, "counters@inc", (n) => factorial(n) ** 2),
  ...upTo(5, "counters@lockinc", factorial),
  ...upTo(6, "compare-and-swap@cas", (n) => n),
  ...rising("compare-and-swap@casw", 2, 6, 66),
  ...rising("compare-and-swap@casrot", 2, 2, 5, 14, 43),
  ...upTo(6, "compare-and-swap@wcas", (n) => n * 2 ** (n - 1) + 1),
  once("litmus@SB", 3),
  once("litmus@LB", 3),
  once("litmus@MP", 3),
  once("litmus@IRIW", 15),
  once("litmus@CoRR1", 36),
  once("flag-protocols@dekker", 3),
  once("flag-protocols@peterson", 4, 6),
  once("flag-protocols@simplified-dekker", 2, 1),
  once("flag-protocols@dekker-trylock", 4),
  once("data-dependent@depend", 12),
  once("data-dependent@different-dependence", 9),
  once("data-dependent@conditional-writes", 5),
  once("data-dependent@sleeping-races-1", 3),
  once("data-dependent@sleeping-races-2", 5),
  once("waiting@exchange", 3),
  once("waiting@trylock", 10),
  once("waiting@condition", 2),
  once("reduction-traps@two-levels", 2),
  once("reduction-traps@three-conditions", 1, 1),
  once("reduction-traps@either-variable", 6),
  once("reduction-traps@same-state", 3),
  once("reduction-traps@counting-down", 12),
  once("reduction-traps@message", 7),
  once("reduction-traps@message-read", 7),
  once("reduction-traps@read-after", 2),
];
