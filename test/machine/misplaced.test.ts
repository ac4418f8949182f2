/**
 * An attribute in the wrong place loses interleavings, or makes some up, and nobody sees it in a verdict. So what `show` prints
 * of the vCPU thread is pinned, and every way of moving one of its attributes by one step must show.
 */

import { isModelError, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { vcpuThread } from "../../models/kvm-deferred-load/program.js";
import { own, type Variables } from "../../models/kvm-deferred-load/variables.js";
import { versions } from "../../models/kvm-deferred-load/versions.js";
import { deferred, machine, task } from "../../models/machine/index.js";
import { code, type Node, nodesOf } from "../../src/model/code.js";
import { mayStrike } from "../../src/render/show.js";

interface Mutant {
  readonly what: string;
  readonly nodes: readonly Node[];
}

type Marked = Extract<Node, { readonly kind: "section" | "mode" | "lift" }>;

/** The nodes of a list, with nested lists opened and calls replaced by what they call. */
function opened(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node): readonly Node[] => {
    switch (node.kind) {
      case "sequence":
        return opened(node.body);
      case "call":
        // The arguments were checked where call() was written.
        return opened(nodesOf((node.routine.body as (...args: readonly unknown[]) => unknown)(...node.args)));
      default:
        return [node];
    }
  });
}

/** Whether something lies between the steps of `nodes`: a section of one step has no location. */
function hasInside(nodes: readonly Node[]): boolean {
  const [only, ...more] = opened(nodes);
  if (only === undefined || more.length > 0) return more.length > 0;
  const marked = only.kind === "section" || only.kind === "mode" || only.kind === "lift";
  return marked ? hasInside(only.body) : only.kind === "loop" || only.kind === "when";
}

/** The same attribute in the wrong place. */
function* misplaced(node: Marked): Generator<Mutant> {
  const body = opened(node.body);
  const { kind, attribute } = node;
  const what = `${kind} "${attribute}"`;
  if (kind !== "mode" && !hasInside(body)) return;
  const [first, last] = [body.slice(0, 1), body.slice(-1)];
  yield { what: `${what} is left out`, nodes: body };
  yield { what: `${what} begins a step late`, nodes: [...first, { ...node, body: body.slice(1) }] };
  yield { what: `${what} ends a step early`, nodes: [{ ...node, body: body.slice(0, -1) }, ...last] };
  if (kind === "section")
    yield { what: `${what} holds at the location before it`, nodes: [{ kind: "mode", attribute, body }] };
  if (kind === "mode")
    yield {
      what: `${what} does not hold at its first location`,
      nodes: [{ kind: "section", attribute, body }],
    };
}

/** Every program that has one attribute in the wrong place. */
function* mutants(given: readonly Node[]): Generator<Mutant> {
  const nodes = opened(given);
  for (const [i, node] of nodes.entries()) {
    const put = (...instead: readonly Node[]): readonly Node[] => [
      ...nodes.slice(0, i),
      ...instead,
      ...nodes.slice(i + 1),
    ];
    switch (node.kind) {
      case "section":
      case "mode":
      case "lift":
        for (const { what, nodes: instead } of misplaced(node)) yield { what, nodes: put(...instead) };
        for (const { what, nodes: body } of mutants(node.body)) yield { what, nodes: put({ ...node, body }) };
        break;
      case "loop":
      case "atomic":
        for (const { what, nodes: body } of mutants(node.body)) yield { what, nodes: put({ ...node, body }) };
        break;
      case "when":
        for (const { what, nodes: yes } of mutants(node.yes)) yield { what, nodes: put({ ...node, yes }) };
        for (const { what, nodes: no } of mutants(node.no)) yield { what, nodes: put({ ...node, no }) };
        break;
      case "choose":
        for (const [b, branch] of node.branches.entries()) {
          for (const { what, nodes: changed } of mutants(branch)) {
            const branches = node.branches.map((each, at) => (at === b ? changed : each));
            yield { what, nodes: put({ ...node, branches }) };
          }
        }
        break;
      case "step":
      case "leave":
      case "sequence":
      case "call":
        break;
    }
  }
}

/** By location of the first process, outside atomic blocks: its attributes, the steps that wait there, what may strike. */
function shown({ processes: [thread] }: Model): readonly string[] {
  if (thread === undefined) return [];
  return thread.program.locations
    .filter(({ inner, steps }) => !inner && steps.length > 0)
    .map((location) => {
      const labels = location.steps.map(({ label }) => label).join(" | ");
      const struck = mayStrike(thread, location).join(", ") || "nothing";
      return `[${location.attributes.join(", ")}] ${labels} <- ${struck}`;
    });
}

const regime = deferred();

/** What the vCPU thread of a version runs, where hard interrupts come between the steps of its locked sections. */
function threadOf(version: string): ReturnType<typeof vcpuThread> {
  const found = versions[version];
  if (found === undefined) throw new Error(`there is no version "${version}"`);
  return vcpuThread(found, { regime, split: true, emulator: "reads" });
}

/** A model of that thread, with another program in the place of its own. */
function vcpu(version: string, instead?: readonly Node[]): Model {
  const { program, schedIn } = threadOf(version);
  const changed = instead === undefined ? program : instead.map((node) => code(node));
  const on = machine<Variables>({
    regime,
    softirqFpu: true,
    hardIrqFpu: true,
    tasks: { V: { owner: "user", guest: "guest" } },
  });
  return model({
    name: version,
    variables: { ...on.variables, ...own },
    processes: on.processes(task<Variables>("V", { program: changed, schedIn })),
  });
}

test("what is tested is what the family builds", () => {
  const built = kvmDeferredLoad.instance("fix-a", { softirqFpu: "true", hardIrqFpu: "true" }).model;
  expect(shown(built)).toEqual(shown(vcpu("fix-a")));
});

test("show prints before every step of FIX-A what may strike there", () => {
  const [preempted, struck] = ["scheduler, softirq, hard IRQ", "softirq, hard IRQ"];
  const locked = "bh off, fpregs lock, preempt notifier, preempt off";
  expect(shown(vcpu("fix-a"))).toEqual([
    `[user mode] user writes its registers | ioctl(KVM_RUN) <- ${preempted}`,
    `[] vcpu_load <- ${preempted}`,
    `[preempt notifier, preempt off] switch_fpu_return <- ${struck}`,
    `[preempt notifier] user_fpu := fpregs <- ${preempted}`,
    `[${locked}] fpregs := guest_fpu <- hard IRQ`,
    `[${locked}] fpregs_mark_activate <- hard IRQ`,
    `[may sleep, preempt notifier] requests, mmu reload <- ${preempted}`,
    `[preempt notifier] VM entry <- ${preempted}`,
    "[guest mode, irqs off, preempt notifier] guest writes its registers | VM exit <- nothing",
    `[may sleep, preempt notifier] back to the guest | emulate a read of an FPU register | leave vcpu_run <- ${preempted}`,
    `[preempt notifier] guest_fpu := fpregs <- ${preempted}`,
    `[${locked}] fpregs := user_fpu <- hard IRQ`,
    `[${locked}] fpregs_mark_activate <- hard IRQ`,
    `[preempt notifier] vcpu_put <- ${preempted}`,
  ]);
});

describe.each(["fix-a", "fix-a-in-steps", "fix-b", "fix-d"])("%s", (version) => {
  const right = shown(vcpu(version)).join("\n");

  test("opening its routines changes nothing", () => {
    expect(shown(vcpu(version, opened(nodesOf(threadOf(version).program)))).join("\n")).toBe(right);
  });

  test("an attribute in the wrong place shows", () => {
    const all = [...mutants(nodesOf(threadOf(version).program))];
    const unseen = all.filter(({ nodes }) => {
      try {
        return shown(vcpu(version, nodes)).join("\n") === right;
      } catch (error) {
        if (!isModelError(error)) throw error;
        return false;
      }
    });
    expect(all.length).toBeGreaterThan(50);
    expect(unseen.map(({ what }) => what)).toEqual([]);
  });
});
