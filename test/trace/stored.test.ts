/** Trace files: what is written is read back, and what is no trace is refused by the field that is wrong. */

import fc from "fast-check";
import { Map as ImmutableMap, List, OrderedSet, Record } from "immutable";
import { isModelError, language, model, mutex } from "preempt";
import { describe, expect, test } from "vitest";
import { lanes } from "../../src/render/lanes.js";
import { recordTrace } from "../../src/trace/record.js";
import { replay } from "../../src/trace/replay.js";
import { type Origin, parseTrace, type StoredTrace, storeTrace } from "../../src/trace/stored.js";
import { complaint } from "../model/complaint.js";

const Page = Record({ owner: null as string | null, dirty: false }, "Page");

const variables = {
  big: 1n,
  page: Page(),
  queue: List<number>(),
  seen: OrderedSet<string>(),
  table: ImmutableMap<string, number>(),
  m: mutex(),
};

const { step, lock, atomic, routine, call, irqsDisabled, process, assertion } = language<typeof variables>();

const claim = "the queue is short";

/** Something of everything that a trace may hold. */
const rich = model({
  name: "rich",
  variables,
  processes: [
    process("A", {
      program: call(
        routine({ name: "fill", file: "mm/fill.c", commit: "0123456789ab" }, () => [
          irqsDisabled(
            lock("lock(m)", (k) => k.m),
            step("double", (k) => {
              k.big *= 2n ** 64n;
              k.page = k.page.set("owner", "A, the first");
            }),
          ),
          atomic(
            "one instruction",
            step("push", (k) => {
              k.queue = k.queue.push(k.choose([7, 8]));
              k.seen = k.seen.add("b").add("a");
            }),
            step("note", (k) => {
              k.table = k.table.set("a", 1);
              k.assert(claim, k.queue.size === 0, "it has grown");
            }),
          ),
        ]),
      ),
    }),
  ],
  properties: [assertion(claim)],
  parameters: { n: 2, fast: true, kind: "smp" },
  assumptions: ["nothing else moves"],
});

const [property] = rich.properties;
if (property === undefined) throw new Error("the model claims nothing");

const trace = recordTrace(
  rich,
  property,
  { schedule: [0, 0, 1].map((outcome) => ({ process: 0, outcome })) },
  { least: true },
);

const origins: readonly Origin[] = [
  { kind: "family", family: "rich", variant: "v1", parameters: { n: "2" } },
  { kind: "file", file: "models/rich.ts", model: "rich" },
  { kind: "file", file: "models/rich.ts", model: "rich", variant: "v1", parameters: { n: "2" } },
];

describe("a stored trace", () => {
  test.each(origins)("comes back as it was, from %j", (origin) => {
    const stored: StoredTrace = { origin, trace };
    expect(parseTrace(storeTrace(stored))).toEqual({ origin, trace: expect.objectContaining(trace) });
  });

  test("begins with its schema and its origin, and ends with a newline", () => {
    const text = storeTrace({ origin: { kind: "file", file: "rich.ts", model: "rich" }, trace });
    expect(text).toMatch(/^\{\n {2}"schema": "preempt-trace\/2",\n {2}"origin": \{\n {4}"kind": "file",/);
    expect(text).toMatch(/\n\}\n$/);
  });

  test("has nothing but what docs/trace-schema.md lists", () => {
    const parsed = JSON.parse(
      storeTrace({ origin: { kind: "file", file: "rich.ts", model: "rich" }, trace }),
    );
    expect(Object.keys(parsed)).toEqual([
      "schema",
      "origin",
      ...[
        "model",
        "initial",
        "steps",
        "cycle",
        "cost",
        "switches",
        "least",
        "seen",
        "damage",
        "waiting",
        "halted",
      ],
      ...["property", "shows"],
    ]);
    expect(Object.keys(parsed.steps[0])).toEqual([
      "process",
      "place",
      "outcome",
      "switch",
      "cost",
      "atomic",
      "acts",
    ]);
    expect(Object.keys(parsed.steps[0].acts[0])).toEqual(["label", "source", "under", "changes", "failures"]);
  });

  test("is what was run", () => {
    expect(trace).toMatchObject({
      model: { name: "rich", parameters: { n: 2, fast: true, kind: "smp" } },
      initial: [
        { variable: "big", value: { bigint: "1" } },
        { variable: "page", value: { Record: { owner: null, dirty: false }, name: "Page" } },
        { variable: "queue", value: { List: [] } },
        { variable: "seen", value: { OrderedSet: [] } },
        { variable: "table", value: { Map: [] } },
        { variable: "m", value: null },
      ],
      steps: [
        { process: "A", outcome: 0, atomic: null, acts: [{ label: "lock(m)" }] },
        { process: "A", outcome: 0, atomic: null, acts: [{ label: "double", under: ["irqs off"] }] },
        {
          process: "A",
          outcome: 1,
          atomic: "one instruction",
          acts: [
            { label: "push", source: { name: "fill", file: "mm/fill.c", commit: "0123456789ab" } },
            {
              label: "note",
              failures: [{ property: claim, why: "it has grown" }],
              changes: [{ variable: "table", from: { Map: [] }, to: { Map: [["a", 1]] } }],
            },
          ],
        },
      ],
      seen: 3,
      least: true,
    });
  });
});

describe("a file that is no trace is refused", () => {
  const text = storeTrace({
    origin: { kind: "family", family: "rich", variant: "v1", parameters: {} },
    trace,
  });

  /** The complaint about the trace with `value` at `path`; undefined takes away what is there. */
  function changed(path: string, value: unknown): string {
    const damaged: unknown = JSON.parse(text);
    const [field = "", ...outer] = path.split(".").reverse();
    const holder = outer.reduceRight<unknown>((at, key) => (at as { [key: string]: unknown })[key], damaged);
    Object.assign(holder as object, { [field]: value });
    return complaint(() => parseTrace(JSON.stringify(damaged)));
  }

  /** What has no place in a trace file, and what is said of it: whose it is, by its number where there are several. */
  const damages: readonly (readonly [path: string, value: unknown, says: RegExp])[] = [
    ["origin", undefined, /origin/],
    ["origin", "rich.ts", /origin.*string.*object/],
    ["origin", {}, /origin.*kind|kind.*origin/],
    ["origin", { kind: "web" }, /origin.*web/],
    ["origin", { kind: "family", family: "f", parameters: {} }, /variant/],
    ["origin", { kind: "file", file: "f.ts" }, /model/],
    ["model", undefined, /model/],
    ["model.processes", undefined, /processes/],
    ["property", "sum", /property.*string|string.*property/],
    ["property.name", 3, /name/],
    ["shows", undefined, /shows/],
    ["initial", {}, /initial.*object|object.*initial/],
    ["initial.1", null, /initial/],
    ["initial.1", {}, /initial/],
    ["steps", undefined, /steps/],
    ["steps.1", null, /step 2/],
    ["steps.1.process", undefined, /process.*step 2|step 2.*process/],
    ["steps.1.outcome", "0", /outcome.*step 2|step 2.*outcome/],
    ["steps.1.acts", [], /act.*step 2|step 2.*act/],
    ["steps.1.acts.0.label", undefined, /label.*step 2|step 2.*label/],
    ["steps.1.acts.0.changes.0", null, /change.*step 2|step 2.*change/],
    ["steps.1.acts.0.changes.0", {}, /change.*step 2|step 2.*change/],
    ["steps.1.acts.0.failures", [null], /failure.*step 2|step 2.*failure/],
    ["cost", null, /cost/],
    ["least", "yes", /least/],
    ["seen", "3", /seen/],
    ["waiting", undefined, /waiting/],
    ["waiting", [null], /waiting/],
  ];

  test.each(damages)("%s: %j", (path, value, says) => {
    const said = changed(path, value);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/\ba (array|object|null|undefined)\b/);
  });

  test("by its schema before anything else", () => {
    expect(complaint(() => parseTrace("{}"))).toBe('not a trace: it has no "schema"');
    expect(changed("schema", "preempt-trace/0")).toBe(
      'a trace of schema "preempt-trace/0"; this version reads "preempt-trace/2". Record it again with check --save',
    );
    expect(changed("schema", 1)).toContain("a trace of schema 1; this version reads");
  });
});

describe("a trace file that was tampered with", () => {
  const text = storeTrace({ origin: { kind: "file", file: "rich.ts", model: "rich" }, trace });

  type Place = readonly [holder: { [field: string]: unknown }, field: string];

  /** Every field and every item of what was parsed. */
  function places(holder: unknown): readonly Place[] {
    if (typeof holder !== "object" || holder === null) return [];
    const fields = holder as { [field: string]: unknown };
    return Object.keys(fields).flatMap((field): readonly Place[] => [
      [fields, field],
      ...places(fields[field]),
    ]);
  }

  const odd = fc
    .constantFrom(
      "null",
      "0",
      "-1",
      "1.5",
      "1e9",
      '""',
      '"A"',
      "true",
      "[]",
      "{}",
      "[null]",
      "[[]]",
      "[{}]",
      '{ "List": 1 }',
    )
    .map((json): unknown => JSON.parse(json));

  test("ends in a trace that can be replayed and drawn, or in a ModelError, whatever was put in its place", () => {
    const count = places(JSON.parse(text)).length;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(count - 1), fc.option(odd, { nil: undefined })), {
          minLength: 1,
          maxLength: 2,
        }),
        (changes) => {
          const damaged: unknown = JSON.parse(text);
          for (const [at, value] of changes) {
            const [holder, field] = places(damaged)[at] ?? [{}, ""];
            holder[field] = value;
          }
          try {
            const parsed = parseTrace(JSON.stringify(damaged));
            const result = replay(rich, parsed.trace);
            if (result.kind === "same") lanes([result.trace]);
          } catch (error) {
            if (!isModelError(error)) throw error;
            expect(error.message).not.toBe("");
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
