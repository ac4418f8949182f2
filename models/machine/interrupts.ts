/** Interrupts: stacked on whatever runs, wherever that location allows. */

import { type Context, language, type Part, type Process, type Reader, type Rule } from "preempt";
import { hardirq, nmi, runningUnder, softirq } from "./strikes.js";
import type { Level, Machine } from "./variables.js";

const { step, loop, section, atomic, process: processOf } = language<Machine>();

/** A kind of interrupt: its level, what it does, and whether anything may come between what it does. */
export interface Interrupt<V extends Machine = Machine> {
  readonly level: Exclude<Level, "switch">;
  readonly handler: Part<Context<V>>;
}

const rules = { softirq, hardirq, nmi } as const;

/** What is off while a handler runs. */
const off = { softirq: "bh off", hardirq: "irqs off", nmi: "nmi" } as const;

/** Whether an interrupt may strike: the innermost of what runs is at a location that allows it. */
function strikes(k: Reader<Machine>, rule: Rule, cpu: number): boolean {
  switch (k.here.above.last()) {
    case undefined:
    case "switch":
      return runningUnder(k, rule);
    case "softirq":
      return k.process(`softirq${cpu}`).under(rule);
    case "hardirq":
      return k.process(`hardirq${cpu}`).under(rule);
    case "nmi":
      return false;
  }
}

/** The process of one interrupt of one CPU. */
export function interruptProcess(
  cpu: number,
  { level, handler }: Interrupt,
  interrupts: readonly Interrupt[],
): Process<Machine> {
  const rule = rules[level];
  const inside = rule.name === "NMI" ? [] : interrupts.filter((other) => rules[other.level].of([off[level]]));
  const enters = step(
    level,
    ({ here }) => {
      here.above = here.above.push(level);
    },
    { enabled: (k) => strikes(k, rule, cpu), cost: "interrupt", mayWait: true },
  );
  const returns = step(`end of ${level}`, ({ here }) => {
    here.above = here.above.pop();
    // What it interrupted returns to user mode anew.
    if (here.above.isEmpty()) here.user = false;
  });
  // It goes on where nothing is stacked above it; `enters` asks for itself.
  const goesOn = ({ here, process }: Reader<Machine>): boolean =>
    process(`${level}${cpu}`).at(level) || here.above.last() === level;
  // Where nothing may come between, the handler is one step: no other CPU sees this one's registers.
  const whole =
    inside.length === 0
      ? atomic("nothing interrupts it", enters, handler, returns)
      : section(off[level], enters, handler, returns);
  return processOf(`${level}${cpu}`, {
    program: loop(whole),
    cpu,
    task: (k) => k.here.running,
    ...(inside.length === 0 ? {} : { enabled: goesOn }),
    mayWait: true,
    environment: true,
    strikes: inside.map((other) => rules[other.level]),
  });
}
