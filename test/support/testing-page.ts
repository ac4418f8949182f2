/** docs/testing.md: its files, what it says of their output, and where that stands in what a runner prints. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cli.js";

const path = join(root, "docs", "testing.md");
const text = readFileSync(path, "utf8");

/** The files of the page, by name. */
const files: ReadonlyMap<string, string> = new Map(
  [...text.matchAll(/^```[jt]s\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", code = ""]) => [
    name,
    code,
  ]),
);

function there<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`docs/testing.md has no ${what}`);
  return thing;
}

export const testingPage = {
  path,
  text,
  files,
  file: (name: string): string => there(files.get(name), `file ${name}`),
  /** What the page says that `how` prints of a file. */
  shown: (how: string, file: string): string => {
    const block = text.split(`\n\`\`\`text ${how} ${file}\n`)[1];
    return there(block, `block of what ${how} prints of ${file}`).split("\n```\n")[0] ?? "";
  },
};

/** A failure in Vitest is told up to where in the file it was; that is inside the library where nothing was decided. */
export const failureInVitest = [/^ FAIL {2}/m, /^ ❯ /m] as const;

/** A failure in Jest is told up to the stack. */
export const failureInJest = [/^ {2}● /m, /^ {6}at /m] as const;

/** What stands between two signs in an output, without blank lines around it. */
export function between(output: string, from: RegExp, to: RegExp): string {
  const start = output.search(from);
  const rest = output.slice(start);
  const end = rest.search(to);
  if (start < 0 || end < 0) throw new Error(`that is not what was to be printed:\n${output}`);
  return rest.slice(0, end).replace(/\s+$/, "");
}
