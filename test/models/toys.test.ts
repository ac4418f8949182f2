/**
 * What is found in the toys, exactly. SPIN 6.5.2, without reduction, counts the same states and transitions on a Promela
 * twin of each of these instances, and finds the same deadlocks.
 */

import { check, type Instance, schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { toys } from "../../models/toys/index.js";

interface Violation {
  readonly preemptions: number;
  readonly events: number;
  readonly steps: number;
  readonly schedule: string;
}

/** What a variant at its initial parameters comes to. */
interface Finding {
  readonly family: string;
  readonly variant: string;
  readonly states: number;
  readonly transitions: number;
  /** By property, the cost and the schedule of the trace that breaks it. */
  readonly violated: Readonly<Record<string, Violation>>;
  readonly holds: readonly string[];
}

const findings: readonly Finding[] = [
  {
    family: "lost-update",
    variant: "broken",
    states: 13,
    transitions: 14,
    violated: {
      "no update is lost": { preemptions: 1, events: 0, steps: 4, schedule: "A ~ B*2 A" },
    },
    holds: ["both finish", "deadlock free"],
  },
  {
    family: "lost-update",
    variant: "atomic",
    states: 5,
    transitions: 4,
    violated: {},
    holds: ["no update is lost", "both finish", "deadlock free"],
  },
  {
    family: "lock-order",
    variant: "crossed",
    states: 19,
    transitions: 22,
    violated: {
      "deadlock free": { preemptions: 1, events: 0, steps: 2, schedule: "CPU0 ~ CPU1" },
    },
    holds: ["CPU0 has A while CPU1 has B", "both finish"],
  },
  {
    family: "lock-order",
    variant: "trylock",
    states: 22,
    transitions: 28,
    violated: {},
    holds: ["deadlock free", "CPU0 has A while CPU1 has B", "both finish"],
  },
  {
    family: "lock-order",
    variant: "ordered",
    states: 16,
    transitions: 16,
    violated: {},
    holds: ["deadlock free", "CPU0 has A while CPU1 has B", "both finish"],
  },
  {
    family: "peterson",
    variant: "no-turn",
    states: 8,
    transitions: 12,
    violated: {
      "deadlock free": { preemptions: 1, events: 0, steps: 2, schedule: "P0 ~ P1" },
      "P0 gets in again and again": { preemptions: 1, events: 0, steps: 2, schedule: "P0 ~ P1" },
      "P1 gets in again and again": { preemptions: 1, events: 0, steps: 2, schedule: "P0 ~ P1" },
    },
    holds: ["two are in the critical section", "P0 gets in", "P1 gets in", "all compete at once"],
  },
  {
    family: "peterson",
    variant: "turn-first",
    states: 33,
    transitions: 62,
    violated: {
      "two are in the critical section": {
        preemptions: 2,
        events: 0,
        steps: 6,
        schedule: "P0 ~ P1*3 ~ P0*2",
      },
    },
    holds: [
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P0 gets in",
      "P1 gets in",
      "all compete at once",
    ],
  },
  {
    family: "peterson",
    variant: "filter",
    states: 24,
    transitions: 42,
    violated: {},
    holds: [
      "two are in the critical section",
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P0 gets in",
      "P1 gets in",
      "all compete at once",
    ],
  },
  {
    family: "test-and-set",
    variant: "torn",
    states: 39,
    transitions: 78,
    violated: {
      "two are in the critical section": {
        preemptions: 2,
        events: 0,
        steps: 6,
        schedule: "P0*2 ~ P1*3 ~ P0",
      },
      "P0 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P1 [P1*2 ~ P0*2 ~ P1*2]",
      },
      "P1 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P0 [P0*2 ~ P1 ~ P0*2 ~ P1]",
      },
    },
    holds: ["deadlock free", "P0 gets in", "P1 gets in"],
  },
  {
    family: "test-and-set",
    variant: "spinning",
    states: 18,
    transitions: 36,
    violated: {
      "P0 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P1 [~ P0 ~ P1 ~ P0 ~ P1*2]",
      },
      "P1 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P0 [P0 ~ P1 ~ P0*2 ~ P1]",
      },
    },
    holds: ["two are in the critical section", "deadlock free", "P0 gets in", "P1 gets in"],
  },
  {
    family: "test-and-set",
    variant: "woken",
    states: 3,
    transitions: 4,
    violated: {},
    holds: [
      "two are in the critical section",
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P0 gets in",
      "P1 gets in",
    ],
  },
  {
    family: "ticket-lock",
    variant: "torn-take",
    states: 8248,
    transitions: 19623,
    violated: {
      "two are in the critical section": {
        preemptions: 2,
        events: 0,
        steps: 6,
        schedule: "P0 ~ P1*3 ~ P0*2",
      },
      "first come, first served": { preemptions: 2, events: 0, steps: 5, schedule: "P0 ~ P1*2 ~ P0*2" },
      "deadlock free": { preemptions: 3, events: 0, steps: 14, schedule: "P0 ~ P1*8 ~ P0 P1 ~ P2*2 P1" },
      "P0 gets in again and again": {
        preemptions: 2,
        events: 0,
        steps: 4,
        schedule: "P1 ~ P0*2 ~ P1 [P1*2 ~ P2 ~ P1 ~ P2*9 ~ P1 P2*2 ~ P1*8]",
      },
      "P1 gets in again and again": {
        preemptions: 2,
        events: 0,
        steps: 4,
        schedule: "P0 ~ P1*2 ~ P0 [P0*2 ~ P2 ~ P0 ~ P2*9 ~ P0 P2*2 ~ P0*8]",
      },
      "P2 gets in again and again": {
        preemptions: 2,
        events: 0,
        steps: 4,
        schedule: "P0 ~ P2*2 ~ P0 [P0*2 ~ P1 ~ P0 ~ P1*9 ~ P0 P1*2 ~ P0*8]",
      },
    },
    holds: ["P0 gets in", "P1 gets in", "P2 gets in", "all have taken a ticket"],
  },
  {
    family: "ticket-lock",
    variant: "too-narrow",
    states: 473,
    transitions: 1143,
    violated: {
      "two are in the critical section": { preemptions: 1, events: 0, steps: 5, schedule: "P0*2 ~ P1 P2*2" },
      "first come, first served": { preemptions: 1, events: 0, steps: 4, schedule: "P0 ~ P1 P2*2" },
      "P0 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P0 [~ P1 P2*3 ~ P1 ~ P2*2 ~ P1*3 ~ P2*6 ~ P1 ~ P2]",
      },
      "P1 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P1 [~ P0 P2*3 ~ P0 ~ P2*2 ~ P0*3 ~ P2*6 ~ P0 ~ P2]",
      },
      "P2 gets in again and again": {
        preemptions: 0,
        events: 0,
        steps: 1,
        schedule: "P2 [~ P0 P1*3 ~ P0 ~ P1*2 ~ P0*3 ~ P1*6 ~ P0 ~ P1]",
      },
    },
    holds: ["deadlock free", "P0 gets in", "P1 gets in", "P2 gets in", "all have taken a ticket"],
  },
  {
    family: "ticket-lock",
    variant: "ticket",
    states: 364,
    transitions: 912,
    violated: {},
    holds: [
      "two are in the critical section",
      "first come, first served",
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P2 gets in again and again",
      "P0 gets in",
      "P1 gets in",
      "P2 gets in",
      "all have taken a ticket",
    ],
  },
  {
    family: "philosophers",
    variant: "all-right-handed",
    states: 26,
    transitions: 51,
    violated: {
      "deadlock free": { preemptions: 1, events: 0, steps: 3, schedule: "P0 ~ P2 P1" },
    },
    holds: ["neighbours eat at the same time", "P0 eats", "P1 eats", "P2 eats", "two eat at the same time"],
  },
  {
    family: "philosophers",
    variant: "one-left-handed",
    states: 27,
    transitions: 54,
    violated: {},
    holds: [
      "deadlock free",
      "neighbours eat at the same time",
      "P0 eats",
      "P1 eats",
      "P2 eats",
      "two eat at the same time",
    ],
  },
  {
    family: "bounded-buffer",
    variant: "if-not-while",
    states: 150,
    transitions: 185,
    violated: {
      "nothing is taken from an empty buffer": {
        preemptions: 0,
        events: 0,
        steps: 21,
        schedule: "C0*3 P0*8 C1*8 C0*2",
      },
    },
    holds: [
      "nothing is put into a full buffer",
      "deadlock free",
      "P0 puts",
      "C0 takes",
      "C1 takes",
      "P0 waits",
      "C0 waits",
      "C1 waits",
      "the buffer is full",
    ],
  },
  {
    family: "bounded-buffer",
    variant: "one-condition",
    states: 161,
    transitions: 199,
    violated: {
      "deadlock free": {
        preemptions: 0,
        events: 0,
        steps: 25,
        schedule: "C0*3 C1*3 P0*8 C0*8 C1*3",
      },
    },
    holds: [
      "nothing is put into a full buffer",
      "nothing is taken from an empty buffer",
      "P0 puts",
      "C0 takes",
      "C1 takes",
      "P0 waits",
      "C0 waits",
      "C1 waits",
      "the buffer is full",
    ],
  },
  {
    family: "bounded-buffer",
    variant: "broadcast",
    states: 116,
    transitions: 148,
    violated: {},
    holds: [
      "nothing is put into a full buffer",
      "nothing is taken from an empty buffer",
      "deadlock free",
      "P0 puts",
      "C0 takes",
      "C1 takes",
      "P0 waits",
      "C0 waits",
      "C1 waits",
      "the buffer is full",
    ],
  },
  {
    family: "bounded-buffer",
    variant: "two-conditions",
    states: 142,
    transitions: 177,
    violated: {},
    holds: [
      "nothing is put into a full buffer",
      "nothing is taken from an empty buffer",
      "deadlock free",
      "P0 puts",
      "C0 takes",
      "C1 takes",
      "P0 waits",
      "C0 waits",
      "C1 waits",
      "the buffer is full",
    ],
  },
  {
    family: "two-phase-commit",
    variant: "hasty",
    states: 623,
    transitions: 2507,
    violated: {
      "one has committed while another has aborted": {
        preemptions: 0,
        events: 0,
        steps: 3,
        schedule: "RM0/1 TM RM1/2",
      },
    },
    holds: ["deadlock free", "all commit", "all abort"],
  },
  {
    family: "two-phase-commit",
    variant: "fickle",
    states: 324,
    transitions: 1394,
    violated: {
      "one has committed while another has aborted": {
        preemptions: 0,
        events: 0,
        steps: 9,
        schedule: "RM0*2 RM1 RM2 TM TM/1 TM/2 TM/3 RM1",
      },
    },
    holds: ["deadlock free", "all commit", "all abort"],
  },
  {
    family: "two-phase-commit",
    variant: "two-phase",
    states: 288,
    transitions: 1145,
    violated: {},
    holds: ["one has committed while another has aborted", "deadlock free", "all commit", "all abort"],
  },
];

/** What a variant at other parameters comes to; all that is not violated holds. */
interface Size {
  readonly family: string;
  readonly variant: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly states: number;
  readonly transitions: number;
  readonly violated: readonly string[];
}

const deadlock = "deadlock free";
const mixed = "one has committed while another has aborted";
const intoFull = "nothing is put into a full buffer";
const fromEmpty = "nothing is taken from an empty buffer";

const buffer = (producers: number, consumers: number, slots: number) => ({
  producers: String(producers),
  consumers: String(consumers),
  slots: String(slots),
});

const sizes: readonly Size[] = [
  {
    family: "peterson",
    variant: "no-turn",
    parameters: { n: "3" },
    states: 44,
    transitions: 87,
    violated: [
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P2 gets in again and again",
    ],
  },
  {
    family: "peterson",
    variant: "turn-first",
    parameters: { n: "3" },
    states: 2575,
    transitions: 7068,
    violated: ["two are in the critical section"],
  },
  {
    family: "peterson",
    variant: "filter",
    parameters: { n: "3" },
    states: 524,
    transitions: 1194,
    violated: [],
  },
  {
    family: "test-and-set",
    variant: "torn",
    parameters: { n: "3" },
    states: 281,
    transitions: 843,
    violated: [
      "two are in the critical section",
      "P0 gets in again and again",
      "P1 gets in again and again",
      "P2 gets in again and again",
    ],
  },
  {
    family: "test-and-set",
    variant: "spinning",
    parameters: { n: "3" },
    states: 74,
    transitions: 222,
    violated: ["P0 gets in again and again", "P1 gets in again and again", "P2 gets in again and again"],
  },
  {
    family: "test-and-set",
    variant: "woken",
    parameters: { n: "3" },
    states: 4,
    transitions: 6,
    violated: [],
  },
  {
    family: "ticket-lock",
    variant: "torn-take",
    parameters: { n: "2" },
    states: 155,
    transitions: 270,
    violated: [
      "two are in the critical section",
      "first come, first served",
      "deadlock free",
      "P0 gets in again and again",
      "P1 gets in again and again",
    ],
  },
  {
    family: "ticket-lock",
    variant: "too-narrow",
    parameters: { n: "2" },
    states: 10,
    transitions: 20,
    violated: ["two are in the critical section", "first come, first served"],
  },
  {
    family: "ticket-lock",
    variant: "ticket",
    parameters: { n: "2" },
    states: 31,
    transitions: 54,
    violated: [],
  },
  {
    family: "philosophers",
    variant: "all-right-handed",
    parameters: { n: "2" },
    states: 8,
    transitions: 10,
    violated: [deadlock],
  },
  {
    family: "philosophers",
    variant: "one-left-handed",
    parameters: { n: "2" },
    states: 9,
    transitions: 12,
    violated: [],
  },
  {
    family: "philosophers",
    variant: "all-right-handed",
    parameters: { n: "4" },
    states: 80,
    transitions: 212,
    violated: [deadlock],
  },
  {
    family: "philosophers",
    variant: "one-left-handed",
    parameters: { n: "4" },
    states: 81,
    transitions: 216,
    violated: [],
  },
  {
    family: "philosophers",
    variant: "one-left-handed",
    parameters: { n: "5" },
    states: 243,
    transitions: 810,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "if-not-while",
    parameters: buffer(1, 1, 1),
    states: 32,
    transitions: 36,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "if-not-while",
    parameters: buffer(2, 1, 1),
    states: 150,
    transitions: 185,
    violated: [intoFull],
  },
  {
    family: "bounded-buffer",
    variant: "if-not-while",
    parameters: buffer(2, 2, 1),
    states: 624,
    transitions: 820,
    violated: [intoFull, fromEmpty],
  },
  {
    family: "bounded-buffer",
    variant: "one-condition",
    parameters: buffer(1, 1, 1),
    states: 32,
    transitions: 36,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "one-condition",
    parameters: buffer(1, 2, 2),
    states: 187,
    transitions: 236,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "one-condition",
    parameters: buffer(2, 2, 1),
    states: 722,
    transitions: 972,
    violated: [deadlock],
  },
  {
    family: "bounded-buffer",
    variant: "one-condition",
    parameters: buffer(2, 2, 2),
    states: 639,
    transitions: 860,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "broadcast",
    parameters: buffer(2, 2, 1),
    states: 384,
    transitions: 528,
    violated: [],
  },
  {
    family: "bounded-buffer",
    variant: "two-conditions",
    parameters: buffer(2, 2, 1),
    states: 600,
    transitions: 796,
    violated: [],
  },
  {
    family: "two-phase-commit",
    variant: "hasty",
    parameters: { n: "2" },
    states: 101,
    transitions: 286,
    violated: [mixed],
  },
  {
    family: "two-phase-commit",
    variant: "fickle",
    parameters: { n: "2" },
    states: 66,
    transitions: 204,
    violated: [mixed],
  },
  {
    family: "two-phase-commit",
    variant: "two-phase",
    parameters: { n: "5" },
    states: 8832,
    transitions: 58145,
    violated: [],
  },
];

function instanceOf(
  { family, variant }: Pick<Finding, "family" | "variant">,
  parameters: Readonly<Record<string, string>> = {},
): Instance {
  const named = toys.find(({ name }) => name === family);
  if (named === undefined)
    throw new Error(`no toy "${family}"; there are ${toys.map(({ name }) => name).join(", ")}`);
  return named.instance(variant, parameters);
}

describe("a toy, at its initial parameters", () => {
  test.each(findings.map((finding) => [`${finding.family}@${finding.variant}`, finding] as const))(
    "%s",
    (_, expected) => {
      const instance = instanceOf(expected);
      // The counts of the specifications, which tell everybody apart.
      const { verdicts, grounds } = check(instance.model, { symmetry: false });
      const violations = verdicts.flatMap((verdict) =>
        verdict.kind === "violated"
          ? [[verdict.property, { ...verdict.trace.cost, schedule: schedule(verdict.trace) }] as const]
          : [],
      );
      const held = verdicts.filter(({ kind }) => kind === "holds").map(({ property }) => property);
      expect({ states: grounds.states, transitions: grounds.transitions }).toEqual({
        states: expected.states,
        transitions: expected.transitions,
      });
      expect(Object.fromEntries(violations)).toEqual(expected.violated);
      expect(held).toEqual(expected.holds);
      expect(held.length + violations.length).toBe(verdicts.length);
      expect(violations.map(([property]) => property)).toEqual(instance.violated);
    },
  );

  test("the table has every variant of every toy", () => {
    expect(findings.map(({ family, variant }) => `${family}@${variant}`)).toEqual(
      toys.flatMap(({ name, variants }) => Object.keys(variants).map((variant) => `${name}@${variant}`)),
    );
  });

  test.each(toys.map((toy) => [toy.name, toy] as const))(
    "%s is right in its newest variant, and has a broken twin",
    (_, toy) => {
      expect(toy.instance(toy.newest).violated).toEqual([]);
      expect(toy.instances().some(({ violated }) => violated.length > 0)).toBe(true);
    },
  );
});

/** Who starves under what is assumed of schedules: a stem, and what goes on for ever behind it. */
const starving: readonly (readonly [
  family: string,
  variant: string,
  fair: string,
  lassos: Readonly<Record<string, string>>,
])[] = [
  ["peterson", "filter", "weak", {}],
  ["peterson", "filter", "nothing", { P0: "P1*2 [P1*4]", P1: "P0*2 [P0*4]" }],
  ["ticket-lock", "ticket", "weak", {}],
  ["ticket-lock", "ticket", "nothing", { P0: "P1 [P1*9]", P1: "P0 [P0*9]", P2: "P0 [P0*9]" }],
  // Who spins moves: it is not passed over, and starves under any fairness.
  [
    "test-and-set",
    "spinning",
    "strong",
    { P0: "P1 [~ P0 ~ P1 ~ P0 ~ P1*2]", P1: "P0 [P0 ~ P1 ~ P0*2 ~ P1]" },
  ],
  ["test-and-set", "spinning", "weak", { P0: "P1 [~ P0 ~ P1 ~ P0 ~ P1*2]", P1: "P0 [P0 ~ P1 ~ P0*2 ~ P1]" }],
  // Who is woken can move again and again, and not always.
  ["test-and-set", "woken", "strong", {}],
  ["test-and-set", "woken", "weak", { P0: "[P1*2]", P1: "[P0*2]" }],
  ["test-and-set", "woken", "nothing", { P0: "[P1*2]", P1: "[P0*2]" }],
];

describe("starvation", () => {
  test.each(starving)("%s@%s under fairness %s", (family, variant, fair, lassos) => {
    const { verdicts } = check(instanceOf({ family, variant }, { fair }).model);
    const found = verdicts.flatMap((verdict) => {
      const [name, of] = verdict.property.split(" gets in again");
      return of !== undefined && verdict.kind === "violated" ? [[name, schedule(verdict.trace)]] : [];
    });
    expect(Object.fromEntries(found)).toEqual(lassos);
  });
});

describe("a toy of another size", () => {
  const titled = (size: Size): string =>
    `${size.family}@${size.variant} ${Object.entries(size.parameters)
      .map((each) => each.join("="))
      .join(" ")}`;

  test.each(sizes.map((size) => [titled(size), size] as const))("%s", (_, { parameters, ...expected }) => {
    const instance = instanceOf(expected, parameters);
    // The counts of the specifications, which tell everybody apart.
    const { verdicts, grounds } = check(instance.model, { symmetry: false });
    const kinds = Object.fromEntries(verdicts.map(({ property, kind }) => [property, kind]));
    const { states, transitions } = grounds;
    expect({ states, transitions }).toEqual({ states: expected.states, transitions: expected.transitions });
    expect(kinds).toEqual(
      Object.fromEntries(
        verdicts.map(({ property }) => [
          property,
          expected.violated.includes(property) ? "violated" : "holds",
        ]),
      ),
    );
    expect(instance.violated).toEqual(expected.violated);
  });
});
