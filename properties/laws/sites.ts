/** Sites: the lines of a model's code, under the names that people know them by, whoever runs them. */

import type { Model, ModelProcess } from "../../src/model/model.js";
import type { Location, Program, Step } from "../../src/model/program.js";
import { Homes } from "./homes.js";
import { stepsAt } from "./steps.js";

/** What one step of one process is an instance of. */
export interface Site {
  /** As it is declared and reported: `kvm_put_guest_fpu: used_math(current)?`. */
  readonly name: string;
  /** The two sides of a condition. */
  readonly sides: { readonly yes: string; readonly no: string } | undefined;
}

/** The name of a process without what tells it from its like: `task` for `task0`. */
const stemOf = (name: string): string => name.replace(/[\d_.:-]+$/, "") || name;

/** `label` with another name for its process, where it names that: tasks that differ in their names have the same code. */
function named(label: string, process: string, instead: string): string {
  const words = label.split(/(?<![\w])(?=[\w])|(?<=[\w])(?![\w])/);
  return words.map((word) => (word === process ? instead : word)).join("");
}

const labelsOf = ({ name, program }: ModelProcess): string =>
  JSON.stringify(
    program.locations.map(({ steps }) =>
      steps.map(({ label, calls }) => [calls.at(-1)?.name ?? "", named(label, name, "")]),
    ),
  );

/**
 * Which processes are of a kind: those whose names differ in a number only, and those that run the same program in any of the models.
 * By the stem of a name, the name of the kind.
 */
function kindsOf(models: readonly Model[]): (process: string) => string {
  const parents = new Map<string, string>();
  const root = (stem: string): string => {
    const parent = parents.get(stem) ?? stem;
    return parent === stem ? stem : root(parent);
  };
  for (const { processes } of models) {
    const firsts = new Map<string, string>();
    for (const process of processes) {
      const labels = labelsOf(process);
      const first = firsts.get(labels) ?? process.name;
      firsts.set(labels, first);
      const [one, other] = [root(stemOf(first)), root(stemOf(process.name))];
      if (one !== other) parents.set(other, one);
    }
  }
  return (process) => root(stemOf(process));
}

/** Numbers what is called the same, from the second on: `x := 0`, `x := 0 (2)`. */
class Numbering {
  readonly #counts = new Map<string, number>();

  next(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  }
}

/** The names of what may be taken at a site: itself, and its sides. */
export function namesOf({ name, sides }: Site): readonly string[] {
  return sides === undefined ? [name] : [name, sides.yes, sides.no];
}

/**
 * The sites of some models, which may be instances of one family. Code of a routine is one site wherever it is called; other code is
 * one site for all processes of a kind.
 */
export class Sites {
  readonly #sites = new Map<Step, Site>();
  readonly #models = new Map<Model, readonly Site[]>();
  /** By name of a site: what leads to it, each by the name of what has to be taken for that. */
  readonly #before = new Map<string, Set<string>>();

  constructor(models: readonly Model[]) {
    const kindOf = kindsOf(models);
    const homes = new Homes(models, kindOf);
    for (const model of models) {
      const own = model.processes.flatMap((process) => this.#name(process, kindOf(process.name), homes));
      this.#models.set(model, once(own));
      for (const { program } of model.processes) this.#link(program);
    }
  }

  #name({ name: process, program }: ModelProcess, kind: string, homes: Homes): readonly Site[] {
    const numbering = new Numbering();
    const steps = [...new Set(program.locations.flatMap(stepsAt))];
    return steps.map((step) => {
      const routine = step.calls.at(-1);
      const home = routine === undefined ? homes.process(kind) : homes.routine(routine);
      const plain = `${home}: ${named(step.label, process, kind)}`;
      const name = routine === undefined ? numbering.next(plain) : plain;
      const isTest = step.effect.kind === "test";
      const site = { name, sides: isTest ? { yes: `${name} -> yes`, no: `${name} -> no` } : undefined };
      this.#sites.set(step, site);
      return site;
    });
  }

  #link({ locations }: Program): void {
    for (const step of locations.flatMap(stepsAt)) {
      const { name, sides } = this.of(step);
      const { effect } = step;
      if (effect.kind === "test" && sides !== undefined) {
        this.#lead(sides.yes, effect.yes);
        this.#lead(sides.no, effect.no);
      } else if (effect.kind === "body" || effect.kind === "operation") this.#lead(name, effect.to);
    }
  }

  #lead(name: string, to: Location): void {
    for (const step of stepsAt(to)) {
      const site = this.of(step).name;
      const before = this.#before.get(site) ?? new Set();
      this.#before.set(site, before.add(name));
    }
  }

  of(step: Step): Site {
    const site = this.#sites.get(step);
    if (site === undefined) throw new RangeError(`the step "${step.label}" is of another model`);
    return site;
  }

  /** Those of one of the models, each once, in the order of its code. */
  in(model: Model): readonly Site[] {
    return this.#models.get(model) ?? [];
  }

  get all(): readonly Site[] {
    return once([...this.#models.values()].flat());
  }

  /** The names of what leads to a site: of sides, and of steps that are no condition. */
  before({ name }: Site): ReadonlySet<string> {
    return this.#before.get(name) ?? new Set();
  }
}

function once(sites: readonly Site[]): readonly Site[] {
  return [...new Map(sites.map((site) => [site.name, site])).values()];
}
