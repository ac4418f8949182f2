/** Where an attribute holds: every location of small programs, with the steps that wait there and what may strike. */

import { type Code, type Context, language, model, type Part } from "preempt";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/model/compile.js";
import type { Location } from "../../src/model/program.js";

const { step, when, loop, loopWhile, leave, choose, atomic, routine, call, process } = language<object>();
const { section, mode, lift, preemptDisabled, bottomHalvesDisabled } = language<object>();
const { irqsDisabled, irqsEnabled, userMode, guestMode } = language<object>();

type C = Context<object>;

const yes = (): boolean => true;
const a = step("a");
const b = step("b");
const c = step("c");
const d = step("d");
const e = step("e");
const asking = (then: Part<C>, otherwise?: Part<C>): Code<C> => when("?", yes, then, otherwise);
const exit = asking(leave);

function textOf({ steps, attributes, inner }: Location): string {
  const labels = steps.length === 0 ? "end" : steps.map(({ label }) => label).join("|");
  return `${inner ? "within: " : ""}${labels} [${attributes.join(", ")}]`;
}

/** The locations of a program by number, `step|step [attribute, attribute]`, those inside atomic blocks `within: …`. */
function locations(program: Part<C>): readonly string[] {
  const compiled = model({ name: "small", variables: {}, processes: [process("A", { program })] });
  return compiled.processes.flatMap((each) => each.program.locations.map(textOf));
}

interface Row {
  readonly what: string;
  readonly program: Part<C>;
  readonly has: readonly string[];
}

function tells(rows: readonly Row[]): void {
  for (const { what, program, has } of rows) {
    test(what, () => {
      expect(locations(program)).toEqual(has);
    });
  }
}

describe("a section is entered with its first step and left with its last", () => {
  tells([
    { what: "of two steps", program: irqsDisabled(a, b), has: ["a []", "b [irqs off]", "end []"] },
    { what: "of one step, which nothing can see", program: irqsDisabled(a), has: ["a []", "end []"] },
    {
      what: "of three, between others",
      program: [a, preemptDisabled(b, c, d), e],
      has: ["a []", "b []", "c [preempt off]", "d [preempt off]", "e []", "end []"],
    },
    {
      what: "and another right after it",
      program: [irqsDisabled(a, b), irqsDisabled(c, d)],
      has: ["a []", "b [irqs off]", "c []", "d [irqs off]", "end []"],
    },
    {
      what: "of any name",
      program: section("rcu read side", a, b),
      has: ["a []", "b [rcu read side]", "end []"],
    },
    { what: "of bottom halves", program: bottomHalvesDisabled(a, b), has: ["a []", "b [bh off]", "end []"] },
  ]);
});

describe("sections nest", () => {
  tells([
    {
      what: "one that begins and ends inside",
      program: irqsDisabled(a, preemptDisabled(b, c), d),
      has: ["a []", "b [irqs off]", "c [irqs off, preempt off]", "d [irqs off]", "end []"],
    },
    {
      what: "two that begin together",
      program: irqsDisabled(preemptDisabled(a, b), c),
      has: ["a []", "b [irqs off, preempt off]", "c [irqs off]", "end []"],
    },
    {
      what: "two that end together",
      program: irqsDisabled(a, preemptDisabled(b, c)),
      has: ["a []", "b [irqs off]", "c [irqs off, preempt off]", "end []"],
    },
    {
      what: "two that are the same",
      program: preemptDisabled(bottomHalvesDisabled(a, b)),
      has: ["a []", "b [bh off, preempt off]", "end []"],
    },
    {
      what: "one in itself",
      program: irqsDisabled(a, irqsDisabled(b, c), d),
      has: ["a []", "b [irqs off]", "c [irqs off]", "d [irqs off]", "end []"],
    },
    {
      what: "three",
      program: irqsDisabled(a, preemptDisabled(b, bottomHalvesDisabled(c, d)), e),
      has: [
        "a []",
        "b [irqs off]",
        "c [irqs off, preempt off]",
        "d [bh off, irqs off, preempt off]",
        "e [irqs off]",
        "end []",
      ],
    },
  ]);
});

describe("a mode holds from its first location until a step leaves it", () => {
  tells([
    { what: "of two steps", program: userMode(a, b), has: ["a [user mode]", "b [user mode]", "end []"] },
    {
      what: "between others",
      program: [a, userMode(b, c), d],
      has: ["a []", "b [user mode]", "c [user mode]", "d []", "end []"],
    },
    { what: "of any name", program: mode("idle", a), has: ["a [idle]", "end []"] },
    {
      what: "in a section",
      program: irqsDisabled(a, guestMode(b), c),
      has: ["a []", "b [guest mode, irqs off]", "c [irqs off]", "end []"],
    },
    {
      what: "around a section",
      program: userMode(irqsDisabled(a, b), c),
      has: ["a [user mode]", "b [irqs off, user mode]", "c [user mode]", "end []"],
    },
    {
      what: "in a mode",
      program: mode("host", a, userMode(b), c),
      has: ["a [host]", "b [host, user mode]", "c [host]", "end []"],
    },
  ]);
});

describe("a trap is a user-mode step that is the first of a section with interrupts off", () => {
  const trap = step("#NM");
  const handler = step("handler");
  tells([
    {
      what: "the trap itself",
      program: [irqsDisabled(userMode(trap), handler), a],
      has: ["#NM [user mode]", "handler [irqs off]", "a []", "end []"],
    },
    {
      what: "with a longer handler that enables interrupts",
      program: irqsDisabled(userMode(trap), handler, irqsEnabled(a, b), c),
      has: ["#NM [user mode]", "handler [irqs off]", "a [irqs off]", "b []", "c [irqs off]", "end []"],
    },
    {
      what: "written the wrong way, which lets the scheduler in between",
      program: [userMode(trap), irqsDisabled(handler)],
      has: ["#NM [user mode]", "handler []", "end []"],
    },
    {
      what: "out of a loop in user mode",
      program: loop(choose(userMode(a), irqsDisabled(userMode(trap), handler))),
      has: ["a|#NM [user mode]", "handler [irqs off]"],
    },
  ]);
});

describe("irqsEnabled lifts what an outer section set, between its first and its last step", () => {
  tells([
    {
      what: "in the middle",
      program: irqsDisabled(a, irqsEnabled(b, c), d),
      has: ["a []", "b [irqs off]", "c []", "d [irqs off]", "end []"],
    },
    {
      what: "of one step, which nothing can see",
      program: irqsDisabled(a, irqsEnabled(b), c),
      has: ["a []", "b [irqs off]", "c [irqs off]", "end []"],
    },
    {
      what: "which leaves the others",
      program: preemptDisabled(irqsDisabled(a, irqsEnabled(b, c), d)),
      has: ["a []", "b [irqs off, preempt off]", "c [preempt off]", "d [irqs off, preempt off]", "end []"],
    },
    {
      what: "with interrupts off again inside",
      program: irqsDisabled(a, irqsEnabled(b, irqsDisabled(c, d), e)),
      has: ["a []", "b [irqs off]", "c []", "d [irqs off]", "e []", "end []"],
    },
    { what: "where they are on", program: irqsEnabled(a, b), has: ["a []", "b []", "end []"] },
    {
      what: "of any attribute",
      program: section("s", a, lift("s", b, c), d),
      has: ["a []", "b [s]", "c []", "d [s]", "end []"],
    },
    {
      what: "with the first step of the section",
      program: irqsDisabled(irqsEnabled(a, b), c),
      has: ["a []", "b []", "c [irqs off]", "end []"],
    },
  ]);
});

describe("the head of a loop takes the attributes of its body's first location", () => {
  tells([
    {
      what: "one location, where the same hold outside",
      program: [a, loop(b, c)],
      has: ["a []", "b []", "c []"],
    },
    { what: "one location at the beginning", program: loop(a, b), has: ["a []", "b []"] },
    {
      what: "one location inside a section",
      program: irqsDisabled(a, loop(b, exit), c),
      has: ["a []", "b [irqs off]", "? [irqs off]", "c [irqs off]", "end []"],
    },
    {
      what: "two locations, where it begins a section",
      program: irqsDisabled(loop(a, b)),
      has: ["a []", "b [irqs off]", "a [irqs off]"],
    },
    {
      what: "two locations, where it begins a section that goes on",
      program: irqsDisabled(loop(a, exit), b),
      has: ["a []", "? [irqs off]", "b [irqs off]", "end []", "a [irqs off]"],
    },
    {
      what: "one location, where it holds a section",
      program: loop(irqsDisabled(a, b), c),
      has: ["a []", "b [irqs off]", "c []"],
    },
    {
      what: "one location, where it is a section",
      program: loop(irqsDisabled(a, b)),
      has: ["a []", "b [irqs off]"],
    },
    {
      what: "one location, where it begins with a mode",
      program: [a, loop(userMode(b), c)],
      has: ["a []", "b [user mode]", "c []"],
    },
    {
      what: "one location, where it is a mode",
      program: loop(userMode(a, b)),
      has: ["a [user mode]", "b [user mode]"],
    },
    {
      what: "one location, where it stands in a mode",
      program: userMode(loop(a, b)),
      has: ["a [user mode]", "b [user mode]"],
    },
    {
      what: "two locations, where it begins a section and begins with a mode",
      program: preemptDisabled(loop(userMode(a), b)),
      has: ["a [user mode]", "b [preempt off]", "a [preempt off, user mode]"],
    },
    {
      what: "one location for loops that begin together",
      program: loop(loop(a, exit), b),
      has: ["a []", "? []", "b []"],
    },
    {
      what: "two locations, where the outer of two loops begins a section",
      program: irqsDisabled(loop(loop(a, exit), b)),
      has: ["a []", "? [irqs off]", "b [irqs off]", "a [irqs off]"],
    },
    {
      what: "with a condition",
      program: [loopWhile("go?", yes, a, b), c],
      has: ["go? []", "a []", "b []", "c []", "end []"],
    },
    {
      what: "with a condition, that begins a section",
      program: [irqsDisabled(loopWhile("go?", yes, a)), b],
      has: ["go? []", "a [irqs off]", "go? [irqs off]", "b []", "end []"],
    },
    {
      what: "two locations, where a routine begins a section with a loop",
      program: irqsDisabled(call(routine("f", () => loop(a, exit))), b),
      has: ["a []", "? [irqs off]", "b [irqs off]", "end []", "a [irqs off]"],
    },
    {
      what: "one location, where it begins with a routine that begins with a mode",
      program: [a, loop(call(routine("f", () => [userMode(b)])), c)],
      has: ["a []", "b [user mode]", "c []"],
    },
    {
      what: "one location, where it begins with a choose of modes",
      program: [a, loop(choose(userMode(b), userMode(c)))],
      has: ["a []", "b|c [user mode]"],
    },
    {
      what: "leave ends the sections inside the loop",
      program: [loop(irqsDisabled(a, exit, b), c), d],
      has: ["a []", "? [irqs off]", "d []", "end []", "b [irqs off]", "c []"],
    },
    {
      what: "leave goes to what stands behind, with its attributes",
      program: irqsDisabled(a, userMode(loop(b, exit)), c),
      has: ["a []", "b [irqs off, user mode]", "? [irqs off, user mode]", "c [irqs off]", "end []"],
    },
  ]);
});

describe("a choose is one location, with the attributes that its branches begin under", () => {
  tells([
    { what: "of two steps", program: [choose(a, b), c], has: ["a|b []", "c []", "end []"] },
    { what: "of two that go on", program: choose([a, b], [c, d]), has: ["a|c []", "b []", "end []", "d []"] },
    {
      what: "of two sections",
      program: choose(irqsDisabled(a, b), preemptDisabled(c, d)),
      has: ["a|c []", "b [irqs off]", "end []", "d [preempt off]"],
    },
    {
      what: "of two modes",
      program: [choose(userMode(a), userMode(b, c))],
      has: ["a|b [user mode]", "end []", "c [user mode]"],
    },
    {
      what: "in a mode",
      program: userMode(choose(a, [b, c])),
      has: ["a|b [user mode]", "end []", "c [user mode]"],
    },
    {
      what: "that begins a section",
      program: irqsDisabled(choose(a, b), c),
      has: ["a|b []", "c [irqs off]", "end []"],
    },
    {
      what: "inside a section",
      program: irqsDisabled(a, choose(b, [c, d]), e),
      has: ["a []", "b|c [irqs off]", "e [irqs off]", "end []", "d [irqs off]"],
    },
    {
      what: "of a choose",
      program: choose(a, choose(b, c)),
      has: ["a|b|c []", "end []"],
    },
    {
      what: "of a loop, whose head is a location of its own",
      program: choose(loop(a, exit), b),
      has: ["a|b []", "? []", "end []", "a []"],
    },
    { what: "in a loop", program: loop(choose(a, [b, leave])), has: ["a|b []", "end []"] },
  ]);
});

describe("a condition is a step", () => {
  tells([
    { what: "with one way", program: [asking(a), b], has: ["? []", "a []", "b []", "end []"] },
    {
      what: "with two ways",
      program: [asking(a, [b, c]), d],
      has: ["? []", "a []", "d []", "end []", "b []", "c []"],
    },
    {
      what: "that begins a section",
      program: irqsDisabled(asking(a), b),
      has: ["? []", "a [irqs off]", "b [irqs off]", "end []"],
    },
    {
      what: "that is a section, with what it leads to",
      program: irqsDisabled(asking(a, b)),
      has: ["? []", "a [irqs off]", "end []", "b [irqs off]"],
    },
    {
      what: "that ends a section",
      program: irqsDisabled(a, asking([])),
      has: ["a []", "? [irqs off]", "end []"],
    },
    {
      what: "that leads to a section",
      program: [asking(irqsDisabled(a, b)), c],
      has: ["? []", "a []", "b [irqs off]", "c []", "end []"],
    },
    { what: "that leads to a mode", program: asking(userMode(a)), has: ["? []", "a [user mode]", "end []"] },
    { what: "in a mode", program: userMode(asking(a)), has: ["? [user mode]", "a [user mode]", "end []"] },
    { what: "with no ways", program: asking([]), has: ["? []", "end []"] },
  ]);
});

describe("a routine is inlined", () => {
  const f = routine("f", () => [a, b]);
  const locked = routine("locked", () => irqsDisabled(a, b));
  const asUser = routine("asUser", () => userMode(a, b));
  const given = routine("given", (code: Part<C>) => preemptDisabled(code, e));
  tells([
    { what: "by itself", program: call(f), has: ["a []", "b []", "end []"] },
    {
      what: "that begins a section",
      program: irqsDisabled(call(f), c),
      has: ["a []", "b [irqs off]", "c [irqs off]", "end []"],
    },
    {
      what: "that ends a section",
      program: irqsDisabled(c, call(f)),
      has: ["c []", "a [irqs off]", "b [irqs off]", "end []"],
    },
    {
      what: "that is a section",
      program: [call(locked), c],
      has: ["a []", "b [irqs off]", "c []", "end []"],
    },
    {
      what: "that is a section in one",
      program: preemptDisabled(call(locked), c),
      has: ["a []", "b [irqs off, preempt off]", "c [preempt off]", "end []"],
    },
    {
      what: "that is a mode at the beginning of a section",
      program: irqsDisabled(call(asUser), c),
      has: ["a [user mode]", "b [irqs off, user mode]", "c [irqs off]", "end []"],
    },
    { what: "twice", program: [call(f), call(f)], has: ["a []", "b []", "a []", "b []", "end []"] },
    {
      what: "that is given code",
      program: call(given, [a, b]),
      has: ["a []", "b [preempt off]", "e [preempt off]", "end []"],
    },
  ]);
});

describe("absent parts vanish, and lists nest", () => {
  const empty = routine("empty", () => [false, null]);
  tells([
    {
      what: "in a program",
      program: [false, [a, [[b], undefined]], null, c],
      has: ["a []", "b []", "c []", "end []"],
    },
    {
      what: "at the beginning of a section",
      program: irqsDisabled(false, [undefined, a], b),
      has: ["a []", "b [irqs off]", "end []"],
    },
    {
      what: "at the end of a section",
      program: irqsDisabled(a, [b, null], [], false),
      has: ["a []", "b [irqs off]", "end []"],
    },
    {
      what: "a section with nothing in it",
      program: [a, irqsDisabled(false), b],
      has: ["a []", "b []", "end []"],
    },
    { what: "a mode with nothing in it", program: [a, userMode([]), b], has: ["a []", "b []", "end []"] },
    {
      what: "an empty section at the beginning of a section",
      program: irqsDisabled(preemptDisabled(false), a, b),
      has: ["a []", "b [irqs off]", "end []"],
    },
    {
      what: "an empty routine at the beginning of a section",
      program: irqsDisabled(call(empty), a, b),
      has: ["a []", "b [irqs off]", "end []"],
    },
    {
      what: "an empty mode at the beginning of a section",
      program: irqsDisabled(userMode(), a, b),
      has: ["a []", "b [irqs off]", "end []"],
    },
    {
      what: "an empty section at the beginning of a mode",
      program: userMode(irqsDisabled(), a, b),
      has: ["a [user mode]", "b [user mode]", "end []"],
    },
    {
      what: "an empty section at the beginning of a loop that begins with a mode",
      program: [a, loop(irqsDisabled(), userMode(b), c)],
      has: ["a []", "b [user mode]", "c []"],
    },
    {
      what: "an empty routine at the beginning of a loop that begins a section",
      program: irqsDisabled(loop(call(empty), a, b)),
      has: ["a []", "b [irqs off]", "a [irqs off]"],
    },
    {
      what: "an empty routine at the beginning of a branch",
      program: irqsDisabled(choose([call(empty), a], b), c),
      has: ["a|b []", "c [irqs off]", "end []"],
    },
    {
      what: "an empty routine at the end of a section",
      program: irqsDisabled(a, b, call(empty)),
      has: ["a []", "b [irqs off]", "end []"],
    },
  ]);
});

describe("an atomic block is one step", () => {
  tells([
    {
      what: "by itself",
      program: [atomic("xchg", a, b), c],
      has: ["a []", "c []", "end []", "within: a []", "within: b []"],
    },
    {
      what: "that begins a section",
      program: irqsDisabled(atomic("xchg", a, b), c),
      has: ["a []", "c [irqs off]", "end []", "within: a []", "within: b [irqs off]"],
    },
    {
      what: "that is a section",
      program: irqsDisabled(atomic("xchg", a, b)),
      has: ["a []", "end []", "within: a []", "within: b [irqs off]"],
    },
    {
      what: "in a mode",
      program: userMode(atomic("xchg", a, b)),
      has: ["a [user mode]", "end []", "within: a [user mode]", "within: b [user mode]"],
    },
    {
      what: "that begins with a mode",
      program: [c, atomic("xchg", userMode(a), b)],
      has: ["c []", "a [user mode]", "end []", "within: a [user mode]", "within: b []"],
    },
    {
      what: "around a section",
      program: atomic("xchg", irqsDisabled(a, b), c),
      has: ["a []", "end []", "within: a []", "within: b [irqs off]", "within: c []"],
    },
    {
      what: "at the head of a loop",
      program: loop(atomic("xchg", a, exit)),
      has: ["a []", "end []", "within: a []", "within: ? []"],
    },
  ]);
});

test("sets of attributes are interned: the same set is the same object", () => {
  const { locations } = compile([
    irqsDisabled(preemptDisabled(a, b), c),
    preemptDisabled(irqsDisabled(d, e)),
  ]);
  const sets = locations.map(({ attributes }) => attributes);
  const texts = new Map(sets.map((set) => [set.join(), set]));
  expect(texts.size).toBe(3);
  for (const set of sets) expect(texts.get(set.join())).toBe(set);
});

test("a step stands under the sections and modes around it, its first among them", () => {
  const { locations } = compile([irqsDisabled(userMode(a), b, irqsEnabled(c)), d]);
  const under = locations.flatMap(({ steps }) => steps.map((each) => `${each.label}: ${each.under.join()}`));
  expect(under).toEqual(["a: irqs off,user mode", "b: irqs off", "c: ", "d: "]);
});
