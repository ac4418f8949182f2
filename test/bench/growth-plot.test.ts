/** The plot of growth: where points stand, and that it is SVG. */

import { expect, test } from "vitest";
import { growthPlot } from "../../bench/growth-plot.js";

const rows = [
  { states: 1e4, alone: 1, shared: 0.5, bytes: 64, bytesInAll: 128 },
  { states: 1e6, alone: 3, shared: 4, bytes: 16, bytesInAll: 32 },
  { states: 1e8, alone: 2, shared: 3, bytes: 8, bytesInAll: 16 },
];

const svg = growthPlot(rows);

/** The lines of the plot, in order: each as its points. */
const lines = [...svg.matchAll(/<path d="M([^"]+)" fill="none"/g)].map(([, way = ""]) =>
  way.split("L").map((point) => point.split(" ").map(Number)),
);

test("speeds stand over 0 to 4 million, states over powers of ten", () => {
  expect(lines.slice(0, 2)).toEqual([
    [
      [40, 190],
      [190, 90],
      [340, 140],
    ],
    [
      [40, 215],
      [190, 40],
      [340, 90],
    ],
  ]);
});

test("bytes stand over powers of two", () => {
  expect(lines.slice(2)).toEqual([
    [
      [410, 90],
      [560, 190],
      [710, 240],
    ],
    [
      [410, 40],
      [560, 140],
      [710, 190],
    ],
  ]);
});

test("each point is marked, each line is named in its colour, and elements are closed", () => {
  expect(
    [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]),
  ).toEqual(lines.flat());
  expect(
    [...svg.matchAll(/<tspan fill="(#\w+)">\u2002. ([\w ]+)</g)].map(([, colour, name]) => [colour, name]),
  ).toEqual([
    ["#2f81f7", "1 worker"],
    ["#db6d28", "2 workers"],
    ["#2f81f7", "state and table"],
    ["#db6d28", "in all"],
  ]);
  for (const name of ["svg", "title", "text", "tspan"]) {
    expect(svg.split(`<${name}`)).toHaveLength(svg.split(`</${name}>`).length);
  }
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test("one size is no growth", () => {
  expect(() => growthPlot(rows.slice(1, 2))).toThrow("a plot needs two sizes; there are 1");
});
