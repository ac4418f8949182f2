/** What `require("preempt/vitest")` comes to: the entry is an ES module alone, as Vitest is. Its types are those of the entry. */

import type { explore as ofTheEntry } from "./vitest.js";

function refused(): never {
  throw new Error(
    'preempt/vitest is an ES module, as Vitest is, and was loaded by require(): write import "preempt/vitest", in an ES module ' +
      '(.mts, .mjs, or "type": "module" in package.json), or name it in setupFiles. For Jest there is preempt/jest, which can be required.',
  );
}

export const explore: typeof ofTheEntry = refused();
