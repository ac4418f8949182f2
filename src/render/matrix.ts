/** Variants × properties: what holds, what does not and at what cost, and whether that was expected. */

import type { Report, Verdict } from "../check.js";
import type { Family, Instance } from "../model/family.js";
import { costLegend, costLetters, cycleLegend } from "./cost.js";

/** A checked instance. */
export interface Checked {
  readonly instance: Instance;
  readonly report: Report;
}

/** Cells, and what heads them. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The properties behind the heads that stand for one. */
  readonly legend: readonly { readonly head: string; readonly property: string }[];
}

/** The verdicts on a family. */
export interface Matrix {
  /** What must never be broken. */
  readonly claims: Table;
  /** Of what must be reachable, what some instance does not reach; undefined where all reach everything. */
  readonly unreached: Table | undefined;
  /** The names of what must be reachable, and is in every instance. */
  readonly reached: readonly string[];
}

/** What follows a cell that is not as expected. */
export const unexpected = "?!";

/** What cells mean; `unreached` and `(4s)` are said where one of the `checked` has them. */
export function cellLegend(
  checked: readonly Checked[],
): readonly (readonly [cell: string, meaning: string])[] {
  const verdicts = checked.flatMap(({ report }) => report.verdicts);
  const missed = verdicts.some(({ kind }) => kind === "unreached");
  const round = verdicts.some((verdict) => verdict.kind === "violated" && verdict.trace.cycle !== null);
  return [
    ["-", "holds"],
    ["never", "rightly never reached, which was checked"],
    ...(missed ? [["unreached", "never reached, though it should be"] as const] : []),
    ["cut", "not known: the search was cut"],
    ["2p 1i 9s", costLegend],
    ...(round ? [["(4s)", cycleLegend] as const] : []),
  ];
}

/** What is expected of a property: of what must be reached and is expected not to be, that it is `unreached`. */
export function expectedOf({ violated, model }: Instance, property: string): Verdict["kind"] {
  if (!violated.includes(property)) return "holds";
  const claim = model.properties.find(({ name }) => name === property);
  return claim?.kind === "reachable" && claim.impossible === undefined ? "unreached" : "violated";
}

/** The names of the properties whose verdict is not the expected one. */
export function surprises({ instance, report }: Checked): readonly string[] {
  return report.verdicts
    .filter(({ kind, property }) => kind !== expectedOf(instance, property))
    .map(({ property }) => property);
}

/** `-` for what holds, `never` for what is rightly not reached, or the cost of the trace: `1p 4s`. */
function wordOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case "holds":
      return verdict.impossible === undefined ? "-" : "never";
    case "violated":
      return costLetters(verdict.trace);
    case "unreached":
      return "unreached";
    case "inconclusive":
      return "cut";
  }
}

function cellOf(checked: Checked, property: string): string {
  const verdict = checked.report.verdicts.find((each) => each.property === property);
  const text = verdict === undefined ? "" : wordOf(verdict);
  return surprises(checked).includes(property) ? `${text} ${unexpected}` : text;
}

interface Row {
  readonly variant: string;
  readonly cells: readonly string[];
  readonly instances: readonly Instance[];
}

/** The different texts that `of` makes of `instances`, in order. */
function different(instances: readonly Instance[], of: (instance: Instance) => string): readonly string[] {
  return [...new Set(instances.map(of))];
}

/** What tells the instances of a row from those of the variant's other rows. */
function settings(row: Row, all: readonly Instance[]): string {
  if (row.instances.length === all.length) return "";
  const settingOf =
    (name: string) =>
    ({ parameters }: Instance): string =>
      `${name}=${parameters[name]}`;
  const together =
    (names: readonly string[]) =>
    (instance: Instance): string =>
      names.map((name) => settingOf(name)(instance)).join(" ");
  const varying = Object.keys(row.instances[0]?.parameters ?? {}).filter(
    (name) => different(all, settingOf(name)).length > 1,
  );
  // A parameter says nothing where the row has all of its values, whatever the others are.
  const count = (names: readonly string[]): number => different(row.instances, together(names)).length;
  const alone = varying.filter((name) => {
    const others = varying.filter((other) => other !== name);
    return count(varying) === count(others) * count([name]);
  });
  const free = alone
    .filter((name) => count([name]) < different(all, settingOf(name)).length)
    .map((name) => {
      const values = different(row.instances, ({ parameters }) => String(parameters[name]));
      return `${name}=${values.join("|")}`;
    });
  const tied = varying.filter((name) => !alone.includes(name));
  const combinations = tied.length === 0 ? "" : different(row.instances, together(tied)).join("; ");
  if (free.length === 0 || combinations === "") return `${free.join(" ")}${combinations}`;
  return `${free.join(" ")} (${combinations})`;
}

/** Instances of a variant with the same verdicts share a row. */
function rowsOf(checked: readonly Checked[], properties: readonly string[]): readonly Row[] {
  const rows = new Map<string, { variant: string; cells: readonly string[]; instances: Instance[] }>();
  for (const one of checked) {
    const cells = properties.map((property) => cellOf(one, property));
    const { variant } = one.instance;
    const key = JSON.stringify([variant, cells]);
    const row = rows.get(key) ?? { variant, cells, instances: [] };
    row.instances.push(one.instance);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** `a` to `z`, then `aa`, `ab` …, as spreadsheets number their columns. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** Short headings: a property's own number (`J1 …`) where that is its alone, else a letter. */
function headings(properties: readonly string[]): readonly string[] {
  const own = properties.map((name) => /^[A-Z]\d+[a-z]?(?= )/.exec(name)?.[0]);
  return own.map((number, i) =>
    number !== undefined && own.indexOf(number) === own.lastIndexOf(number) ? number : letters(i),
  );
}

/** The values of each parameter that were checked, in some combination: `tasks=2|3`. */
export function checkedValues(checked: readonly Checked[]): readonly string[] {
  const names = Object.keys(checked[0]?.instance.parameters ?? {});
  return names.map((name) => {
    const values = different(
      checked.map(({ instance }) => instance),
      ({ parameters }) => String(parameters[name]),
    );
    return `${name}=${values.join("|")}`;
  });
}

/** Columns that have nothing to say in any row are left out. */
function withoutEmpty(heads: readonly string[], rows: readonly (readonly string[])[]): Omit<Table, "legend"> {
  const kept = heads.map((_, column) => rows.some((row) => row[column] !== ""));
  const pick = (cells: readonly string[]): readonly string[] => cells.filter((_, column) => kept[column]);
  return { heads: pick(heads), rows: rows.map(pick) };
}

/** Whether a reachability claim's cell says that it was met; a claim that a variant does not make is not unmet. */
const met = (cell: string): boolean => cell === "-" || cell === "";

/** The verdicts on the instances of `family`, as tables. */
export function matrixOf(family: Family, checked: readonly Checked[]): Matrix {
  const all = [...new Set(checked.flatMap(({ report }) => report.verdicts.map(({ property }) => property)))];
  const ofReach = new Set(
    checked.flatMap(({ instance }) =>
      instance.model.properties.filter(({ kind }) => kind === "reachable").map(({ name }) => name),
    ),
  );
  const claims = all.filter((property) => !ofReach.has(property));
  const reach = all.filter((property) => ofReach.has(property));
  const open = reach.filter((property) => checked.some((one) => !met(cellOf(one, property))));
  const heads = headings([...claims, ...open]);
  const legendOf = (properties: readonly string[], from: number): Table["legend"] =>
    properties.map((property, i) => ({ head: heads[from + i] ?? "", property }));
  const parametersOf = (row: Row): string =>
    settings(
      row,
      checked.map(({ instance }) => instance).filter(({ variant }) => variant === row.variant),
    );
  const ofClaims = rowsOf(checked, claims).map((row) => {
    const { commit = "", kernel = "" } = family.variants[row.variant] ?? {};
    return [row.variant, commit, kernel, ...row.cells, parametersOf(row)];
  });
  const ofOpen = rowsOf(checked, open)
    .filter(({ cells }) => !cells.every(met))
    .map((row) => [row.variant, ...row.cells, parametersOf(row)]);
  const claimHeads = ["variant", "commit", "kernel", ...heads.slice(0, claims.length), "parameters"];
  const openHeads = ["variant", ...heads.slice(claims.length), "parameters"];
  return {
    claims: { ...withoutEmpty(claimHeads, ofClaims), legend: legendOf(claims, 0) },
    unreached:
      open.length === 0
        ? undefined
        : { ...withoutEmpty(openHeads, ofOpen), legend: legendOf(open, claims.length) },
    reached: reach.filter((property) => !open.includes(property)),
  };
}
