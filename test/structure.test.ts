/** The import table: which folder may import which, and what each file may name. A failure names the line. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./support/cli.js";

/** What each folder may import besides itself. Down the pipeline, never up. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "src/property": [],
  "src/model": ["src/property"],
  "src/semantics": ["src/model"],
  "src/space": ["src/model", "src/semantics"],
  "src/kernel": ["src/model", "src/space"],
  "src/tables": ["src/model", "src/semantics", "src/space", "src/kernel"],
  "src/search": ["src/model", "src/property", "src/semantics", "src/space"],
  "src/symmetry": [
    "src/kernel",
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/tables",
    "src/search",
  ],
  "src/liveness": ["src/model", "src/property", "src/semantics", "src/space", "src/search"],
  "src/trace": ["src/model", "src/property", "src/semantics", "src/space", "src/search"],
  "src/spot-check": ["src/model", "src/property", "src/semantics", "src/space", "src/search", "src/trace"],
  "src/verdict.ts": ["src/model", "src/property", "src/search", "src/spot-check", "src/trace"],
  "src/certificate": [
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/search",
    "src/trace",
    "src/verdict.ts",
  ],
  "src/deciding": [
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/tables",
    "src/search",
    "src/symmetry",
    "src/liveness",
    "src/trace",
    "src/verdict.ts",
    "src/certificate",
    "src/spot-check",
    "src/engine.ts",
  ],
  "src/engine.ts": [
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/kernel",
    "src/tables",
    "src/search",
  ],
  "src/check.ts": [
    "src/model",
    "src/search",
    "src/space",
    "src/spot-check",
    "src/deciding",
    "src/verdict.ts",
    "src/engine.ts",
  ],
  "src/count.ts": [
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/tables",
    "src/search",
    "src/liveness",
    "src/deciding",
    "src/trace",
    "src/verdict.ts",
    "src/engine.ts",
    "src/check.ts",
  ],
  "src/adapters": [
    "src/model",
    "src/property",
    "src/search",
    "src/trace",
    "src/render",
    "src/verdict.ts",
    "src/check.ts",
  ],
  "src/assert.ts": ["src/adapters", "src/check.ts"],
  "src/adapters/fast-check": [
    "src/model",
    "src/semantics",
    "src/space",
    "src/trace",
    "src/render",
    "src/verdict.ts",
    "src/check.ts",
  ],
  "src/mutation": [
    "src/model",
    "src/semantics",
    "src/space",
    "src/search",
    "src/trace",
    "src/engine.ts",
    "src/check.ts",
  ],
  "src/render": [
    "src/model",
    "src/trace",
    "src/certificate",
    "src/verdict.ts",
    "src/check.ts",
    "src/count.ts",
    "src/mutation",
  ],
  "src/cli": [
    "src/model",
    "src/search",
    "src/trace",
    "src/render",
    "src/certificate",
    "src/check.ts",
    "src/count.ts",
    "src/mutation",
  ],
  "src/cli/catalogue.ts": ["src/model", "src/cli", "models"],
  "src/index.ts": [
    "src/model",
    "src/property",
    "src/search",
    "src/trace",
    "src/adapters",
    "src/check.ts",
    "src/assert.ts",
    "src/mutation",
  ],
  models: ["preempt", "properties"],
  properties: ["preempt", "models/machine"],
  "properties/laws": [
    "src/model",
    "src/property",
    "src/semantics",
    "src/space",
    "src/tables",
    "src/search/sampling",
    "src/trace",
    "src/check.ts",
  ],
};

/** Packages from outside, by the folders that may name them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  immutable: ["src/model", "src/semantics", "src/trace", "models", "properties/laws"],
  commander: ["src/cli"],
  jiti: ["src/cli"],
  picocolors: ["src/cli"],
  preempt: ["models", "properties"],
  vitest: ["src/adapters/vitest.ts"],
  "@jest/globals": ["src/adapters/jest.ts"],
  expect: ["src/adapters/jest.ts"],
  "preempt/fast-check": ["properties/workloads"],
  "fast-check": ["properties/workloads", "src/adapters/fast-check"],
};

/** What may not be named outside the command line: printing, the clock, the environment, randomness. */
const worldly = new RegExp(
  [
    String.raw`\bconsole\.`,
    String.raw`\bprocess\.(env|argv|std|exit|cwd|hrtime|memoryUsage|on|off|nextTick|pid)\b`,
    String.raw`\bDate\b|\bperformance\b|\bgetRealSystemTime\b|Math\.random|\bset(Timeout|Interval|Immediate)\b`,
  ].join("|"),
);

/** The one file outside it that may: tests have a time limit, and a long search is to let others have their turn. */
const clock = "src/adapters/clock.ts";

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

function files(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function linesOf(file: string): readonly Line[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.map((text, i) => ({ file, number: i + 1, text }));
}

const all = ["src", "models", "properties"].flatMap(files).flatMap(linesOf);

const show = ({ file, number, text }: Line): string => `${file}:${number}: ${text.trim()}`;

/** The entry of a table that a file falls under: its own name, or else its folder. */
function entryFor(file: string, table: Readonly<Record<string, unknown>>): string | undefined {
  const names = Object.keys(table).filter((name) => file === name || file.startsWith(`${name}/`));
  return names.sort((a, b) => b.length - a.length)[0];
}

function imported(line: Line): string | undefined {
  return /(?:\bfrom|\bimport\()\s*"([^"]+)"/.exec(line.text)?.[1];
}

function mayImport(line: Line, what: string): boolean {
  const from = entryFor(line.file, allowed);
  if (from === undefined) return false;
  if (!what.startsWith(".")) {
    if (what.startsWith("node:")) return from.startsWith("src/cli");
    return (packages[what] ?? []).some((folder) => line.file.startsWith(folder));
  }
  const target = relative(root, resolve(root, dirname(line.file), what)).replace(/\.js$/, ".ts");
  const own = from.endsWith(".ts") ? from : `${from}/`;
  return (
    target.startsWith(own) ||
    (allowed[from] ?? []).some((name) => target === name || target.startsWith(`${name}/`))
  );
}

describe("the source", () => {
  test("imports point down the pipeline", () => {
    const wrong = all.filter((line) => {
      const what = imported(line);
      return what !== undefined && !mayImport(line, what);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test("every folder has an entry in the table", () => {
    const homeless = ["src", "models", "properties"]
      .flatMap(files)
      .filter((file) => entryFor(file, allowed) === undefined);
    expect(homeless).toEqual([]);
  });

  test("strategies know no property and run no user code", () => {
    const judging = ["src/search/judge.ts"];
    const strategies = files("src/search").filter((file) => !judging.includes(file));
    const wrong = all.filter(
      (line) =>
        strategies.includes(line.file) && /property|semantics/.test(imported(line) ?? "") && !isOfTypes(line),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test("a certificate is checked without the search", () => {
    const wrong = files("src/certificate")
      .flatMap(linesOf)
      .filter(
        (line) => /\/(search|symmetry|tables|check|engine)\b/.test(imported(line) ?? "") && !isOfTypes(line),
      );
    expect(wrong.map(show)).toEqual([]);
  });

  test("only the command line prints, or looks at clock, environment or randomness; and one file at the clock", () => {
    const wrong = all.filter(
      (line) =>
        !line.file.startsWith("src/cli") && line.file !== clock && worldly.test(withoutComments(line)),
    );
    expect(wrong.map(show)).toEqual([]);
    const told = linesOf(clock).filter((line) => /\bconsole\.|\bprocess\.|Math\.random/.test(line.text));
    expect(told.map(show)).toEqual([]);
  });

  test("there is no any, no ignore comment, no non-null assertion, and no module-level `let`", () => {
    const wrong = all.filter((line) =>
      /\bas any\b|: any\b|<any>|@ts-|biome-ignore|^(export )?let |\bTODO\b|\bFIXME\b/.test(line.text),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test("the front door only re-exports", () => {
    const statements = linesOf("src/index.ts").filter(({ text }) =>
      /^(const|let|function|class|interface|type) /.test(text),
    );
    expect(statements.map(show)).toEqual([]);
  });
});

function isOfTypes({ text }: Line): boolean {
  return text.startsWith("import type ");
}

function withoutComments({ text }: Line): string {
  return text.replace(/^\s*(\/?\*|\/\/).*$/, "").replace(/\/\/ .*$/, "");
}
