/** What the kernel is told: how states lie in words, where processes stand in them, and where the tables are. */

import * as at from "../kernel/assembly/registers.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Model, ModelProcess } from "../model/model.js";
import type { Domain } from "./domain.js";
import type { PackedLeaves } from "./packed-leaves.js";
import { packingOf } from "./packed-state.js";
import { bitsFor, type Packing, placeIn } from "./packing.js";
import type { Trees } from "./trees.js";
import type { Updates } from "./updates.js";

/** Words that the kernel has of a process. */
const processWords = at.processBytes / 4;

/** The tables that the kernel looks into. */
export interface KernelTables {
  readonly trees: Trees;
  readonly leaves: PackedLeaves;
  readonly updates: Updates;
}

/** The steps of a model, as they are numbered. */
export interface Steps {
  /** By step: the root of its tree. */
  readonly roots: Int32Array;
  /** By process: by location, the first of its steps; one entry more for the end. */
  readonly firsts: readonly Int32Array[];
}

export class Layout {
  #packing: Packing;
  readonly #kernel: Kernel;
  readonly #model: Model;
  readonly #domains: readonly Domain[];
  readonly #tables: KernelTables;
  /** By process: the variable that holds its location. */
  readonly #locations: Int32Array;
  /** By process, what the kernel has to know of it. */
  readonly #processes: Int32Array;
  /** By variable: its place and its mask. */
  readonly #places: Int32Array;
  readonly #roots: Int32Array;

  /** @param packing that of `tables`; the states are laid out so */
  constructor(
    kernel: Kernel,
    model: Model,
    {
      packing,
      domains,
      tables,
      steps: { roots, firsts },
    }: {
      readonly packing: Packing;
      readonly domains: readonly Domain[];
      readonly tables: KernelTables;
      readonly steps: Steps;
    },
  ) {
    const { room } = kernel;
    this.#kernel = kernel;
    this.#model = model;
    this.#domains = domains;
    this.#tables = tables;
    this.#packing = packing;
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#roots = room.array(Math.max(1, roots.length));
    this.#roots.set(roots);
    this.#processes = room.array(processWords * model.processes.length);
    this.#places = room.array(2 * domains.length);
    for (const process of model.processes) this.#describe(process, firsts[process.index] as Int32Array);
    this.#layOut(packing);
  }

  get packing(): Packing {
    return this.#packing;
  }

  /** Writes down what the kernel has to know of a process whatever is learnt. */
  #describe({ index: p, program, location, mayWait, environment }: ModelProcess, firsts: Int32Array): void {
    const { locations } = program;
    // By location: its first step, and whether somebody who is there has to move.
    const steps = this.#kernel.room.array(2 * firsts.length);
    firsts.forEach((first, l) => {
      const here = locations[l]?.steps ?? [];
      const mustMove = here.length > 0 && !mayWait && !here.every((step) => step.mayWait);
      steps.set([first, mustMove ? 1 : 0], 2 * l);
    });
    this.#processes.set([location.index, 0, steps.byteOffset, environment ? 0 : 1], processWords * p);
  }

  /** Tells the kernel where the tables are: they move when they grow. */
  tell(): void {
    const kernel = this.#kernel;
    const { trees, leaves, updates } = this.#tables;
    kernel.point("roots", this.#roots);
    kernel.point("places", this.#places);
    kernel.point("nodes", trees.nodes.data);
    kernel.point("children", trees.children.data);
    kernel.point("leaves", leaves.table.data);
    kernel.point("code", leaves.code.data);
    kernel.point("updates", updates.table.data);
  }

  /** Packs states and tables anew where a domain has outgrown its bits; says whether it did. Where there is no room for that nothing has changed. */
  settle(): boolean {
    const before = this.#packing;
    if (!this.#domains.some(({ size }, v) => bitsFor(size) > (before.bits[v] as number))) return false;
    const after = packingOf(this.#domains);
    const { trees, leaves } = this.#tables;
    trees.prepare(after);
    leaves.prepare(after);
    const moved = this.#domains.flatMap((_, v) => [
      placeIn(before, v),
      before.mask[v] as number,
      placeIn(after, v),
    ]);
    this.#layOut(after, Int32Array.from(moved));
    trees.fit(after);
    leaves.fit(after);
    // Leaves may have moved.
    this.tell();
    return true;
  }

  /** Lays states out as `packing` says. */
  #layOut(packing: Packing, moved?: Int32Array): void {
    const kernel = this.#kernel;
    kernel.layOut(packing.words, moved);
    this.#packing = packing;
    const placeAndMask = (v: number): readonly [number, number] => [
      placeIn(packing, v),
      packing.mask[v] as number,
    ];
    this.#domains.forEach((_, v) => {
      this.#places.set(placeAndMask(v), 2 * v);
    });
    this.#locations.forEach((v, p) => {
      this.#processes.set(placeAndMask(v), processWords * p);
    });
    kernel.setHalt(...placeAndMask(this.#model.layout.halted.index));
    kernel.setProcesses(this.#processes, this.#locations.length);
    this.tell();
  }
}
