import { defineConfig } from "tsdown";

const shared = { fixedExtension: false, platform: "node", target: "node20.19" } as const;

/** What users import: the language; the kernel machine, with what to claim of it; laws; what draws models and workloads at random. */
const library = {
  index: "src/index.ts",
  machine: "models/machine/index.ts",
  properties: "properties/fpu/index.ts",
  laws: "properties/laws/index.ts",
  "fast-check": "src/adapters/fast-check/index.ts",
  "machine/fast-check": "properties/workloads/index.ts",
};

/** Entries that register matchers in a runner. Vitest is there as an ES module alone: required, its entry says so. */
const runners = { vitest: "src/adapters/vitest.ts", jest: "src/adapters/jest.ts" };
const required = { vitest: "src/adapters/vitest-required.ts", jest: "src/adapters/jest.ts" };

export default defineConfig([
  // One ES module build, so that the command line and a model file share one copy of the library.
  { ...shared, entry: { ...library, ...runners, "cli/main": "src/cli/main.ts" }, format: "esm", dts: true },
  // Jest loads CommonJS by default.
  { ...shared, entry: { ...library, ...required }, format: "cjs", dts: true, clean: false },
]);
