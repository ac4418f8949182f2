/** How long the runs of a model can be, as far as its programs tell. */

import type { Model } from "../model/model.js";
import type { Location, Program } from "../model/program.js";

/** The locations that a step may lead to, without those inside atomic blocks: a block is one step. */
function targetsOf({ steps }: Location): readonly Location[] {
  const targets = new Set<Location>();
  const seen = new Set<Location>();
  const open = steps.map(({ effect }) => effect);
  for (let effect = open.pop(); effect !== undefined; effect = open.pop()) {
    const next =
      effect.kind === "test"
        ? [effect.yes, effect.no]
        : [effect.kind === "atomic" ? effect.entry : effect.to];
    for (const location of next) {
      if (!location.inner) targets.add(location);
      else if (!seen.has(location)) {
        seen.add(location);
        open.push(...location.steps.map((step) => step.effect));
      }
    }
  }
  return [...targets];
}

/** The most steps that a program can take from its start to its end; infinite where it has a loop. */
function longestWay({ start }: Program): number {
  const targets = new Map([[start, targetsOf(start)]]);
  // A map goes on to what is put in meanwhile.
  for (const ways of targets.values())
    for (const target of ways) if (!targets.has(target)) targets.set(target, targetsOf(target));
  const arriving = new Map<Location, number>();
  for (const ways of targets.values())
    for (const target of ways) arriving.set(target, (arriving.get(target) ?? 0) + 1);
  // A location is settled when all that lead to it are: nobody in a loop ever is.
  const settled = new Map(arriving.has(start) ? [] : [[start, 0]]);
  const lengths = new Map<Location, number>();
  for (const [location, length] of settled) {
    for (const target of targets.get(location) ?? []) {
      const open = (arriving.get(target) ?? 0) - 1;
      arriving.set(target, open);
      const longest = Math.max(lengths.get(target) ?? 0, length + 1);
      lengths.set(target, longest);
      if (open === 0) settled.set(target, longest);
    }
  }
  return settled.size < targets.size ? Number.POSITIVE_INFINITY : Math.max(...settled.values());
}

/** No run of `model` has more steps; infinite where a program has a loop. */
export function longestRun({ processes }: Model): number {
  return processes.reduce((sum, { program }) => sum + longestWay(program), 0);
}
