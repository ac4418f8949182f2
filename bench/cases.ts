/** Cases of the tables that are ours alone, and what is told of each. */

import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import type { Model } from "preempt";
import type { Measures } from "./measured.js";
import { median } from "./median.js";
import { ownRegisters } from "./models/fpu.js";
import { modelOf, mostProcessBytes, sizes } from "./models/growth.js";

/** What is gone through, and what there is to find. */
export interface Case {
  readonly name: string;
  readonly model: () => Model;
  /** What is checked, and holds. */
  readonly properties: readonly string[];
  readonly symmetry: boolean;
  readonly states: number;
  readonly transitions: number;
  /** Of so many runs the median is told. */
  readonly runs: number;
}

/** The sizes of the model that grows. */
export const grown: readonly Case[] = sizes.map((size) => ({
  name: `${size.rounds.length}: ${size.rounds.join(", ")}`,
  model: () => modelOf(size),
  properties: [ownRegisters, "deadlock free"],
  symmetry: false,
  states: size.states,
  transitions: size.transitions,
  runs: size.runs,
}));

/** What is told of a case, rounded as it is told. */
export interface Figures {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly views: number;
  /** Millions of states a second, with one worker and with two. */
  readonly alone: number;
  readonly shared: number;
  /** Bytes a state, of states and table; and of all that the kernel took. */
  readonly bytes: number;
  readonly bytesInAll: number;
  readonly peakMegabytes: number;
  readonly runs: number;
}

interface Run extends Measures {
  /** The most memory that the process had at any time. */
  readonly peakBytes: number;
}

/** Which case of which table. */
interface Place {
  readonly table: "growth" | "families";
  readonly number: number;
}

function run({ name, states, transitions }: Case, { table, number }: Place, workers: number): Run {
  const one = fileURLToPath(new URL("apart-one.js", import.meta.url));
  const words = [one, table, String(number), String(workers)];
  const made = JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Run;
  if (made.states !== states || made.transitions !== transitions)
    throw new Error(
      `${made.states} states and ${made.transitions} transitions were found with ${workers} workers, ` +
        `and there are ${states} and ${transitions} of "${name}"`,
    );
  if (made.peakBytes > mostProcessBytes)
    throw new Error(`${states} states took ${made.peakBytes} bytes, which is more than ${mostProcessBytes}`);
  return made;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Millions, to three digits. */
const millions = (value: number): number => Number((value / 1e6).toPrecision(3));

/** Runs a case so often with one worker and with two, by turns, each time in a process of its own. */
export function figuresOf(asked: Case, place: Place, runs: number): Figures {
  const sides: readonly [Run[], Run[]] = [[], []];
  for (let i = 0; i < runs; i++) sides.forEach((side, s) => void side.push(run(asked, place, s + 1)));
  const [one] = sides[0];
  if (one === undefined) throw new Error("there was no run");
  const { name, states, transitions } = asked;
  const [alone, shared] = sides.map((side) =>
    millions(states / median(side.map(({ seconds }) => seconds))),
  ) as [number, number];
  return {
    name,
    states,
    transitions,
    views: one.views,
    runs,
    alone,
    shared,
    bytes: rounded(one.bytesPerState, 1),
    bytesInAll: rounded(one.bytesInAll / states, 1),
    peakMegabytes: Math.round(median(sides[0].map(({ peakBytes }) => peakBytes)) / 1e6),
  };
}

const grouped = (value: number): string => value.toLocaleString("en");

/** The head of a table of figures, whose first column is called so. */
export function headOf(name: string): string {
  return `| ${name} | states | moves | views | states/s, 1 worker | 2 workers | ratio | bytes a state | in all | whole process | runs |
|---|---|---|---|---|---|---|---|---|---|---|`;
}

/** A line of a table of figures. */
export function lineOf(row: Figures): string {
  const cells = [
    row.name,
    grouped(row.states),
    grouped(row.transitions),
    grouped(row.views),
    `${row.alone.toPrecision(3)} M`,
    `${row.shared.toPrecision(3)} M`,
    (row.shared / row.alone).toFixed(2),
    row.bytes.toFixed(1),
    row.bytesInAll.toFixed(1),
    `${grouped(row.peakMegabytes)} MB`,
    row.runs,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The processor as it calls itself. */
export function processor(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() || "a processor without a name"}, Node ${process.versions.node}`;
}
