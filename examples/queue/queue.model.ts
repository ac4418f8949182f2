/**
 * A lock-free queue: a linked list with a dummy at its head [Michael & Scott 1996].
 *
 * enqueue:  1 take a node and fill it    2 t := tail    3 n := t.next    4 is t the tail still?
 *           5 CAS t.next: none → node; where it was not none, CAS tail: t → n, and again from 2
 *           6 CAS tail: t → node
 * dequeue:  1 h := head    2 t := tail    3 n := h.next    4 is h the head still?
 *           5 where h = t: end if n is none, else CAS tail: t → n, and again from 1
 *           6 v := n.value    7 CAS head: h → n, or again from 1    8 give h back
 *
 * A node that was given back is used again. Then a compare-and-swap may find what it looks for though everything has changed in
 * between (A, B, A). So pointers are counted: each compare-and-swap counts on.
 *
 * Claims: no value is dequeued twice, no null pointer is followed, and everybody comes to an end.
 */

import { Set as ImmutableSet, is, Record as RecordOf } from "immutable";
import { type Context, family, indexed, language, model, type Part, type Reader } from "preempt";

/** A node's number, -1 for none; and how often the pointer was changed, where that is counted. */
const Pointer = RecordOf({ to: -1, count: 0 });
type Pointer = ReturnType<typeof Pointer>;

export const variables = {
  head: Pointer({ to: 0 }),
  tail: Pointer({ to: 1 }),
  node: indexed(3, (i) => ({ next: Pointer({ to: i === 0 ? 1 : -1 }), value: i === 1 ? 1 : 0 })),
  free: ImmutableSet([2]),
  ghost: { dequeued: ImmutableSet<number>() },
};
export const locals = { node: -1, head: Pointer(), tail: Pointer(), next: Pointer(), value: 0 };

type Queue = Context<typeof variables, typeof locals>;
type View = Reader<typeof variables, typeof locals>;
type Then = Part<Queue>;

const {
  step,
  when,
  choose,
  loop,
  leave,
  routine,
  call,
  process,
  assertion,
  eventually,
  reachable,
  deadlockFree,
} = language<typeof variables, typeof locals>();

interface Variant {
  readonly about: string;
  readonly counts: boolean;
  /** Whether a value is read before the head moves, when nobody can have given its node back. */
  readonly readsFirst: boolean;
}

const variants: Readonly<Record<string, Variant>> = {
  plain: { about: "pointers are not counted", counts: false, readsFirst: true },
  "reads-late": {
    about: "pointers are counted; a value is read behind the swap",
    counts: true,
    readsFirst: false,
  },
  counted: { about: "pointers are counted", counts: true, readsFirst: true },
};

const twice = "no value is dequeued twice";
const nowhere = "no null pointer is followed";

/** A compare-and-swap: one step, whichever way it goes. */
const cas = (
  label: string,
  equal: (k: View) => boolean,
  swap: (k: Queue) => undefined,
  done: Then,
  failed: Then,
) =>
  choose(
    [step(label, swap, { enabled: equal }), done],
    [step(`${label}, in vain`, () => {}, { enabled: (k) => !equal(k) }), failed],
  );

/** Another pointer in the place of `from`. */
const pointer = (to: number, from: Pointer, { counts }: Variant): Pointer =>
  Pointer({ to, count: counts ? from.count + 1 : 0 });

/** Who finds that the tail lags behind moves it on, whoever it was that left it there. */
const moveTail = (variant: Variant) =>
  cas(
    "CAS tail: t → n",
    (k) => is(k.tail, k.my.tail),
    (k) => {
      k.tail = pointer(k.my.next.to, k.my.tail, variant);
    },
    [],
    [],
  );

const enqueue = routine("enqueue", (variant: Variant, value: number) => [
  step("take a node and fill it", (k) => {
    const node = k.free.min() ?? -1;
    k.free = k.free.delete(node);
    k.node(node).value = value;
    k.node(node).next = pointer(-1, k.node(node).next, variant);
    k.my.node = node;
  }),
  loop(
    step("t := tail", (k) => {
      k.my.tail = k.tail;
    }),
    step("n := t.next", (k) => {
      k.my.next = k.node(k.my.tail.to).next;
    }),
    when("is t the tail still?", (k) => is(k.my.tail, k.tail), [
      when(
        "is n none?",
        (k) => k.my.next.to === -1,
        cas(
          "CAS t.next: none → node",
          (k) => is(k.node(k.my.tail.to).next, k.my.next),
          (k) => {
            k.node(k.my.tail.to).next = pointer(k.my.node, k.my.next, variant);
          },
          leave,
          [],
        ),
        moveTail(variant),
      ),
    ]),
  ),
  cas(
    "CAS tail: t → node",
    (k) => is(k.tail, k.my.tail),
    (k) => {
      k.tail = pointer(k.my.node, k.my.tail, variant);
    },
    [],
    [],
  ),
]);

const dequeue = routine("dequeue", (variant: Variant) => {
  const read = step("v := n.value", (k) => {
    const { to } = k.my.next;
    if (to === -1) {
      k.fail(nowhere);
      k.halt("a null pointer was followed");
    } else k.my.value = k.node(to).value;
  });
  const give = step("give h back", (k) => {
    k.assert(twice, !k.ghost.dequeued.has(k.my.value));
    k.ghost.dequeued = k.ghost.dequeued.add(k.my.value);
    k.free = k.free.add(k.my.head.to);
  });
  return loop(
    step("h := head", (k) => {
      k.my.head = k.head;
    }),
    step("t := tail", (k) => {
      k.my.tail = k.tail;
    }),
    step("n := h.next", (k) => {
      k.my.next = k.node(k.my.head.to).next;
    }),
    when("is h the head still?", (k) => is(k.my.head, k.head), [
      when(
        "h = t?",
        (k) => k.my.head.to === k.my.tail.to,
        when("empty?", (k) => k.my.next.to === -1, leave, moveTail(variant)),
        [
          variant.readsFirst && read,
          cas(
            "CAS head: h → n",
            (k) => is(k.head, k.my.head),
            (k) => {
              k.head = pointer(k.my.next.to, k.my.head, variant);
            },
            [!variant.readsFirst && read, give, leave],
            [],
          ),
        ],
      ),
    ]),
  );
});

const finished = "both finish";

export const queue = family({
  name: "queue",
  title: "a lock-free queue whose nodes are used again",
  about: [
    "A dequeues; B dequeues, enqueues and dequeues, twice. There are three nodes: the dummy, and two for values.",
  ],
  variants,
  newest: "counted",
  parameters: {},
  build: (variant) =>
    model({
      name: `queue@${variant.name}`,
      variables,
      processes: [
        process("A", { locals, program: call(dequeue, variant), fair: "weak" }),
        process("B", {
          locals,
          program: [2, 3].map((value) => [
            call(dequeue, variant),
            call(enqueue, variant, value),
            call(dequeue, variant),
          ]),
          fair: "weak",
        }),
      ],
      properties: [
        assertion(twice),
        assertion(nowhere),
        eventually(finished, (s) => ["A", "B"].every((name) => s.process(name).finished)),
        reachable("all three values are dequeued", (s) => s.ghost.dequeued.size === 3),
        deadlockFree(),
      ],
    }),
  violated: ({ counts, readsFirst }) => [
    ...(counts && readsFirst ? [] : [twice]),
    // Who follows one has come to its end, and not to that of its program.
    ...(counts ? [] : [nowhere, finished]),
  ],
});
