/** `preempt mutate`, run in this process: what it prints, what it refuses, and how it ends. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mutate } from "../../src/cli/commands/mutate.js";
import { exit } from "../../src/cli/exit.js";
import { accountOf } from "../../src/mutation/explained.js";
import { plainStyle } from "../../src/render/style.js";
import { root } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "mutate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const asked = {
  json: false,
  style: plainStyle(),
  width: undefined,
  settings: {},
  properties: undefined,
  maxStates: undefined,
  markdown: false,
  mutant: undefined,
};

/** A family of one process that counts to `most`, and what is claimed of it. */
function file(name: string, survivors: string, claims = "always('x is small', (s) => s.x <= 2)"): string {
  const path = join(folder, name);
  const entry = JSON.stringify(join(root, "src", "index.ts"));
  writeFileSync(
    path,
    `import { family, language, model, oneOf } from ${entry};
const { step, process, always } = language();
export default family({
  name: "counting", title: "counting", about: [],
  variants: { old: { about: "old" }, now: { about: "now" } },
  newest: "now",
  parameters: { most: oneOf("how far", 2, 3) },
  build: ({ name }, { most }) => model({
    name: "counting@" + name, variables: { x: 0 }, parameters: { most },
    processes: [process("A", { program: [
      step("x++", (k) => { k.x += 1; }),
      step("x--", (k) => { k.x -= 1; }, { enabled: (k) => k.x > 0 }),
    ] })],
    properties: [${claims}],
  }),
  violated: () => [],
  ${survivors}
});
`,
  );
  return path;
}

const guardIsImplied = `survivors: { reasons: [
  { why: "because", of: ["A: x++ (drop)", "A: x++ (twice)", 'A: x++ (swap with "x--")', "A: x-- (drop)", "A: x-- (twice)"] },
] },`;

describe("a table", () => {
  test("says of each line what comes of its changes, and ends with 0 where nothing is open", async () => {
    expect(await mutate({ ...asked, target: "lost-update" })).toBe(exit.holds);
    expect(printed.split("\n").slice(0, 10)).toEqual([
      "lost-update@atomic",
      "6 mutants: 4 killed, 2 equivalent",
      "",
      "A, B",
      '  1  read x       split "locked add"       killed        1p 4s: no update is lost',
      "  2               drop                     killed        0p 2s: no update is lost",
      "  3               twice                    equivalent",
      '  4               swap with "write x + 1"  killed        0p 2s: no update is lost',
      "  5  write x + 1  drop                     killed        0p 2s: no update is lost",
      "  6               twice                    equivalent",
    ]);
  });

  test("as JSON it has costs, schedules and reasons", async () => {
    expect(await mutate({ ...asked, json: true, target: "lock-order" })).toBe(exit.holds);
    const { mutants, unexplained, stale } = JSON.parse(printed);
    expect([unexplained, stale]).toEqual([[], []]);
    expect(mutants[0]).toEqual({
      number: 1,
      name: "CPU0: lock(A) (twice)",
      operator: "duplicate",
      what: "twice",
      home: { process: "CPU0" },
      label: "lock(A)",
      processes: ["CPU0", "CPU1"],
      copies: 2,
      fate: {
        kind: "killed",
        by: [
          {
            property: "deadlock free",
            verdict: "violated",
            cost: {
              preemptions: 0,
              events: 0,
              steps: 1,
              kinds: { interrupt: 0, migration: 0, sleep: 0 },
            },
            least: true,
            schedule: "CPU0",
          },
          { property: "both finish", verdict: "unreached" },
        ],
      },
      reason: null,
    });
    expect(mutants[2]).toMatchObject({
      name: "CPU0: lock(A) (no lock)",
      fate: { kind: "survived", states: "other" },
      reason: expect.stringContaining("nothing is claimed"),
    });
  });

  test("a cut mutant is inconclusive; --max-states allows more", async () => {
    const target = "ticket-lock";
    const words = { ...asked, settings: {}, json: true, target };
    await mutate(words);
    const cut = (text: string) =>
      JSON.parse(text)
        .mutants.filter(({ fate }: { fate: { kind: string } }) => fate.kind === "inconclusive")
        .map(({ fate }: { fate: { why: string } }) => fate.why);
    expect(cut(printed)).toEqual(["it has 2000 states or more"]);
    printed = "";
    await mutate({ ...words, maxStates: 3000 });
    expect(cut(printed)).toEqual(["the limit of 3,000 states (--max-states) was reached"]);
  });

  test("of a model whose own search is cut there is none, and the status says inconclusive", async () => {
    expect(await mutate({ ...asked, target: "ticket-lock", maxStates: 100 })).toBe(exit.inconclusive);
    expect(printed).toBe(
      "ticket-lock@ticket: nothing can be said of its mutants, as the search of the model itself was cut: " +
        "the limit of 100 states (--max-states) was reached\n",
    );
  });
});

describe("a file with several models", () => {
  const entry = JSON.stringify(join(root, "src", "index.ts"));
  const several = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(
      path,
      `import { language, model } from ${entry};
const { step, loop, process, always, eventually } = language();
const made = (name, label, most) => model({
  name, variables: { x: 0 },
  processes: [process("A", { program: step(label, (k) => { k.x = 1; }) })],
  properties: [always("x is small", (s) => s.x <= most)],
});
${text}
`,
    );
    return path;
  };
  const firstBroken = `export const a = made("broken", "x := 1", 0), b = made("fine", "x := 1", 5);`;
  const why =
    'mutants of a model that does not hold tell nothing: of broken "x is small" is violated. ' +
    "Take a variant that holds, or ask for the properties that do";

  test("goes on behind one that does not hold, and ends with 2", async () => {
    const errors = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    expect(await mutate({ ...asked, target: several("two.ts", firstBroken) })).toBe(exit.usage);
    expect(errors.mock.calls.map(([text]) => text)).toContain(`preempt: broken: ${why}\n`);
    expect(printed.split("\n").slice(0, 2)).toEqual([
      "fine",
      "2 mutants: 2 SURVIVING OR CUT WITHOUT A REASON",
    ]);
  });

  test("as JSON it has both", async () => {
    const target = several("json.ts", firstBroken);
    expect(await mutate({ ...asked, json: true, target })).toBe(exit.usage);
    const [broken, fine] = JSON.parse(printed);
    expect(broken).toEqual({ model: "broken", refused: why });
    expect([fine.model, fine.unexplained]).toEqual(["fine", ["A: x := 1 (drop)", "A: x := 1 (twice)"]]);
  });

  test("a label of two lines stands in one", async () => {
    const target = several("lines.ts", `export const a = made("fine", "x := 1\\n  at once", 5);`);
    await mutate({ ...asked, target });
    expect(printed.split("\n").slice(3, 6)).toEqual([
      "A",
      "  1  x := 1 at once  drop   SURVIVES",
      "  2                  twice  SURVIVES",
    ]);
  });

  test("the legend says what stands behind the letters of a lasso, where there is one", async () => {
    const cycle = "(4s)          behind the letters: that many steps then go on for ever";
    const program = `loop(step("x++", (k) => { k.x = (k.x + 1) % 3; }))`;
    const target = several(
      "lasso.ts",
      `export const a = model({
  name: "round", variables: { x: 0 },
  processes: [process("A", { fair: "weak", program: ${program} })],
  properties: [eventually("x is 2", (s) => s.x === 2)],
});`,
    );
    await mutate({ ...asked, target });
    expect(printed).toMatch(/drop +killed +0p 0s \(1s\): x is 2\n/);
    expect(printed.split("\n").at(-2)).toBe(cycle);
    printed = "";
    await mutate({ ...asked, target: "lost-update" });
    expect(printed).not.toContain("(4s)");
  });
});

describe("survivors", () => {
  test("without a reason end with 1, and stand out", async () => {
    expect(await mutate({ ...asked, target: file("none.ts", "") })).toBe(exit.violated);
    expect(printed).toContain("6 mutants: 1 equivalent, 5 SURVIVING OR CUT WITHOUT A REASON");
    expect(printed).toMatch(/1 {2}x\+\+ {2}drop .* SURVIVES/);
  });

  test("with a reason end with 0, of the newest variant at its initial parameters alone", async () => {
    const target = file("told.ts", guardIsImplied);
    expect(await mutate({ ...asked, target })).toBe(exit.holds);
    expect(printed).toContain("5 surviving for a reason");
    expect(await mutate({ ...asked, target, variant: "old" })).toBe(exit.violated);
    expect(await mutate({ ...asked, target, settings: { most: "3" } })).toBe(exit.violated);
  });

  test("`at` says at which other parameters", async () => {
    const target = file("at.ts", guardIsImplied.replace("survivors: {", "survivors: { at: { most: 3 },"));
    expect(await mutate({ ...asked, target })).toBe(exit.violated);
    expect(await mutate({ ...asked, target, settings: { most: "3" } })).toBe(exit.holds);
  });

  test("a reason for a mutant that is killed, or is none, is a mistake", async () => {
    const killing = "always('x is at most 1', (s) => s.x <= 1)";
    const gone = guardIsImplied.replace("of: [", 'of: ["A: y++ (drop)", ');
    expect(await mutate({ ...asked, target: file("stale.ts", gone, killing) })).toBe(exit.violated);
    expect(printed).toContain(
      'a reason is stated for "A: x++ (twice)", but it is killed, by "x is at most 1"',
    );
    expect(printed).toContain('a reason is stated for "A: y++ (drop)", but there is no such mutant');
  });

  test("what came to the same states, or is equivalent, calls for none; a reason for what is equivalent is a mistake", () => {
    const judged = (name: string, fate: unknown) => ({ mutant: { name }, fate }) as never;
    const all = [
      judged("equivalent", { kind: "equivalent" }),
      judged("same", { kind: "survived", states: "same" }),
      judged("unknown", { kind: "survived", states: "unknown" }),
      judged("broken", { kind: "does not run", why: "it does not" }),
      judged("cut", { kind: "inconclusive", why: "too many" }),
    ];
    const reasons = Object.fromEntries(["equivalent", "same", "broken"].map((name) => [name, "so"]));
    const { unexplained, stale } = accountOf(all, reasons);
    expect(unexplained.map(({ mutant }) => mutant.name)).toEqual(["unknown", "cut"]);
    expect(stale).toEqual([
      { name: "equivalent", why: "it is equivalent" },
      { name: "broken", why: "it does not run" },
    ]);
  });
});

describe("one mutant", () => {
  test.each(["1", 'A: read x (split "locked add")'])("by %s: its check, with the trace", async (mutant) => {
    expect(await mutate({ ...asked, target: "lost-update", mutant })).toBe(exit.violated);
    expect(printed).toContain(
      'lost-update@atomic, A: read x (split "locked add")\n  VIOLATED      no update',
    );
    expect(printed).toContain("preempted: A → B");
  });

  test("one that nothing kills holds", async () => {
    expect(await mutate({ ...asked, target: "lost-update", mutant: "3" })).toBe(exit.holds);
  });
});

describe("bad input", () => {
  const refused = (words: object): Promise<string> =>
    mutate({ ...asked, target: "lost-update", ...words }).then(
      () => "taken",
      (error: Error) => error.message,
    );

  test("a mutant that there is not", async () => {
    expect(await refused({ mutant: "7" })).toBe("no mutant 7 of lost-update@atomic; there are 1 to 6");
    expect(await refused({ mutant: "A: read x (dorp)" })).toMatch(
      /^no mutant of lost-update@atomic called "A: read x \(dorp\)"; there is .*\(did you mean "A: read x \(drop\)"\?\)$/,
    );
  });

  test("a variant that is violated", async () => {
    expect(await refused({ target: "lost-update@broken" })).toBe(
      "mutants of a model that does not hold tell nothing: of lost-update@broken " +
        '"no update is lost" is violated. Take a variant that holds, or ask for the properties that do',
    );
  });

  test("a property that there is not", async () => {
    expect(await refused({ properties: ["no update is last"] })).toMatch(
      /^no property "no update is last"; .* \(did you mean "no update is lost"\?\)/,
    );
  });
});
