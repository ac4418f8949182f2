/** A state and what it holds: locals, indexed groups and places, ghosts, collections compared by value. */

import {
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  isCollection,
  isRecord,
  List,
  OrderedMap,
} from "immutable";
import {
  type Context,
  check,
  condition,
  indexed,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type Process,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { stateKey } from "../../src/semantics/state.js";
import { type V, variables, words } from "./small-model.js";
import { after, moves, tells, verdicts } from "./walk.js";

const { never, reachable } = words;

describe("locals", () => {
  const counting = language<V, { seen: number; deep: { flag: boolean } }>();
  const program = counting.step("seen++", (k) => {
    k.my.seen += 1;
    k.my.deep.flag = k.x === 1;
  });
  const locals = { seen: 0, deep: { flag: false } };
  const two = model({
    name: "small",
    variables,
    processes: ["A", "B"].map((name, i) =>
      counting.process(name, { locals: { ...locals, seen: i * 10 }, program }),
    ),
  });
  tells([
    { what: "are a process' own", model: two, can: ["seen++: A.seen=1 A.deep.flag=false"] },
    {
      what: "of one are not those of another",
      model: two,
      schedule: "A",
      process: "B",
      can: ["seen++: B.seen=11 B.deep.flag=false"],
    },
  ]);

  test("are seen by predicates as the process'", () => {
    const seen = (name: string) => (s: StateView<V>) => s.process<typeof locals>(name).my.seen;
    const both = model({
      name: "small",
      variables,
      processes: ["A", "B"].map((name) => counting.process(name, { locals, program })),
      properties: [
        reachable("A alone", (s) => seen("A")(s) === 1 && seen("B")(s) === 0),
        never("two", (s) => seen("A")(s) === 2),
      ],
    });
    expect(verdicts(both)).toEqual({ "A alone": "holds", two: "holds" });
  });
});

describe("indexed groups", () => {
  const machine = {
    cpu: indexed(2, (i) => ({ fpregs: "none", running: i })),
    task: indexed(3, { state: "ready", thread: { fpu: 0 }, on: 0 }),
    next: 0,
  };
  type M = typeof machine;
  const { step, process } = language<M>();
  const of = (...processes: readonly Process<M>[]): Model =>
    model({ name: "machine", variables: machine, processes });
  const at = (body: (k: Context<M>) => void): Part<Context<M>> =>
    step("s", (k) => {
      body(k);
    });
  const fixed = of(
    process("A", {
      cpu: 1,
      task: 2,
      program: at(({ here, current }) => {
        here.fpregs = "A";
        current.thread.fpu = here.running;
      }),
    }),
  );
  const scheduler = of(
    process("A", {
      cpu: 0,
      task: (k) => k.here.running,
      program: [
        at(({ here, current }) => {
          here.running = 2;
          current.state = "running";
        }),
        at(({ current }) => {
          current.thread.fpu = 7;
        }),
      ],
    }),
  );
  const migrating = of(
    process("A", {
      task: 1,
      cpu: (k) => k.current.on,
      program: [
        at(({ here }) => {
          here.fpregs = "A";
        }),
        at((k) => {
          k.current.on = 1;
        }),
        at(({ here }) => {
          here.fpregs = "A";
        }),
      ],
    }),
  );
  const idle = of(
    process("A", {
      cpu: 0,
      task: () => -1,
      program: at(({ here, current }) => {
        here.fpregs = typeof current;
      }),
    }),
  );
  tells([
    {
      what: "are reached by number",
      model: of(
        process("A", {
          program: at((k) => {
            k.task(2).state = "done";
            k.cpu(0).running = k.cpu(1).running;
          }),
        }),
      ),
      can: ["s: task(2).state=done cpu(0).running=1"],
    },
    {
      what: "may be reached by a number from the state",
      model: of(
        process("A", {
          program: at((k) => {
            k.task(k.cpu(1).running).state = "done";
          }),
        }),
      ),
      can: ["s: task(1).state=done"],
    },
    { what: "have a fixed place", model: fixed, can: ["s: cpu(1).fpregs=A task(2).thread.fpu=1"] },
    {
      what: "have a place that the state says, and current is the new one after a switch",
      model: scheduler,
      can: ["s: cpu(0).running=2 task(2).state=running"],
    },
    {
      what: "have a place that an earlier step has set",
      model: scheduler,
      schedule: "A",
      can: ["s: task(2).thread.fpu=7"],
    },
    { what: "have a cpu that depends on the task", model: migrating, can: ["s: cpu(0).fpregs=A"] },
    {
      what: "have a cpu that follows the task",
      model: migrating,
      schedule: "A A",
      can: ["s: cpu(1).fpregs=A"],
    },
    { what: "may have no current, where it is not used", model: idle, can: ["s: cpu(0).fpregs=object"] },
  ]);

  test("may hold a variable called cpu or task, as struct kvm_vcpu does: cpu(i) is read at the top alone", () => {
    const kernel = { vcpu: { cpu: 0 }, task: indexed(1, { cpu: 0 }) };
    const { step, process } = language<typeof kernel, { task: number }>();
    const program = step("s", (k) => {
      k.vcpu.cpu = 1;
      k.task(0).cpu = 2;
      k.my.task = 3;
    });
    const processes = [process("A", { locals: { task: 0 }, program })];
    expect(moves(model({ name: "kernel", variables: kernel, processes }), "A")).toEqual([
      "s: vcpu.cpu=1 task(0).cpu=2 A.task=3",
    ]);
  });

  test("do not read what is only destructured", () => {
    const program = step("s", ({ here, current, cpu, task, next }) => {
      expect([here, current, cpu, task].every((tool) => tool !== undefined)).toBe(true);
      expect(next).toBe(0);
    });
    const lazily = of(process("A", { cpu: (k) => k.cpu(0).running, task: (k) => k.cpu(1).running, program }));
    const [a] = lazily.processes;
    const interpreter = new Interpreter(lazily);
    const [outcome] = a === undefined ? [] : interpreter.outcomes(interpreter.initial(), a);
    expect([...(outcome?.acts[0]?.reads ?? [])].map(({ name }) => name)).toEqual(["next"]);
  });
});

describe("ghosts", () => {
  const shared = { x: 0, ghost: { g: 0, deep: { h: 0 } }, cpu: indexed(1, { r: 0, ghost: { owner: 0 } }) };
  const locals = { n: 0, ghost: { mine: 0 } };
  const { step, process } = language<typeof shared, typeof locals>();
  const program = step("s", (k) => {
    k.ghost.deep.h = k.x + 1;
    k.cpu(0).ghost.owner = 1;
    k.my.ghost.mine = k.ghost.g + 5;
  });
  const ghostly = model({
    name: "ghostly",
    variables: shared,
    processes: [process("A", { locals, program })],
  });
  tells([
    {
      what: "are written like others",
      model: ghostly,
      can: ["s: ghost.deep.h=1 cpu(0).ghost.owner=1 A.ghost.mine=5"],
    },
  ]);

  test("are those in a group of that name, at any depth", () => {
    const ghosts = ghostly.layout.variables.filter(({ ghost }) => ghost).map(({ name }) => name);
    expect(ghosts).toEqual(["ghost.g", "ghost.deep.h", "cpu(0).ghost.owner", "A.ghost.mine"]);
  });
});

describe("a state", () => {
  const Point = ImmutableRecord({ x: 0, y: 0 }, "Point");
  const shared = {
    n: 1,
    at: Point({ x: 2 }),
    seen: List(["a"]),
    vcpu: { loaded: false, thread: { fpu: "guest" } },
    cpu: indexed(2, (i) => ({ r: i })),
    m: mutex(),
    c: condition(),
    ghost: { g: 0 },
  };
  const { step, process } = language<typeof shared, { t: bigint }>();
  const program = step("s", (k) => {
    k.vcpu.thread.fpu = "user";
    k.cpu(1).r = 5;
    k.my.t += 1n;
    k.at = k.at.set("y", 3);
  });
  const small = model({
    name: "small",
    variables: shared,
    processes: [process("A", { locals: { t: 0n }, program })],
  });
  const initial = {
    n: 1,
    at: { x: 2, y: 0 },
    seen: ["a"],
    vcpu: { loaded: false, thread: { fpu: "guest" } },
    cpu: [{ r: 0 }, { r: 1 }],
    m: null,
    c: {},
    ghost: { g: 0 },
    process: { A: { at: 0, my: { t: 0n } } },
    halted: null,
  };

  test("is an Immutable Record, nested as the model declares", () => {
    expect(after(small).toJS()).toEqual(initial);
    expect(after(small, "A").toJS()).toEqual({
      ...initial,
      at: { x: 2, y: 3 },
      vcpu: { loaded: false, thread: { fpu: "user" } },
      cpu: [{ r: 0 }, { r: 5 }],
      process: { A: { at: 1, my: { t: 1n } } },
    });
  });

  test("is immutable to the leaves", () => {
    const immutable = (value: unknown): boolean => {
      if (isRecord(value)) return [...value.toSeq().values()].every(immutable);
      if (isCollection(value)) return [...value.values()].every(immutable);
      return typeof value !== "object" || value === null;
    };
    const state = after(small, "A");
    expect(isRecord(state)).toBe(true);
    expect(immutable(state)).toBe(true);
    expect(() => Object.assign(state, { n: 2 })).toThrow();
  });

  test("is left as it was by a step", () => {
    const state = after(small);
    const [a] = small.processes;
    const outcomes = a === undefined ? [] : new Interpreter(small).outcomes(state, a);
    expect(outcomes).toHaveLength(1);
    expect(state.toJS()).toEqual(initial);
  });

  test("equals another exactly where their values are equal", () => {
    const [before, again, moved] = [after(small), after(small), after(small, "A")];
    expect(before.equals(again)).toBe(true);
    expect(stateKey(small, before)).toBe(stateKey(small, again));
    expect(before.equals(moved)).toBe(false);
    expect(stateKey(small, before)).not.toBe(stateKey(small, moved));
  });
});

describe("unordered collections are the same however they were filled", () => {
  const names = Array.from({ length: 20 }, (_, i) => `name ${(i * 7) % 20}`);
  const shared = {
    byName: ImmutableMap<string, number>(),
    members: ImmutableSet<string>(),
    nested: List<ImmutableMap<string, ImmutableSet<string>>>(),
    ordered: OrderedMap<string, number>(),
    order: "",
  };
  type S = typeof shared;
  const { step, choose, process } = language<S>();
  const { always } = language<S>();
  const filled = (label: string, order: readonly string[]): Part<Context<S>> =>
    step(label, (k) => {
      for (const name of order) k.byName = k.byName.set(name, name.length);
      k.members = ImmutableSet(order);
      k.nested = List([ImmutableMap(order.map((name) => [name, ImmutableSet(order)]))]);
    });
  const both = choose(filled("forwards", names), filled("backwards", [...names].reverse()));
  const told = step("tell the order", (k) => {
    const inner = k.nested
      .first()
      ?.map((held) => [...held].join())
      .join();
    k.order = [
      [...k.byName.keys()].join(),
      [...k.members].join(),
      [...(k.nested.first()?.keys() ?? [])].join(),
      inner,
    ].join();
  });
  const of = (program: Part<Context<S>>): Model =>
    model({
      name: "small",
      variables: shared,
      processes: [process("A", { program })],
      properties: [always("p", () => true)],
    });

  const few = { recheck: 1 };

  test("one state", () => {
    expect(check(of(both), few).grounds).toMatchObject({ states: 2, transitions: 2 });
  });

  test("one order of iteration", () => {
    expect(check(of([both, told]), few).grounds).toMatchObject({ states: 3, transitions: 3 });
  });

  test("also where one is taken apart and put together again", () => {
    const around = step("around", (k) => {
      const [first = ""] = k.choose([names, [...names].reverse()]);
      k.byName = k.byName.delete(first).set(first, first.length);
      k.members = k.members.delete(first).add(first);
    });
    expect(check(of([filled("fill", names), around, told]), few).grounds).toMatchObject({
      states: 4,
      transitions: 4,
    });
  });

  test("but ordered ones are not", () => {
    const inOrder = step("fill", (k) => {
      k.ordered = OrderedMap(
        k
          .choose([
            ["a", "b"],
            ["b", "a"],
          ])
          .map((name) => [name, 1]),
      );
    });
    expect(check(of(inOrder)).grounds).toMatchObject({ states: 3, transitions: 2 });
  });
});
