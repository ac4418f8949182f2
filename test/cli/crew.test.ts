/** A crew of workers finds what one thread finds, says what it says, and stops when it is told to. */

import { spawn } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import { cli } from "../support/cli.js";
import { Folder } from "./folder.js";

const folder = new Folder();
afterAll(() => folder.remove());

/** A family of `sizes` instances; a step of each does what `body` says. */
const counters = (sizes: number, body: string): string => `
import { family, language, model, never, wholeNumber } from "preempt";
const { step, loop, process } = language();
export default family({
  name: "counters",
  title: "counters",
  about: [],
  variants: { one: { about: "counts" } },
  newest: "one",
  parameters: { n: wholeNumber("how far", { from: 1, to: ${sizes}, initial: 1, checked: [${Array.from({ length: sizes }, (_, i) => i + 1).join(", ")}] }) },
  build: (_, { n }) => model({
    name: "counters",
    variables: { x: 0 },
    processes: [process("A", { program: loop(step("up", (k) => { ${body} })) })],
    properties: [never("x is 3", (s) => s.x === 3)],
    parameters: { n },
  }),
  violated: (_, { n }) => (n >= 3 ? ["x is 3"] : []),
});
`;

folder.write("counts.ts", counters(6, "k.x = Math.min(n, k.x + 1);"));
folder.write("mistaken.ts", counters(6, "k.x = n === 4 && k.x === 2 ? Number.NaN : Math.min(n, k.x + 1);"));
folder.write(
  "endless.ts",
  counters(
    20,
    'k.x += k.x === 2 ? 2 : 1; if (k.x === 2000) globalThis.process.stderr.write("under way\\n");',
  ),
);

const withoutTime = (json: string): unknown =>
  JSON.parse(json, (key, value: unknown) => (key === "seconds" ? undefined : value));

describe("a crew", () => {
  test("finds what one thread finds, in a family of the catalogue", () => {
    const [alone, both] = ["1", "2"].map((workers) =>
      folder.preempt(["matrix", "peterson", "--json", "--workers", workers]),
    );
    expect(both?.status).toBe(0);
    expect(withoutTime(both?.stdout ?? "")).toEqual(withoutTime(alone?.stdout ?? ""));
  });

  test("finds what one thread finds, in a file, with more workers than instances", () => {
    const [alone, many] = ["1", "64"].map((workers) =>
      folder.preempt(["check", "counts.ts", "--all", "--workers", workers]),
    );
    expect(many?.stdout).toBe(alone?.stdout);
    expect(many?.stdout).toContain("6 instances checked; every verdict is the expected one");
    expect(many?.status).toBe(0);
  });

  test("says of a mistake what one thread says", () => {
    const [alone, both] = ["1", "2"].map((workers) =>
      folder.preempt(["matrix", "mistaken.ts", "--workers", workers]),
    );
    expect(both).toEqual(alone);
    expect(both?.status).toBe(2);
    expect(both?.stderr).toMatch(/^preempt: step "up" of A wrote to "x" NaN.*in model "counters"/s);
  });

  test("stops at Ctrl-C, and says what is not known", async () => {
    const child = spawn(process.execPath, [cli, "matrix", "endless.ts", "--workers", "2"], {
      cwd: folder.path,
    });
    let [stdout, told] = ["", false];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (!told && text.includes("under way")) child.kill("SIGINT");
      told ||= text.includes("under way");
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(status).toBe(130);
    expect(stdout).toMatch(/^one +cut/m);
  });

  test.each([
    [["check", "counts.ts", "--workers", "2", "--strategy", "reduced"], /^preempt: --workers goes with/],
    [["matrix", "counts.ts", "--workers", "0"], /must be a whole number above 0/],
  ])("refuses %j", (words, message) => {
    const { status, stderr } = folder.preempt(words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
