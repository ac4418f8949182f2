/** A user's program on every entry that is no runner's: what it finds is printed, a line for each. */

import fc from "fast-check";
import { check, deadlockFree, language, model, mutex, type Report, schedule } from "preempt";
import { forAllModels } from "preempt/fast-check";
import { checkLaws, type LawReport, lawNames } from "preempt/laws";
import { deferred, kernel, machine, type Regime, task } from "preempt/machine";
import { deferredKernel, forAllWorkloads } from "preempt/machine/fast-check";
import { noLostState, userRegisters } from "preempt/properties";

const variables = { accounts: mutex(), journal: mutex(), moved: 0 };
const { process, lock, unlock, step, always } = language<typeof variables>();

const lockAccounts = lock("lock accounts", (k) => k.accounts);
const lockJournal = lock("lock journal", (k) => k.journal);
const unlockAccounts = unlock("unlock accounts", (k) => k.accounts);
const unlockJournal = unlock("unlock journal", (k) => k.journal);
const move = step("move the money", (k) => {
  k.moved += 1;
});

export const bank = model({
  name: "bank",
  variables,
  processes: [
    process("transfer", { program: [lockAccounts, lockJournal, move, unlockJournal, unlockAccounts] }),
    process("audit", { program: [lockJournal, lockAccounts, unlockAccounts, unlockJournal] }),
  ],
  properties: [deadlockFree(), always("money is moved once", (k) => k.moved <= 1)],
});

const report: Report = check(bank);
const [deadlock] = report.verdicts;
console.log("preempt:", deadlock?.kind === "violated" ? schedule(deadlock.trace) : deadlock?.kind);

// A switch that forgets to save, on the kernel machine.
const regime: Regime = deferred({ fault: "forgets to save" });
const on = machine({ tasks: { A: {}, B: {} }, regime });
const { loop } = kernel();
const writes = (name: string) =>
  loop(
    regime.userFpu("writes", ({ here, contents }) => {
      here.fpregs = contents.fresh(name);
    }),
  );

const [lost] = check(
  model({
    name: "forgets",
    variables: on.variables,
    processes: on.processes(task("A", { program: writes("A") }), task("B", { program: writes("B") })),
    properties: [noLostState("no lost state", userRegisters("A", "A"))],
  }),
).verdicts;
console.log("preempt/machine, preempt/properties:", lost?.kind === "violated" ? lost.trace.cost : lost?.kind);

const laws: LawReport = checkLaws(bank);
console.log("preempt/laws:", laws.kept, laws.results.length === lawNames.length);

const counted = forAllModels(
  fc.integer({ min: 1, max: 3 }),
  (times) =>
    model({
      name: "moves",
      variables,
      processes: [process("A", { program: Array.from({ length: times }, () => move) })],
      properties: [always("it is not moved a fourth time", (k) => k.moved < 4)],
    }),
  { seed: 1, numRuns: 3 },
);
console.log("preempt/fast-check:", counted.drawn);

const { seed, drawn } = forAllWorkloads(deferredKernel(), "all", { seed: 1, numRuns: 2 });
console.log("preempt/machine/fast-check:", seed, drawn);

export const misspelt = step("misspelt", (k) => {
  // @ts-expect-error: there is no such variable
  k.mooved = 1;
});
export const wrong = step("wrong", (k) => {
  // @ts-expect-error: it holds a number
  k.moved = "many";
});
// @ts-expect-error: a step is one instant
export const waiting = step("waiting", async (k) => {
  k.moved = 1;
});
