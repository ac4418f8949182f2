/**
 * One model from ten thousand states to a hundred million: how fast it is gone through with one worker and with two, and what a
 * state takes. Each run is a process of its own. Fails where a size has other counts than it should, or a process takes 4 GB.
 */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type Grown, growthPlot } from "./growth-plot.js";
import type { Measures } from "./measured.js";
import { median } from "./median.js";
import { mostProcessBytes, type Size, sizes } from "./models/growth.js";

/** What is asked of the whole. */
export interface Growing {
  /** Larger sizes are left out. */
  readonly most?: number | undefined;
  /** How often each size is run; what the table of sizes says, if left out. */
  readonly runs?: number | undefined;
  /** Where to write the plot. */
  readonly svg?: string | undefined;
}

interface Run extends Measures {
  /** The most memory that the process had at any time. */
  readonly peakBytes: number;
}

interface Row extends Grown {
  readonly rounds: readonly number[];
  readonly transitions: number;
  readonly views: number;
  readonly runs: number;
  readonly peakMegabytes: number;
}

function run(number: number, size: Size, workers: number): Run {
  const one = fileURLToPath(new URL("growth-one.js", import.meta.url));
  const made = JSON.parse(
    execFileSync(process.execPath, [one, String(number), String(workers)], { encoding: "utf8" }),
  ) as Run;
  const { states, transitions, peakBytes } = made;
  if (states !== size.states || transitions !== size.transitions)
    throw new Error(
      `${states} states and ${transitions} transitions were found with ${workers} workers, ` +
        `and there are ${size.states} and ${size.transitions} where tasks have ${size.rounds.join(", ")} rounds`,
    );
  if (peakBytes > mostProcessBytes)
    throw new Error(`${states} states took ${peakBytes} bytes, which is more than ${mostProcessBytes}`);
  return made;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Millions, to three digits. */
const millions = (value: number): number => Number((value / 1e6).toPrecision(3));

/** The figures of one size, rounded as they are told: the plot is made of the same. */
function rowOf(size: Size, number: number, runs: number): Row {
  const sides: readonly [Run[], Run[]] = [[], []];
  for (let i = 0; i < runs; i++) sides.forEach((side, s) => void side.push(run(number, size, s + 1)));
  const [one] = sides[0];
  if (one === undefined) throw new Error("there was no run");
  const { states, rounds, transitions } = size;
  const [alone, shared] = sides.map((side) =>
    millions(states / median(side.map(({ seconds }) => seconds))),
  ) as [number, number];
  return {
    rounds,
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

const heading = `| tasks and their rounds | states | moves | views | states/s, 1 worker | 2 workers | ratio | bytes a state | in all | whole process | runs |
|---|---|---|---|---|---|---|---|---|---|---|`;

function line(row: Row): string {
  const cells = [
    `${row.rounds.length}: ${row.rounds.join(", ")}`,
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
function processor(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() || "a processor without a name"}, Node ${process.versions.node}`;
}

/** Prints the table as it stands in docs/performance.md; writes the plot where that is asked for. */
export function runGrowth({ most = Number.POSITIVE_INFINITY, runs, svg }: Growing): void {
  const asked = sizes.filter(({ states }) => states <= most);
  process.stdout.write(`${heading}\n`);
  const rows = asked.map((size, number) => {
    const row = rowOf(size, number, runs ?? size.runs);
    process.stdout.write(`${line(row)}\n`);
    return row;
  });
  process.stdout.write(`\n${processor()}\n`);
  if (svg !== undefined) writeFileSync(svg, growthPlot(rows));
}
