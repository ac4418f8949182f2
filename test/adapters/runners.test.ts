/** The entries in child processes of the runners themselves: what a user sees. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/cli.js";

const fixtures = join(root, "test", "adapters", "fixtures");

/** As a shell has it: without what Vitest adds for those it starts. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(
    ([name]) => !/^(npm_|FORCE_COLOR|NODE_|VITEST|TEST$|CI$|GITHUB_ACTIONS$)/i.test(name),
  ),
);

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(words: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd,
    env: { ...env, ...more },
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

const vitest = (...words: readonly string[]): Ran =>
  run([join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...words], join(fixtures, "vitest"));

const jestFolder = join(fixtures, "jest");
const jestWords = [
  join(root, "node_modules", "jest", "bin", "jest.js"),
  "--config",
  "jest.config.cjs",
  "--rootDir",
  ".",
];

const jest = (file: string): Ran => run([...jestWords, file], jestFolder);

/** What every runner prints of the deadlock, line by line. */
const failure = `not every property holds

bank
  VIOLATED      deadlock free        1 preemption, 0 other events, 2 steps
  holds         money is moved once
  holds         the money is moved

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
replay: npx preempt replay <the file that exports the model> "transfer ~ audit"
   or, in a test: replay(model, "transfer ~ audit"), which preempt exports, returns this drawing
`;

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "    ");

const stopped = (milliseconds: string): RegExp =>
  new RegExp(
    "inconclusive: neither shown nor refuted\\n\\n *four counters\\n *inconclusive {2}a is 1,000 {2}" +
      `stopped shortly before the time limit of the test, ${milliseconds} ms\\n`,
    "g",
  );

const requiredInVain =
  'preempt/vitest is an ES module, as Vitest is, and was loaded by require(): write import "preempt/vitest"';

describe("in Vitest", () => {
  test("every matcher, explore and a table pass", () => {
    const { status, output } = vitest("passes.spec.ts");
    expect(output).toMatch(/Tests {2}4 passed \(4\)/);
    expect(status).toBe(0);
  });

  test("a failing test shows the least trace in lanes, and how to replay it", () => {
    const { status, output } = vitest("fails.spec.ts");
    expect(output).toContain(`FAIL  fails.spec.ts > the bank does not stand still\nError: ${failure}`);
    expect(output).toMatch(/fails\.spec\.ts:6:16/);
    expect(status).toBe(1);
  });

  test("in colour where the runner has it", () => {
    const words = [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "fails.spec.ts"];
    const { NO_COLOR: _, ...coloured } = env;
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: join(fixtures, "vitest"),
      env: { ...coloured, FORCE_COLOR: "1" },
      encoding: "utf8",
    });
    expect(stdout + stderr).toContain("\u001b[32mholds       \u001b[");
  });

  test("a search stops before the test does, and fails whichever way it was asked", () => {
    const { status, output } = vitest("limits.spec.ts");
    expect(output.match(stopped("4,000"))).toHaveLength(2);
    expect(output).toMatch(/too long for the test, and explored on[\s\S]*Test timed out in 500ms/);
    expect(output).toMatch(/Tests {2}3 failed \(3\)/);
    expect(status).toBe(1);
  });

  test("a table names its tests, and shows what is not as stated", () => {
    const { output } = vitest("tables.spec.ts");
    expect(output).toContain('× misjudged@broken: "no increment is lost" holds');
    expect(output).toContain('✓ misjudged@atomic: "no increment is lost" holds');
    expect(output).toContain(
      "Error: the family states that it holds, and it is violated\n\nmisjudged@broken\n",
    );
    expect(output).toContain('\nreplay: npx preempt replay misjudged@broken "A ~ B*2 A"\n');
  });

  test("named in setupFiles, it is registered for every file", () => {
    expect(vitest("--config", "setup.config.ts").output).toMatch(/Tests {2}1 passed \(1\)/);
  });

  test("required, it says that it is an ES module", () => {
    expect(vitest("required.spec.ts").output).toContain(`Error: ${requiredInVain}`);
  });
});

describe("in Jest", () => {
  test("every matcher, explore and a table pass in a CommonJS test", () => {
    const { status, output } = jest("passes.spec.cjs");
    expect(output).toMatch(/Tests: {7}9 passed, 9 total/);
    expect(status).toBe(0);
  });

  test("and in an ES module", () => {
    const words = ["--experimental-vm-modules", "--no-warnings", ...jestWords, "module.spec.mjs"];
    const { status, output } = run(words, jestFolder);
    expect(output).toMatch(/Tests: {7}1 passed, 1 total/);
    expect(status).toBe(0);
  });

  test("a failing test shows the least trace in lanes, and how to replay it", () => {
    const { status, output } = jest("fails.spec.cjs");
    expect(output).toContain(`  ● the bank does not stand still\n\n${indented(failure)}`);
    expect(output).toMatch(/fails\.spec\.cjs:5:16/);
    expect(status).toBe(1);
  });

  test("a search stops before the test does, by its own limit or that of all, and with fake timers", () => {
    const { status, output } = jest("limits.spec.cjs");
    expect(output.match(stopped("4,000"))).toHaveLength(1);
    expect(output.match(stopped("5,000"))).toHaveLength(1);
    expect(output).toMatch(/Tests: {7}2 failed, 2 total/);
    expect(status).toBe(1);
  });

  test("preempt/vitest, required, says that it is an ES module", () => {
    expect(jest("required.spec.cjs").output).toContain(requiredInVain);
  });
});
