/** Faults in the tables. */

import type { Edit, Faults } from "./fault.js";

const desk = "src/kernel/desk.ts";
const evaluation = "src/semantics/evaluation.ts";
const interpreter = "src/semantics/interpreter.ts";
const stateStore = "src/kernel/state-store.ts";
const kernelStates = "src/kernel/assembly/states.ts";
const kernelSteps = "src/kernel/assembly/steps.ts";
const marks = "src/tables/marks.ts";
const packedLeaves = "src/tables/packed-leaves.ts";
const layout = "src/tables/layout.ts";
const tableSweep = "src/tables/table-sweep.ts";
const trees = "src/tables/trees.ts";

const blocks = "test/tables/reading-blocks.test.ts";
const growth = "test/tables/growth.test.ts";
const lookups = "test/tables/lookups.test.ts";
const ofAssertions = "test/search/many-assertions.test.ts";
const ofMasks = "test/tables/masks.test.ts";
const ofStates = "test/kernel/states.test.ts";
const places = "test/tables/reading-places.test.ts";
const repacking = "test/kernel/repacking.test.ts";
const semantics = "test/semantics/interpreter.test.ts";
const updates = "test/semantics/update.test.ts";

/** A slot holds a part of the hash of its state; this takes that for the state. */
const hashIsEnough: Edit = {
  file: kernelStates,
  from: "if (isState<K>(id, key, from, words)) return id;",
  to: "return id;",
};

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
      name: "the state in which it grew is not expanded again",
      edits: [
        {
          file: tableSweep,
          from: "if (need !== undefined) learn(need);",
          to: "if (need !== undefined) {\n        learn(need);\n        if (need.kind === 'step') {\n          next += 1;\n          note(1);\n        }\n      }",
        },
      ],
      noticed: growth,
    },
    {
      name: "one value too many is masked",
      edits: [
        {
          file: layout,
          from: "bitsFor(size) > (before.bits[v]",
          to: "bitsFor(size - 1) > (before.bits[v]",
        },
        {
          file: packedLeaves,
          from: "(value << (shift[variable] as number))",
          to: "((value & (mask[variable] as number)) << (shift[variable] as number))",
        },
      ],
      noticed: growth,
    },
    {
      name: "of an update whose result is not known, the old value stays",
      edits: [
        {
          file: kernelSteps,
          from: "if (made === 0) return need(desk, r.unknownUpdate, id, load<u32>(u, 4), value);",
          to: "if (made === 0) continue;",
        },
      ],
      noticed: updates,
    },
  ],

  "hashes are compared instead of states:": [
    {
      name: "in the set, with whatever hash there is",
      edits: [hashIsEnough],
      noticed: ofStates,
    },
    {
      name: "in the space, which has one of eight bits",
      edits: [
        hashIsEnough,
        {
          file: kernelStates,
          from: "return <u32>(h ^ (h >> 31)) &",
          to: "return <u32>(h ^ (h >> 31)) & 0xff &",
        },
      ],
      noticed: growth,
    },
    {
      name: "but for all words except the last",
      edits: [
        {
          file: kernelStates,
          from: "w < words << 2; w += 4) if (load<u32>(at + w)",
          to: "w < (words - 1) << 2; w += 4) if (load<u32>(at + w)",
        },
      ],
      noticed: ofStates,
    },
  ],

  "the table loses states:": [
    {
      name: "behind a line that is full nothing is compared",
      edits: [
        {
          file: kernelStates,
          from: "there is nothing.\n      for (let like = alike(at, tag, ~low) & ~open;",
          to: "there is nothing.\n      for (let like = line === (hash & lines) ? alike(at, tag, ~low) & ~open : 0;",
        },
      ],
      noticed: ofStates,
    },
    {
      name: "growth leaves out what stands behind full lines",
      edits: [{ file: kernelStates, from: "if (behindFull) {", to: "if (behindFull && lines === 0) {" }],
      noticed: ofStates,
    },
    {
      name: "growth takes what stands behind full lines for what belongs there",
      edits: [
        { file: kernelStates, from: "if (!behindFull) {", to: "if (!behindFull || lines > 0) {" },
        { file: kernelStates, from: "if (behindFull) {", to: "if (behindFull && lines === 0) {" },
      ],
      noticed: ofStates,
    },
    {
      name: "growth does not see that the first line is behind the last",
      edits: [
        {
          file: kernelStates,
          from: "return isFull(address(r.oldTable)",
          to: "return line > 0 && isFull(address(r.oldTable)",
        },
      ],
      noticed: ofStates,
    },
    {
      name: "growth mistakes the lines that one becomes",
      edits: [{ file: kernelStates, from: "if ((slot & bit) !== 0) {", to: "if ((slot & bit) === 0) {" }],
      noticed: ofStates,
    },
  ],

  "a branch of choose is dropped:": [
    {
      name: "of two choices in one body, what the later offers after the first option of the earlier",
      edits: [{ file: evaluation, from: "choices.findLastIndex(", to: "choices.findIndex(" }],
      noticed: semantics,
    },
    {
      name: "all behind the second",
      edits: [
        {
          file: kernelSteps,
          from: "const ways = load<u32>(leaf);",
          to: "const ways = min<u32>(load<u32>(leaf), 2);",
        },
      ],
      noticed: growth,
    },
  ],

  "an outcome is stale after growth:": [
    {
      name: "leaves that are learnt later are written as before it",
      edits: [
        {
          file: packedLeaves,
          from: "this.#packing = packing;\n    this.code.clear();",
          to: "this.code.clear();",
        },
      ],
      noticed: growth,
    },
    {
      name: "nodes look where their variable was before it",
      edits: [{ file: trees, from: "nodes.data[at] = placeIn(packing, variable);", to: "" }],
      noticed: growth,
    },
    {
      name: "children stay where there is no room for more",
      edits: [{ file: trees, from: "nodes.data[at + 2] = to;", to: "" }],
      noticed: growth,
    },
    {
      name: "the last variable of a state does not move along",
      edits: [{ file: stateStore, from: "variables.length / 3);", to: "variables.length / 3 - 1);" }],
      noticed: repacking,
    },
    {
      name: "states are looked for where they were found before it",
      edits: [
        {
          file: stateStore,
          from: "this.#emptyTable();\n      exports.enterStates();",
          to: "this.#emptyTable();",
        },
      ],
      noticed: repacking,
    },
  ],

  "the border of a segment is off by one:": [
    {
      name: "the store has no room for the last state of a segment",
      edits: [
        {
          file: stateStore,
          from: "allocate(this.#perSegment * this.#stateBytes);",
          to: "allocate((this.#perSegment - 1) * this.#stateBytes);",
        },
      ],
      noticed: ofStates,
    },
    {
      name: "the list of segments is lengthened too late",
      edits: [
        {
          file: stateStore,
          from: "if (segment >= this.#segments.length)",
          to: "if (segment > this.#segments.length)",
        },
      ],
      noticed: ofStates,
    },
  ],

  "a sweep leaves out too much:": [
    {
      name: "what the later of two steps writes is not looked at",
      edits: [
        {
          file: kernelSteps,
          from: "((load<u64>(other) & writes) | (load<u64>(other, 8) & touches)) === 0",
          to: "(load<u64>(other, 8) & touches) === 0",
        },
      ],
      noticed: ofMasks,
    },
    {
      name: "what the earlier of two steps writes is not looked at",
      edits: [
        {
          file: kernelSteps,
          from: "((load<u64>(other) & writes) | (load<u64>(other, 8) & touches)) === 0",
          to: "(load<u64>(other) & writes) === 0",
        },
      ],
      noticed: ofMasks,
    },
    {
      name: "both of two that commute, as if each came before the other",
      edits: [
        {
          file: kernelSteps,
          from: "mask |= load<u32>(other, 16);\n      }",
          to:
            "{\n          mask |= load<u32>(other, 16);\n          for (let m = on(desk, r.moves); m < first; m++)\n" +
            "            if (1 << load<u32>(pointer(desk, r.movers) + ((<usize>m) << 2)) === load<u32>(other, 16))\n" +
            "              store<u32>(masks + ((<usize>m) << 2), load<u32>(masks + ((<usize>m) << 2)) | (1 << p));\n        }\n      }\n" +
            "      for (let m = first; m < move; m++) store<u32>(pointer(desk, r.movers) + ((<usize>m) << 2), p);",
        },
      ],
      noticed: lookups,
    },
    {
      name: "a mask says of states that are come upon again in their own level",
      edits: [
        { file: kernelSteps, from: "if (id < level) continue;", to: "if (id < level && id < 1) continue;" },
      ],
      noticed: lookups,
    },
    {
      name: "a step that ends the run commutes with others",
      edits: [
        {
          file: marks,
          from: "variable === this.#halted ? goesOn : this.#bits.get(variable)",
          to: "this.#bits.get(variable)",
        },
      ],
      noticed: lookups,
    },
    {
      name: "a variable that turns out to be shared is not marked in what was learnt before",
      edits: [
        {
          file: packedLeaves,
          from: "if (this.#marks.meet(touched)) for (let each = 0; each < leaf; each++) this.#mark(each);",
          to: "this.#marks.meet(touched);",
        },
      ],
      noticed: ofMasks,
    },
    {
      name: "variables beyond the marks have none",
      edits: [
        {
          file: marks,
          from: "if (owner !== nobody) this.#bits",
          to: "if (owner !== nobody && this.#bits.size < bits) this.#bits",
        },
      ],
      noticed: lookups,
    },
    {
      name: "what is read has no mark",
      edits: [{ file: marks, from: "if (bit !== undefined) mark(touches, bit);", to: "" }],
      noticed: ofMasks,
    },
    {
      name: "of more than 32 processes, those that share a bit with one that is left out",
      edits: [
        {
          file: kernelSteps,
          from: "const skipped = lean && p < <u32>r.maskedProcesses && ((skip",
          to: "const skipped = lean && ((skip",
        },
      ],
      noticed: lookups,
    },
    {
      name: "moves that are left out are not counted",
      edits: [{ file: kernelSteps, from: "outcomes += ways;\n        continue;", to: "continue;" }],
      noticed: lookups,
    },
  ],

  "a sweep leaves out too little:": [
    {
      name: "a mask keeps what came last alone",
      edits: [
        {
          file: kernelSteps,
          from: "store<u32>(mask, before | load<u32>(masks + m));",
          to: "store<u32>(mask, (before & 0) | load<u32>(masks + m));",
        },
      ],
      noticed: lookups,
    },
  ],

  "a sweep does not see what it should:": [
    {
      name: "moves that fail are forgotten where more is learnt",
      edits: [{ file: desk, from: "this.#arena.words(longer, noted.length).set(noted);", to: "" }],
      noticed: ofAssertions,
    },
    {
      name: "the surroundings can get a deadlock moving",
      edits: [{ file: kernelSteps, from: "canMove |= counted;", to: "canMove |= 1;" }],
      noticed: ofMasks,
    },
  ],
};
