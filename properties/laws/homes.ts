/** What code stands in, routines and processes of a kind, under names that tell them apart. */

import type { Source } from "../../src/model/code.js";
import type { Model } from "../../src/model/model.js";
import { stepsAt } from "./steps.js";

/** Of each text: what goes under it. */
class Sharing {
  readonly #by = new Map<string, Set<string>>();

  add(text: string, thing: string): void {
    const things = this.#by.get(text) ?? new Set();
    this.#by.set(text, things.add(thing));
  }

  /** The texts that several things go under. */
  get shared(): readonly string[] {
    return [...this.#by].flatMap(([text, things]) => (things.size > 1 ? [text] : []));
  }
}

const inFile = ({ name, file = "" }: Source): string => JSON.stringify([name, file]);

/**
 * Names of homes. A name gets longer only where two things of one model would share it: variants of a family have the same routine
 * at other commits, and there it is one.
 */
export class Homes {
  /** Names of several routines, or of a routine and a process. */
  readonly #ambiguous = new Set<string>();
  /** Routines of one name in one file, at several commits. */
  readonly #versions = new Set<string>();

  constructor(models: readonly Model[], kindOf: (process: string) => string) {
    for (const { processes } of models) {
      const names = new Sharing();
      const versions = new Sharing();
      for (const { name, program } of processes) {
        for (const { calls } of program.locations.flatMap(stepsAt)) {
          const source = calls.at(-1);
          if (source === undefined) names.add(kindOf(name), "a process");
          else {
            names.add(source.name, JSON.stringify([source.file ?? "", source.commit ?? ""]));
            versions.add(inFile(source), source.commit ?? "");
          }
        }
      }
      for (const name of names.shared) this.#ambiguous.add(name);
      for (const text of versions.shared) this.#versions.add(text);
    }
  }

  /** `init`; or `init (a.c)`, `init (a.c @ 59f5ede3bc0f)`, `routine init`. */
  routine(source: Source): string {
    const { name, file = "" } = source;
    if (!this.#ambiguous.has(name)) return name;
    const commit = this.#versions.has(inFile(source)) ? source.commit : undefined;
    const where = commit === undefined ? file : `${file} @ ${commit}`.trim();
    return where === "" ? `routine ${name}` : `${name} (${where})`;
  }

  /** `task`; or `process task`. */
  process(kind: string): string {
    return this.#ambiguous.has(kind) ? `process ${kind}` : kind;
  }
}
