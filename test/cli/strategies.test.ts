/** `check` with other strategies than the exhaustive one: what they print, their exit status, and what goes with what. */

import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cli } from "../support/cli.js";
import { Folder } from "./folder.js";
import { adders, unbounded } from "./texts.js";

const here = new Folder();

beforeAll(() => {
  here.write("adders.ts", adders);
  here.write("unbounded.ts", unbounded);
});

afterAll(() => {
  here.remove();
});

/** What a check prints, of which nothing goes to stderr. */
function checked(words: readonly string[], status: number): string {
  const ran = here.preempt(["check", ...words]);
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(status);
  return ran.stdout;
}

describe("--preemptions", () => {
  test("0: no violation, and not a proof; exit 3", () => {
    expect(checked(["adders.ts", "--preemptions", "0"], 3)).toBe(
      "adders\n" +
        "  inconclusive  sum  no violation with at most 0 preemptions; not a proof\n" +
        "searched: only 9 states, 10 moves, depth 4 (bounded, every run with at most 0 preemptions); cut: runs of more preemptions were left out\n" +
        "assumed: sequentially consistent memory\n",
    );
  });

  test("1: the trace that the exhaustive search shows; exit 1", () => {
    const lanes = (text: string): string =>
      text.slice(text.indexOf("VIOLATED  sum"), text.indexOf("searched:"));
    const bounded = checked(["adders.ts", "--preemptions", "1"], 1);
    expect(lanes(bounded)).toContain("no cheaper");
    expect(lanes(bounded)).toBe(lanes(checked(["adders.ts"], 1)));
  });

  test("rising, without a number: until it is violated, or holds", () => {
    expect(checked(["test-and-set@torn", "--strategy", "bounded"], 1)).toMatch(
      /^ {2}VIOLATED +two are in the critical section +2 preemptions, 0 other events, 6 steps$/m,
    );
    expect(checked(["lost-update@atomic", "--strategy", "bounded"], 0)).toMatch(
      /^searched: all 5 states, .* \(bounded, any number of preemptions; each is reached with at most 0 preemptions\)$/m,
    );
  });

  test("with --max-states: the last bound that was gone through", () => {
    expect(checked(["unbounded.ts", "--strategy", "bounded", "--max-states", "50"], 3)).toMatch(
      / {2}inconclusive {2}n is negative {2}the limit of 50 states \(--max-states\) was reached\n/,
    );
  });

  test("--json has the bound, and the nodes", () => {
    const { grounds } = JSON.parse(checked(["adders.ts", "--preemptions", "0", "--json"], 3));
    expect(grounds).toMatchObject({
      strategy: "bounded",
      exhausted: false,
      stopped: "runs of more preemptions were left out",
      states: 9,
      bound: { preemptions: 0, nodes: 9 },
    });
  });
});

describe.each(["random-walk", "pct"])("--strategy %s", (strategy) => {
  test("finds what it can, prints the seed, and proves nothing", () => {
    const printed = checked(["lost-update@atomic", "--strategy", strategy], 3);
    expect(printed).toContain(
      "  inconclusive  no update is lost  no violation in 1,000 random runs; not a proof\n" +
        "  holds         both finish\n" +
        "  inconclusive  deadlock free      no violation in 1,000 random runs; not a proof\n",
    );
    expect(printed).toMatch(
      new RegExp(`^searched: only 1,000 random runs, .* \\(${strategy}, seed \\d+: `, "m"),
    );
  });

  test("draws the same again from the same seed", () => {
    const once = ["adders.ts", "--strategy", strategy, "--runs", "40", "--seed", "123"];
    const printed = checked(once, 1);
    expect(printed).toMatch(/seed\s+123: /);
    expect(checked(once, 1)).toBe(printed);
  });

  test("draws another seed each time that none is given", () => {
    const seeds = Array.from({ length: 3 }, () => {
      const words = ["adders.ts", "--strategy", strategy, "--runs", "1", "--json"];
      return JSON.parse(here.preempt(["check", ...words]).stdout).grounds.sampling.seed;
    });
    expect(new Set(seeds).size).toBe(3);
  });

  test("cuts runs that do not end, and says how many", () => {
    const words = ["unbounded.ts", "--strategy", strategy, "--runs", "3", "--steps", "70"];
    expect(checked(words, 3)).toMatch(/3 random runs, 210 steps, .*; 3 could have gone on behind 70 steps$/m);
  });

  test("stops at Ctrl-C, and says what is known; exit 130", async () => {
    const words = ["unbounded.ts", "--strategy", strategy, "--runs", "1000000000", "--steps", "1000"];
    const child = spawn(process.execPath, [cli, "check", ...words], { cwd: here.path });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    // Far longer than it takes to begin, and far shorter than to end.
    setTimeout(() => child.kill("SIGINT"), 4_000);
    const status = await ended;
    expect(status).toBe(130);
    expect(stdout).toMatch(
      /inconclusive {2}n is negative {2}interrupted; no violation in [\d,]+ random runs; not a proof/,
    );
  });
});

describe("what makes no sense", () => {
  const most = String(Number.MAX_SAFE_INTEGER);
  test.concurrent.each<[string, string]>([
    [
      "--strategy nonsense",
      "error: option '--strategy <name>' argument 'nonsense' is invalid. Allowed choices are ",
    ],
    ["--preemptions -1", `argument '-1' is invalid. it must be a whole number from 0 to ${most}.`],
    ["--preemptions 1.5", "argument '1.5' is invalid. it must be a whole number from 0 to"],
    ["--preemptions x", "argument 'x' is invalid. it must be a whole number from 0 to"],
    ["--preemptions", "option '--preemptions <n>' argument missing"],
    ["--strategy pct --runs 0", `argument '0' is invalid. it must be a whole number from 1 to ${most}.`],
    ["--strategy pct --runs 1e3", "argument '1e3' is invalid"],
    ["--strategy pct --steps 0", "it must be a whole number from 1 to 1000000."],
    ["--strategy pct --steps 99999999", "it must be a whole number from 1 to 1000000."],
    ["--strategy pct --seed 99999999999999999999", `it must be a whole number from 0 to ${most}.`],
    ["--strategy pct --seed -3", "argument '-3' is invalid"],
    ["--strategy pct --bug-depth 0", "it must be a whole number from 1 to 100."],
    ["--runs 5", "preempt: --runs goes with --strategy random-walk or pct; the strategy is exhaustive\n"],
    [
      "--preemptions 2 --runs 5 --seed 1",
      "preempt: --runs, --seed go with --strategy random-walk or pct; the strategy is bounded\n",
    ],
    [
      "--strategy pct --preemptions 2",
      "preempt: --preemptions goes with --strategy bounded; the strategy is pct\n",
    ],
    [
      "--strategy exhaustive --preemptions 2",
      "preempt: --preemptions goes with --strategy bounded; the strategy is exhaustive\n",
    ],
    [
      "--strategy random-walk --bug-depth 2",
      "preempt: --bug-depth goes with --strategy pct; the strategy is random-walk\n",
    ],
    [
      "--strategy pct --max-states 9",
      "preempt: --max-states limits a search that keeps states; --strategy pct keeps none: --runs and --steps limit it\n",
    ],
    ["--all --preemptions 2", "preempt: --preemptions is for the check of one variant, not for --all\n"],
  ])("%s", async (words, says) => {
    const { status, stdout, stderr } = await here.started([
      "check",
      "lost-update@atomic",
      ...words.split(" "),
    ]);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });
});
