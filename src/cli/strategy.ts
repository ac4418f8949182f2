/** How to explore, as it is asked for on the command line. */

import { randomInt } from "node:crypto";
import { InvalidArgumentError, Option } from "commander";
import type { Strategy, StrategyOptions } from "../check.js";
import type { CountOptions } from "../count.js";
import { UsageError } from "./usage-error.js";

/** What the command line says of it. */
export interface StrategyWords {
  readonly workers?: number;
  readonly strategy?: Strategy;
  readonly preemptions?: number;
  readonly runs?: number;
  readonly steps?: number;
  readonly seed?: number;
  readonly bugDepth?: number;
  readonly maxStates?: number;
  /** Whether what is declared to be alike is not told apart. */
  readonly symmetry?: boolean;
  readonly maxMemory?: number;
}

const strategies: readonly Strategy[] = ["exhaustive", "reduced", "bounded", "dpor", "random-walk", "pct"];

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`it must be a whole number from ${from} to ${to}.`);
  };
}

const most = Number.MAX_SAFE_INTEGER;

/** Of `check` and `count`. */
export const stepsOption = (): Option =>
  new Option(
    "--steps <n>",
    "random runs of so many steps at most; 1000. Of dpor: so many steps of each process at most",
  ).argParser(wholeNumber(1, 1_000_000));

/** The options of `check`. */
export const strategyOptions: readonly Option[] = [
  new Option(
    "--strategy <name>",
    "exhaustive (the default) proves; reduced leaves out states that nobody needs to be let in at; bounded tries few preemptions first; dpor goes through one run of all that differ in the order of independent steps alone; random-walk and pct sample runs of a space of any size",
  ).choices(strategies),
  new Option(
    "--preemptions <n>",
    "every run with at most n preemptions, and no other (bounded; without n the bound rises until something is violated)",
  ).argParser(wholeNumber(0, most)),
  new Option("--runs <n>", "so many random runs; 1000 (random-walk, pct)").argParser(wholeNumber(1, most)),
  stepsOption(),
  new Option("--seed <n>", "the same seed draws the same runs (random-walk, pct)").argParser(
    wholeNumber(0, most),
  ),
  new Option("--bug-depth <d>", "look for bugs of d orders between two steps; 3 (pct)").argParser(
    wholeNumber(1, 100),
  ),
  new Option(
    "--no-symmetry",
    "search every state, also where the model declares what is alike and one would stand for many (exhaustive)",
  ),
];

/** The words as they are written, by option. */
const written: Readonly<Record<string, string>> = {
  strategy: "--strategy",
  preemptions: "--preemptions",
  runs: "--runs",
  steps: "--steps",
  seed: "--seed",
  bugDepth: "--bug-depth",
  symmetry: "--no-symmetry",
};

/** Which of the options were given, as they are written. */
export function strategyWords(words: StrategyWords): readonly string[] {
  // What is not said is true of it.
  const given = Object.keys(words).filter((name) => name !== "symmetry" || words.symmetry === false);
  return Object.entries(written).flatMap(([name, option]) => (given.includes(name) ? [option] : []));
}

function refuse(words: readonly string[], belongs: string, strategy: Strategy): void {
  if (words.length === 0) return;
  const verb = words.length === 1 ? "goes" : "go";
  throw new UsageError(`${words.join(", ")} ${verb} with ${belongs}; the strategy is ${strategy}`);
}

/** @throws UsageError where there is a limit on the states that are kept */
function refuseLimits({ maxStates, maxMemory }: StrategyWords, strategy: Strategy, instead: string): void {
  const limit =
    maxStates !== undefined ? "--max-states" : maxMemory !== undefined ? "--max-memory" : undefined;
  if (limit === undefined) return;
  throw new UsageError(
    `${limit} limits a search that keeps states; --strategy ${strategy} keeps none: ${instead}`,
  );
}

/**
 * How to explore. A seed is drawn here where sampling is asked for without one.
 *
 * @throws UsageError for options that do not go together
 */
export function strategyAsked(words: StrategyWords): StrategyOptions {
  const { preemptions, runs, steps, seed, bugDepth } = words;
  const strategy = words.strategy ?? (preemptions === undefined ? "exhaustive" : "bounded");
  const given = strategyWords(words);
  const among = (...options: readonly string[]): readonly string[] =>
    given.filter((option) => options.includes(option));
  if (words.symmetry === false && strategy !== "exhaustive" && strategy !== "reduced")
    refuse(["--no-symmetry"], "--strategy exhaustive", strategy);
  if (words.workers !== undefined && strategy !== "exhaustive")
    refuse(["--workers"], "--strategy exhaustive, or --all", strategy);
  if (strategy !== "bounded") refuse(among("--preemptions"), "--strategy bounded", strategy);
  if (strategy === "dpor") {
    refuse(among("--runs", "--seed"), "--strategy random-walk or pct", strategy);
    refuse(among("--bug-depth"), "--strategy pct", strategy);
    refuseLimits(words, strategy, "--steps limits it");
    return { strategy, ...(steps === undefined ? {} : { steps }) };
  }
  if (strategy !== "random-walk" && strategy !== "pct") {
    refuse(among("--runs", "--seed"), "--strategy random-walk or pct", strategy);
    refuse(among("--steps"), "--strategy dpor, random-walk or pct", strategy);
    refuse(among("--bug-depth"), "--strategy pct", strategy);
    const { workers } = words;
    return {
      strategy,
      ...(preemptions === undefined ? {} : { preemptions }),
      ...(workers === undefined ? {} : { workers }),
      ...(words.symmetry === false ? { symmetry: false } : {}),
    };
  }
  if (strategy !== "pct") refuse(among("--bug-depth"), "--strategy pct", strategy);
  refuseLimits(words, strategy, "--runs and --steps limit it");
  const sampling = {
    seed: seed ?? randomInt(2 ** 32),
    ...(runs === undefined ? {} : { runs }),
    ...(steps === undefined ? {} : { steps }),
    ...(bugDepth === undefined ? {} : { bugDepth }),
  };
  return { strategy, sampling };
}

/** What the command line says of how to count. */
export interface CountWords {
  readonly strategy?: NonNullable<CountOptions["strategy"]>;
  readonly steps?: number;
  readonly maxStates?: number;
}

/** Of `count`. */
export const countStrategyOption = new Option(
  "--strategy <name>",
  "exhaustive (the default) counts states; reduced those that are left where nobody needs to be let in before private steps; dpor counts traces: runs that differ in more than the order of independent steps; brute counts every run",
).choices(["exhaustive", "reduced", "dpor", "brute"]);

/**
 * How to count.
 *
 * @throws UsageError for options that do not go together
 */
export function countingAsked({
  strategy = "exhaustive",
  steps,
  maxStates,
}: CountWords): Omit<CountOptions, "stop" | "space"> {
  const keepsStates = strategy === "exhaustive" || strategy === "reduced";
  if (keepsStates && steps !== undefined)
    throw new UsageError(`--steps goes with --strategy dpor or brute; the strategy is ${strategy}`);
  if (!keepsStates && maxStates !== undefined) {
    throw new UsageError(
      `--max-states limits a search that keeps states; --strategy ${strategy} keeps none: --steps limits it`,
    );
  }
  return { strategy, ...(steps === undefined ? {} : { steps }) };
}
