/**
 * The ticket lock [Mellor-Crummey & Scott 1991], which was the kernel's spinlock before the queued one.
 *
 * 1 ticket := next++    2 spin until owner = ticket    3 critical section, left by owner++
 *
 * Claim: there is never more than one in the critical section, they enter in the order of their tickets, and they
 * never all wait. For that, a ticket must be taken in one step, and there must be as many different tickets as there
 * are processes: counters wrap, the kernel's after 256 or 65,536, these after n.
 *
 * And: everybody gets in, again and again, if no process is passed over for ever while it could move (weak fairness).
 */

import { List } from "immutable";
import { family, language, model, oneOf, wholeNumber } from "preempt";

const variables = {
  lock: { next: 0, owner: 0 },
  ghost: { queue: List<string>() },
};
const locals = { ticket: 0 };

const { step, loop, mode, process, never, assertion, leadsTo, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const served = (name: string): string => `${name} gets in again and again`;

const inOrder = "first come, first served";

interface Take {
  readonly about: string;
  /** Whether the ticket is read and the next one put up in one step. */
  readonly atomically: boolean;
  /** How many tickets too few there are. */
  readonly missing: number;
}

const variants: Readonly<Record<string, Take>> = {
  "torn-take": { about: "next is read and written in two steps", atomically: false, missing: 0 },
  "too-narrow": { about: "the counters wrap one ticket too early", atomically: true, missing: 1 },
  ticket: { about: "next is fetched and incremented in one step", atomically: true, missing: 0 },
};

/** The program of the process called `me`, with `tickets` different tickets. */
function contender(me: string, tickets: number, atomically: boolean) {
  const after = (ticket: number): number => (ticket + 1) % tickets;
  const take = atomically
    ? step("ticket := next++", (k) => {
        k.my.ticket = k.lock.next;
        k.lock.next = after(k.my.ticket);
        k.ghost.queue = k.ghost.queue.push(me);
      })
    : [
        step("ticket := next", (k) => {
          k.my.ticket = k.lock.next;
        }),
        step("next := ticket + 1", (k) => {
          k.lock.next = after(k.my.ticket);
          k.ghost.queue = k.ghost.queue.push(me);
        }),
      ];
  const enter = step(
    "owner = ticket",
    (k) => {
      k.assert(inOrder, k.ghost.queue.first() === me);
      k.ghost.queue = k.ghost.queue.filter((other) => other !== me);
    },
    { enabled: (k) => k.lock.owner === k.my.ticket },
  );
  const release = step("owner++", (k) => {
    k.lock.owner = after(k.lock.owner);
  });
  return loop(take, enter, mode("critical section", release));
}

export const ticketLock = family({
  name: "ticket-lock",
  title: "ticket lock",
  about: [
    "Who takes a ticket is served when its number comes up; the lock is handed on in the order of arrival.",
    "The order of arrival is kept by a ghost, written together with next.",
  ],
  variants,
  newest: "ticket",
  parameters: {
    n: wholeNumber("processes", { from: 2, to: 5, initial: 3 }),
    fair: oneOf("the fairness that is assumed of every process", "weak", "nothing"),
  },
  build: ({ name, atomically, missing }, { n, fair }) => {
    const names = Array.from({ length: n }, (_, i) => `P${i}`);
    return model({
      name: `ticket-lock@${name}`,
      parameters: { n, fair },
      variables,
      processes: names.map((name) =>
        process(name, {
          locals,
          program: contender(name, n - missing, atomically),
          fair: fair === "weak" ? fair : undefined,
        }),
      ),
      properties: [
        never(
          "two are in the critical section",
          (s) => names.filter((name) => s.process(name).in("critical section")).length > 1,
        ),
        assertion(inOrder),
        deadlockFree(),
        ...names.map((name) =>
          leadsTo(
            served(name),
            () => true,
            (s) => s.process(name).in("critical section"),
          ),
        ),
        ...names.map((name) => reachable(`${name} gets in`, (s) => s.process(name).in("critical section"))),
        reachable("all have taken a ticket", (s) =>
          names.every((name) => s.process(name).at("owner = ticket")),
        ),
      ],
    });
  },
  // That an unfair scheduler starves anyone need be said once.
  relevant: ({ atomically, missing }, { fair }) => (atomically && missing === 0) || fair === "weak",
  violated: ({ atomically, missing }, { n, fair }) => {
    const doubled = !atomically || missing > 0;
    // With a single ticket nobody waits for anybody.
    const starving = !atomically || (missing > 0 && n - missing > 1) || fair === "nothing";
    // Torn, it loses tickets besides: all wait for one that nobody has.
    return [
      ...(doubled ? ["two are in the critical section", inOrder] : []),
      ...(atomically ? [] : ["deadlock free"]),
      ...(starving ? Array.from({ length: n }, (_, i) => served(`P${i}`)) : []),
    ];
  },
  survivors: {
    reasons: [
      {
        why: "all that the step does is for the claim on their order: the ghost queue then has no end, and nor has the space",
        of: ["P0: owner = ticket (drop)"],
      },
    ],
  },
});
