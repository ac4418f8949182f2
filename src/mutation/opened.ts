/** Programs as trees that can be gone through and changed: routines opened, and every node's parts as lists. */

import { code, type Node, nodesOf, type Part } from "../model/code.js";

/** The lists of nodes that a node has: the branches of a choice, both ways of a condition, the body of anything else. */
export function listsOf(node: Node): readonly (readonly Node[])[] {
  switch (node.kind) {
    case "step":
    case "leave":
      return [];
    case "when":
      return [node.yes, node.no];
    case "choose":
      return node.branches;
    case "call":
      return [calledBody(node)];
    case "sequence":
    case "loop":
    case "atomic":
    case "section":
    case "mode":
    case "lift":
      return [node.body];
  }
}

function calledBody({ routine, args }: Extract<Node, { kind: "call" }>): readonly Node[] {
  // The arguments were checked against the routine's parameters where call() was written.
  return nodesOf((routine.body as (...args: readonly unknown[]) => unknown)(...args));
}

/** `node` with other lists in the place of its own. */
export function withLists(node: Node, lists: readonly (readonly Node[])[]): Node {
  const [body = [], other = []] = lists;
  switch (node.kind) {
    case "step":
    case "leave":
      return node;
    case "when":
      return { ...node, yes: body, no: other };
    case "choose":
      return { ...node, branches: lists };
    case "call":
      return { ...node, args: [], routine: { ...node.routine, body: () => body.map(code) } };
    case "sequence":
    case "loop":
    case "atomic":
    case "section":
    case "mode":
    case "lift":
      return { ...node, body };
  }
}

/** The label of the first step of `nodes`. */
export function firstLabel(nodes: readonly Node[]): string | undefined {
  for (const node of nodes) {
    const label =
      node.kind === "step" || node.kind === "when" ? node.label : firstLabel(listsOf(node).flat());
    if (label !== undefined) return label;
  }
  return undefined;
}

/** A node with each call in it made once, and each atomic block called as it is, whatever becomes of its first step. */
function openedNode(node: Node): Node {
  const lists = listsOf(node).map((list) => list.map(openedNode));
  const made = withLists(node, lists);
  return made.kind === "atomic" ? { ...made, label: made.label ?? firstLabel(made.body) } : made;
}

/** A program that lays out as `program` does, in one node. */
export function opened(program: Part<never>): Node {
  return openedNode({ kind: "sequence", body: nodesOf(program) });
}

/** What to put in the place of nodes, by their paths; see {@link childPath}. */
export type Edits = ReadonlyMap<string, readonly Node[]>;

/** The path of the node number `index` in list number `list` of the node at `path`; the path of the whole is empty. */
export const childPath = (path: string, list: number, index: number): string => `${path}/${list}.${index}`;

/** `node` with `edits` made in it. */
export function edited(node: Node, edits: Edits, path = ""): Node {
  const lists = listsOf(node).map((list, l) =>
    list.flatMap((child, i) => {
      const at = childPath(path, l, i);
      return edits.get(at) ?? [edited(child, edits, at)];
    }),
  );
  return withLists(node, lists);
}
