/** The same program twice: with updates, and with assignments that read what they assign to. Both must come to the same. */

import { List } from "immutable";
import { type Context, indexed, language, type Model, model, type Part } from "preempt";
import { expect, test } from "vitest";
import { usualSizes } from "../../src/kernel/sizes.js";
import type { LeafNames } from "../../src/model/variables.js";
import { stateKey } from "../../src/semantics/state.js";
import { agreed, countsOf, tiny } from "../tables/agreed.js";

export const variables = {
  x: 0,
  y: 5,
  who: "0" as string | null,
  saw: null as number | null,
  list: List<number>(),
  vcpu: { deep: { x: 0 } },
  turn: 0,
  cpu: indexed(2, (i) => ({ x: i })),
  task: indexed(2, (i) => ({ x: 10 + i })),
  ghost: { x: 0 },
};
export const locals = { x: 0 };
export type V = typeof variables;
export type L = typeof locals;
export type K = Context<V, L>;
export type Program = Part<K>;

export const words = language<V, L>();
const { step, process, never, assertion, reachable } = words;

/** Gives a variable what a function makes of its value. */
export type Put = <G, N extends LeafNames<G>>(k: K, group: G, name: N, change: (value: G[N]) => G[N]) => void;

const updating: Put = (k, group, name, change) => k.update(group, name, change);
const assigning: Put = (_, group, name, change) => {
  group[name] = change(group[name]);
};

export const act = (does: (k: K) => void, label = "act"): Program =>
  step(label, (k) => {
    does(k);
  });

/** B gives all variables two other values. */
const to = (n: number): Program =>
  act((k) => {
    k.x = n;
    k.who = n === 1 ? null : "2";
    k.list = k.list.push(n);
    k.vcpu.deep.x = n;
    k.turn = n % 2;
    k.cpu(0).x = n;
    k.task(1).x = n;
    k.my.x = n;
    k.ghost.x = n;
  }, `to ${n}`);

/** A runs `program` beside B. */
export const beside = (program: Program, ...more: readonly Program[]): Model =>
  model({
    name: "updating",
    variables,
    processes: [
      process("A", { locals, cpu: (k) => k.turn, task: (k) => k.turn, program }),
      process("B", { locals, cpu: 0, task: 0, program: [to(1), to(2), ...more] }),
    ],
    properties: [
      never("never", () => false),
      assertion("P"),
      reachable("x is 11", (s) => s.x === 11),
      reachable("the ghost is 11", (s) => s.ghost.x === 11),
    ],
  });

/** Runs what `programOf` makes of updates, and of assignments; says which values `variable` has where A is finished. */
export function asAssigned(programOf: (put: Put) => Program, variable?: string): ReadonlySet<unknown> {
  const updated = beside(programOf(updating));
  const assigned = beside(programOf(assigning));
  const one = agreed(updated, [usualSizes, tiny]);
  const other = agreed(assigned);
  expect(countsOf(one.report)).toEqual(countsOf(other.report));
  expect(one.states.map((state) => stateKey(updated, state))).toEqual(
    other.states.map((state) => stateKey(assigned, state)),
  );
  expect(one.report.verdicts).toEqual(other.report.verdicts);
  const end = updated.processes[0]?.program.locations.findIndex(({ steps }) => steps.length === 0);
  const moved = one.states.filter((state) => state.getIn(["process", "A", "at"]) === end);
  return new Set(variable === undefined ? [] : moved.map((state) => state.getIn(variable.split("."))));
}

/** What a program makes of updates. */
export interface Row {
  readonly what: string;
  readonly program: (put: Put) => Program;
  /** The values that a variable has when A is finished. */
  readonly after?: readonly [variable: string, values: readonly unknown[]];
}

/** Tests that updates come to what assignments come to, and to what is said. */
export function become(rows: readonly Row[]): void {
  for (const { what, program, after } of rows) {
    test(what, () => {
      const found = asAssigned(program, after?.[0]);
      if (after !== undefined) expect(found).toEqual(new Set(after[1]));
    });
  }
}
