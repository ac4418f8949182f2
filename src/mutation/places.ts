/** Where something can be changed: every node of every program, and which of them are one line of source. */

import type { Node, Source } from "../model/code.js";
import { childPath, firstLabel, listsOf } from "./opened.js";

/** What a line of source stands in: a routine, or what a process runs outside routines. */
export type Home =
  | { readonly kind: "routine"; readonly source: Source }
  | { readonly kind: "process"; readonly process: string };

/** One node in the program of one process. */
export interface Place {
  /** The number of the process. */
  readonly process: number;
  /** In the opened program; see `opened.ts`. */
  readonly path: string;
  /** The path of the node behind it in its list. */
  readonly next: string;
  readonly node: Node;
  /** The list that it stands in, and its position there. */
  readonly list: readonly Node[];
  readonly index: number;
  readonly home: Home;
  /** As the reader knows it: the label of the step, or of the first step of a block. */
  readonly label: string;
  /** A text that the copies of one line of source share: where they are in their home, and what they are called. */
  readonly line: string;
  /** Whether it stands inside an atomic block. */
  readonly inner: boolean;
}

/** What a line is called in its copies: without numbers, and without the name of the process that runs it. */
export function alike(text: string, process: string): string {
  return text
    .split(/(\w+)/)
    .map((word) => (word === process ? "#" : word.replaceAll(/\d+/g, "#")))
    .join("");
}

/** What a node is called. */
export function labelOf(node: Node): string {
  if (node.kind === "call") return node.routine.source.name;
  return (node.kind === "step" || node.kind === "when" ? node.label : firstLabel([node])) ?? node.kind;
}

/** What kind of block a node is, with what it says of its steps. */
function blockOf(node: Node): string {
  switch (node.kind) {
    case "section":
    case "mode":
    case "lift":
      return `${node.kind} ${node.attribute}`;
    case "atomic":
      return `atomic ${node.because}`;
    default:
      return node.kind;
  }
}

interface Inside {
  readonly process: { readonly index: number; readonly name: string };
  readonly path: string;
  readonly home: Home;
  /** The way from the home's beginning. */
  readonly way: string;
  readonly inner: boolean;
}

const textOfSource = ({ name, file = "", commit = "" }: Source): string => `${name}|${file}|${commit}`;

function* placesInside(node: Node, inside: Inside): Generator<Place> {
  for (const [l, list] of listsOf(node).entries()) {
    for (const [index, child] of list.entries()) {
      const { process, home, inner } = inside;
      const path = childPath(inside.path, l, index);
      const way = `${inside.way}/${l}.${index} ${blockOf(child)}`;
      const label = labelOf(child);
      const line = `${way} ${alike(label, process.name)}`;
      const next = childPath(inside.path, l, index + 1);
      yield { process: process.index, path, next, node: child, list, index, home, label, line, inner };
      const within = { ...inside, path, way, inner: inner || child.kind === "atomic" };
      if (child.kind !== "call") yield* placesInside(child, within);
      else {
        const { source } = child.routine;
        const called: Home = { kind: "routine", source };
        yield* placesInside(child, { ...within, home: called, way: textOfSource(source) });
      }
    }
  }
}

/** Every place of an opened program, in the order of its text. */
export function placesOf(
  program: Node,
  process: { readonly index: number; readonly name: string },
): readonly Place[] {
  const home: Home = { kind: "process", process: process.name };
  return [...placesInside(program, { process, path: "", home, way: "", inner: false })];
}
