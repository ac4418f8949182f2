/** What `show` says of processes that are guarded as a whole, and of what may strike between steps. */

import { family, language, model, type Rule } from "preempt";
import { describe, expect, test } from "vitest";
import { familyText, modelText } from "../../src/render/show.js";

const { step, process, atomic, userMode, preemptDisabled, irqsDisabled, loop } = language<{ x: number }>();

const none = (...unwanted: readonly string[]): Rule["of"] => {
  return (attributes) => !unwanted.some((attribute) => attributes.includes(attribute));
};

const scheduler: Rule = { name: "scheduler", of: none("preempt off", "irqs off") };
const softirq: Rule = { name: "softirq", of: none("irqs off") };
const hardirq: Rule = { name: "hard IRQ", of: none("irqs off") };

const struck = model({
  name: "struck",
  variables: { x: 0 },
  processes: [
    process("V", {
      enabled: (k) => k.x === 0,
      strikes: [scheduler, softirq, hardirq, { name: "softirq", of: () => false }],
      program: [
        userMode(step("ioctl(KVM_RUN)")),
        preemptDisabled(
          step("preempt_disable"),
          step("waits", undefined, { enabled: (k) => k.x === 0 }),
          irqsDisabled(step("local_irq_disable"), atomic("one instruction", step("enter"), step("exit"))),
        ),
      ],
    }),
    process("world", { environment: true, mayWait: true, program: loop(step("turns")) }),
  ],
});

describe("a model", () => {
  test("before every step, what may strike there, in a process that says so", () => {
    expect(modelText(struck)).toBe(`struck

variables
  x  begins as 0

V (guarded as a whole)
   0 [user mode]  may strike: scheduler, softirq, hard IRQ
       ioctl(KVM_RUN) (to 1)
   1  may strike: scheduler, softirq, hard IRQ
       preempt_disable (to 2)
   2 [preempt off]  may strike: softirq, hard IRQ
       waits (to 3, guarded)
   3 [preempt off]  may strike: softirq, hard IRQ
       local_irq_disable (to 4)
   4 [irqs off, preempt off]  may strike: nothing
       enter (atomic: one instruction)
          enter
          exit
   5 the end

world (environment, may wait for ever)
   0
       turns (to 0)`);
  });

  test("what may strike stands on a line of its own where it is long", () => {
    const rules = ["softirq", "hard IRQ", "NMI", "the scheduler", "the hypervisor below the kernel"];
    const long = model({
      name: "long",
      variables: { x: 0 },
      processes: [
        process("V", {
          strikes: rules.map((name) => ({ name, of: () => true })),
          program: userMode(step("goes")),
        }),
      ],
    });
    expect(modelText(long)).toContain(`
   0 [user mode]
     may strike: softirq, hard IRQ, NMI, the scheduler, the hypervisor below
       the kernel
       goes (to 1)
`);
  });
});

describe("a family", () => {
  test("the commit and the kernel of its variants, where they are known", () => {
    const versions = family({
      name: "versions",
      title: "three versions",
      about: ["One path."],
      variants: {
        first: { about: "as it was", commit: "0123456789ab", kernel: "5.2" },
        second: { about: "as posted", commit: "a mail" },
        third: { about: "as it is", kernel: "5.3" },
      },
      newest: "third",
      parameters: {},
      build: () => struck,
      violated: () => [],
    });
    expect(familyText(versions)).toBe(`versions: three versions

One path.

variants
  first   as it was (0123456789ab, kernel 5.2)
  second  as posted (a mail)
  third   as it is (kernel 5.3) (what the family's name alone means)`);
  });
});
