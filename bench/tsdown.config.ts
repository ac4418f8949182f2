import { defineConfig } from "tsdown";
export default defineConfig({
  cwd: new URL("..", import.meta.url).pathname,
  entry: {
    run: "bench/run.ts",
    one: "bench/one.ts",
    "apart-one": "bench/apart-one.ts",
    "trace-one": "bench/trace-one.ts",
  },
  outDir: "bench/dist",
  format: "esm",
  fixedExtension: false,
  dts: false,
  clean: false,
  platform: "node",
  target: "node20.19",
});
