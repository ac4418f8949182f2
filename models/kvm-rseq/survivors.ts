/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

export const survivors = [
  {
    why: "the other order of the two readings, which the mail's diagram has (first=rseq): as right as this one",
    of: ['main: cpu := sched_getcpu() (swap with "rseq_cpu := rseq.cpu_id")'],
  },
  {
    why: "what it puts away is read anew before it is compared",
    of: ["main: snapshot != seq_cnt: read again (drop)"],
  },
  {
    why: "a test that asserts nothing never fails: that it catches a wrong number is claimed where there is one",
    of: ["main: TEST_ASSERT(rseq_cpu == cpu) (drop)"],
  },
  {
    why: "the first has used up its snapshot, so that the second waits for ever: where usleep() may last for no time the reader is not claimed to get through",
    of: ["main: TEST_ASSERT(rseq_cpu == cpu) (twice)"],
  },
  {
    why: "a reschedule interrupt may then switch in guest mode, and not only behind the exit: rseq's flag is found on the way to user mode all the same",
    of: ['vcpu_enter_guest: VM entry (without "irqs off")'],
  },
  {
    why: "schedule() is then called unasked, and may do nothing; behind it the flags are looked at once more, or waited for",
    of: [
      'exit_to_user_mode_loop: ti_work: TIF_NEED_RESCHED (swap with "schedule()")',
      "exit_to_user_mode_loop: ti_work: TIF_NEED_RESCHED (no guard)",
    ],
  },
  {
    why: "rseq.cpu_id is then written where it is right already, and a switch that is pending is left to the interrupt, which writes it too",
    of: [
      "exit_to_user_mode_loop: rseq_exit_to_user_mode_restart: rseq.cpu_id := the CPU's number, clear TIF_RSEQ (no guard)",
    ],
  },
  {
    why: "an interrupt that writes the CPU's number wherever it strikes writes the right one",
    of: ["IPI: irqentry_exit_to_user_mode: schedule(), rseq.cpu_id := the CPU's number (no guard)"],
  },
];
