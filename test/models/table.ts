/**
 * Literal tables of what is found in the instances of a family: a row for each instance, and in it the size of its space, the
 * least cost of what breaks each claim, and whether what should be reachable is.
 *
 * A cell of a claim is - where it holds; else context switches, events and steps of the least trace that breaks it: `2:1p1z:11`
 * has two switches, one preemption, one sleep, and 11 steps. Events are preemptions (p), interrupts (i), migrations (m) and
 * sleeps (z), or 0 for none. Of a lasso that is its stem, and behind a plus stand the steps of its cycle. A cell of a reachability claim is reached, or never where it rightly cannot be.
 */

import { check, type Family, type Instance, type Report, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { eventsIn, roundOf } from "../../src/render/cost.js";

export type Row = Readonly<Record<string, string>>;

/** A table, and what its columns are called in the model. */
export interface Table {
  readonly family: Family;
  /** By column, the names of the claims. */
  readonly claims: Readonly<Record<string, string>>;
  /** By column, the names of the reachability claims. */
  readonly reached: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** Lines of cells, the first of which names the columns. */
export function rowsOf(text: string): readonly Row[] {
  const [columns = [], ...cells] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/));
  return cells.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ""])));
}

const cellOf = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : String(value).replaceAll(" ", "_");

/** The cell of a row in a column that stands in the table. */
export function cell(row: Row, column: string): string {
  const found = row[column];
  if (found === undefined) throw new Error(`there is no column "${column}"`);
  return found;
}

/** The instance that a row is about. */
export function instanceOf({ family }: Table, row: Row): Instance {
  const given = Object.keys(family.parameters).map((name) => [name, row[name]?.replaceAll("_", " ") ?? ""]);
  return family.instance(cell(row, "variant"), Object.fromEntries(given));
}

/** The cells that say which instance a row is about. */
export function keysOf({ variant, parameters }: Pick<Instance, "variant" | "parameters">): Row {
  const cells = Object.entries(parameters).map(([name, value]) => [name, cellOf(value)]);
  return { variant, ...Object.fromEntries(cells) };
}

export const titleOf = (table: Table, row: Row): string =>
  ["variant", ...Object.keys(table.family.parameters)]
    .map((column) => (column === "variant" ? row[column] : `${column}=${row[column]}`))
    .join(" ");

/** What a trace costs, as a cell. */
export function costOf(trace: Trace): string {
  const { interrupt, migration, sleep } = eventsIn(trace);
  const counts = [
    [trace.cost.preemptions, "p"],
    [interrupt, "i"],
    [migration, "m"],
    [sleep, "z"],
  ] as const;
  const events = counts.filter(([count]) => count > 0).map(([count, letter]) => `${count}${letter}`);
  const round = roundOf(trace);
  return `${trace.switches}:${events.join("") || "0"}:${trace.cost.steps}${round === 0 ? "" : `+${round}`}`;
}

/** The context switches and the interrupts of a cell; undefined where the claim holds. */
export function costIn(
  cell: string | undefined,
): { readonly switches: number; readonly interrupts: number } | undefined {
  if (cell === "-" || cell === undefined) return undefined;
  const [switches, events = ""] = cell.split(":");
  return { switches: Number(switches), interrupts: Number(/(\d+)i/.exec(events)?.[1] ?? 0) };
}

/** The cells of a report. What the model does not claim is not there, and an empty cell. */
export function cellsOf({ claims, reached }: Table, { verdicts, grounds }: Report): Row {
  const claimCell = (name: string): string => {
    const verdict = verdicts.find(({ property }) => property === name);
    if (verdict?.kind === "violated") return costOf(verdict.trace);
    return verdict?.kind === "holds" ? "-" : (verdict?.kind ?? "none");
  };
  const reachedCell = (name: string): string => {
    const verdict = verdicts.find(({ property }) => property === name);
    if (verdict?.kind !== "holds") return verdict?.kind ?? "none";
    return verdict.impossible === undefined ? "reached" : "never";
  };
  return {
    states: String(grounds.states),
    moves: String(grounds.transitions),
    ...Object.fromEntries(Object.entries(claims).map(([column, name]) => [column, claimCell(name)])),
    ...Object.fromEntries(Object.entries(reached).map(([column, name]) => [column, reachedCell(name)])),
  };
}

/** The row of the table whose cells are the given. */
export function rowWhere({ rows, family }: Table, cells: Row): Row {
  const fitting = rows.filter((row) => Object.entries(cells).every(([column, cell]) => row[column] === cell));
  const [row] = fitting;
  if (row === undefined || fitting.length > 1)
    throw new Error(
      `${fitting.length} rows of the table of ${family.name} have the cells ${JSON.stringify(cells)}`,
    );
  return row;
}

/** Checks every instance of the family against its row. */
export function testTable(table: Table): void {
  const { family, claims, reached, rows } = table;
  describe(`the table of ${family.name}`, () => {
    test.each(rows.map((row) => [titleOf(table, row), row] as const))("%s", (_, row) => {
      const instance = instanceOf(table, row);
      // Tables count every state.
      const report = check(instance.model, { symmetry: false });
      expect({ ...keysOf(instance), ...cellsOf(table, report) }).toEqual(row);
      expect(report.grounds.exhausted).toBe(true);
      const expected = [...Object.entries(claims), ...Object.entries(reached)].filter(
        ([column]) => row[column] !== "none",
      );
      expect(report.verdicts.map(({ property }) => property)).toEqual(expected.map(([, name]) => name));
      const violated = report.verdicts.filter(({ kind }) => kind === "violated");
      expect(violated.map(({ property }) => property)).toEqual(
        Object.values(claims).filter((name) => instance.violated.includes(name)),
      );
    });

    test("has every instance that check --all goes through", () => {
      const titles = family.instances().map((instance) => titleOf(table, keysOf(instance)));
      expect(rows.map((row) => titleOf(table, row))).toEqual(titles);
    });
  });
}
