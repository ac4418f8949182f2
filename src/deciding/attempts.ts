/** Runs schedules leniently: for who changes schedules and asks whether they still show the same. */

import type { Property } from "../property/property.js";
import { free, plus, type TraceCost } from "../search/cost.js";
import { RunJudge } from "../search/run-judge.js";
import { rewind } from "../search/sampling/sample.js";
import type { Attempt, Failed } from "../search/sampling/shrink.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedRuns } from "../space/runs.js";
import type { Scheduled } from "../space/space.js";

/** What a schedule costs: that is asked of the reference semantics where steps declare it. */
function declaredCost(interpreter: Interpreter, schedule: readonly Scheduled[]): TraceCost {
  let state = interpreter.initial();
  let cost = free;
  for (const { process, outcome } of schedule) {
    const mover = interpreter.model.processes[process];
    const taken = mover && interpreter.outcomes(state, mover)[outcome];
    if (taken === undefined)
      throw new Error("the tables made a run that the reference semantics cannot make");
    cost = plus(cost, taken.cost);
    state = taken.state;
  }
  return cost;
}

/**
 * Attempts to show `property`. A step that its process cannot take is passed over. Behind the last step whoever moved last goes
 * on for as long as it can, then the first that can move, until the run is `longest` steps long; it ends as soon as it shows.
 */
export function attempting(
  run: JudgedRuns,
  interpreter: Interpreter,
  property: Property<never>,
  longest: number,
): Attempt {
  const judge = new RunJudge(run, interpreter, [property]);
  const outcomes = (process: number): number =>
    process < 0 ? 0 : run.pending(run.pendingAt(run.length, process)).outcomes;
  const firstToMove = (): number => run.names.findIndex((_, process) => outcomes(process) > 0);
  return (schedule) => {
    rewind(run);
    let cost = free;
    let last = -1;
    const shown = (): Failed => {
      const made = run.schedule;
      return {
        schedule: made,
        cost: interpreter.model.declaresCosts ? declaredCost(interpreter, made) : cost,
      };
    };
    const take = (process: number, outcome: number): void => {
      cost = plus(cost, { preemptions: process !== last && outcomes(last) > 0 ? 1 : 0, events: 0 });
      run.take(process, outcome);
      last = process;
    };
    if (judge.shows(property.name)) return shown();
    for (const { process, outcome } of schedule) {
      if (outcome >= outcomes(process)) continue;
      take(process, outcome);
      if (judge.shows(property.name)) return shown();
    }
    while (run.length < longest) {
      const process = outcomes(last) > 0 ? last : firstToMove();
      if (process < 0) return undefined;
      take(process, 0);
      if (judge.shows(property.name)) return shown();
    }
    return undefined;
  };
}
