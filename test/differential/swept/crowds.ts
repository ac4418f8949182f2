/**
 * Random models of more processes than masks have bits, and of more shared variables than there are marks. Few processes are able to
 * move, so that the states are few.
 */

import fc from "fast-check";
import { indexed, language, type Model, model } from "preempt";

/** More than there are marks. */
const items = 80;
const values = 3;

const variables = { item: indexed(items, { held: 0 }), failed: 0 };
const { step, process, never, assertion, deadlockFree } = language<typeof variables>();

/** A step: what it sets to what, in one of `ways` ways. */
interface Writing {
  readonly to: number;
  readonly from: number;
  readonly how: "set" | "update" | "choose" | "fail" | "halt";
  readonly waitsFor: number | undefined;
}

export interface Crowd {
  /** How many processes there are that never move, before each that does. */
  readonly idle: readonly number[];
  readonly programs: readonly (readonly Writing[])[];
  /** Whether all begin by looking at every variable, so that all are shared. */
  readonly looks: boolean;
  readonly environment: boolean;
}

const item = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 62, max: 66 }), fc.nat(items - 1));
const writing: fc.Arbitrary<Writing> = fc.record({
  to: item,
  from: item,
  how: fc.constantFrom("set", "set", "update", "choose", "fail", "halt"),
  waitsFor: fc.option(item, { freq: 4, nil: undefined }),
});

export const crowds: fc.Arbitrary<Crowd> = fc.record({
  idle: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 16 })), { minLength: 4, maxLength: 4 }),
  programs: fc.array(fc.array(writing, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }),
  looks: fc.boolean(),
  environment: fc.boolean(),
});

const one = (value: number): number => (value + 1) % values;

function written({ to, from, how, waitsFor }: Writing, label: string) {
  const enabled = waitsFor === undefined ? {} : { enabled: (k: View) => k.item(waitsFor).held !== 0 };
  return step(
    label,
    (k) => {
      if (how === "update") k.update(k.item(to), "held", one);
      else if (how === "choose") k.item(to).held = k.choose([1, 2]);
      else k.item(to).held = one(k.item(from).held);
      if (how === "fail") k.assert("not two", k.item(from).held !== 2);
      if (how === "halt" && k.item(from).held === 1) k.halt("enough");
    },
    enabled,
  );
}

type View = { item(index: number): { readonly held: number } };

export function crowdModel({ idle, programs, looks, environment }: Crowd): Model {
  const stays = step("never", () => undefined, { enabled: (k) => k.failed === 1 });
  const processes = programs.flatMap((writes, p) => [
    ...Array.from({ length: idle[p] ?? 0 }, (_, i) =>
      process(`idle-${p}-${i}`, { program: stays, mayWait: true }),
    ),
    process(`writer-${p}`, {
      environment: environment && p === 0,
      program: [
        ...(looks
          ? [
              step("look", (k) => {
                let sum = 0;
                for (let i = 0; i < items; i++) sum += k.item(i).held;
                k.item(p).held = sum % values;
              }),
            ]
          : []),
        ...writes.map((each, at) => written(each, `step ${at}`)),
      ],
    }),
  ]);
  return model({
    name: "a crowd",
    variables,
    processes,
    properties: [
      assertion("not two"),
      never("a pair", (k) => k.item(0).held === 2 && k.item(63).held === 2),
      deadlockFree(),
    ],
  });
}
