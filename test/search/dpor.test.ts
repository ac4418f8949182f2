/** Cases of dynamic partial order reduction that no random program is likely to be. */

import { language, model } from "preempt";
import { describe, expect, test } from "vitest";
import { mutex } from "../../src/model/locks.js";
import { discrepancyOf, emptyTally } from "../differential/traces/discrepancy.js";

const variables = { x: 0, y: 0, m: mutex() };
const { step, atomic, lock, unlock, process } = language<typeof variables>();

const set = (value: number) =>
  step(`x := ${value}`, (k) => {
    k.x = value;
  });
const locks = lock("lock", (k) => k.m);
const unlocks = unlock("unlock", (k) => k.m);

describe("mutexes inside atomic blocks", () => {
  const once = atomic("taken and given back at once", locks, set(1), unlocks);
  const section = [locks, set(2), unlocks];
  const moment = atomic("given back for a moment", unlocks, locks);
  const cases = {
    "taken and given back in a step": [once, section],
    "behind a section of the same process": [[section, once], section],
    "before one": [[once, section], section, once],
    "given back and taken again in a step": [[locks, set(1), moment, set(3), unlocks], section],
  };
  for (const [name, programs] of Object.entries(cases)) {
    test(name, () => {
      const processes = programs.map((program, i) => process(`P${i}`, { program }));
      const tally = emptyTally();
      expect(discrepancyOf(model({ name, variables, processes }), tally)).toBeUndefined();
      expect(tally.programs).toBe(1);
    });
  }
});
