import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^preempt$/, replacement: at("./src/index.ts") },
      { find: /^preempt\/vitest$/, replacement: at("./src/adapters/vitest.ts") },
      { find: /^preempt\/machine$/, replacement: at("./models/machine/index.ts") },
      { find: /^preempt\/properties$/, replacement: at("./properties/fpu/index.ts") },
      { find: /^preempt\/laws$/, replacement: at("./properties/laws/index.ts") },
      { find: /^preempt\/fast-check$/, replacement: at("./src/adapters/fast-check/index.ts") },
      { find: /^preempt\/machine\/fast-check$/, replacement: at("./properties/workloads/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: "test/support/build.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // All cores: of two, one would be left idle.
    maxWorkers: "100%",
    maxConcurrency: 2,
  },
});
