/** The words of the language, free of types: each makes a piece of code. `language.ts` documents and types them. */

import {
  always,
  assertion,
  deadlockFree,
  eventually,
  leadsTo,
  never,
  neverStuck,
  reachable,
} from "../property/property.js";
import {
  aTypeOf,
  type Code,
  code,
  type Node,
  nodesOf,
  type Operation,
  type RoutineDefinition,
  type Source,
} from "./code.js";
import type { StepOptions } from "./language.js";
import type { ConditionHandle, MutexHandle } from "./locks.js";
import { ModelError } from "./model-error.js";
import { process } from "./process.js";

type AnyGuard = (reader: never) => boolean;
type WhichMutex = (reader: never) => MutexHandle;
type WhichCondition = (reader: never) => ConditionHandle;

function checkedFunction<F>(label: string, what: string, given: F): F {
  if (typeof given === "function") return given;
  throw new ModelError(`the ${what} of "${label}" is a ${typeof given}, not a function`);
}

function step(
  label: string,
  body?: (context: never) => undefined,
  options: StepOptions<never> = {},
): Code<unknown> {
  if (body !== undefined) checkedFunction(label, "body", body);
  if (options.enabled !== undefined) checkedFunction(label, "guard", options.enabled);
  return code({
    kind: "step",
    label,
    enabled: options.enabled,
    body,
    operation: undefined,
    cost: options.cost,
    mayWait: options.mayWait ?? false,
  });
}

function operating(label: string, operation: Operation): Node {
  const nothing = { enabled: undefined, body: undefined, cost: undefined, mayWait: false };
  return { kind: "step", label, operation, ...nothing };
}

const around =
  (kind: "section" | "mode" | "lift", attribute: string) =>
  (...body: readonly unknown[]): Code<unknown> =>
    code({ kind, attribute, body: nodesOf(body) });

function when(label: string, condition: AnyGuard, then: unknown, otherwise?: unknown): Code<unknown> {
  checkedFunction(label, "condition", condition);
  return code({ kind: "when", label, condition, yes: nodesOf(then), no: nodesOf(otherwise) });
}

const leave = code({ kind: "leave" });

const loop = (...body: readonly unknown[]): Code<unknown> => code({ kind: "loop", body: nodesOf(body) });

function call(routine: RoutineDefinition, ...args: readonly unknown[]): Code<unknown> {
  if (typeof routine?.body === "function") return code({ kind: "call", routine, args });
  throw new ModelError(`call() was given ${aTypeOf(routine)}, not a routine`);
}

export const words = Object.freeze({
  step,
  when,
  leave,
  loop,
  loopWhile: (label: string, condition: AnyGuard, ...body: readonly unknown[]) =>
    loop(when(label, condition, body, leave)),
  choose: (...branches: readonly unknown[]) =>
    code({ kind: "choose", branches: branches.filter(Boolean).map(nodesOf) }),
  atomic: (because: string, ...body: readonly unknown[]) =>
    code({ kind: "atomic", because, body: nodesOf(body) }),
  routine: (source: string | Source, body: RoutineDefinition["body"]): RoutineDefinition => ({
    source: typeof source === "string" ? { name: source } : source,
    body,
  }),
  call,
  lock: (label: string, mutex: WhichMutex) => code(operating(label, { kind: "lock", mutex })),
  tryLock: (label: string, mutex: WhichMutex, then: unknown, otherwise?: unknown) =>
    code({
      kind: "when",
      label,
      condition: { tryLock: mutex },
      yes: nodesOf(then),
      no: nodesOf(otherwise),
    }),
  unlock: (label: string, mutex: WhichMutex) => code(operating(label, { kind: "unlock", mutex })),
  wait: (label: string, condition: WhichCondition, mutex: WhichMutex) =>
    code({
      kind: "sequence",
      body: [
        operating(label, { kind: "sleep", condition, mutex }),
        operating(`${label}, woken`, { kind: "wake", condition, mutex }),
      ],
    }),
  signal: (label: string, condition: WhichCondition) => code(operating(label, { kind: "signal", condition })),
  broadcast: (label: string, condition: WhichCondition) =>
    code(operating(label, { kind: "broadcast", condition })),
  section: (attribute: string, ...body: readonly unknown[]) => around("section", attribute)(...body),
  mode: (attribute: string, ...body: readonly unknown[]) => around("mode", attribute)(...body),
  lift: (attribute: string, ...body: readonly unknown[]) => around("lift", attribute)(...body),
  preemptDisabled: around("section", "preempt off"),
  bottomHalvesDisabled: around("section", "bh off"),
  irqsDisabled: around("section", "irqs off"),
  irqsEnabled: around("lift", "irqs off"),
  userMode: around("mode", "user mode"),
  guestMode: around("mode", "guest mode"),
  process,
  always,
  never,
  reachable,
  assertion,
  deadlockFree,
  neverStuck,
  eventually,
  leadsTo,
});
