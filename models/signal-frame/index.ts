/**
 * A hard interrupt uses the FPU while a task saves its registers to a signal frame (Linux before 5.18, 59f5ede3bc0f).
 *
 * 1 user mode                     a task writes its registers
 * 2 a signal is delivered         copy_fpstate_to_sigframe, under fpregs_lock:
 * 3                               load the registers where TIF_NEED_FPU_LOAD is set
 * 4                               XSAVE them to the frame on the user's stack
 *
 * fpregs_lock keeps off preemption and softirqs. A hard interrupt may come between 3 and 4, and irq_fpu_usable asked for kernel
 * FPU sections alone: it saved the registers, used them, and left its own for XSAVE. Since 59f5ede3bc0f the answer is no where
 * bottom halves are off.
 *
 * Claim: neither a task nor its signal frame ever holds somebody else's registers.
 */

import { type Context, contents, family, flag, model, type Source, type StateView } from "preempt";
import { noRegisterLeak, userRegisters } from "../../properties/fpu/index.js";
import {
  deferred,
  init,
  kernel,
  type Machine,
  machine,
  runsInUserMode,
  switchFpuReturn,
  task,
} from "../machine/index.js";
import { survivors } from "./survivors.js";

/** The frame on the user's stack. */
const own = { frame: contents(init) };

type Variables = Machine & typeof own;

type State = StateView<Variables>;

const { step, loop, choose, userMode, routine, call, syscall, fpregsLock, reachable } = kernel<Variables>();

const source: Source = { name: "copy_fpstate_to_sigframe", file: "arch/x86/kernel/fpu/signal.c" };

const copyToFrame = routine(source, () =>
  fpregsLock(
    step("load if TIF_NEED_FPU_LOAD", (k) => {
      switchFpuReturn(k);
    }),
    step("XSAVE to the frame", (k) => {
      k.frame = k.here.fpregs;
    }),
  ),
);

const leak = "no register leak";

export const signalFrame = family({
  name: "signal-frame",
  title: "A hard interrupt uses the FPU while a task saves its registers to a signal frame",
  about: [
    "To deliver a signal the kernel saves a task's FPU registers to a frame on its stack, with preemption and softirqs off. A " +
      "hard interrupt that used the FPU meanwhile left its own registers there, for user space to read.",
  ],
  variants: {
    "v5.17": {
      about: "irq_fpu_usable asks for kernel FPU sections alone",
      commit: "59f5ede3bc0f^",
      kernel: "5.17",
    },
    "v5.18": { about: "and for bottom halves that are off", commit: "59f5ede3bc0f", kernel: "5.18" },
  },
  newest: "v5.18",
  parameters: { hardIrqFpu: flag("hard interrupts use the FPU", true) },
  build: ({ name, commit }, parameters) => {
    const regime = deferred({ commit, usableLooksAtSoftirqs: name === "v5.18" });
    const on = machine<Variables>({ ...parameters, regime, tasks: { A: {} } });
    const program = loop(
      choose(
        regime.userFpu("A writes its registers", ({ here, contents }: Context<Variables>) => {
          here.fpregs = contents.fresh("A");
        }),
        [userMode(syscall("a signal is delivered")), call(copyToFrame)],
      ),
    );
    const frame = { owner: "A", when: (s: State) => runsInUserMode(s, "A"), held: (s: State) => s.frame };
    return model({
      name: `signal-frame@${name}`,
      variables: { ...on.variables, ...own },
      processes: on.processes(task<Variables>("A", { program })),
      properties: [
        noRegisterLeak(leak, userRegisters("A", "A"), frame),
        reachable("the frame holds the task's registers", (s) => s.contents.latest(s.frame, "A")),
      ],
      parameters,
      background: on.background,
      assumptions: ["the task sleeps nowhere"],
    });
  },
  violated: ({ name }, { hardIrqFpu }) => (name === "v5.17" && hardIrqFpu ? [leak] : []),
  survivors: { reasons: survivors },
});
