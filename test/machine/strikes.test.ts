/** Exactly what may strike at each location of a task: found by running the machine, and the same in every state. */

import { describe, expect, test } from "vitest";
import { fpregsLocked } from "../../models/machine/index.js";
import { type Code, everyLevel, small, strikes, words } from "./small.js";

const { step, loop, choose, section, mode, lift, atomic, syscall, trap, sleeping, userMode, guestMode } =
  words;
const { preemptDisabled, bottomHalvesDisabled, irqsDisabled, irqsEnabled, fpregsLock, exit } = words;

const [a, b, c, d] = [step("a"), step("b"), step("c"), step("d")];

interface Row {
  readonly what: string;
  /** Around it stand a user mode that is left and come back to. */
  readonly program: Code;
  /** By location: who strikes, S the scheduler, s softirq, h hard IRQ, n NMI. */
  readonly full: readonly string[];
  readonly none: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: "nothing off",
    program: [a, b],
    full: ["a: Sshn", "b: Sshn"],
    none: ["a: .shn", "b: .shn"],
  },
  {
    what: "preemption off",
    program: preemptDisabled(a, b, c),
    full: ["a: Sshn", "b: .shn", "c: .shn"],
    none: ["a: .shn", "b: .shn", "c: .shn"],
  },
  {
    what: "preemption off, its first step outside",
    program: [a, preemptDisabled(b, c)],
    full: ["a: Sshn", "b: Sshn", "c: .shn"],
    none: ["a: .shn", "b: .shn", "c: .shn"],
  },
  {
    what: "preemption off, its last step outside",
    program: [preemptDisabled(a, b), c],
    full: ["a: Sshn", "b: .shn", "c: Sshn"],
    none: ["a: .shn", "b: .shn", "c: .shn"],
  },
  {
    what: "preemption off, the location before it marked",
    program: mode("preempt off", a, b, c),
    full: ["a: .shn", "b: .shn", "c: .shn"],
    none: ["a: .shn", "b: .shn", "c: .shn"],
  },
  {
    what: "bottom halves off",
    program: [bottomHalvesDisabled(a, b), c],
    full: ["a: Sshn", "b: ..hn", "c: Sshn"],
    none: ["a: .shn", "b: ..hn", "c: .shn"],
  },
  {
    what: "interrupts off",
    program: [irqsDisabled(a, b), c],
    full: ["a: Sshn", "b: ...n", "c: Sshn"],
    none: ["a: .shn", "b: ...n", "c: .shn"],
  },
  {
    what: "interrupts on again",
    program: irqsDisabled(a, irqsEnabled(b, c), d),
    full: ["a: Sshn", "b: ...n", "c: Sshn", "d: ...n"],
    none: ["a: .shn", "b: ...n", "c: .shn", "d: ...n"],
  },
  {
    what: "interrupts on again, preemption not",
    program: preemptDisabled(irqsDisabled(a, irqsEnabled(b, c), d)),
    full: ["a: Sshn", "b: ...n", "c: .shn", "d: ...n"],
    none: ["a: .shn", "b: ...n", "c: .shn", "d: ...n"],
  },
  {
    what: "bottom halves on again",
    program: bottomHalvesDisabled(a, lift("bh off", b, c), d),
    full: ["a: Sshn", "b: ..hn", "c: Sshn", "d: ..hn"],
    none: ["a: .shn", "b: ..hn", "c: .shn", "d: ..hn"],
  },
  {
    what: "fpregs_lock",
    program: fpregsLock(a, b, c),
    full: ["a: Sshn", "b: ..hn", "c: ..hn"],
    none: ["a: .shn", "b: ..hn", "c: ..hn"],
  },
  {
    what: "the attribute of fpregs_lock alone, which keeps nothing off",
    program: section(fpregsLocked, a, b),
    full: ["a: Sshn", "b: Sshn"],
    none: ["a: .shn", "b: .shn"],
  },
  {
    what: "a sleep",
    program: [a, sleeping("sleeps"), b],
    full: ["a: Sshn", "sleeps: Sshn", "b: Sshn"],
    none: ["a: .shn", "sleeps: Sshn", "b: .shn"],
  },
  {
    what: "a guest that runs with interrupts off",
    program: irqsDisabled(a, guestMode(b), c),
    full: ["a: Sshn", "b: ...n", "c: ...n"],
    none: ["a: .shn", "b: ...n", "c: ...n"],
  },
  {
    what: "a trap, out of user mode",
    program: trap("#PF", { enabled: () => true }, a, irqsEnabled(b, c), d),
    full: ["#PF: Sshn", "a: ...n", "b: ...n", "c: Sshn", "d: ...n"],
    none: ["#PF: Sshn", "a: ...n", "b: ...n", "c: .shn", "d: ...n"],
  },
  {
    what: "a trap written the wrong way, into whose handler the scheduler gets",
    program: [userMode(syscall("#PF")), irqsDisabled(a, b)],
    full: ["#PF: Sshn", "a: Sshn", "b: ...n"],
    none: ["#PF: Sshn", "a: .shn", "b: ...n"],
  },
  {
    what: "an atomic block, inside of which nothing is",
    program: [atomic("rq->lock", a, b), c],
    full: ["a: Sshn", "c: Sshn"],
    none: ["a: .shn", "c: .shn"],
  },
  {
    what: "an exit, after which the CPU is given away",
    program: [a, exit],
    full: ["a: Sshn", "do_exit: Sshn"],
    none: ["a: .shn", "do_exit: .shn"],
  },
];

const enters = userMode(syscall("enters"));

describe.each(rows)("$what", ({ program, full, none }) => {
  test.each([
    ["full" as const, full],
    ["none" as const, none],
  ])("preemption %s", (preemption, expected) => {
    const found = strikes(small({ T: [enters, program] }, { preemption, interrupts: everyLevel }));
    // User mode may be left at any moment; the end is where nothing is left to strike.
    expect(found.filter((line) => !/^(enters|end):/.test(line))).toEqual(expected);
    expect(found[0]).toBe("enters: Sshn");
  });
});

test("what a choose waits for is struck as one location", () => {
  const program = loop(choose(userMode(a), [userMode(syscall("b")), c]));
  const found = strikes(small({ T: program }, { preemption: "none", interrupts: everyLevel }));
  expect(found).toEqual(["a|b: Sshn", "c: .shn"]);
});
