/** The reduced search on small models: what would be lost if a condition of its gate were left out. */

import {
  type Context,
  check,
  indexed,
  language,
  type Model,
  model,
  type Part,
  type Process,
  type Property,
  type Reader,
  type Rule,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { type Point, type Reduction, reducing } from "../../src/count.js";
import { Reduced } from "../../src/search/reduced/reduced.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { TableSpace } from "../../src/tables/table-space.js";

const names = ["A", "B"] as const;
type Name = (typeof names)[number];

function declared(cpus: number, tasks: readonly string[]) {
  return {
    x: 0,
    cpu: indexed(cpus, (cpu) => ({ running: tasks[cpu] ?? "idle" })),
    task: indexed(names, (name) => ({ cpu: cpus === 1 ? 0 : names.indexOf(name), dead: false })),
  };
}
type Variables = ReturnType<typeof declared>;
type Locals = { p: number; q: number };
type Kernel = Context<Variables, Locals>;

const { step, loop, choose, preemptDisabled, process } = language<Variables, Locals>();
const { always, never, reachable, assertion, deadlockFree, eventually, neverStuck } = language<Variables>();

const preemptible: Rule = { name: "preemption on", of: (at) => !at.includes("preempt off") };

/** A task that moves only where a CPU runs it. */
const task = (name: Name, ...program: readonly Part<Kernel>[]): Process<Variables> =>
  process(name, {
    program,
    locals: { p: 0, q: 0 },
    cpu: (k) => k.task(name).cpu,
    task: name,
    enabled: ({ here, current }) => here.running === name && !current.dead,
  });

/** Switches a CPU among the tasks, for ever; away from one only where preemption is on, or it cannot go on. */
const scheduler = (cpu: number, tasks: readonly Name[]): Process<Variables> => {
  const gives = (k: Reader<Variables>): boolean => {
    const { running } = k.here;
    if (running === "idle") return true;
    const other = k.process(running);
    return k.task(running as Name).dead || other.finished || other.under(preemptible);
  };
  const takes = (k: Reader<Variables>, name: Name): boolean => {
    const { dead, cpu: at } = k.task(name);
    return !dead && !k.process(name).finished && k.cpu(at).running !== name;
  };
  const runs = tasks.map((name) =>
    step(
      `run ${name}`,
      (k) => {
        k.here.running = name;
        k.task(name).cpu = cpu;
      },
      { enabled: (k) => gives(k) && takes(k, name) },
    ),
  );
  const idles = step(
    "idle",
    ({ here }) => {
      here.running = "idle";
    },
    { enabled: (k) => gives(k) && k.here.running !== "idle" },
  );
  const program = loop(choose(...runs, idles));
  return process(`S${cpu}`, { program, locals: { p: 0, q: 0 }, cpu, mayWait: true });
};

/** A model of tasks and of processes that no CPU runs. The first tasks run at first, one on each CPU. */
const machine = (
  cpus: 1 | 2,
  processes: readonly Process<Variables>[],
  ...properties: readonly Property<StateView<Variables>>[]
): Model => {
  const tasks = names.filter((name) => processes.some((each) => each.name === name));
  const all = tasks.length === 0 ? [] : [0, 1].slice(0, cpus);
  return model({
    name: "small machine",
    variables: declared(cpus, tasks),
    processes: [...processes, ...all.map((cpu) => scheduler(cpu, tasks))],
    properties,
  });
};

/** A step on what nobody else can see. */
const inner = (label: string): Part<Kernel> =>
  step(label, ({ my }) => {
    my.p = (my.p + 1) % 3;
  });

/** A step on what everybody sees. */
const setX = (value: number): Part<Kernel> =>
  step(`x := ${value}`, (k) => {
    k.x = value;
  });

/** A process that no CPU runs. */
const free = (name: string, ...program: readonly Part<Kernel>[]): Process<Variables> =>
  process(name, { program, locals: { p: 0, q: 0 }, cpu: 0, task: "A" });

const kills = (name: Name): Process<Variables> =>
  free(
    "Killer",
    step("kill", (k) => {
      k.task(name).dead = true;
    }),
  );

const failsWhere = (label: string, test: (k: Kernel) => boolean): Part<Kernel> =>
  step(label, (k) => {
    if (test(k)) k.fail("never seen");
  });

function reduction(checked: Model): Reduction {
  const search = reducing(checked);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** The steps before which others must be let in, as `A: x + 1`. */
function left(checked: Model): readonly string[] {
  const named = ({ process, location }: Point): string => {
    const at = checked.processes[process];
    return `${at?.name}: ${at?.program.locations[location]?.steps.map(({ label }) => label).join(" | ")}`;
  };
  return reduction(checked)
    .points.filter(({ reason }) => reason !== undefined)
    .map(named);
}

/** The verdicts of both strategies, which must be the same to the last step of every trace. */
function verdicts(checked: Model): Readonly<Record<string, string>> {
  const reduced = check(checked, { strategy: "reduced" });
  expect(reduced.verdicts).toEqual(check(checked).verdicts);
  return Object.fromEntries(reduced.verdicts.map(({ property, kind }) => [property, kind]));
}

const statesOf = (checked: Model): { readonly all: number; readonly reduced: number } => ({
  all: check(checked).grounds.states,
  reduced: check(checked, { strategy: "reduced" }).grounds.states,
});

describe("what the gate must not lose", () => {
  const migrating = (cpus: 1 | 2): Model =>
    machine(
      cpus,
      [
        task(
          "A",
          step("p := CPU", ({ my, current }) => {
            my.p = current.cpu;
          }),
          step("q := CPU", ({ my, current }) => {
            my.q = current.cpu;
          }),
          failsWhere("p = q?", ({ my }) => my.p !== my.q),
        ),
        task("B", setX(1), setX(2)),
      ],
      assertion("never seen"),
    );

  test("a migration between two reads of the CPU number", () => {
    expect(verdicts(migrating(2))).toEqual({ "never seen": "violated" });
    const reads = ["A: p := CPU", "A: q := CPU"];
    expect(left(migrating(2))).toEqual(expect.arrayContaining(reads));
    for (const read of reads) expect(left(migrating(1))).not.toContain(read);
  });

  test("on the one CPU that there is, no such thing can happen", () => {
    expect(verdicts(migrating(1))).toEqual({ "never seen": "holds" });
    expect(left(migrating(1)).filter((step) => step.startsWith("A"))).toEqual(["A: p = q?"]);
  });

  test("a read learnt late", () => {
    const late = machine(
      1,
      [
        free("Writer", setX(1), setX(2)),
        free(
          "Reader",
          ...[1, 2, 3, 4, 5].map((n) => inner(`step ${n}`)),
          failsWhere("x = 1?", (k) => k.x === 1),
        ),
      ],
      assertion("never seen"),
    );
    expect(verdicts(late)).toEqual({ "never seen": "violated" });
    expect(left(late).filter((step) => /^[WR]/.test(step))).toEqual([
      "Writer: x := 1",
      "Writer: x := 2",
      "Reader: x = 1?",
    ]);
  });

  test("a read of who was blocked, and was never seen otherwise", () => {
    const blocked = machine(
      1,
      [
        free("Writer", setX(1), setX(2)),
        free(
          "Watcher",
          step(
            "wakes at 1",
            (k) => {
              k.fail("never seen");
            },
            { enabled: (k) => k.x === 1, mayWait: true },
          ),
        ),
      ],
      assertion("never seen"),
    );
    expect(verdicts(blocked)).toEqual({ "never seen": "violated" });
  });

  test("a step that lets a watcher go on: the deadlock of who is killed before it", () => {
    const watched = machine(
      1,
      [
        task("A", setX(1)),
        free("Watcher", step("wakes", undefined, { enabled: (k) => k.x === 1 })),
        kills("A"),
      ],
      deadlockFree(),
    );
    expect(verdicts(watched)).toEqual({ "deadlock free": "violated" });
  });

  test("others, beside a spin on what nobody sees", () => {
    const spinning = machine(
      1,
      [
        free("Spinner", loop(inner("spin"))),
        free(
          "Loser",
          failsWhere("fails", () => true),
        ),
      ],
      assertion("never seen"),
    );
    expect(verdicts(spinning)).toEqual({ "never seen": "violated" });
    expect(left(spinning)).toContain("Spinner: spin");
  });

  /** Something that runs until it is killed, and whose end nobody looks at. */
  const mortal = (...program: readonly Part<Kernel>[]): Process<Variables> =>
    process("Mortal", {
      program,
      locals: { p: 0, q: 0 },
      enabled: (k) => !k.task("A").dead,
    });

  test("who was killed before its last step", () => {
    const finishing = machine(1, [mortal(inner("last")), kills("A")], deadlockFree());
    expect(verdicts(finishing)).toEqual({ "deadlock free": "violated" });
    expect(left(finishing)).toContain("Mortal: last");
    // Where nobody asks for deadlocks nobody misses it.
    const unasked = machine(
      1,
      [mortal(inner("last")), kills("A")],
      never("x is 9", ({ x }) => x === 9),
    );
    expect(left(unasked)).not.toContain("Mortal: last");
  });

  test("who was killed where its guard asks for that, and only there", () => {
    const odd = process("Odd", {
      program: [inner("one"), inner("two")],
      locals: { p: 0, q: 0 },
      enabled: (k) => !(k.task("A").dead && k.process("Odd").at("one")),
    });
    expect(verdicts(machine(1, [odd, kills("A")], deadlockFree()))).toEqual({ "deadlock free": "violated" });
  });

  test("which of two writes came first", () => {
    const reads: Part<Kernel> = step("p := x, and no more writes", (k) => {
      k.my.p = k.x;
      k.task("A").dead = true;
    });
    const other = process("Other", {
      program: setX(2),
      locals: { p: 0, q: 0 },
      enabled: (k) => !k.task("A").dead,
      mayWait: true,
    });
    const racing = machine(
      1,
      [free("First", setX(1), reads), other],
      never("the other has written, and p is 1", (state) => {
        return state.process<Locals>("First").my.p === 1 && state.process("Other").finished;
      }),
    );
    expect(verdicts(racing)).toEqual({ "the other has written, and p is 1": "violated" });
  });

  test("that others can move, where only the surroundings were let", () => {
    const around = process("Around", {
      program: [inner("one"), inner("two")],
      locals: { p: 0, q: 0 },
      environment: true,
      mayWait: true,
    });
    const surrounded = machine(1, [around, free("Setter", setX(1))], deadlockFree());
    expect(verdicts(surrounded)).toEqual({ "deadlock free": "holds" });
  });

  test("what a step does on another CPU than the one on which it was seen first", () => {
    const sets = (value: number): Part<Kernel> =>
      step(`on CPU 1: x := ${value}`, (k) => {
        if (k.current.cpu === 1) k.x = value;
      });
    const there = machine(
      2,
      [
        task("A", inner("moves"), preemptDisabled(inner("enter"), sets(1), sets(0), inner("leave"))),
        free(
          "Watcher",
          failsWhere("x = 1?", (k) => k.x === 1),
        ),
      ],
      assertion("never seen"),
    );
    expect(verdicts(there)).toEqual({ "never seen": "violated" });
  });

  test("who was killed before it came to where it may wait for ever", () => {
    const resting = machine(
      1,
      [
        mortal(inner("work"), step("rest", undefined, { enabled: (k) => k.x === 9, mayWait: true })),
        kills("A"),
      ],
      deadlockFree(),
    );
    expect(verdicts(resting)).toEqual({ "deadlock free": "violated" });
  });

  test("what might have been done before the run ends", () => {
    const halting = machine(
      1,
      [
        free(
          "Panics",
          step("panic", (k) => {
            k.halt("enough");
          }),
        ),
        free(
          "Loser",
          failsWhere("fails", () => true),
        ),
      ],
      assertion("never seen"),
    );
    expect(verdicts(halting)).toEqual({ "never seen": "violated" });
  });

  test("a state between two steps that a property looks at", () => {
    const p = (is: number) => (state: StateView<Variables>) =>
      state.process<Locals>("A").my.p === is && state.x === 1;
    const seen = (is: number): Model =>
      machine(
        1,
        [task("A", inner("one"), inner("two"), inner("three")), free("Setter", setX(1))],
        never("seen", p(is)),
      );
    expect(verdicts(seen(1))).toEqual({ seen: "violated" });
    expect(verdicts(seen(3))).toEqual({ seen: "holds" });
  });

  test("a place between two steps that a property asks for", () => {
    const between = machine(
      1,
      [task("A", inner("one"), inner("two")), free("Setter", setX(1))],
      never("seen", (state) => state.process("A").at("two") && state.x === 1),
    );
    expect(verdicts(between)).toEqual({ seen: "violated" });
  });

  test("who gives the CPU away, and is killed", () => {
    const giving = machine(
      1,
      [
        task(
          "A",
          step("yield", ({ here }) => {
            here.running = "idle";
          }),
          inner("last"),
        ),
      ],
      deadlockFree(),
    );
    expect(verdicts(giving)).toEqual({ "deadlock free": "holds" });
    expect(left(giving)).toContain("A: yield");
  });
});

describe("what the gate leaves out", () => {
  /** Two tasks that count x up for ever, with so many steps before that which nobody sees. */
  const loops = (steps: number): Model => {
    const counts: Part<Kernel> = step("x + 1", (k) => {
      k.x = (k.x + 1) % 3;
    });
    const program = loop(counts, ...Array.from({ length: steps }, (_, i) => inner(`inner ${i}`)));
    return machine(
      1,
      [task("A", program), task("B", program)],
      never("x is 9", ({ x }) => x === 9),
      deadlockFree(),
    );
  };

  /** The states in which no process is at an inner step, without what inner steps write. */
  function outside(checked: Model): readonly string[] {
    const interpreter = new Interpreter(checked);
    const space = new TableSpace(interpreter);
    const exploration = new Reduced(space, checked, { deadlocks: true });
    for (const _ of exploration.batches());
    const seen = Array.from({ length: space.size }, (_, id) => {
      const state = space.state(id);
      const places = checked.processes.map(
        (each) => interpreter.location(state, each).steps[0]?.label ?? "the end",
      );
      const shared = [["x"], ["cpu", 0, "running"]].map((path) => String(state.getIn(path)));
      return places.some((label) => label.startsWith("inner")) ? "" : [...places, ...shared].join(", ");
    });
    return [...new Set(seen)].filter((text) => text !== "").sort();
  }

  test("private steps make no preemption point: those of the same loops without them are left", () => {
    expect(left(loops(0)).filter((at) => at.startsWith("A"))).toEqual(["A: x + 1"]);
    for (const steps of [1, 3]) {
      expect(left(loops(steps))).toEqual(left(loops(0)));
      expect(outside(loops(steps))).toEqual(outside(loops(0)));
      expect(verdicts(loops(steps))).toEqual({ "x is 9": "holds", "deadlock free": "holds" });
    }
    // Without private steps nothing is to be left out.
    const { all, reduced } = statesOf(loops(0));
    expect(reduced).toBe(all);
    // Each process stands before its loop, or behind any one of six steps in each of three states of p …
    expect(statesOf(loops(6)).all / statesOf(loops(6)).reduced).toBeGreaterThan(2);
  });

  test("where preemption is off, what is the CPU's own is private: but for the first step and the last", () => {
    const notes = (at: string): Part<Kernel> =>
      step(`note at ${at}`, ({ my, here }) => {
        my.p = here.running === "A" ? 1 : 2;
      });
    const program = [
      notes("begin"),
      preemptDisabled(...["enter", "one", "two", "leave"].map(notes)),
      setX(1),
    ];
    const held = machine(
      2,
      [task("A", ...program), task("B", setX(2))],
      never("x is 9", ({ x }) => x === 9),
    );
    expect(left(held).filter((at) => at.startsWith("A"))).toEqual([
      "A: note at begin",
      "A: note at enter",
      "A: note at leave",
      "A: x := 1",
    ]);
    expect(verdicts(held)).toEqual({ "x is 9": "holds" });
  });

  test("a failing step may be private", () => {
    const failing = machine(
      1,
      [
        task(
          "A",
          setX(1),
          failsWhere("p = 0?", ({ my }) => my.p === 0),
          setX(1),
        ),
        task("B", setX(2)),
      ],
      assertion("never seen"),
    );
    expect(left(failing)).not.toContain("A: p = 0?");
    expect(verdicts(failing)).toEqual({ "never seen": "violated" });
  });

  test("what its reasons are", () => {
    const explained = machine(
      1,
      [
        task("A", setX(1), inner("inner")),
        task(
          "B",
          failsWhere("x = 1?", (k) => k.x === 1),
        ),
      ],
      assertion("never seen"),
      deadlockFree(),
    );
    const reasons = reduction(explained).points.map(({ reason }) => reason);
    expect(reasons).toEqual([
      { kind: "writes", variable: "x", reader: "B" },
      { kind: "finishes" },
      { kind: "finishes" },
      { kind: "asks", process: "A", question: "finished" },
    ]);
  });
});

describe("what it is asked for", () => {
  const whole = machine(
    1,
    [task("A", setX(1))],
    eventually("x is 1", ({ x }) => x === 1),
    neverStuck(),
    reachable("x can be 1", ({ x }) => x === 1),
  );

  test("claims about the whole graph are refused by name", () => {
    expect(() => check(whole, { strategy: "reduced" })).toThrow(
      'the strategy "reduced" leaves out states, and "x is 1" (eventually), "never stuck" (neverStuck) can be decided on the graph of all states alone',
    );
    const report = check(whole, { strategy: "reduced", properties: ["x can be 1"] });
    expect(report.verdicts.map(({ kind }) => kind)).toEqual(["holds"]);
    expect(report.grounds).toMatchObject({ strategy: "reduced", exhausted: true });
  });

  test("a search that was cut proves nothing", () => {
    const cut = check(whole, { strategy: "reduced", properties: ["x can be 1"], stop: () => "enough" });
    expect(cut.grounds.exhausted).toBe(false);
    expect(cut.verdicts.every(({ kind }) => kind !== "unreached")).toBe(true);
    const unmet = machine(
      1,
      [task("A", setX(1), setX(2))],
      always("x is small", ({ x }) => x < 9),
    );
    const [verdict] = check(unmet, { strategy: "reduced", stop: () => "enough" }).verdicts;
    expect(verdict).toMatchObject({ kind: "inconclusive", reason: "enough" });
  });
});
