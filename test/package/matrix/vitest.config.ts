/** The package on every Node, TypeScript and runner that it is for: by `npm run test:package`, as it installs them all. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/package/matrix/*.matrix.ts"],
    globalSetup: "test/package/matrix/installed.ts",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: "100%",
  },
});
