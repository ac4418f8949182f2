/**
 * Of every family on the machine: nothing that is claimed is vacuous, every line that should be reached is, or is said to be out of
 * reach, and no instance repeats another. Read from the tables, each row of which its family's own test finds again.
 */

import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { keysOf, type Row, type Table, titleOf } from "./table.js";
import { amxXfdTable } from "./tables/amx-xfd.js";
import { fpuRegimesTable } from "./tables/fpu-regimes.js";
import { kvmDeferredLoadTable } from "./tables/kvm-deferred-load.js";
import { signalFrameTable } from "./tables/signal-frame.js";
import { xenPvTsTable } from "./tables/xen-pv-ts.js";

const tables: readonly Table[] = [
  fpuRegimesTable,
  kvmDeferredLoadTable,
  xenPvTsTable,
  signalFrameTable,
  amxXfdTable,
];

test("every family of the catalogue that is on the machine has a table", () => {
  const onMachine = families.filter((family) =>
    family.instance(family.newest).model.layout.variables.some(({ name }) => name === "cpu(0).running"),
  );
  expect(tables.map(({ family }) => family)).toEqual(onMachine);
});

describe.each(tables.map((table) => [table.family.name, table] as const))("%s", (_, table) => {
  const { family, claims, reached, rows } = table;
  const instances = family.instances();

  test.each(Object.entries(claims))("%s is violated by an instance: %s", (column) => {
    expect(rows.filter((row) => /^\d+:/.test(row[column] ?? ""))).not.toEqual([]);
  });

  test.each(Object.entries(claims))("%s holds in an instance: %s", (column) => {
    expect(rows.filter((row) => row[column] === "-")).not.toEqual([]);
  });

  test.each(Object.entries(reached))("%s is reached, or declared impossible: %s", (column, name) => {
    const cells = new Set(rows.map((row) => row[column]));
    expect([...cells].filter((cell) => cell !== "reached" && cell !== "never")).toEqual([]);
    expect(cells.has("reached")).toBe(true);
    for (const instance of instances) {
      const row = rows.find((each) => titleOf(table, each) === titleOf(table, keysOf(instance)));
      const property = instance.model.properties.find((each) => each.name === name);
      const reason = property?.kind === "reachable" ? property.impossible : undefined;
      expect([row?.[column], reason !== undefined && reason.length > 10], titleOf(table, row ?? {})).toEqual(
        row?.[column] === "never" ? ["never", true] : ["reached", false],
      );
    }
  });

  test("no two instances are the same", () => {
    const titles = instances.map((instance) => titleOf(table, keysOf(instance)));
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("no parameter is varied in a variant where it makes no difference", () => {
    const found = ({ variant, ...row }: Row): string => {
      const rest = Object.entries(row).filter(([column]) => !Object.hasOwn(family.parameters, column));
      return `${variant} ${rest.flat().join(" ")}`;
    };
    expect(new Set(rows.map(found)).size).toBe(rows.length);
  });

  test("what is said to be violated is claimed, and is no reachability claim", () => {
    for (const { model, violated } of instances) {
      const kinds = violated.map((name) => model.properties.find((each) => each.name === name)?.kind);
      expect(kinds.filter((kind) => kind === undefined || kind === "reachable")).toEqual([]);
      expect(new Set(violated).size).toBe(violated.length);
    }
  });
});
