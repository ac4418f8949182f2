/** The page on performance: what can be counted is counted, and what was timed agrees with itself and with the plot. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { grown } from "../../bench/cases.js";
import { growthPlot } from "../../bench/growth-plot.js";
import { measured } from "../../bench/measured.js";
import { families } from "../../bench/models/families.js";
import { modelOf, mostKernelBytes, mostProcessBytes, sizes } from "../../bench/models/growth.js";
import { benchmarks, large } from "../../bench/models/index.js";
import { checking } from "../../src/check.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { root } from "../support/cli.js";
import { pathOf } from "./page.js";

const page = readFileSync(pathOf("performance.md"), "utf8");
const flat = page.replaceAll(/\s+/g, " ");

/** The rows of the table that begins with `heading`, without it. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, after] = page.split(`\n| ${heading} |`);
  const lines = (after ?? "").split("\n").slice(2);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The number that a cell begins with. */
function figure(cell = ""): number {
  const [found] = /^[\d.,]+/.exec(cell) ?? [];
  if (found === undefined) throw new Error(`"${cell}" begins with no number`);
  return Number(found.replaceAll(",", ""));
}

const grouped = (value: number): string => value.toLocaleString("en");

describe("beside SPIN", () => {
  const rows = rowsUnder("model | states | ours, states/s | SPIN, states/s");
  const [last, models] = [rows.at(-1), rows.slice(0, -1)];

  test("the models, and how many states they have, are those of the benchmark", () => {
    expect(models.map(([name, states]) => [name, states])).toEqual(
      benchmarks.map(({ name, states }) => [name, grouped(states)]),
    );
  });

  test("ratios are of the rates beside them, which are rounded; means are geometric", () => {
    for (const [, , ours, theirs, ratio] of models) {
      const quotient = figure(ours) / figure(theirs);
      expect(Math.abs(quotient / figure(ratio) - 1)).toBeLessThan(0.03);
    }
    for (const column of [4, 5]) {
      const mean = models.reduce((product, row) => product * figure(row[column]), 1) ** (1 / models.length);
      expect(mean.toFixed(2)).toBe(last?.[column]);
    }
  });

  test("what models ask of a search is counted anew; so are bytes and views", () => {
    const counted = benchmarks.map(({ name, model, properties }) => {
      let space: TableSpace | undefined;
      const search = checking(model(), {
        properties,
        symmetry: false,
        space: (interpreter) => {
          space = new TableSpace(interpreter);
          return space;
        },
      });
      for (;;) {
        const { done, value } = search.next();
        if (!done) continue;
        const { states, transitions, depth } = value.grounds;
        const { lookups = 0, bytes = 0, views = 0 } = space ?? {};
        return {
          asked: [name, (transitions / states).toFixed(2), (lookups / states).toFixed(2), String(depth)],
          took: [(bytes / states).toFixed(1), grouped(views)],
        };
      }
    });
    expect(rowsUnder("model | moves of a state")).toEqual(counted.map(({ asked }) => asked));
    expect(models.map((row) => [row[6]?.split(" ")[0], row[7]])).toEqual(counted.map(({ took }) => took));
  });
});

/** Those that are soon gone through. */
const isSmall = ({ states }: { readonly states: number }): boolean => states < 4e5;

describe.each([
  ["tasks and their rounds", grown, 4],
  ["family and parameters", families, 3],
])("the table by %s", (heading, cases, small) => {
  const rows = rowsUnder(heading);

  test("cases are those of the benchmark", () => {
    expect(rows.map(([name, states, moves]) => [name, states, moves])).toEqual(
      cases.map(({ name, states, transitions }) => [name, grouped(states), grouped(transitions)]),
    );
  });

  test("states, moves, views and bytes of those that are soon gone through are counted anew", () => {
    const counted = cases.filter(isSmall).map(({ model, properties, symmetry }) => {
      const made = measured(model, { properties, symmetry, bytes: mostKernelBytes });
      const { states, transitions, views, bytesPerState, bytesInAll } = made;
      return [
        ...[states, transitions, views].map(grouped),
        bytesPerState.toFixed(1),
        (bytesInAll / states).toFixed(1),
      ];
    });
    expect(counted).toHaveLength(small);
    const soon = rows.filter((_, i) => isSmall(cases[i] ?? { states: Number.POSITIVE_INFINITY }));
    expect(soon.map((row) => [...row.slice(1, 4), row[7], row[8]])).toEqual(counted);
  });

  test("ratios are of the rates beside them; no process came to what it may not", () => {
    for (const [, , , , alone, shared, ratio, , , process] of rows) {
      expect((figure(shared) / figure(alone)).toFixed(2)).toBe(ratio);
      expect(figure(process) * 1e6).toBeLessThan(mostProcessBytes);
    }
  });
});

describe("growth", () => {
  const rows = rowsUnder("tasks and their rounds");

  test("is from ten thousand states to a hundred million", () => {
    expect(sizes[0]?.states).toBeLessThan(1e4);
    expect(sizes.at(-1)?.states).toBeGreaterThan(1e8);
    expect(flat).toContain("has 23 variables with three tasks and 18 with two");
    const variables = [sizes.at(-1), sizes[0]].map((size) =>
      size === undefined
        ? []
        : modelOf(size).layout.variables.flatMap(({ kind, name }) => (kind === "halt" ? [] : [name])),
    );
    expect(variables.map(({ length }) => length)).toEqual([23, 18]);
  });

  test("the plot is of this table", () => {
    const plotted = rows.map(([, states, , , alone, shared, , bytes, bytesInAll]) => ({
      states: figure(states),
      alone: figure(alone),
      shared: figure(shared),
      bytes: figure(bytes),
      bytesInAll: figure(bytesInAll),
    }));
    expect(readFileSync(pathOf("growth.svg"), "utf8")).toBe(growthPlot(plotted));
    expect(page).toContain("](growth.svg)");
  });

  test("what is worked out of it", () => {
    const [, states, , , alone, , , , inAll] = rows.at(-1) ?? [];
    expect(flat).toContain(
      `In memory the whole search took ${Math.round(figure(states) / figure(alone) / 1e6)} s`,
    );
    expect(flat).toContain(
      `At ${inAll} bytes in all, 4 GiB hold ${(2 ** 32 / figure(inAll) / 1e8).toFixed(1)} × 10⁸`,
    );
    // Of each level, half of the states on average, at 8 bytes.
    const gigabytes = (273 / 2) * figure(states) * 8 * 1e-9;
    expect(flat).toContain("273 levels");
    expect(flat).toContain(
      `${gigabytes.toFixed(0)} GB, which that disk, at 618 MB a second, reads in ${(gigabytes / 0.618).toFixed(0)} s`,
    );
    expect(flat).toContain(`So ${grouped(36_000 / 1.5)} states a second`);
    expect(flat).toContain(
      `has ${grouped(large.states)} states and ${grouped(large.transitions)} transitions`,
    );
  });
});

test("the profile has a row for each model, of a hundred in a hundred; what one thread does is summed", () => {
  const rows = rowsUnder("model | seconds | learning");
  expect(rows.map(([name]) => name)).toEqual([
    ...benchmarks.map(({ name }) => name),
    "lazy FPU, ten million states",
  ]);
  for (const [, , ...shares] of rows) {
    const sum = shares.reduce((sum, share) => sum + figure(share), 0);
    // Each is rounded.
    expect(Math.abs(sum - 100)).toBeLessThan(shares.length / 2);
  }
  const [, , learning, garbage, , , , , packing, rest] = rows.at(-1) ?? [];
  const alone = [learning, garbage, packing, rest].reduce((sum, share) => sum + figure(share), 0);
  const most = 100 / (alone + (100 - alone) / 2);
  expect(flat).toContain(
    `it is ${alone} % of one worker's time, so that two cannot be more than ${most.toFixed(2)} times`,
  );
});

test("its figures are those of the code", () => {
  const figures: readonly (readonly [string, string, string])[] = [
    ["fewer than 4,096 states are not shared", "kernel/hands.ts", "sizes.worthSharing ?? 4096"],
    ["a state's number has 28 at most", "kernel/state-store.ts", "const mostTableBits = 28;"],
    ["2²⁸ slots is four fifths full at 214 million", "kernel/state-store.ts", "const fullest = 0.8;"],
    ["have room for 65,536 states", "kernel/sizes.ts", "segmentBits: 16,"],
    ["those of the table that up to 64 states lead to", "kernel/assembly/steps.ts", "const batch: u32 = 64;"],
  ];
  for (const [said, file, code] of figures) {
    expect(flat).toContain(said);
    expect(readFileSync(join(root, "src", file), "utf8")).toContain(code);
  }
  expect(Math.floor((0.8 * 2 ** 28) / 1e6)).toBe(214);
  expect(mostKernelBytes).toBe(3 * 2 ** 30);
  expect(flat).toContain("lets the kernel take 3 GiB, and fails where the process comes to more than 4 GB");
  expect(mostProcessBytes).toBe(4e9);
});
