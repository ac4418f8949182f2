/** The package as it is published: packed, installed in an empty folder, and used from there. */

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ran, root } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "preempt-package-"));
const packed = join(folder, "packed");
const project = join(folder, "project");
const installed = join(project, "node_modules", "preempt");

/** As a shell has it: without what npm and Vitest add for those they start. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(
    ([name]) =>
      !/^(npm_|FORCE_COLOR|NODE_|VITEST|TEST$)/i.test(name) ||
      /^npm_config_(registry|cache|userconfig)$/i.test(name),
  ),
);

function run(command: string, words: readonly string[], cwd = project): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, env, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that must succeed. */
function done(command: string, words: readonly string[], cwd = project): string {
  const { status, stdout, stderr } = run(command, words, cwd);
  expect(`${stdout}${status === 0 ? "" : stderr}`).toBe(stdout);
  expect(status).toBe(0);
  return stdout;
}

/** A program of this repository's own, so that nothing is installed for it. */
const own = (...path: readonly string[]): string => join(root, "node_modules", ...path);

/** The lock-order deadlock of a newcomer. */
const deadlock = `import { language, model, mutex } from "preempt";

const variables = { accounts: mutex(), journal: mutex(), moved: 0 };
const { process, lock, unlock, step, deadlockFree } = language<typeof variables>();

export default model({
  name: "bank",
  variables,
  processes: [
    process("transfer", {
      program: [
        lock("lock accounts", (k) => k.accounts),
        lock("lock journal", (k) => k.journal),
        step("move the money", (k) => {
          k.moved += 1;
        }),
        unlock("unlock journal", (k) => k.journal),
        unlock("unlock accounts", (k) => k.accounts),
      ],
    }),
    process("audit", {
      program: [
        lock("lock journal", (k) => k.journal),
        lock("lock accounts", (k) => k.accounts),
        step("compare them"),
        unlock("unlock accounts", (k) => k.accounts),
        unlock("unlock journal", (k) => k.journal),
      ],
    }),
  ],
  properties: [deadlockFree()],
});
`;

/** What a program prints that checks the model above and writes down the trace. */
const trace = "transfer ~ audit\n";

const checks = `const [verdict] = preempt.check(bank).verdicts;
console.log(verdict.kind === "violated" ? preempt.schedule(verdict.trace) : verdict.kind);
`;

const inJavaScript = deadlock.replace("<typeof variables>", "");

let tarball = "";

beforeAll(() => {
  mkdirSync(packed);
  mkdirSync(project);
  done("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", packed], root);
  tarball = join(packed, readdirSync(packed)[0] ?? "");
  writeFileSync(join(project, "package.json"), '{ "name": "newcomer", "private": true }\n');
  done("npm", ["install", "--silent", "--prefer-offline", "--no-audit", "--no-fund", tarball]);
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(project, name)), { recursive: true });
  writeFileSync(join(project, name), text);
}

describe("the tarball", () => {
  test("holds what is needed to use it, and nothing of how it is made", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining([
        "package.json",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "docs/language.md",
        "dist/index.d.cts",
      ]),
    );
    expect(
      files.filter((file) =>
        /^(src|test|models|bench|node_modules|\.ci)\b|\.test\.|tsconfig|biome/.test(file),
      ),
    ).toEqual([]);
  });

  test("brings its four dependencies, and runs no script to install", () => {
    const modules = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
    expect(modules).toEqual(["commander", "immutable", "jiti", "picocolors", "preempt"]);
    const { scripts = {} } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });
});

describe("in a program", () => {
  test("as an ES module", () => {
    write(
      "esm.mjs",
      `${inJavaScript.replace("export default", "const bank =")}import * as preempt from "preempt";\n${checks}`,
    );
    expect(done("node", ["esm.mjs"])).toBe(trace);
  });

  test("as a CommonJS module", () => {
    write(
      "cjs.cjs",
      `const preempt = require("preempt");\n${inJavaScript
        .replace(
          'import { language, model, mutex } from "preempt"',
          "const { language, model, mutex } = preempt",
        )
        .replace("export default", "const bank =")}${checks}`,
    );
    expect(done("node", ["cjs.cjs"])).toBe(trace);
  });

  test("as both at once: a model made by the one copy is checked by the other", () => {
    write(
      "both.mjs",
      `import { createRequire } from "node:module";\nconst preempt = createRequire(import.meta.url)("preempt");\n` +
        `${inJavaScript.replace("export default", "const bank =")}${checks}`,
    );
    expect(done("node", ["both.mjs"])).toBe(trace);
  });

  test("both forms export the same names", () => {
    write(
      "names.mjs",
      'import { createRequire } from "node:module";\nimport * as esm from "preempt";\n' +
        'const cjs = createRequire(import.meta.url)("preempt");\n' +
        "console.log(JSON.stringify([Object.keys(esm), Object.keys(cjs)].map((names) => names.filter((name) => name !== 'default').sort())));\n",
    );
    const [esm, cjs] = JSON.parse(done("node", ["names.mjs"]));
    expect(esm).toEqual(cjs);
    expect(esm).toEqual(
      expect.arrayContaining(["check", "family", "language", "model", "mutex", "schedule"]),
    );
  });
});

describe("the kernel machine", () => {
  /** A lost register on the machine: a switch that forgets to save. */
  const leaks = `import { language, model } from "preempt";
import { deferred, kernel, machine, task } from "preempt/machine";
import { noLostState, userRegisters } from "preempt/properties";

const { loop } = kernel();
const regime = deferred({ fault: "forgets to save" });
const on = machine({ tasks: { A: {}, B: {} }, regime });
const writes = (name) =>
  loop(
    regime.userFpu("writes", ({ here, contents }) => {
      here.fpregs = contents.fresh(name);
    }),
  );

export default model({
  name: "forgets",
  variables: on.variables,
  processes: on.processes(task("A", { program: writes("A") }), task("B", { program: writes("B") })),
  properties: [noLostState("no lost state", userRegisters("A", "A"))],
});
`;
  const shows = "VIOLATED      no lost state  2 preemptions";

  test("as ES modules, in a TypeScript file on the command line", () => {
    write("machine.ts", leaks);
    expect(run("npx", ["--no-install", "preempt", "check", "machine.ts"]).stdout).toContain(shows);
  });

  test("as CommonJS modules", () => {
    const required = leaks
      .replaceAll(/import (\{[^}]*\}) from ("[^"]*");/g, "const $1 = require($2);")
      .replace("export default", "const forgets =");
    write(
      "machine.cjs",
      `${required}const { check } = require("preempt");\nconsole.log(check(forgets).verdicts[0].kind);\n`,
    );
    expect(done("node", ["machine.cjs"])).toBe("violated\n");
  });
});

describe("in TypeScript", () => {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: "es2022",
    lib: ["es2022"],
    skipLibCheck: true,
    noEmit: true,
    types: [] as readonly string[],
  };
  const uses = `${deadlock.replace("export default", "const bank =")}
import { check, type Report, schedule } from "preempt";
const report: Report = check(bank);
const [verdict] = report.verdicts;
export const text: string = verdict?.kind === "violated" ? schedule(verdict.trace) : "";
// @ts-expect-error: there is no such variable
export const misspelt = step("misspelt", (k) => { k.mooved += 1; });
// @ts-expect-error: it holds a number
export const wrong = step("wrong", (k) => { k.moved = "many"; });
// @ts-expect-error: a step is one instant
export const waiting = step("waiting", async (k) => { k.moved = 1; });
`;

  test.each([
    ["nodenext", { module: "nodenext" }, ["uses.mts", "uses.cts", "uses.ts"]],
    ["bundler", { module: "esnext" }, ["uses.ts"]],
  ])("types resolve with %s", (moduleResolution, options, files) => {
    const place = `types-${moduleResolution}`;
    const compilerOptions = { ...strict, ...options, moduleResolution };
    for (const file of files) write(`${place}/${file}`, uses);
    write(`${place}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
    const { status, stdout } = run(process.execPath, [own("typescript", "bin", "tsc"), "-p", place]);
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

describe("on the command line", () => {
  test("npx preempt --version is that of the package", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(done("npx", ["--no-install", "preempt", "--version"])).toBe(`${version}\n`);
  });

  test("npx preempt check deadlock.ts: a newcomer's deadlock, exit 1", () => {
    write("deadlock.ts", deadlock);
    const { status, stdout, stderr } = run("npx", ["--no-install", "preempt", "check", "deadlock.ts"]);
    // npm may have to say something of its own.
    expect(stderr.replace(/^npm .*\n/gm, "")).toBe("");
    expect(stdout).toBe(`bank
  VIOLATED      deadlock free  1 preemption, 0 other events, 2 steps

bank
VIOLATED  deadlock free
trace: 1 preemption, 0 other events, 2 steps (1 switch); no cheaper run
   shows it

      transfer           audit             changed
───── ────────────────── ───────────────── ─────────────────────────────
   1  lock accounts                        accounts none → transfer
~~~~~ preempted: transfer → audit ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
   2!                    lock journal      journal none → audit
───── ────────────────── ───────────────── ─────────────────────────────

2! after it nothing can move
   transfer waits at "lock journal": journal = audit
   audit waits at "lock accounts": accounts = transfer
searched: all 23 states, 26 moves, depth 10 (exhaustive, any number of
   preemptions)
assumed: sequentially consistent memory
replay: preempt replay deadlock.ts "transfer ~ audit"
`);
    expect(status).toBe(1);
  });

  test("a model with Immutable's collections, which the package has brought along", () => {
    write(
      "collections.ts",
      deadlock
        .replace("import {", 'import { Set } from "immutable";\nimport {')
        .replace("moved: 0", "moved: 0, seen: Set<string>()")
        .replace("k.moved += 1;", 'k.moved += 1;\n          k.seen = k.seen.add("money");'),
    );
    expect(
      run(process.execPath, [join(installed, "dist", "cli", "main.js"), "check", "collections.ts"]).status,
    ).toBe(1);
  });

  test("the catalogue comes with it", () => {
    expect(done("npx", ["--no-install", "preempt", "check", "lost-update@atomic"])).toMatch(
      /^lost-update@atomic\n {2}holds/,
    );
  });
});

describe("publishing", () => {
  test("publint has nothing to say", () => {
    const { status, stdout, stderr } = run(
      process.execPath,
      [own("publint", "src", "cli.js"), "run", tarball, "--strict"],
      root,
    );
    expect(`${stdout}${stderr}`).toContain("All good!");
    expect(status).toBe(0);
  });

  test("are the types wrong? No: from ES modules, CommonJS and bundlers", () => {
    const attw = own("@arethetypeswrong", "cli", "dist", "index.js");
    const { status, stdout } = run(process.execPath, [attw, tarball, "--format", "json"], root);
    const { analysis } = JSON.parse(stdout);
    expect(analysis.types).toEqual({ kind: "included" });
    expect(analysis.problems).toEqual([]);
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(analysis.entrypoints).sort()).toEqual(Object.keys(exports).sort());
    expect(Object.keys(exports).length).toBeGreaterThan(8);
    expect(status).toBe(0);
  });
});

describe("the entries", () => {
  const { exports, typesVersions } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");

  test("each has a file for each form and its types", () => {
    const files = entries.flatMap((entry) =>
      ["import", "require"].flatMap((form) => Object.values<string>(exports[entry][form])),
    );
    expect(files).toHaveLength(4 * entries.length);
    expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
  });

  test("where exports are not looked at, types are found by name", () => {
    const named = entries.filter((entry) => entry !== ".").map((entry) => entry.slice(2));
    expect(Object.keys(typesVersions["*"]).sort()).toEqual(named.sort());
    for (const name of named) expect(typesVersions["*"][name]).toEqual([exports[`./${name}`].import.types]);
  });

  test("each is documented: typedoc is told of all of them", () => {
    const { entryPoints } = JSON.parse(readFileSync(join(root, "typedoc.json"), "utf8"));
    const modules = entryPoints.map(
      (file: string) => / \* @module (\S+)\n/.exec(readFileSync(join(root, file), "utf8"))?.[1],
    );
    expect(modules.sort()).toEqual(entries.map((entry) => join("preempt", entry)).sort());
  });
});

describe('import "preempt"', () => {
  /** What a built file imports: specifiers of import, export … from, import() and require(). */
  function imported(file: string): readonly string[] {
    const text = readFileSync(join(installed, "dist", file), "utf8");
    const forms =
      /(?:^|[;\s])(?:import|export)\s[^"';]*?\bfrom\s*["']([^"']+)["']|(?:^|[;\s])import\s*["']([^"']+)["']|\b(?:import|require)\(\s*["'`]([^"'`]+)["'`]\s*\)/g;
    return [...text.matchAll(forms)].map(([, from, bare, called]) => from ?? bare ?? called ?? "");
  }

  /** The files that `file` reaches, itself among them, and the packages that those name. */
  function reached(file: string): {
    readonly files: readonly string[];
    readonly packages: readonly string[];
  } {
    const files = [file];
    const packages = new Set<string>();
    for (const one of files) {
      for (const specifier of imported(one)) {
        if (!specifier.startsWith(".")) packages.add(specifier);
        else {
          const next = join(dirname(one), specifier);
          if (!files.includes(next)) files.push(next);
        }
      }
    }
    return { files, packages: [...packages].sort() };
  }

  test.each(["index.js", "index.cjs"])("loads immutable and nothing else from node_modules: %s", (entry) => {
    const { files, packages } = reached(entry);
    expect(packages).toEqual(["immutable"]);
    for (const file of files) expect(existsSync(join(installed, "dist", file)), file).toBe(true);
  });

  test("loads no module of Node's: it may run in a browser", () => {
    const { packages } = reached("index.js");
    const node = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
    expect(packages.filter((name) => node.has(name))).toEqual([]);
  });

  test("is what the command line shares with a model file: there is one copy of the library among the chunks", () => {
    const built = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".js"),
    );
    /** The source files that a built file holds, as the bundler marks them. */
    const sources = (file: string): readonly string[] =>
      [...readFileSync(join(installed, "dist", file), "utf8").matchAll(/^\/\/#region (\S+)$/gm)].map(
        ([, source = ""]) => source,
      );
    const all = built.flatMap(sources);
    expect(all).toEqual(expect.arrayContaining(["src/check.ts", "src/cli/main.ts", "src/model/model.ts"]));
    expect(all.filter((source, i) => all.indexOf(source) !== i)).toEqual([]);
    const ofTheCli = reached(join("cli", "main.js")).files;
    const shared = reached("index.js").files.filter((file) => ofTheCli.includes(file));
    expect(shared.flatMap(sources)).toEqual(expect.arrayContaining(["src/check.ts", "src/model/model.ts"]));
  });

  test("the command line names its dependencies, and no others", () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    const { packages } = reached(join("cli", "main.js"));
    expect(packages.filter((name) => !name.startsWith("node:"))).toEqual(Object.keys(dependencies).sort());
  });
});
