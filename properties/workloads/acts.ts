/** What each act of a workload is, as code. */

import { type Context, ModelError } from "preempt";
import { kernelFpuSection, kernel as kernelWords, wake } from "../../models/machine/index.js";
import type { Code, Kernel } from "./kernel.js";
import type { Variables } from "./variables.js";
import { type Act, childOf } from "./workload.js";

type K = Context<Variables>;

const { step, when, sleeping, sleepUntil } = kernelWords<Variables>();

/** Where an act stands. */
export interface Setting {
  /** The tasks that run from the beginning. */
  readonly names: readonly string[];
  readonly kernel: Kernel;
}

/** A write of FPU registers by `name`. */
export function writes(name: string): (k: K) => undefined {
  return (k) => {
    k.here.fpregs = k.contents.fresh(name);
    k.wrote(name).ghost.ever = true;
  };
}

/** What the kernel must have for an act, and calls it by. */
const needed: Readonly<Partial<Record<Act, "signals" | "fork" | "exec">>> = {
  "save a signal frame": "signals",
  "restore a signal frame": "signals",
  fork: "fork",
  exec: "exec",
};

/** Whether `kernel` says what it does for `act`. */
export function knows(kernel: Kernel, act: Act): boolean {
  const part = needed[act];
  return part === undefined || kernel[part] !== undefined;
}

/** Fork, where the child is not there yet. */
function forks(name: string, copies: NonNullable<Kernel["fork"]>): Code {
  const child = childOf(name);
  const copyOf = (k: K, held: string): string => {
    if (k.contents.ownerOf(held) !== name) return held;
    // What is the parent's latest is the child's own; and what is not, is not.
    const own = k.contents.fresh(child);
    return k.contents.latest(held, name) ? own : `${own} (stale)`;
  };
  return when(
    "is the child there?",
    ({ task }) => task(child).state !== "asleep",
    [],
    [
      copies({ child, copyOf }),
      step("wake_up_new_task", (k) => {
        k.wrote(child).ghost.ever = k.wrote(name).ghost.ever;
        wake(k, child);
      }),
    ],
  );
}

/** Everything that the task wrote is gone. */
const forgets =
  (name: string) =>
  (k: K): void => {
    // Whoever finds it from now on finds what is out of date.
    k.contents.fresh(name);
    k.wrote(name).ghost.ever = false;
  };

/**
 * The code of `act`, on behalf of the task `name`.
 *
 * @throws ModelError where the kernel does not say what it does
 */
export function codeOf(act: Act, name: string, { names, kernel }: Setting): Code {
  const { regime, signals, fork, exec } = kernel;
  switch (act) {
    case "step":
      return step("in the kernel");
    case "kernel FPU":
      return kernelFpuSection(regime, "task", { asserted: true });
    case "sleep":
      return sleeping("sleeps");
    case "wait":
      return [
        sleepUntil("event?", ({ event }) => event),
        step("takes the event", (k) => {
          k.event = false;
        }),
      ];
    case "wake":
      return step("event, wake_up_all", (k) => {
        k.event = true;
        for (const other of names) wake(k, other);
      });
    case "save a signal frame":
      if (signals !== undefined) return signals.save;
      break;
    case "restore a signal frame":
      if (signals !== undefined) return signals.restore(writes(name));
      break;
    case "fork":
      if (fork !== undefined) return forks(name, fork);
      break;
    case "exec":
      if (exec !== undefined) return exec(forgets(name));
      break;
  }
  throw new ModelError(
    `the kernel has no "${needed[act] ?? act}", so nothing is known of what it does where task "${name}" has the act "${act}"`,
  );
}
