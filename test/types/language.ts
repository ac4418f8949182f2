/**
 * What the types refuse and what they take; compiled by `npm run typecheck`, never run. An expected error that does
 * not come is an error itself.
 */

import {
  Map as dictionary,
  type List,
  List as list,
  type Set as Members,
  Set as members,
  Record as recordOf,
} from "immutable";
import {
  type Context,
  check,
  condition,
  indexed,
  isModel,
  language,
  model,
  mutex,
  type Part,
  type Reader,
  type StateView,
} from "preempt";

const Point = recordOf({ x: 0, y: 0 }, "Point");

const variables = {
  count: 0,
  mode: "user" as "user" | "guest",
  owner: null as string | null,
  big: 0n,
  queue: list<string>(),
  members: members<number>(),
  ages: dictionary<string, number>(),
  at: Point(),
  vcpu: { loaded: false, thread: { fpu: "guest" } },
  m: mutex(),
  c: condition(),
  cpu: indexed(2, { fpregs: "none", idle: false as boolean }),
  task: indexed(3, (i) => ({ priority: i })),
  ghost: { entered: false },
};
type V = typeof variables;
const locals = { seen: 0, round: 0 };
type L = typeof locals;

const { step, when, loop, loopWhile, leave, choose, atomic, routine, call, userMode, irqsDisabled } =
  language<V, L>();
const { lock, tryLock, unlock, wait, signal, broadcast } = language<V, L>();
const { process, always, never, reachable, assertion, deadlockFree } = language<V, L>();

/** Bodies that must not compile. */
export const refusedBodies: readonly Part<Context<V, L>>[] = [
  step("misspelt variable", (k) => {
    // @ts-expect-error no variable "cuont"
    k.cuont = 1;
  }),
  step("misspelt variable, read", (k) => {
    // @ts-expect-error no variable "loadde"
    k.count = k.vcpu.loadde ? 1 : 0;
  }),
  step("misspelt variable in a group of a group", (k) => {
    // @ts-expect-error no variable "fup"
    k.vcpu.thread.fup = "user";
  }),
  step("misspelt variable of a cpu", (k) => {
    // @ts-expect-error no variable "fpreg"
    k.cpu(0).fpreg = "user";
  }),
  // @ts-expect-error no variable "content"
  step("misspelt variable, destructured", ({ content }) => {
    content.fresh("user");
  }),
  step("wrong value", (k) => {
    // @ts-expect-error a number, not a string
    k.count = "1";
  }),
  step("value outside the union", (k) => {
    // @ts-expect-error "kernel" is neither "user" nor "guest"
    k.mode = "kernel";
  }),
  step("undefined for null", (k) => {
    // @ts-expect-error an empty variable holds null
    k.owner = undefined;
  }),
  step("number for a bigint", (k) => {
    // @ts-expect-error 1 is not 1n
    k.big = 1;
  }),
  step("wrong value in a List", (k) => {
    // @ts-expect-error a List of strings
    k.queue = k.queue.push(1);
  }),
  step("plain array for a List", (k) => {
    // @ts-expect-error a plain array is no List
    k.queue = ["a"];
  }),
  step("plain object for a Record", (k) => {
    // @ts-expect-error a plain object is no Record
    k.at = { x: 1, y: 1 };
  }),
  step("field of a Record", (k) => {
    // @ts-expect-error a Record is immutable: k.at = k.at.set("x", 1)
    k.at.x = 1;
  }),
  step("assignment to a group", (k) => {
    // @ts-expect-error a group of variables is not a variable
    k.vcpu = { loaded: true, thread: { fpu: "user" } };
  }),
  step("assignment to a group of a cpu", (k) => {
    // @ts-expect-error indexed groups are reached by number
    k.cpu = indexed(2, { fpregs: "none", idle: false });
  }),
  step("assignment to here", (k) => {
    // @ts-expect-error here is a group of variables
    k.here = k.cpu(1);
  }),
  step("assignment to a mutex", (k) => {
    // @ts-expect-error only lock steps change a mutex
    k.m.holder = "A";
  }),
  step("assignment to another process' locals", (k) => {
    // @ts-expect-error seen from outside, locals are to read
    k.process<L>("B").my.seen = 1;
  }),
  step("index that is no number", (k) => {
    // @ts-expect-error cpus are numbered
    k.cpu("0").fpregs = "user";
  }),
  step("local that is not declared", (k) => {
    // @ts-expect-error no local "temp"
    k.my.temp = 1;
  }),
  step("wrong value for a local", (k) => {
    // @ts-expect-error a number, not a boolean
    k.my.seen = true;
  }),
  step("wrong value from a choice", (k) => {
    // @ts-expect-error one of the options is no mode
    k.mode = k.choose(["user", "kernel"]);
  }),
  step("assertion of what is no boolean", (k) => {
    // @ts-expect-error a number is not true or false
    k.assert("WARN_ON", k.count);
  }),
  // @ts-expect-error a step is one instant: nothing in it can be awaited
  step("async body", async (k) => {
    k.count = 1;
  }),
  // @ts-expect-error a body returns nothing; write { k.count = 1; }
  step("body with a value", (k) => (k.count = 1)),
  // @ts-expect-error a generator's body would not run
  step("generator", function* (k) {
    k.count = 1;
    yield;
  }),
  // @ts-expect-error the cost is misspelt
  step("misspelt cost", undefined, { cost: "preemtion" }),
  // @ts-expect-error the option is misspelt
  step("misspelt option", undefined, { enable: () => true }),
];

/** Guards, conditions and selectors that must not compile. */
export const refusedGuards: readonly Part<Context<V, L>>[] = [
  step("forgotten return", undefined, {
    // @ts-expect-error the guard returns nothing
    enabled: (k) => {
      void k.vcpu.loaded;
    },
  }),
  // @ts-expect-error a number is not true or false
  step("number", undefined, { enabled: (k) => k.count }),
  // @ts-expect-error a group is not true or false
  step("group", undefined, { enabled: (k) => k.vcpu }),
  // @ts-expect-error a Promise is not true or false
  step("async guard", undefined, { enabled: async (k) => k.vcpu.loaded }),
  step("guard that writes", undefined, {
    enabled: (k) => {
      // @ts-expect-error a guard reads
      k.count = 1;
      return true;
    },
  }),
  step("guard that writes in a group", undefined, {
    enabled: ({ vcpu, here, my }) => {
      // @ts-expect-error a guard reads
      vcpu.loaded = true;
      // @ts-expect-error a guard reads
      here.fpregs = "user";
      // @ts-expect-error a guard reads
      my.seen = 1;
      return true;
    },
  }),
  step("guard that writes by number", undefined, {
    enabled: (k) => {
      // @ts-expect-error a guard reads
      k.cpu(0).fpregs = "user";
      return true;
    },
  }),
  step("guard that chooses", undefined, {
    // @ts-expect-error only a body chooses
    enabled: (k) => k.choose([true, false]),
  }),
  step("cost that writes", undefined, {
    cost: (k) => {
      // @ts-expect-error a cost reads
      k.count = 1;
      return "nothing";
    },
  }),
  // @ts-expect-error the condition returns nothing
  when("forgotten return", () => {}, []),
  // @ts-expect-error a string is not true or false
  when("string", (k) => k.mode, []),
  // @ts-expect-error a number is not true or false
  loopWhile("number", (k) => k.count),
  when(
    "condition that writes",
    (k) => {
      // @ts-expect-error a condition reads
      k.vcpu.thread.fpu = "user";
      return true;
    },
    [],
  ),
  // @ts-expect-error a number is no mutex
  lock("number", (k) => k.count),
  // @ts-expect-error a condition variable is no mutex
  unlock("condition variable", (k) => k.c),
  // @ts-expect-error a mutex is no condition variable
  signal("mutex", (k) => k.m),
  wait(
    "the wrong way round",
    // @ts-expect-error a mutex is no condition variable
    (k) => k.m,
    (k) => k.m,
  ),
  // @ts-expect-error a string is no code
  loop("a"),
  // @ts-expect-error leave is code, not a function
  leave(),
];

type S = StateView<V>;

/** Claims that must not compile. */
export const refusedClaims = [
  // @ts-expect-error no variable "cuont"
  always("misspelt variable", (s) => s.cuont === 1),
  // @ts-expect-error a number is not true or false
  always("number", (s) => s.count),
  // @ts-expect-error the predicate returns nothing
  never("forgotten return", (s) => {
    void s.vcpu.loaded;
  }),
  // @ts-expect-error a Promise is not true or false
  reachable("async", async (s) => s.vcpu.loaded),
  always("writes", (s) => {
    // @ts-expect-error a predicate reads
    s.count = 1;
    return true;
  }),
  always("writes in a group", (s) => {
    // @ts-expect-error a predicate reads
    s.vcpu.thread.fpu = "user";
    return true;
  }),
  // @ts-expect-error a predicate is outside every process
  always("my", (s) => s.my.seen === 0),
  // @ts-expect-error a predicate is outside every process
  always("here", (s) => s.here.fpregs === "none"),
  // @ts-expect-error a predicate is outside every process
  always("current", (s) => s.current.priority === 0),
  always("choose", (s) => {
    // @ts-expect-error only a body chooses
    return s.choose([true]);
  }),
  // @ts-expect-error these locals have no "temp"
  always("unknown local", (s: S) => s.process<L>("A").my.temp === 0),
];

// A model without cpus and tasks, and one whose only cpu is not indexed.
const bare = language<{ x: number }, { seen: number }>();
export const refusedPlaces: readonly Part<Context<{ x: number }, { seen: number }>>[] = [
  bare.step("here without cpu", (k) => {
    // @ts-expect-error no variable is declared per cpu
    k.here.fpregs = "user";
  }),
  bare.step("current without task", (k) => {
    // @ts-expect-error no variable is declared per task
    k.current.priority = 1;
  }),
];

// Code in processes and models that have too little for it.
const needsSeen = step("needs my.seen", (k) => {
  k.my.seen = k.count;
});
const poor = language<{ count: number }>();
const otherLocals = language<V, { other: number }>();
const needsParameter = routine("needs a parameter", (n: number, on: boolean) =>
  step(`add ${n}`, (k) => {
    k.count += on ? n : 0;
  }),
);

export const refusedProcesses = [
  // @ts-expect-error no locals, and the program needs my.seen
  process("A", { program: needsSeen }),
  // @ts-expect-error other locals than the program needs
  process("A", { locals: { other: 0 }, program: needsSeen }),
  // @ts-expect-error a local of another type
  process("A", { locals: { seen: "no", round: 0 }, program: needsSeen }),
  // @ts-expect-error one local too few
  process("A", { locals: { seen: 0 }, program: needsSeen }),
  // @ts-expect-error the model has no vcpu
  poor.process("A", { locals, program: needsSeen }),
  // @ts-expect-error the process has other locals
  otherLocals.process("A", { locals: { other: 0 }, program: [[needsSeen]] }),
  // @ts-expect-error code in poorer code
  poor.process("A", { program: poor.loop(needsSeen) }),
  poor.call(needsParameter, 1, true),
  // @ts-expect-error a cpu is a number
  process("A", { locals, program: needsSeen, cpu: "0" }),
  // @ts-expect-error which cpu is not for the reader to write
  process("A", { locals, program: needsSeen, cpu: (k) => (k.count = 1) }),
  // @ts-expect-error the option is misspelt
  process("A", { locals, program: needsSeen, maywait: true }),
];

export const refusedCalls = [
  // @ts-expect-error an argument of the wrong type
  call(needsParameter, "1", true),
  // @ts-expect-error an argument too few
  call(needsParameter, 1),
  // @ts-expect-error an argument too many
  call(needsParameter, 1, true, 2),
  // @ts-expect-error a function that is no routine
  call((n: number) => step(`add ${n}`), 1),
  // @ts-expect-error a routine is called, not placed
  loop(needsParameter),
];

export const refusedModels = [
  model({
    name: "poor",
    variables: { count: 0 },
    // @ts-expect-error the process needs a vcpu
    processes: [process("A", { locals, program: needsSeen })],
  }),
  model({
    name: "poor",
    variables: { count: 0 },
    processes: [poor.process("A", { program: poor.step("a") })],
    // @ts-expect-error the claim needs a vcpu
    properties: [always("loaded", (s) => s.vcpu.loaded)],
  }),
  // @ts-expect-error a plain array is no value
  model({ name: "plain", variables: { list: [1] }, processes: [] }),
  // @ts-expect-error undefined is no value
  model({ name: "plain", variables: { empty: undefined }, processes: [] }),
  // @ts-expect-error a function is no value
  model({ name: "plain", variables: { f: () => 1 }, processes: [] }),
  // @ts-expect-error a symbol is no value
  model({ name: "plain", variables: { s: Symbol("s") }, processes: [] }),
  // @ts-expect-error a plain array is no value, deep inside
  model({ name: "plain", variables: { vcpu: { cpu: indexed(1, { list: [1] }) } }, processes: [] }),
  // @ts-expect-error a model without processes
  model({ name: "none", variables: {} }),
];

// What must compile.

/** A routine that needs fewer variables than the model has. */
const counting = language<{ count: number }>();
const increment = counting.routine("increment", (by: number) => [
  counting.step(`add ${by}`, (k) => {
    k.count += by;
  }),
]);

/** Code written for any model that has a vcpu: what it needs is said once. */
const fpu = language<Pick<V, "vcpu">, Pick<L, "round">>();
const load = fpu.step("load", ({ vcpu, my }) => {
  vcpu.loaded = my.round > 0;
});

/** Plain functions of the context, a part of the step that calls them. */
const saved = (k: Context<Pick<V, "vcpu">>): string => k.vcpu.thread.fpu;
const isIdle = (k: Reader<Pick<V, "cpu">>, cpu: number): boolean => k.cpu(cpu).idle;
const isLoaded = ({ vcpu }: { readonly vcpu: { readonly loaded: boolean } }): boolean => vcpu.loaded;

const flags = { reload: true as boolean, version: 2 as number };

const program: Part<Context<V, L>> = [
  step("no body"),
  step("locals and groups", (k) => {
    k.my.seen = k.count;
    k.vcpu.thread.fpu = saved(k);
    k.ghost.entered = true;
  }),
  step("destructured", ({ vcpu, my, here, current, cpu, choose, fail, assert, halt, process }) => {
    vcpu.loaded = !vcpu.loaded;
    my.round += 1;
    here.fpregs = cpu(1).fpregs;
    current.priority = choose([1, 2]);
    assert("WARN_ON", vcpu.loaded, "not loaded");
    if (process("B").finished) fail("WARN_ON");
    if (process<L>("B").my.seen > 3) halt("panic");
  }),
  step("values", (k) => {
    k.mode = k.choose(["user", "guest"]);
    k.owner = k.m.holder;
    k.big += 1n;
    k.queue = k.queue.push(k.mode).filter((each) => each !== "");
    k.members = k.members.add(k.c.waiting);
    k.ages = k.ages.set("a", k.members.size);
    k.at = k.at.merge({ x: 1 }).set("y", k.at.x);
  }),
  step("a bare return", (k) => {
    if (k.count > 0) return;
    k.count = 1;
  }),
  step("options", undefined, {
    enabled: ({ vcpu, here }) => vcpu.loaded && here.idle,
    cost: (k) => (isIdle(k, 0) ? "sleep" : "nothing"),
    mayWait: true,
  }),
  flags.reload && load,
  flags.version > 1 ? [load, [load, undefined]] : null,
  call(increment, 2),
  call(needsParameter, 1, false),
  irqsDisabled(userMode(load), [], false, atomic("xchg", load)),
  loop(
    choose(load, [load, leave], flags.reload && leave),
    when("loaded?", isLoaded, load, [load]),
    loopWhile("idle?", (k) => k.here.idle, load),
  ),
  lock("lock", (k) => k.m),
  tryLock("try", ({ m }) => m, load),
  wait(
    "wait",
    (k) => k.c,
    (k) => k.m,
  ),
  signal("signal", (k) => k.c),
  broadcast("broadcast", (k) => k.c),
];

const richer = model({
  name: "rich",
  variables,
  processes: [
    process("A", { locals, program }),
    process("B", { locals, program, cpu: 0, task: (k) => k.here.fpregs.length + k.my.seen }),
    process("C", { locals: { ...locals, more: true }, program, cpu: (k) => (k.my.more ? 1 : 0) }),
    process("D", { program: counting.call(increment, 1), mayWait: true, environment: true }),
    counting.process("E", { program: counting.loop(counting.call(increment, 1)) }),
  ],
  properties: [
    always("loaded", isLoaded),
    never("negative", (s) => s.count < 0 || s.task(0).priority < 0),
    reachable("B done", (s: StateView<V>) => s.process<L>("B").finished, {
      impossible: flags.reload && "it loops",
    }),
    counting.always("counted", (s) => s.count >= 0),
    assertion("WARN_ON"),
    deadlockFree("no deadlock"),
  ],
  parameters: { reload: true },
  assumptions: ["two cpus"],
});

export const good = [check(richer).verdicts, isModel(richer), refusedBodies];

/** The types of leaves are those that were declared. */
export const leaves = (
  k: Context<V, L>,
): readonly [number, List<string>, Members<number>, boolean, boolean] => [
  k.at.x,
  k.queue,
  k.members,
  k.here.idle,
  k.vcpu.loaded,
];

// A boolean of an indexed group is a boolean, as it is in a group.
const forks = { fork: indexed(5, { taken: false, cleaned: true }) };
const table = language<typeof forks>();
export const take = table.step("take", (k) => {
  k.fork(0).taken = true;
});
const forksByNumber = { fork: indexed(5, (i) => ({ taken: i === 0, cleaned: false })) };
export const clean = language<typeof forksByNumber>().step("clean", (k) => {
  k.fork(0).taken = true;
  k.fork(0).cleaned = true;
});
