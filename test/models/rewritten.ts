/** Programs with a mistake put into them: what is written is kept, but for the nodes that a test changes. */

import { code, type Node, nodesOf } from "../../src/model/code.js";

/** What stands in the place of a node; undefined for the node itself. */
export type Change = (node: Node) => readonly Node[] | undefined;

const each = (nodes: readonly Node[], change: Change): readonly Node[] =>
  nodes.flatMap((node) => change(node) ?? [inside(node, change)]);

function inside(node: Node, change: Change): Node {
  switch (node.kind) {
    case "step":
    case "leave":
      return node;
    case "when":
      return { ...node, yes: each(node.yes, change), no: each(node.no, change) };
    case "choose":
      return { ...node, branches: node.branches.map((branch) => each(branch, change)) };
    case "call": {
      const { routine, args } = node;
      // The arguments were checked where call() was written.
      const written = routine.body as (...given: readonly unknown[]) => unknown;
      const body = () => each(nodesOf(written(...args)), change).map((inner) => code(inner));
      return { ...node, args: [], routine: { ...routine, body } };
    }
    default:
      return { ...node, body: each(node.body, change) };
  }
}

/** The program with what `change` puts in the place of some of its nodes, inside routines too. */
export function rewritten(program: unknown, change: Change): ReturnType<typeof code>[] {
  return each(nodesOf(program), change).map((node) => code(node));
}
