/** Certificates of what was searched up to symmetry: all that their states stand for is looked at, and shows what was found. */

import type { Model } from "preempt";
import { describe, expect, test } from "vitest";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { twoPhaseCommit } from "../../models/toys/two-phase-commit.js";
import { orbitsOf } from "../symmetry/brute.js";
import { ring } from "../symmetry/ring.js";
import { claims, climbers } from "./alike-models.js";
import { certified, fileOf, forged, type Parts, refusal, takenApart, verified, words } from "./certified.js";

const twoPhase = (variant: string, n: number): Model =>
  twoPhaseCommit.instance(variant, { n: String(n) }).model;

/** Elements `from` to `to`. */
const block = (what: string, from: number, to: number) => ({
  what,
  elements: Array.from({ length: to - from + 1 }, (_, i) => from + i),
});

describe("what is right is believed", () => {
  test.each<[string, () => Model, number, number, readonly ReturnType<typeof block>[]]>([
    ["two-phase, 3", () => twoPhase("two-phase", 3), 80, 288, [block("resource managers", 0, 2)]],
    ["two-phase, 4", () => twoPhase("two-phase", 4), 166, 1568, [block("resource managers", 0, 3)]],
    ["two-phase, 5", () => twoPhase("two-phase", 5), 314, 8832, [block("resource managers", 0, 4)]],
    ["hasty, 3", () => twoPhase("hasty", 3), 160, 623, [block("resource managers", 0, 2)]],
    ["fickle, 3", () => twoPhase("fickle", 3), 195, 324, [block("resource managers", 1, 2)]],
    [
      "kvm-deferred-load",
      () => kvmDeferredLoad.instance("fix-d", { cpus: "2", tasks: "1" }).model,
      282,
      564,
      [block("CPUs", 0, 1)],
    ],
  ])("%s", (_, made, states, images, alike) => {
    const model = made();
    const { report, file } = certified(model, { symmetry: true });
    expect(report.grounds.states).toBe(states);
    const found = verified(model, file ?? new Uint8Array(0));
    expect(words(found)).toEqual(words(report));
    expect(found).toMatchObject({ states, symmetry: { alike, images } });
  });

  test("what a claim tells apart is not exchanged, and the runs that are shown are the model's", () => {
    const model = climbers({ properties: [claims.sum, claims.first] });
    const { report, file } = certified(model, { symmetry: true });
    expect(words(report)).toEqual({ "the sum is 7": "holds", "the first has begun": "violated" });
    const found = verified(model, file ?? new Uint8Array(0));
    expect(words(found)).toEqual(words(report));
    expect(found.symmetry?.alike).toEqual([block("cells", 1, 2)]);
  });

  test("who searches all states, though alike elements are declared, has a file without them", () => {
    const file = fileOf(climbers(), { symmetry: false });
    expect(takenApart(file).header.symmetry).toBeNull();
    expect(verified(climbers(), file).symmetry).toBeUndefined();
  });

  test("a ghost that is left out makes no states, though its value names an element", () => {
    const { report, file } = certified(climbers(), { symmetry: true });
    expect(report.grounds.leftOut).toEqual([
      "ghost.who",
      "ghost.cell(0).y",
      "ghost.cell(1).y",
      "ghost.cell(2).y",
    ]);
    const all = certified(climbers(), { symmetry: false }).report.grounds.states;
    // None, one, two or three have climbed, one of them last.
    expect(report.grounds.states).toBe(4);
    expect(verified(climbers(), file ?? new Uint8Array(0)).symmetry?.images).toBe(all);
  });
});

const seeds = Array.from({ length: 25 }, (_, seed) => seed);

test.each(seeds)("ring %i: verdicts, the states that are stood for, and no state in vain", (seed) => {
  const model = ring(seed);
  const { report, file = new Uint8Array(0) } = certified(model, { symmetry: true });
  const found = verified(model, file);
  expect(words(found)).toEqual(words(report));
  const { orbits, states } = orbitsOf(model);
  expect([found.states, found.symmetry?.images]).toEqual([orbits, states]);
  const parts = takenApart(file);
  const missing = (seed * 7919) % parts.states.length;
  const less = forged({ ...parts, states: parts.states.filter((_, i) => i !== missing) });
  expect(refusal(model, less)).toMatch(
    /is not in it, nor is any image of it$|holds a value that the initial state does not have/,
  );
});

test("a file that is closed up to other exchanges than those declared shows nothing that is not so", () => {
  let refused = 0;
  for (const seed of seeds) {
    const right = ring(seed);
    const file = fileOf(right, { symmetry: true });
    const truth = words(verified(right, fileOf(right)));
    // Numbers of processes, that stay as they are where processes are exchanged.
    const wrong = { ...right, symmetry: right.symmetry.map((set) => ({ ...set, numbers: [] })) };
    if (refusal(wrong, file) === "nothing") expect(words(verified(wrong, file))).toEqual(truth);
    else refused += 1;
  }
  expect(refused).toBeGreaterThan(5);
  expect(refused).toBeLessThan(seeds.length);
});

describe("what is wrong is refused", () => {
  const model = climbers();
  const parts = takenApart(fileOf(model, { symmetry: true }));
  const whole = takenApart(fileOf(model, { symmetry: false }));
  const withBlocks = (of: Parts, ...symmetry: readonly object[]): Uint8Array =>
    forged({ ...of, header: { ...of.header, symmetry: symmetry as Parts["header"]["symmetry"] } });

  test("a state that is missing, whichever it is", () => {
    for (const missing of parts.states.keys()) {
      const states = parts.states.filter((_, i) => i !== missing);
      expect(refusal(model, forged({ ...parts, states }))).toMatch(
        missing === 0
          ? /refused: the initial state is not in it, nor is any image of it$/
          : /refused: the state to which "climb" of P\d leads from state \d is not in it, nor is any image of it$|holds a value that/,
      );
    }
  });

  test("a block of what is not declared to be alike", () => {
    const declares = '"climbers" does not declare to be alike; it declares cells 0, 1, 2';
    expect(refusal(model, withBlocks(parts, block("CPUs", 0, 2)))).toBe(
      `the certificate is refused: its states stand for what exchanges of CPUs 0, 1, 2 make of them, which ${declares}`,
    );
    expect(refusal(model, withBlocks(parts, block("cells", 0, 3)))).toContain(
      `cells 0, 1, 2, 3 make of them, which ${declares}`,
    );
    expect(refusal(model, withBlocks(parts, { what: "cells", elements: ["0", "1"] }))).toContain(declares);
    expect(refusal(model, withBlocks(parts, { what: "cells", elements: [0, 1, 0] }))).toMatch(
      /it has cells 0 twice among what it takes to be alike$/,
    );
  });

  test("a block that is narrower than what the states stand for", () => {
    const none = refusal(model, forged({ ...parts, header: { ...parts.header, symmetry: null } }));
    expect(none).toMatch(/the state to which "climb" of P\d leads from state \d is not in it$/);
    expect(refusal(model, withBlocks(parts, block("cells", 0, 1)))).toMatch(
      /is not in it, nor is any image of it$/,
    );
  });

  test("elements that are not alike, where an image of a state leads out", () => {
    // The first climbs higher than the others: said of all states, as of those that a search up to symmetry would keep.
    const untrue = climbers({ highest: (i) => (i === 0 ? 2 : 1) });
    expect(() => certified(untrue, { symmetry: true })).toThrow(/declared to be alike, and are not/);
    const { header, states } = takenApart(fileOf(untrue, { symmetry: false }));
    const variables = header.variables.map((variable) =>
      /^cell/.test(variable.name) ? { ...variable, values: [0, 1, 2] } : variable,
    );
    const said = { ...header, variables, symmetry: [block("cells", 0, 2)] };
    expect(refusal(untrue, forged({ header: said, states }))).toMatch(
      /the state to which "climb" of P0 leads from state \d+, with cells 0 and 1 exchanged, is not in it, nor is any image of it$/,
    );
    // Without the value that an exchange makes.
    expect(refusal(untrue, withBlocks({ header, states }, block("cells", 0, 2)))).toMatch(
      /with cells 0 and 1 exchanged, cell\(0\)\.x = 2 becomes cell\(1\)\.x = 2, which is in no state of the file$/,
    );
    // The others are alike.
    expect(refusal(untrue, withBlocks({ header, states }, block("cells", 1, 2)))).toBe("nothing");
  });

  test("a block that is wider than was used, where a claim does not hold in an image", () => {
    const told = climbers({ begins: (i) => (i === 0 ? 1 : 0), properties: [claims.first] });
    const { header, states } = takenApart(fileOf(told, { symmetry: true }));
    expect(header.symmetry).toEqual([block("cells", 1, 2)]);
    const refused = (elements: readonly number[], variables = header.variables): string =>
      refusal(
        told,
        forged({ header: { ...header, variables, symmetry: [{ what: "cells", elements }] }, states }),
      );
    // Cell 0 is never 0, as it begins with 1, and its process never climbs.
    expect(refused([0, 1, 2])).toMatch(
      /cell\(1\)\.x = 0 becomes cell\(0\)\.x = 0, which is in no state of the file$/,
    );
    const more: Readonly<Record<string, readonly number[]>> = { "cell(0).x": [1, 0], last: [-1, 1, 2, 0] };
    const forgedToo = header.variables.map((each) => ({ ...each, values: more[each.name] ?? each.values }));
    expect(header.variables.find(({ name }) => name === "last")?.values).toEqual([-1, 1, 2]);
    const breaks = (said: string): string =>
      `the certificate is refused: state 0 of it, with ${said} exchanged, breaks "the first has begun"`;
    expect(refused([0, 1, 2], forgedToo)).toBe(breaks("cells 0 and 1"));
    expect(refused([1, 2, 0], forgedToo)).toBe(breaks("cells 2 and 0"));
    expect(refused([1, 2], forgedToo)).toBe("nothing");
  });

  test("a ghost that is left out, where an exchange puts it in the place of one that is not", () => {
    const seen = climbers({ properties: [claims.seen] });
    const file = takenApart(fileOf(seen, { symmetry: true }));
    expect(file.header.leftOut).toEqual(["ghost.who"]);
    const v = file.header.variables.findIndex(({ name }) => name === "ghost.cell(1).y");
    const header = {
      ...file.header,
      leftOut: [...file.header.leftOut, "ghost.cell(1).y"],
      variables: file.header.variables.filter((_, i) => i !== v),
    };
    const states = file.states.map((state) => state.filter((_, i) => i !== v));
    expect(refusal(seen, forged({ header, states }))).toMatch(
      /with cells 0 and 1 exchanged, the place of "ghost\.cell\(0\)\.y" is taken by a variable that is not in its states/,
    );
  });

  test("not: states that stand for the same, each of which is there; they are looked at once", () => {
    const found = verified(model, withBlocks(whole, block("cells", 0, 2)));
    const { symmetry, transitions } = verified(model, forged(parts));
    expect(found.states).toBe(whole.states.length);
    expect(found.states).toBeGreaterThan(parts.states.length);
    expect([found.symmetry, found.transitions]).toEqual([symmetry, transitions]);
    expect(words(found)).toEqual({ "the sum is 7": "holds" });
  });

  test("not: their order, though values are then made late", () => {
    const found = verified(model, forged({ ...parts, states: parts.states.toReversed() }));
    expect(found).toMatchObject({ states: parts.states.length, symmetry: { images: whole.states.length } });
  });

  test("what was given up is inconclusive, in the middle of what a state stands for, too", () => {
    const five = twoPhase("two-phase", 5);
    const file = fileOf(five, { symmetry: true });
    const stop = ({ states }: { readonly states: number }) => (states > 500 ? "enough" : undefined);
    const found = verified(five, file, { stop, properties: ["deadlock free"] });
    expect(words(found)).toEqual({ "deadlock free": "inconclusive" });
    expect(found.states).toBeLessThan(314);
    expect(found.symmetry?.images).toBeLessThan(600);
  });
});
