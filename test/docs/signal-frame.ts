// signal-frame.ts
import { type Context, contents, family, flag, model, type Source, type StateView } from "preempt";
import {
  deferred,
  hardirq,
  init,
  kernel,
  type Machine,
  machine,
  mayStrike,
  runsInUserMode,
  switchFpuReturn,
  task,
} from "preempt/machine";
import { noLostState, noRegisterLeak, userRegisters } from "preempt/properties";

/** Beside what the machine has: the frame on the user's stack. */
const own = { frame: contents(init) };

type Variables = Machine & typeof own;
type State = StateView<Variables>;

const { step, loop, choose, userMode, routine, call, syscall, fpregsLock, reachable } = kernel<Variables>();

const source: Source = { name: "copy_fpstate_to_sigframe", file: "arch/x86/kernel/fpu/signal.c" };

const copyFpstateToSigframe = routine(source, () =>
  fpregsLock(
    step("load if TIF_NEED_FPU_LOAD", (k) => {
      switchFpuReturn(k);
    }),
    step("XSAVE to the frame", (k) => {
      k.frame = k.here.fpregs;
    }),
  ),
);

/** The registers while A is in user mode, and what A then finds in its frame. */
const registers = userRegisters("A", "A");
const frame = { owner: "A", when: (s: State) => runsInUserMode(s, "A"), held: (s: State) => s.frame };

export default family({
  name: "signal-frame",
  title: "A hard interrupt uses the FPU while a task saves its registers to a signal frame",
  about: ["copy_fpstate_to_sigframe as of Linux 5.17, with irq_fpu_usable before and after 59f5ede3bc0f."],
  variants: {
    before: { about: "irq_fpu_usable asks for kernel FPU sections", commit: "59f5ede3bc0f^", looks: false },
    after: { about: "and for bottom halves that are off", commit: "59f5ede3bc0f", looks: true },
  },
  newest: "after",
  parameters: {
    hardIrqFpu: flag("hard interrupts use the FPU", true),
    softirqFpu: flag("softirqs use the FPU", false),
  },
  build: ({ name, commit, looks }, parameters) => {
    const regime = deferred({ commit, usableLooksAtSoftirqs: looks });
    const on = machine<Variables>({ ...parameters, regime, tasks: { A: {} } });
    const program = loop(
      choose(
        regime.userFpu("A writes its registers", ({ here, contents }: Context<Variables>) => {
          here.fpregs = contents.fresh("A");
        }),
        [userMode(syscall("a signal is delivered")), call(copyFpstateToSigframe)],
      ),
    );
    return model({
      name: `signal-frame@${name}`,
      variables: { ...on.variables, ...own },
      processes: on.processes(task<Variables>("A", { program })),
      properties: [
        noRegisterLeak("no register leak", registers, frame),
        noLostState("no lost state", registers),
        reachable("the frame holds A's registers", (s) => s.contents.latest(s.frame, "A")),
        reachable(
          "a hard interrupt can strike before XSAVE",
          (s) => s.process("A").at("XSAVE to the frame") && mayStrike(s, "A", hardirq),
        ),
      ],
      parameters,
      background: on.background,
      assumptions: ["the task sleeps nowhere", "a fault on the frame begins again at the lock"],
    });
  },
  violated: ({ looks }, { hardIrqFpu }) => (hardIrqFpu && !looks ? ["no register leak"] : []),
});
