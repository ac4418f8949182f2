/** The model that a random machine is of. */

import {
  type Context,
  indexed,
  language,
  type Model,
  model,
  type Part,
  type Process,
  type Reader,
  type Rule,
  type StateView,
} from "preempt";
import type { Act, Literal, MachineDescription, Piece, Pieces, Test } from "./machine.js";
import { look, put } from "./places.js";

const taskNames = ["A", "B", "C"] as const;
type TaskName = (typeof taskNames)[number];

function declared(cpus: number, begins: readonly (string | undefined)[]) {
  return {
    x: 0,
    y: 0,
    cpu: indexed(cpus, (cpu) => ({ running: begins[cpu] ?? "idle", nested: 0, r: 0 })),
    task: indexed(taskNames, (name) => ({
      cpu: Math.max(0, begins.indexOf(name)),
      state: "runnable" as "runnable" | "asleep" | "dead",
    })),
  };
}
type Variables = ReturnType<typeof declared>;
type Locals = { p: number; q: number };
type Kernel = Context<Variables, Locals>;
type Looking = Reader<Variables, Locals>;

const { step, when, leave, loop, choose, atomic, preemptDisabled, irqsDisabled, userMode, process } =
  language<Variables, Locals>();
const { always, never, reachable, assertion, deadlockFree } = language<Variables>();

const domain = 3;

const holds = (k: Looking | Kernel, { of, is }: Test): boolean => look(k, of) === is;

const nameOf = (task: number, of: number): TaskName => taskNames[task % of] ?? "A";

const preemptible: Rule = {
  name: "preemption on",
  of: (at) => !at.includes("preempt off") && !at.includes("irqs off"),
};
const interruptible: Rule = { name: "interrupts on", of: (at) => !at.includes("irqs off") };
const inUser: Rule = { name: "user", of: (at) => at.includes("user mode") };

/** Builds the programs of one machine; each step has a label of its own. */
class Builder {
  readonly #machine: MachineDescription;
  #labels = 0;

  constructor(machine: MachineDescription) {
    this.#machine = machine;
  }

  act(act: Act, who: TaskName | undefined): (k: Kernel) => void {
    const tasks = this.#machine.tasks.length;
    switch (act.do) {
      case "set":
        return (k) => {
          const from = typeof act.from === "number" ? act.from : look(k, act.from);
          put(k, act.to, (from + act.plus) % domain);
        };
      case "note CPU":
        return (k) => {
          k.my[act.to] = who === undefined ? 0 : k.task(who).cpu;
        };
      case "pick":
        return (k) => put(k, act.to, k.choose([0, 1]));
      case "sleep":
        return (k) => {
          if (who !== undefined) k.task(who).state = "asleep";
        };
      case "yield":
        return (k) => {
          if (who !== undefined) k.here.running = "idle";
        };
      case "wake":
        return (k) => {
          const other = k.task(nameOf(act.task, tasks));
          if (other.state === "asleep") other.state = "runnable";
        };
      case "kill":
        return (k) => {
          k.task(nameOf(act.task, tasks)).state = "dead";
        };
      case "fail":
        return (k) => {
          if (holds(k, act.when)) k.fail(act.property);
        };
      case "halt":
        return (k) => {
          if (holds(k, act.when)) k.halt("it is enough");
        };
    }
  }

  pieces(pieces: Pieces, who: TaskName | undefined): Part<Kernel> {
    return pieces.map((piece) => this.piece(piece, who));
  }

  piece(piece: Piece, who: TaskName | undefined): Part<Kernel> {
    switch (piece.piece) {
      case "step": {
        const acts = piece.acts.map((act) => this.act(act, who));
        const { guard, mayWait, event } = piece;
        return step(
          this.label(),
          (k) => {
            for (const one of acts) one(k);
          },
          {
            ...(guard === undefined ? {} : { enabled: (k: Looking) => holds(k, guard) }),
            ...(event && this.#machine.declaresCosts ? { cost: "interrupt" as const } : {}),
            mayWait,
          },
        );
      }
      case "when":
        return when(
          this.label(),
          (k) => holds(k, piece.test),
          this.pieces(piece.yes, who),
          this.pieces(piece.no, who),
        );
      case "loop":
        return loop(
          when(this.label(), (k) => holds(k, piece.test), leave),
          this.pieces(piece.body, who),
        );
      case "spin":
        return loop(when(this.label(), (k) => holds(k, piece.test), leave));
      case "choose":
        return choose(...piece.body.map((one) => this.pieces([one], who)));
      case "atomic":
        return atomic("so", this.pieces(piece.body, who));
      case "preempt off":
        return preemptDisabled(this.pieces(piece.body, who));
      case "irqs off":
        return irqsDisabled(this.pieces(piece.body, who));
      case "user":
        return userMode(this.pieces(piece.body, who));
    }
  }

  label(): string {
    const label = `s${this.#labels}`;
    this.#labels += 1;
    return label;
  }

  task(name: TaskName, number: number): Process<Variables> {
    const { tasks } = this.#machine;
    const mine = tasks[number];
    this.#labels = 0;
    return process(name, {
      program: this.pieces(mine?.pieces ?? [], name),
      locals: { p: 0, q: 0 },
      cpu: (k) => k.task(name).cpu,
      task: name,
      enabled: ({ here, current }) =>
        here.running === name && here.nested === 0 && current.state === "runnable",
      mayWait: mine?.mayWait ?? false,
    });
  }

  scheduler(cpu: number): Process<Variables> {
    const { tasks, cpus, migrates, asks, declaresCosts, schedulerMayWait } = this.#machine;
    const names = taskNames.slice(0, tasks.length);
    const gives = (k: Looking): boolean => {
      const { running, nested } = k.here;
      if (nested > 0) return false;
      if (running === "idle" || !asks) return true;
      const { state } = k.task(running as TaskName);
      return state !== "runnable" || k.process(running).finished || k.process(running).under(preemptible);
    };
    const takes = (k: Looking, name: TaskName): boolean => {
      const { cpu: at, state } = k.task(name);
      const last = tasks[names.indexOf(name)]?.pinned === true ? names.indexOf(name) % cpus : at;
      if (state !== "runnable" || k.process(name).finished || k.here.running === name) return false;
      return at === cpu || (migrates && last === cpu ? k.cpu(at).running !== name : false);
    };
    const switchTo = (name: TaskName): Part<Kernel> =>
      step(
        `run ${name}`,
        (k) => {
          k.here.running = name;
          k.task(name).cpu = cpu;
        },
        {
          enabled: (k) => gives(k) && takes(k, name),
          ...(declaresCosts
            ? { cost: (k: Looking) => (k.here.running === "idle" ? "nothing" : "preemption") }
            : {}),
        },
      );
    return process(`S${cpu}`, {
      program: loop(choose(...names.map(switchTo))),
      locals: { p: 0, q: 0 },
      cpu,
      task: "A",
      mayWait: schedulerMayWait,
    });
  }

  interrupt(cpu: number): Process<Variables> {
    const { interrupt, declaresCosts } = this.#machine;
    const strikes = (k: Looking): boolean =>
      k.here.nested === 0 && (k.here.running === "idle" || k.process(k.here.running).under(interruptible));
    return process(`I${cpu}`, {
      // Once: for ever would only be more of the same.
      program: [
        step(
          "strikes",
          (k) => {
            k.here.nested = 1;
          },
          { enabled: strikes, mayWait: true, ...(declaresCosts ? { cost: "interrupt" } : {}) },
        ),
        ...interrupt.map((acts, i) => {
          const done = acts.map((act) => this.act(act, undefined));
          return step(`handler ${i}`, (k) => {
            for (const one of done) one(k);
          });
        }),
        step("returns", (k) => {
          k.here.nested = 0;
        }),
      ],
      locals: { p: 0, q: 0 },
      cpu,
      task: "A",
      environment: true,
      mayWait: true,
    });
  }

  device(): Process<Variables> {
    this.#labels = 0;
    return process("D", {
      program: this.pieces(this.#machine.device, undefined),
      locals: { p: 0, q: 0 },
      cpu: 0,
      task: "A",
      mayWait: true,
    });
  }
}

function seen(state: StateView<Variables>, literal: Literal, { cpus, tasks }: MachineDescription): boolean {
  switch (literal.see) {
    case "shared":
      return state[literal.of] === literal.is;
    case "register":
      return state.cpu(literal.cpu % cpus).r === literal.is;
    case "own":
      return state.process<Locals>(nameOf(literal.task, tasks.length)).my[literal.of] === literal.is;
    case "finished":
      return state.process(nameOf(literal.task, tasks.length)).finished;
    case "user":
      return state.process(nameOf(literal.task, tasks.length)).under(inUser);
    case "at":
      // The first step of a program always has its label.
      return state.process(nameOf(literal.task, tasks.length)).at("s0") === (literal.step % 2 === 0);
  }
}

/** Throws ModelError for one that cannot be laid out. */
export function builtMachine(description: MachineDescription): Model {
  const { cpus, tasks, interrupt, device, claims } = description;
  const builder = new Builder(description);
  const names = taskNames.slice(0, tasks.length);
  const all = Array.from({ length: cpus }, (_, cpu) => cpu);
  return model({
    name: "random machine",
    variables: declared(cpus, names.slice(0, cpus)),
    processes: [
      ...names.map((name, i) => builder.task(name, i)),
      ...all.map((cpu) => builder.scheduler(cpu)),
      ...(interrupt.length === 0 ? [] : all.map((cpu) => builder.interrupt(cpu))),
      ...(device.length === 0 ? [] : [builder.device()]),
    ],
    properties: [
      ...claims.map(({ kind, all: parts }, i) => {
        const predicate = (state: StateView<Variables>): boolean =>
          parts.every((part) => seen(state, part, description));
        return { always, never, reachable }[kind](`${kind} ${i}`, predicate);
      }),
      assertion("P"),
      assertion("Q"),
      deadlockFree(),
    ],
  });
}
