/** The strategy `reduced` on the command line. */

import { expect, test } from "vitest";
import { preempt } from "../support/cli.js";

test("check says what the states stand for, and shows the same trace", () => {
  const all = preempt(["check", "lost-update@broken"]);
  const reduced = preempt(["check", "lost-update@broken", "--strategy", "reduced"]);
  expect(reduced.status).toBe(1);
  const searched = /searched: [\s\S]*$/;
  expect(reduced.stdout.replace(searched, "")).toBe(all.stdout.replace(searched, ""));
  expect(reduced.stdout.replaceAll(/\s+/g, " ")).toMatch(
    /searched: all that \d+ states stand for \(reduced, \d+ moves, depth \d+; \d+ of \d+ locations need a preemption point; any number of preemptions\)/,
  );
});

test("count counts what decides", () => {
  const { status, stdout } = preempt(["count", "kvm-vcpu-reset", "--strategy", "reduced"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/: all that 257 states stand for \(reduced, /);
  const json = JSON.parse(preempt(["count", "kvm-vcpu-reset", "--strategy", "reduced", "--json"]).stdout);
  expect(json).toMatchObject({ strategy: "reduced", states: 257, points: { left: 15, of: 33 } });
});

test("show --reduced lists the steps before which others must be let in, and why", () => {
  const { status, stdout } = preempt(["show", "kvm-vcpu-reset", "--reduced"]);
  expect(status).toBe(0);
  expect(stdout).toContain("15 of 33 locations need one (*).");
  expect(stdout).toContain("25 * INIT pending?\n         reads vcpu.pending.init, which other-vCPU writes\n");
  expect(stdout).toContain("\n   9 - mp_state UNINITIALIZED?\n");
  const json = JSON.parse(preempt(["show", "kvm-vcpu-reset", "--reduced", "--json"]).stdout);
  expect(json.locations).toHaveLength(33);
  expect(json.locations.filter(({ because }: { because: string | null }) => because !== null)).toHaveLength(
    15,
  );
});

test("a search that was cut says so, and nothing holds", () => {
  const cut = preempt(["show", "amx-xfd", "--reduced", "--max-states", "64"]);
  expect(cut.status).toBe(3);
  expect(cut.stdout).toContain("The search was cut");
  const checked = preempt(["check", "amx-xfd", "--strategy", "reduced", "--max-states", "64"]);
  expect(checked.status).toBe(3);
  // What is reachable may have been met by then; what is claimed of every state is open.
  expect(checked.stdout).toMatch(/^ {2}inconclusive {2}X1 /m);
  expect(checked.stdout).not.toMatch(/^ {2}(holds|VIOLATED|UNREACHED) +X/m);
});

test.each([
  [
    ["check", "peterson", "--strategy", "reduced"],
    /"reduced" leaves out states, and ".*" \((neverStuck|leadsTo|eventually)\)/,
  ],
  [["check", "lost-update", "--strategy", "nonsense"], /Allowed choices are exhaustive, reduced/],
  [["check", "--all", "--strategy", "reduced"], /--strategy is for the check of one variant/],
  [["show", "lost-update", "--max-states", "3"], /--max-states bounds a search/],
])("%j is refused", (words, complaint) => {
  const { status, stderr } = preempt(words);
  expect(status).toBe(2);
  expect(stderr).toMatch(complaint);
});
