/** A guard of a process that lets it move in more ways than are told apart: they are taken for one. */

import { always, check, deadlockFree, language, type Model, model } from "preempt";
import { expect, test } from "vitest";

const variables = { x: 0, z: 0 };
const { step, loop, process } = language<typeof variables, { p: number }>();

/** A does two steps that nobody sees, and one that its claim does; B counts what A's guard reads up to `values`, and round. */
function counting(values: number): Model {
  return model({
    name: `ways(${values})`,
    variables,
    processes: [
      process("A", {
        locals: { p: 0 },
        enabled: (k) => k.x >= 0,
        program: loop(
          step("one", (k) => {
            k.my.p = 1;
          }),
          step("two", (k) => {
            k.my.p = 2;
          }),
          step("z", (k) => {
            k.z = 1 - k.z;
          }),
        ),
      }),
      process("B", {
        locals: { p: 0 },
        program: loop(
          step("count", (k) => {
            k.x = (k.x + 1) % values;
          }),
        ),
      }),
    ],
    properties: [always("x and z count", (s: typeof variables) => s.x >= 0 && s.z >= 0), deadlockFree()],
  });
}

test.each([20, 32, 33, 200])("of %i ways, as many points are left, and the same is decided", (values) => {
  const whole = check(counting(values));
  const reduced = check(counting(values), { strategy: "reduced" });
  expect(reduced.verdicts).toEqual(whole.verdicts);
  expect(reduced.grounds.points).toEqual({ left: 2, of: 4 });
  expect(reduced.grounds.states).toBeLessThan(whole.grounds.states);
});
