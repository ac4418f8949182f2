/** Small machines on which nothing handles FPU registers, and what may strike there, state by state. */

import type { Context, Model, Part, Property, StateView } from "preempt";
import { model } from "preempt";
import {
  type Interrupt,
  kernel,
  type Machine,
  type MachineOptions,
  machine,
  type Regime,
  task,
} from "../../models/machine/index.js";
import { userFpu } from "../../models/machine/regime.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";

/** A machine's variables, and some for the programs to play with. */
export type Variables = Machine & { x: number; event: boolean };
export type Code = Part<Context<Variables>>;

export const words = kernel<Variables>();

/** A regime of a kernel that has no FPU. */
export const noFpu: Regime = {
  name: "eager",
  initial: () => ({ cpu: {}, task: {} }),
  switchOut: [],
  switchIn: [],
  returnToUser: [],
  userFpu,
  kernelFpuBegin: [],
  kernelFpuEnd: [],
  irqFpuUsable: () => false,
};

/** A machine whose tasks run the given programs, by name. */
export function small(
  programs: Readonly<Record<string, Code>>,
  {
    properties = [],
    tasks = {},
    ...options
  }: Partial<MachineOptions> & { readonly properties?: readonly Property<StateView<Variables>>[] } = {},
): Model {
  const names = Object.keys(programs);
  const on = machine<Variables>({
    regime: noFpu,
    ...options,
    tasks: Object.fromEntries(names.map((name) => [name, tasks[name] ?? {}])),
  });
  return model({
    name: "small machine",
    variables: { ...on.variables, x: 0, event: false },
    processes: on.processes(...names.map((name) => task<Variables>(name, { program: programs[name] }))),
    properties,
  });
}

const handles = kernel<Machine>().step("handles");

/** An interrupt of each level, of one step. */
export const everyLevel: readonly Interrupt[] = [
  { level: "softirq", handler: handles },
  { level: "hardirq", handler: handles },
  { level: "nmi", handler: handles },
];

/** Every state that can be reached, in breadth-first order. */
export function reached(model: Model): readonly State[] {
  const interpreter = new Interpreter(model);
  const states = [interpreter.initial()];
  const seen = new Set(states.map((state) => stateKey(model, state)));
  for (const state of states) {
    for (const process of model.processes) {
      for (const { state: next } of interpreter.outcomes(state, process)) {
        const key = stateKey(model, next);
        if (!seen.has(key)) states.push(next);
        seen.add(key);
      }
    }
  }
  return states;
}

const letters: Readonly<Record<string, string>> = { softirq0: "s", hardirq0: "h", nmi0: "n" };

/** Who can strike in `state` on CPU 0: S the scheduler, s a softirq, h a hard IRQ, n an NMI; a dot for who cannot. */
export function strikersIn(model: Model, state: State): string {
  const interpreter = new Interpreter(model);
  const can = (name: string, label: string): boolean =>
    model.processes
      .filter((process) => process.name === name)
      .some((process) =>
        interpreter.outcomes(state, process).some(({ acts }) => acts[0]?.step.label.startsWith(label)),
      );
  const scheduler = can("CPU0", "switch to") ? "S" : ".";
  const interrupts = Object.entries(letters).map(([name, letter]) =>
    can(name, name.slice(0, -1)) ? letter : ".",
  );
  return [scheduler, ...interrupts].join("");
}

/** What a variable holds in `state`, by its name. */
export function held(model: Model, state: State, name: string): unknown {
  const variable = model.layout.variables.find((candidate) => candidate.name === name);
  if (variable === undefined) throw new Error(`the test asks for a variable "${name}" that there is not`);
  return state.getIn(variable.path);
}

/**
 * By location of task T, named by the steps that wait there: who strikes while T runs on CPU 0 with nothing above it, in each
 * state alike.
 */
export function strikes(model: Model): readonly string[] {
  const [thread] = model.processes;
  if (thread === undefined) return [];
  const interpreter = new Interpreter(model);
  const found = new Map<number, Set<string>>();
  for (const state of reached(model)) {
    const ask = (name: string): unknown => held(model, state, name);
    const above = ask("cpu(0).above") as { readonly size: number };
    if (ask("cpu(0).running") !== thread.name || above.size > 0) continue;
    if (ask(`task(${thread.name}).state`) !== "runnable") continue;
    const { index } = interpreter.location(state, thread);
    found.set(index, (found.get(index) ?? new Set()).add(strikersIn(model, state)));
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([index, who]) => {
      const { steps = [] } = thread.program.locations[index] ?? {};
      const labels = steps.map(({ label }) => label).join("|") || "end";
      return `${labels}: ${[...who].join(" or ")}`;
    });
}
