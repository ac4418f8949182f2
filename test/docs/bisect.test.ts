/** The page on writing a family: its `git bisect` finds the commit that broke a model, and passes by one that cannot be loaded. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cli, root } from "../support/cli.js";
import { pathOf } from "./page.js";

const folder = mkdtempSync(join(tmpdir(), "preempt-bisect-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Without what Git or npm say of this repository. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT_|npm_|NODE_)/i.test(name))),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

function ran(cwd: string, command: string, ...words: readonly string[]) {
  return spawnSync(command, words, { cwd, env, encoding: "utf8" });
}

const right = readFileSync(join(root, "test", "docs", "signal-frame.ts"), "utf8");
const newest = /newest: "([^"]+)"/;
const wrong = right.replace(newest, 'newest: "before"');

const unloadable = `${right}\nthis is no TypeScript`;

const block = /^```sh\n(git bisect [\s\S]*?)^```$/m.exec(
  readFileSync(pathOf("writing-a-family.md"), "utf8"),
)?.[1];

/** The versions of the file from the good commit to the bad one, and which of them may be the first bad one. */
const histories = [
  { name: "it is found", versions: [right, `${right}\n`, wrong, `${wrong}\n`, `${wrong}\n\n`], first: [2] },
  {
    name: "a commit that cannot be loaded is passed by",
    versions: [right, unloadable, wrong],
    first: [1, 2],
  },
];

test.each(histories)("git bisect, as the page has it: $name", ({ name, versions, first }) => {
  const repository = join(folder, name);
  const git = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = ran(repository, "git", ...words);
    if (status !== 0) throw new Error(`git ${words.join(" ")} ended with ${status}:\n${stderr}`);
    return stdout.trim();
  };
  const modules = join(repository, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync(root, join(modules, "preempt"), "dir");
  symlinkSync(cli, join(modules, ".bin", "preempt"));
  writeFileSync(join(repository, ".gitignore"), "node_modules\n");
  git("init", "--quiet");
  const commits = versions.map((text, i) => {
    writeFileSync(join(repository, "signal-frame.ts"), text);
    git("add", ".");
    git(
      "-c",
      "user.name=A",
      "-c",
      "user.email=a@example.org",
      "commit",
      "--quiet",
      "--message",
      `version ${i}`,
    );
    return git("rev-parse", "HEAD");
  });
  git("tag", "good", commits[0] ?? "");
  git("tag", "bad");

  const { status, stdout } = ran(repository, "sh", "-c", block ?? "exit 99");
  const wanted = first.map((i) => commits[i] ?? "");
  if (wanted.length === 1) {
    expect(stdout).toContain(`${wanted[0]} is the first bad commit`);
    expect(status).toBe(0);
  } else {
    const [, candidates = ""] = /could be any of:\n([\s\S]*)We cannot bisect more!/.exec(stdout) ?? [];
    expect(candidates.trim().split("\n").sort()).toEqual([...wanted].sort());
    expect(status).toBe(2);
  }
});

test("the version that is wrong is another than the file has", () => {
  expect(wrong).not.toBe(right);
  expect(block).toContain("git bisect run sh -c");
});
