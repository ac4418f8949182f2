/** Matrices, character by character: for a terminal, as Markdown, as data. */

import { check, type Family, family, flag, language, model, oneOf } from "preempt";
import { describe, expect, test } from "vitest";
import { type Checked, matrixOf } from "../../src/render/matrix.js";
import { matrixRow } from "../../src/render/matrix-data.js";
import { markdownLegend, matrixMarkdown } from "../../src/render/matrix-markdown.js";
import { matrixLegend, matrixText } from "../../src/render/matrix-text.js";

const { step, process, always, never, reachable } = language<{ x: number; y: number }>();

const add = (
  label: string,
  cost: "interrupt" | "sleep" | "migration" | "preemption" | "nothing",
  by: number,
) =>
  step(
    label,
    (k) => {
      k.x += by;
    },
    { cost },
  );

/** A path in three versions: each strikes x in ways of its own. */
const path = family({
  name: "path",
  title: "a path | with *signs*",
  about: [],
  variants: {
    first: { about: "one", commit: "0123456789ab", kernel: "5.2", hits: ["interrupt", "interrupt"] },
    second: { about: "two", commit: "ba9876543210", hits: ["preemption", "migration", "sleep"] },
    third: { about: "none", hits: [] },
  },
  newest: "third",
  parameters: { deep: flag("goes deeper", false), cpus: oneOf("CPUs", 1, 2) },
  build: ({ name, hits }, { deep, cpus }) =>
    model({
      name: `path@${name}`,
      variables: { x: 0, y: 0 },
      processes: [
        process("A", {
          program: [
            add("begins", "nothing", 0),
            ...hits.map((cost) => add(`is hit: ${cost}`, cost as "interrupt", 1)),
            deep && name === "second" && step("goes deeper"),
            step("ends", (k) => {
              k.y = 1;
            }),
          ],
        }),
      ],
      properties: [
        reachable("x is hit", (s) => s.x > 0, { impossible: name === "third" && "nothing hits it" }),
        never("P1 hit | lost", (s) => s.y === 1 && s.x > 0),
        always("y is small", (s) => s.y < 2),
        reachable("y is 1", (s) => s.y === 1),
      ],
      parameters: { deep, cpus },
    }),
  violated: ({ hits }) => (hits.length > 0 ? ["P1 hit | lost"] : []),
});

const checkedOf = (of: Family): readonly Checked[] =>
  of.instances().map((instance) => ({ instance, report: check(instance.model) }));

const checked = checkedOf(path);

describe("a matrix", () => {
  test("for a terminal", () => {
    expect(matrixText(path, checked)).toBe(`path: a path | with *signs*
checked at deep=false|true, cpus=1|2

variant  commit        kernel  P1           b  parameters
first    0123456789ab  5.2     2i 4s        -
second   ba9876543210          1p 1m 1z 5s  -  deep=false
second   ba9876543210          1p 1m 1z 6s  -  deep=true
third                          -            -

  P1 hit | lost
  b  y is small

not reached everywhere:
variant  c
third    never

  c  x is hit

reached everywhere:
  y is 1`);
  });

  test("its legend", () => {
    expect(matrixLegend(checked)).toBe(
      `-         holds
never     rightly never reached, which was checked
cut       not known: the search was cut
2p 1i 9s  violated; the least trace has so many preemptions (p), interrupts (i), migrations (m), sleeps (z), steps (s)`,
    );
  });

  test("as Markdown, with the signs of Markdown escaped", () => {
    expect(matrixMarkdown(path, checked)).toBe(`## path: a path \\| with \\*signs\\*

Checked at deep=false\\|true, cpus=1\\|2.

| variant | commit | kernel | P1 | b | parameters |
| --- | --- | --- | --- | --- | --- |
| first | 0123456789ab | 5.2 | 2i 4s | - |  |
| second | ba9876543210 |  | 1p 1m 1z 5s | - | deep=false |
| second | ba9876543210 |  | 1p 1m 1z 6s | - | deep=true |
| third |  |  | - | - |  |

- **P1** hit \\| lost
- **b** y is small

Not reached everywhere:

| variant | c |
| --- | --- |
| third | never |

- **c** x is hit

Reached everywhere:

- "y is 1"`);
    expect(markdownLegend(checked)).toMatch(/^- `-` holds\n- `never` /);
  });

  test("as data", () => {
    const [first, , , , second, ...rest] = checked.map((one) => matrixRow(path, one));
    expect(first).toEqual({
      family: "path",
      variant: "first",
      about: "one",
      commit: "0123456789ab",
      kernel: "5.2",
      parameters: { deep: false, cpus: 1 },
      exhausted: true,
      states: 5,
      transitions: 4,
      properties: [
        {
          property: "x is hit",
          kind: "reachable",
          verdict: "holds",
          expected: "holds",
          surprising: false,
          impossible: null,
          cycle: null,
          cost: null,
          schedule: null,
        },
        {
          property: "P1 hit | lost",
          kind: "never",
          verdict: "violated",
          expected: "violated",
          surprising: false,
          impossible: null,
          cycle: null,
          cost: {
            preemptions: 0,
            events: 2,
            steps: 4,
            switches: 0,
            kinds: { interrupt: 2, migration: 0, sleep: 0 },
          },
          schedule: "A*4",
        },
        {
          property: "y is small",
          kind: "always",
          verdict: "holds",
          expected: "holds",
          surprising: false,
          impossible: null,
          cycle: null,
          cost: null,
          schedule: null,
        },
        {
          property: "y is 1",
          kind: "reachable",
          verdict: "holds",
          expected: "holds",
          surprising: false,
          impossible: null,
          cycle: null,
          cost: null,
          schedule: null,
        },
      ],
    });
    expect(second).toMatchObject({ variant: "second", commit: "ba9876543210", kernel: null });
    expect(second?.properties[1]?.cost).toEqual({
      preemptions: 1,
      events: 2,
      steps: 5,
      switches: 0,
      kinds: { interrupt: 0, migration: 1, sleep: 1 },
    });
    expect(rest.at(-1)?.properties[0]).toMatchObject({ verdict: "holds", impossible: "nothing hits it" });
  });
});

/** A family of one variant that makes so many claims. */
const claiming = (names: readonly string[], reach: readonly string[] = []): Family =>
  family({
    name: "claiming",
    title: "claims",
    about: [],
    variants: { only: { about: "the only one" } },
    newest: "only",
    parameters: {},
    build: () =>
      model({
        name: "claiming@only",
        variables: { x: 0, y: 0 },
        processes: [process("A", { program: step("goes") })],
        properties: [
          ...names.map((name) => never(name, (s) => s.x > 0)),
          ...reach.map((name) => reachable(name, (s) => s.x > 0)),
        ],
      }),
    violated: () => [],
  });

const headsOf = (of: Family): readonly string[] => matrixOf(of, checkedOf(of)).claims.heads.slice(1);

describe("headings", () => {
  test("are distinct, however many properties there are", () => {
    const heads = headsOf(claiming(Array.from({ length: 800 }, (_, i) => `claim ${i}`)));
    expect(new Set(heads).size).toBe(800);
    expect([0, 25, 26, 27, 51, 52, 701, 702].map((i) => heads[i])).toEqual([
      ...["a", "z", "aa", "ab", "az", "ba", "zz", "aaa"],
    ]);
  });

  test("are the properties' own numbers, but for those that two have", () => {
    expect(headsOf(claiming(["J1 one", "J2 two", "J2 again", "three", "J4 four"]))).toEqual([
      ...["J1", "b", "c", "d", "J4"],
    ]);
  });
});

test("what is not as expected is marked: a claim that must be reached and is not, too", () => {
  const of = claiming(["x is 1"], ["x is 2"]);
  const shown = matrixText(of, checkedOf(of));
  expect(shown).toContain("\nnot reached everywhere:\nvariant  b\nonly     unreached ?!\n\n  b  x is 2");
  expect(shown).not.toContain("\nreached everywhere");
});

test("parameters that say nothing are left out, and those that are tied are listed together", () => {
  const tied = family({
    name: "tied",
    title: "two parameters that only count together",
    about: [],
    variants: { only: { about: "the only one" } },
    newest: "only",
    parameters: { a: flag("a", true), b: flag("b", true), c: flag("c", true) },
    build: (_, { a, b, c }) =>
      model({
        name: "tied@only",
        variables: { x: 0, y: 0 },
        processes: [
          process("A", {
            program: step("goes", (k) => {
              k.x = a && b ? 1 : 0;
            }),
          }),
        ],
        properties: [never("x is 1", (s) => s.x === 1)],
        parameters: { a, b, c },
      }),
    violated: (_, { a, b }) => (a && b ? ["x is 1"] : []),
  });
  expect(matrixOf(tied, checkedOf(tied)).claims.rows).toEqual([
    ["only", "0p 1s", "a=true b=true"],
    ["only", "-", "a=true b=false; a=false b=true; a=false b=false"],
  ]);
});
