/**
 * Faults in what is said of whole runs. Every run that is shown was run once more by src/trace, which would refuse many of
 * them: where it could be wrong in the same way, it is.
 */

import type { Edit, Faults } from "./fault.js";

const components = "src/liveness/components.ts";
const cycle = "src/liveness/cycle.ts";
const fairComponents = "src/liveness/fair-components.ts";
const fairness = "src/liveness/fairness.ts";
const interpreter = "src/semantics/interpreter.ts";
const lasso = "src/trace/lasso.ts";
const liveness = "src/liveness/liveness.ts";
const obligations = "src/liveness/obligations.ts";
const pendingSpace = "src/liveness/pending-space.ts";
const stuck = "src/liveness/stuck.ts";
const verdict = "src/verdict.ts";

const named = "test/liveness/named.test.ts";
const random = "test/liveness/few.test.ts";
const parts = "test/liveness/components.test.ts";

/** The trace lets a cycle pass that is not fair. */
const anyCycle: Edit = {
  file: lasso,
  from: `said("cannot move", unable) : undefined;`,
  to: `said("cannot move", unable) : [];`,
};

export const livenessFaults: Faults = {
  "fairness to who is not always able to move:": [
    {
      name: "who is strongly fair is treated as weakly fair",
      edits: [
        {
          file: fairness,
          from: `weak: declared("weak")`,
          to: `weak: [...declared("weak"), ...declared("strong")]`,
        },
        { file: fairness, from: `strong: declared("strong")`, to: "strong: []" },
        { file: lasso, from: `return fair === "weak" && unable >= 0`, to: "return unable >= 0" },
      ],
      noticed: random,
    },
    {
      name: "who is weakly fair has to move, able or not",
      edits: [{ file: fairComponents, from: "always[p] === 1 && taken[p] === 0", to: "taken[p] === 0" }],
      noticed: random,
    },
    {
      name: "a cycle may leave out where the weakly fair cannot move",
      edits: [
        { file: cycle, from: "...weak.map((process) => ({ process, inability: true })),", to: "" },
        anyCycle,
      ],
      noticed: random,
    },
    {
      name: "a cycle may leave out the moves of the strongly fair",
      edits: [{ file: cycle, from: "sometimes[process] === 1", to: "sometimes[process] === 2" }, anyCycle],
      noticed: random,
    },
    {
      name: "what the strongly fair rule out is thrown away with all around it",
      edits: [
        {
          file: fairComponents,
          from: "waiting.push(avoiding(denied, { graph, part, states: found }));",
          to: "for (const state of found) part[state] = 0;",
        },
      ],
      noticed: random,
    },
    {
      name: "what is left by the strongly fair is not looked at again",
      edits: [
        {
          file: fairComponents,
          from: "waiting.push(avoiding(denied, { graph, part, states: found }));",
          to: "avoiding(denied, { graph, part, states: found });",
        },
      ],
      noticed: random,
    },
  ],

  "cycles:": [
    {
      name: "a state that nothing leads back to is one",
      edits: [{ file: fairComponents, from: "if (!moves || passedOver)", to: "if (passedOver)" }],
      noticed: random,
    },
    {
      name: "a step that changes nothing is none",
      edits: [{ file: fairness, from: "moves = true;", to: "moves ||= graph.target(m) !== state;" }],
      noticed: random,
    },
    {
      name: "it does not come back",
      edits: [
        { file: cycle, from: "round.length > 0 && at === start ? round", to: "round.length > 0 ? round" },
        {
          file: lasso,
          from: "first === undefined || differing(",
          to: "first === undefined || undefined === differing(",
        },
        { file: lasso, from: "run.final, looked) !== undefined)", to: "run.final, looked))" },
      ],
      noticed: random,
    },
    {
      name: "what leads back is forgotten above",
      edits: [
        {
          file: components,
          from: "if (above !== undefined) this.#low[above] = Math.min(this.#low[above] as number, low);",
          to: "",
        },
      ],
      noticed: parts,
    },
    {
      name: "parts that were told apart are one",
      edits: [{ file: components, from: "|| this.#part[target] !== this.#part[state]", to: "" }],
      noticed: parts,
    },
  ],

  "obligations:": [
    {
      name: "what is pending stays so when it is met",
      edits: [
        {
          file: obligations,
          from: "if ((marks & met) !== 0)",
          to: "if ((marks & met) !== 0 && before !== true)",
        },
      ],
      noticed: random,
    },
    {
      name: "what comes true in the initial state does not count",
      edits: [
        {
          file: obligations,
          from: "if ((marks & met) !== 0)",
          to: "if ((marks & met) !== 0 && before !== undefined)",
        },
      ],
      noticed: random,
    },
    {
      name: "what is pending is forgotten on the way to a cycle",
      edits: [
        {
          file: pendingSpace,
          from: "const before = this.pending(states[into.source[m] as number] as StateId);",
          to: "const before = false;",
        },
      ],
      noticed: random,
    },
    {
      name: "they arise in the initial state alone",
      edits: [
        { file: obligations, from: "if (!this.#once)\n", to: "if (!this.#once && graph.size === 0)\n" },
      ],
      noticed: random,
    },
    {
      name: "they are pending since they last arose, not since they first did",
      edits: [{ file: lasso, from: "else if (arises) since ??= at;", to: "else if (arises) since = at;" }],
      noticed: random,
    },
  ],

  "runs that end:": [
    {
      name: "are forgotten",
      edits: [
        {
          file: liveness,
          from: "pending.some((state) => stays(state) || ends(state))",
          to: "pending.some(stays)",
        },
        {
          file: liveness,
          from: "(stays(space.state(id)) || ends(space.state(id)))",
          to: "stays(space.state(id))",
        },
      ],
      noticed: random,
    },
    {
      name: "an environment is obliged to go on",
      edits: [{ file: fairness, from: "Number(!environment || fair !== undefined)", to: "1" }],
      noticed: random,
    },
    {
      name: "an environment that is fair is not",
      edits: [
        { file: fairness, from: "Number(!environment || fair !== undefined)", to: "Number(!environment)" },
        {
          file: lasso,
          from: "(!process.environment || process.fair !== undefined)",
          to: "!process.environment",
        },
      ],
      noticed: random,
    },
  ],

  "who is stuck:": [
    {
      name: "one who may wait is",
      edits: [{ file: interpreter, from: " && !steps.every((step) => step.mayWait)", to: "" }],
      noticed: random,
    },
    {
      name: "an environment is",
      edits: [
        { file: stuck, from: "process.environment || process.mayWait", to: "process.mayWait" },
        { file: stuck, from: "!process.environment && !movers", to: "!movers" },
      ],
      noticed: random,
    },
    {
      name: "everybody is at a halt",
      edits: [
        { file: stuck, from: "interpreter.halted(state) === null && ", to: "" },
        {
          file: stuck,
          from: "waits && !(ended && interpreter.halted(space.state(same)) !== null)",
          to: "waits",
        },
        { file: stuck, from: "if (interpreter.halted(held) !== null) return [];", to: "" },
      ],
      noticed: random,
    },
    {
      name: "one is who can move again later, but not at once",
      edits: [
        { file: stuck, from: "for (const before of backwards.before(state)) add(before);", to: "break;" },
      ],
      noticed: random,
    },
  ],

  "what is known:": [
    {
      name: "a search that was cut shows that nobody is ever stuck",
      edits: [
        {
          file: verdict,
          from: "if (decided.stopped !== undefined)",
          to: 'if (decided.stopped !== undefined && property.kind !== "neverStuck")',
        },
      ],
      noticed: named,
    },
    {
      name: "the shortest run is called the cheapest",
      edits: [
        {
          file: liveness,
          from: "const cheapest = yield* cheapestTo(broken, stop);",
          to: "const cheapest = (yield* cheapestTo(broken, stop)) && undefined;",
        },
        { file: liveness, from: "least: cheapest !== undefined,", to: "least: true," },
      ],
      noticed: random,
    },
  ],
};
