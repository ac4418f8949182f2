/** The examples as a newcomer has them: each folder copied to an empty place, with the packed package. */

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ran, root } from "../support/cli.js";

const examples = join(root, "examples");
const names = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const folder = mkdtempSync(join(tmpdir(), "preempt-examples-"));
const installed = join(folder, "installed");

/** Without the programs of this repository, which npm and npx put there for those they start. */
const { PATH = "" } = process.env;
const path = PATH.split(delimiter).filter((each) => !each.includes("node_modules"));

/** As a shell has it: without what npm and Vitest add for those they start. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, PATH: path.join(delimiter), NO_COLOR: "1" }).filter(
    ([name]) =>
      !/^(npm_|FORCE_COLOR|NODE_|VITEST|TEST$|CI$|GITHUB_ACTIONS$)/i.test(name) ||
      /^npm_config_(registry|cache|userconfig)$/i.test(name),
  ),
);

function run(cwd: string, command: string, ...words: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, env, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that must succeed: what it says. */
function done(cwd: string, command: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...words);
  expect(status, `${command} ${words.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return `${stdout}${stderr}`;
}

interface Manifest {
  readonly bin?: Readonly<Record<string, string>> | string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = (place: string): Manifest => JSON.parse(readFileSync(join(place, "package.json"), "utf8"));

/** The packages that an example asks for. */
const asked = (place: string): readonly string[] => Object.keys(manifest(place).devDependencies).sort();

/** Puts a package of this repository, and its programs, where npm would have installed it. */
function link(name: string, modules: string): void {
  const from = join(root, "node_modules", name);
  rmSync(join(modules, name), { recursive: true, force: true });
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  symlinkSync(from, join(modules, name), "dir");
  const { bin = {} } = manifest(from);
  for (const [program, file] of Object.entries(typeof bin === "string" ? { [name]: bin } : bin))
    symlinkSync(join(from, file), join(modules, ".bin", program));
}

beforeAll(() => {
  mkdirSync(installed);
  done(root, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  done(installed, "npm", "init", "--yes", "--silent");
  const quiet = ["--silent", "--prefer-offline", "--no-audit", "--no-fund"];
  done(installed, "npm", "install", ...quiet, join(folder, tarball));
  for (const name of names) {
    const place = join(folder, name);
    const modules = join(place, "node_modules");
    // What somebody installed there is none of it.
    cpSync(join(examples, name), place, {
      recursive: true,
      filter: (source) => basename(source) !== "node_modules",
    });
    cpSync(join(installed, "node_modules"), modules, { recursive: true });
    // What else it asks for is what this repository has: nothing more is fetched.
    for (const other of asked(place)) if (other !== "preempt") link(other, modules);
  }
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the list has them all", () => {
  expect(names).toEqual(["cache", "kernel", "once", "queue"]);
  const list = readFileSync(join(examples, "README.md"), "utf8");
  expect([...list.matchAll(/\]\((\w+)\/\)/g)].map(([, name]) => name).sort()).toEqual(names);
});

describe.each(names)("%s, copied", (name) => {
  const place = join(folder, name);

  test("asks for what it imports, in versions that there are", () => {
    const files = readdirSync(place).filter((file) => /\.[cm]?[jt]s$/.test(file));
    const imports = files.flatMap((file) => [
      ...readFileSync(join(place, file), "utf8").matchAll(/(?:from |import |require\()"([^.][^"]*)"/g),
    ]);
    const packages = new Set(imports.map(([, specifier = ""]) => specifier.split("/")[0]));
    const runner = asked(place).filter((each) => each === "jest");
    expect([...packages, ...runner].sort()).toEqual(asked(place));
    done(place, "npm", "ls", "--depth=0");
  });

  test("npm test passes", () => {
    const output = done(place, "npm", "test");
    // As Vitest says it, and Jest.
    expect(output).toMatch(/^ Test Files {2}1 passed \(1\)$|^Test Suites: 1 passed, 1 total$/m);
    expect(output).not.toMatch(/written|skipped|todo/);
  });

  if (existsSync(join(examples, name, "tsconfig.json")))
    test("its types are right", () => {
      expect(
        done(place, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "--project", "."),
      ).toBe("");
    });

  test("what its README shows is what is printed", () => {
    const readme = readFileSync(join(place, "README.md"), "utf8");
    const blocks = [...readme.matchAll(/^```console\n\$ npx (preempt .*)\n([\s\S]*?)^…\n```$/gm)];
    expect(blocks).toHaveLength(1);
    for (const [, command = "", shown = ""] of blocks) {
      const { status, stdout } = run(place, "npx", "--no-install", ...command.split(" "));
      expect(stdout.slice(0, shown.length)).toBe(shown);
      // Whole verdicts are shown, and all of them.
      expect(stdout.charAt(shown.length)).toBe("\n");
      expect(status).toBe(1);
    }
  });
});
