/** The model that a description is of, with its claims. */

import { is } from "immutable";
import { type Model, model, type Property } from "preempt";
import type { Interpreter } from "../../../src/semantics/interpreter.js";
import type { State } from "../../../src/semantics/state.js";
import {
  assertions,
  type ClaimDescription,
  type ModelDescription,
  type Theme,
  type Visible,
  visible,
} from "./description.js";
import { Looking, round, type World } from "./looking.js";
import { Marks } from "./marks.js";
import { programOf } from "./program.js";
import {
  cpus,
  type Locals,
  locals,
  type Own,
  ofThemes,
  slots,
  type Variables,
  type View,
  variables,
  words,
} from "./variables.js";

const names = ["A", "B", "C", "D"] as const;

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** What a claim sees of a state under each name, in parts. */
function sight(view: View, what: Visible, world: World): readonly unknown[] {
  switch (what) {
    case "mode":
      return [view.dev.mode];
    case "regs":
      return [view.dev.regs.a, view.dev.regs.b];
    case "slots":
      return upTo(slots).flatMap((i) => [view.slot(i).value, view.slot(i).owner]);
    case "cpus":
      return upTo(cpus).flatMap((i) => [view.cpu(i).run, view.cpu(i).note]);
    case "holders":
      return [view.m.holder, view.n.holder];
    case "waiting":
      return [view.c.waiting];
    case "g":
    case "log":
    case "spare":
      return [view.ghost[what]];
    case "locals":
      return world.names.flatMap((name) => {
        const { t, i } = view.process<Locals>(name).my;
        return [t, i];
      });
    case "homes":
      return world.names.map((name) => view.process<Locals>(name).my.home);
    case "places":
      return world.names.map((name, i) => {
        const process = view.process(name);
        return world.labels[i]?.find((label) => process.at(label));
      });
    default:
      return [view[what]];
  }
}

type Predicate = (view: View) => boolean;

/** Claims of states that look as another does know what that looks like once the states are known. */
type Settle = (states: readonly State[], interpreter: Interpreter) => void;

function alike(
  { alike, state }: Extract<ClaimDescription["of"], { state: number }>,
  world: World,
  settled: Settle[],
): Predicate {
  const wanted = new Map<Visible, readonly unknown[]>();
  settled.push((states, interpreter) => {
    const found = round(states, state) ?? interpreter.initial();
    interpreter.holds(found, "look", (view: View) => {
      for (const what of alike) wanted.set(what, sight(view, what, world));
      return true;
    });
  });
  return (view) =>
    [...wanted].every(([what, parts]) => sight(view, what, world).every((part, i) => is(part, parts[i])));
}

function predicateOf({ of }: ClaimDescription, world: World, settled: Settle[]): Predicate {
  if ("alike" in of) {
    const seen = of.alike.filter((what) => world.readsGhosts || visible[what] !== "ghosts");
    return alike({ ...of, alike: seen }, world, settled);
  }
  return (view) => {
    const look = new Looking(world, view, undefined);
    return (
      (!of.atEnd || world.names.every((name) => view.process(name).finished)) &&
      of.all.every((test) => look.passes(test))
    );
  };
}

function claimed(claim: ClaimDescription, i: number, world: World, settled: Settle[]): Property<View> {
  const name = `${claim.kind} ${i}`;
  const predicate = predicateOf(claim, world, settled);
  switch (claim.kind) {
    case "always":
      return words.always(name, (view) => !predicate(view));
    case "never":
      return words.never(name, predicate);
    case "reachable":
      return words.reachable(name, predicate);
    case "impossible":
      return words.reachable(name, predicate, { impossible: "so it is said" });
  }
}

/** Reads every ghost in every state. */
const ghostsRead = words.always("ghosts are there", ({ ghost }) => {
  const { g, log, spare } = ghost;
  return g >= 0 && log.size >= 0 && spare >= 0;
});

/** A model, and what is noted while its code runs. Its claims can be asked once they are settled. */
export interface Built {
  readonly model: Model;
  readonly marks: Marks;
  readonly settle: Settle;
}

export function builtModel(description: ModelDescription): Built {
  const { start, processes, claims, readsGhosts, values, limit, themes } = description;
  const has = (theme: Theme): boolean => themes.includes(theme);
  const marks = new Marks();
  const world: World = {
    names: names.slice(0, processes.length),
    labels: [],
    attributes: [],
    values,
    limit,
    readsGhosts,
    marks,
  };
  const settled: Settle[] = [];
  const built = model<Variables>({
    name: "rich",
    variables: ofThemes({ ...variables, ...start }, themes),
    processes: processes.map((process, i) => {
      const { cpu, mayWait, environment } = process;
      const who = names[i] ?? names[0];
      const here = (own: Own): number => marks.noted("here", cpu === "home" ? own.my.home : own.x % cpus);
      return words.process<Locals>(who, {
        locals: ofThemes(locals, themes),
        program: programOf(process, who, world),
        mayWait,
        environment,
        ...(has("indexed") ? { cpu: typeof cpu === "number" ? cpu : here } : {}),
      });
    }),
    properties: [
      ...claims.map((claim, i) => claimed(claim, i, world, settled)),
      ...(readsGhosts && has("ghosts") ? [ghostsRead] : []),
      ...assertions.map((name) => words.assertion(name)),
      words.deadlockFree(),
    ],
  });
  world.labels = built.processes.map(({ program }) => [...program.labels]);
  world.attributes = built.processes.map(({ program }) => [...program.attributes]);
  const settle: Settle = (states, interpreter) => {
    for (const each of settled) each(states, interpreter);
  };
  return { model: built, marks, settle };
}
