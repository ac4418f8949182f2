/**
 * Random programs of every class, for as long as one likes: what dynamic partial order reduction explores of each against brute
 * force and the sleep-set count.
 *
 * npm run fuzz -- --minutes n [--class name] [--seed n]
 * npm run fuzz -- --programs n: so many of each class, however long that takes
 */

import { parseArgs } from "node:util";
import fc from "fast-check";
import { built } from "../differential/traces/built-program.js";
import { discrepancyOf, emptyTally, type Tally } from "../differential/traces/discrepancy.js";
import { type ProgramClass, programClasses, randomProgram } from "../differential/traces/random-programs.js";

/** Programs of a class that are gone through before it is the next one's turn. */
const turn = 500;

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    programs: { type: "string" },
    class: { type: "string" },
    seed: { type: "string" },
  },
});

function numberOf(name: "minutes" | "programs" | "seed", otherwise: number): number {
  const given = values[name];
  const number = given === undefined ? otherwise : Number(given);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error(`--${name} is to be a number above 0; it is ${given}`);
}

function classesOf(name: string | undefined): readonly ProgramClass[] {
  const chosen = programClasses.filter((each) => name === undefined || each === name);
  if (chosen.length > 0) return chosen;
  throw new Error(`no class "${name}"; there is ${programClasses.join(", ")}`);
}

/** One turn; says what is wrong, if anything is. */
function campaign(name: ProgramClass, seed: number, tally: Tally): string | undefined {
  const { failed, counterexample, errorInstance } = fc.check(
    fc.property(randomProgram(name), (program) => {
      const odd = discrepancyOf(built(program), tally, 20_000);
      if (odd !== undefined) throw new Error(odd);
    }),
    { numRuns: turn, seed },
  );
  if (!failed) return undefined;
  return `${name}, seed ${seed}: ${String(errorInstance)}\n${JSON.stringify(counterexample, undefined, 1)}`;
}

const classes = classesOf(values.class);
const most = values.programs === undefined ? Number.POSITIVE_INFINITY : numberOf("programs", 1);
const minutes = numberOf("minutes", values.programs === undefined ? 1 : 1e9);
const tallies = new Map(classes.map((name) => [name, emptyTally()]));
let seed = numberOf("seed", 1);
const ends = performance.now() + 60_000 * minutes;
process.stdout.write(`seed ${seed}\n`);
for (let open = classes; open.length > 0 && performance.now() < ends; seed += 1) {
  for (const name of open) {
    const tally = tallies.get(name) ?? emptyTally();
    const odd = campaign(name, seed, tally);
    if (odd !== undefined) {
      process.stdout.write(`${odd}\n`);
      process.exit(1);
    }
    if (performance.now() >= ends) break;
  }
  open = open.filter((name) => (tallies.get(name)?.programs ?? 0) < most);
}
for (const [name, tally] of tallies) {
  const { programs, optimal, counted, skipped, traces, asleep, abandoned } = tally;
  process.stdout.write(
    `${name.padEnd(14)} ${programs} programs (${optimal} of them by optimal-DPOR too; ${counted} against the sleep-set count alone; ${skipped} too large), ${traces} traces; ` +
      `source-DPOR: ${asleep} runs asleep, ${abandoned} abandoned\n`,
  );
}
