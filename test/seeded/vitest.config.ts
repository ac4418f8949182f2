/** How the suite is run with a fault in it: the source is changed when it is loaded, and never on disk. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { dporFaults } from "./dpor-faults.js";
import { loadedWith } from "./fault.js";
import { livenessFaults } from "./liveness-faults.js";
import { tableFaults } from "./table-faults.js";

const { PREEMPT_FAULT: name = "" } = process.env;
const fault = [tableFaults, livenessFaults, dporFaults]
  .flatMap((faults) => Object.values(faults).flat())
  .find((each) => each.name === name);
if (fault === undefined && name !== "") throw new Error(`no fault "${name}"`);
const sources = fault && (await loadedWith(fault));

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  resolve: { alias: { preempt: fileURLToPath(new URL("../../src/index.ts", import.meta.url)) } },
  plugins: [{ name: "seeded fault", enforce: "pre", transform: (_, id) => sources?.get(id) }],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/seeded/**"],
    testTimeout: 120_000,
    // One process without anything but the tests in it is enough for a few files, and starts soonest.
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
    cache: false,
    silent: true,
    reporters: ["json"],
  },
});
