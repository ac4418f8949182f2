/**
 * The benchmark: our search against SPIN's, in one run, by turns, medians of several. Fails unless both report the states
 * and transitions that the model has.
 *
 * npm run bench [-- --json] [-- --runs n]
 * npm run bench -- --traces: dynamic partial order reduction, on programs that other tools have been timed on
 * npm run bench -- --large: ours alone, on a space of tens of millions of states
 * npm run bench -- --growth [--most states] [--runs n] [--svg file]: ours alone, on one model at nine sizes
 * npm run bench -- --families [--runs n]: ours alone, on the families of the catalogue at their largest parameters
 * npm run bench -- --profile [--runs n]: ours alone, and where the time goes
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runFamilies } from "./families.js";
import { runGrowth } from "./growth.js";
import { median } from "./median.js";
import { type Benchmark, benchmarks, large } from "./models/index.js";
import { runProfile } from "./profile.js";
import { runTraces } from "./traces.js";

/** One run of one side. */
interface Run {
  readonly states: number;
  readonly transitions: number;
  /** Of the search alone. */
  readonly seconds: number;
  /** From source to verdict: compiling, or loading and laying out, included. */
  readonly total: number;
  readonly bytesPerState: number;
  /** Views for which user code was run; 0 for SPIN, which compiles it. */
  readonly views: number;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function timed<T>(action: () => T): { readonly result: T; readonly seconds: number } {
  const started = performance.now();
  const result = action();
  return { result, seconds: (performance.now() - started) / 1000 };
}

function ours(number: number): Run {
  const { result, seconds } = timed(() =>
    execFileSync(process.execPath, [here("one.js"), String(number)], { encoding: "utf8" }),
  );
  return { ...(JSON.parse(result) as Omit<Run, "total">), total: seconds };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`SPIN did not report ${pattern}:\n${text}`);
  return Number(found);
}

function spin({ promela, flags, depth }: Benchmark): Run {
  const cwd = mkdtempSync(join(tmpdir(), "preempt-bench-"));
  try {
    const source = here(`../promela/${promela}`);
    const compiled = timed(() => {
      execFileSync("spin", ["-a", ...flags, source], { cwd });
      execFileSync("gcc", ["-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], { cwd });
    });
    const ran = timed(() => execFileSync("./pan", [`-m${depth}`], { cwd, encoding: "utf8" }));
    if (!/errors: 0/.test(ran.result)) throw new Error(`SPIN found an error in ${promela}:\n${ran.result}`);
    const states = numberIn(ran.result, /(\d+) states, stored/);
    const megabytes = numberIn(ran.result, /([\d.]+)\s+actual memory usage for states/);
    return {
      states,
      // SPIN counts the initial state as one.
      transitions: numberIn(ran.result, /(\d+) transitions/) - 1,
      // Its own clock has hundredths of a second alone; the process' time is finer, and includes its start, some 5 ms.
      seconds: ran.seconds,
      total: compiled.seconds + ran.seconds,
      bytesPerState: (megabytes * 2 ** 20) / states,
      views: 0,
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function summary(runs: readonly Run[]) {
  const [first] = runs;
  if (first === undefined) throw new Error("there was no run");
  const seconds = median(runs.map((run) => run.seconds));
  return {
    states: first.states,
    transitions: first.transitions,
    statesPerSecond: Math.round(first.states / seconds),
    transitionsPerSecond: Math.round(first.transitions / seconds),
    bytesPerState: Math.round(10 * first.bytesPerState) / 10,
    secondsFromSource: Math.round(100 * median(runs.map((run) => run.total))) / 100,
    views: first.views,
  };
}

function compare(benchmark: Benchmark, number: number, runs: number) {
  const sides: { ours: Run[]; spin: Run[] } = { ours: [], spin: [] };
  for (let i = 0; i < runs; i++) {
    sides.ours.push(ours(number));
    sides.spin.push(spin(benchmark));
  }
  for (const [side, all] of Object.entries(sides)) {
    for (const { states, transitions } of all) {
      if (states === benchmark.states && transitions === benchmark.transitions) continue;
      throw new Error(
        `${side} reports ${states} states and ${transitions} transitions of "${benchmark.name}", ` +
          `which has ${benchmark.states} and ${benchmark.transitions}`,
      );
    }
  }
  const mine = summary(sides.ours);
  const theirs = summary(sides.spin);
  return {
    name: benchmark.name,
    ...mine,
    spin: theirs,
    ratio: mine.statesPerSecond / theirs.statesPerSecond,
    ratioFromSource: theirs.secondsFromSource / mine.secondsFromSource,
  };
}

function need(tool: string, version: string): void {
  try {
    execFileSync(tool, [version], { stdio: "ignore" });
  } catch (error) {
    throw new Error(`${tool} is missing: apt-get install spin gcc`, { cause: error });
  }
}

function runLarge(): void {
  const run = ours(benchmarks.length);
  if (run.states !== large.states || run.transitions !== large.transitions)
    throw new Error(`there are ${run.states} states and ${run.transitions} transitions of "${large.name}"`);
  process.stdout.write(
    `${large.name}: ${run.states} states and ${run.transitions} transitions in ${run.total.toFixed(0)} s, ` +
      `${run.bytesPerState.toFixed(1)} bytes a state, ${run.views} views\n`,
  );
}

const { values: asked } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    large: { type: "boolean", default: false },
    traces: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    families: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    runs: { type: "string" },
    most: { type: "string" },
    svg: { type: "string" },
  },
});

/** A number that was asked for. */
function counted(name: "runs" | "most"): number | undefined {
  const value = asked[name];
  if (value === undefined) return undefined;
  if (!(Number(value) >= 1)) throw new Error(`--${name} takes a number of at least 1, not "${value}"`);
  return Number(value);
}

if (asked.large) {
  runLarge();
  process.exit();
}
if (asked.growth) {
  runGrowth({ most: counted("most"), runs: counted("runs"), svg: asked.svg });
  process.exit();
}
if (asked.families) {
  runFamilies({ runs: counted("runs") });
  process.exit();
}
const runs = counted("runs") ?? 3;
if (asked.profile) {
  await runProfile(runs);
  process.exit();
}
need("spin", "-V");
need("gcc", "--version");
if (asked.traces) {
  runTraces(runs);
  process.exit();
}
const models = benchmarks.map((benchmark, number) => compare(benchmark, number, runs));
const mean = (ratios: readonly number[]): number =>
  ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
const geometricMean = mean(models.map(({ ratio }) => ratio));
if (asked.json) {
  process.stdout.write(`${JSON.stringify({ models, geometricMean }, null, 2)}\n`);
} else {
  const row = (...cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(38) : String(cell).padStart(11))).join("");
  const lines = [
    row("", "states", "moves", "states/s", "moves/s", "B/state", "views", "from source"),
    ...models.flatMap((model) => [
      row(
        model.name,
        model.states,
        model.transitions,
        model.statesPerSecond,
        model.transitionsPerSecond,
        model.bytesPerState,
        model.views,
        `${model.secondsFromSource} s`,
      ),
      row(
        "  SPIN",
        "",
        "",
        model.spin.statesPerSecond,
        model.spin.transitionsPerSecond,
        model.spin.bytesPerState,
        "",
        `${model.spin.secondsFromSource} s`,
      ),
      row("  ratio", "", "", model.ratio.toFixed(2), "", "", "", model.ratioFromSource.toFixed(2)),
    ]),
    `geometric mean of the ratios: ${geometricMean.toFixed(2)} run, ${mean(models.map(({ ratioFromSource }) => ratioFromSource)).toFixed(2)} from source (medians of ${runs})`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
