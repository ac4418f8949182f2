/** The types of every entry of the packed package, to each compiler, from ES modules, CommonJS and a bundler. */

import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run, write } from "../shell.js";
import { program, testFor } from "../user-files.js";
import { type CompilerName, compilers, keysOf } from "./versions.js";

const { compilers: projects } = inject("installed");

/** How modules are resolved, and the ending of a file that is compiled so; the one of CommonJS and of ES modules apart. */
const resolutions = [
  ["node16", "node16", "mts"],
  ["node16", "node16", "cts"],
  ["nodenext", "nodenext", "mts"],
  ["nodenext", "nodenext", "cts"],
  ["bundler", "esnext", "ts"],
] as const;

const cases = keysOf(compilers).flatMap((compiler) =>
  resolutions.flatMap(([moduleResolution, module, ending]) =>
    [true, false].map((skipLibCheck) => ({ compiler, moduleResolution, module, ending, skipLibCheck })),
  ),
);

interface Options {
  readonly moduleResolution: string;
  readonly module: string;
  readonly ending: "ts" | "mts" | "cts";
  readonly skipLibCheck: boolean;
}

/** Compiles the user's files, with `more` in the last of them, and returns what the compiler says. */
function compiled(compiler: CompilerName, { ending, ...options }: Options, more = "") {
  const project = projects[compiler];
  const place = `${options.moduleResolution}-${ending}-${options.skipLibCheck}${more === "" ? "" : "-more"}`;
  const script = ending.replace("ts", "js");
  // What Vitest's own types for require() import is an ES module: an error in them, wherever they are looked at.
  const ofVitest =
    ending === "cts" && !options.skipLibCheck ? [] : [[`vitest.${ending}`, testFor("vitest", script)]];
  const texts = [
    [`every.${ending}`, program],
    ...ofVitest,
    [`jest.${ending}`, testFor("jest", script) + more],
  ] as const;
  const files = texts.map(([name = ""]) => name);
  for (const [name, text = ""] of texts) write(project, `${place}/${name}`, text);
  const compilerOptions = {
    ...options,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    esModuleInterop: true,
    target: "es2022",
    lib: ["es2022"],
    types: ["node"],
    noEmit: true,
  };
  write(project, `${place}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  const { status, stdout } = run(
    project,
    process.execPath,
    join("node_modules", "typescript", "bin", "tsc"),
    "-p",
    place,
  );
  return { status, stdout };
}

test.each(cases)(
  "TypeScript $compiler, $moduleResolution, .$ending, skipLibCheck $skipLibCheck",
  ({ compiler, ...options }) => {
    expect(compiled(compiler, options)).toEqual({ status: 0, stdout: "" });
  },
);

test("TypeScript 5.4, node10, by typesVersions", () => {
  // What fast-check and Vitest need is not found so, by their own types.
  const options = {
    moduleResolution: "node10",
    module: "commonjs",
    ending: "ts",
    skipLibCheck: true,
  } as const;
  expect(compiled("5.4", options)).toEqual({ status: 0, stdout: "" });
});

test.each(keysOf(compilers))("TypeScript %s sees a mistake", (compiler) => {
  const options = {
    moduleResolution: "nodenext",
    module: "nodenext",
    ending: "mts",
    skipLibCheck: true,
  } as const;
  const { status, stdout } = compiled(compiler, options, "\nexpect(bank).toHold(1);\n");
  expect(stdout).toMatch(/jest\.mts\(\d+,\d+\): error TS2345: /);
  expect(status).not.toBe(0);
});
