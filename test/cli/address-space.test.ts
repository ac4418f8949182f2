/** A process that may not have the addresses that a search takes says so. */

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { cli } from "../support/cli.js";

test("a limit on virtual memory is named, and is no defect", () => {
  const words = ["check", "peterson"].join(" ");
  const { status, stderr, stdout } = spawnSync(
    "bash",
    ["-c", `ulimit -v 9000000; "${process.execPath}" "${cli}" ${words}`],
    { encoding: "utf8" },
  );
  expect(stderr).toMatch(/some 10 GiB of addresses .* `ulimit -v`/);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});
