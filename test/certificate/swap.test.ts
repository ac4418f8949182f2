/** Exchanges on the numbers of a certificate: they have to lead back. */

import { expect, test } from "vitest";
import { Columns } from "../../src/certificate/columns.js";
import { Swap } from "../../src/certificate/swap.js";
import { type Exchange, exchangeOf } from "../../src/model/exchange.js";
import { initialState } from "../../src/semantics/state.js";
import { climbers } from "./alike-models.js";

const model = climbers();
const [set] = model.symmetry;
if (set === undefined) throw new Error("nothing is declared to be alike");
const [a, b] = set.elements;
if (a === undefined || b === undefined) throw new Error("there are no two elements");
const right = exchangeOf(model, set, a, b);

const kept = model.layout.variables.filter(({ kind, ghost }) => kind === "data" && !ghost);

/** The numbers 0, 1 and 2 of cells stand for themselves; those of `last`, for what is one less. */
function swapped(exchange: Exchange, numbers: readonly number[]): readonly number[] {
  const described = kept.map(({ name, kind }) => ({
    name,
    kind,
    values: name === "last" ? [-1, 0, 1, 2] : [0, 1, 2],
  }));
  const columns = new Columns(kept, described, initialState(model));
  for (const { variable, values } of columns.all)
    for (const value of [-1, 0, 1, 2]) if (variable.name === "last" || value >= 0) values.numberOf(value);
  return [...new Swap(exchange, columns).of(Int32Array.from(numbers))];
}

test("cells change places, and numbers of cells in them", () => {
  expect(kept.map(({ name }) => name)).toEqual(["cell(0).x", "cell(1).x", "cell(2).x", "last"]);
  expect(swapped(right, [1, 2, 0, 1])).toEqual([2, 1, 0, 2]);
  expect(swapped(right, [1, 2, 0, 0])).toEqual([2, 1, 0, 0]);
});

test("one that does not lead back is refused", () => {
  const round: Exchange = {
    ...right,
    valueFor: (variable, value) =>
      variable.name === "last" && typeof value === "number"
        ? (value + 1) % 3
        : right.valueFor(variable, value),
  };
  expect(() => swapped(round, [0, 0, 0, 1])).toThrow(
    "with cells 0 and 1 exchanged, last = 0 becomes last = 1, and exchanged once more that becomes 2: who exchanges twice must do nothing",
  );
  const places = right.variables.slice();
  const [x0, x1, x2] = kept.map(({ index }) => index);
  if (x0 === undefined || x1 === undefined || x2 === undefined) throw new Error("there are no three cells");
  places[x0] = x1;
  places[x1] = x2;
  places[x2] = x0;
  expect(() => swapped({ ...right, variables: places }, [0, 0, 0, 0])).toThrow(
    /the place of "cell\(0\)\.x" is taken by a variable that is not in its states, or not back again/,
  );
});

test("a value that is in no state of the file is refused", () => {
  const high: Exchange = { ...right, valueFor: () => 3 };
  expect(() => swapped(high, [1, 0, 0, 0])).toThrow(
    "with cells 0 and 1 exchanged, cell(0).x = 1 becomes cell(1).x = 3, which is in no state of the file",
  );
});
