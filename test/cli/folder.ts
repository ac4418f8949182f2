/** A folder of a user's own, outside the repository and without node_modules. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cli, preempt, type Ran } from "../support/cli.js";

/** What `--json` says, but for the seconds that it took. */
export const withoutTimes = (text: string): string => text.replace(/"seconds": [\d.e-]+/, "");

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "preempt-test-"));

  /** Writes a file, in a folder of its own where `name` says so. */
  write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  /** Makes a folder in the folder. */
  folder(name: string): void {
    mkdirSync(join(this.path, name));
  }

  /** Runs `preempt` with `words` in the folder. */
  preempt(words: readonly string[], { node = [] as readonly string[] } = {}): Ran {
    return preempt(words, { cwd: this.path, node });
  }

  /** The same, while others run. `meanwhile` is given the process; what it gives back is called when that has ended. */
  started(words: readonly string[], meanwhile?: (child: ChildProcess) => () => void): Promise<Ran> {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [cli, ...words], { cwd: this.path, env });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      const ended = meanwhile?.(child);
      child.on("error", reject);
      child.on("close", (status) => {
        ended?.();
        resolve({ status, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
