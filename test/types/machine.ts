/** What the types refuse and take of contents, named groups and guarded processes; compiled by `npm run typecheck`, never run. */

import { type Context, contents, indexed, language, model, type Part, type Rule } from "preempt";

const variables = {
  on: false,
  spare: contents("nobody"),
  vcpu: { guestFpu: contents("guest") },
  cpu: indexed(2, { fpregs: contents("A"), running: "init" as "init" | "vcpu" }),
  task: indexed(["init", "vcpu"], { fpu: contents("A"), runs: 0 }),
};
type V = typeof variables;
const locals = { mine: contents("A") };
type L = typeof locals;

const { step, process, always } = language<V, L>();

/** Bodies that must not compile. */
export const refused: readonly Part<Context<V, L>>[] = [
  step("number for contents", (k) => {
    // @ts-expect-error contents are told by texts
    k.vcpu.guestFpu = 1;
  }),
  step("null for contents", (k) => {
    // @ts-expect-error contents are told by texts
    k.here.fpregs = null;
  }),
  step("declaration for contents", (k) => {
    // @ts-expect-error a declaration stands in a model's variables alone
    k.spare = contents("A");
  }),
  step("nobody's fresh contents", (k) => {
    // @ts-expect-error whose?
    k.spare = k.contents.fresh();
  }),
  step("name that there is not", (k) => {
    // @ts-expect-error there are init and vcpu
    k.task("initd").runs = 1;
  }),
  step("number for a name", (k) => {
    // @ts-expect-error there are init and vcpu
    k.task(0).runs = 1;
  }),
  step("name for a number", (k) => {
    // @ts-expect-error CPUs are numbered
    k.cpu("0").fpregs = "A";
  }),
  step("misspelt variable of a task", (k) => {
    // @ts-expect-error no variable "run"
    k.current.run = 1;
  }),
];

/** Guards that must not compile. */
export const refusedGuards: readonly Part<Context<V, L>>[] = [
  step("fresh contents in a guard", undefined, {
    // @ts-expect-error only the body of a step may
    enabled: (k) => k.contents.fresh("A") === "A",
  }),
  step("rule that is none", undefined, {
    // @ts-expect-error a rule has a name and a function of attributes
    enabled: (k) => k.process("A").under("irqs off"),
  }),
];

/** Claims that must not compile. */
export const refusedClaims = [
  // @ts-expect-error a predicate makes no contents
  always("fresh", (s) => s.contents.fresh("A") === "A"),
  always("assigns", (s) => {
    // @ts-expect-error a predicate assigns nothing
    s.spare = "A";
    return true;
  }),
];

const program = step("a");

/** Processes that must not compile. */
export const refusedProcesses = [
  // @ts-expect-error there are init and vcpu
  process("A", { task: "kthreadd", locals, program }),
  // @ts-expect-error tasks have names here
  process("A", { task: 0, locals, program }),
  // @ts-expect-error CPUs have numbers here
  process("A", { cpu: "0", locals, program }),
  // @ts-expect-error tasks have names here
  process("A", { task: (k) => (k.on ? 0 : 1), locals, program }),
  // @ts-expect-error a guard answers true or false
  process("A", { enabled: (k) => k.spare, locals, program }),
  // @ts-expect-error a guard assigns nothing
  process("A", { enabled: (k) => (k.on = true), locals, program }),
];

const rule: Rule = { name: "masked", of: (at) => at.includes("irqs off") };

/** What compiles. */
export const taken = model({
  name: "taken",
  variables,
  processes: [
    process("A", {
      task: (k) => k.cpu(0).running,
      cpu: 0,
      enabled: (k) => k.on && !k.process("A").under(rule) && k.contents.latest(k.here.fpregs, "A"),
      locals,
      program: step("copies", (k) => {
        k.here.fpregs = k.contents.fresh("A");
        k.current.fpu = k.here.fpregs;
        k.my.mine = k.task("vcpu").fpu;
        k.spare = k.contents.ownerOf(k.vcpu.guestFpu);
      }),
    }),
  ],
  properties: [always("mine", (s) => s.contents.latest(s.task("init").fpu, "A"))],
});

// @ts-expect-error an owner has a name
export const noOwner = contents(1);

// @ts-expect-error the names are texts
export const noNames = indexed([1, 2], { x: 0 });
