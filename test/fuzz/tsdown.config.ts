import { defineConfig } from "tsdown";
export default defineConfig({
  cwd: new URL("../..", import.meta.url).pathname,
  entry: { fuzz: "test/fuzz/fuzz.ts" },
  outDir: "test/fuzz/dist",
  alias: { preempt: new URL("../../src/index.ts", import.meta.url).pathname },
  format: "esm",
  fixedExtension: false,
  dts: false,
  clean: false,
  platform: "node",
  target: "node20.19",
});
