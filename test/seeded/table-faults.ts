/** Faults in the tables. */

import type { Edit, Faults } from "./fault.js";

const evaluation = "src/semantics/evaluation.ts";
const interpreter = "src/semantics/interpreter.ts";
const leaves = "src/tables/leaves.ts";
const stateSet = "src/tables/state-set.ts";
const tableSpace = "src/tables/table-space.ts";
const trees = "src/tables/trees.ts";

const blocks = "test/tables/reading-blocks.test.ts";
const growth = "test/tables/growth.test.ts";
const places = "test/tables/reading-places.test.ts";
const ofStates = "test/tables/state-set.test.ts";
const semantics = "test/semantics/interpreter.test.ts";

/** A slot holds a part of the hash of its state; this takes that for the state. */
const hashIsEnough: Edit = { file: stateSet, from: "if (w === words) return id;", to: "return id;" };

export const tableFaults: Faults = {
  "a read is not recorded:": [
    {
      name: "of two questions about a variable, the second",
      edits: [
        {
          file: evaluation,
          from: `const key = \`\${variable.index} \${projection.name}\`;`,
          to: "const key = String(variable.index);",
        },
      ],
      noticed: places,
    },
    {
      name: "that of a guard that says no",
      edits: [
        {
          file: interpreter,
          from: "this.#observe(task, subject, [found.execution]",
          to: "if (found.yes || task.process === undefined) this.#observe(task, subject, [found.execution]",
        },
      ],
      noticed: places,
    },
    {
      name: "after a choice, on any way but the first",
      edits: [{ file: interpreter, from: "{ reads } of found)", to: "{ reads } of found.slice(0, 1))" }],
      noticed: blocks,
    },
  ],

  "a write is lost when a domain outgrows its bits:": [
    {
      name: "the step that made it grow is not taken again",
      edits: [{ file: tableSpace, from: "return !this.#outgrown;", to: "return true;" }],
      noticed: growth,
    },
    {
      name: "one value too many is masked",
      edits: [
        { file: tableSpace, from: "bitsFor(size) > (bits[v]", to: "bitsFor(size - 1) > (bits[v]" },
        { file: leaves, from: "(value << s)", to: "((value & (mask[variable] as number)) << s)" },
      ],
      noticed: growth,
    },
  ],

  "hashes are compared instead of states:": [
    {
      name: "in the set, with whatever hash it is given",
      edits: [hashIsEnough],
      noticed: ofStates,
    },
    {
      name: "in the space, which has one of sixteen bits",
      edits: [hashIsEnough, { file: stateSet, from: "return h ^ (h >>> 16);", to: "return h >>> 16;" }],
      noticed: growth,
    },
  ],

  "a branch of choose is dropped:": [
    {
      name: "of two choices in one body, what the later offers after the first option of the earlier",
      edits: [{ file: evaluation, from: "choices.findLastIndex(", to: "choices.findIndex(" }],
      noticed: semantics,
    },
    {
      name: "the one that was just learnt",
      edits: [{ file: tableSpace, from: "step -= 1;", to: "" }],
      noticed: blocks,
    },
  ],

  "an outcome is stale after growth:": [
    {
      name: "leaves that are learnt later are written as before it",
      edits: [{ file: leaves, from: "this.#packing = packing;\n    for (", to: "for (" }],
      noticed: growth,
    },
    {
      name: "nodes look where their variable was before it",
      edits: [{ file: trees, from: "this.nodes.data[at + 1] = shift[variable] as number;", to: "" }],
      noticed: growth,
    },
    {
      name: "children stay where there is no room for more",
      edits: [{ file: trees, from: "this.nodes.data[at + 3] = to;", to: "" }],
      noticed: growth,
    },
  ],

  "the border of a segment is off by one:": [
    {
      name: "the store has no room for the last state of a segment",
      edits: [{ file: stateSet, from: "whole = (this.#storeMask + 1) *", to: "whole = this.#storeMask *" }],
      noticed: ofStates,
    },
    {
      name: "states in the table do not go on into the next segment",
      edits: [
        {
          file: stateSet,
          from: "0) slot = (slot + 1) & low;",
          to: "0) slot = (slot + 1) & this.#tableMask;",
        },
      ],
      noticed: ofStates,
    },
  ],
};
