/** Reachability: every step and every branch is taken by some run, or declared unreachable; a dead step is a vacuous model. */

import type { Model } from "../../src/model/model.js";
import { nearest } from "../../src/model/nearest.js";
import { judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, type LawResult, quoted } from "./result.js";
import { namesOf, type Site, Sites } from "./sites.js";
import { type Explored, explored, Takings } from "./takings.js";

const law = "reachability";

/** What runs of some models take. */
interface Found {
  readonly models: readonly Model[];
  readonly sites: Sites;
  readonly takings: Takings;
  readonly byModel: ReadonlyMap<Model, ReadonlySet<string>>;
  readonly over: Explored;
}

function find(models: readonly Model[], most: number): Found {
  const sites = new Sites(models);
  const takings = new Takings(sites);
  const byModel = new Map<Model, ReadonlySet<string>>();
  let over: Explored = { states: 0, steps: 0, whole: true };
  for (const model of models) {
    const own = new Takings(sites);
    // What is declared may be taken in the last of all states.
    const declares = Object.keys(model.unreachable).length > 0;
    const names = sites.in(model).flatMap(namesOf);
    const wanted = new Set(names.filter((name) => declares || !takings.taken.has(name)));
    const { states, steps, whole } = explored(model, own, { wanted, most });
    over = { states: over.states + states, steps: over.steps + steps, whole: over.whole && whole };
    takings.add(own);
    byModel.set(model, own.taken);
  }
  return { models, sites, takings, byModel, over };
}

/** What is wrong with what the models declare. */
function wronglyDeclared({ models, sites, byModel }: Found): readonly string[] {
  const names = sites.all.flatMap(namesOf);
  const faults = models.flatMap((model) =>
    Object.entries(model.unreachable).flatMap(([name, reason]) => {
      const guess = nearest(name, names);
      const hint = guess === undefined ? "" : ` (did you mean "${guess}"?)`;
      if (!names.includes(name))
        return [`"${name}" is declared unreachable, and there is no such step or branch${hint}`];
      if (!byModel.get(model)?.has(name)) return [];
      return [`"${name}" is declared unreachable, for "${reason}", and a run takes it`];
    }),
  );
  return [...new Set(faults)];
}

interface Dead {
  readonly name: string;
  readonly because: string;
}

/** Why no run takes a site or a side of it; nothing where that is taken. */
function deadAt(site: Site, takings: Takings): readonly Dead[] {
  const { name, sides } = site;
  if (!takings.comeTo.has(name)) return [{ name, because: "no run comes to it" }];
  if (!takings.taken.has(name)) return [{ name, because: "runs come to it, and it is blocked each time" }];
  if (sides === undefined) return [];
  const yes = takings.taken.has(sides.yes)
    ? []
    : [{ name: sides.yes, because: "its condition is never true" }];
  const no = takings.taken.has(sides.no) ? [] : [{ name: sides.no, because: "its condition is never false" }];
  return [...yes, ...no];
}

/** Whether a site is not come to only since what leads to it is dead itself. */
function isBehind(site: Site, { sites, takings }: Found): boolean {
  const before = [...sites.before(site)];
  return (
    !takings.comeTo.has(site.name) && before.length > 0 && before.every((name) => !takings.taken.has(name))
  );
}

function judge(found: Found): LawResult {
  const { models, sites, takings } = found;
  const { whole, ...over } = found.over;
  const wrong = wronglyDeclared(found);
  if (wrong.length > 0) return broken(law, wrong.join("\n"));
  const declared = new Set(models.flatMap(({ unreachable }) => Object.keys(unreachable)));
  const behind = sites.all.filter((site) => isBehind(site, found));
  const dead = sites.all
    .filter((site) => !behind.includes(site) && !declared.has(site.name))
    .flatMap((site) => deadAt(site, takings))
    .filter(({ name }) => !declared.has(name));
  if (!whole) return { law, kind: "looked at", over, untaken: dead.map(({ name }) => name) };
  if (dead.length === 0) return { law, kind: "holds", over };
  const those = dead.map(({ name, because }) => `no run takes "${name}": ${because}`);
  const further =
    behind.length === 0 ? [] : [`and so no run comes to ${quoted(behind.map(({ name }) => name))}`];
  return broken(law, [...those, ...further].join("\n"));
}

/**
 * Every step, and every side of a condition, is taken by a run of one of the models: what is dead in one variant of a family, or
 * under one parameter, may well be alive in another.
 *
 * @param states at most so many are explored of each
 */
export function reachabilityOf(models: readonly Model[], states: number): LawResult {
  return judge(find(models, states));
}

/** Every step, and every side of a condition, is taken by some run of the model, or is declared unreachable, and is. */
export function reachability(model: Model, options: LawOptions = {}): LawResult {
  return judged(law, model, options, ({ states }) => reachabilityOf([model], states));
}
