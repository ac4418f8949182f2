/** What became of mutants, in words: for a terminal, for Markdown, and as data. */

import type { Account, Reasons } from "../mutation/explained.js";
import type { Fate, Kill } from "../mutation/judging.js";
import type { Home, JudgedMutant, MutationReport } from "../mutation/mutate.js";
import { costLegend, costLetters, cycleLegend, roundOf } from "./cost.js";
import { counted } from "./numbers.js";

/** What a table of mutants is drawn from. */
export interface MutantTable {
  readonly report: MutationReport;
  readonly reasons: Reasons;
  readonly account: Account;
}

/** What became of one mutant: a word, and what there is to say of it. */
export interface FateText {
  readonly word: string;
  readonly detail: string;
  /** Whether somebody ought to look at it. */
  readonly odd: boolean;
}

function killText(kill: Kill): string {
  if (kill.verdict === "unreached") return `unreached: ${kill.property}`;
  const sure = kill.trace.least ? "" : "at most ";
  return `${sure}${costLetters(kill.trace)}: ${kill.property}`;
}

/** The first line of what a model error says: the rest is how it was come to. */
const firstLine = (text: string): string => text.split("\n")[0] ?? text;

function survivalText(states: Extract<Fate, { kind: "survived" }>["states"]): string {
  switch (states) {
    case "same":
      return "it comes to the same states";
    case "unknown":
      return "too large to be compared with the model";
    case "other":
      return "";
  }
}

/** What became of a mutant, and the reason for it, if one is given. */
export function fateText({ mutant, fate }: JudgedMutant, reasons: Reasons): FateText {
  const reason = Object.hasOwn(reasons, mutant.name) ? (reasons[mutant.name] ?? "") : undefined;
  switch (fate.kind) {
    case "killed": {
      const [first, ...more] = fate.by;
      const others = more.length === 0 ? "" : `, and ${more.length} more`;
      return { word: "killed", detail: `${killText(first)}${others}`, odd: false };
    }
    case "does not run":
      return { word: "does not run", detail: firstLine(fate.why), odd: false };
    case "equivalent":
      return { word: "equivalent", detail: "", odd: false };
    case "survived":
      return {
        word: "survives",
        detail: reason ?? survivalText(fate.states),
        odd: reason === undefined && fate.states !== "same",
      };
    case "inconclusive":
      return { word: "cut", detail: reason ?? fate.why, odd: reason === undefined };
  }
}

/** Where a line stands: the routine with its file and commit, or the process. */
export function homeText(home: Home, processes: readonly string[]): string {
  if (home.kind === "process") return processes.join(", ");
  const { name, file, commit } = home.source;
  const at = commit === undefined ? file : `${file ?? ""} @ ${commit}`.trim();
  return `${name}${at === undefined ? "" : ` (${at})`} in ${processes.join(", ")}`;
}

/** The mutants of one home, as tables group them. */
export interface HomeRows {
  readonly title: string;
  readonly rows: readonly JudgedMutant[];
}

/** Mutants by what their lines stand in. */
export function byHome(mutants: readonly JudgedMutant[]): readonly HomeRows[] {
  const homes = new Map<string, JudgedMutant[]>();
  for (const judged of mutants) {
    const key = JSON.stringify(judged.mutant.site.home);
    const rows = homes.get(key);
    if (rows === undefined) homes.set(key, [judged]);
    else rows.push(judged);
  }
  return [...homes.values()].map((rows) => {
    const processes = new Set(rows.flatMap(({ mutant }) => mutant.site.processes));
    return { title: rows[0] === undefined ? "" : homeText(rows[0].mutant.site.home, [...processes]), rows };
  });
}

/** How many mutants came to what, in a line. */
export function tallyText({ report, reasons, account }: MutantTable): string {
  const count = (of: (judged: JudgedMutant) => boolean): number => report.mutants.filter(of).length;
  const is = (kind: Fate["kind"]) => count(({ fate }) => fate.kind === kind);
  const same = count(({ fate }) => fate.kind === "survived" && fate.states === "same");
  const explained = count(
    ({ mutant, fate }) =>
      Object.hasOwn(reasons, mutant.name) &&
      (fate.kind === "inconclusive" || (fate.kind === "survived" && fate.states !== "same")),
  );
  const parts: readonly (readonly [number, string])[] = [
    [is("killed"), "killed"],
    [is("does not run"), "not able to run"],
    [is("equivalent"), "equivalent"],
    [same, "with the same states"],
    [explained, "surviving for a reason"],
    [account.unexplained.length, "SURVIVING OR CUT WITHOUT A REASON"],
  ];
  const some = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return `${counted(report.mutants.length, "mutant")}${some.length === 0 ? "" : `: ${some.join(", ")}`}`;
}

/** The model and its parameters. */
export function modelText({ base: { grounds } }: MutationReport): string {
  const parameters = Object.entries(grounds.parameters).map(([name, value]) => ` ${name}=${value}`);
  return `${grounds.model}${parameters.join("")}`;
}

const legend: readonly (readonly [word: string, meaning: string])[] = [
  ["killed", `a property does not hold of it; ${costLegend.replace("violated; ", "")}`],
  ["does not run", "it is no model, or runs into a model error"],
  ["equivalent", "no claim could tell it from the model: their graphs are bisimilar"],
  [
    "same states",
    "survives, and no always, never or reachable of variables, attributes and who has finished could tell it",
  ],
  ["survives", "every property holds of it"],
  ["cut", "it has too many states to be decided"],
];

/** Whether a cost that is told is that of a lasso. */
const hasRound = ({ fate }: JudgedMutant): boolean =>
  fate.kind === "killed" && fate.by[0].verdict === "violated" && roundOf(fate.by[0].trace) > 0;

/** What the words and letters mean. */
export const legendOf = ({ mutants }: MutationReport): typeof legend =>
  mutants.some(hasRound) ? [...legend, ["(4s)", cycleLegend]] : legend;

/** Reasons that do not fit, a line each. */
export const staleText = ({ stale }: Account): readonly string[] =>
  stale.map(({ name, why }) => `a reason is stated for "${name}", but ${why}`);
