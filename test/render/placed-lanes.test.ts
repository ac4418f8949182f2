/** Traces of models with tasks and CPUs as they are drawn: the files in lanes/ are what is to be seen. */

import { join } from "node:path";
import { type Cost, check, indexed, language, type Model, model, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { costText } from "../../src/render/cost.js";
import { type LanesOptions, lanes } from "../../src/render/lanes.js";
import { plainStyle } from "../../src/render/style.js";
import { recordRun } from "../../src/trace/record.js";
import { parseSchedule } from "../../src/trace/replay.js";

const names = ["V", "B", "idle0", "idle1"] as const;
type Name = (typeof names)[number];

/** A kernel in small: what a CPU runs, whether a softirq is on it, and whose the registers are. */
const variablesOf = (cpus: number) => ({
  cpu: indexed(cpus, (cpu: number) => ({
    running: (cpu === 0 ? "V" : `idle${cpu}`) as Name,
    softirq: false,
    fpregs: cpu === 0 ? "V" : "nobody",
  })),
  task: indexed(names, (name: Name) => ({
    fpu: name as string,
    cpu: name === "idle1" ? 1 : 0,
    asleep: false,
    needLoad: name !== "V",
  })),
});

const { step, routine, call, loop, choose, atomic, mode, preemptDisabled, userMode, process, never } =
  language<ReturnType<typeof variablesOf>>();

/** A task that runs where its CPU runs it. */
const task = (name: "V" | "B", program: Parameters<typeof process>[1]["program"]) =>
  process(name, {
    task: name,
    cpu: (k) => k.task(name).cpu,
    enabled: (k) => k.here.running === name && !k.here.softirq,
    program,
  });

const switchTo = (next: Name, cost: Cost, cpu: number) =>
  step(
    `to ${next}`,
    (k) => {
      const { running } = k.here;
      if (running === "V" || running === "B") k.current.fpu = k.here.fpregs;
      k.here.running = next;
      k.current.cpu = cpu;
      k.current.needLoad = true;
    },
    { enabled: (k) => k.here.running !== next && !k.task(next).asleep, cost },
  );

const switching = routine({ name: "__switch_to", file: "arch/x86/kernel/process_64.c" }, (cpu: number) =>
  choose(
    switchTo("V", "nothing", cpu),
    switchTo("B", "preemption", cpu),
    switchTo("B", "sleep", cpu),
    switchTo("V", "migration", cpu),
    switchTo(cpu === 0 ? "idle0" : "idle1", "nothing", cpu),
  ),
);

/** The scheduler of a CPU, and the return to user mode. */
const scheduler = (cpu: number) =>
  process(`CPU${cpu}`, {
    cpu,
    task: (k) => k.here.running,
    environment: true,
    program: loop(
      choose(
        call(switching, cpu),
        step(
          "exit to user mode",
          (k) => {
            k.here.fpregs = k.current.fpu;
            k.current.needLoad = false;
          },
          { enabled: (k) => k.current.needLoad },
        ),
      ),
    ),
  });

const softirq = (cpu: number) =>
  process(`softirq${cpu}`, {
    cpu,
    task: (k) => k.here.running,
    environment: true,
    program: loop(
      step(
        "raised",
        (k) => {
          k.here.softirq = true;
        },
        { cost: "interrupt" },
      ),
      call(
        routine("kernel_fpu_begin", () =>
          atomic(
            "one instruction to the others",
            step("save", (k) => {
              k.current.fpu = k.here.fpregs;
              k.current.needLoad = true;
            }),
            step("fpregs := its own", (k) => {
              k.here.fpregs = "kernel";
            }),
          ),
        ),
      ),
      step("done", (k) => {
        k.here.softirq = false;
      }),
    ),
  });

const vcpu = [
  userMode(step("ioctl(KVM_RUN)")),
  call(
    routine("kvm_load_guest_fpu", () =>
      preemptDisabled(
        step("fpregs := guest_fpu", (k) => {
          k.here.fpregs = "guest";
        }),
        step("mark active"),
      ),
    ),
  ),
  mode("may sleep", step("handle exit")),
  step("wait", (k) => {
    k.current.asleep = true;
  }),
];

/** Wakes V up; it stands nowhere. */
const device = process("device", {
  environment: true,
  program: step("wakes V", (k) => {
    k.task("V").asleep = false;
  }),
});

const kernel = (cpus: number): Model =>
  model({
    name: `kernel of ${cpus}`,
    variables: variablesOf(cpus),
    processes: [
      task("V", vcpu),
      task("B", loop(step("works"))),
      ...Array.from({ length: cpus }, (_, cpu) => [scheduler(cpu), softirq(cpu)]).flat(),
      device,
    ],
    properties: [never("V loses its registers", (s) => s.task("V").fpu === "kernel")],
  });

const run = (cpus: number, schedule: string): Trace => {
  const made = kernel(cpus);
  return recordRun(made, parseSchedule(made, schedule));
};

const lossOf = (made: Model): Trace => {
  const [verdict] = check(made).verdicts;
  if (verdict?.kind !== "violated") throw new Error(`${made.name} loses nothing`);
  return verdict.trace;
};

const drawings: Readonly<Record<string, () => readonly [Trace, LanesOptions?]>> = {
  "tasks-preempted": () => [run(1, "V*2 CPU0 CPU0/3 B CPU0 CPU0/3 V")],
  "tasks-struck": () => [run(1, "V*2 softirq0*3 V*2 CPU0/3 V softirq0*3")],
  "tasks-struck-ascii": () => [run(1, "V*2 softirq0*3 V"), { style: plainStyle({ ascii: true }), width: 60 }],
  "tasks-asleep": () => [run(1, "V*3 CPU0/1 CPU0/3 B CPU0/2 CPU0 V*2 CPU0/2 softirq0*3 device CPU0")],
  "tasks-lost": () => [lossOf(kernel(1)), { replay: "preempt replay kernel.ts" }],
  cpus: () => [run(2, "V*2 CPU0 CPU1/3 CPU0/3 CPU1/3 B V softirq1*3 V*2 CPU1/2")],
};

/** The lines across the lanes, without their marks. */
const breaks = (trace: Trace): readonly string[] =>
  lanes([trace])
    .split("\n")
    .flatMap((line) => /^~{5} (.*?) ~*$/.exec(line)?.[1] ?? []);

/** The titles of the lanes. */
const titles = (trace: Trace): readonly string[] => {
  const [head = ""] = lanes([trace])
    .split("\n")
    .filter((line) => line.endsWith(" changed"));
  return head.trim().split(/ {2,}/).slice(0, -1);
};

describe("lanes of tasks and CPUs", () => {
  test.each(Object.entries(drawings))("%s", async (name, drawing) => {
    const [trace, options] = drawing();
    const text = lanes([trace], options);
    await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "lanes", `${name}.txt`));
    expect(text).not.toMatch(/[ \t]$/m);
    const wide = text.split("\n").filter((line) => line.length > 72 && !line.startsWith("replay:"));
    if (titles(trace).length <= 2) expect(wide).toEqual([]);
  });

  test("tasks stand in the order of their processes, idle ones last, and only those that something is done for", () => {
    expect(titles(run(1, "CPU0/2 CPU0/1"))).toEqual(["V", "idle0"]);
    expect(titles(run(1, "CPU0 CPU0/2 CPU0"))).toEqual(["V", "B", "idle0"]);
    expect(titles(run(1, "V CPU0"))).toEqual(["V"]);
    expect(titles(run(2, "V CPU0 CPU1/3"))).toEqual(["CPU 0", "CPU 1"]);
  });

  test("what another process does for a task is headed by its name; the task's own steps are not", () => {
    const headed = (schedule: string): readonly string[] =>
      lanes([run(1, schedule)])
        .split("\n")
        .flatMap((line) => /^ *\d+ +(\w+:.*|kvm\w+)$/.exec(line)?.[1] ?? []);
    expect(headed("V softirq0 CPU0/2 CPU0")).toEqual(["softirq0:", "CPU0: __switch_to", "CPU0: __switch_to"]);
    expect(headed("V*2 softirq0*3 V")).toEqual([
      "kvm_load_guest_fpu",
      "softirq0:",
      "softirq0: kernel_fpu_begin [atomic: one",
      "softirq0:",
      "kvm_load_guest_fpu",
    ]);
    // Two preemptions of V in the same lane and function are two.
    expect(headed("CPU0 CPU0 CPU0")).toEqual(["CPU0: __switch_to", "CPU0: __switch_to", "CPU0: __switch_to"]);
  });

  test.each([
    ["a preemption", 1, "V CPU0", ["preempted: V → B"]],
    ["a sleep", 1, "V CPU0/1", ["V sleeps, B runs"]],
    ["from and to an idle task", 1, "CPU0/2 CPU0", ["V → idle0", "idle0 → V"]],
    ["a task that is done", 1, "V*5 CPU0/2", ["V is done, idle0 runs"]],
    ["an interrupt of a task", 1, "softirq0*3", ["softirq0 on V"]],
    ["an interrupt of an idle CPU", 2, "softirq1*3", ["softirq1 on idle1"]],
    ["a migration", 2, "CPU0/2 CPU1/3", ["V → idle0", "V migrates to CPU 1: idle1 → V"]],
    ["a change of process alone", 1, "V CPU0 CPU0/3 B", ["preempted: V → B"]],
    ["what has no place", 1, "device V", []],
  ] as const)("%s", (_, cpus, schedule, expected) => {
    expect(breaks(run(cpus, schedule))).toEqual(expected);
  });

  test("costs are said by kind, and switches are context switches", () => {
    const trace = run(1, "V*3 softirq0*3 CPU0/1 CPU0 CPU0 softirq0*3");
    expect(costText(trace)).toBe("1 preemption, 2 interrupts, 1 sleep, 12 steps");
    expect(lanes([trace])).toContain(
      "\nrun: 1 preemption, 2 interrupts, 1 sleep, 12 steps (3 context switches)\n",
    );
    expect(lanes([run(1, "CPU0")])).toContain(" (1 context switch)\n");
    expect(costText(run(1, "V"))).toBe("0 preemptions, 0 other events, 1 step");
    expect(costText(run(2, "CPU0/2 CPU1/3"))).toBe("0 preemptions, 1 migration, 2 steps");
    // A stored trace may hold what this version does not know.
    expect(costText({ ...trace, cost: { preemptions: 1, events: 9, steps: 2 } })).toBe(
      "1 preemption, 9 other events, 2 steps",
    );
  });

  test("a model whose tasks and CPUs are numbered names them so", () => {
    const numbered = { cpu: indexed(1, { running: 0 }), task: indexed(2, { done: false }) };
    const words = language<typeof numbered>();
    const made = model({
      name: "numbered",
      variables: numbered,
      processes: [
        words.process("A", {
          cpu: 0,
          task: 1,
          program: words.step("done", (k) => {
            k.current.done = true;
          }),
        }),
        words.process("sched", {
          cpu: 0,
          task: (k) => k.here.running,
          program: words.step("switch", (k) => {
            k.here.running = 1;
          }),
        }),
      ],
    });
    const trace = recordRun(made, parseSchedule(made, "sched A"));
    expect(titles(trace)).toEqual(["task 0", "task 1"]);
    expect(breaks(trace)).toEqual(["task 0 → task 1"]);
    expect(lanes([trace])).toContain("task(1).done");
  });

  test("a variable keeps its whole name where another's would be the same", () => {
    const alike = {
      fpregs: "",
      cpu: indexed(1, { fpregs: "", ts: 0, ghost: { ts: 0 } }),
      task: indexed(["V"], { fpu: "", seen: 0 }),
    };
    const words = language<typeof alike>();
    const made = model({
      name: "alike",
      variables: alike,
      processes: [
        words.process("V", {
          cpu: 0,
          task: "V",
          locals: { seen: 0 },
          program: words.step("writes", (k) => {
            k.fpregs = "a";
            k.here.fpregs = "b";
            k.here.ts = 1;
            k.current.fpu = "d";
            k.current.seen = 3;
          }),
        }),
      ],
    });
    const text = lanes([recordRun(made, parseSchedule(made, "V"))]);
    const changed = text.split("\n").flatMap((line) => / (\S+) \S+ → \S+$/.exec(line)?.[1] ?? []);
    expect(changed).toEqual(["fpregs", "cpu(0).fpregs", "cpu(0).ts", "V.fpu", "task(V).seen"]);
  });
});

describe("a switch in small steps", () => {
  const cpuOf = { cpu: indexed(1, { running: "V" as "V" | "B" }), task: indexed(["V", "B"], { fpu: "" }) };
  const words = language<typeof cpuOf>();
  const made = (cost: Cost): Model =>
    model({
      name: "small steps",
      variables: cpuOf,
      processes: [
        ...(["V", "B"] as const).map((name) =>
          words.process(name, { cpu: 0, task: name, program: words.loop(words.step("works")) }),
        ),
        words.process("CPU0", {
          cpu: 0,
          task: (k) => k.here.running,
          program: [
            words.step("pick B", undefined, { cost }),
            words.step("save", (k) => {
              k.current.fpu = "saved";
            }),
            words.step("current := B", (k) => {
              k.here.running = "B";
            }),
            words.step("finish"),
          ],
        }),
      ],
    });
  const of = (cost: Cost, schedule: string): readonly string[] => {
    const small = made(cost);
    return breaks(recordRun(small, parseSchedule(small, schedule)));
  };

  test("is announced once, where it is paid for", () => {
    expect(of("preemption", "V CPU0*4 B")).toEqual(["preempted: V → B"]);
    expect(of("sleep", "V CPU0*4 B")).toEqual(["V sleeps, B runs"]);
  });

  test("where nobody pays, it is announced where it happens", () => {
    expect(of("nothing", "V CPU0*4 B")).toEqual(["V → B"]);
  });

  test("that does not come about, or only after the task went on, is not said to be one", () => {
    expect(of("preemption", "V CPU0*2")).toEqual(["V is preempted"]);
    expect(of("sleep", "V CPU0*2")).toEqual(["V sleeps"]);
    expect(of("preemption", "V CPU0 V CPU0*3")).toEqual(["V is preempted", "V → B"]);
  });
});

test("of several costs of one step each is said, and the switch once", () => {
  const two = {
    cpu: indexed(2, (cpu: number) => ({ running: (cpu === 0 ? "V" : "B") as "V" | "B" })),
    task: indexed(["V", "B"], { fpu: "" }),
  };
  const words = language<typeof two>();
  const pay = (cost: Cost) => words.step(`costs ${cost}`, undefined, { cost });
  const switches = (...costs: readonly Cost[]) =>
    words.atomic(
      "IRQs off",
      costs.map(pay),
      words.call(
        words.routine("__switch_to", () =>
          words.step("to V", (k) => {
            k.here.running = "V";
          }),
        ),
      ),
    );
  const made = (...costs: readonly Cost[]): Trace => {
    const switching = model({
      name: "switching",
      variables: two,
      processes: [
        words.process("V", { cpu: 0, task: "V", program: words.step("works") }),
        words.process("B", { cpu: 1, task: "B", program: words.step("works") }),
        words.process("CPU1", { cpu: 1, task: (k) => k.here.running, program: switches(...costs) }),
      ],
    });
    return recordRun(switching, parseSchedule(switching, "V CPU1"));
  };
  expect(breaks(made("preemption", "migration"))).toEqual(["preempted: B → V; V migrates to CPU 1"]);
  expect(breaks(made("sleep", "interrupt"))).toEqual(["B sleeps, V runs; CPU1 on B"]);
  expect(breaks(made("interrupt"))).toEqual(["CPU1 on B: B → V"]);
  expect(breaks(made("nothing"))).toEqual(["B → V"]);
  // What costs something and shows nothing is said by the break: the block begins with its function.
  expect(lanes([made("migration")])).toContain(`
   2             B, CPU1: __switch_to [atomic: IRQs
                   off]
                  to V                              cpu(1).running B → V`);
});
