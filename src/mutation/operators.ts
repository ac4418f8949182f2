/** What can be done to a line of source. Each operator answers with what it puts in the place of which nodes. */

import type { Node, StepNode, WhenNode } from "../model/code.js";
import { edited, firstLabel } from "./opened.js";
import { labelOf, type Place } from "./places.js";

/** The operators, in the order in which mutants of one line are listed. */
export const operators = [
  "drop",
  "duplicate",
  "swap",
  "split",
  "unguard",
  "unlock",
  "unwrap",
  "always yes",
  "always no",
] as const;

export type Operator = (typeof operators)[number];

/** One mutation of one place. */
export interface Mutation {
  readonly operator: Operator;
  /** What it does, as tables say it: `swap with "x := 1"`. */
  readonly what: string;
  readonly edits: readonly (readonly [path: string, nodes: readonly Node[]])[];
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** A step that does nothing. It keeps its place and its guard: labels, sections and modes are as they were. */
const emptied = (step: StepNode): StepNode => ({ ...step, body: undefined, operation: undefined });

/** `wait`, which is two steps. */
function waitOf(node: Node): readonly [StepNode, StepNode] | undefined {
  if (node.kind !== "sequence") return undefined;
  const [sleep, wake, ...more] = node.body;
  if (sleep?.kind !== "step" || wake?.kind !== "step" || more.length > 0) return undefined;
  return sleep.operation?.kind === "sleep" && wake.operation?.kind === "wake" ? [sleep, wake] : undefined;
}

/** Whether a step stands by itself, and does something. A lock is dropped with its unlocks; half a `wait` is no line. */
function acts(node: Node): node is StepNode {
  if (node.kind !== "step") return false;
  const kind = node.operation?.kind;
  return kind === undefined ? node.body !== undefined : kind !== "sleep" && kind !== "wake";
}

function drop({ node, path }: Place): readonly Mutation[] {
  const wait = waitOf(node);
  if (wait !== undefined) {
    const waits: Node = { kind: "sequence", body: wait.map(emptied) };
    return [{ operator: "drop", what: "drop", edits: [[path, [waits]]] }];
  }
  if (!acts(node) || node.operation?.kind === "lock") return [];
  return [{ operator: "drop", what: "drop", edits: [[path, [emptied(node)]]] }];
}

function duplicate({ node, path }: Place): readonly Mutation[] {
  if (!acts(node) && waitOf(node) === undefined) return [];
  return [{ operator: "duplicate", what: "twice", edits: [[path, [node, node]]] }];
}

/** Whether a node is a line that may change places with the next: no loop, no choice, and nothing that leaves. */
function isLine(node: Node): boolean {
  if (node.kind !== "step")
    return ["when", "call", "atomic"].includes(node.kind) || waitOf(node) !== undefined;
  const kind = node.operation?.kind;
  return kind !== "sleep" && kind !== "wake";
}

const doesNothing = (node: Node): boolean =>
  node.kind === "step" &&
  node.body === undefined &&
  node.operation === undefined &&
  node.enabled === undefined;

function swap({ node, path, next: behind, list, index }: Place): readonly Mutation[] {
  const next = list[index + 1];
  if (next === undefined || !isLine(node) || !isLine(next)) return [];
  if (doesNothing(node) && doesNothing(next)) return [];
  const edits = [
    [path, [next, node]],
    [behind, []],
  ] as const;
  return [{ operator: "swap", what: `swap with "${labelOf(next)}"`, edits }];
}

const several = (nodes: readonly Node[]): boolean =>
  nodes.length > 1 || (nodes[0] !== undefined && nodes[0].kind !== "step");

function split({ node, path, inner }: Place): readonly Mutation[] {
  if (node.kind !== "atomic" || inner || !several(node.body)) return [];
  return [{ operator: "split", what: `split "${node.because}"`, edits: [[path, node.body]] }];
}

function unguard({ node, path }: Place): readonly Mutation[] {
  if (node.kind !== "step" || node.enabled === undefined) return [];
  return [{ operator: "unguard", what: "no guard", edits: [[path, [{ ...node, enabled: undefined }]]] }];
}

/** A lock that is not taken, and what unlocks it left out with it: behind it, or in a branch of its own. */
function unlock({ node, path }: Place, unlocks: readonly Place[] | undefined): readonly Mutation[] {
  if (unlocks === undefined) return [];
  const given = unlocks.flatMap(({ node, path }) =>
    node.kind === "step" ? [[path, [emptied(node)]] as const] : [],
  );
  // What stands in the place of a node is not edited any further.
  const free: Node | undefined =
    node.kind === "step"
      ? emptied(node)
      : node.kind === "when"
        ? edited({ ...node, condition: yes }, new Map(given), path)
        : undefined;
  if (free === undefined) return [];
  return [{ operator: "unlock", what: "no lock", edits: [[path, [free]], ...given] }];
}

function unwrap({ node, path }: Place): readonly Mutation[] {
  if (node.kind !== "section" || firstLabel(node.body) === undefined) return [];
  return [{ operator: "unwrap", what: `without "${node.attribute}"`, edits: [[path, node.body]] }];
}

function always({ node, path }: Place): readonly Mutation[] {
  if (node.kind !== "when" || (node.yes.length === 0 && node.no.length === 0)) return [];
  const given = (condition: WhenNode["condition"]): Mutation["edits"] => [[path, [{ ...node, condition }]]];
  const never = { operator: "always no", what: "always no", edits: given(no) } as const;
  // To go on as if a mutex had been got is what `unlock` does.
  if (typeof node.condition !== "function") return [never];
  return [{ operator: "always yes", what: "always yes", edits: given(yes) }, never];
}

/**
 * What can be done to one place.
 *
 * @param unlocks what belongs to it where it is a lock
 */
export function mutationsOf(place: Place, unlocks: readonly Place[] | undefined): readonly Mutation[] {
  return [
    ...drop(place),
    ...duplicate(place),
    ...swap(place),
    ...split(place),
    ...unguard(place),
    ...unlock(place, unlocks),
    ...unwrap(place),
    ...always(place),
  ];
}
