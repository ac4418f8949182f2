/** Faults in dynamic partial order reduction: those that published formulations had, and others that one could make. */

import type { Faults } from "./fault.js";

const dpor = "src/search/dpor/dpor.ts";
const execution = "src/search/dpor/execution.ts";
const optimal = "src/search/dpor/optimal.ts";
const reversal = "src/search/dpor/reversal.ts";
const sleep = "src/search/dpor/sleep.ts";
const source = "src/search/dpor/source.ts";
const wakeupTree = "src/search/dpor/wakeup-tree.ts";
const footprints = "src/tables/footprints.ts";
const pendings = "src/tables/pendings.ts";
const tableRuns = "src/tables/table-runs.ts";

const noticed = "test/differential/traces/few.test.ts";

const turnedRound = "if (at >= 0) found({ at, kept: this.#kept(at), process });\n    });";

export const dporFaults: Faults = {
  "what is kept where a race is turned round:": [
    {
      name: "what comes behind the race is not kept",
      edits: [
        {
          file: reversal,
          from: turnedRound,
          to: "if (at >= 0) found({ at, kept: this.#kept(at).filter((event) => event < later), process });\n    });",
        },
      ],
      noticed,
    },
    {
      name: "only what happens before the later event is kept",
      edits: [
        {
          file: reversal,
          from: turnedRound,
          to: "if (at >= 0) found({ at, kept: this.#kept(at).filter((event) => execution.before(event, later)), process });\n    });",
        },
      ],
      noticed,
    },
    {
      name: "the later step is taken to do what it would have done at once",
      edits: [
        {
          file: reversal,
          from: "execution.runs.pendingAfter(at, others, process)",
          to: "execution.runs.pendingAfter(at, [], others.length < 0 ? 0 : process)",
        },
      ],
      noticed,
    },
  ],
  "which races are seen:": [
    {
      name: "an event races with one other at most",
      edits: [
        {
          file: execution,
          from: "this.#races.push(i);",
          to: "if (this.#races.length === first) this.#races.push(i);",
        },
      ],
      noticed,
    },
    {
      name: "runs that end asleep are not looked through",
      edits: [
        {
          file: dpor,
          from: "if (plan.reverse) reversals.all(reverse);",
          to: 'if (plan.reverse && ending !== "asleep") reversals.all(reverse);',
        },
      ],
      noticed,
    },
    {
      name: "who waits for a mutex could not have taken it first",
      edits: [{ file: reversal, from: "    this.#waiting(found);\n", to: "" }],
      noticed,
    },
    {
      name: "who is kept from moving by the end of the run could not have moved before",
      edits: [{ file: reversal, from: "    this.#ended(found);\n", to: "" }],
      noticed,
    },
    {
      name: "taking a mutex races with its being given back",
      edits: [
        {
          file: reversal,
          from: "locks >= 0 && runs.pending(pending[earlier] as number).releases.includes(locks) ? locks : -1",
          to: "runs.pending(pending[earlier] as number).releases.includes(locks) ? -1 : -1",
        },
      ],
      noticed,
    },
    {
      name: "a mutex is taken by lock alone, and not by trying or by waking",
      edits: [
        {
          file: footprints,
          from: 'acquires: mutexes(ways, "acquired"),',
          to: 'acquires: seen.step.effect.kind === "operation" && seen.step.effect.operation.kind === "lock" ? mutexes(ways, "acquired") : [],',
        },
      ],
      noticed,
    },
    {
      name: "who waits for a guard does not look at it",
      edits: [
        { file: execution, from: 'return outcomes > 0 || waits === "guard";', to: "return outcomes > 0;" },
      ],
      noticed,
    },
  ],
  "what is planned:": [
    {
      name: "it is always the process of the later event, whether it can come first or not",
      edits: [
        {
          file: source,
          from: "const chosen = alone ? process : (execution.process[kept[0] as number] as number);",
          to: "const chosen = process;",
        },
      ],
      noticed,
    },
    {
      name: "what is planned for a state counts for anything that begins there",
      edits: [
        {
          file: reversal,
          from: "&& this.#isInitial(event, at));",
          to: "&& (event >= 0 || this.#isInitial(event, at)));",
        },
      ],
      noticed,
    },
    {
      name: "a branch of a wakeup tree is enough for whatever its process does",
      edits: [
        { file: wakeupTree, from: "if (dependent(other.pending, step.pending)) return false;", to: "" },
      ],
      noticed,
    },
    {
      name: "a branch of a wakeup tree is one step",
      edits: [
        {
          file: wakeupTree,
          from: "for (const { process, pending } of left) {",
          to: "for (const { process, pending } of left.slice(0, 1)) {",
        },
      ],
      noticed,
    },
    {
      name: "wakeup trees are grown for what is asleep",
      edits: [
        {
          file: optimal,
          from: "if (!this.#sleep.has(at, p) || !execution.canMove(at, p)) continue;",
          to: "if (p >= 0) continue;",
        },
        {
          file: optimal,
          from: "(first) => this.#sleep.has(at, first)",
          to: "(first) => first < 0 && this.#sleep.has(at, first)",
        },
      ],
      noticed,
    },
    {
      name: "one outcome of a step is explored",
      edits: [
        {
          file: execution,
          from: "return Math.max(1, this.runs.pending(this.next(this.length, process)).outcomes);",
          to: "return Math.min(1, Math.max(1, this.runs.pending(this.next(this.length, process)).outcomes));",
        },
      ],
      noticed,
    },
  ],
  "who sleeps:": [
    {
      name: "nobody ever wakes",
      edits: [
        {
          file: sleep,
          from: "slept && !runs.dependent(id, runs.pendingAt(depth - 1, p)) ? 1 : 0",
          to: "slept && id >= 0 && !runs.names.includes('') ? 1 : 0",
        },
      ],
      noticed,
    },
    {
      name: "nobody ever sleeps",
      edits: [
        {
          file: sleep,
          from: "slept && !runs.dependent(id, runs.pendingAt(depth - 1, p)) ? 1 : 0",
          to: "slept && id < 0 && runs.names.length > 0 ? 1 : 0",
        },
      ],
      noticed,
    },
  ],
  "what depends on what:": [
    {
      name: "to overwrite what was read is no write",
      edits: [
        {
          file: footprints,
          from: "if (!leftOut.has(variable)) writes.add(variable.index);",
          to: "if (!leftOut.has(variable) && !reads.some((read) => read.variable === variable.index)) writes.add(variable.index);",
        },
      ],
      noticed,
    },
    {
      name: "to write what is there is no write",
      edits: [
        {
          file: footprints,
          from: "for (const { variable } of acts.flatMap(({ changes }) => changes)) {\n      if (!leftOut.has(variable))",
          to: "for (const { variable, from: before, to: after } of acts.flatMap(({ changes }) => changes)) {\n      if (!leftOut.has(variable) && before !== after)",
        },
      ],
      noticed,
    },
    {
      name: "to read is to write",
      edits: [
        {
          file: footprints,
          from: "if (ways.length > 0) writes.add(location.index);",
          to: "if (ways.length > 0) writes.add(location.index);\n  for (const { variable } of reads) writes.add(variable);",
        },
      ],
      noticed,
    },
    {
      name: "two writes do not depend on each other",
      edits: [
        {
          file: pendings,
          from: "if (b.writes.has(variable)) return true;",
          to: "if (b.writes.has(variable)) continue;",
        },
      ],
      noticed,
    },
    {
      name: "where a process is nobody can see",
      edits: [
        {
          file: pendings,
          from: "classes.class(projection, to) !== before);",
          to: "classes.class(projection, to) !== before && to < 0);",
        },
      ],
      noticed,
    },
    {
      name: "an observer looks at nothing",
      edits: [
        {
          file: footprints,
          from: "as const),\n      writes: new Set(),",
          to: "as const).slice(0, 0),\n      writes: new Set(),",
        },
      ],
      noticed,
    },
    {
      name: "to end the run is a step like any other",
      edits: [
        {
          file: pendings,
          from: "if (this.#halts(one) || this.#halts(other)) return true;",
          to: "if (this.#halts(one) && this.#halts(other)) return true;",
        },
      ],
      noticed,
    },
    {
      name: "what others would do next is never looked at again",
      edits: [
        {
          file: tableRuns,
          from: "!pendings.dependent(id, before)",
          to: "!pendings.dependent(id, id)",
        },
      ],
      noticed,
    },
  ],
};
