/** Descriptions with one spot changed. */

import {
  type Action,
  type Amount,
  type Chosen,
  domain,
  type Piece,
  type Pieces,
  type StepPiece,
  type Test,
  type Worker,
} from "./description.js";

/** What becomes of one spot: of a test, an amount, a worker that is named, or a step as a whole. */
export interface Change {
  readonly worker: (worker: Chosen) => readonly Worker[];
  readonly amount: (amount: Amount) => readonly Amount[];
  readonly test: (test: Test) => readonly Test[];
  readonly step: (step: StepPiece) => readonly StepPiece[];
}

/** Says something else. */
export const otherwise: Change = {
  worker: () => ["first", "none"],
  amount: (amount) => (typeof amount === "number" ? [(amount + 1) % domain] : [0]),
  test: (test) => [test.is === "not" ? test.test : { is: "not", test }],
  step: (step) => [
    ...(step.guard === undefined ? [{ ...step, guard: { is: "=", of: "x", than: 0 } as const }] : []),
    { ...step, cost: step.cost === "interrupt" ? "migration" : "interrupt" },
    ...step.actions.map((_, i) => ({ ...step, actions: step.actions.filter((_, j) => j !== i) })),
  ],
};

/** Names the first worker, of all or of some. */
export const naming: Change = {
  worker: () => ["first that is up", "first"],
  amount: () => [],
  test: () => [],
  step: () => [],
};

const replaced = <T>(all: readonly T[], i: number, by: T): readonly T[] =>
  all.map((each, j) => (i === j ? by : each));

/** Every list that comes of changing one of `all`. */
const oneOf = <T>(all: readonly T[], changed: (each: T) => readonly T[]): readonly (readonly T[])[] =>
  all.flatMap((each, i) => changed(each).map((by) => replaced(all, i, by)));

function changedTests(change: Change, test: Test): readonly Test[] {
  const inside = (): readonly Test[] => {
    switch (test.is) {
      case "=":
      case "/=":
      case "<":
        return [
          ...change.amount(test.of).map((of) => ({ ...test, of })),
          ...change.amount(test.than).map((than) => ({ ...test, than })),
        ];
      case "same":
        return [
          ...change.worker(test.of).map((of) => ({ ...test, of })),
          ...change.worker(test.than).map((than) => ({ ...test, than })),
        ];
      case "waiting":
      case "owner":
      case "has voted":
      case "holds pick":
        return change.worker(test.of).map((of) => ({ ...test, of }));
      case "not":
        return changedTests(change, test.test).map((of) => ({ is: "not", test: of }));
      case "same box":
      case "some other":
      case "every other":
      case "latest":
        return [];
    }
  };
  return [...change.test(test), ...inside()];
}

function changedActions(change: Change, action: Action): readonly Action[] {
  switch (action.do) {
    case "set":
    case "set twice":
    case "vote":
      return change.amount(action.value).map((value) => ({ ...action, value }));
    case "point":
      return change.worker(action.at).map((at) => ({ ...action, at }));
    case "own":
    case "queue":
    case "hold pick":
    case "wait":
    case "stop waiting":
      return change.worker(action.who).map((who) => ({ ...action, who }));
    case "copy":
      return change.worker(action.from).map((from) => ({ ...action, from }));
    case "fail":
      return action.unless === undefined
        ? []
        : changedTests(change, action.unless).map((unless) => ({ ...action, unless }));
    case "halt":
      return changedTests(change, action.unless).map((unless) => ({ ...action, unless }));
    case "grow":
    case "pick":
    case "serve":
    case "write":
      return [];
  }
}

function changedSteps(change: Change, step: StepPiece): readonly StepPiece[] {
  const { guard, actions } = step;
  return [
    ...change.step(step),
    ...oneOf(actions, (action) => changedActions(change, action)).map((of) => ({ ...step, actions: of })),
    ...(guard === undefined ? [] : changedTests(change, guard).map((of) => ({ ...step, guard: of }))),
  ];
}

function changedPiece(change: Change, piece: Piece): readonly Piece[] {
  switch (piece.piece) {
    case "step":
      return changedSteps(change, piece);
    case "loop":
      return changedSteps(change, piece.body).map((body) => ({ ...piece, body }));
    case "each other":
      return changedSteps(change, piece.step).map((step) => ({ ...piece, step }));
    case "when":
      return [
        ...changedTests(change, piece.test).map((test) => ({ ...piece, test })),
        ...changed(change, piece.yes).map((yes) => ({ ...piece, yes })),
        ...changed(change, piece.no).map((no) => ({ ...piece, no })),
      ];
    case "choose":
      return oneOf(piece.branches, (branch) => changed(change, branch)).map((branches) => ({
        ...piece,
        branches,
      }));
    case "atomic":
    case "quiet":
    case "locked":
      return changed(change, piece.body).map((body) => ({ ...piece, body }));
    case "try locked":
      return [
        ...changed(change, piece.body).map((body) => ({ ...piece, body })),
        ...changed(change, piece.otherwise).map((of) => ({ ...piece, otherwise: of })),
      ];
    case "await":
      return changedTests(change, piece.test).map((test) => ({ ...piece, test }));
    case "signal":
    case "broadcast":
      return [];
  }
}

/** All programs of the same locations that differ from `pieces` in one spot. */
export function changed(change: Change, pieces: Pieces): readonly Pieces[] {
  return oneOf(pieces, (piece) => changedPiece(change, piece));
}
