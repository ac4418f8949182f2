/** The selftest's migration_worker(): moves the vCPU thread to another CPU, and again. */

import { type Context, language, type Part, type Process } from "preempt";
import { moves } from "./scheduler.js";
import { counts, labels, migrates, source, type Test } from "./selftest.js";
import type { Variables } from "./variables.js";

const { step, loop, routine, call, process } = language<Variables>();

/** The worker's thread. */
export function migrationWorker(test: Test): Process<Variables> {
  const { harness, migrations, cpus } = test;
  const wide = counts(test);
  const bump = (label: string, odd: boolean): Part<Context<Variables>> =>
    wide &&
    step(label, (k) => {
      k.test.odd = odd;
      k.test.changed = true;
      if (!odd && harness === "long-delay") k.test.compared = false;
    });
  const delays = harness !== "no-delay";
  const round: Part<Context<Variables>> = [
    bump(labels.odd, true),
    migrates(test)
      ? [
          step(labels.moves, moves(cpus)),
          // Back once the stopper has moved the thread (affine_move_task).
          step(labels.returns, undefined, { enabled: ({ task }) => task("V").cpu === task("V").target }),
        ]
      : step("sched_setaffinity(0): itself"),
    bump(labels.even, false),
    delays &&
      step("usleep()", undefined, { enabled: ({ test }) => harness !== "long-delay" || test.compared }),
  ];
  const worker = routine(source("migration_worker"), () =>
    migrations === "any"
      ? loop(round)
      : [
          Array.from({ length: migrations }, () => round),
          step("done = true", (k) => {
            k.test.done = true;
          }),
        ],
  );
  return process("M", { program: call(worker), fair: "weak" });
}
