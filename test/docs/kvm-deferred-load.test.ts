/** The page on kvm-deferred-load: its matrix and counterexamples are what the command line prints. */

import { test } from "vitest";
import { expectUpToDate } from "./page.js";

test("kvm-deferred-load.md shows what is printed", async () => {
  await expectUpToDate("families/kvm-deferred-load.md");
});
