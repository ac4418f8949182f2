/** The claims of a random model. */

import { exists, forAll, type Model, type Property, type StateView } from "preempt";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { Casts, Key, Locals, Variables } from "./cast.js";
import type { ClaimDescription } from "./description.js";
import { passes } from "./looking.js";
import { words } from "./program.js";

type View = StateView<Variables>;
type Predicate = (view: View) => boolean;

/** What can be seen of a state, whoever is who. */
function looks(view: View, { workers, boxes }: Casts): string {
  const cells = workers.keys.map((key, i) => {
    const { level, friend } = view.cell(key);
    const process = view.process<Locals>(workers.processes[i] as string);
    return JSON.stringify([
      level,
      friend === null,
      process.finished,
      process.my.count,
      view.waiting.has(key),
    ]);
  });
  const all = boxes.keys.map((key: Key) => JSON.stringify([view.box(key).full, view.box(key).user === null]));
  const { x, turn, pick, owner, queue } = view;
  return JSON.stringify([
    cells.sort(),
    all.sort(),
    x,
    turn === null,
    pick === null,
    owner === null,
    queue.size,
  ]);
}

/** What is seen where the moves lead: each is counted round among those that there are, and none is taken at the end. */
function seenAfter(model: Model, moves: readonly number[], casts: Casts): string {
  const interpreter = new Interpreter(model);
  const state = moves.reduce((at, move) => {
    const outcomes = model.processes.flatMap((process) => interpreter.outcomes(at, process));
    return outcomes[move % outcomes.length]?.state ?? at;
  }, interpreter.initial());
  let seen = "";
  interpreter.holds(state, "what is seen", (view: View) => {
    seen = looks(view, casts);
    return true;
  });
  return seen;
}

function predicateOf({ of }: ClaimDescription, casts: Casts, unclaimed: Model): Predicate {
  const all = casts.workers.keys.map((_, i) => i);
  const isSo = (test: Parameters<typeof passes>[1]) => (k: View, me: number) => {
    const { my } = k.process<Locals>(casts.workers.processes[me] as string);
    return passes({ k, casts, me, box: undefined, my }, test);
  };
  switch (of.about) {
    case "all": {
      const holds = isSo(of.test);
      return of.parts ? forAll(all, holds) : (k) => all.every((me) => holds(k, me));
    }
    case "some": {
      const holds = isSo(of.test);
      return of.parts ? exists(all, holds) : (k) => all.some((me) => holds(k, me));
    }
    case "how many": {
      const holds = isSo(of.test);
      return (k) => all.filter((me) => holds(k, me)).length === of.are;
    }
    case "nobody in particular":
      return (k) => passes({ k, casts, me: undefined, box: undefined, my: undefined }, of.test);
    case "one": {
      const holds = isSo(of.test);
      return (k) => holds(k, of.worker % all.length);
    }
    case "after": {
      const seen = seenAfter(unclaimed, of.moves, casts);
      return (k) => looks(k, casts) === seen;
    }
  }
}

/** What the names of claims about one worker begin with: only these tell workers apart. */
export const ofOne = "of one";

export function nameOf({ of }: ClaimDescription, i: number): string {
  return of.about === "one" ? `${ofOne}, ${i}` : `of ${of.about}, ${i}`;
}

/** The claim that a description is of; `unclaimed` is the model without claims. */
export function claimed(
  claim: ClaimDescription,
  name: string,
  casts: Casts,
  unclaimed: Model,
): Property<View> {
  const predicate = predicateOf(claim, casts, unclaimed);
  switch (claim.kind) {
    case "always":
    case "never":
      return words[claim.kind](name, predicate);
    case "reachable":
      return words.reachable(name, predicate);
    case "impossible":
      return words.reachable(name, predicate, { impossible: "so it is said" });
  }
}
