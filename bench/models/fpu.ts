/**
 * Lazy FPU context switch on several CPUs; the twin of promela/fpu.pml, transition by transition.
 *
 * 1 a task gets a CPU; its registers are usable at once if they are still its own
 * 2 it traps, restores and owns them, or finds them usable, or uses none
 * 3 it uses them, or not
 * 4 it saves them if they are usable, and gives the CPU up
 */

import { indexed, language, type Model, model } from "preempt";

const cpu = { cur: 0, regs: 0, owner: 0, ts: true };

const variables = (cpus: number, tasks: number) => ({
  /** A CPU has number 1 and up where a task remembers it; 0 is none. */
  cpu: indexed(cpus, cpu),
  /** Save areas: 0 is clean, else the number of the task. */
  task: indexed(tasks, { mem: 0 }),
});

type Variables = ReturnType<typeof variables>;

const locals = { cpu: 0, last: 0, round: 0 };

const { step, loop, leave, choose, process, assertion, deadlockFree } = language<Variables, typeof locals>();

export const ownRegisters = "a task finds its own registers";

function program(me: number, cpus: number, rounds: number) {
  const on = (number: number) =>
    step(
      `on CPU ${number}`,
      (k) => {
        const mine = k.cpu(number);
        mine.cur = me;
        k.my.cpu = number + 1;
        mine.ts = !(mine.owner === me && k.my.last === number + 1);
      },
      { enabled: (k) => k.cpu(number).cur === 0 },
    );
  const off = (k: { readonly here: { ts: boolean; cur: number }; readonly my: { cpu: number } }): void => {
    k.here.ts = true;
    k.here.cur = 0;
    k.my.cpu = 0;
  };
  return loop(
    choose(...Array.from({ length: cpus }, (_, number) => on(number))),
    choose(
      [
        choose(
          [
            step("traps", () => {}, { enabled: (k) => k.here.ts }),
            step("restores", (k) => {
              k.here.regs = k.current.mem;
            }),
            step("owns", (k) => {
              k.here.owner = me;
              k.my.last = k.my.cpu;
              k.here.ts = false;
            }),
          ],
          step("need not trap", () => {}, { enabled: (k) => !k.here.ts }),
        ),
        choose(
          step("uses the FPU", (k) => {
            k.assert(ownRegisters, k.here.regs === 0 || k.here.regs === me);
            k.here.regs = me;
            k.my.round += 1;
          }),
          step("does not use it"),
        ),
      ],
      step("computes without"),
    ),
    choose(
      step(
        "saves",
        (k) => {
          k.current.mem = k.here.regs;
        },
        { enabled: (k) => !k.here.ts },
      ),
      step("has nothing to save", () => {}, { enabled: (k) => k.here.ts }),
    ),
    choose(
      step(
        "gives the CPU up",
        (k) => {
          off(k);
        },
        { enabled: (k) => k.my.round < rounds },
      ),
      [
        step(
          "is done",
          (k) => {
            off(k);
          },
          { enabled: (k) => k.my.round === rounds },
        ),
        leave,
      ],
    ),
  );
}

/** The model with so many CPUs, tasks, and uses of the FPU by each, or by one task after another. */
export function fpu(cpus: number, tasks: number, rounds: number | readonly number[]): Model {
  const roundsOf = (task: number): number => (typeof rounds === "number" ? rounds : (rounds[task] ?? 1));
  return model({
    name: `fpu cpus=${cpus} tasks=${tasks} rounds=${rounds}`,
    variables: variables(cpus, tasks),
    processes: Array.from({ length: tasks }, (_, task) =>
      process(`T${task + 1}`, {
        locals,
        task,
        cpu: (k) => k.my.cpu - 1,
        program: program(task + 1, cpus, roundsOf(task)),
      }),
    ),
    properties: [assertion(ownRegisters), deadlockFree()],
  });
}
