/** What is found in the FPU regimes, exactly: the right ones hold everywhere, and each mutant falls somewhere. */

import { schedule } from "preempt";
import { describe, expect, test } from "vitest";
import { fpuRegimes } from "../../models/fpu-regimes/index.js";
import { versions } from "../../models/fpu-regimes/versions.js";
import { expectDrawn, violationOf } from "./drawn.js";
import { cell, testTable } from "./table.js";
import { fpuRegimesTable as table } from "./tables/fpu-regimes.js";

testTable(table);

const { rows, claims } = table;

/** The claims that a version breaks somewhere. */
const fallen = (version: string): readonly string[] =>
  Object.keys(claims).filter((claim) =>
    rows.some((row) => cell(row, "variant") === version && cell(row, claim) !== "-"),
  );

describe("fpu-regimes", () => {
  test.each(["lazy", "eager", "deferred"])(
    "the %s regime holds on one CPU and on two, with interrupts and without",
    (name) => {
      expect(versions[name]?.mutant).toBe(false);
      const settings = rows
        .filter(({ variant }) => variant === name)
        .map(({ cpus, tasks, preemption, softirqFpu, hardIrqFpu }) =>
          [cpus, tasks, preemption, softirqFpu, hardIrqFpu].join(" "),
        );
      expect(settings).toEqual(["1 2 full no no", "1 2 full yes yes", "1 2 none yes yes", "2 1 full no no"]);
      expect(fallen(name)).toEqual([]);
    },
  );

  const mutants = Object.entries(versions).filter(([, { mutant }]) => mutant);

  test("there are the three, and mutants", () => {
    expect(Object.keys(versions)).toHaveLength(3 + mutants.length);
    expect(mutants).toHaveLength(19);
  });

  test.each(mutants)("%s falls", (name) => {
    expect(fallen(name)).not.toEqual([]);
  });

  test.each(mutants.filter(([, { migrates }]) => migrates))("%s falls on two CPUs alone", (name) => {
    const cpus = rows
      .filter((row) => cell(row, "variant") === name && cell(row, "lost") !== "-")
      .map((row) => [cell(row, "cpus"), cell(row, "lost")[0]]);
    expect(cpus).toEqual([["2", "4"]]);
  });

  test("each mistake is found by what it is about: a lost state, a leak, a section that is not alone, a control register", () => {
    expect(Object.fromEntries(mutants.map(([name]) => [name, fallen(name).join(" ")]))).toEqual({
      "lazy-forgets-save": "lost flag skip",
      "lazy-forgets-restore": "lost leak flag",
      "lazy-keeps-has-fpu": "lost leak flag",
      "lazy-keeps-owner": "lost leak flag skip",
      "lazy-leaves-ts": "lost leak flag",
      "lazy-ignores-last-cpu": "lost flag",
      "eager-forgets-save": "lost flag skip",
      "eager-forgets-restore": "lost leak flag",
      "eager-ignores-owner": "lost leak flag",
      "eager-keeps-owner": "lost leak flag skip",
      "eager-ignores-last-cpu": "lost flag",
      "deferred-forgets-save": "lost flag skip",
      "deferred-saves-always": "lost leak flag",
      "deferred-forgets-restore": "lost leak flag skip",
      "deferred-ignores-owner": "lost leak flag skip",
      "deferred-keeps-owner": "lost leak flag skip",
      "deferred-ignores-last-cpu": "lost flag skip",
      "usable-anywhere": "alone kept",
      "control-outside": "control",
    });
  });

  test("a switch that forgets the owner, drawn", async () => {
    const instance = fpuRegimes.instance("eager-keeps-owner", { softirqFpu: "true" });
    const trace = violationOf(instance, cell(claims, "lost"));
    expect(schedule(trace)).toBe("A/1 CPU0/1 softirq0 CPU0 A CPU0/2");
    await expectDrawn(trace, "fpu-regimes-eager-keeps-owner-lost");
  });
});
