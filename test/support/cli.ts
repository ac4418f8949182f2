/** Runs the built command line, as a user's shell would. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built command line. */
export const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a run printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `preempt` with `words` in `cwd`, without colour. */
export function preempt(words: readonly string[], { cwd = root, node = [] as readonly string[] } = {}): Ran {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, cli, ...words], {
    cwd,
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}
