/** Sweeps of random models of every kind: what they leave out is nothing but lookups. */

import { expect, test } from "vitest";
import { campaign, sum } from "./swept/campaign.js";
import { kinds } from "./swept/kinds.js";

/** Of each kind so many are compared. */
const models = 100;

test.each(Object.keys(kinds))(
  "a sweep finds what the plain search finds, at the same distance: %s",
  (name) => {
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`no kind ${name}`);
    const all = campaign(kind, models);
    expect(all.length).toBe(models);
    // They try something: many have several states, and some of the moves are left out.
    expect(all.filter(({ states }) => states > 5).length).toBeGreaterThan(models / 5);
    // What a task does on the only CPU depends on whatever else is done there.
    if (name !== "workloads") expect(sum(all, "lookups")).toBeLessThan(sum(all, "transitions"));
  },
);
