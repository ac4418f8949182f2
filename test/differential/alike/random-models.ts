/** Random descriptions of models of which some elements are alike, and of what is odd about some. */

import fc from "fast-check";
import type { Cost } from "preempt";
import {
  type Action,
  type Amount,
  assertions,
  type Chosen,
  type ChosenBox,
  type ClaimDescription,
  domain,
  type Elements,
  type ModelDescription,
  type Oddity,
  type Piece,
  type Pieces,
  type ProcessDescription,
  type StepCost,
  type StepPiece,
  type Test,
  type Worker,
} from "./description.js";

const one = <T>(value: T): fc.Arbitrary<T> => fc.constant(value);
const weighted = <T>(...parts: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, ...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const rarely = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  weighted<T | undefined>([oneIn - 1, one(undefined)], [1, arbitrary]);
const rarelyTrue = (oneIn: number): fc.Arbitrary<boolean> => rarely(one(true), oneIn).map(Boolean);

/** Where a term stands: who looks, and whether a branch is about somebody. */
interface Place {
  readonly of: "worker" | "box" | "other" | "nobody";
  readonly that?: boolean;
}

const workerOf = ({ of, that = false }: Place): fc.Arbitrary<Worker> => {
  const anywhere: readonly Worker[] = ["none", "turn", "head of queue", "user of pick"];
  const own: readonly Worker[] =
    of === "worker" ? ["me", "me", "me", "my friend", "my note"] : of === "nobody" ? [] : ["my note"];
  return fc.constantFrom(...anywhere, ...own, ...(that ? (["that", "that", "that"] as const) : []));
};

const boxOf = ({ of }: Place): fc.Arbitrary<"none" | "me" | "pick" | "my box"> =>
  fc.constantFrom(
    "none",
    "pick",
    ...(of === "worker" ? (["my box"] as const) : of === "box" ? (["me", "me"] as const) : []),
  );

const number = fc.nat({ max: domain - 1 });

const amountOf = ({ of, that = false }: Place): fc.Arbitrary<Amount> =>
  weighted<Amount>(
    [2, number],
    [
      3,
      fc.constantFrom<Amount>(
        "x",
        "level of turn",
        "full of pick",
        "queued",
        "waiting",
        "voters",
        "how many are up",
        ...(of === "nobody" ? [] : (["my count"] as const)),
        ...(of === "worker" ? (["my level", "my level", "my level"] as const) : []),
        ...(that ? (["level of that"] as const) : []),
      ),
    ],
  );

export function testOf(place: Place): fc.Arbitrary<Test> {
  const [worker, box, amount] = [workerOf(place), boxOf(place), amountOf(place)];
  const simple = weighted<Test>(
    [4, fc.record({ is: fc.constantFrom("=", "/=", "<"), of: amount, than: amount })],
    [3, fc.record({ is: one("same" as const), of: worker, than: worker })],
    [1, fc.record({ is: one("same box" as const), of: box, than: box })],
    [2, fc.record({ is: fc.constantFrom("waiting", "owner", "has voted", "holds pick"), of: worker })],
    [
      2,
      fc.record({
        is: fc.constantFrom("some other", "every other"),
        what: fc.constantFrom("up", "finished", "quiet", "mine"),
      }),
    ],
    ...(place.of === "worker" ? [[1, one<Test>({ is: "latest" })] as const] : []),
  );
  return weighted<Test>([4, simple], [1, simple.map((test) => ({ is: "not", test }))]);
}

/** What is waited for; who has the turn may be the only one that ever moves. */
function guardOf(place: Place): fc.Arbitrary<Test> {
  const turn: Test = { is: "same", of: "me", than: "turn" };
  return place.of === "worker" ? weighted([3, testOf(place)], [1, one(turn)]) : testOf(place);
}

function actionOf(place: Place): fc.Arbitrary<Action> {
  const worker = workerOf(place);
  const chosen = weighted<Chosen>(
    [120, worker],
    [60, fc.constantFrom<Chosen>("any", "another")],
    [1, one<Chosen>("any of the waiting")],
  );
  const chosenBox = weighted<ChosenBox>([1, boxOf(place)], [1, one<ChosenBox>("any")]);
  const isWorker = place.of === "worker";
  return weighted<Action>(
    [
      6,
      fc.record({
        do: fc.constantFrom("set", "set twice"),
        to: fc.constantFrom(
          "x",
          "my count",
          "full of pick",
          "level of turn",
          ...(isWorker ? (["my level", "my level"] as const) : []),
          ...(place.that ? (["level of that"] as const) : []),
        ),
        value: amountOf(place),
        plus: fc.nat({ max: 1 }),
      }),
    ],
    [
      1,
      fc.record({
        do: one("grow" as const),
        to: isWorker ? fc.constantFrom("x", "my level") : one("x" as const),
      }),
    ],
    [
      5,
      fc.record({
        do: one("point" as const),
        to: fc.constantFrom(
          "turn",
          "my note",
          "user of pick",
          "ghost",
          ...(isWorker ? (["my friend"] as const) : []),
        ),
        at: chosen,
      }),
    ],
    [
      2,
      fc.record({
        do: one("pick" as const),
        to: isWorker ? fc.constantFrom("pick", "my box") : one("pick" as const),
        at: chosenBox,
      }),
    ],
    [4, fc.record({ do: fc.constantFrom("own", "queue", "hold pick", "wait", "stop waiting"), who: chosen })],
    [1, fc.record({ do: one("vote" as const), value: amountOf(place) })],
    [1, fc.record({ do: fc.constantFrom("serve", "write") })],
    [1, fc.record({ do: one("copy" as const), from: worker })],
    [
      3,
      fc.record({
        do: one("fail" as const),
        property: fc.constantFrom(...assertions),
        unless: weighted<Test | undefined>([6, testOf(place)], [1, one(undefined)]),
      }),
    ],
    [1, fc.record({ do: one("halt" as const), unless: testOf(place) })],
  );
}

const cost = fc.constantFrom<Cost>("nothing", "preemption", "interrupt", "sleep", "migration");

/** What surrounds a piece. */
interface Around {
  readonly place: Place;
  readonly declared: boolean;
  readonly depth: number;
  /** Whether it is inside a lock, or something else that is not to be nested. */
  readonly inside: boolean;
}

function stepOf({ place, declared }: Around): fc.Arbitrary<StepPiece> {
  return fc.record({
    piece: one("step" as const),
    actions: fc.array(actionOf(place), { minLength: 1, maxLength: 2 }),
    guard: rarely(guardOf(place), 4),
    cost: declared
      ? weighted<StepCost | undefined>(
          [2, one(undefined)],
          [2, cost],
          [1, fc.record({ where: testOf(place), yes: cost, no: cost })],
        )
      : one(undefined),
    mayWait: rarelyTrue(10),
  });
}

function bodyOf(around: Around, minLength: number, maxLength: number): fc.Arbitrary<Pieces> {
  return fc.array(pieceOf(around), { minLength, maxLength });
}

function pieceOf(around: Around): fc.Arbitrary<Piece> {
  const { place, depth, inside } = around;
  const step = stepOf(around);
  if (depth === 0) return step;
  const deeper = { ...around, depth: depth - 1 };
  const locked = { ...deeper, inside: true };
  const mutex = place.of === "worker" ? fc.constantFrom("m" as const, "mine" as const) : one("m" as const);
  const test = testOf(place);
  const nested: readonly (readonly [number, fc.Arbitrary<Piece>])[] = inside
    ? []
    : [
        [2, fc.record({ piece: one("locked" as const), mutex, body: bodyOf(locked, 1, 2) })],
        [
          1,
          fc.record({
            piece: one("try locked" as const),
            mutex,
            body: bodyOf(locked, 1, 1),
            otherwise: bodyOf(locked, 0, 1),
          }),
        ],
        [1, fc.record({ piece: one("await" as const), test })],
        [1, fc.record({ piece: one("quiet" as const), body: bodyOf(locked, 1, 2) })],
        [2, fc.record({ piece: one("atomic" as const), body: bodyOf(locked, 1, 2) })],
        [
          3,
          fc.record({
            piece: one("each other" as const),
            locked: rarelyTrue(4),
            step: stepOf({ ...around, place: { ...place, that: true } }),
          }),
        ],
      ];
  return weighted<Piece>(
    [12, step],
    [1, fc.record({ piece: one("loop" as const), times: fc.integer({ min: 1, max: 2 }), body: step })],
    [
      2,
      fc.record({ piece: one("when" as const), test, yes: bodyOf(deeper, 0, 2), no: bodyOf(deeper, 0, 1) }),
    ],
    [
      2,
      fc.record({
        piece: one("choose" as const),
        branches: fc.array(bodyOf(deeper, 1, 1), { minLength: 2, maxLength: 3 }),
      }),
    ],
    [1, fc.record({ piece: fc.constantFrom("signal" as const, "broadcast" as const) })],
    ...nested,
  );
}

function processOf(of: Place["of"], declared: boolean, most: number): fc.Arbitrary<ProcessDescription> {
  const place = { of };
  return fc.record({
    pieces: bodyOf({ place, declared, depth: 2, inside: false }, 1, most),
    forever: rarelyTrue(3),
    enabled: rarely(guardOf(place), 8),
    mayWait: rarelyTrue(8),
    environment: rarelyTrue(8),
  });
}

const test = testOf({ of: "worker" });
/** What is likely true of one worker and not of another. */
const ofOne = weighted<Test>(
  [1, test],
  [1, fc.record({ is: one("=" as const), of: one("my level" as const), than: number })],
  [
    1,
    fc.record({
      is: one("same" as const),
      of: one("me" as const),
      than: fc.constantFrom("turn" as const, "head of queue" as const),
    }),
  ],
);
const claim: fc.Arbitrary<ClaimDescription> = fc.record({
  kind: fc.constantFrom("always", "never", "reachable", "impossible"),
  of: weighted<ClaimDescription["of"]>(
    [3, fc.record({ about: fc.constantFrom("all", "some"), parts: fc.boolean(), test })],
    [3, fc.record({ about: one("how many" as const), test, are: fc.integer({ min: 1, max: 3 }) })],
    [1, fc.record({ about: one("nobody in particular" as const), test: testOf({ of: "nobody" }) })],
    [
      4,
      fc.record({
        about: one("after" as const),
        moves: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12, size: "max" }),
      }),
    ],
    [2, fc.record({ about: one("one" as const), worker: fc.nat({ max: 3 }), test: ofOne })],
  ),
});

const elements = (min: number, max: number): fc.Arbitrary<Elements> =>
  fc.record({ count: fc.integer({ min, max }), numbered: fc.boolean() });

/** Descriptions of models; of each process at most so many pieces. */
export function modelDescription(): fc.Arbitrary<ModelDescription> {
  return rarelyTrue(3).chain((declared) =>
    fc.record({
      workers: weighted([2, elements(2, 2)], [4, elements(3, 3)], [1, elements(4, 4)]),
      boxes: weighted([2, elements(1, 1)], [2, elements(2, 2)], [1, elements(3, 3)]),
      worker: processOf("worker", declared, 3),
      helper: rarely(processOf("worker", declared, 1), 8),
      box: rarely(processOf("box", declared, 1), 6),
      other: rarely(processOf("other", declared, 2), 3),
      start: fc.record({
        x: number,
        turn: rarely(fc.nat({ max: 3 }), 2),
        pick: rarely(fc.nat({ max: 2 }), 2),
        levels: weighted<readonly number[]>([3, one([])], [1, fc.array(number, { maxLength: 2 })]),
      }),
      claims: fc.array(claim, { minLength: 3, maxLength: 3 }),
    }),
  );
}

export const oddity: fc.Arbitrary<Oddity> = weighted<Oddity>(
  [6, fc.record({ odd: one("one" as const), element: fc.nat({ max: 3 }), spot: fc.nat({ max: 200 }) })],
  [4, fc.record({ odd: one("all" as const), spot: fc.nat({ max: 200 }) })],
  [1, fc.record({ odd: one("undeclared" as const), spot: fc.nat({ max: 20 }) })],
);
