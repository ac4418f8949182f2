/** What the types refuse and take of updates; compiled by `npm run typecheck`, never run. */

import { type List, List as list } from "immutable";
import { type Context, condition, indexed, language, mutex, type Part } from "preempt";

const variables = {
  count: 0,
  mode: "user" as "user" | "guest",
  owner: null as string | null,
  on: false,
  queue: list<string>(),
  vcpu: { loaded: false, thread: { fpu: "guest" } },
  m: mutex(),
  c: condition(),
  cpu: indexed(2, { fpregs: "none" }),
  task: indexed(3, (i) => ({ priority: i })),
  ghost: { entered: 0 },
};
type V = typeof variables;
type L = { seen: number };

const { step, when, always } = language<V, L>();

const plus1 = (value: number): number => value + 1;

/** Updates that must not compile. */
export const refused: readonly Part<Context<V, L>>[] = [
  step("misspelt variable", (k) => {
    // @ts-expect-error no variable "cuont"
    k.update(k, "cuont", plus1);
  }),
  step("misspelt variable of a group", (k) => {
    // @ts-expect-error no variable "laoded"
    k.update(k.vcpu, "laoded", (value) => value);
  }),
  step("variable of another group", (k) => {
    // @ts-expect-error no variable "count" in vcpu
    k.update(k.vcpu, "count", plus1);
  }),
  step("function of another type", (k) => {
    // @ts-expect-error a number is made of a number
    k.update(k, "mode", plus1);
  }),
  step("function to another type", (k) => {
    // @ts-expect-error a string is no number
    k.update(k, "count", (value) => String(value));
  }),
  step("function out of the union", (k) => {
    // @ts-expect-error "kernel" is neither "user" nor "guest"
    k.update(k, "mode", () => "kernel");
  }),
  step("function that forgets null", (k) => {
    // @ts-expect-error the owner may be null
    k.update(k, "owner", (owner: string) => owner);
  }),
  step("function that returns nothing", (k) => {
    // @ts-expect-error a number is due
    k.update(k, "count", () => {});
  }),
  step("async function", (k) => {
    // @ts-expect-error a Promise is no number
    k.update(k, "count", async (value) => value);
  }),
  step("value for a function", (k) => {
    // @ts-expect-error 1 is no function
    k.update(k, "count", 1);
  }),
  step("wrong value in a List", (k) => {
    // @ts-expect-error a List of strings
    k.update(k, "queue", (queue) => queue.push(1));
  }),
  step("group", (k) => {
    // @ts-expect-error a group of variables is not a variable
    k.update(k, "vcpu", (value) => value);
  }),
  step("indexed group", (k) => {
    // @ts-expect-error indexed groups are reached by number
    k.update(k, "cpu", (value) => value);
  }),
  step("mutex", (k) => {
    // @ts-expect-error only lock steps change a mutex
    k.update(k, "m", (value) => value);
  }),
  step("condition", (k) => {
    // @ts-expect-error only wait, signal and broadcast change it
    k.update(k, "c", (value) => value);
  }),
  step("tool", (k) => {
    // @ts-expect-error a tool is not a variable
    k.update(k, "choose", (value) => value);
  }),
  step("function of the whole group", (k) => {
    // @ts-expect-error the function sees the value, not the group
    k.update(k.vcpu, "loaded", (vcpu: { loaded: boolean }) => vcpu.loaded);
  }),
  step("forgotten group", (k) => {
    // @ts-expect-error the group comes first
    k.update("count", plus1);
  }),
  step("guard", undefined, {
    // @ts-expect-error only a body updates
    enabled: (k) => k.update(k, "count", plus1) === undefined,
  }),
  // @ts-expect-error only a body updates
  when("condition", (k) => k.update(k, "count", plus1) === undefined, []),
];

export const refusedClaims = [
  // @ts-expect-error only a body updates
  always("claim", (s) => s.update(s, "count", plus1) === undefined),
];

/** Updates that must compile. */
export const taken: Part<Context<V, L>> = step("taken", (k) => {
  k.update(k, "count", plus1);
  k.update(k, "mode", (mode) => (mode === "user" ? "guest" : "user"));
  k.update(k, "owner", (owner) => (owner === null ? "A" : null));
  k.update(k, "on", (on) => !on);
  k.update(k, "queue", (queue: List<string>) => queue.push("a"));
  k.update(k.vcpu, "loaded", (loaded) => !loaded);
  k.update(k.vcpu.thread, "fpu", (fpu) => `${fpu}!`);
  k.update(k.cpu(1), "fpregs", () => "user");
  k.update(k.here, "fpregs", (fpregs) => fpregs);
  k.update(k.current, "priority", plus1);
  k.update(k.my, "seen", plus1);
  k.update(k.ghost, "entered", plus1);
});
