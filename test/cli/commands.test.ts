/** What each command prints, on which stream, and with which exit status. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classics, families } from "../../models/index.js";
import { cli, type Ran } from "../support/cli.js";
import { Folder } from "./folder.js";
import { adders, addersInCommonJs, addersInJavaScript, several, switched, unbounded } from "./texts.js";

const here = new Folder();

beforeAll(() => {
  here.write("adders.ts", adders);
  here.write("several.ts", several);
  here.write("light.ts", switched);
  here.write("unbounded.ts", unbounded);
});

afterAll(() => {
  here.remove();
});

/** Runs a command line that says nothing on stderr, and ends with `status`. */
function printed(words: readonly string[], status: number): string {
  const ran = here.preempt(words);
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(status);
  return ran.stdout;
}

/** What such a command line prints as JSON. */
const json = (words: readonly string[], status: number): unknown =>
  JSON.parse(printed([...words, "--json"], status));

/** What follows the last line that says how sure a trace is: the table and what is below it, without the command. */
function body(lanes: string): string {
  const lines = lanes.split("\n");
  const from = lines.findLastIndex((line) => /^ +A +B +changed$/.test(line));
  return lines
    .slice(from)
    .filter((line) => !/^(searched:|replay:)/.test(line) && line !== "   preemptions)")
    .join("\n");
}

const lostUpdateTable = `      A                      B                      changed
───── ────────────────────── ────────────────────── ────────────────────
   1  read x                                        A.seen = 0
~~~~~ preempted: A → B ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
   2                         read x                 B.seen = 0
   3*                        write x + 1            x 0 → 1
───── B is done, A runs ────────────────────────────────────────────────
   4! write x + 1                                   x = 1
───── ────────────────────── ────────────────────── ────────────────────

4! breaks "no update is lost"
3* B last changed x, which 4! looks at
assumed: sequentially consistent memory
`;

const everyFamily = [...families, ...classics];

describe("list", () => {
  test("names every family, with its variants, parameters and properties", () => {
    const blocks = printed(["list"], 0).split("\n\n");
    expect(blocks.slice(0, -1).map((block) => block.split("  ")[0])).toEqual(
      everyFamily.map(({ name }) => name),
    );
    expect(blocks).toContain(
      "lost-update  two processes add one to a counter\n" +
        "  variants    broken atomic*\n" +
        "  properties  no update is lost; both finish; deadlock free",
    );
    expect(blocks.at(-1)).toBe("* what the family's name alone means\n");
  });

  test("--json has the same", () => {
    const listed = json(["list"], 0);
    expect(listed).toHaveLength(everyFamily.length);
    expect(listed).toContainEqual({
      name: "lost-update",
      title: "two processes add one to a counter",
      newest: "atomic",
      variants: [
        { name: "broken", about: "read and write are two steps" },
        { name: "atomic", about: "read and write are one step" },
      ],
      parameters: [],
      properties: [
        { name: "no update is lost", kind: "always" },
        { name: "both finish", kind: "reachable" },
        { name: "deadlock free", kind: "deadlockFree" },
      ],
    });
    expect(listed).toContainEqual(
      expect.objectContaining({
        name: "ticket-lock",
        parameters: [
          { name: "n", about: "processes", values: "2 to 5", initial: 3 },
          {
            name: "fair",
            about: "the fairness that is assumed of every process",
            values: "weak, nothing",
            initial: "weak",
          },
        ],
      }),
    );
  });
});

describe("show", () => {
  test("a variant: its family, its variables, its properties, its numbered steps", () => {
    expect(printed(["show", "lost-update@broken"], 0)).toBe(`lost-update: two processes add one to a counter

Each reads the counter and writes it back incremented.

variants
  broken  read and write are two steps
  atomic  read and write are one step (what the family's name alone means)

lost-update@broken

variables
  x       begins as 0
  A.seen  begins as 0
  B.seen  begins as 0

properties
  always        no update is lost
  reachable     both finish
  deadlockFree  deadlock free

A
   0
       read x (to 1)
   1
       write x + 1 (to 2)
   2 the end

B
   0
       read x (to 1)
   1
       write x + 1 (to 2)
   2 the end
`);
  });

  test("--json: locations with their attributes and steps", () => {
    const [shown] = json(["show", "kvm-vcpu-reset@double"], 0) as readonly [
      { readonly processes: readonly { readonly locations: readonly unknown[] }[] },
    ];
    expect(shown).toMatchObject({
      model: "kvm-vcpu-reset@double",
      parameters: { mpx: true, cet: false, vcpu: "bsp" },
      variables: expect.arrayContaining([
        { name: "fpregs", kind: "data", ghost: false },
        { name: "vcpu.ghost.loaded", kind: "data", ghost: true },
      ]),
      properties: expect.arrayContaining([{ name: "J3 user mode only when put", kind: "always" }]),
    });
    const [vcpu, other] = shown.processes;
    expect(vcpu).toMatchObject({ name: "vCPU", environment: false, mayWait: false });
    expect(other).toMatchObject({ name: "other-vCPU", environment: true, mayWait: false });
    expect(vcpu?.locations.slice(0, 2)).toEqual([
      {
        index: 0,
        attributes: ["user mode"],
        steps: [{ label: "ioctl(KVM_CREATE_VCPU)", source: null, under: ["user mode"] }],
      },
      {
        index: 1,
        attributes: [],
        steps: [
          {
            label: "init_event = false",
            source: { name: "kvm_vcpu_reset", file: "arch/x86/kvm/x86.c", commit: "v4.14.94" },
            under: [],
          },
        ],
      },
    ]);
  });

  test("a family in a file of one's own shows its variants and parameters, as one of the catalogue does", () => {
    const shown = printed(["show", "light.ts"], 0);
    expect(shown).toMatch(/^light@careful$/m);
    expect(shown).toMatch(/^light: a light that must never be red$/m);
    expect(shown).toMatch(/^ {2}careless {2}may be red$/m);
    expect(shown).toMatch(/^ {2}start {2}what it begins as: off, on; off unless set$/m);
  });
});

describe("check", () => {
  test("a family named alone says on stderr which variant it means; what holds is exit 0", () => {
    const { status, stdout, stderr } = here.preempt(["check", "lost-update"]);
    expect(stderr).toBe("lost-update alone means its newest fix, atomic\n");
    expect(stdout).toBe(`lost-update@atomic
  holds         no update is lost
  holds         both finish
  holds         deadlock free
searched: all 5 states, 4 moves, depth 2 (exhaustive, any number of preemptions)
assumed: sequentially consistent memory
`);
    expect(status).toBe(0);
  });

  test("what is violated is exit 1, with its trace", () => {
    const shown = printed(["check", "lost-update@broken"], 1);
    expect(shown).toMatch(
      /^lost-update@broken\n {2}VIOLATED {6}no update is lost {2}1 preemption, 0 other events, 4 steps\n/,
    );
    expect(body(shown)).toBe(lostUpdateTable);
    expect(shown).toMatch(/\nreplay: preempt replay lost-update@broken "A ~ B\*2 A"\n$/);
  });

  test("what is unreached is exit 1", () => {
    here.write(
      "unreached.ts",
      several.replace("never(", "reachable(").replaceAll("never", "reachable").replace("=== 2", "=== 7"),
    );
    expect(printed(["check", "unreached.ts"], 1)).toMatch(
      /^ {2}UNREACHED {5}x is 2 {2}nothing reachable satisfies it/m,
    );
  });

  test("what is cut is exit 3", () => {
    expect(printed(["check", "unbounded.ts", "--max-states", "64"], 3)).toMatch(
      /^ {2}inconclusive {2}n is negative {2}/m,
    );
  });

  test("--property checks those alone", () => {
    const shown = printed(
      ["check", "lost-update@broken", "--property", "deadlock free", "--property", "both finish"],
      0,
    );
    expect(shown.split("\n").slice(1, 3)).toEqual([
      "  holds         deadlock free",
      "  holds         both finish",
    ]);
  });

  test("--set sets parameters, and everything says to what", () => {
    const shown = printed(
      ["check", "kvm-vcpu-reset@fix-1", "--set", "vcpu=ap", "--set", "mpx=true", "--set", "cet=false"],
      1,
    );
    expect(shown).toMatch(/^kvm-vcpu-reset@fix-1 mpx=true cet=false vcpu=ap\n/);
    expect(shown).toMatch(/^parameters: mpx=true, cet=false, vcpu=ap$/m);
    expect(shown).toMatch(
      /^replay: preempt replay kvm-vcpu-reset@fix-1 --set vcpu=ap --set mpx=true --set cet=false "/m,
    );
  });

  test("--witnesses draws how what is reachable is reached", () => {
    const shown = printed(["check", "lost-update@atomic", "--witnesses"], 0);
    expect(shown).toMatch(/^ {2}holds {9}both finish {8}0 preemptions, 0 other events, 2 steps$/m);
    expect(shown).toMatch(/^REACHED {2}both finish$/m);
    expect(shown).toMatch(/^2! meets "both finish"$/m);
  });

  test("--stats says what the search took", () => {
    const [, statistics = ""] = printed(["check", "lost-update@atomic", "--stats"], 0).split("\n\n");
    expect(statistics.split("\n").slice(0, 4)).toEqual([
      "states    5",
      "moves     4",
      "depth     2",
      expect.stringMatching(/^views {5}\d+; user code is run for each of them, and not for each state$/),
    ]);
    expect(statistics.split("\n").slice(4, 6)).toEqual([
      expect.stringMatching(/^memory {4}\d+\.\d bytes a state, [\d,]+ in all$/),
      expect.stringMatching(/^time {6}\d+\.\d\d s; deciding, explaining and testing for purity$/),
    ]);
  });

  test("--stats names the ghosts that nothing looks at", () => {
    const words = ["check", "kvm-vcpu-reset@old", "--set", "vcpu=bsp", "--stats", "--property"];
    expect(printed([...words, "J6 no bad FPU state"], 0)).toMatch(/\nleft out {2}.*vcpu\.ghost\.reset/);
    expect(printed([...words, "INIT taken by KVM_GET_MP_STATE"], 0)).not.toMatch(/\nleft out .*ghost\.reset/);
  });

  test("--json has origin, verdicts and grounds, and the traces of docs/trace-schema.md", () => {
    const checked = json(["check", "lost-update@broken", "--witnesses"], 1);
    expect(checked).toMatchObject({
      origin: { kind: "family", family: "lost-update", variant: "broken", parameters: {} },
      seconds: expect.any(Number),
      verdicts: [
        {
          kind: "violated",
          property: "no update is lost",
          trace: { schema: "preempt-trace/2", shows: "violation" },
        },
        { kind: "holds", property: "both finish", witness: { schema: "preempt-trace/2", shows: "witness" } },
        { kind: "holds", property: "deadlock free" },
      ],
      grounds: {
        model: "lost-update@broken",
        parameters: {},
        assumptions: ["sequentially consistent memory"],
        strategy: "exhaustive",
        exhausted: true,
        states: 13,
        transitions: 14,
        depth: 4,
      },
    });
    const { verdicts } = checked as { readonly verdicts: readonly { readonly trace: object }[] };
    expect(Object.keys(verdicts[0]?.trace ?? {}).sort()).toEqual(
      [
        ...[
          "schema",
          "model",
          "property",
          "shows",
          "initial",
          "steps",
          "cycle",
          "cost",
          "switches",
          "least",
          "seen",
        ],
        ...["damage", "waiting", "halted"],
      ].sort(),
    );
  });

  test("several models of one file are checked each, and the worst decides", () => {
    const shown = printed(["check", "several.ts"], 1);
    expect(shown).toMatch(/^good\n {2}holds {9}x is 2\n/);
    expect(shown).toMatch(/\n\nbad\n {2}VIOLATED {6}x is 2 {2}0 preemptions, 0 other events, 1 step\n/);
    expect(json(["check", "several.ts"], 1)).toMatchObject([
      { origin: { kind: "file", file: "several.ts", model: "good" }, verdicts: [{ kind: "holds" }] },
      { origin: { kind: "file", file: "several.ts", model: "bad" }, verdicts: [{ kind: "violated" }] },
    ]);
  });

  test("the command that is said to replay a trace does, though its file holds several models", () => {
    const line = printed(["check", "several.ts"], 1)
      .split("\n")
      .find((text) => text.startsWith("replay: "));
    const [, ...words] = [...(line ?? "").slice("replay: ".length).matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain = ""]) => quoted ?? plain,
    );
    expect(printed(words, 1)).toMatch(/^bad\nVIOLATED {2}x is 2\n/);
  });

  test("a family in a file of one's own has variants and parameters", () => {
    const { status, stdout, stderr } = here.preempt(["check", "light.ts"]);
    expect(stderr).toBe("light alone means its newest fix, careful\n");
    expect(stdout).toMatch(/^light@careful start=off\n {2}holds {9}red\n/);
    expect(status).toBe(0);
    const shown = printed(["check", "light.ts", "--variant", "careless", "--set", "start=on"], 1);
    expect(shown).toMatch(/^light@careless start=on\n/);
    expect(shown).toMatch(/\nreplay: preempt replay light\.ts --variant careless --set start=on "hand"\n$/);
  });

  test("--all of a small family: the matrix, and every verdict as expected", () => {
    expect(
      printed(["check", "--all", "lost-update"], 0),
    ).toBe(`lost-update: two processes add one to a counter

variant  a      b
broken   1p 4s  -
atomic   -      -

  a  no update is lost
  b  deadlock free

reached everywhere:
  both finish

-         holds
never     rightly never reached, which was checked
cut       not known: the search was cut
2p 1i 9s  violated; the least trace has so many preemptions (p), interrupts (i), migrations (m), sleeps (z), steps (s)
2 instances checked; every verdict is the expected one
`);
  });
});

test("--all --stats says what all of it took", () => {
  expect(printed(["check", "--all", "lost-update", "--stats"], 0)).toMatch(
    /expected one\n18 states and \d+ views in \d+\.\d\d s, deciding, explaining and testing for purity\n$/,
  );
});

describe("what a file exports is checked, all of it", () => {
  const [imports = "", words = "", ...family] = switched.split("\n");
  // The newest variant of this one is broken: to pass over it would be to say that all is well.
  const signal = family.join("\n").replaceAll("light", "signal").replace("red ? 2 : 1", "2");
  const lone = `export const lone = model({
  name: "lone",
  variables: { x: 0 },
  processes: [process("A", { program: step("set x", (k) => { k.x = 1; }) })],
  properties: [never("x is 2", (s) => s.x === 2)],
});
`;

  test.each([
    ["two families", `${switched}${signal}`],
    ["a model and a family", [imports, words, lone, signal].join("\n")],
  ])("%s", (name, text) => {
    const file = `${name.replaceAll(" ", "-")}.ts`;
    here.write(file, text);
    const { status, stdout, stderr } = here.preempt(["check", file]);
    expect(`${stdout}${stderr}`).toContain("signal");
    expect(status).not.toBe(0);
  });
});

describe("matrix", () => {
  test("has a row for each variant, a column for each property; what is not reached everywhere is set apart", () => {
    expect(printed(["matrix", "lock-order"], 0)).toMatch(
      /^lock-order: two CPUs take two locks\n\nvariant +a\ncrossed +1p 2s\ntrylock +-\nordered +-\n\n {2}a {2}deadlock free\n\nnot reached everywhere:\nvariant +b\nordered +never\n/,
    );
  });

  test("says the commit and the kernel of each variant", () => {
    const shown = printed(["matrix", "kvm-vcpu-reset"], 0);
    expect(shown).toMatch(/^variant +commit +kernel +J1 +J2 +J3 +J4 +J5 +J6 +parameters$/m);
    expect(shown).toMatch(/^old +f775b13eedee2\^ +4\.14 +- +- +- +- +- +-$/m);
    expect(shown).toMatch(/^fix-3 +f958bd2314d1 +- +- +- +- +- +-$/m);
  });

  test("--markdown has the same as Markdown, and is not for JSON", () => {
    expect(
      printed(["matrix", "lost-update", "--markdown"], 0),
    ).toBe(`## lost-update: two processes add one to a counter

| variant | a | b |
| --- | --- | --- |
| broken | 1p 4s | - |
| atomic | - | - |

- **a** no update is lost
- **b** deadlock free

Reached everywhere:

- "both finish"

- \`-\` holds
- \`never\` rightly never reached, which was checked
- \`cut\` not known: the search was cut
- \`2p 1i 9s\` violated; the least trace has so many preemptions (p), interrupts (i), migrations (m), sleeps (z), steps (s)

2 instances checked; every verdict is the expected one
`);
  });

  test("--json has an entry for each instance", () => {
    const [broken, atomic, ...rest] = json(["matrix", "lost-update"], 0) as readonly object[];
    expect(rest).toEqual([]);
    const cost = { preemptions: 1, events: 0, steps: 4, switches: 2 };
    const kinds = { interrupt: 0, migration: 0, sleep: 0 };
    expect(broken).toMatchObject({
      family: "lost-update",
      variant: "broken",
      about: "read and write are two steps",
      commit: null,
      kernel: null,
      parameters: {},
      properties: [
        {
          property: "no update is lost",
          kind: "always",
          verdict: "violated",
          expected: "violated",
          surprising: false,
          cost: { ...cost, kinds },
          schedule: "A ~ B*2 A",
        },
        { property: "both finish", kind: "reachable", verdict: "holds", expected: "holds", cost: null },
        { property: "deadlock free", verdict: "holds" },
      ],
      exhausted: true,
      states: 13,
      transitions: 14,
      seconds: expect.any(Number),
    });
    expect(atomic).toMatchObject({
      variant: "atomic",
      states: 5,
      properties: [{ verdict: "holds" }, {}, {}],
    });
  });

  test("what a limit cuts is said to be cut, exit 3", () => {
    const shown = printed(["matrix", "lost-update", "--max-states", "1"], 3);
    expect(shown).toMatch(/^broken +cut \?! +cut \?!$/m);
  });

  test("what is not as expected is marked and named, exit 1", () => {
    here.write("surprising.ts", switched.replace("red ? 2 : 1", "2"));
    const shown = printed(["matrix", "surprising.ts"], 1);
    expect(shown).toMatch(/^careful +0p 1s \?!/m);
    const named = "\n  - light@careful start=off: red\n  - light@careful start=on: red\n";
    expect(shown).toContain(`4 instances checked; NOT as expected (?! in the matrix):${named}`);
    expect(printed(["matrix", "surprising.ts", "--markdown"], 1)).toContain(named);
    expect(json(["matrix", "surprising.ts"], 1)).toMatchObject([
      {},
      {},
      { variant: "careful", properties: [{ verdict: "violated", expected: "holds", surprising: true }] },
      {},
    ]);
  });
});

describe("count", () => {
  test("says how many states there are, and needs no properties", () => {
    here.write("claims-nothing.ts", adders.replace(/ {2}properties.*\n/, ""));
    expect(printed(["count", "claims-nothing.ts"], 0)).toMatch(
      /^adders: all 13 states, 14 moves, depth 4 \(exhaustive, any number of preemptions\); \d+\.\d\d s\n$/,
    );
    expect(json(["count", "lost-update@broken"], 0)).toEqual({
      model: "lost-update@broken",
      parameters: {},
      assumptions: ["sequentially consistent memory"],
      exhausted: true,
      strategy: "exhaustive",
      states: 13,
      transitions: 14,
      depth: 4,
      views: expect.any(Number),
      bytes: expect.any(Number),
      leftOut: [],
      seconds: expect.any(Number),
      interrupted: false,
    });
  });
});

describe("replay", () => {
  test("a saved trace shows what was shown when it was saved, exit 1", () => {
    const saved = here.preempt(["check", "lost-update@broken", "--save", "lost.json"]);
    expect(saved.stderr).toBe('saved the trace of "no update is lost" to lost.json\n');
    expect(saved.status).toBe(1);
    const again = printed(["replay", "lost.json"], 1);
    expect(body(again)).toBe(body(saved.stdout));
    expect(body(again)).toBe(lostUpdateTable);
    expect(again).toContain("not proven\n   minimal");
    const asJson = json(["replay", "lost.json"], 1);
    const stored = JSON.parse(here.read("lost.json"));
    expect(asJson).toEqual({
      kind: "same",
      trace: expect.objectContaining({ steps: stored.steps, least: false }),
    });
  });

  test("a saved trace of a file, of one of its models, of a variant of its family", () => {
    for (const [words, title] of [
      [["check", "adders.ts"], "adders"],
      [["check", "several.ts"], "bad"],
      [["check", "light.ts", "--variant", "careless", "--set", "start=on"], "light@careless"],
    ] as const) {
      const { status, stdout } = here.preempt([...words, "--save", "one.json"]);
      expect(status).toBe(1);
      const again = printed(["replay", "one.json"], 1);
      expect(again.split("\n")[0]).toBe(title);
      const table = (text: string): string => text.slice(text.indexOf("───── "), text.lastIndexOf("───── "));
      expect(table(again)).toBe(table(stdout));
    }
  });

  test("what holds leaves no trace to save", () => {
    const { status, stderr } = here.preempt(["check", "lost-update@atomic", "--save", "nothing.json"]);
    expect(stderr).toBe("nothing is violated, so there is no trace to save\n");
    expect(status).toBe(0);
    expect(existsSync(`${here.path}/nothing.json`)).toBe(false);
  });

  test("a schedule shows what it breaks and what it meets", () => {
    const shown = printed(["replay", "lost-update@broken", "A ~ B*2 A"], 1);
    expect(shown).toMatch(/^lost-update@broken\nVIOLATED {2}no update is lost\nREACHED {2}both finish\n/);
    // The tilde is for the reader.
    expect(printed(["replay", "lost-update", "--variant", "broken", "A B B A"], 1)).toBe(shown);
    expect(json(["replay", "lost-update@broken", "A ~ B*2 A"], 1)).toMatchObject([
      { property: { name: "no update is lost" }, shows: "violation" },
      { property: { name: "both finish" }, shows: "witness" },
    ]);
  });

  test("a harmless schedule is exit 0", () => {
    const shown = printed(["replay", "adders.ts", "A*2 B"], 0);
    expect(shown).toMatch(
      /^adders\nRUN {2}a run\nrun: 0 preemptions, 0 other events, 3 steps \(1 switch\)\n/,
    );
    expect(shown).toMatch(/\nno property is broken or met at its end\n$/);
  });

  test("a trace that has become harmless is exit 0", () => {
    here.write("fixed.ts", adders);
    expect(here.preempt(["check", "fixed.ts", "--save", "fixed.json"]).status).toBe(1);
    here.write("fixed.ts", adders.replace("s.x === 2", "s.x >= 1"));
    expect(printed(["replay", "fixed.json"], 0)).toBe('the trace still runs, and no longer shows "sum"\n');
    expect(json(["replay", "fixed.json"], 0)).toEqual({ kind: "harmless", property: "sum" });
  });

  test("a trace that has diverged is exit 2, and says so as JSON too", () => {
    here.write("relabelled.ts", adders);
    expect(here.preempt(["check", "relabelled.ts", "--save", "relabelled.json"]).status).toBe(1);
    here.write("relabelled.ts", adders.replace('"write x"', '"store x"'));
    const { status, stdout } = here.preempt(["replay", "relabelled.json", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      kind: "diverged",
      step: 3,
      recorded: 'B takes "write x" (x := 1)',
      today: 'B takes "store x" (x := 1)',
    });
    expect(status).toBe(2);
  });
});

describe("a model of one's own, outside the repository and without node_modules", () => {
  test.each([
    ["adders.mts", {}, adders],
    ["adders.cts", {}, adders],
    ["adders.js", {}, addersInJavaScript],
    ["adders.mjs", {}, addersInJavaScript],
    ["module/adders.js", { "module/package.json": '{ "type": "module" }' }, addersInJavaScript],
    ["common/adders.js", { "common/package.json": "{}" }, addersInCommonJs],
    ["adders.cjs", {}, addersInCommonJs],
    ["named.cjs", {}, addersInCommonJs.replace("module.exports =", "exports.adders =")],
    [
      "list.ts",
      {},
      adders.replace("export default model", "const one = model").concat("export default [one];\n"),
    ],
    [
      "collections.ts",
      {},
      `import { List } from "immutable";\n${adders.replaceAll("x: number", "x: number; l: List<number>").replace("{ x: 0 }", "{ x: 0, l: List([1]) }")}`,
    ],
  ] as const)("%s", (name, files, text) => {
    for (const [other, content] of Object.entries(files)) here.write(other, content);
    here.write(name, text);
    expect(printed(["check", name], 1)).toMatch(
      /^adders\n {2}VIOLATED {6}sum {2}1 preemption, 0 other events, 4 steps\n/,
    );
  });

  test("in parts: a file may import another", () => {
    here.write("parts/names.ts", 'export enum Name { First = "A" }\nexport const second: string = "B";\n');
    here.write(
      "parts/main.ts",
      `import { Name, second } from "./names.js";\n${adders.replace('process("A"', "process(Name.First").replace('process("B"', "process(second")}`,
    );
    expect(printed(["count", "parts/main.ts"], 0)).toMatch(/^adders: all 13 states, 14 moves/);
  });
});

describe("output", () => {
  const environments: readonly (readonly [string, NodeJS.ProcessEnv])[] = [
    ["NO_COLOR", { NO_COLOR: "1" }],
    ["a pipe", {}],
    ["a pipe in CI", { CI: "true" }],
  ];

  test.each(environments)("%s: no escape codes", async (_, more) => {
    const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, ...more };
    const { stdout, stderr } = await ended(["check", "adders.ts"], { env });
    expect(stdout).toContain("VIOLATED");
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
  });

  test("FORCE_COLOR colours text, and never JSON", async () => {
    const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: "1" };
    const [text, data] = await Promise.all([
      ended(["check", "adders.ts"], { env }),
      ended(["check", "adders.ts", "--json"], { env }),
    ]);
    expect(text.stdout).toContain("\u001b[31m");
    expect(data.stdout).not.toContain("\u001b");
  });

  test("--ascii: plain ASCII alone, whatever the command", () => {
    const texts = [
      printed(["check", "kvm-vcpu-reset@double", "--ascii"], 1),
      printed(["replay", "lock-order@crossed", "CPU0 CPU1", "--ascii"], 1),
      printed(["matrix", "lost-update", "--ascii"], 0),
      printed(["show", "kvm-vcpu-reset@double", "--ascii"], 0),
      printed(["list", "--ascii"], 0),
    ];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for.
    for (const text of texts) expect(text).toMatch(/^[\x00-\x7f]*$/);
    expect(texts[0]).toContain("vcpu.loaded false -> true");
  });

  test("--width: lines of a trace are that long", () => {
    const shown = printed(["replay", "lost-update@broken", "A ~ B*2 A", "--width", "100"], 1);
    const rule = shown.split("\n").find((line) => line.startsWith("───── "));
    expect(rule).toHaveLength(100);
  });

  test("--version and --help are results: on stdout, exit 0", () => {
    expect(printed(["--version"], 0)).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(printed(["--help"], 0)).toContain("Usage: preempt [options] [command]");
    expect(printed(["check", "--help"], 0)).toContain("Usage: preempt check [options] [target]");
  });
});

interface Ending extends Ran {
  readonly signal: NodeJS.Signals | null;
}

/** Runs `preempt`, and hands whoever watches its stderr the means to interrupt it or to close its output. */
function ended(
  words: readonly string[],
  {
    env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined } as NodeJS.ProcessEnv,
    onError = (_text: string, _interrupt: () => void): void => undefined,
    readUntil = (_text: string): boolean => false,
  } = {},
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], { cwd: here.path, env });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (readUntil(stdout)) child.stdout.destroy();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onError(text, () => child.kill("SIGINT"));
    });
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

describe("Ctrl-C", () => {
  /** The unbounded model says on stderr how far it has come, so that it can be interrupted on its way. */
  const telling = unbounded.replace(
    "k.n += 1;",
    'k.n += 1; if (k.n === 3000) globalThis.process.stderr.write("under way\\n");',
  );

  /** Once: what says it is run again to test it for purity, and a second Ctrl-C would end the process. */
  const interrupted = (...words: readonly string[]): Promise<Ending> => {
    let done = false;
    return ended(words, {
      onError: (text, interrupt) => {
        if (done || !text.includes("under way")) return;
        done = true;
        interrupt();
      },
    });
  };

  test("prints what is known, exit 130", async () => {
    here.write("telling.ts", telling);
    const { status, stdout, stderr } = await interrupted("check", "telling.ts");
    expect(stdout).toMatch(
      /^unbounded\n {2}inconclusive {2}n is negative {2}interrupted\nsearched: only [\d,]+ states, .*; cut: interrupted\n/,
    );
    expect(Number(/only ([\d,]+) states/.exec(stdout)?.[1]?.replaceAll(",", ""))).toBeGreaterThanOrEqual(
      2_900,
    );
    expect(stderr.replaceAll("under way\n", "")).toBe("");
    expect(status).toBe(130);
  });

  test("prints it as JSON, and from count", async () => {
    here.write("telling.ts", telling);
    const [checked, counted] = await Promise.all([
      interrupted("check", "telling.ts", "--json"),
      interrupted("count", "telling.ts", "--json"),
    ]);
    expect(JSON.parse(checked.stdout)).toMatchObject({
      verdicts: [{ kind: "inconclusive", property: "n is negative", reason: "interrupted" }],
      grounds: { exhausted: false, stopped: "interrupted" },
    });
    expect(JSON.parse(counted.stdout)).toMatchObject({
      exhausted: false,
      stopped: "interrupted",
      interrupted: true,
    });
    expect([checked.status, counted.status]).toEqual([130, 130]);
  });

  test("keeps what was violated before, exit 130", async () => {
    here.write("telling.ts", telling.replace("s.n < 0", "s.n === 5"));
    const { status, stdout } = await interrupted("check", "telling.ts");
    expect(stdout).toMatch(
      /^unbounded\n {2}VIOLATED {6}n is negative {2}0 preemptions, 0 other events, 5 steps\n/,
    );
    expect(status).toBe(130);
  });
});

describe("a pipe that is closed early", () => {
  test("is no error", async () => {
    const { stdout, stderr } = await ended(["check", "kvm-vcpu-reset@double"], {
      readUntil: (text) => text.includes("\n"),
    });
    expect(stdout).toMatch(/^kvm-vcpu-reset@double mpx=true cet=false vcpu=bsp\n/);
    expect(stderr).toBe("");
  });

  test("does not turn a violation into exit 0", async () => {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
    const status = await new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [cli, "check", "adders.ts"], { cwd: here.path, env });
      child.stdout.destroy();
      child.on("close", resolve);
    });
    expect(status).toBe(1);
  });

  test.runIf(existsSync("/dev/full"))(
    "a full disk is an error, told in a line, and not the verdict",
    async () => {
      const { status, stderr } = await new Promise<Omit<Ending, "stdout" | "signal">>((resolve) => {
        const child = spawn("sh", ["-c", '"$0" "$1" check adders.ts > /dev/full', process.execPath, cli], {
          cwd: here.path,
        });
        let stderr = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          stderr += text;
        });
        child.on("close", (status) => resolve({ status, stderr }));
      });
      expect(stderr).toMatch(/ENOSPC|no space/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(status).toBe(2);
    },
  );
});
