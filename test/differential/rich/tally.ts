/** What the models that were compared were like, so that it shows if they no longer try anything. */

import type { Model } from "preempt";
import type { Judgement } from "../../../src/search/judge.js";
import type { Flavour, ModelDescription } from "./description.js";
import { features, type Marks } from "./marks.js";

const kinds = ["always", "never", "reachable", "impossible", "assertion", "deadlockFree"] as const;
type Kind = (typeof kinds)[number];

const percent = (share: number): string => `${Math.round(100 * share)} %`;

export class Tally {
  readonly #flavour: Flavour;
  readonly #states: number[] = [];
  readonly #features = new Map<string, number>();
  readonly #claims = new Map<Kind, { found: number; all: number }>();
  #passedOver = 0;

  constructor(flavour: Flavour) {
    this.#flavour = flavour;
  }

  passOver(): void {
    this.#passedOver += 1;
  }

  add(description: ModelDescription, model: Model, { evidence, progress }: Judgement, marks: Marks): void {
    this.#states.push(progress.states);
    const has = (feature: string, yes: boolean): void => {
      this.#features.set(feature, (this.#features.get(feature) ?? 0) + Number(yes));
    };
    for (const [feature, came] of Object.entries(features)) has(feature, came(marks));
    const { processes } = description;
    has(
      "mayWait",
      processes.some(({ mayWait }) => mayWait),
    );
    has(
      "environment",
      processes.some(({ environment }) => environment),
    );
    has(
      "for ever",
      processes.some(({ forever }) => forever),
    );
    has("3 or 4 processes", processes.length > 2);
    if (this.#flavour === "declared") has("cost varies", marks.count("cost") > 1);
    for (const { name, kind, ...more } of model.properties) {
      if (name === "ghosts are there") continue;
      const impossible = "impossible" in more && more.impossible !== undefined;
      const of = impossible ? "impossible" : kinds.find((counted) => counted === kind);
      if (of === undefined) continue;
      const claims = this.#claims.get(of) ?? { found: 0, all: 0 };
      this.#claims.set(of, claims);
      claims.all += 1;
      claims.found += Number(evidence.has(name));
    }
  }

  get models(): number {
    return this.#states.length;
  }

  get passedOver(): number {
    return this.#passedOver;
  }

  get medianStates(): number {
    return [...this.#states].sort((a, b) => a - b)[this.#states.length >> 1] ?? 0;
  }

  get states(): number {
    return this.#states.reduce((a, b) => a + b, 0);
  }

  /** By feature, the share of models in which it came to something; the rarest first. */
  get features(): readonly (readonly [feature: string, share: number])[] {
    return [...this.#features]
      .map(([feature, count]) => [feature, count / this.models] as const)
      .sort(([, a], [, b]) => a - b);
  }

  /** By kind of claim, the share of which some state, or step, was found that breaks or meets it. */
  get found(): readonly (readonly [kind: string, share: number])[] {
    return [...this.#claims].map(([kind, { found, all }]) => [kind, found / all]);
  }

  /** What the models should be like and are not: whether they still try anything. */
  get complaints(): readonly string[] {
    const share = this.features.find(([feature]) => feature === "wide domain")?.[1] ?? 0;
    const rare = this.features
      .filter(([feature, each]) => each < (feature === "ghosts left out" ? 0.01 : 0.05))
      .map(([feature]) => `${feature} is rare`);
    const lopsided = this.found
      .filter(([, each]) => each < 0.15 || each > 0.85)
      .map(([kind]) => `${kind} is nearly always the same`);
    return [
      ...(this.medianStates > 100 ? [] : ["most models are small"]),
      ...(this.passedOver < 2 * this.models ? [] : ["most models are too large"]),
      ...(share >= 0.2 ? [] : ["few domains are wide"]),
      ...rare,
      ...lopsided,
    ];
  }

  /** All of it in a line. */
  get line(): string {
    const list = (shares: readonly (readonly [string, number])[]): string =>
      shares.map(([what, share]) => `${what} ${percent(share)}`).join(", ");
    return (
      `${this.#flavour}: ${this.models} models (${this.passedOver} more were too large), ` +
      `median ${this.medianStates} states, ${this.states} in all; found: ${list(this.found)}; ` +
      `features: ${list(this.features)}`
    );
  }
}
