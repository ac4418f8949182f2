/**
 * Packs the package, and installs it with all that it is tried with: each Node in a folder of its own, each runner and each compiler in
 * a project. From the npm registry alone; whatever is not to be had is an error, and no test is left out.
 */

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import build from "../../support/build.js";
import { root } from "../../support/cli.js";
import { done, install, write } from "../shell.js";
import {
  type CompilerName,
  compilers,
  keysOf,
  type NodeName,
  nodes,
  type VitestName,
  vitests,
} from "./versions.js";

/** Where everything is. */
export interface Installed {
  readonly tarball: string;
  /** The binary of each Node. */
  readonly nodes: Readonly<Record<NodeName, string>>;
  /** A project with the package and fast-check. */
  readonly library: string;
  /** A project with Jest, for each of these Vitests one, and for each compiler one that has both. */
  readonly jest: string;
  readonly vitests: Readonly<Record<VitestName, string>>;
  readonly compilers: Readonly<Record<CompilerName, string>>;
}

declare module "vitest" {
  export interface ProvidedContext {
    installed: Installed;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "preempt-matrix-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    build();
    provide("installed", installedIn(folder));
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}

function installedIn(folder: string): Installed {
  const packed = join(folder, "packed");
  mkdirSync(packed);
  done(root, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", packed);
  const tarball = join(packed, readdirSync(packed)[0] ?? "");

  /** A project as its owner has it, to which the package is then added by one install. */
  function project(name: string, ...packages: readonly string[]): string {
    const at = join(folder, name);
    write(at, "package.json", `${JSON.stringify({ name: "newcomer", private: true, scripts: {} })}\n`);
    if (packages.length > 0) install(at, ...packages);
    install(at, tarball);
    return at;
  }

  return {
    tarball,
    nodes: each(nodes, (range, name) => nodeIn(join(folder, `node-${name}`), range)),
    library: project("library", "fast-check"),
    jest: project("jest", "jest", "fast-check"),
    vitests: each(vitests, (range) => project(`vitest-${range}`, `vitest@${range}`, "fast-check")),
    compilers: each(compilers, (range) =>
      project(`typescript-${range}`, `typescript@${range}`, "vitest", "jest", "fast-check", "@types/node@20"),
    ),
  };
}

/** The npm package `node` brings the binary for this platform as a package of its own. */
function nodeIn(folder: string, range: string): string {
  write(folder, "package.json", '{ "private": true }\n');
  install(folder, `node@${range}`);
  const node = join(folder, "node_modules", "node", "bin", "node");
  const version = done(folder, node, "--version");
  if (range !== "latest" && !version.startsWith(`v${range}.`))
    throw new Error(`node@${range} was asked for, and ${version.trim()} was installed`);
  return node;
}

/** The same keys, with what `make` makes of each value. */
function each<K extends string, T>(
  record: Readonly<Record<K, string>>,
  make: (range: string, name: K) => T,
): Readonly<Record<K, T>> {
  const entries = keysOf(record).map((name) => [name, make(record[name], name)] as const);
  return Object.fromEntries(entries) as Record<K, T>; // `Object.fromEntries` forgets which keys there are.
}
