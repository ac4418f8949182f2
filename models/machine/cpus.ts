/** What each CPU does by itself: it switches from task to task, and returns to user mode. */

import {
  type Context,
  type Cost,
  type Fairness,
  language,
  ModelError,
  type Part,
  type Process,
  type Reader,
  type Rule,
} from "preempt";
import type { Regime } from "./regime.js";
import { inUserMode, preemptionOn, runningUnder, sleeps } from "./strikes.js";
import type { Task } from "./tasks.js";
import { idleOf, isIdle, type Machine, type TaskDefinition } from "./variables.js";

type Kernel = Context<Machine>;

const {
  step,
  loop,
  choose,
  atomic,
  preemptDisabled,
  routine,
  call,
  process: processOf,
} = language<Machine>();

/** What a CPU has to know of the machine. */
export interface CpuOptions {
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  readonly regime: Regime;
  /** Whether the scheduler may take the CPU from the task that runs. */
  readonly switches: Rule;
  /** What may come between the steps of a switch. */
  readonly strikes: readonly Rule[];
  /** What is assumed of it: that it returns to user mode, if it can for ever. */
  readonly fair: Fairness | undefined;
}

/** What it costs to take the CPU from the task that runs: nothing where nobody could have gone on. */
function costOfSwitch(k: Reader<Machine>): Cost {
  const { running } = k.here;
  if (isIdle(running) || k.process(running).finished) return "nothing";
  if (["asleep", "dead"].includes(k.task(running).state)) return "nothing";
  return runningUnder(k, sleeps) ? "sleep" : "preemption";
}

/** Whether the CPU may switch away from the task that runs. */
function leaves(k: Reader<Machine>, switches: Rule): boolean {
  const { running, above } = k.here;
  if (!above.isEmpty()) return false;
  if (isIdle(running)) return true;
  const { state } = k.task(running);
  if (state === "dead" || k.process(running).finished) return true;
  if (state !== "asleep") return runningUnder(k, switches);
  if (runningUnder(k, preemptionOn)) return true;
  throw new ModelError(
    `task "${running}" goes to sleep with preemption, bottom halves or interrupts off: scheduling while atomic`,
  );
}

/** Whether CPU `cpu` may switch to `next`: it is on a run queue, and no CPU runs it. */
function takes(k: Reader<Machine>, next: string, cpu: number): boolean {
  if (k.here.running === next) return false;
  if (isIdle(next)) return true;
  const { cpu: at, state } = k.task(next);
  // Preempted on its way to sleep it stays on the run queue.
  if (state === "asleep" || state === "dead" || k.process(next).finished) return false;
  return at === cpu || k.cpu(at).running !== next;
}

/** The process of one CPU. */
export function cpuProcess(
  cpu: number,
  threads: readonly Task<Machine>[],
  options: CpuOptions,
): Process<Machine> {
  const { tasks, regime, switches, strikes, fair } = options;

  /** `__schedule`, `context_switch`: interrupts are off and the run queue is locked, so it is one step. */
  const switchTo = (
    next: string,
    enabled: (k: Reader<Machine>) => boolean,
    then: Part<Kernel>,
  ): Part<Kernel> =>
    atomic(
      "IRQs off, run queue locked",
      step(`switch to ${next}`, () => undefined, {
        enabled: (k) => leaves(k, switches) && takes(k, next, cpu) && enabled(k),
        cost: costOfSwitch,
        mayWait: true,
      }),
      regime.switchOut,
      step(
        `current := ${next}`,
        ({ here, task }) => {
          here.running = next;
          here.user = false;
          task(next).cpu = cpu;
        },
        { cost: (k) => (k.task(next).cpu === cpu ? "nothing" : "migration") },
      ),
      regime.switchIn,
      then,
    );

  const stacks = step("prepare notifiers", ({ here }) => {
    here.above = here.above.push("switch");
  });
  const unstacks = step("finish_task_switch", ({ here }) => {
    here.above = here.above.pop();
  });

  const switchesTo = (next: string): readonly Part<Kernel>[] => {
    const schedIn = threads.find(({ name }) => name === next)?.schedIn;
    if (schedIn === undefined) return [switchTo(next, () => true, [])];
    const { registered, code } = schedIn;
    return [
      switchTo(next, (k) => !registered(k), []),
      preemptDisabled(switchTo(next, registered, stacks), code, unstacks),
    ];
  };

  const mayRun = Object.keys(tasks).filter((name) => (tasks[name]?.pinned ?? cpu) === cpu);

  // Under a name of its own, so that a trace says it where nothing is loaded.
  const returns = routine("exit to user mode", () =>
    step(
      "return to user mode",
      ({ here }) => {
        here.user = true;
      },
      {
        enabled: (k) => {
          const { user, above, running } = k.here;
          return !user && above.isEmpty() && !isIdle(running) && k.process(running).under(inUserMode);
        },
        mayWait: true,
      },
    ),
  );

  /** Interrupts are off from the last look at the flags until user mode runs. */
  const returnToUser = atomic("IRQs off", call(returns), regime.returnToUser);

  return processOf(`CPU${cpu}`, {
    program: loop(choose(...[...mayRun, idleOf(cpu)].flatMap(switchesTo), returnToUser)),
    cpu,
    task: (k) => k.here.running,
    // The rest of a switch waits while an interrupt is stacked above it.
    enabled: ({ here }) => here.above.isEmpty() || here.above.last() === "switch",
    mayWait: true,
    strikes,
    fair,
  });
}
