/** Commands as a user's shell runs them, in a folder of the user's. */

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Ran } from "../support/cli.js";

/** The environment without what npm and Vitest add for those they start. Where npm finds its registry stays. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(
    ([name]) =>
      !/^(npm_|FORCE_COLOR|NODE_|VITEST|TEST$|CI$|GITHUB_ACTIONS$)/i.test(name) ||
      /^npm_config_(registry|cache|userconfig)$/i.test(name),
  ),
);

/** Runs a command to its end, whatever that is. */
export function run(cwd: string, command: string, ...words: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, env, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that must succeed, and returns what it printed. */
export function done(cwd: string, command: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...words);
  if (status === 0) return stdout;
  throw new Error(`${[command, ...words].join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}

/** Writes a file, and the folders that it is in. */
export function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** `npm install` in a project, for development; what npm advises is not printed. */
export function install(folder: string, ...packages: readonly string[]): void {
  done(folder, "npm", "install", "--silent", "--no-audit", "--no-fund", "--save-dev", ...packages);
}
