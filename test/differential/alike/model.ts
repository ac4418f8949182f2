/** The model that a description is of, as it is, or with something odd about it. */

import { interchangeable, type Model, model, type Process, type Property, type StateView } from "preempt";
import type { Actor } from "./acting.js";
import {
  boxNumbers,
  type Cast,
  type Casts,
  castsOf,
  helperOf,
  locals,
  type Variables,
  variablesOf,
  workerNumbers,
} from "./cast.js";
import { claimed, nameOf } from "./claims.js";
import {
  assertions,
  type ModelDescription,
  type Oddity,
  type Pieces,
  type ProcessDescription,
} from "./description.js";
import { changed, naming, otherwise } from "./oddity.js";
import { asked, programOf, words } from "./program.js";

/** The pieces that a process has: those of its description, or odd ones. */
type Pick = (of: "worker" | "box" | "other", i: number, pieces: Pieces) => Pieces;

const asDescribed: Pick = (_of, _i, pieces) => pieces;

function pickOf(description: ModelDescription, oddity: Oddity | undefined): Pick {
  if (oddity === undefined || oddity.odd === "undeclared") return asDescribed;
  const { spot } = oddity;
  const counted = (all: readonly Pieces[], pieces: Pieces): Pieces =>
    all[spot % Math.max(1, all.length)] ?? pieces;
  if (oddity.odd === "all")
    return (of, _i, pieces) => (of === "worker" ? counted(changed(naming, pieces), pieces) : pieces);
  const ofBoxes = description.box !== undefined && spot % 4 === 0;
  const { count } = ofBoxes ? description.boxes : description.workers;
  return (of, i, pieces) =>
    of === (ofBoxes ? "box" : "worker") && i === oddity.element % count
      ? counted(changed(otherwise, pieces), pieces)
      : pieces;
}

function processOf(
  name: string,
  { forever, enabled, mayWait, environment }: ProcessDescription,
  pieces: Pieces,
  actor: Actor,
) {
  const program = programOf(pieces, actor);
  return words.process(name, {
    locals,
    program: forever ? words.loop(program) : program,
    mayWait,
    environment,
    ...(enabled === undefined ? {} : { enabled: asked(actor, enabled) }),
  });
}

function processesOf(description: ModelDescription, casts: Casts, pick: Pick): readonly Process<Variables>[] {
  const { worker, helper, box, other } = description;
  const actor = { casts, me: undefined, box: undefined };
  return [
    ...casts.workers.processes.map((name, i) =>
      processOf(name, worker, pick("worker", i, worker.pieces), { ...actor, me: i }),
    ),
    ...(helper === undefined
      ? []
      : casts.workers.processes.map((name, i) =>
          processOf(helperOf(name), helper, helper.pieces, { ...actor, me: i }),
        )),
    ...(other === undefined ? [] : [processOf("X", other, pick("other", 0, other.pieces), actor)]),
    ...(box === undefined
      ? []
      : casts.boxes.processes.map((name, i) =>
          processOf(name, box, pick("box", i, box.pieces), { ...actor, box: i }),
        )),
  ];
}

function symmetryOf({ helper, box, other }: ModelDescription, casts: Casts, oddity: Oddity | undefined) {
  const { workers, boxes } = casts;
  const ofWorkers = workers.elements.numbered
    ? workerNumbers(casts, { box: box !== undefined, other: other !== undefined })
    : [];
  const ofBoxes = boxes.elements.numbered ? boxNumbers : [];
  // Names that are missing come last.
  const spots = [...ofWorkers, ...ofBoxes, "names"];
  const missing = oddity?.odd === "undeclared" ? spots[oddity.spot % spots.length] : undefined;
  const declared = (numbers: readonly string[]) => ({ numbers: numbers.filter((each) => each !== missing) });
  const nth = (cast: Cast, key: number | string): number => cast.keys.indexOf(key);
  return [
    interchangeable(
      "workers",
      workers.keys,
      (key) => {
        const name = workers.processes[nth(workers, key)] ?? "";
        return {
          processes: helper === undefined ? [name] : [name, helperOf(name)],
          copies: { cell: key },
          names: missing === "names" ? [] : [workers.aliases[nth(workers, key)] ?? ""],
        };
      },
      declared(ofWorkers),
    ),
    interchangeable(
      "boxes",
      boxes.keys,
      (key) => ({
        processes: box === undefined ? [] : [boxes.processes[nth(boxes, key)] ?? ""],
        copies: { box: key },
        names: [boxes.aliases[nth(boxes, key)] ?? ""],
      }),
      declared(ofBoxes),
    ),
  ];
}

/** The model of a description. What is odd about it may be nothing, where there is no such spot. */
export function builtModel(description: ModelDescription, oddity?: Oddity): Model {
  const casts = castsOf(description);
  const make = (properties: readonly Property<StateView<Variables>>[]): Model =>
    model({
      name: "alike",
      variables: variablesOf(casts, description.start),
      processes: processesOf(description, casts, pickOf(description, oddity)),
      symmetry: symmetryOf(description, casts, oddity),
      properties: [...properties, ...assertions.map((name) => words.assertion(name)), words.deadlockFree()],
    });
  const unclaimed = make([]);
  return make(description.claims.map((claim, i) => claimed(claim, nameOf(claim, i), casts, unclaimed)));
}
