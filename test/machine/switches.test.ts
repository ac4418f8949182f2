/** Switches, what they cost, the return to user mode, sleep and wake-up, exit, kernel threads, pinned tasks, two CPUs. */

import type { Model, Property, StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { kernel, type Machine, wake } from "../../models/machine/index.js";
import { found } from "../search/found.js";
import { moves } from "../semantics/walk.js";
import { type Code, everyLevel, held, reached, small, type Variables, words } from "./small.js";

const { step, loop, choose, leave, syscall, sleeping, sleepUntil, exit, userMode, preemptDisabled } = words;
const { always, never, reachable, deadlockFree } = words;

type Claim = Property<StateView<Variables>>;

const writes = step("writes", (k) => {
  k.x = 1;
});

/** What an interrupt does that can be seen afterwards. */
const uses = kernel<Machine>().step("uses the FPU", (k) => {
  k.here.fpregs = "softirq";
});

/** A task that is in user mode for ever. */
const spins = userMode(loop(step("spins")));

/** A task that is in user mode and in the kernel by turns. */
const everyday = loop(userMode(syscall("enters")), step("a"));

const runs = (task: string, name = `${task} runs`): Claim =>
  reachable(name, (s) => s.cpu(0).running === task);

describe("what a switch costs", () => {
  const cost = (model: Model): string | undefined => found(model)["B runs"]?.replace(/\).*/, ")");
  const first = (program: Code, more: Parameters<typeof small>[1] = {}): Model =>
    small({ A: program, B: spins }, { properties: [runs("B")], ...more });

  test.each<[string, Model, string]>([
    ["a preemption, out of user mode", first(spins), "holds (1, 0, 1)"],
    ["a preemption, where the kernel could have gone on", first(everyday), "holds (1, 0, 1)"],
    [
      "nothing, from a task that is dead",
      first([userMode(syscall("enters")), exit], { preemption: "none" }),
      "holds (0, 0, 3)",
    ],
    [
      "nothing, from a task that is asleep",
      first([userMode(syscall("enters")), sleepUntil("event?", (k) => k.event), loop(step("done"))]),
      "holds (0, 0, 5)",
    ],
    [
      "a sleep, where the task may sleep",
      first([userMode(syscall("enters")), loop(sleeping("sleeps"))]),
      "holds (0, 1, 2)",
    ],
    [
      "a sleep and nothing less with preemption none",
      first([userMode(syscall("enters")), loop(sleeping("sleeps"))], { preemption: "none" }),
      "holds (0, 1, 2)",
    ],
    [
      "nothing, from the idle task",
      small(
        { A: [userMode(syscall("enters")), exit], B: [sleepUntil("event?", (k) => k.event), spins] },
        { properties: [runs("B")], tasks: { B: { kernelThread: true } } },
      ),
      "holds (0, 0, 3)",
    ],
    [
      "a migration, and the preemption of nobody, onto an idle CPU",
      small({ A: spins }, { cpus: 2, properties: [reachable("B runs", (s) => s.cpu(1).running === "A")] }),
      "holds (1, 1, 2)",
    ],
  ])("%s", (_, model, expected) => {
    expect(cost(model)).toBe(expected);
  });

  test("an interrupt costs an interrupt, its end nothing", () => {
    const built = small(
      { A: everyday },
      {
        interrupts: [{ level: "softirq", handler: uses }],
        properties: [never("handled", (s) => s.cpu(0).fpregs === "softirq")],
      },
    );
    expect(found(built)).toEqual({ handled: "violated (0, 1, 1) softirq0" });
  });
});

describe("the return to user mode", () => {
  const user = userMode(loop(writes));
  const written: Claim = reachable("written", (s) => s.x === 1);

  test("is not needed at first", () => {
    expect(found(small({ A: user }, { properties: [written] }))).toEqual({
      written: "holds (0, 0, 1) A",
    });
  });

  test.each<[string, Code, string]>([
    ["a system call", [userMode(syscall("enters")), userMode(loop(writes))], "holds (0, 0, 3) A CPU0/1 ~ A"],
    [
      "a system call that takes a while",
      [userMode(syscall("enters")), step("a"), userMode(loop(writes))],
      "holds (0, 0, 4) A A CPU0/1 ~ A",
    ],
  ])("is needed after %s", (_, program, expected) => {
    const built = small({ A: program }, { properties: [written] });
    expect(found(built)).toEqual({ written: expected });
  });

  test.each(["softirq0", "hardirq0", "nmi0"])("is needed after a %s, and user mode waits for it", (name) => {
    const interrupts = everyLevel.filter(({ level }) => `${level}0` === name);
    const built = small({ A: user }, { interrupts });
    expect(moves(built, "A", name)).toEqual([]);
    const outcomes = moves(built, "CPU0", name);
    const at = outcomes.findIndex((text) => text.startsWith("return to user mode"));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(moves(built, "A", `${name} CPU0/${at}`)).toEqual(["writes: x=1"]);
  });

  test("is needed after a switch and back", () => {
    const built = small({ A: user, B: spins }, {});
    expect(moves(built, "A", "CPU0")).toEqual([]);
    expect(moves(built, "B", "CPU0")).toEqual([]);
    const [back] = moves(built, "CPU0", "CPU0").filter((text) => text.startsWith("switch to A"));
    expect(back).toContain("current := A");
    expect(moves(built, "A", "CPU0 CPU0")).toEqual([]);
  });

  test("is not made for a kernel thread, which has no user mode", () => {
    const built = small({ K: loop(step("works")) }, { tasks: { K: { kernelThread: true } } });
    const user = reached(built).filter((state) => held(built, state, "cpu(0).user") === true);
    expect(user).toEqual([]);
    expect(moves(built, "K")).toEqual(["works:"]);
  });

  test("is made at no other place than in front of user mode, with nothing stacked above", () => {
    const built = small(
      { A: everyday, B: everyday },
      {
        interrupts: everyLevel,
        properties: [
          always("user mode is user mode", (s) => {
            const { user, running, above } = s.cpu(0);
            if (!user) return true;
            return (
              (running === "A" || running === "B") && s.process(running).in("user mode") && above.size < 3
            );
          }),
        ],
      },
    );
    expect(found(built)).toEqual({ "user mode is user mode": "holds" });
  });
});

describe("sleep and wake-up", () => {
  const taken = step("taken", (k) => {
    k.event = false;
  });
  const waiter = loop(
    sleepUntil("event?", (k) => k.event),
    taken,
  );
  const waker = (wakes: boolean): Code =>
    loop(
      step(
        "post",
        (k) => {
          k.event = true;
          if (wakes) wake(k, "A");
        },
        { enabled: (k) => !k.event },
      ),
    );
  const threads = { A: { kernelThread: true }, B: { kernelThread: true } };
  const claims = [
    deadlockFree(),
    reachable("A sleeps", (s: StateView<Variables>) => s.task("A").state === "asleep"),
    reachable("A takes the event", (s: StateView<Variables>) => s.process("A").at("taken")),
  ];
  const verdicts = (model: Model): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(found(model)).map(([name, text]) => [name, text.split(" ")[0] ?? ""]));

  test("a waker that calls wake_up_process", () => {
    const built = small({ A: waiter, B: waker(true) }, { tasks: threads, properties: claims });
    expect(verdicts(built)).toEqual({
      "deadlock free": "holds",
      "A sleeps": "holds",
      "A takes the event": "holds",
    });
  });

  test("a waker that sets the condition and wakes nobody: both wait for ever", () => {
    const once = [
      step("post", (k) => {
        k.event = true;
      }),
      sleepUntil("never?", () => false),
    ];
    const built = small({ A: waiter, B: once }, { tasks: threads, properties: claims });
    expect(verdicts(built)["deadlock free"]).toBe("violated");
  });

  test("preempted on its way to sleep it stays runnable, and is run again", () => {
    const built = small(
      { A: waiter, B: loop(step("works")) },
      {
        tasks: threads,
        properties: [
          reachable(
            "preempted on its way",
            (s) => s.task("A").state === "going to sleep" && s.cpu(0).running === "B",
          ),
          never("it is lost", (s) => s.task("A").state === "going to sleep" && s.process("A").finished),
        ],
      },
    );
    expect(verdicts(built)).toEqual({ "preempted on its way": "holds", "it is lost": "holds" });
    const away = reached(built).filter(
      (state) =>
        held(built, state, "task(A).state") === "going to sleep" &&
        held(built, state, "cpu(0).running") === "B",
    );
    expect(away.length).toBeGreaterThan(0);
  });

  test("an event that comes between the look at the condition and schedule() is not lost", () => {
    const interrupt = {
      level: "hardirq" as const,
      handler: kernel<Machine>().step("wake_up_process", (k) => {
        wake(k, "A");
      }),
    };
    const built = small({ A: waiter }, { tasks: { A: { kernelThread: true } }, interrupts: [interrupt] });
    expect(moves(built, "A", "A A hardirq0")).toEqual(["schedule:"]);
    expect(moves(built, "A", "A A")).toEqual(["schedule: task(A).state=asleep"]);
  });

  test("a task that sleeps takes no step, and its CPU does not go back to it", () => {
    const built = small({ A: waiter, B: loop(step("works")) }, { tasks: threads });
    expect(moves(built, "A", "A A A")).toEqual([]);
    expect(moves(built, "CPU0", "A A A").map((text) => text.split(":")[0])).toEqual([
      "switch to B",
      "switch to idle0",
    ]);
  });
});

describe("exit", () => {
  const dies = [userMode(syscall("enters")), exit];

  test("a dead task is never run again, and nobody wakes it", () => {
    const waker = loop(
      step("wakes", (k) => {
        wake(k, "A");
      }),
    );
    const built = small(
      { A: dies, B: waker },
      {
        tasks: { B: { kernelThread: true } },
        properties: [
          reachable("A is dead", (s) => s.task("A").state === "dead"),
          never("A lives again", (s) => s.process("A").finished && s.task("A").state !== "dead"),
          never(
            "A is run again",
            (s) => s.task("A").state === "dead" && s.cpu(0).running === "A" && s.cpu(0).user,
          ),
        ],
      },
    );
    expect(Object.values(found(built)).map((text) => text.split(" ")[0])).toEqual([
      "holds",
      "holds",
      "holds",
    ]);
  });

  test("all dead is no deadlock", () => {
    const built = small({ A: dies, B: dies }, { properties: [deadlockFree()] });
    expect(found(built)).toEqual({ "deadlock free": "holds" });
  });
});

describe("deadlocks are found although CPUs and interrupts can always move", () => {
  const waits = step("waits", undefined, { enabled: (k: { readonly event: boolean }) => k.event });

  test("one task that waits, in the kernel, for what nobody does", () => {
    const built = small(
      { A: [userMode(syscall("enters")), waits] },
      { interrupts: everyLevel, properties: [deadlockFree()] },
    );
    expect(found(built)["deadlock free"]).toMatch(/^violated/);
  });

  test("not where another task can still do it", () => {
    const posts = [
      step("posts", (k: { event: boolean }) => {
        k.event = true;
      }),
      exit,
    ];
    const built = small(
      { A: [waits, exit], B: posts },
      { tasks: { A: { kernelThread: true }, B: { kernelThread: true } }, properties: [deadlockFree()] },
    );
    expect(found(built)["deadlock free"]).toBe("holds");
  });
});

describe("two CPUs", () => {
  const once: Claim = never("a task runs on both", (s) => s.cpu(0).running === s.cpu(1).running);
  const at: Claim = always("task_cpu is where it runs", (s) =>
    [0, 1].every((cpu) => s.task(s.cpu(cpu).running).cpu === cpu),
  );
  const migrates: Claim = reachable("A runs on CPU 1", (s) => s.cpu(1).running === "A");

  test("no task runs on two at once, and each comes to run on both", () => {
    const built = small(
      { A: everyday, B: everyday, C: loop(sleepUntil("event?", (k) => k.event)) },
      { cpus: 2, tasks: { C: { kernelThread: true } }, properties: [once, at, migrates] },
    );
    const kinds = Object.values(found(built)).map((text) => text.split(" ")[0]);
    expect(kinds).toEqual(["holds", "holds", "holds"]);
  });

  test("a pinned task stays where it is", () => {
    const built = small(
      { A: everyday, B: everyday },
      {
        cpus: 2,
        tasks: { A: { pinned: 0 } },
        properties: [migrates, reachable("B, too", (s) => s.cpu(0).running === "B")],
      },
    );
    expect(found(built)["A runs on CPU 1"]).toBe("unreached");
    expect(found(built)["B, too"]).toMatch(/^holds/);
  });

  test("a task pinned to another CPU begins there", () => {
    const built = small({ A: everyday }, { cpus: 2, tasks: { A: { pinned: 1 } } });
    const [initial] = reached(built);
    expect(initial && held(built, initial, "cpu(1).running")).toBe("A");
    expect(initial && held(built, initial, "cpu(0).running")).toBe("idle0");
  });

  test("an interrupt of the one CPU does not stop the other", () => {
    const built = small({ A: spins, B: spins }, { cpus: 2, interrupts: everyLevel });
    expect(moves(built, "A", "hardirq0")).toEqual([]);
    expect(moves(built, "B", "hardirq0")).toEqual(["spins:"]);
  });
});

test("with preemption none a loop in the kernel keeps the CPU for ever, with full it does not", () => {
  const hog = [
    userMode(syscall("enters")),
    loop(choose(step("busy"), [step("done"), leave])),
    preemptDisabled(step("x")),
  ];
  const built = (preemption: "full" | "none"): string =>
    found(
      small(
        { A: hog, B: spins },
        {
          preemption,
          properties: [
            reachable("B runs while A is busy", (s) => s.process("A").at("busy") && s.cpu(0).running === "B"),
          ],
        },
      ),
    )["B runs while A is busy"]?.split(" ")[0] ?? "";
  expect(built("full")).toBe("holds");
  expect(built("none")).toBe("unreached");
});
