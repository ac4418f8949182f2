/** Preemption points as text: before which steps others must be let in, and why; before which they need not be. */

import type { Point, Reason, Reduction } from "../count.js";
import type { Model, ModelProcess } from "../model/model.js";
import { wrap } from "./columns.js";
import { counted } from "./numbers.js";
import { plainStyle, type Style } from "./style.js";

const width = 78;

/** Why a location needs a preemption point, in a line. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "surroundings":
      return "is part of the surroundings, whose moves tell no deadlock from none";
    case "costs":
      return "declares a cost";
    case "halts":
      return "may end the run";
    case "finishes":
      return "finishes the process: who waited would be seen no more";
    case "may wait":
      return "leads to where it may wait for ever: who waited would be seen no more";
    case "gate":
      return `writes ${reason.variable}, which the guard of its process reads`;
    case "place":
      return `leads to where "${reason.question}" has another answer, for which ${reason.by} asks`;
    case "reads":
      return `reads ${reason.variable}, which ${reason.writer} writes`;
    case "overwrites":
      return `writes ${reason.variable}, which ${reason.writer} writes`;
    case "writes":
      return `writes ${reason.variable}, which ${reason.reader} reads`;
    case "asks":
      return `asks where ${reason.process} is ("${reason.question}"), which moves`;
    case "cycle":
      return "closes a cycle of steps that need none: others must be let in somewhere";
  }
}

/** What the steps at a location are called. */
function stepsAt(process: ModelProcess, location: number): string {
  const labels = process.program.locations[location]?.steps.map(({ label }) => label) ?? [];
  return [...new Set(labels)].join(" | ");
}

function pointLines(process: ModelProcess, { location, reason }: Point): readonly string[] {
  const mark = reason === undefined ? "-" : "*";
  const line = `${String(location).padStart(4)} ${mark} ${stepsAt(process, location)}`;
  const why = reason === undefined ? [] : wrap(`         ${reasonText(reason)}`, width, 2);
  return [...wrap(line, width, 4), ...why];
}

/** The locations of a model at which a process was seen able to move, process by process. */
export function pointsText(
  model: Model,
  { grounds, points }: Reduction,
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const left = points.filter(({ reason }) => reason !== undefined).length;
  const cut =
    grounds.stopped === undefined
      ? []
      : wrap(`The search was cut (${grounds.stopped}): more may need one than was found so far.`, width);
  const processes = model.processes.flatMap((process) => {
    const own = points.filter((point) => point.process === process.index);
    if (own.length === 0) return [];
    return ["", style.strong(process.name), ...own.flatMap((point) => pointLines(process, point))];
  });
  return [
    style.strong(`${model.name}: preemption points`),
    ...wrap(
      `${left} of ${counted(points.length, "location")} need one (*). Before the others (-) a switch is the same switch as behind ` +
        "their steps: nobody else, and no property that a part of the states can decide, can tell.",
      width,
    ),
    ...cut,
    ...processes,
  ].join("\n");
}
