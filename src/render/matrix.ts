/** Variants × properties: what holds, what does not and at what cost, and whether that was expected. */

import type { Report, Verdict } from "../check.js";
import type { Instance } from "../model/family.js";
import { plainStyle, type Style } from "./style.js";

/** A checked instance. */
export interface Checked {
  readonly instance: Instance;
  readonly report: Report;
}

/** The names of the properties whose verdict is not the expected one. */
export function surprises({ instance, report }: Checked): readonly string[] {
  return report.verdicts
    .filter(
      (verdict) => verdict.kind !== (instance.violated.includes(verdict.property) ? "violated" : "holds"),
    )
    .map(({ property }) => property);
}

function cellOf(verdict: Verdict | undefined, surprising: boolean): string {
  const text = verdict === undefined ? "" : wordOf(verdict);
  return surprising ? `${text} ?!` : text;
}

/** `holds`, `never` for what is rightly not reached, or the cost of the trace: `1p 0e 4s`. */
function wordOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case "holds":
      return verdict.impossible === undefined ? "-" : "never";
    case "violated": {
      const { preemptions, events, steps } = verdict.trace.cost;
      return `${preemptions}p ${events}e ${steps}s`;
    }
    case "unreached":
      return "unreached";
    case "inconclusive":
      return "cut";
  }
}

interface Row {
  readonly variant: string;
  readonly cells: readonly string[];
  readonly instances: readonly Instance[];
}

/** What tells the instances of a row from those of the variant's other rows. */
function settings(row: Row, all: readonly Instance[]): string {
  const names = Object.keys(row.instances[0]?.parameters ?? {});
  const valuesOf = (instances: readonly Instance[], name: string): readonly string[] => [
    ...new Set(instances.map(({ parameters }) => String(parameters[name]))),
  ];
  const product = names.reduce((count, name) => count * valuesOf(row.instances, name).length, 1);
  const show = (name: string, values: readonly string[]): string => `${name}=${values.join("|")}`;
  const varying = names.filter((name) => valuesOf(all, name).length > 1);
  if (product === row.instances.length) {
    return varying
      .filter((name) => valuesOf(row.instances, name).length < valuesOf(all, name).length)
      .map((name) => show(name, valuesOf(row.instances, name)))
      .join(" ");
  }
  return row.instances
    .map(({ parameters }) => varying.map((name) => show(name, [String(parameters[name])])).join(" "))
    .join("; ");
}

/** Instances of a variant with the same verdicts share a row. */
function rowsOf(checked: readonly Checked[], properties: readonly string[]): readonly Row[] {
  const rows = new Map<string, { variant: string; cells: readonly string[]; instances: Instance[] }>();
  for (const one of checked) {
    const surprising = surprises(one);
    const cells = properties.map((name) =>
      cellOf(
        one.report.verdicts.find(({ property }) => property === name),
        surprising.includes(name),
      ),
    );
    const key = JSON.stringify([one.instance.variant, cells]);
    const row = rows.get(key) ?? { variant: one.instance.variant, cells, instances: [] };
    row.instances.push(one.instance);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** Short headings: the property's own number (`J1 …`) in a family that numbers its properties, else a letter. */
function headings(properties: readonly string[]): readonly string[] {
  const own = properties.map((name) => /^[A-Z]\d+(?= )/.exec(name)?.[0]);
  const numbered = own[0] !== undefined;
  return properties.map((_, i) => (numbered ? own[i] : undefined) ?? String.fromCharCode(97 + i));
}

/** Draws the matrix of a family. Lines without a final newline. */
export function matrixText(
  checked: readonly Checked[],
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const properties = [
    ...new Set(checked.flatMap(({ report }) => report.verdicts.map(({ property }) => property))),
  ];
  const heads = headings(properties);
  const rows = rowsOf(checked, properties);
  const all = checked.map(({ instance }) => instance);
  const table = [
    ["variant", ...heads, ""],
    ...rows.map((row) => [
      row.variant,
      ...row.cells,
      settings(
        row,
        all.filter(({ variant }) => variant === row.variant),
      ),
    ]),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row, i) => {
    const text = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
    return i === 0 ? style.strong(text) : text.includes("?!") ? style.bad(text) : text;
  });
  const legend = properties.map((name, i) => {
    const head = heads[i] ?? "";
    return name.startsWith(`${head} `) ? `  ${name}` : `  ${head}  ${name}`;
  });
  return [...lines, "", ...legend].join("\n");
}
