/** The mutants of a model: what can be done to each line of its source, in all copies of the line at once. */

import type { Model, ModelProcess } from "../model/model.js";
import { refuseNoModel } from "./asked.js";
import { lockPairs } from "./lock-pairs.js";
import { type Edits, edited, opened } from "./opened.js";
import { type Mutation, mutationsOf, type Operator } from "./operators.js";
import { alike, type Home, type Place, placesOf } from "./places.js";
import { ProgramKeys } from "./program-key.js";
import { type OtherProgram, rebuilt } from "./rebuilt.js";

/** A line of source. */
export interface Site {
  readonly home: Home;
  /** The label of the step, or of the first step of a block, in its first copy. */
  readonly label: string;
  /** The processes that run it. */
  readonly processes: readonly string[];
  /** In how many places it stands. */
  readonly copies: number;
}

/** A model with one line changed. */
export interface Mutant {
  /** Its number among the mutants of its model, from 1. */
  readonly number: number;
  /** `kvm_put_guest_fpu: fpregs := user_fpu (drop)`: its home, its line, what is done to it. */
  readonly name: string;
  readonly operator: Operator;
  /** What is done, in words: `swap with "x := 1"`. */
  readonly what: string;
  readonly site: Site;
  /** Builds it. Throws ModelError where it cannot be laid out. */
  readonly model: () => Model;
}

/** One mutation of one copy of a line; of the guard of a whole process, there is nothing to edit. */
interface Copy {
  readonly process: number;
  readonly home: Home;
  readonly label: string;
  readonly operator: Operator;
  readonly what: string;
  readonly edits: Mutation["edits"] | "guard";
}

export const homeName = (home: Home): string => (home.kind === "routine" ? home.source.name : home.process);

interface Program {
  readonly process: ModelProcess;
  readonly root: ReturnType<typeof opened>;
  readonly places: readonly Place[];
}

function programsOf(model: Model): readonly Program[] {
  return model.processes.map((process, index) => {
    const root = opened(model.madeFrom.processes[index]?.program ?? []);
    return { process, root, places: placesOf(root, { index, name: process.name }) };
  });
}

/** The guard of the process as a whole, as a line of its own. */
function guardCopy({ process, root }: Program): readonly (readonly [line: string, copy: Copy])[] {
  if (process.enabled === undefined) return [];
  const home: Home = { kind: "process", process: process.name };
  const label = "whenever it moves";
  const copy: Copy = {
    process: process.index,
    home,
    label,
    operator: "unguard",
    what: "no guard",
    edits: "guard",
  };
  // Processes with the same steps are guarded by the same line.
  const steps = placesOf(root, process).map(({ line }) => line);
  return [[`guard ${steps.join("\n")}`, copy]];
}

/** The mutations of all copies of each line, by line and operator; in the order of the text. */
function linesOf(model: Model, programs: readonly Program[]): ReadonlyMap<string, readonly Copy[]> {
  const lines = new Map<string, Copy[]>();
  const add = (line: string, copy: Copy): void => {
    const key = `${line} ${copy.operator} ${alike(copy.what, model.processes[copy.process]?.name ?? "")}`;
    const copies = lines.get(key);
    if (copies === undefined) lines.set(key, [copy]);
    else copies.push(copy);
  };
  for (const program of programs) {
    const pairs = lockPairs(model, program.process, program.places);
    for (const [line, copy] of guardCopy(program)) add(line, copy);
    for (const place of program.places) {
      const { process, home, label, line } = place;
      for (const mutation of mutationsOf(place, pairs.get(place.path)))
        add(line, { process, home, label, ...mutation });
    }
  }
  return lines;
}

/** The programs with `copies` of a line changed. */
function changed(programs: readonly Program[], copies: readonly Copy[]): readonly OtherProgram[] {
  return programs.map(({ process, root }) => {
    const own = copies.filter((copy) => copy.process === process.index);
    const edits: Edits = new Map(own.flatMap((copy) => (copy.edits === "guard" ? [] : copy.edits)));
    const unguarded = own.some((copy) => copy.edits === "guard");
    return {
      program: edits.size === 0 ? root : edited(root, edits),
      enabled: unguarded ? undefined : process.enabled,
    };
  });
}

/** `name`, or where that is taken, the same with a number behind it. */
function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} #${n}`;
  return free;
}

/**
 * The mutants of `model`. Those of one home stand together, in the order of the text. Of those with the same programs there is the
 * first; one with the programs of the model itself is none.
 *
 * @throws ModelError for what is no model
 */
export function mutantsOf(model: Model): readonly Mutant[] {
  refuseNoModel(model);
  const programs = programsOf(model);
  const keys = new ProgramKeys();
  const keyOf = (all: readonly OtherProgram[]): string =>
    all.map(({ program, enabled }) => keys.of(program) + keys.ofGuard(enabled)).join("\n");
  const seen = new Set([keyOf(changed(programs, []))]);
  const names = new Set<string>();
  const homes = new Map<string, Omit<Mutant, "number">[]>();
  for (const copies of linesOf(model, programs).values()) {
    const [first] = copies;
    if (first === undefined) continue;
    const other = changed(programs, copies);
    const key = keyOf(other);
    if (seen.has(key)) continue;
    seen.add(key);
    const { home, label, operator, what } = first;
    const name = unused(`${homeName(home)}: ${label} (${what})`, names);
    names.add(name);
    const processes = [
      ...new Set(copies.map(({ process }) => model.processes[process]?.name ?? String(process))),
    ];
    const site: Site = { home, label, processes, copies: copies.length };
    const build = (): Model => rebuilt(model, { name: `${model.name}, ${name}`, programs: other });
    const there = homes.get(JSON.stringify(home)) ?? [];
    homes.set(JSON.stringify(home), there);
    there.push({ name, operator, what, site, model: build });
  }
  return [...homes.values()].flat().map((mutant, i) => ({ ...mutant, number: i + 1 }));
}
