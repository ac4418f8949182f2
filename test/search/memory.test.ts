/** Searches that run out of memory, at every point where that can be: what they say is true, and they can be gone on with. */

import { type CheckOptions, check, isModelError, type Model, type Report } from "preempt";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { twoPhaseCommit } from "../../models/toys/two-phase-commit.js";
import { checkToFile } from "../../src/check.js";
import type { KernelSizes } from "../../src/kernel/sizes.js";
import { OutOfMemory } from "../../src/space/out-of-memory.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { tinyShared } from "../support/sizes.js";
import { ring } from "../symmetry/ring.js";
import { claims, type Stored, sourceOf, stored } from "./saving.js";

/** Pieces so small that memory runs out here, and then there. */
const small: KernelSizes = { segmentBits: 3, tableBits: 5, moves: 4 };

function within(bytes: number | undefined, spaces: TableSpace[] = []): NonNullable<CheckOptions["space"]> {
  return (interpreter, leftOut) => {
    const space = new TableSpace(interpreter, { ...small, bytes }, leftOut);
    spaces.push(space);
    return space;
  };
}

interface Limited {
  readonly report: Report;
  readonly saved: Stored | undefined;
}

/** What comes of a search within so many bytes; undefined where it cannot begin. */
function limited(model: Model, bytes: number, options: CheckOptions): Limited | undefined {
  let saved: Stored | undefined;
  try {
    const report = checkToFile(model, {
      ...options,
      space: within(bytes),
      checkpoint: {
        save: (search) => {
          saved = search && stored(search);
        },
      },
    });
    return { report, saved };
  } catch (error) {
    if (error instanceof OutOfMemory || isModelError(error)) return undefined;
    throw error;
  }
}

/** What comes of a check; undefined where it cannot begin. */
function unlessTooSmall(run: () => Report): Report | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof OutOfMemory) return undefined;
    throw error;
  }
}

const told = (report: Report): unknown => JSON.parse(JSON.stringify(report));

describe("a search that runs out of memory", () => {
  let went = 0;
  const models = ["two-phase-commit", "bounded-buffer", "signal-frame", "kvm-vcpu-reset", "kvm-rseq"].map(
    (name) => {
      const family = families.find((each) => each.name === name);
      const [instance] = family?.instances() ?? [];
      if (instance === undefined) throw new Error(`there is no family ${name}`);
      return [name, instance.model] as const;
    },
  );

  test.each(models)("%s", (_, model) => {
    const options: CheckOptions = { properties: claims(model), recheck: 0, symmetry: false };
    const whole = checkToFile(model, { ...options, space: within(undefined) });
    const kinds = new Map(whole.verdicts.map(({ property, kind }) => [property, kind]));
    let [cut, ended, resumed] = [0, 0, 0];
    for (let bytes = 2 ** 13; cut === 0 || ended < 3; bytes = Math.floor(bytes * 1.04)) {
      const found = limited(model, bytes, options);
      if (found === undefined) continue;
      const { verdicts, grounds } = found.report;
      if (grounds.exhausted) {
        ended += 1;
        expect({ ...grounds, bytes: 0 }).toEqual({ ...whole.grounds, bytes: 0 });
      } else {
        cut += 1;
        expect(grounds.states).toBeLessThan(whole.grounds.states + 1);
      }
      for (const verdict of verdicts) {
        if (verdict.kind !== "inconclusive") expect(verdict.kind).toBe(kinds.get(verdict.property));
        else expect(verdict.reason).toContain("do not fit into");
      }
      if (found.saved === undefined || resumed === 5) continue;
      resumed += 1;
      const again = checkToFile(model, {
        ...options,
        space: within(undefined),
        checkpoint: { from: sourceOf(found.saved) },
      });
      expect(told({ ...again, grounds: { ...again.grounds, bytes: 0 } })).toEqual(
        told({ ...whole, grounds: { ...whole.grounds, bytes: 0 } }),
      );
    }
    expect(cut).toBeGreaterThan(3);
    went += resumed;
  });

  // Where memory runs out while user code is learnt, there is nothing to go on from: in the smallest models that is so wherever it does.
  test("and goes on from what was saved then", () => {
    expect(went).toBeGreaterThan(5);
  });
});

describe("a search up to symmetry that runs out of memory", () => {
  const models: readonly (readonly [string, Model])[] = [
    ["two-phase-commit", twoPhaseCommit.instance("two-phase", {}).model],
    ["a ring of four", ring(3, 4)],
  ];
  const crews = [1, 2, 3];
  const cases = models.flatMap(([name, model]) => crews.map((workers) => [name, workers, model] as const));

  test.each(cases)("%s, by %i workers", (_, workers, model) => {
    const sizes = workers === 1 ? small : tinyShared;
    const options = (bytes: number | undefined): CheckOptions => ({
      properties: claims(model),
      recheck: 0,
      workers,
      space: (interpreter, leftOut, symmetric) =>
        new TableSpace(interpreter, { ...sizes, bytes }, leftOut, symmetric),
    });
    const whole = check(model, options(undefined));
    const kinds = new Map(whole.verdicts.map(({ property, kind }) => [property, kind]));
    expect(whole.grounds.symmetry?.alike).toHaveLength(1);
    let [cut, ended] = [0, 0];
    for (let bytes = 2 ** 12; ended < 3; bytes = Math.floor(bytes * 1.05)) {
      const report = unlessTooSmall(() => check(model, options(bytes)));
      if (report === undefined) continue;
      const { verdicts, grounds } = report;
      if (grounds.exhausted) {
        ended += 1;
        expect({ ...grounds, bytes: 0 }).toEqual({ ...whole.grounds, bytes: 0 });
      } else {
        cut += 1;
        expect(grounds.symmetry).toEqual(whole.grounds.symmetry);
        expect(grounds.states).toBeLessThan(whole.grounds.states + 1);
      }
      expect(grounds.bytes).toBeLessThanOrEqual(bytes);
      for (const verdict of verdicts) {
        if (verdict.kind !== "inconclusive") expect(verdict.kind).toBe(kinds.get(verdict.property));
        else expect(verdict.reason).toContain("do not fit into");
      }
    }
    expect(cut).toBeGreaterThan(3);
  });
});

test("no more than the limit is taken", () => {
  const [instance] = families.find(({ name }) => name === "two-phase-commit")?.instances() ?? [];
  const bytes = 24 * 2 ** 10;
  let most = 0;
  const stop = (progress: { readonly bytes?: number }): undefined => {
    most = Math.max(most, progress.bytes ?? 0);
  };
  const { model } = instance ?? {};
  if (model === undefined) throw new Error("there is no such family");
  const cut = checkToFile(model, {
    space: within(bytes),
    stop,
    properties: claims(model),
    symmetry: false,
  }).grounds;
  expect(cut.stopped).toMatch(
    /^the states, what finds them, and what was learnt of the model do not fit into the 24 KiB that they may fill$/,
  );
  expect(most).toBeGreaterThan(bytes / 4);
  expect(most).toBeLessThanOrEqual(bytes);
});
