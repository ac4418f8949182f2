/** Limits, signals and checkpoints: what is said, with which exit status, and what is never taken for a pass. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SavedSearch } from "../../src/check.js";
import { writeCheckpoint } from "../../src/cli/checkpoint-file.js";
import { cli, type Ran } from "../support/cli.js";
import { Folder, withoutTimes } from "./folder.js";

const here = new Folder();

/** Two counters that count up to `most` and back, for ever: (2 × most)² states; `doing` is what a step of them does. */
const counters = (most: number, doing = "k[x] += up ? 1 : -1;"): string => `
import { language, model } from "preempt";
const variables = { a: 0, b: 0, up: { a: true, b: true } };
const { step, process, never, always, reachable, loop } = language<typeof variables>();
const counting = (x: "a" | "b") =>
  process(x, {
    program: loop(
      step("count " + x, (k) => {
        if (k[x] === ${most}) k.up[x] = false;
        if (k[x] === 0) k.up[x] = true;
        const up = k.up[x];
        ${doing}
      }),
    ),
  });
export default model({
  name: "counters",
  variables,
  processes: [counting("a"), counting("b")],
  properties: [
    never("beyond", (s) => s.a > ${most}),
    never("both are 3", (s) => s.a === 3 && s.b === 3),
    reachable("a is at its most", (s) => s.a === ${most}),
    always("whole", (s) => Number.isInteger(s.a)),
  ],
});
`;

const most = 200;
const search = ["check", "counters.ts"];
const whole: { text: string } = { text: "" };

beforeAll(() => {
  here.write("counters.ts", counters(most));
  whole.text = here.preempt([...search, "--json"]).stdout;
  // What a search of 20,000 states leaves.
  const cut = here.preempt([...search, "--max-states", "20000", "--checkpoint", "half"]);
  expect(cut.status).toBe(1);
  expect(cut.stderr).toMatch(/^half holds the search up to 2\d,\d{3} states: go on with --resume half\n$/);
});

afterAll(() => {
  here.remove();
});

/** A command line that is refused: nothing on stdout, exit status 2; what it says. */
function refused(words: readonly string[]): string {
  const { status, stdout, stderr } = here.preempt(words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).not.toMatch(/^ +at /m);
  return stderr;
}

describe("a checkpoint", () => {
  test("is gone on from", () => {
    const { status, stdout, stderr } = here.preempt([...search, "--json", "--resume", "half"]);
    expect([status, stderr]).toEqual([1, ""]);
    expect(withoutTimes(stdout)).toBe(withoutTimes(whole.text));
  });

  test("that is torn is refused, wherever it ends", () => {
    const bytes = readFileSync(join(here.path, "half"));
    for (const end of [0, 5, 20, 30, 34, 5000, bytes.length - 9, bytes.length - 8, bytes.length - 1]) {
      writeFileSync(join(here.path, "torn"), bytes.subarray(0, end));
      expect(refused([...search, "--resume", "torn"])).toMatch(
        end < 19
          ? /^preempt: "torn" cannot be resumed: it is no checkpoint\n$/
          : /^preempt: "torn" cannot be resumed: it is torn: it ends before it is whole\n$/,
      );
    }
  });

  test("with something behind its end is refused", () => {
    writeFileSync(
      join(here.path, "longer"),
      Buffer.concat([readFileSync(join(here.path, "half")), Buffer.alloc(1)]),
    );
    expect(refused([...search, "--resume", "longer"])).toBe(
      'preempt: "longer" cannot be resumed: something stands behind its end\n',
    );
  });

  test("of which one bit is wrong is refused, whichever it is", () => {
    const bytes = readFileSync(join(here.path, "half"));
    const places = fc.sample(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), {
      seed: 20_261_121,
      numRuns: 12,
    });
    for (const [at, bit] of [
      [0, 0],
      [20, 1],
      [27, 0],
      [30, 7],
      [bytes.length - 1, 0] as const,
      ...places,
    ] as const) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] ?? 0) ^ (1 << bit);
      writeFileSync(join(here.path, "flipped"), flipped);
      expect(refused([...search, "--resume", "flipped"])).toMatch(
        /^preempt: "flipped" cannot be resumed: it /,
      );
    }
  });

  test("of another version is refused", () => {
    const text = readFileSync(join(here.path, "half"), "latin1");
    writeFileSync(
      join(here.path, "old"),
      text.replace(/^preempt checkpoint 2 \S+/, "preempt checkpoint 2 0.0.1"),
      "latin1",
    );
    expect(refused([...search, "--resume", "old"])).toMatch(
      /^preempt: "old" cannot be resumed: it was written by preempt 0\.0\.1, form 2, and this is \S+, form 2\n$/,
    );
    writeFileSync(join(here.path, "new"), text.replace("checkpoint 2", "checkpoint 3"), "latin1");
    expect(refused([...search, "--resume", "new"])).toMatch(/ form 3, and this is \S+, form 2\n$/);
  });

  test("of another model, of other parameters or other properties is refused, with the difference", () => {
    const half = ["--resume", "half"];
    here.write("more.ts", counters(most + 1).replace('"counters"', '"more"'));
    expect(refused(["check", "more.ts", ...half])).toBe(
      'preempt: the checkpoint cannot be resumed: it is of the model "counters", and this is "more"\n',
    );
    expect(refused([...search, ...half, "--property", "beyond"])).toBe(
      "preempt: the checkpoint cannot be resumed: a property was both are 3 (never), and is none\n",
    );
    here.preempt([
      "check",
      "two-phase-commit@hasty",
      "--set",
      "n=3",
      "--timeout",
      "1ms",
      "--checkpoint",
      "three",
    ]);
    expect(refused(["check", "two-phase-commit@hasty", "--set", "n=4", "--resume", "three"])).toBe(
      "preempt: the checkpoint cannot be resumed: a parameter was n=3, and is n=4\n",
    );
    here.write("other.ts", counters(most).replace("a: 0, b", "a: 1, b"));
    expect(refused(["check", "other.ts", ...half])).toBe(
      "preempt: the checkpoint cannot be resumed: a variable was a: data, first 0, and is a: data, first 1\n",
    );
    here.write("other.ts", counters(most).replace('"count "', '"counts "'));
    expect(refused(["check", "other.ts", ...half])).toMatch(
      /a location was a .*: count a, and is a .*: counts a\n$/,
    );
  });

  test.each([
    [
      "another value",
      counters(most, "k[x] += up ? (k[x] === 50 ? 2 : 1) : -1;"),
      /value number \d+ of a was 51, and is 52/,
    ],
    ["another bound", counters(most - 150), /a has no value number 51\. It has been changed since/],
    [
      "another read",
      counters(most, "if (x === 'b' && k.b === 70 && k.a === 900) return; k[x] += up ? 1 : -1;"),
      /it (was run for \d+ views, and is for \d+|reads or writes other variables, or other values)\. It has been changed since, or it is not pure\n/,
    ],
    [
      "another answer",
      counters(most).replace("s.a === 3 && s.b === 3", "s.a === 3 && s.b === 4"),
      /it was run for|it reads or writes/,
    ],
  ] as const)("of a model whose code does %s is refused", (_, text, difference) => {
    here.write("changed.ts", text);
    const said = refused(["check", "changed.ts", "--resume", "half"]);
    expect(said).toMatch(
      /^preempt: the checkpoint cannot be resumed: what the model's code does is not what it did when/,
    );
    expect(said).toMatch(difference);
  });

  test("of code that is not pure is refused", () => {
    here.write(
      "impure.ts",
      counters(most, "k[x] += up ? 1 : -1; if (k[x] === 60 && process_.env.ODD) k[x] = 61;").replace(
        "const variables",
        "const process_ = globalThis.process;\nconst variables",
      ),
    );
    here.preempt(["check", "impure.ts", "--max-states", "20000", "--checkpoint", "impure"]);
    const resumed = (env: NodeJS.ProcessEnv): Ran =>
      spawnSync(process.execPath, [cli, "check", "impure.ts", "--resume", "impure"], {
        cwd: here.path,
        encoding: "utf8",
        env: { ...process.env, ...env },
      });
    expect(resumed({}).status).toBe(1);
    const { status, stdout, stderr } = resumed({ ODD: "1" });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /value number \d+ of a was 60, and is 61\. It has been changed since, or it is not pure\n$/,
    );
  });

  test("is looked for, and may be no folder", () => {
    mkdirSync(join(here.path, "folder"));
    expect(refused([...search, "--resume", "none"])).toBe(
      'preempt: there is no file "none" to resume from\n',
    );
    expect(refused([...search, "--resume", "folder"])).toBe(
      'preempt: "folder" cannot be resumed: it is no file\n',
    );
    expect(refused([...search, "--resume", "counters.ts"])).toBe(
      'preempt: "counters.ts" cannot be resumed: it is no checkpoint\n',
    );
  });

  test("takes the place of nothing but a checkpoint", () => {
    expect(refused([...search, "--checkpoint", "counters.ts"])).toBe(
      'preempt: --checkpoint: "counters.ts" is there already, and is no checkpoint; it is left as it is\n',
    );
    expect(refused([...search, "--checkpoint", "folder"])).toBe(
      'preempt: --checkpoint: "folder" is there already, and is no file\n',
    );
    expect(refused([...search, "--checkpoint", "nowhere/x"])).toMatch(
      /^preempt: --checkpoint: "nowhere\/x" cannot be written: ENOENT/,
    );
    expect(here.read("counters.ts")).toBe(counters(most));
  });

  test("is written by the exhaustive search of one model alone", () => {
    const can = "preempt: checkpoints are of the exhaustive search, of claims about states and assertions; ";
    for (const strategy of ["reduced", "bounded", "dpor", "random-walk", "pct"]) {
      const said = refused([...search, "--checkpoint", "x", "--strategy", strategy]);
      expect(said).toBe(`${can}the strategy is ${strategy}\n  in model "counters"\n`);
    }
    expect(refused(["check", "peterson", "--checkpoint", "x"])).toMatch(
      /"P0 gets in again and again" \(leadsTo\), .* can be decided on the graph of all states alone, which is not written down/,
    );
    here.write(
      "two.ts",
      `${counters(2)}export const second = model({ name: "second", variables, processes: [counting("a")], properties: [never("x", () => false)] });`,
    );
    expect(refused(["check", "two.ts", "--checkpoint", "x"])).toBe(
      "preempt: a checkpoint is of one model; choose among counters, second by --model\n",
    );
    expect(refused(["check", "--all", "--checkpoint", "x"])).toMatch(
      /^preempt: --checkpoint is for the check of one variant/,
    );
    expect(refused([...search, "--checkpoint-every", "5s"])).toBe(
      "preempt: --checkpoint-every says how often --checkpoint <file> is written\n",
    );
    expect(existsSync(join(here.path, "x"))).toBe(false);
  });
});

describe("a disk that is full", () => {
  test("leaves the checkpoint that was there, and the search ends as it would have", () => {
    const words = [cli, ...search, "--json", "--checkpoint", "small", "--checkpoint-every", "1ms"];
    const quoted = [process.execPath, ...words].map((word) => `'${word}'`).join(" ");
    // In blocks of 512 or of 1,024 bytes.
    const ran = spawnSync("sh", ["-c", `ulimit -f 64; exec ${quoted}`], { cwd: here.path, encoding: "utf8" });
    expect(ran.status).toBe(1);
    expect(withoutTimes(ran.stdout)).toBe(withoutTimes(whole.text));
    expect(ran.stderr.split("\n")[0]).toBe(
      "small could not be written, and what was there before stands; the search does without: EFBIG: file too large, write",
    );
    const again = here.preempt([...search, "--json", "--resume", "small"]);
    expect(withoutTimes(again.stdout)).toBe(withoutTimes(whole.text));
    expect(readdirSync(here.path).filter((name) => name.startsWith("small"))).toEqual(["small"]);
  });

  test.runIf(existsSync("/dev/full"))("is told by its own error", () => {
    const file = join(here.path, "full");
    writeFileSync(file, "before");
    symlinkSync("/dev/full", `${file}.${process.pid}.new`);
    const saved = { facts: {}, pieces: () => [new Uint8Array(10)] } as unknown as SavedSearch;
    expect(() => writeCheckpoint(file, "0", saved)).toThrow(/^ENOSPC/);
    expect(readFileSync(file, "utf8")).toBe("before");
  });
});

describe("a limit", () => {
  const verdicts = ({ stdout }: Ran): Readonly<Record<string, string>> =>
    Object.fromEntries(
      JSON.parse(stdout).verdicts.map(({ property, kind, reason }: Record<string, string>) => [
        property,
        reason === undefined ? kind : `${kind}: ${reason}`,
      ]),
    );

  test("of memory: what was found is told, what is open is inconclusive", () => {
    here.write("many.ts", counters(1000));
    const ran = here.preempt(["check", "many.ts", "--json", "--max-memory", "8M"]);
    expect([ran.status, ran.stderr]).toEqual([1, ""]);
    const reason =
      "inconclusive: the states, what finds them, and what was learnt of the model do not fit into the 8 MiB that they may fill";
    expect(verdicts(ran)).toEqual({
      beyond: reason,
      "both are 3": "violated",
      "a is at its most": reason,
      whole: reason,
    });
    const { states, frontier, exhausted } = JSON.parse(ran.stdout).grounds;
    expect(exhausted).toBe(false);
    expect(states).toBeGreaterThan(100_000);
    expect(frontier).toBeGreaterThan(100);
  });

  test("of memory, where nothing is found, is exit status 3", () => {
    const ran = here.preempt(["check", "many.ts", "--property", "beyond", "--max-memory", "8M"]);
    expect(ran.status).toBe(3);
    expect(ran.stdout).toMatch(
      / {2}inconclusive {2}beyond {2}the states, what finds them, and what was learnt of the model do not fit into the 8 MiB/,
    );
  });

  test("of memory that not even the first states fit into is said to be one", () => {
    here.write("wide.ts", wide);
    expect(refused(["check", "wide.ts", "--max-memory", "1M"])).toBe(
      'preempt: the states, what finds them, and what was learnt of the model do not fit into the 1 MiB that they may fill, not even at first\n  in model "wide"\n',
    );
  });

  test("of memory can be raised when the search goes on", () => {
    const cut = here.preempt([...search, "--max-memory", "2M", "--checkpoint", "raised"]);
    expect(cut.stdout.replaceAll(/\s+/g, " ")).toMatch(
      /cut: the states, what finds them, and what was learnt of the model do not fit into the 2 MiB/,
    );
    const ran = here.preempt([...search, "--json", "--resume", "raised"]);
    expect(withoutTimes(ran.stdout)).toBe(withoutTimes(whole.text));
  });

  test("of time", () => {
    const ran = here.preempt(["check", "many.ts", "--property", "beyond", "--timeout", "300ms"]);
    expect(ran.status).toBe(3);
    expect(ran.stdout).toMatch(
      / {2}inconclusive {2}beyond {2}the limit of 0\.3 s \(--timeout\) was reached\n/,
    );
  });

  test.each([
    ["--max-memory", "2", "an amount of memory from 1M on, as 512M or 2G"],
    ["--max-memory", "1K", "an amount of memory from 1M on, as 512M or 2G"],
    ["--timeout", "5", "a time, as 90s, 10m or 2h"],
    ["--timeout", "0s", "a time, as 90s, 10m or 2h"],
  ])("%s %s is refused", (option, word, what) => {
    expect(refused([...search, option, word])).toContain(
      `argument '${word}' is invalid. it must be ${what}.`,
    );
  });

  test("of memory is for searches that keep states", () => {
    expect(refused([...search, "--strategy", "dpor", "--max-memory", "1G"])).toBe(
      "preempt: --max-memory limits a search that keeps states; --strategy dpor keeps none: --steps limits it\n",
    );
  });
});

/** A model whose states take many words. */
const wide = `
import { language, model } from "preempt";
const variables = { x: 0 };
const { step, process, never } = language<typeof variables>();
export default model({
  name: "wide",
  variables,
  processes: Array.from({ length: 120 }, (_, i) => process("P" + i, { program: [step("one", () => {}), step("two", () => {})] })),
  properties: [never("x", () => false)],
});
`;

describe("a signal", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s: what is known, exit status 130, and a checkpoint",
    async (signal) => {
      here.write("many.ts", counters(1000));
      const file = join(here.path, `by-${signal}`);
      const words = ["check", "many.ts", "--checkpoint", file, "--checkpoint-every", "1ms"];
      const ran = await here.started(words, (child) => {
        // Once there is a checkpoint, it is searching.
        const waiting = setInterval(() => {
          if (!existsSync(file)) return;
          clearInterval(waiting);
          child.kill(signal);
        }, 20);
        return () => clearInterval(waiting);
      });
      expect(ran.status).toBe(130);
      expect(ran.stdout).toMatch(/ {2}inconclusive {2}whole +interrupted\n/);
      expect(ran.stderr).toMatch(/ holds the search up to [\d,]+ states: go on with --resume /);
      const again = here.preempt(["check", "many.ts", "--resume", file, "--max-states", "1"]);
      expect(again.stdout).toMatch(/searched: only [\d,]+ states/);
    },
  );
});
