/** Keeps each view that a learner comes upon, and what was read and written in it. */

import type { KnownPredicate, KnownRead, KnownView, KnownViews } from "../space/known-views.js";
import type { Domain } from "./domain.js";
import type { Projections } from "./projections.js";

export class ViewRecord implements KnownViews {
  readonly views: KnownView[] = [];
  readonly predicates: KnownPredicate[] = [];
  readonly #domains: readonly Domain[];
  readonly #projections: Projections;

  constructor({
    domains,
    projections,
  }: { readonly domains: readonly Domain[]; readonly projections: Projections }) {
    this.#domains = domains;
    this.#projections = projections;
  }

  get knowledge(): number {
    let values = 0;
    for (const { size } of this.#domains) values += size;
    return this.views.length + this.predicates.length + values;
  }

  isConstant(variable: number): boolean {
    return this.#domains[variable]?.size === 1;
  }

  classOf(projection: number, value: number): number {
    return this.#projections.class(projection, value);
  }

  questionOf(projection: number): string {
    return this.#projections.nameOf(projection);
  }

  noteStep(view: KnownView): void {
    this.#expectQuestions(view.reads);
    this.views.push(view);
  }

  notePredicate(property: string, reads: readonly KnownRead[]): void {
    this.#expectQuestions(reads);
    this.predicates.push({ property, reads });
  }

  /** Where a process is can be asked about, and nothing else can: who reasons about footprints relies on it. */
  #expectQuestions(reads: readonly KnownRead[]): void {
    for (const { variable, projection } of reads) {
      const { kind, name } = this.#domains[variable]?.variable ?? {};
      if (projection >= 0 === (kind === "location")) continue;
      throw new Error(`"${name}", a ${kind}, was read ${projection >= 0 ? "by a question" : "as a value"}`);
    }
  }
}
