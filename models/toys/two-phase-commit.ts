/**
 * Two-phase commit: n resource managers agree, through a transaction manager, to commit or to abort. After the
 * specification TwoPhase of [Gray & Lamport 2006], as it stands in tlaplus/Examples, transaction_commit.
 *
 * An RM    1 prepares, and says so           2 aborts of its own accord, if it has not prepared
 *          3 commits when told so            4 aborts when told so
 * The TM   5 hears that an RM has prepared   6 commits, once it has heard so from all, and says so
 *          7 aborts, and says so
 *
 * Messages are never lost and never taken away: one that was heard may be heard again.
 *
 * Claim: no RM has committed while another has aborted. It breaks, without a single preemption, if the TM does not
 * wait for all, or if one RM that has prepared takes back its word.
 */

import { family, indexed, interchangeable, language, model, wholeNumber } from "preempt";

type RmState = "working" | "prepared" | "committed" | "aborted";
type TmState = "init" | "committed" | "aborted";

const resourceManager: { state: RmState } = { state: "working" };
const transactionManager: { state: TmState } = { state: "init" };
const prepared = { sent: false, heard: false };

const variables = (n: number) => ({
  rm: indexed(n, resourceManager),
  tm: transactionManager,
  prepared: indexed(n, prepared),
  decision: { commit: false, abort: false },
});

const { step, loop, choose, process, never, reachable, deadlockFree } =
  language<ReturnType<typeof variables>>();

function rmProgram(i: number, keepsItsWord: boolean) {
  return loop(
    choose(
      step(
        "prepare",
        (k) => {
          k.rm(i).state = "prepared";
          k.prepared(i).sent = true;
        },
        { enabled: (k) => k.rm(i).state === "working" },
      ),
      step(
        "choose to abort",
        (k) => {
          k.rm(i).state = "aborted";
        },
        {
          enabled: (k) => k.rm(i).state === "working" || (!keepsItsWord && k.rm(i).state === "prepared"),
        },
      ),
      step(
        "hear commit",
        (k) => {
          k.rm(i).state = "committed";
        },
        { enabled: (k) => k.decision.commit },
      ),
      step(
        "hear abort",
        (k) => {
          k.rm(i).state = "aborted";
        },
        { enabled: (k) => k.decision.abort },
      ),
    ),
  );
}

function tmProgram(rms: readonly number[], waitsForAll: boolean) {
  const hearPrepared = (i: number) =>
    step(
      `hear that RM${i} has prepared`,
      (k) => {
        k.prepared(i).heard = true;
      },
      { enabled: (k) => k.tm.state === "init" && k.prepared(i).sent },
    );
  const commit = step(
    "commit",
    (k) => {
      k.tm.state = "committed";
      k.decision.commit = true;
    },
    { enabled: (k) => k.tm.state === "init" && (!waitsForAll || rms.every((i) => k.prepared(i).heard)) },
  );
  const abort = step(
    "abort",
    (k) => {
      k.tm.state = "aborted";
      k.decision.abort = true;
    },
    { enabled: (k) => k.tm.state === "init" },
  );
  return loop(choose(...rms.map(hearPrepared), commit, abort));
}

export const twoPhaseCommit = family({
  name: "two-phase-commit",
  title: "two-phase commit",
  about: [
    "The managers and their messages as in TwoPhase; each move is one step.",
    "The transaction manager does not fail. Where it fails before it decides, those that have prepared wait for ever: " +
      "that two-phase commit blocks is well known, and not modelled.",
  ],
  variants: {
    hasty: {
      about: "the TM may commit before all have prepared",
      waitsForAll: false,
      keepsItsWord: true,
    },
    fickle: {
      about: "RM0 may still abort of its own accord when it has prepared",
      waitsForAll: true,
      keepsItsWord: false,
    },
    "two-phase": {
      about: "the TM waits for all, and who has prepared waits for the TM",
      waitsForAll: true,
      keepsItsWord: true,
    },
  },
  newest: "two-phase",
  parameters: { n: wholeNumber("resource managers", { from: 2, to: 9, initial: 3 }) },
  build: ({ name, waitsForAll, keepsItsWord }, { n }) => {
    const rms = Array.from({ length: n }, (_, i) => i);
    return model({
      name: `two-phase-commit@${name}`,
      parameters: { n },
      variables: variables(n),
      processes: [
        ...rms.map((i) => process(`RM${i}`, { program: rmProgram(i, keepsItsWord || i > 0) })),
        process("TM", { program: tmProgram(rms, waitsForAll), mayWait: true }),
      ],
      // One that takes back its word is like none of the others.
      symmetry: [
        interchangeable("resource managers", keepsItsWord ? rms : rms.slice(1), (i) => ({
          processes: [`RM${i}`],
          copies: { rm: i, prepared: i },
        })),
      ],
      properties: [
        never(
          "one has committed while another has aborted",
          (s) =>
            rms.some((i) => s.rm(i).state === "committed") && rms.some((i) => s.rm(i).state === "aborted"),
        ),
        deadlockFree(),
        reachable("all commit", (s) => rms.every((i) => s.rm(i).state === "committed")),
        reachable("all abort", (s) => rms.every((i) => s.rm(i).state === "aborted")),
      ],
    });
  },
  violated: ({ name }) => (name === "two-phase" ? [] : ["one has committed while another has aborted"]),
  survivors: {
    reasons: [
      {
        why: "the TM may still abort, and tells all",
        of: ["RM0: choose to abort (drop)"],
      },
      {
        why: "each may still abort of its own accord, as long as it has not prepared",
        of: ["RM0: hear abort (drop)", "TM: abort (drop)"],
      },
    ],
  },
});
