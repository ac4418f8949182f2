/** `preempt mutate` as a user's shell runs it: its words, and its exit statuses. */

import { describe, expect, test } from "vitest";
import { preempt } from "../support/cli.js";

describe("preempt mutate", () => {
  test("a table, and status 0 where nothing is open", () => {
    const { status, stdout } = preempt(["mutate", "lost-update"]);
    expect(stdout).toContain("6 mutants: 4 killed, 2 equivalent");
    expect(status).toBe(0);
  });

  test("status 1 where something survives without a reason", () => {
    const { status, stdout } = preempt(["mutate", "lock-order@trylock", "--property", "deadlock free"]);
    expect(stdout).toContain("WITHOUT A REASON");
    expect(status).toBe(1);
  });

  test("--mutant shows one, by number or by name; its status is that of its check", () => {
    const { status, stdout } = preempt(["mutate", "lost-update", "--mutant", "1"]);
    expect(stdout).toContain("VIOLATED  no update is lost");
    expect(status).toBe(1);
    const named = preempt(["mutate", "lost-update", "--mutant", 'A: read x (split "locked add")']);
    expect(named.stdout).toBe(stdout);
  });

  test("a model that is violated is a usage error, as is a mutant that there is not", () => {
    const broken = preempt(["mutate", "lost-update@broken"]);
    expect(broken.stderr).toContain("preempt: mutants of a model that does not hold tell nothing");
    expect([broken.status, broken.stdout]).toEqual([2, ""]);
    const unknown = preempt(["mutate", "lost-update", "--mutant", "99"]);
    expect(unknown.stderr).toContain("preempt: no mutant 99 of lost-update@atomic; there are 1 to 6");
    expect(unknown.status).toBe(2);
  });

  test("status 3 where the search of the model itself is cut", () => {
    const { status, stdout } = preempt(["mutate", "ticket-lock", "--max-states", "100"]);
    expect(stdout).toContain("nothing can be said of its mutants");
    expect(status).toBe(3);
  });

  test("--json and --markdown exclude one another", () => {
    const { status, stderr } = preempt(["mutate", "lost-update", "--json", "--markdown"]);
    expect(stderr).toContain("cannot be used with option");
    expect(status).toBe(2);
  });
});
