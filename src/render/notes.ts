/** What stands below the table of a trace: what the marked steps did, who waits, where the code is, what was assumed. */

import type { Source } from "../model/code.js";
import { textOf } from "../trace/json-value.js";
import type { Trace } from "../trace/trace.js";
import type { Namer } from "./names.js";

/** Whether the step that did the damage changed anything, or wrote what was there. */
function changed({ damage, steps }: Trace): boolean {
  const acts = damage === null ? [] : (steps[damage.step - 1]?.acts ?? []);
  return acts.some(({ changes }) =>
    changes.some(
      ({ variable, from, to }) =>
        damage?.variables.includes(variable) && JSON.stringify(from) !== JSON.stringify(to),
    ),
  );
}

const isAboutWaiting = (kind: string): boolean => kind === "deadlockFree" || kind === "neverStuck";

/** What never comes, and from where on it does not. */
function unmet({ seen, cycle, property, steps }: Trace): string {
  const since = seen === 0 ? "from the initial state on" : `after ${seen}!`;
  const never = `what "${property.name}" waits for never comes`;
  if (cycle === null)
    return `${since} ${never}: ${steps.length === 0 ? "nobody need move" : "the run may end there"}`;
  const first = cycle.from + 1;
  const round = first === steps.length ? `${first} is taken` : `${first} to ${steps.length} are taken`;
  return `${since} ${never}: ${round} again and again`;
}

/** Of what goes on for ever: why it is fair, and who is passed over. */
export function cycleLines({ cycle }: Trace): readonly string[] {
  return (cycle?.processes ?? []).map(({ process, fair, how, step }) => {
    const where = step === 0 ? "at the beginning" : `after ${step}`;
    const does = {
      moves: `moves, at ${step}`,
      "cannot move": `cannot move ${where}`,
      "can never move": "can never move in it",
      "is passed over": `can move ${where} and never does: nothing is assumed of it (fair: "weak" would give it its turn)`,
    };
    return `   ${process}${fair === null ? "" : ` (${fair}ly fair)`} ${does[how]}`;
  });
}

/** What the marked steps did. */
export function explained(trace: Trace, nameOf: Namer): readonly string[] {
  const { seen, damage, property, shows, steps } = trace;
  if (shows === "run") return [];
  if (property.kind === "eventually" || property.kind === "leadsTo") return [unmet(trace)];
  if (seen === 0)
    return [`"${property.name}" is ${shows === "violation" ? "broken" : "met"} in the initial state`];
  const where = `${seen}!`;
  const verb = shows === "witness" ? "meets" : property.kind === "assertion" ? "fails" : "breaks";
  const subject = isAboutWaiting(property.kind)
    ? `after it ${property.kind === "deadlockFree" ? "nothing can move" : "some can never move again"}`
    : `${verb} "${property.name}"`;
  const lines = [`${where} ${subject}`];
  if (damage !== null && shows === "violation") {
    const what = damage.variables.map(nameOf).join(", ");
    const who = steps[damage.step - 1]?.process ?? "";
    const did = changed(trace) ? "changed" : "wrote";
    lines.push(
      damage.step === seen
        ? `   it ${did} ${what}, which that looks at`
        : `${damage.step}* ${who} last ${did} ${what}, which ${seen}! looks at`,
    );
  }
  return lines;
}

function placeText({ file, commit }: Source): string | undefined {
  return file === undefined && commit === undefined ? undefined : [file, commit].filter(Boolean).join(" @ ");
}

/** Which functions the steps stand in, by file and commit. */
export function sources(trace: Trace): readonly string[] {
  const places = new Map<string, Map<string, number[]>>();
  trace.steps.forEach(({ acts }, i) => {
    for (const { source } of acts) {
      const place = source === null ? undefined : placeText(source);
      if (source === null || place === undefined) continue;
      const functions = places.get(place) ?? new Map<string, number[]>();
      const steps = functions.get(source.name) ?? [];
      if (!steps.includes(i + 1)) steps.push(i + 1);
      places.set(place, functions.set(source.name, steps));
    }
  });
  return [...places].flatMap(([place, functions]) => [
    `at ${place}`,
    ...[...functions].map(
      ([name, steps]) => `   ${name}: ${steps.length === 1 ? "step" : "steps"} ${steps.join(", ")}`,
    ),
  ]);
}

/** Of a deadlock, who waits for what. */
export function waitingLines(trace: Trace, nameOf: Namer): readonly string[] {
  return trace.waiting.map(({ process, steps, reads }) => {
    const because = reads.map(({ variable, value }) => `${nameOf(variable)} = ${textOf(value)}`).join(", ");
    const at = steps.map((label) => `"${label}"`).join(" or ");
    return `   ${process} waits at ${at}${because === "" ? "" : `: ${because}`}`;
  });
}

/** What the run was taken under, for any of the claims that it is about. */
export function assumptionLines(model: Trace["model"], traces: readonly Trace[]): readonly string[] {
  const assumptions = [...new Set(traces.flatMap((trace) => trace.model.assumptions))];
  const parameters = Object.entries(model.parameters).map(([name, value]) => `${name}=${value}`);
  return [
    ...(parameters.length === 0 ? [] : [`parameters: ${parameters.join(", ")}`]),
    ...(assumptions.length === 0 ? [] : [`assumed: ${assumptions.join("; ")}`]),
  ];
}
