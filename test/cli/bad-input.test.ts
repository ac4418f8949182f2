/** What the command line says to a mistake: what was asked, what there is, exit status 2, and never a stack trace. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classics, families } from "../../models/index.js";
import type { Ran } from "../support/cli.js";
import { Folder } from "./folder.js";
import { adders, secondStep, several, switched, unbounded, untyped } from "./texts.js";

const here = new Folder();

const there = [...families, ...classics].map(({ name }) => name).join(", ");

const stackTrace = /^\s+at .*:\d+|node:internal|^Node\.js v|<--- |FATAL/m;

const note = /^\S+ alone means its newest fix, \S+\n/;

/** The complaint that a command line ended in: status 2, nothing on stdout, no stack trace, the note left out. */
function complaintOf({ status, stdout, stderr }: Ran): string {
  expect(stderr).not.toMatch(stackTrace);
  expect(stdout).toBe("");
  expect(status).toBe(2);
  return stderr.replace(note, "");
}

const complaint = (...words: readonly string[]): string => complaintOf(here.preempt(words));

interface Mistake {
  readonly words: readonly string[];
  readonly says: string | RegExp;
}

/** A test for each mistake; a text is the whole complaint, without its last newline. */
function mistakes(all: readonly Mistake[]): void {
  const shell = (word: string): string => (/^[\w@./=-]+$/.test(word) ? word : `"${word}"`);
  const rows = all.map((mistake) => [mistake.words.map(shell).join(" "), mistake] as const);
  test.concurrent.each(rows)("%s", async (_, { words, says }) => {
    const said = complaintOf(await here.started(words));
    if (typeof says === "string") expect(said).toBe(`${says}\n`);
    else expect(said).toMatch(says);
  });
}

beforeAll(() => {
  here.folder("folder");
  here.folder("folder.ts");
  here.folder("folder.json");
  here.write("notes.txt", "not a model\n");
  here.write("trace.json", "{}\n");
  here.write("syntax.ts", 'import { model } from "preempt";\nexport default model({\n  name: = 3,\n});\n');
  here.write("throws.ts", 'throw new RangeError("no such luck");\n');
  here.write("throws-text.ts", 'throw "a text";\n');
  here.write("rejects.ts", 'await Promise.reject(new Error("not today"));\nexport {};\n');
  here.write("imports.ts", 'import nothing from "no-such-package-at-all";\nexport default nothing;\n');
  here.write(
    "nothing.ts",
    "const three = 3;\nconsole.error(three === 3 ? '' : three);\n".split("\n")[0] ?? "",
  );
  here.write(
    "wrong.ts",
    "export const build = () => 1;\nexport const options = { a: 1 };\nexport const none = null;\n" +
      "export const some = [1, 2];\nexport default 3;\n",
  );
  here.write(
    "array.ts",
    `import { language, model } from "preempt";
const { step, process } = language<{ x: number }>();
export default model({
  name: "listed",
  variables: { x: [1] as never },
  processes: [process("A", { program: step("one", (k) => { k.x = 1; }) })],
});
`,
  );
  here.write("adders.ts", adders);
  here.write("unbounded.ts", unbounded);
  here.write("several.ts", several);
  here.write("light.ts", switched);
});

afterAll(() => {
  here.remove();
});

describe("a model file", () => {
  mistakes([
    { words: ["check", "missing.ts"], says: 'preempt: no file "missing.ts"' },
    { words: ["check", "./folder"], says: 'preempt: "./folder" is a folder, not a model file' },
    { words: ["check", "folder.ts"], says: 'preempt: "folder.ts" is a folder, not a model file' },
    {
      words: ["check", "./notes.txt"],
      says: 'preempt: "./notes.txt" is no model file: those end in .ts, .mts, .cts, .js, .mjs or .cjs',
    },
    { words: ["check", "./trace.json"], says: /^preempt: "\.\/trace\.json" is no model file/ },
    {
      words: ["check", "syntax.ts"],
      says: /^preempt: "syntax\.ts" could not be loaded: [\s\S]*\bsyntax\.ts:3\b/,
    },
    {
      words: ["check", "throws.ts"],
      says: 'preempt: "throws.ts" could not be loaded: RangeError: no such luck',
    },
    { words: ["check", "throws-text.ts"], says: 'preempt: "throws-text.ts" could not be loaded: a text' },
    { words: ["check", "rejects.ts"], says: 'preempt: "rejects.ts" could not be loaded: Error: not today' },
    {
      words: ["check", "imports.ts"],
      says: /^preempt: "imports\.ts" could not be loaded: Error: Cannot find (module|package) 'no-such-package-at-all'/,
    },
    {
      words: ["check", "nothing.ts"],
      says: 'preempt: "nothing.ts" exports no model: it exports nothing. Write `export default model({ … })`',
    },
    {
      words: ["check", "array.ts"],
      says: `preempt: variable "x" cannot begin as a plain array (use Immutable's List)\n  in model "listed"`,
    },
    {
      words: ["check", "adders.ts", "--variant", "old"],
      says:
        'preempt: "adders.ts" exports models, which have no variants and no parameters; ' +
        "export a family to have them",
    },
    {
      words: ["check", "adders.ts", "--set", "n=3"],
      says:
        'preempt: "adders.ts" exports models, which have no variants and no parameters; ' +
        "export a family to have them",
    },
    {
      words: ["check", "adders.ts", "--all"],
      says: 'preempt: "adders.ts" exports no family, so it has no variants to go through',
    },
    {
      words: ["matrix", "adders.ts"],
      says: 'preempt: "adders.ts" exports no family, so it has no variants to go through',
    },
    {
      words: ["check", "light.ts", "--variant", "carefull"],
      says: 'preempt: no variant of light called "carefull"; there is careless, careful (did you mean "careful"?)',
    },
  ]);

  test("that exports other things is told what it exports", () => {
    expect(complaint("check", "wrong.ts")).toBe(
      'preempt: "wrong.ts" exports no model: it exports build (a function; call it), default (a number), ' +
        "none (null), options (an object), some (a list). Write `export default model({ … })`\n",
    );
  });

  test.each(["notes.txt", "trace.json"])(
    "%s, without a folder in its name, is not taken for a family",
    (name) => {
      expect(complaint("check", name)).toMatch(new RegExp(`^preempt: "${name}" is no model file`));
    },
  );

  test("light.ts@careless is not taken for the name of a file", () => {
    expect(complaint("check", "light.ts@careless")).toContain("--variant careless");
  });
});

describe("a model file in JavaScript, where no types help", () => {
  const family = (build: string): string =>
    'family({ name: "fam", title: "t", about: [], variants: { a: { about: "a" } }, newest: "a", parameters: {}, ' +
    `build: ${build}, violated: () => [] })`;
  const files: readonly (readonly [name: string, text: string, says: RegExp])[] = [
    [
      "a property that is not called",
      untyped('model({ name: "m", variables, processes: [A], properties: [deadlockFree] })'),
      /propert/,
    ],
    [
      "a property beside a list",
      untyped('model({ name: "m", variables, processes: [A], properties: deadlockFree() })'),
      /properties.*list/,
    ],
    [
      "a claim without a predicate",
      untyped('model({ name: "m", variables, processes: [A], properties: [never("x is 1")] })'),
      /"x is 1".*function/,
    ],
    [
      "a claim without a name",
      untyped('model({ name: "m", variables, processes: [A], properties: [never((s) => s.x === 1)] })'),
      /name/,
    ],
    [
      "a model without a name",
      untyped("model({ variables, processes: [A], properties: [deadlockFree()] })"),
      /name/,
    ],
    [
      "a model without variables",
      untyped('model({ name: "m", processes: [A], properties: [deadlockFree()] })'),
      /variables/,
    ],
    [
      "a family that cannot be built",
      untyped(family('() => { throw new Error("no such part"); }')),
      /fam.*no such part/s,
    ],
    ["a family that builds no model", untyped(family("() => 1")), /fam.*model/s],
    ["a rejection that nobody waits for", 'Promise.reject(new Error("too late"));\nexport default 1;\n', /./],
    ["a promise that nobody keeps", "await new Promise(() => undefined);\nexport {};\n", /./],
  ];

  test.concurrent.each(files)("%s", async (name, text, says) => {
    const file = `${name.replaceAll(" ", "-")}.mjs`;
    here.write(file, text);
    const said = complaintOf(await here.started(["check", file]));
    expect(said).toMatch(says);
    // What went wrong inside is for those who know the inside.
    expect(said).not.toMatch(/is not a function|Cannot (read|convert|destructure)/);
  });
});

describe("a family, a variant, a property, a parameter", () => {
  const brokenVariant =
    'preempt: no variant of lost-update called "brokn"; there is broken, atomic (did you mean "broken"?)';
  mistakes([
    {
      words: ["check", "lost-updat"],
      says: `preempt: no family "lost-updat"; there is ${there} (did you mean "lost-update"?)`,
    },
    { words: ["check", ""], says: `preempt: no family ""; there is ${there}` },
    {
      words: ["matrix", "lost-updte"],
      says: `preempt: no family "lost-updte"; there is ${there} (did you mean "lost-update"?)`,
    },
    {
      words: ["show", "lock-oder"],
      says: `preempt: no family "lock-oder"; there is ${there} (did you mean "lock-order"?)`,
    },
    { words: ["check", "lost-update@brokn"], says: brokenVariant },
    { words: ["check", "lost-update", "--variant", "brokn"], says: brokenVariant },
    { words: ["count", "lost-update", "--variant=brokn"], says: brokenVariant },
    {
      words: ["check", "lost-update@"],
      says: 'preempt: no variant of lost-update called ""; there is broken, atomic',
    },
    {
      words: ["check", "lost-update", "--property", "no update lost"],
      says: /^preempt: no property "no update lost"; there is no update is lost, both finish, deadlock free \(did you mean "no update is lost"\?\)\n/,
    },
    {
      words: ["check", "peterson", "--set", "m=2"],
      says: /^preempt: no parameter of peterson called "m"; there is n\b/,
    },
    {
      words: ["check", "lost-update", "--set", "n=2"],
      says: 'preempt: no parameter of lost-update called "n"; there is none',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "mpxx=true"],
      says: 'preempt: no parameter of kvm-vcpu-reset called "mpxx"; there is mpx, cet, vcpu (did you mean "mpx"?)',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "mpx=maybe"],
      says: 'preempt: mpx cannot be "maybe"; it can be true, false',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "vcpu=sp"],
      says: 'preempt: vcpu cannot be "sp"; it can be bsp, ap',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "vcpu="],
      says: 'preempt: vcpu cannot be ""; it can be bsp, ap',
    },
    { words: ["check", "ticket-lock", "--set", "n=1"], says: 'preempt: n cannot be "1"; it can be 2 to 5' },
    {
      words: ["check", "ticket-lock", "--set", "n=2.5"],
      says: 'preempt: n cannot be "2.5"; it can be 2 to 5',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "mpx"],
      says: 'preempt: "mpx" is no setting: write name=value',
    },
    {
      words: ["check", "kvm-vcpu-reset", "--set", "=true"],
      says: 'preempt: "=true" is no setting: write name=value',
    },
  ]);

  test("the number of a numbered property is near enough to be suggested", () => {
    expect(complaint("check", "kvm-vcpu-reset", "--property", "J1")).toContain(
      'did you mean "J1 kvm_put_guest_fpu only when loaded"?',
    );
  });

  test("that only every object has is there no more than any other", () => {
    expect(complaint("check", "lost-update@toString")).toBe(
      'preempt: no variant of lost-update called "toString"; there is broken, atomic\n',
    );
    expect(complaint("check", "kvm-vcpu-reset", "--set", "mpx=toString")).toBe(
      'preempt: mpx cannot be "toString"; it can be true, false\n',
    );
    expect(complaint("check", "kvm-vcpu-reset", "--set", "toString=1")).toMatch(
      /^preempt: no parameter of kvm-vcpu-reset called "toString"; there is mpx, cet, vcpu/,
    );
  });

  test.each([
    ["two variants", ["check", "lost-update@broken", "--variant", "atomic"]],
    ["two signs", ["check", "lost-update@broken@atomic"]],
  ])("%s cannot both be meant", (_, words) => {
    const said = complaint(...words);
    expect(said).toContain("broken");
    expect(said).toContain("atomic");
  });

  test("what goes through every variant says so when it is given one", () => {
    for (const words of [["matrix"], ["check", "--all"]]) {
      expect(complaint(...words, "lost-update@broken")).toMatch(/every variant|did you mean "lost-update"/);
    }
  });
});

describe("options and commands", () => {
  mistakes([
    { words: ["chek", "lost-update"], says: "error: unknown command 'chek'\n(Did you mean check?)" },
    {
      words: ["check", "lost-update", "--wdith", "80"],
      says: "error: unknown option '--wdith'\n(Did you mean --width?)",
    },
    {
      words: ["matrix", "lost-update", "--markdown", "--json"],
      says: "error: option '--markdown' cannot be used with option '--json'",
    },
    { words: ["check", "--all", "--markdown"], says: /^error: unknown option '--markdown'/ },
    { words: ["list", "--variant", "x"], says: /^error: unknown option '--variant'/ },
    {
      words: ["check"],
      says: "preempt: check what? Name a family or a file, or say --all (preempt list says what there is)",
    },
    { words: ["show"], says: "error: missing required argument 'target'" },
    { words: ["count"], says: "error: missing required argument 'target'" },
    { words: ["replay"], says: "error: missing required argument 'target'" },
    {
      words: ["check", "lost-update", "broken"],
      says: "error: too many arguments for 'check'. Expected 1 argument but got 2.",
    },
    {
      words: ["check", "lost-update", "--width", "39"],
      says: "error: option '--width <columns>' argument '39' is invalid. it must be from 40 to 1000.",
    },
    {
      words: ["check", "lost-update", "--width", "1001"],
      says: "error: option '--width <columns>' argument '1001' is invalid. it must be from 40 to 1000.",
    },
    {
      words: ["check", "lost-update", "--width", "wide"],
      says: "error: option '--width <columns>' argument 'wide' is invalid. it must be a whole number above 0.",
    },
    ...["0", "1e3"].map((n) => ({
      words: ["check", "lost-update", "--max-states", n],
      says: `error: option '--max-states <n>' argument '${n}' is invalid. it must be a whole number above 0.`,
    })),
    {
      words: ["check", "lost-update", "--max-states"],
      says: "error: option '--max-states <n>' argument missing",
    },
    {
      words: ["check", "--all", "lost-update", "--variant", "broken"],
      says:
        "preempt: --all goes through every variant, parameter and property: " +
        "it takes no --variant, --set or --property",
    },
  ]);

  test("--all does not pass over --save and --witnesses in silence", () => {
    for (const option of [["--save", "new.json"], ["--witnesses"]]) {
      expect(complaint("check", "--all", "lost-update", ...option)).toContain(option[0]);
    }
  });

  test("no command at all is answered by the help, on stderr", () => {
    const said = complaint();
    expect(said).toContain("Usage: preempt [options] [command]");
    expect(said).toContain("exit status: 0 holds, 1 violated or unreached, 2 usage or model error");
  });

  test.each([
    ["a folder that is not there", "gone/new.json"],
    ["a folder", "folder"],
  ])("--save to %s is refused in a line, and the verdict stands", (_, file) => {
    const { status, stdout, stderr } = here.preempt(["check", "adders.ts", "--save", file]);
    expect(stderr).not.toMatch(stackTrace);
    expect(stderr).toContain(file);
    expect(stdout).toMatch(/VIOLATED +sum/);
    expect(status).toBe(2);
  });
});

describe("a trace file", () => {
  let saved = "";

  beforeAll(() => {
    expect(here.preempt(["check", "adders.ts", "--save", "saved.json"]).status).toBe(1);
    saved = here.read("saved.json");
  });

  /** What replay says when the trace file holds `text`. */
  function replayed(text: string): string {
    here.write("changed.json", text);
    return complaint("replay", "changed.json");
  }

  test("that does not exist", () => {
    expect(complaint("replay", "missing.json")).toBe('preempt: no file "missing.json"\n');
  });

  test("that is a folder", () => {
    expect(complaint("replay", "folder.json")).toBe('preempt: "folder.json" is a folder, not a trace file\n');
  });

  test("that is empty, no JSON, or cut short", () => {
    for (const text of ["", "hello\n", saved.slice(0, 300)]) {
      expect(replayed(text)).toMatch(/not a trace: it is not JSON, or was cut short/);
    }
  });

  test("that is some other JSON", () => {
    expect(replayed("{}")).toContain('not a trace: it has no "schema"\n');
    expect(replayed("[]")).toContain("not a trace: it is an array, not an object\n");
    expect(replayed("null")).toContain("not a trace: it is null, not an object\n");
    expect(replayed('"text"')).toContain("not a trace: it is a string, not an object\n");
  });

  test("of another version", () => {
    expect(replayed(saved.replace("preempt-trace/2", "preempt-trace/1"))).toContain(
      'a trace of schema "preempt-trace/1"; this version reads "preempt-trace/2". Record it again with check --save\n',
    );
  });

  test("without one of its fields", () => {
    const { origin, ...more } = JSON.parse(saved) as { readonly origin: unknown };
    expect(origin).toEqual({ kind: "file", file: "adders.ts", model: "adders" });
    expect(replayed(JSON.stringify(more))).toMatch(/origin/);
  });

  test("is named by what is said of it", () => {
    expect(replayed("{}")).toContain('"changed.json"');
  });

  test("takes no schedule, variant or setting beside it", () => {
    for (const more of [["A B"], ["--variant", "old"], ["--set", "n=2"]]) {
      expect(complaint("replay", "saved.json", ...more)).toMatch(/trace file/);
    }
  });

  test("of a family, a variant or a model that is gone", () => {
    const from = (origin: object): string => replayed(JSON.stringify({ ...JSON.parse(saved), origin }));
    expect(from({ kind: "family", family: "lost-updates", variant: "broken", parameters: {} })).toBe(
      `preempt: no family "lost-updates"; there is ${there} (did you mean "lost-update"?)\n`,
    );
    expect(from({ kind: "family", family: "lost-update", variant: "brokn", parameters: {} })).toBe(
      'preempt: no variant of lost-update called "brokn"; there is broken, atomic (did you mean "broken"?)\n',
    );
    expect(from({ kind: "file", file: "moved.ts", model: "adders" })).toBe('preempt: no file "moved.ts"\n');
    expect(from({ kind: "file", file: "several.ts", model: "goods" })).toBe(
      'preempt: no model in "several.ts" called "goods"; there is good, bad (did you mean "good"?)\n',
    );
    expect(from({ kind: "elsewhere" })).toMatch(/origin.*"elsewhere"/);
  });

  /** What replay says after the model was edited. */
  function afterEdit(from: string | RegExp, to: string): string {
    const edited = adders.replace(from, to);
    expect(edited).not.toBe(adders);
    here.write("edited.ts", edited);
    here.write("edited.json", saved.replace('"file": "adders.ts"', '"file": "edited.ts"'));
    return complaint("replay", "edited.json");
  }

  const again = "Check the model again for a new trace\n";

  test("of a property that is gone", () => {
    expect(afterEdit('always("sum"', 'always("summ"')).toBe(
      'preempt: no property "sum"; there is summ (did you mean "summ"?)\n',
    );
  });

  test("of a model in which a label has changed", () => {
    expect(afterEdit('"write x"', '"store x"')).toBe(
      'preempt: the model has changed since: at step 3 the trace has: B takes "write x" (x := 1); ' +
        `today: B takes "store x" (x := 1). ${again}`,
    );
  });

  test("of a model that writes something else", () => {
    expect(afterEdit("k.my.seen + 1", "k.my.seen + 2")).toBe(
      'preempt: the model has changed since: at step 3 the trace has: B takes "write x" (x := 1); ' +
        `today: B takes "write x" (x := 2). ${again}`,
    );
  });

  test("of a model that begins otherwise", () => {
    const said = afterEdit("{ x: 0 }", "{ x: 5 }");
    expect(said).toMatch(/^preempt: the model has changed since: .*x begins as 0; today: it begins as 5\. /);
    expect(said).toContain(again);
    // Steps are numbered from 1 wherever traces are shown.
    expect(said).not.toContain("step 0");
  });

  test("of a model without one of its variables", () => {
    expect(afterEdit(/\bx\b(?=: 0 \}|:? ?=|;)/, "y")).toMatch(/^preempt: .*\bx\b.*\n/);
  });

  test("of a model without one of its processes", () => {
    expect(afterEdit('process("B"', 'process("C"')).toMatch(
      /^preempt: the model has changed since: .*B\.seen begins as 0; today: there is no B\.seen\. /,
    );
    const noLocals = saved.replace(/,\s*\{\s*"variable": "B\.seen",\s*"value": 0\s*\}/, "");
    expect(noLocals).not.toBe(saved);
    here.write("edited.json", noLocals.replace('"file": "adders.ts"', '"file": "edited.ts"'));
    expect(complaint("replay", "edited.json")).toBe(
      'preempt: the model has changed since: at step 2 the trace has: B takes "read x" (B.seen := 0); ' +
        `today: there is no process "B". ${again}`,
    );
  });

  test("of a model in which a step is blocked", () => {
    expect(afterEdit("k.x = k.my.seen + 1; }", "k.x = k.my.seen + 1; }, { enabled: (k) => k.x === 0 }")).toBe(
      'preempt: the model has changed since: at step 4 the trace has: A takes "write x" (x := 1); ' +
        `today: A cannot move. ${again}`,
    );
  });

  test("of a model with fewer outcomes", () => {
    const other = saved.replace(/("process": "B",\s*"place": {[^}]*},\s*"outcome": )0/, "$11");
    expect(replayed(other)).toBe(
      'preempt: the model has changed since: at step 2 the trace has: B takes "read x" (B.seen := 0); ' +
        `today: B has only 1 outcome. ${again}`,
    );
  });
});

describe("a schedule", () => {
  const replay = (schedule: string): readonly string[] => ["replay", "lost-update@broken", schedule];
  mistakes([
    { words: replay("A C"), says: /^preempt: no process "C"; there is A, B\b/ },
    { words: replay("processB"), says: 'preempt: no process "processB"; there is A, B' },
    { words: replay("A/x"), says: 'preempt: no process "A/x"; there is A, B (did you mean "A"?)' },
    { words: replay("A*-1"), says: 'preempt: no process "A*-1"; there is A, B' },
    {
      words: replay("A A A"),
      says: "preempt: step 3 of the schedule: A has no outcome 0 here; it cannot move",
    },
    { words: replay("A*999999999999"), says: /^preempt: "A\*999999999999" makes the schedule too long/ },
    { words: replay(`A*${"9".repeat(40)}`), says: /^preempt: "A\*9{40}" makes the schedule too long/ },
    {
      words: ["replay", "lock-order@crossed", "CPU0 CPU1 CPU0"],
      says: /^preempt: step 3 of the schedule: CPU0 has no outcome 0 here; it cannot move/,
    },
    {
      words: ["replay", "lost-update@broken"],
      says:
        "preempt: replay takes a trace file (.json), or a model and a schedule: " +
        'replay lost-update@broken "A B ~ A"',
    },
    {
      words: ["replay", "several.ts", "A"],
      says: /^preempt: "several\.ts" exports several models; a schedule is of one/,
    },
  ]);

  test("is told which outcomes there are", () => {
    expect(complaint(...replay("A/1"))).toBe(
      "preempt: step 1 of the schedule: A has no outcome 1 here; it has outcome 0 alone\n",
    );
    expect(complaint("replay", "kvm-vcpu-reset@double", "vCPU*4 vCPU/3")).toBe(
      "preempt: step 5 of the schedule: vCPU has no outcome 3 here; it has outcomes 0 to 2\n",
    );
  });

  test("that is too long is told how long it may be", () => {
    expect(complaint(...replay("A*999999999999"))).toContain("100000");
  });
});

describe("a model that is wrong in a step", () => {
  const rows: readonly { readonly name: string; readonly text: string; readonly says: string }[] = [
    {
      name: "throws",
      text: secondStep('(k) => { if (k.x === 1) throw new TypeError("no such thing"); }'),
      says: 'step "two" of A threw TypeError: no such thing\n  reached by the schedule "A"',
    },
    {
      name: "is random",
      text: secondStep("(k) => { k.x = Math.random(); }"),
      says:
        'step "two" of A did two things in the same state (it read no variable). User code must depend on the ' +
        "variables alone; the usual causes are the clock, randomness, and a variable of the program that a step " +
        'changes\n  reached by the schedule "A"',
    },
    {
      name: "counts its calls",
      text: secondStep("(k) => { calls += 1; k.x = calls; }"),
      says:
        'step "two" of A did two things in the same state (it read no variable). User code must depend on the ' +
        "variables alone; the usual causes are the clock, randomness, and a variable of the program that a step " +
        'changes\n  reached by the schedule "A"',
    },
    {
      name: "is async",
      text: secondStep("(async (k: { x: number }) => { k.x = 2; }) as never"),
      says:
        'step "two" of A returned a Promise: it is async; a step is one instant, and nothing in it can be awaited' +
        '\n  reached by the schedule "A"',
    },
    {
      name: "throws in a guard",
      text: secondStep("(k) => { k.x = 2; }", ', { enabled: () => { throw new Error("in the guard"); } }'),
      says: 'the guard of step "two" of A threw Error: in the guard\n  reached by the schedule "A"',
    },
    {
      name: "assigns what is not declared",
      text: secondStep("(k) => { (k as never as { xx: number }).xx = 2; }"),
      says: 'no variable "xx"; there is x (did you mean "x"?), asked for by step "two" of A\n  reached by the schedule "A"',
    },
    {
      name: "throws in a claim",
      text: secondStep("(k) => { k.x = 2; }").replace(
        "s.x < 9",
        's.x < 2 || Boolean((() => { throw "odd"; })())',
      ),
      says: 'the predicate of "x is small" threw odd\n  reached by the schedule "A A"',
    },
  ];

  test.each(rows.map((row) => [row.name, row] as const))("%s", (name, { text, says }) => {
    const file = `${name.replaceAll(" ", "-")}.ts`;
    here.write(file, text);
    const lines = says.split("\n");
    expect(complaint("check", file)).toContain(`preempt: ${says}\n`);
    expect(lines.at(-1)).toMatch(/^ {2}reached by the schedule "A( A)?"$/);
  });

  test("says which model it is, as check() does: a file may export several", () => {
    here.write("throws.ts", rows[0]?.text ?? "");
    expect(complaint("check", "throws.ts")).toBe(`preempt: ${rows[0]?.says}\n  in model "tried"\n`);
  });

  test("in the initial state is not reached by an empty schedule", () => {
    here.write("at-once.ts", secondStep("(k) => { k.x = 2; }").replace("s.x < 9", 'Boolean(s.process("B"))'));
    const said = complaint("check", "at-once.ts");
    expect(said).toContain('asked for by the predicate of "x is small"');
    expect(said).toContain("in the initial state");
  });

  test("claims nothing", () => {
    here.write("claims-nothing.ts", secondStep("(k) => { k.x = 2; }").replace(/ {2}properties.*\n/, ""));
    expect(complaint("check", "claims-nothing.ts")).toContain(
      'preempt: model "tried" claims nothing: give it properties, such as always(…), never(…), reachable(…) or deadlockFree()\n',
    );
  });
});

describe("a space that does not fit", () => {
  test("is cut at --max-states: inconclusive, what was reached, exit 3", () => {
    const { status, stdout, stderr } = here.preempt(["check", "unbounded.ts", "--max-states", "1000"]);
    const reason = "the limit of 1,000 states (--max-states) was reached";
    const [title, verdict, searched, assumed, ...rest] = stdout.split("\n");
    expect(title).toBe("unbounded");
    expect(verdict).toBe(`  inconclusive  n is negative  ${reason}`);
    expect(searched).toMatch(
      /^searched: only 1,\d{3} states, 1,\d{3} moves, depth \d+ \(exhaustive\); cut: /,
    );
    expect(searched).toContain(reason);
    expect(assumed).toBe("assumed: sequentially consistent memory");
    expect(rest).toEqual([""]);
    expect(stderr).toBe("");
    expect(status).toBe(3);
  });

  test("is cut at --max-states when it is counted, too", () => {
    const { status, stdout } = here.preempt(["count", "unbounded.ts", "--max-states", "1000"]);
    expect(stdout).toMatch(
      /^unbounded: only 1,\d{3} states, .*cut: the limit of 1,000 states \(--max-states\) was reached/,
    );
    expect(status).toBe(3);
  });

  test("is inconclusive before Node is out of memory", { retry: 0 }, () => {
    const words = ["check", "unbounded.ts"];
    const { status, stdout, stderr } = here.preempt(words, { node: ["--max-old-space-size=64"] });
    expect(stderr).not.toMatch(stackTrace);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^ {2}inconclusive {2}n is negative {2}[\d,]+ states fill \d+ MB of the \d+ MB of memory/m,
    );
    expect(stdout).toContain("node --max-old-space-size raises it");
    expect(stdout).toMatch(/^searched: only [\d,]+ states, /m);
    expect(status).toBe(3);
  });

  test("a violation found before the cut is a violation: exit 1", () => {
    here.write("late.ts", unbounded.replace("s.n < 0", "s.n === 700"));
    const { status, stdout } = here.preempt(["check", "late.ts", "--max-states", "1000", "--json"]);
    const { verdicts, grounds } = JSON.parse(stdout);
    expect(verdicts).toMatchObject([
      { kind: "violated", trace: { cost: { preemptions: 0, events: 0, steps: 700 } } },
    ]);
    expect(grounds).toMatchObject({
      exhausted: false,
      stopped: "the limit of 1,000 states (--max-states) was reached",
    });
    expect(status).toBe(1);
  });
});
