/** The words that code on the machine is written in: the language's, and those of a kernel. */

import { type Code, type Context, type Language, language, type Part, type Reader } from "preempt";
import { fpregsLocked, maySleep } from "./strikes.js";
import type { Machine } from "./variables.js";

type MachineContext = Context<Machine>;

const {
  step,
  when,
  loop,
  leave,
  section,
  mode,
  irqsDisabled,
  preemptDisabled,
  bottomHalvesDisabled,
  userMode,
  guestMode,
  choose,
} = language<Machine>();

/** What a kernel's code is written in, beside the language's own words. */
export interface KernelWords<V, L> {
  /** A step of user mode that enters the kernel: the last of a `userMode(…)`. */
  syscall(label: string, body?: (context: Context<V, L>) => undefined): Code<Context<V, L>>;
  /**
   * A step of user mode that faults, with the handler, which begins with interrupts off; `irqsEnabled(…)` lifts that. It is a branch
   * of a `choose`, beside the `userMode(…)` of what may be done instead, and not inside it: the handler is not in user mode.
   */
  trap(
    label: string,
    options: {
      readonly enabled: (reader: Reader<V, L>) => boolean;
      /** What the hardware, or a hypervisor, does before the handler runs. */
      readonly body?: (context: Context<V, L>) => undefined;
    },
    ...handler: readonly Part<Context<V, L>>[]
  ): Code<Context<V, L>>;
  /**
   * VM entry, the guest, VM exit: with interrupts off from the entry to behind the exit, the guest's control registers loaded
   * meanwhile, and a location in guest mode at which the guest takes any of `branches`, again and again.
   */
  runGuest<C = Context<V, L>>(
    options: {
      /** What the kernel does last before the entry, with interrupts off. */
      readonly entry?: (context: Context<V, L>) => undefined;
      /** What it does first behind the exit. */
      readonly exit?: (context: Context<V, L>) => undefined;
    },
    ...branches: readonly Part<C>[]
  ): Code<C>;
  /** A step that may first go to sleep on something that is not modelled, such as memory or an event of a device. */
  sleeping(label: string, body?: (context: Context<V, L>) => undefined): Code<Context<V, L>>;
  /** `wait_event`: sleeps until `condition` is true and somebody has called {@link wake}. */
  sleepUntil(label: string, condition: (reader: Reader<V, L>) => boolean): Code<Context<V, L>>;
  /** `do_exit`: the task is dead behind it. So it is at the end of its program. */
  readonly exit: Code<Context<V, L>>;
  /** `fpregs_lock`: preemption and bottom halves off, around work on the task's own FPU state. */
  fpregsLock<C = Context<V, L>>(...body: readonly Part<C>[]): Code<C>;
}

/** `fpregs_lock`, `fpregs_unlock`. */
export function fpregsLock<C>(...body: readonly Part<C>[]): Code<C> {
  return preemptDisabled(bottomHalvesDisabled(section(fpregsLocked, ...body)));
}

/** To be called by a step that leaves user mode. */
export function enterKernel(k: MachineContext): void {
  k.here.user = false;
}

/** `wake_up_process`, as part of a step. */
export function wake(k: MachineContext, task: string): void {
  if (k.task(task).state !== "dead") k.task(task).state = "runnable";
}

type Body = (context: MachineContext) => undefined;

/** A step that leaves user mode. */
const entry = (
  label: string,
  body?: Body,
  enabled?: (reader: Reader<Machine>) => boolean,
): Code<MachineContext> =>
  step(
    label,
    (k) => {
      enterKernel(k);
      return body?.(k);
    },
    enabled && { enabled },
  );

const words = {
  syscall: (label: string, body?: Body) => entry(label, body),
  trap: (
    label: string,
    { enabled, body }: { readonly enabled: (reader: Reader<Machine>) => boolean; readonly body?: Body },
    ...handler: readonly Part<MachineContext>[]
  ) => irqsDisabled(userMode(entry(label, body, enabled)), handler),
  runGuest: (
    { entry: enters, exit }: { readonly entry?: Body; readonly exit?: Body },
    ...branches: readonly Part<MachineContext>[]
  ) =>
    irqsDisabled(
      step("VM entry", (k) => {
        k.here.control = "guest";
        return enters?.(k);
      }),
      guestMode(
        loop(
          choose(...branches, [
            step("VM exit", (k) => {
              k.here.control = "host";
              return exit?.(k);
            }),
            leave,
          ]),
        ),
      ),
    ),
  sleeping: (label: string, body?: Body) => mode(maySleep, step(label, body)),
  sleepUntil: (label: string, condition: (reader: Reader<Machine>) => boolean) =>
    loop(
      step("set_current_state", (k) => {
        k.current.state = "going to sleep";
      }),
      when(label, condition, [
        step("finish_wait", (k) => {
          k.current.state = "runnable";
        }),
        leave,
      ]),
      // Woken since: schedule() leaves it on the run queue.
      step("schedule", (k) => {
        if (k.current.state === "going to sleep") k.current.state = "asleep";
      }),
    ),
  exit: step("do_exit", (k) => {
    k.here.user = false;
    k.current.state = "dead";
  }),
  fpregsLock,
};

/**
 * The language of the machine, for a model whose variables are the machine's and more, as a process with locals `L` writes
 * it. A binding of types, like `language`.
 *
 * @example type Variables = Machine & ReturnType<typeof mine>; const { step, syscall, userMode } = kernel<Variables>();
 */
export function kernel<V extends Machine, L = unknown>(): Language<V, L> & KernelWords<V, L> {
  // As language() does: the words are bound to the model's types for the checker alone.
  return { ...language<V, L>(), ...words } as unknown as Language<V, L> & KernelWords<V, L>;
}
