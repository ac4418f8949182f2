import { defineConfig } from "tsdown";

const shared = { fixedExtension: false, platform: "node", target: "node20.19" } as const;

export default defineConfig([
  // One ES module build, so that the command line and a model file share one copy of the library.
  { ...shared, entry: { index: "src/index.ts", "cli/main": "src/cli/main.ts" }, format: "esm", dts: true },
  // Jest loads CommonJS by default.
  { ...shared, entry: { index: "src/index.ts" }, format: "cjs", dts: true, clean: false },
]);
