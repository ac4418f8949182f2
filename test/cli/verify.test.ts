/** `check --certificate`, `verify` and `check --audit` on the command line. */

import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saving } from "../../src/cli/certificate-file.js";
import { Folder } from "./folder.js";
import { adders, several, switched, unbounded } from "./texts.js";

const here = new Folder();

beforeAll(() => {
  here.write("adders.ts", adders);
  here.write("several.ts", several);
  here.write("light.ts", switched);
  here.write("unbounded.ts", unbounded);
  here.folder("folder");
});

afterAll(() => {
  here.remove();
});

/** What is in the folder and was not put there by this file. */
const left = (): readonly string[] => readdirSync(here.path).filter((name) => /certificate|new/.test(name));

test("a certificate is written and verified, with the exit status of the check", () => {
  const words = ["lost-update@atomic", "lost-update@broken", "peterson", "adders.ts", "light.ts"];
  const statuses = words.map((target) => {
    const checked = here.preempt(["check", target, "--certificate", "one.certificate"]);
    expect(checked.stderr).toMatch(/^wrote a certificate of \d+ states to one\.certificate, [\d,]+ bytes$/m);
    const verified = here.preempt(["verify", "one.certificate"]);
    expect(verified.stderr).toBe("");
    expect(verified.stdout).toMatch(
      /^verified: all \d+ states, \d+ moves?: the initial state is among them, /m,
    );
    return [checked.status, verified.status];
  });
  // Of peterson, what is claimed of whole runs is not certified.
  expect(statuses).toEqual([
    [0, 0],
    [1, 1],
    [0, 3],
    [1, 1],
    [0, 0],
  ]);
  expect(left()).toEqual(["one.certificate"]);
  const { stdout } = here.preempt(["verify", "one.certificate", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    origin: { kind: "file", file: "light.ts" },
    verdicts: [{ kind: "holds", property: "red" }],
    states: 2,
    transitions: 1,
  });
});

test("what was searched up to symmetry is verified for all that its states stand for", () => {
  const words = ["check", "two-phase-commit", "--certificate", "alike.certificate"];
  const checked = here.preempt(words);
  expect(checked.stderr).toMatch(/^wrote a certificate of 80 states to alike\.certificate, /m);
  const found = here.preempt(["verify", "alike.certificate"]);
  expect(found).toMatchObject({ status: 0, stderr: "" });
  expect(found.stdout).toMatch(
    /^verified: all 80 states and all 288 that exchanges of resource managers 0, 1 and 2 make of them, 1,145 moves: the initial state is among these, and every move leads to one of these \(/m,
  );
  const { stdout } = here.preempt(["verify", "alike.certificate", "--json"]);
  const symmetry = { alike: [{ what: "resource managers", elements: [0, 1, 2] }], images: 288 };
  expect(JSON.parse(stdout)).toMatchObject({ states: 80, transitions: 1145, symmetry });
  const plain = here.preempt([
    "check",
    "two-phase-commit",
    "--no-symmetry",
    "--certificate",
    "plain.certificate",
  ]);
  expect(plain.stderr).toMatch(/^wrote a certificate of 288 states/m);
  expect(JSON.parse(here.preempt(["verify", "plain.certificate", "--json"]).stdout)).not.toHaveProperty(
    "symmetry",
  );
});

test("one property may be asked about, and time may be limited", () => {
  here.preempt(["check", "peterson", "--certificate", "peterson.certificate"]);
  const asked = ["verify", "peterson.certificate", "--property", "deadlock free"];
  expect(here.preempt(asked)).toMatchObject({ status: 0, stderr: "" });
  const late = here.preempt([...asked, "--timeout", "0.001ms"]);
  expect(late.status).toBe(3);
  expect(late.stdout).toMatch(/inconclusive {2}deadlock free {2}the limit of .+ \(--timeout\) was reached/);
  expect(late.stdout).toMatch(/^verified: only 0 states/m);
});

test("where the search was cut there is none, and what was there stays", () => {
  const before = "preempt-certificate/0, as it was";
  writeFileSync(join(here.path, "kept.certificate"), before);
  const cut = here.preempt([
    "check",
    "unbounded.ts",
    "--max-states",
    "50",
    "--certificate",
    "kept.certificate",
  ]);
  expect(cut.status).toBe(3);
  expect(cut.stderr).toMatch(
    /^no certificate is written: it has all states, and the search was cut: the limit of 50/m,
  );
  expect(readFileSync(join(here.path, "kept.certificate"), "utf8")).toBe(before);
  expect(left().filter((name) => name.endsWith(".new"))).toEqual([]);
});

test.runIf(existsSync("/dev/full"))("that the disk is full is said, and what was there stays", () => {
  here.preempt(["check", "lost-update", "--certificate", "full.certificate"]);
  const file = join(here.path, "full.certificate");
  const before = readFileSync(file);
  symlinkSync("/dev/full", `${file}.${process.pid}.new`);
  expect(() => [...saving(file, [before], () => undefined)]).toThrow(
    /^the certificate could not be written: ENOSPC/,
  );
  expect(readFileSync(file)).toEqual(before);
  expect(left().filter((name) => name.endsWith(".new"))).toEqual([]);
});

describe("what cannot be done is said", () => {
  test.each<[readonly string[], RegExp]>([
    [
      ["check", "peterson", "--strategy", "reduced", "--certificate", "c"],
      /--strategy reduced does not go through them/,
    ],
    [["check", "lost-update", "--preemptions", "1", "--certificate", "c"], /--strategy bounded does not go/],
    [["check", "--all", "--certificate", "c"], /--certificate is for the check of one variant/],
    [
      ["check", "several.ts", "--certificate", "c"],
      /a certificate is of one model, and "several.ts" exports 2/,
    ],
    [["check", "lost-update", "--certificate", "nowhere/c"], /"nowhere\/c" cannot be written: ENOENT/],
    [["check", "lost-update", "--certificate", "folder"], /"folder" is there already, and is no file/],
    [
      ["check", "adders.ts", "--certificate", "adders.ts"],
      /"adders.ts" is there already, and is no certificate; it is left as it is/,
    ],
    [["check", "lost-update", "--certificate", ""], /--certificate: "" is no name of a file/],
    [["check", "lost-update", "--certificate", "x", "--checkpoint", "./x"], /two name the same file, ".*x"/],
    [
      ["check", "adders.ts", "--save", "adders.ts"],
      /could not be saved: "adders.ts" is there already, and is/,
    ],
    [["verify", "nowhere"], /no file "nowhere"/],
    [["verify", "/dev/null"], /"\/dev\/null" is a folder or a device, not a certificate/],
    [["verify", "folder"], /"folder" is a folder or a device, not a certificate/],
    [["verify", "adders.ts"], /the certificate is refused: it is none: a certificate begins with the line/],
    [["verify", "one.certificate", "--property", "P"], /no property "P"/],
    [["verify", "one.certificate", "--timeout", "soon"], /it must be a time, as 90s, 10m or 2h/],
    [["check", "lost-update", "--audit", "2"], /it must be a number above 0, and 1 at most/],
    [["check", "lost-update", "--audit-seed", "2"], /say --audit <share>, too/],
    [
      ["check", "lost-update", "--strategy", "dpor", "--audit", "1"],
      /--audit goes with --strategy exhaustive or/,
    ],
    [["check", "--all", "--audit", "1"], /--audit is for the check of one variant/],
  ])("%j", (words, why) => {
    const { status, stderr } = here.preempt(words);
    expect(stderr).toMatch(why);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(status).toBe(2);
    expect(left().filter((name) => name.endsWith(".new"))).toEqual([]);
  });
});

test("what a hostile file says moves no terminal", () => {
  writeFileSync(join(here.path, "hostile"), "preempt-certificate/\u001b[2K\n{}\n");
  const { status, stderr } = here.preempt(["verify", "hostile"]);
  expect(status).toBe(2);
  expect(stderr).toContain("it is of version \\x1b[2K of preempt-certificate");
  expect(stderr).not.toContain("\u001b");
});

test("files beside the one that is written are left alone, and a link leads where it led", () => {
  writeFileSync(join(here.path, "own.new"), "a user's");
  here.preempt(["check", "lost-update", "--certificate", "own"]);
  expect(here.read("own.new")).toBe("a user's");
  symlinkSync("own", join(here.path, "linked"));
  here.preempt(["check", "lost-update@atomic", "--certificate", "linked"]);
  expect(lstatSync(join(here.path, "linked")).isSymbolicLink()).toBe(true);
  expect(here.preempt(["verify", "own"]).stdout).toContain("lost-update@atomic");
});

test.each([
  [
    "a timer",
    'setTimeout(() => { throw new Error("late") }, 0)',
    /^preempt: something was thrown behind the search, .*: Error: late\n$/,
  ],
  [
    "a promise",
    'Promise.reject(new Error("late"))',
    /^preempt: a promise was rejected, and nobody waited for it: Error: late\n$/,
  ],
])("what a model throws behind the search, by %s, is no verdict", (_, doing, said) => {
  here.write("late.ts", adders.replace(/^export default/m, `${doing};\nexport default`));
  const { status, stderr } = here.preempt(["check", "late.ts"]);
  expect(stderr).toMatch(said);
  expect(status).toBe(2);
});

test("a damaged file and one of a model that has changed are refused", () => {
  here.preempt(["check", "adders.ts", "--certificate", "adders.certificate"]);
  const file = join(here.path, "adders.certificate");
  const bytes = readFileSync(file);
  const last = bytes.length - 20;
  writeFileSync(
    file,
    Uint8Array.from(bytes, (byte, i) => (i === last ? byte ^ 4 : byte)),
  );
  const damaged = here.preempt(["verify", "adders.certificate"]);
  expect(damaged).toMatchObject({ status: 2, stdout: "" });
  expect(damaged.stderr).toMatch(/^preempt: the certificate is refused: /);
  writeFileSync(file, bytes);
  here.write("adders.ts", adders.replace("k.my.seen + 1", "k.my.seen + 3"));
  const changed = here.preempt(["verify", "adders.certificate"]);
  expect(changed).toMatchObject({ status: 2, stdout: "" });
  expect(changed.stderr).toMatch(/^preempt: the certificate is refused: .* is not in it: x is 3 there/);
  here.write("adders.ts", adders);
  expect(here.preempt(["verify", "adders.certificate"]).status).toBe(1);
});

test("an audit says what it looked at, and leaves the rest as it is", () => {
  const plain = here.preempt(["check", "lost-update@atomic"]).stdout;
  const audited = here.preempt(["check", "lost-update@atomic", "--audit", "1"]).stdout;
  const line =
    /^audited: (\d+) of (\d+) states with (\d+) moves, on the reference semantics \(share 1, seed 0\)\n/m;
  expect(audited.replace(line, "")).toBe(plain);
  const [, looked, states] = line.exec(audited) ?? [];
  expect(looked).toBe(states);
  const reduced = ["check", "kvm-vcpu-reset", "--strategy", "reduced", "--audit", "0.5", "--json"];
  const { grounds } = JSON.parse(here.preempt([...reduced, "--audit-seed", "7"]).stdout);
  expect(grounds.audited).toMatchObject({ share: 0.5, seed: 7 });
  expect(grounds.audited.choices).toBeGreaterThan(0);
});
