/** The judging loop: evaluates the properties over what a strategy comes upon. It stands here and nowhere else. */

import { withContext } from "../model/model-error.js";
import type { Property } from "../property/property.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { Exploration, Finding } from "./exploration.js";
import type { ReferenceSpace } from "./reference-space.js";
import { type Scheduled, whereabouts } from "./space.js";

/** Where a property was seen broken, or a reachable one met. */
export interface Evidence {
  readonly property: string;
  readonly schedule: readonly Scheduled[];
}

/** How far a search has come. */
export interface Progress {
  readonly strategy: string;
  /** States expanded. */
  readonly states: number;
  /** Moves looked at, those to known states among them. */
  readonly transitions: number;
  /** Length of the longest path. */
  readonly depth: number;
}

/** What a search ended with. */
export interface Judgement {
  /** By property, what was found first. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Why the search was cut, if it was. */
  readonly stopped: string | undefined;
  readonly progress: Progress;
}

/** What is to be judged, and on what. */
export interface Case {
  readonly interpreter: Interpreter;
  readonly space: ReferenceSpace;
  readonly exploration: Exploration;
  readonly properties: readonly Property<never>[];
  /** Whether to end as soon as there is evidence on every property; otherwise the space is exhausted. */
  readonly untilFound: boolean;
  /** Asked after every batch: a reason to stop, or undefined to go on. */
  readonly stop: (progress: Progress) => string | undefined;
}

/** Whether `finding` breaks `property`, or, for a reachable one, meets it. */
function decides(judged: Case, property: Property<never>, finding: Finding): boolean {
  if (property.kind === "assertion")
    return finding.kind === "failure" && finding.move.failures.includes(property.name);
  if (finding.kind !== "state") return false;
  const { interpreter, space } = judged;
  const state = space.state(finding.state);
  if (property.kind === "deadlockFree") {
    return interpreter.deadlocked(state, ({ index }) => finding.moves.some((move) => move.process === index));
  }
  const { yes } = interpreter.holds(state, property.name, property.predicate);
  return property.kind === "always" ? !yes : yes;
}

/** Runs an exploration and judges what it comes upon; yields after every batch. */
export function* judge(judged: Case): Generator<Progress, Judgement> {
  const { exploration, properties, space } = judged;
  const open = new Map(properties.map((property) => [property.name, property]));
  const evidence = new Map<string, Evidence>();
  let states = 0;
  const progress = (): Progress => {
    const { strategy, transitions, depth } = exploration;
    return { strategy, states, transitions, depth };
  };
  for (const batch of exploration.batches()) {
    // Asked only when there is more to judge: a search that has just come to its end was not cut.
    const stopped = batch.length > 0 && states > 0 ? judged.stop(progress()) : undefined;
    if (stopped !== undefined) return { evidence, stopped, progress: progress() };
    for (const finding of batch) {
      if (finding.kind === "state") states += 1;
      const path = (): readonly Scheduled[] => exploration.pathTo(finding.node);
      for (const [name, property] of open) {
        const found = withContext(
          () => whereabouts(space.names, path()),
          () => decides(judged, property, finding),
        );
        if (!found) continue;
        const moves = finding.kind === "state" ? path() : [...path(), finding.move];
        evidence.set(name, {
          property: name,
          schedule: moves.map(({ process, outcome }) => ({ process, outcome })),
        });
        open.delete(name);
      }
    }
    yield progress();
    if (judged.untilFound && open.size === 0) break;
  }
  return { evidence, stopped: undefined, progress: progress() };
}
