/**
 * Two copies of preempt, and of Immutable, loaded into one process: an ES module and a CommonJS one, and two installed side by side. A
 * model made by one is what it is to the others: the same verdicts, the same numbers, the same complaints.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "preempt-copies-"));

/** A model with a variable of each kind of collection, and models that write what no variable may hold. */
const models = `import { List, Map, OrderedMap, Record, Set } from "immutable";
import { deadlockFree, family, language, model, never, reachable } from "preempt";

const Point = Record({ x: 0, seen: Set() }, "Point");
const variables = () => ({ list: List(), maps: Map(), sets: Set(), ordered: OrderedMap(), at: Point(), n: 0 });
const { process, step } = language();

const writer = (name) => process(name, {
  program: [
    step("push", (k) => { k.list = k.list.push(name); }),
    step("set in a map", (k) => { k.maps = k.maps.set(name, k.list); }),
    step("add to a set", (k) => { k.sets = k.sets.add(k.maps); }),
    step("set in an ordered map", (k) => { k.ordered = k.ordered.set(name, 1); }),
    step("move", (k) => { k.at = k.at.set("x", k.at.x + 1).update("seen", (seen) => seen.add(k.list)); }),
  ],
});

export const rich = model({
  name: "rich",
  variables: variables(),
  processes: [writer("A"), writer("B")],
  properties: [
    deadlockFree(),
    never("both have written, and one moved", (k) => k.list.size === 2 && k.ordered.size === 2 && k.at.x === 1),
    reachable("both have moved", (k) => k.at.x === 2 && k.sets.size === 2),
  ],
});

const writing = (name, body) =>
  model({
    name,
    variables: variables(),
    processes: [process("A", { program: step("s", body) })],
    properties: [deadlockFree()],
  });

export const bad = [
  writing("undefined", (k) => { k.n = undefined; }),
  writing("a plain array", (k) => { k.list = [1]; }),
  writing("another Record", (k) => { k.at = Record({ x: 0, seen: Set() }, "Point")(); }),
];

export const versions = family({
  name: "versions", title: "of one", about: [], variants: { one: { about: "the one" } }, newest: "one",
  parameters: {}, build: () => rich, violated: () => ["both have written, and one moved"],
});
`;

/** The same as a CommonJS module. */
const required = models
  .replaceAll(/import (\{[^}]*\}) from ("[^"]*");/g, "const $1 = require($2);")
  .replaceAll(/export const (\w+) =/g, "const $1 = exports.$1 =");

/** Each making with each checking; what is printed is all that they have to say. */
const program = `import { createRequire } from "node:module";
import * as asModule from "../a/models.mjs";
import * as otherModule from "preempt";
const required = createRequire(import.meta.url);
const asCommonJs = required("../a/models.cjs");
const ownModule = await import("../a/node_modules/preempt/dist/index.js");
const otherCommonJs = required("preempt");
const ownCommonJs = required("../a/node_modules/preempt/dist/index.cjs");
const libraries = { ownModule, ownCommonJs, otherModule, otherCommonJs };
if (new Set(Object.values(libraries).map(({ check }) => check)).size !== 4) throw new Error("these are not four copies");

const first = (error) => error.message.split("\\n")[0];
const said = (action) => { try { return String(action()); } catch (error) { return first(error); } };
for (const [made, { rich, bad, versions }] of Object.entries({ asModule, asCommonJs })) {
  for (const [by, library] of Object.entries(libraries)) {
    const { verdicts, grounds } = library.check(rich);
    const lines = [
      ...verdicts.map(({ property, kind, trace }) => \`\${property}: \${kind}\${trace ? \` in \${trace.steps.length}\` : ""}\`),
      \`\${grounds.states} states, \${grounds.transitions} moves\`,
      ...bad.map((each) => said(() => library.check(each))),
      said(() => library.assertHolds(versions.instance("one"))),
      said(() => library.assertHolds(versions)),
      said(() => library.expectedVerdicts(versions).length),
      said(() => library.replay(rich, "A*5").split("\\n")[0]),
    ];
    console.log(JSON.stringify({ made, by, lines }));
  }
}
`;

beforeAll(() => {
  for (const copy of ["a", "b"]) {
    const modules = join(folder, copy, "node_modules");
    mkdirSync(join(modules, "preempt"), { recursive: true });
    cpSync(join(root, "dist"), join(modules, "preempt", "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(modules, "preempt", "package.json"));
    cpSync(join(root, "node_modules", "immutable"), join(modules, "immutable"), { recursive: true });
  }
  writeFileSync(join(folder, "a", "models.mjs"), models);
  writeFileSync(join(folder, "a", "models.cjs"), required);
  writeFileSync(join(folder, "b", "check.mjs"), program);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a model made by one copy is the same to every other", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "b", "check.mjs")], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const runs = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly lines: readonly string[] });
  expect(runs).toHaveLength(8);
  for (const { lines } of runs) {
    expect(lines).toEqual([
      "deadlock free: holds",
      "both have written, and one moved: violated in 9",
      "both have moved: holds",
      "223 states, 312 moves",
      'step "s" of A wrote to "n" undefined (use null for an empty variable)',
      'step "s" of A wrote to "list" a plain array (use Immutable\'s List)',
      'step "s" of A wrote to "at" a Record "Point", where another type of that name is declared',
      "not every property holds",
      'assertHolds is asked of a model, or of an instance of a family; it was given the family "versions", and a family has variants: take one of them, family.instance("one"), or have a test for each declared by explore.each(family)',
      "3",
      "rich",
    ]);
  }
});
