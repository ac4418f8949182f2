/** What a profile calls the functions of the kernel. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelNames } from "../../bench/kernel-names.js";
import { Arena } from "../../src/kernel/arena.js";
import { instanceOn } from "../../src/kernel/compiled.js";
import { root } from "../support/cli.js";

test("names are of the functions that have those numbers, and the parts that are told apart are there", async () => {
  const names = await kernelNames(join(root, "src/kernel/assembly"));
  // Of an exported function, its number is what JavaScript calls it.
  const exported = Object.entries(instanceOn(new Arena(1024))).filter(
    ([, value]) => typeof value === "function",
  );
  expect(exported.length).toBeGreaterThan(7);
  for (const [name, { name: number }] of exported as [string, { name: string }][])
    expect(names.get(Number(number))).toMatch(new RegExp(`/${name}$`));
  expect([...names.values()]).toEqual(
    expect.arrayContaining(["steps/expand<u64>", "steps/sweep<u64>", "states/add<u64>", "index/work"]),
  );
});
