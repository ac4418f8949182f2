/**
 * The test-and-set lock: xchg(lock, 1) until it was 0. The simplest lock there is, and not a fair one.
 *
 * 1 xchg(lock, 1), until it was 0    2 critical section, left by lock := 0
 *
 * Claims: there is never more than one in the critical section, and who wants to gets in. The first holds where test and set
 * are one step. The second does not, whoever is scheduled: the lock is free again and again, and again and again another
 * takes it. Two ways to wait tell two kinds of fairness apart. Who spins moves all the time, so that fairness, which is
 * about moving, asks nothing for it. Who is woken when the lock is free, as by hardware that watches the cache line, or by a
 * futex, moves only when it gets in: it can again and again, and strong fairness gives it that. Weak fairness does not, as in
 * between it cannot.
 */

import { type Fairness, family, language, model, oneOf, wholeNumber } from "preempt";

const variables = { lock: 0 };
const locals = { got: 1 };

const { step, loop, when, leave, mode, process, never, leadsTo, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

/** How a process waits, and whether test and set are one step. */
interface Taking {
  readonly about: string;
  readonly waits: "spins" | "is woken";
  readonly torn: boolean;
}

const variants: Readonly<Record<string, Taking>> = {
  torn: { about: "the lock is tested and set in two steps", waits: "spins", torn: true },
  spinning: { about: "spins until xchg gets the lock", waits: "spins", torn: false },
  woken: { about: "sleeps until the lock is free, and takes it then", waits: "is woken", torn: false },
};

function contender({ waits, torn }: Taking) {
  const critical = mode(
    "critical section",
    step("lock := 0", (k) => {
      k.lock = 0;
    }),
  );
  if (waits === "is woken") {
    const take = step(
      "take the lock",
      (k) => {
        k.lock = 1;
      },
      { enabled: (k) => k.lock === 0 },
    );
    return loop(take, critical);
  }
  const test = step(torn ? "got := lock" : "got := xchg(lock, 1)", (k) => {
    k.my.got = k.lock;
    if (!torn) k.lock = 1;
  });
  const set = step("lock := 1", (k) => {
    k.lock = 1;
  });
  return loop(
    loop(
      test,
      when("was it free?", (k) => k.my.got === 0, leave),
    ),
    torn && set,
    critical,
  );
}

const assumptions: Readonly<Record<string, Fairness | undefined>> = {
  nothing: undefined,
  weak: "weak",
  strong: "strong",
};

const wanted = (name: string): string => `${name} gets in again and again`;

export const testAndSet = family({
  name: "test-and-set",
  title: "test-and-set lock, which is not fair",
  about: [
    "The lock is free again and again, and nothing says who takes it: whether somebody starves is a matter of how it waits, and of " +
      "what is assumed of the scheduler.",
  ],
  variants,
  newest: "woken",
  parameters: {
    n: wholeNumber("processes", { from: 2, to: 5, initial: 2 }),
    fair: oneOf("the fairness that is assumed of every process", "strong", "weak", "nothing"),
  },
  build: ({ name, ...taking }, { n, fair }) => {
    const names = Array.from({ length: n }, (_, i) => `P${i}`);
    return model({
      name: `test-and-set@${name}`,
      parameters: { n, fair },
      variables,
      processes: names.map((each) =>
        process(each, { locals, program: contender(taking), fair: assumptions[fair] }),
      ),
      properties: [
        never(
          "two are in the critical section",
          (s) => names.filter((each) => s.process(each).in("critical section")).length > 1,
        ),
        deadlockFree(),
        ...names.map((each) =>
          leadsTo(
            wanted(each),
            () => true,
            (s) => s.process(each).in("critical section"),
          ),
        ),
        ...names.map((each) => reachable(`${each} gets in`, (s) => s.process(each).in("critical section"))),
      ],
    });
  },
  violated: ({ waits, torn }, { n, fair }) => [
    ...(torn ? ["two are in the critical section"] : []),
    ...(waits === "is woken" && fair === "strong"
      ? []
      : Array.from({ length: n }, (_, i) => wanted(`P${i}`))),
  ],
});
