/**
 * Producers and consumers share a buffer of so many slots, through a monitor [Hoare 1974]; but who is woken must take
 * the mutex again like everybody else [Lampson & Redell 1980].
 *
 * Produce:  1 lock    2 while full, wait(not full)      3 count++    4 wake(not empty)    5 unlock
 * Consume:  1 lock    2 while empty, wait(not empty)    3 count--    4 wake(not full)     5 unlock
 *
 * To wake is to signal one of those that wait, any one, or to broadcast to all.
 *
 * Claim: nothing is put into a full buffer nor taken from an empty one, and they never all wait.
 *
 * With `if` for `while`, a second consumer may take what the signal was about before the one who was woken has the
 * mutex. With one condition for both, a signal may go to one who cannot use it, and is lost: that deadlocks once there
 * are more processes than twice the slots; a broadcast cures it. Neither needs a preemption.
 */

import {
  type ConditionHandle,
  condition,
  family,
  language,
  model,
  mutex,
  type Reader,
  wholeNumber,
} from "preempt";

const variables = {
  mutex: mutex(),
  count: 0,
  notFull: condition(),
  notEmpty: condition(),
  changed: condition(),
};

const {
  step,
  when,
  loop,
  loopWhile,
  routine,
  call,
  lock,
  unlock,
  wait,
  signal,
  broadcast,
  process,
  assertion,
  reachable,
  deadlockFree,
} = language<typeof variables>();

type Which = (k: Reader<typeof variables>) => ConditionHandle;

/** How the monitor is written. */
interface Monitor {
  readonly about: string;
  /** Whether who was woken looks again before it goes on: `while`, not `if`. */
  readonly looksAgain: boolean;
  readonly notFull: Which;
  readonly notEmpty: Which;
  readonly wake: typeof signal;
}

const oneEach = { notFull: (k) => k.notFull, notEmpty: (k) => k.notEmpty } satisfies Partial<Monitor>;
const oneForBoth = { notFull: (k) => k.changed, notEmpty: (k) => k.changed } satisfies Partial<Monitor>;

const variants: Readonly<Record<string, Monitor>> = {
  "if-not-while": { about: "who is woken does not look again", ...oneEach, looksAgain: false, wake: signal },
  "one-condition": { about: "one condition for both, signal", ...oneForBoth, looksAgain: true, wake: signal },
  broadcast: { about: "one condition for both, broadcast", ...oneForBoth, looksAgain: true, wake: broadcast },
  "two-conditions": { about: "a condition each, signal", ...oneEach, looksAgain: true, wake: signal },
};

const intoFull = "nothing is put into a full buffer";
const fromEmpty = "nothing is taken from an empty buffer";

const put = routine("put", ({ looksAgain, notFull, notEmpty, wake }: Monitor, slots: number) => [
  lock("lock", (k) => k.mutex),
  (looksAgain ? loopWhile : when)(
    "full?",
    (k) => k.count === slots,
    wait("wait(not full)", notFull, (k) => k.mutex),
  ),
  step("count++", (k) => {
    k.assert(intoFull, k.count < slots);
    k.count = Math.min(k.count + 1, slots);
  }),
  wake("wake(not empty)", notEmpty),
  unlock("unlock", (k) => k.mutex),
]);

const take = routine("take", ({ looksAgain, notFull, notEmpty, wake }: Monitor) => [
  lock("lock", (k) => k.mutex),
  (looksAgain ? loopWhile : when)(
    "empty?",
    (k) => k.count === 0,
    wait("wait(not empty)", notEmpty, (k) => k.mutex),
  ),
  step("count--", (k) => {
    k.assert(fromEmpty, k.count > 0);
    k.count = Math.max(k.count - 1, 0);
  }),
  wake("wake(not full)", notFull),
  unlock("unlock", (k) => k.mutex),
]);

const named = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);

export const boundedBuffer = family({
  name: "bounded-buffer",
  title: "bounded buffer with condition variables",
  about: [
    "What is in the slots does not matter here, only how many are taken.",
    "A buffer that is misused stays as it was, so that the run can go on.",
  ],
  variants,
  newest: "two-conditions",
  parameters: {
    producers: wholeNumber("producers", { from: 1, to: 4, initial: 1 }),
    consumers: wholeNumber("consumers", { from: 1, to: 4, initial: 2 }),
    slots: wholeNumber("slots of the buffer", { from: 1, to: 4, initial: 1 }),
  },
  build: (monitor, { producers, consumers, slots }) => {
    const producing = named("P", producers);
    const consuming = named("C", consumers);
    return model({
      name: `bounded-buffer@${monitor.name}`,
      parameters: { producers, consumers, slots },
      variables,
      processes: [
        ...producing.map((name) => process(name, { program: loop(call(put, monitor, slots)) })),
        ...consuming.map((name) => process(name, { program: loop(call(take, monitor)) })),
      ],
      properties: [
        assertion(intoFull),
        assertion(fromEmpty),
        deadlockFree(),
        ...producing.map((name) => reachable(`${name} puts`, (s) => s.process(name).at("count++"))),
        ...consuming.map((name) => reachable(`${name} takes`, (s) => s.process(name).at("count--"))),
        ...producing.map((name) =>
          reachable(`${name} waits`, (s) => s.process(name).at("wait(not full), woken")),
        ),
        ...consuming.map((name) =>
          reachable(`${name} waits`, (s) => s.process(name).at("wait(not empty), woken")),
        ),
        reachable("the buffer is full", (s) => s.count === slots),
      ],
    });
  },
  violated: ({ name }, { producers, consumers, slots }) => {
    switch (name) {
      case "if-not-while":
        return [...(producers > 1 ? [intoFull] : []), ...(consumers > 1 ? [fromEmpty] : [])];
      case "one-condition":
        return producers + consumers > 2 * slots ? ["deadlock free"] : [];
      default:
        return [];
    }
  },
  survivors: {
    reasons: [
      {
        why: "whoever would wait then looks again and again with the mutex in hand: nobody else gets on, but that is no deadlock",
        of: ["put: wait(not full) (drop)", "take: wait(not empty) (drop)"],
      },
      {
        why: "who is woken takes the mutex first, and so comes behind the unlock in either order",
        of: [
          'put: count++ (swap with "wake(not empty)")',
          'put: wake(not empty) (swap with "unlock")',
          'take: count-- (swap with "wake(not full)")',
          'take: wake(not full) (swap with "unlock")',
        ],
      },
      {
        why: "the second signal wakes one consumer more, who looks again and waits",
        of: ["put: wake(not empty) (twice)"],
      },
      {
        why: "the buffer then stays full, and producers wait in vain: consumers go on, so that it is no deadlock",
        of: ["take: count-- (drop)"],
      },
    ],
  },
});
