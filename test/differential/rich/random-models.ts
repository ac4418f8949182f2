/** Random rich models. */

import fc from "fast-check";
import type { Cost } from "preempt";
import {
  type ClaimDescription,
  type Flavour,
  type Index,
  type Lock,
  type ModelDescription,
  type Piece,
  type Pieces,
  type ProcessDescription,
  type StepCost,
  type Theme,
  themes,
  type Visible,
  visible,
} from "./description.js";
import { trimmed } from "./places.js";
import { index, one, oneOf, rarely, rarelyTrue, type Terms, termsOf } from "./random-terms.js";

/** Whether some models have ghosts that nothing reads: `check` leaves those out of the state, and finds fewer states. */
export const unreadGhosts = true;

const cost = fc.constantFrom<Cost>("nothing", "preemption", "interrupt", "sleep", "migration");
const costOf = (flavour: Flavour, { test }: Terms): fc.Arbitrary<StepCost | undefined> =>
  flavour === "plain"
    ? one(undefined)
    : oneOf<StepCost | undefined>(
        [2, one(undefined)],
        [2, cost],
        [1, fc.record({ where: test, yes: cost, no: cost })],
      );

/** What surrounds a piece. */
interface Around {
  readonly terms: Terms;
  readonly flavour: Flavour;
  readonly depth: number;
  /** The mutexes that the process does not hold: taking one twice would end most runs early. */
  readonly free: readonly Lock[];
  /** Inside an atomic block every loop must come to an end. */
  readonly atomic: boolean;
}

function lockingOf(around: Around): (readonly [number, fc.Arbitrary<Piece>])[] {
  return around.free.flatMap((lock): (readonly [number, fc.Arbitrary<Piece>])[] => {
    const body = bodyOf({ ...around, free: around.free.filter((other) => other !== lock) }, 1, 2);
    const varying = oneOf<Index>([1, index], [4, fc.constantFrom("x", "y", "t")]);
    const taken = { lock: one(lock), index: varying, body };
    const waiting: readonly [number, fc.Arbitrary<Piece>][] =
      lock === "pool"
        ? []
        : [[1, fc.record({ piece: one("await"), lock: one(lock), test: around.terms.test })]];
    return [
      [lock === "pool" ? 6 : 3, fc.record({ piece: one("locked"), ...taken })],
      [4, fc.record({ piece: one("try locked"), ...taken, otherwise: bodyOf(around, 0, 1) })],
      ...waiting,
    ];
  });
}

function pieceOf(around: Around): fc.Arbitrary<Piece> {
  const { flavour, depth, atomic, terms, free } = around;
  const { action, test } = terms;
  const actions = fc.array(action, { minLength: 1, maxLength: 3 });
  const step: fc.Arbitrary<Piece> = fc.record({
    piece: one("step"),
    actions,
    guard: rarely(13, test),
    cost: costOf(flavour, terms),
    mayWait: rarelyTrue(12),
  });
  if (depth === 0) return step;
  const inside = { ...around, depth: depth - 1 };
  const body = (minLength: number, maxLength: number) => bodyOf(inside, minLength, maxLength);
  // A branch that cannot always be taken, now and then.
  const opening: fc.Arbitrary<Pieces> = fc
    .tuple(step, test)
    .map(([first, guard]) => [first.piece === "step" ? { ...first, guard } : first]);
  const branch = oneOf<Pieces>([3, body(1, 2)], [1, opening]);
  const rounds = fc.record({ piece: one("rounds"), times: fc.integer({ min: 1, max: 2 }), actions });
  const endless: readonly (readonly [number, fc.Arbitrary<Piece>])[] = atomic
    ? []
    : [
        [2, fc.record({ piece: one("while"), test, body: body(1, 2) })],
        [1, fc.record({ piece: one("cycle"), until: test, body: body(1, 2) })],
      ];
  return oneOf<Piece>(
    [free.length > 0 ? 14 : 22, step],
    [1, rounds],
    ...endless,
    [3, fc.record({ piece: one("when"), test, yes: body(0, 2), no: body(0, 1) })],
    [3, fc.record({ piece: one("choose"), branches: fc.array(branch, { minLength: 2, maxLength: 3 }) })],
    [4, fc.record({ piece: one("atomic"), body: bodyOf({ ...inside, atomic: true }, 1, 3) })],
    [
      2,
      fc.record({
        piece: one("section"),
        attribute: fc.constantFrom("irqs off", "busy"),
        body: body(1, 2),
      }),
    ],
    [1, fc.record({ piece: one("lift"), body: body(1, 2) })],
    ...lockingOf(inside),
    ...(free.length > 0 ? waking : []),
  );
}

const waking: readonly (readonly [number, fc.Arbitrary<Piece>])[] = [
  [2, fc.record({ piece: fc.constantFrom("signal", "broadcast") })],
];

function bodyOf(around: Around, minLength: number, maxLength: number): fc.Arbitrary<Pieces> {
  return fc.array(pieceOf(around), { minLength, maxLength });
}

function claimOf(themes: readonly Theme[], { claimTest }: Terms): fc.Arbitrary<ClaimDescription> {
  const seen = Object.entries(visible).filter(([, theme]) => theme === undefined || themes.includes(theme));
  // The keys of `visible` are what Visible names.
  const names = seen.map(([name]) => name as Visible);
  const all = fc.array(claimTest, { minLength: 2, maxLength: 4 });
  return fc.record({
    kind: fc.constantFrom("always", "never", "reachable", "impossible"),
    of: oneOf<ClaimDescription["of"]>(
      [3, fc.record({ all, atEnd: rarelyTrue(4) })],
      [
        2,
        fc.record({
          alike: fc.subarray(names, { minLength: names.length - 2 }),
          state: fc.nat({ max: 1_000 }),
        }),
      ],
    ),
  });
}

function modelOf(flavour: Flavour, chosen: readonly Theme[]): fc.Arbitrary<ModelDescription> {
  const terms = termsOf(chosen);
  const free: readonly Lock[] = chosen.includes("locks") ? ["m", "n", "pool"] : [];
  const piece = pieceOf({ flavour, terms, depth: 2, free, atomic: false });
  const topPiece = oneOf<Piece>(
    [8, piece],
    [1, fc.record({ piece: one("mode"), body: fc.array(piece, { minLength: 1, maxLength: 2 }) })],
  );
  const processes = (count: number, minLength: number, maxLength: number) =>
    fc.array(
      fc.record<ProcessDescription>({
        pieces: fc.array(topPiece, { minLength, maxLength }),
        forever: rarelyTrue(8),
        cpu: oneOf<ProcessDescription["cpu"]>([1, fc.nat({ max: 1 })], [3, fc.constantFrom("home", "x")]),
        mayWait: rarelyTrue(10),
        environment: rarelyTrue(10),
      }),
      { minLength: count, maxLength: count },
    );
  const model: fc.Arbitrary<ModelDescription> = fc.record({
    themes: one(chosen),
    start: fc.record({
      x: fc.nat({ max: 2 }),
      y: fc.nat({ max: 2 }),
      flag: fc.boolean(),
      word: fc.constantFrom("idle", null),
    }),
    values: fc.integer({ min: 3, max: 4 }),
    limit: fc.integer({ min: 12, max: 20 }),
    processes: oneOf([4, processes(2, 7, 9)], [3, processes(3, 4, 5)], [1, processes(4, 2, 4)]),
    claims: fc.array(claimOf(chosen, terms), { minLength: 3, maxLength: 3 }),
    readsGhosts: unreadGhosts && chosen.includes("ghosts") ? rarelyTrue(4) : one(true),
  });
  const meeting = fc.record({ lock: fc.constantFrom("m", "n"), test: terms.test });
  const met = free.length === 0 ? one(undefined) : rarely(2, meeting);
  return fc.tuple(model, met).map(([alone, meets]) => {
    const whole = meets ? meetingOf(alone, meets) : alone;
    return { ...whole, processes: trimmed(whole.processes) };
  });
}

/** The model with a first process that waits, and a last that wakes it when it is through. */
function meetingOf(model: ModelDescription, met: Pick<Extract<Piece, { piece: "await" }>, "lock" | "test">) {
  const last = model.processes.length - 1;
  const processes = model.processes.map((process, i): ProcessDescription => {
    if (i === 0) return { ...process, pieces: [{ piece: "await", ...met }, ...process.pieces] };
    return i === last ? { ...process, pieces: [...process.pieces, { piece: "broadcast" }] } : process;
  });
  return { ...model, processes };
}

/** Descriptions of models of two themes each, some of which are too large to be compared. */
export function modelDescription(flavour: Flavour): fc.Arbitrary<ModelDescription> {
  const pairs = themes.flatMap((a, i) => themes.slice(i + 1).map((b) => [a, b] as const));
  return fc.oneof(...pairs.map((chosen) => modelOf(flavour, chosen)));
}
