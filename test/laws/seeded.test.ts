/** The judges of the engine's own claims notice a wrong claim, and a wrong space. */

import { language, type Model, model } from "preempt";
import { resultText } from "preempt/laws";
import { describe, expect, test } from "vitest";
import { agreementWith } from "../../properties/laws/agreement.js";
import type { Claims } from "../../properties/laws/claims.js";
import { diamondOf } from "../../properties/laws/diamond.js";
import type { Interpreter } from "../../src/semantics/interpreter.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import type { Moves } from "../../src/space/space.js";

const variables = { x: 0, y: 0 };
const { step, process, assertion, never } = language<typeof variables>();

type Program = Parameters<typeof process>[1]["program"];

const pair = (a: Program, b: Program): Model =>
  model({
    name: "pair",
    variables,
    processes: [process("A", { program: a }), process("B", { program: b })],
    properties: [assertion("x is 0"), never("both", (s) => s.x === 1 && s.y === 1)],
  });

const setsX = step("x := 1", (k) => {
  k.x = 1;
});
const setsY = step("y := 1", (k) => {
  k.y = 1;
});

/** Claims that nobody ever disturbs anybody. */
const allIndependent = (): Claims => ({ go: () => undefined, independent: () => true });

const claimed = (a: Program, b: Program): string => resultText(diamondOf(allIndependent, pair(a, b), {}));

describe("that all steps are independent is right of steps that share nothing, and wrong of", () => {
  test("nothing else", () => {
    expect(claimed(setsX, setsY)).toMatchInlineSnapshot(`"the diamond: holds (4 states, 4 steps, 3 pairs)"`);
  });

  test("two that write one variable", () => {
    const other = step("x := 2", (k) => {
      k.x = 2;
    });
    expect(claimed(setsX, other)).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "x := 1" of A and step "x := 2" of B are claimed to be independent, and are not: A and then B lead to another state than the other way round: x = 2 and x = 1"
    `);
  });

  test("one that writes what another reads", () => {
    const reads = step("y := x", (k) => {
      k.y = k.x;
    });
    expect(claimed(setsX, reads)).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "x := 1" of A and step "y := x" of B are claimed to be independent, and are not: A and then B lead to another state than the other way round: y = 1 and y = 0"
    `);
  });

  test("one that lets another go", () => {
    expect(claimed(setsX, step("wait", undefined, { enabled: (k) => k.x === 1 }))).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "x := 1" of A and step "wait" of B are claimed to be independent, and are not: B cannot move, but behind A it has 1 outcome"
    `);
  });

  test("one that makes another fail", () => {
    const looks = step("look", (k) => {
      k.assert("x is 0", k.x === 0);
    });
    expect(claimed(setsX, looks)).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "x := 1" of A and step "look" of B are claimed to be independent, and are not: B fails nothing and costs nothing, but behind A it fails "x is 0" and costs nothing"
    `);
  });

  test("one that makes another dear", () => {
    const dear = step("dear", undefined, { cost: (k) => (k.x === 0 ? "nothing" : "interrupt") });
    expect(claimed(setsX, dear)).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "x := 1" of A and step "dear" of B are claimed to be independent, and are not: B fails nothing and costs nothing, but behind A it fails nothing and costs interrupt"
    `);
  });

  test("one that ends the run", () => {
    const panics = step("panic", (k) => {
      k.halt("panic");
    });
    expect(claimed(panics, setsY)).toMatchInlineSnapshot(`
      "the diamond: broken
        in the initial state step "panic" of A and step "y := 1" of B are claimed to be independent, and are not: B has 1 outcome, but behind A it cannot move"
    `);
  });
});

/** A space that spoils its moves. */
class Spoilt extends ReferenceSpace {
  readonly #spoil: (moves: Moves) => void;

  constructor(interpreter: Interpreter, spoil: (moves: Moves) => void) {
    super(interpreter);
    this.#spoil = spoil;
  }

  override expand(states: Int32Array, count: number, into: Moves): void {
    super.expand(states, count, into);
    this.#spoil(into);
  }
}

describe("a space that differs from the reference is noticed by", () => {
  const compared = (spoil: (moves: Moves) => void): string =>
    resultText(agreementWith((interpreter) => new Spoilt(interpreter, spoil), pair(setsX, setsY), {}));

  test("nothing, where it does not", () => {
    expect(compared(() => undefined)).toMatchInlineSnapshot(
      `"reference and tables agree: holds (4 states, 4 steps)"`,
    );
  });

  test("a move that is left out", () => {
    const spoil = (moves: Moves): void => {
      if (moves.length === 2) moves.length = 1;
    };
    expect(compared(spoil)).toMatchInlineSnapshot(`
      "reference and tables agree: broken
        in the initial state step "y := 1" of B has 1 outcome on the reference and 0 outcomes on the tables"
    `);
  });

  test("what a move costs", () => {
    const spoil = (moves: Moves): void => {
      moves.cost[0] = 1;
    };
    expect(compared(spoil)).toMatchInlineSnapshot(`
      "reference and tables agree: broken
        in the initial state step "x := 1" of A costs 0 on the reference and 1 on the tables"
    `);
  });

  test("where a move leads", () => {
    const spoil = (moves: Moves): void => {
      moves.target[0] = 0;
    };
    expect(compared(spoil)).toMatchInlineSnapshot(`
      "reference and tables agree: broken
        in the initial state step "x := 1" of A leads to another state on the reference than on the tables: x = 1 and x = 0"
    `);
  });
});
