/**
 * Where the time of a check goes, by Node's sampling profiler, in a process of its own for each model. Node's start is not counted; what
 * is collected of garbage is.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelNames } from "./kernel-names.js";
import { sizes } from "./models/growth.js";
import { benchmarks } from "./models/index.js";

/** Of what Node writes, what is read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string };
    readonly children?: readonly number[];
  }[];
  /** The node of each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Part of a check, in the order of the table. */
const parts = ["learning", "garbage", "moves", "fetching", "lookups", "doubling", "packing", "rest"] as const;

type Part = (typeof parts)[number];

const heads: Readonly<Record<Part, string>> = {
  learning: "learning",
  garbage: "garbage",
  moves: "trees, moves and hashes",
  fetching: "fetching lines",
  lookups: "looking up",
  doubling: "doubling the table",
  packing: "packing anew",
  rest: "the rest",
};

/** By function of the kernel. */
const partOfKernel: readonly (readonly [RegExp, Part])[] = [
  [/\/(expand|ask|walk|update|represent|settle|through|apply|keeps|compare|maskRepresented)\b/, "moves"],
  [/\/(sweep|addLean|fetchLines|share)\b/, "fetching"],
  [/\/(add|addShared|isState|put)\b/, "lookups"],
  // With one worker: else a share of a level is work, too.
  [/\/(work|splitLines|enterDisplaced)\b/, "doubling"],
  [/\/(repack|enterAll|enter)\b/, "packing"],
];

/** By function in JavaScript, from the one that runs to who called it: the first that is here decides. */
const partOfCaller: Readonly<Record<string, Part>> = {
  "(garbage collector)": "garbage",
  "#doubleTable": "doubling",
  "#settle": "packing",
  "#learning": "learning",
  recheck: "learning",
  measured: "rest",
};

/** What part a sample is of, with the functions that were at work, the innermost first; undefined for what is no part of a check. */
function partOf(stack: readonly string[], names: ReadonlyMap<number, string>): Part | undefined {
  const [, number] = /^wasm-function\[(\d+)\]$/.exec(stack[0] ?? "") ?? [];
  if (number !== undefined) {
    const name = names.get(Number(number)) ?? "";
    const part = partOfKernel.find(([pattern]) => pattern.test(name))?.[1];
    if (part !== undefined) return part;
  }
  const known = stack.find((name) => name in partOfCaller);
  return known === undefined ? undefined : partOfCaller[known];
}

/** Microseconds by part. */
function sharesOf(
  { nodes, samples, timeDeltas }: Profile,
  names: ReadonlyMap<number, string>,
): Map<Part, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const times = new Map<number, number>();
  samples.forEach((id, i) => void times.set(id, (times.get(id) ?? 0) + (timeDeltas[i] ?? 0)));
  const shares = new Map<Part, number>();
  for (const [id, time] of times) {
    const stack: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at))
      stack.push(byId.get(at)?.callFrame.functionName ?? "");
    const part = partOf(stack, names);
    if (part !== undefined) shares.set(part, (shares.get(part) ?? 0) + time);
  }
  return shares;
}

function profileOf(script: string, words: readonly string[]): Profile {
  const folder = mkdtempSync(join(tmpdir(), "preempt-bench-"));
  try {
    const profiling = ["--cpu-prof", "--cpu-prof-interval", "500", "--cpu-prof-dir", folder];
    const file = fileURLToPath(new URL(script, import.meta.url));
    execFileSync(process.execPath, [...profiling, "--cpu-prof-name", "one", file, ...words]);
    return JSON.parse(readFileSync(join(folder, "one"), "utf8")) as Profile;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints the table as it stands in docs/performance.md: of each model the sum over so many runs. */
export async function runProfile(runs: number): Promise<void> {
  const names = await kernelNames(fileURLToPath(new URL("../../src/kernel/assembly/", import.meta.url)));
  const tenMillion = sizes.findIndex(({ states }) => states > 5e6);
  const asked = [
    ...benchmarks.map(({ name }, i) => ({ name, script: "one.js", words: [String(i)] })),
    {
      name: "lazy FPU, ten million states",
      script: "apart-one.js",
      words: ["growth", String(tenMillion), "1"],
    },
  ];
  process.stdout.write(`| model | seconds | ${parts.map((part) => heads[part]).join(" | ")} |\n`);
  process.stdout.write(`|${"---|".repeat(parts.length + 2)}\n`);
  const seen = new Set<Part>();
  for (const { name, script, words } of asked) {
    const sums = new Map<Part, number>();
    for (let i = 0; i < runs; i++) {
      for (const [part, time] of sharesOf(profileOf(script, words), names))
        sums.set(part, (sums.get(part) ?? 0) + time);
    }
    for (const part of sums.keys()) seen.add(part);
    const total = [...sums.values()].reduce((sum, time) => sum + time, 0);
    const cells = parts.map((part) => `${Math.round((100 * (sums.get(part) ?? 0)) / total)} %`);
    process.stdout.write(`| ${name} | ${(total / 1e6 / runs).toFixed(2)} | ${cells.join(" | ")} |\n`);
  }
  const unseen = parts.filter((part) => !seen.has(part));
  if (unseen.length > 0)
    throw new Error(
      `nothing was seen of ${unseen.join(", ")}: are the functions that tell it called otherwise?`,
    );
}
