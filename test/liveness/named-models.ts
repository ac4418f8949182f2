/** Small models of what can go wrong with fairness, each of one idea. */

import { type Fairness, language, type Model, model, mutex, type Property, type StateView } from "preempt";

export const variables = { flag: false, x: 0, a: mutex(), b: mutex(), ghost: { seen: false, count: 0 } };
export type Variables = typeof variables;
export const words = language<Variables>();
const { step, loop, choose, process, lock, unlock, eventually, leadsTo, neverStuck, deadlockFree } = words;

type Processes = readonly ReturnType<typeof process>[];
type Claims = readonly Property<StateView<Variables>>[];

const named = (name: string, processes: Processes, properties: Claims): Model =>
  model({ name, variables, processes, properties });

const setX = (to: number) =>
  step(`x := ${to}`, (k) => {
    k.x = to;
  });

const setFlag = (to: boolean) =>
  step(`flag := ${to}`, (k) => {
    k.flag = to;
  });

const xIs =
  (wanted: number) =>
  ({ x }: StateView<Variables>): boolean =>
    x === wanted;

const lockA = lock("lock a", (k) => k.a);
const lockB = lock("lock b", (k) => k.b);
const unlockA = unlock("unlock a", (k) => k.a);
const unlockB = unlock("unlock b", (k) => k.b);

const finished = (name: string) => eventually(`${name} is done`, (s) => s.process(name).finished);

/** A flag that goes up and down for ever, and who waits for it. */
export const flicker = (fair?: Fairness): Model =>
  named(
    "flicker",
    [
      process("A", { fair: "weak", program: loop(setFlag(true), setFlag(false)) }),
      process("B", { fair, program: step("see it", undefined, { enabled: (k) => k.flag }) }),
    ],
    [finished("B")],
  );

/** Somebody who can always move, beside somebody who always does. */
export const starving = (fair?: Fairness): Model =>
  named(
    "starving",
    [process("A", { fair: "weak", program: loop(step("spin")) }), process("B", { fair, program: setX(1) })],
    [finished("B")],
  );

/** A task that waits for an interrupt, which may never come. */
export const interrupted = (fair?: Fairness): Model =>
  named(
    "interrupted",
    [
      process("task", {
        fair: "strong",
        program: step("wait for it", undefined, { enabled: (k) => k.flag }),
      }),
      process("irq", { environment: true, fair, program: loop(setFlag(true)) }),
    ],
    [finished("task"), neverStuck(), deadlockFree()],
  );

/** A run that stops before x is 2; `halts` ends it sooner. */
export const ending = ({ halts }: { readonly halts: boolean }): Model =>
  named(
    "ending",
    [
      process("A", {
        fair: "strong",
        program: [
          setX(1),
          step("BUG()", (k) => {
            if (halts) k.halt("kernel BUG");
          }),
          step("look", undefined, { enabled: (k) => k.x === 2 }),
        ],
      }),
    ],
    [eventually("x is 2", xIs(2)), neverStuck()],
  );

/** A step that changes nothing, for ever. */
export const still = named(
  "still",
  [process("A", { fair: "strong", program: loop(step("spin")) })],
  [eventually("x is 1", xIs(1))],
);

/** x is 1, then 2 as it is to be, then 1 again, and stays. */
export const again = named(
  "again",
  [process("A", { program: [setX(1), setX(2), setX(1)] })],
  [leadsTo("1 becomes 2", xIs(1), xIs(2))],
);

/** What is begun is forgotten: x is 1 only on the way. */
export const forgotten = named(
  "forgotten",
  [process("A", { program: [setX(1), setX(0), loop(step("spin"))] })],
  [leadsTo("1 becomes 2", xIs(1), xIs(2)), eventually("x is 1", xIs(1)), eventually("x is 0", xIs(0))],
);

/** The choices of a step are not dealt with fairly: a coin may always fall on one side. */
export const coin = named(
  "coin",
  [
    process("A", {
      fair: "strong",
      program: loop(
        step("toss", (k) => {
          k.x = k.choose([0, 1]);
        }),
      ),
    }),
  ],
  [eventually("x is 1", xIs(1))],
);

/** Who is strongly fair need not be able to move: A may never raise the flag, and then B is owed nothing. */
export const avoiding = named(
  "avoiding",
  [
    process("A", { fair: "weak", program: loop(choose(setFlag(false), setFlag(true))) }),
    process("B", { fair: "strong", program: step("see it", undefined, { enabled: (k) => k.flag }) }),
  ],
  [finished("B")],
);

/** Runs on, and may count in a ghost that nothing looks at. */
const runner = (ticks: number, counts: boolean) =>
  process("C", {
    program: loop(
      step("tick", (k) => {
        k.x = (k.x + 1) % ticks;
        if (counts) k.update(k.ghost, "count", (n) => n + 1);
      }),
    ),
  });

/** Two that take two locks crosswise, and a third that runs on. */
export const crossed = (ticks: number, { counts = false } = {}): Model =>
  named(
    "crossed",
    [
      process("A", { program: [lockA, lockB, unlockB, unlockA] }),
      process("B", { program: [lockB, lockA, unlockA, unlockB] }),
      runner(ticks, counts),
    ],
    [neverStuck(), deadlockFree()],
  );

/** One that waits for ever while another goes through so many states. */
export const outrun = (ticks: number): Model =>
  named(
    "outrun",
    [process("A", { program: step("wait", undefined, { enabled: (k) => k.flag }) }), runner(ticks, false)],
    [neverStuck()],
  );

/** One who gives up his lock, and a server that waits for work that never comes. */
export const serving = (mayWait: boolean): Model =>
  named(
    "serving",
    [
      process("A", { program: [lockA, unlockA] }),
      process("server", { program: loop(step("work", undefined, { enabled: (k) => k.x > 0, mayWait })) }),
    ],
    [neverStuck()],
  );

/** A ghost that a claim looks at, and one that counts for ever and is looked at by nothing. */
export const haunted = (fair?: Fairness): Model =>
  named(
    "haunted",
    [
      process("A", {
        program: loop(
          step("count", (k) => {
            k.update(k.ghost, "count", (n) => n + 1);
          }),
        ),
      }),
      process("B", {
        fair,
        program: step("note", (k) => {
          k.ghost.seen = true;
        }),
      }),
    ],
    [eventually("it is seen", (s) => s.ghost.seen)],
  );

/** Two claims that are broken by different runs, and one that holds. */
export const several = named(
  "several",
  [process("A", { fair: "weak", program: loop(setX(1), setX(2)) }), process("B", { program: setFlag(true) })],
  [
    eventually("the flag", ({ flag }) => flag),
    leadsTo(
      "the flag keeps x from 2",
      ({ flag }) => flag,
      (s) => s.x !== 1 && s.x !== 2,
    ),
    leadsTo("1 becomes 2", xIs(1), xIs(2)),
  ],
);
