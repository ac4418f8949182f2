/** Each generic claim falls on a least model that breaks it, and holds on its twin. */

import { contents, type Property, type StateView } from "preempt";
import { describe, expect, test } from "vitest";
import {
  fpregsLock,
  init,
  kernel,
  kernelFpuSection,
  type Machine,
  type MachineOptions,
  nobody,
  type Regime,
} from "../../models/machine/index.js";
import {
  guestRegisters,
  hostControlAtSwitch,
  kernelSectionsAlone,
  kernelSectionsKept,
  loadAndPutBalanced,
  needsLoadFlagTells,
  noKernelWarning,
  noLostState,
  noRegisterLeak,
  registersAndImageAgree,
  userRegisters,
  warnOn,
} from "../../properties/fpu/index.js";
import { type Code, noFpu, small, type Variables, words } from "../machine/small.js";
import { found } from "../search/found.js";

type State = StateView<Variables>;
type Claim = Property<State>;

const { step, loop, choose, userMode, guestMode, irqsDisabled, preemptDisabled, syscall } = words;

const name = "the claim";

/** What came of `name`, with the least cost of what breaks it. */
function outcome(
  program: Code,
  claims: readonly Claim[],
  options: Partial<MachineOptions> = {},
  of = name,
): string | undefined {
  return found(small({ A: program }, { ...options, properties: claims }))[of]?.replace(/\).*/, ")");
}

/** A regime in which A's registers are its own at first, and nothing is ever saved or loaded. */
const own: Regime = {
  ...noFpu,
  initial: ({ owner }) => ({ cpu: { fpregs: contents(owner) }, task: { fpu: contents(owner) } }),
};

const thread = { tasks: { A: { kernelThread: true } } };

describe("no lost state, no register leak", () => {
  const user = userRegisters("A", "A");
  const both = [noLostState(name, user), noRegisterLeak("leak", user)];
  const writes = userMode(
    loop(
      step("writes", ({ here, contents }) => {
        here.fpregs = contents.fresh("A");
      }),
    ),
  );
  const interrupted = (body: (k: { here: { fpregs: string }; current: { fpu: string } }) => void) => ({
    regime: own,
    interrupts: [
      {
        level: "hardirq" as const,
        handler: kernel<Machine>().step("interrupts", (k) => {
          body(k);
        }),
      },
    ],
  });

  const rows: readonly [string, Partial<MachineOptions>, string, string][] = [
    ["nobody touches them", { regime: own }, "holds", "holds"],
    ["an interrupt that touches nothing", interrupted(() => undefined), "holds", "holds"],
    [
      "an interrupt leaves its own in them",
      interrupted(({ here }) => {
        here.fpregs = "kernel";
      }),
      "violated (0, 1, 2)",
      "violated (0, 1, 2)",
    ],
    [
      "an interrupt loads an image that is out of date: lost, and no leak",
      interrupted(({ here, current }) => {
        here.fpregs = current.fpu;
      }),
      "violated (0, 1, 3)",
      "holds",
    ],
    [
      "an interrupt leaves what fninit makes: lost, and nobody's secret",
      interrupted(({ here }) => {
        here.fpregs = init;
      }),
      "violated (0, 1, 2)",
      "holds",
    ],
    [
      "they are somebody else's from the beginning",
      { regime: noFpu },
      "violated (0, 0, 0)",
      "violated (0, 0, 0)",
    ],
  ];

  test.each(rows)("%s", (_, options, lost, leak) => {
    expect(outcome(writes, both, options)).toBe(lost);
    expect(outcome(writes, both, options, "leak")).toBe(leak);
  });

  test.each([
    ["who has written nothing may find what fninit makes", true, "holds"],
    ["who has written may not", false, "violated (0, 0, 0)"],
  ])("%s", (_, untouched, expected) => {
    const begins = { ...noFpu, initial: () => ({ cpu: { fpregs: contents(init) }, task: {} }) };
    const claim = noLostState(name, { ...user, untouched: () => untouched });
    expect(outcome(userMode(loop(step("looks"))), [claim], { regime: begins })).toBe(expected);
  });

  test.each([
    ["a guest that runs on its own registers", "guest", "holds"],
    ["a guest that runs on its host's", "A", "violated (0, 0, 2)"],
  ])("%s", (_, loaded, expected) => {
    const program = [
      userMode(syscall("ioctl(KVM_RUN)")),
      irqsDisabled(
        step("VM entry", ({ here }) => {
          here.fpregs = loaded;
        }),
        guestMode(step("VM exit")),
      ),
    ];
    const claim = noLostState(name, guestRegisters("A", "guest"));
    expect(outcome(program, [claim], { regime: own, tasks: { A: { guest: "guest" } } })).toBe(expected);
  });
});

describe("kernel FPU sections stand alone, and keep their registers", () => {
  const regime = (usable: Regime["irqFpuUsable"]): Regime => ({
    ...own,
    kernelFpuBegin: kernel<Machine>().step("kernel_fpu_begin", ({ here }) => {
      here.inKernelFpu += 1;
    }),
    kernelFpuEnd: kernel<Machine>().step("kernel_fpu_end", ({ here }) => {
      here.inKernelFpu -= 1;
    }),
    irqFpuUsable: usable,
  });
  const claims = [kernelSectionsAlone, kernelSectionsKept];
  const verdicts = (program: (regime: Regime) => Code, usable: Regime["irqFpuUsable"]): readonly string[] => {
    const made = regime(usable);
    const options = { ...thread, regime: made, softirqFpu: true, kernelFpuAsserted: true };
    return claims.map((claim) => outcome(program(made), claims, options, claim.name) ?? "");
  };
  const section = (made: Regime): Code => kernelFpuSection(made, "task", { asserted: true });

  test("a softirq that looks whether a section is open", () => {
    expect(verdicts(section, (k) => k.here.inKernelFpu === 0)).toEqual(["holds", "holds"]);
  });

  test("a softirq that does not", () => {
    expect(verdicts(section, () => true)).toEqual(["violated (0, 1, 2)", "violated (0, 1, 4)"]);
  });

  test("a softirq that does not, and hits nothing", () => {
    expect(
      verdicts(
        () => loop(step("works")),
        () => true,
      ),
    ).toEqual(["holds", "holds"]);
  });

  test("a softirq, where a task is at work on its registers with bottom halves on", () => {
    const { section: marked } = words;
    const program = (): Code => loop(marked("fpregs lock", step("begins"), step("ends")));
    expect(verdicts(program, () => true)).toEqual(["violated (0, 1, 2)", "holds"]);
    expect(
      verdicts(
        () => loop(fpregsLock(step("begins"), step("ends"))),
        () => true,
      ),
    ).toEqual(["holds", "holds"]);
  });
});

describe("no kernel warning", () => {
  test.each([
    [true, "violated (0, 0, 1)"],
    [false, "holds"],
  ])("WARN_ON(%j)", (condition, expected) => {
    const program = step("WARN_ON", (k) => {
      warnOn(k, condition, "so it is");
    });
    expect(outcome(program, [noKernelWarning], thread, noKernelWarning.name)).toBe(expected);
  });
});

describe("load and put balanced", () => {
  const names = { put: "put", load: "load", user: "user" };
  const { loads, puts, properties } = loadAndPutBalanced<State & { vcpu?: never }>(names, {
    inUser: (s) => s.process("A").in("user mode"),
    loaded: (s) => s.event,
  });
  /** The ghost of a family, for which the variable `event` stands in. */
  const ghost = (k: { event: boolean }) => ({
    get loaded(): boolean {
      return k.event;
    },
    set loaded(to: boolean) {
      k.event = to;
    },
  });
  const load = step("load", (k) => {
    loads(k, ghost(k));
  });
  const put = step("put", (k) => {
    puts(k, ghost(k));
  });
  const enter = userMode(syscall("enter"));
  const rows: readonly [string, Code, Readonly<Record<string, string>>][] = [
    ["in turns", [load, put, load, put], { put: "holds", load: "holds", user: "holds" }],
    ["a put without a load", [put], { put: "violated", load: "holds", user: "holds" }],
    ["two puts", [load, put, put], { put: "violated", load: "holds", user: "holds" }],
    ["two loads", [load, load, put], { put: "holds", load: "violated", user: "holds" }],
    ["no put", [load], { put: "holds", load: "holds", user: "violated" }],
  ];

  test.each(rows)("%s", (_, code, expected) => {
    const verdicts = found(small({ A: [enter, code, userMode(step("back"))] }, { properties }));
    expect(
      Object.fromEntries(Object.entries(verdicts).map(([key, text]) => [key, text.split(" ")[0]])),
    ).toEqual(expected);
  });
});

describe("a clear needs-load flag means that the registers are whole", () => {
  const claim = needsLoadFlagTells<State>(name, { A: () => "A" });
  const spoils = step("spoils", ({ here, current }) => {
    here.fpregs = "kernel";
    current.needFpuLoad = false;
  });
  const repairs = step("repairs", ({ here }) => {
    here.fpregs = "A";
  });
  const flagged = step("spoils, and says so", ({ here, current }) => {
    here.fpregs = "kernel";
    current.needFpuLoad = true;
  });
  const options = { ...thread, regime: { ...noFpu, initial: () => ({ cpu: {}, task: {} }) } };
  const begins = step("begins", ({ here }) => {
    here.fpregs = "A";
  });
  /** The registers are nobody's at first: what is claimed is claimed from where A has them. */
  const from = (program: Code): string | undefined => {
    const held = needsLoadFlagTells<State>(name, { A: (s) => (s.x === 0 ? s.cpu(0).fpregs : "A") });
    const starts = step("starts", (k) => {
      k.x = 1;
      k.here.fpregs = "A";
    });
    return outcome([starts, program], [held], options);
  };

  test.each<[string, Code, string]>([
    ["they are", begins, "holds"],
    ["they are not", [spoils, repairs], "violated (0, 0, 2)"],
    ["they are not, and the flag is set", flagged, "holds"],
    ["they are not, while the task is at work on them", fpregsLock(spoils, repairs), "holds"],
    ["they are not, when it has been", fpregsLock(begins, spoils), "violated (0, 0, 3)"],
    [
      "they are not, inside a kernel FPU section",
      [
        step("kernel_fpu_begin", ({ here }) => {
          here.inKernelFpu = 1;
          here.fpregs = "kernel";
        }),
        step("kernel_fpu_end", ({ here }) => {
          here.inKernelFpu = 0;
          here.fpregs = "A";
        }),
      ],
      "holds",
    ],
  ])("%s", (_, program, expected) => {
    expect(from(program)).toBe(expected);
  });

  test("it is claimed from the beginning", () => {
    expect(outcome(begins, [claim], options)).toBe("violated (0, 0, 0)");
  });
});

describe("when owner and last CPU both say so, registers and image agree", () => {
  const claim = registersAndImageAgree<State>(name, { cpus: 1, tasks: ["A"] });
  const set = (owner: string, lastCpu: number, fpregs: string, needFpuLoad = true): Code =>
    step("set", ({ here, current }) => {
      current.needFpuLoad = needFpuLoad;
      current.lastCpu = lastCpu;
      current.fpu = "A";
      here.fpuOwner = owner;
      here.fpregs = fpregs;
    });

  test.each<[string, Code, string]>([
    ["both, and they do", set("A", 0, "A"), "holds"],
    ["both, and they do not", set("A", 0, "B"), "violated (0, 0, 1)"],
    ["both, and the registers are out of date", set("A", 0, "A (stale)"), "violated (0, 0, 1)"],
    ["the owner is another", set(nobody, 0, "B"), "holds"],
    ["the last CPU is another", set("A", -1, "B"), "holds"],
    ["both, but the task lives in the registers", set("A", 0, "A (stale)", false), "violated (0, 0, 2)"],
    ["both, but the task is at work on them", fpregsLock(set("A", 0, "B"), set("A", 0, "A")), "holds"],
  ])("%s", (_, program, expected) => {
    expect(outcome(program, [claim], { ...thread, regime: noFpu })).toBe(expected);
  });

  test("through the pointer that says which image is the task's", () => {
    const points = (fpstate: "thread.fpu" | "guest_fpu"): Code =>
      step("set", ({ here, current }) => {
        current.needFpuLoad = true;
        current.lastCpu = 0;
        current.fpu = "A";
        current.guestFpu = "guest";
        current.fpstate = fpstate;
        here.fpuOwner = "A";
        here.fpregs = "guest";
      });
    expect(outcome(points("guest_fpu"), [claim], thread)).toBe("holds");
    expect(outcome(points("thread.fpu"), [claim], thread)).toBe("violated (0, 0, 1)");
  });
});

describe("control registers are the host's at a switch", () => {
  const claim = hostControlAtSwitch<State>(name, { cpus: 1 });
  const guest = step("guest's", ({ here }) => {
    here.control = "guest";
  });
  const host = step("host's", ({ here }) => {
    here.control = "host";
  });

  test.each<[string, Code, string]>([
    ["with preemption off", loop(preemptDisabled(guest, host)), "holds"],
    ["with interrupts off", loop(irqsDisabled(guest, host)), "holds"],
    ["with preemption on", loop(guest, host), "violated (0, 0, 1)"],
    ["given back a step late", loop(preemptDisabled(guest, step("last")), host), "violated (0, 0, 2)"],
    [
      "taken a step early",
      loop(guest, preemptDisabled(choose(step("a"), step("b")), host)),
      "violated (0, 0, 1)",
    ],
  ])("%s", (_, program, expected) => {
    expect(outcome(program, [claim], thread)).toBe(expected);
  });
});
