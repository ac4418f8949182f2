/** What programs and claims find where they look: the same for all that are alike, but for names. */

import type { Rule, StateView } from "preempt";
import type { Casts, Key, Locals, Ref, Variables } from "./cast.js";
import type { Amount, Box, Test, Worker } from "./description.js";

/** Who looks, and at what. */
export interface Eyes {
  readonly k: StateView<Variables>;
  readonly casts: Casts;
  /** The worker that looks, or that is looked at. */
  readonly me: number | undefined;
  /** The box that looks. */
  readonly box: number | undefined;
  /** The worker that a branch is about. */
  readonly that?: number | undefined;
  /** Locals of who looks; nobody's where a claim is about nobody in particular. */
  readonly my: Pick<Locals, "count" | "note"> | undefined;
}

const keyOf = (keys: readonly Key[], i: number | undefined): Ref =>
  i === undefined ? null : (keys[i] ?? null);

export function workerAt(eyes: Eyes, worker: Worker): Ref {
  const { k, casts, me, that, my } = eyes;
  const { keys } = casts.workers;
  const cell = keyOf(keys, me);
  switch (worker) {
    case "me":
      return cell;
    case "none":
      return null;
    case "turn":
      return k.turn;
    case "my friend":
      return cell === null ? null : k.cell(cell).friend;
    case "my note":
      return my?.note ?? null;
    case "head of queue":
      return k.queue.first(null);
    case "user of pick":
      return k.pick === null ? null : k.box(k.pick).user;
    case "that":
      return keyOf(keys, that);
    case "first":
      return keyOf(keys, 0);
    case "first that is up":
      return keys.find((key) => k.cell(key).level > 0) ?? null;
  }
}

export function boxAt({ k, casts, me, box }: Eyes, which: Box): Ref {
  const cell = keyOf(casts.workers.keys, me);
  switch (which) {
    case "none":
      return null;
    case "me":
      return keyOf(casts.boxes.keys, box);
    case "pick":
      return k.pick;
    case "my box":
      return cell === null ? null : k.cell(cell).box;
  }
}

function levelOf(eyes: Eyes, worker: Worker): number {
  const cell = workerAt(eyes, worker);
  return cell === null ? 0 : eyes.k.cell(cell).level;
}

export function amountOf(eyes: Eyes, amount: Amount): number {
  const { k, casts, my } = eyes;
  switch (amount) {
    case "x":
      return k.x;
    case "my count":
      return my?.count ?? 0;
    case "my level":
      return levelOf(eyes, "me");
    case "level of turn":
      return levelOf(eyes, "turn");
    case "level of that":
      return levelOf(eyes, "that");
    case "full of pick":
      return k.pick === null ? 0 : k.box(k.pick).full;
    case "queued":
      return k.queue.size;
    case "waiting":
      return k.waiting.size;
    case "voters":
      return k.votes.size;
    case "how many are up":
      return casts.workers.keys.filter((cell) => k.cell(cell).level > 0).length;
    default:
      return amount;
  }
}

/** The name that `names` has for a worker; none where that is none. */
export function nameOf({ casts }: Eyes, ref: Ref, names: "processes" | "aliases"): string | null {
  const { keys, [names]: of } = casts.workers;
  return ref === null ? null : (of[keys.indexOf(ref)] ?? null);
}

/** Not by the name of the attribute, which a process may not have. */
const quiet: Rule = { name: "is quiet", of: (attributes) => attributes.includes("quiet") };

/** What may be asked of another worker. */
function isSo({ k, casts, me }: Eyes, what: "up" | "finished" | "quiet" | "mine", i: number): boolean {
  const cell = k.cell(casts.workers.keys[i] as Key);
  const process = casts.workers.processes[i] as string;
  switch (what) {
    case "up":
      return cell.level > 0;
    case "finished":
      return k.process(process).finished;
    case "quiet":
      return k.process(process).under(quiet);
    case "mine":
      return cell.friend !== null && cell.friend === keyOf(casts.workers.keys, me);
  }
}

export function passes(eyes: Eyes, test: Test): boolean {
  const { k, casts, me } = eyes;
  const others = casts.workers.keys.map((_, i) => i).filter((i) => i !== me);
  switch (test.is) {
    case "=":
      return amountOf(eyes, test.of) === amountOf(eyes, test.than);
    case "/=":
      return amountOf(eyes, test.of) !== amountOf(eyes, test.than);
    case "<":
      return amountOf(eyes, test.of) < amountOf(eyes, test.than);
    case "same":
      return workerAt(eyes, test.of) === workerAt(eyes, test.than);
    case "same box":
      return boxAt(eyes, test.of) === boxAt(eyes, test.than);
    case "waiting": {
      const who = workerAt(eyes, test.of);
      return who !== null && k.waiting.has(who);
    }
    case "owner":
      return k.owner === nameOf(eyes, workerAt(eyes, test.of), "processes");
    case "has voted": {
      const who = nameOf(eyes, workerAt(eyes, test.of), "aliases");
      return who !== null && k.votes.has(who);
    }
    case "holds pick": {
      const box = k.pick === null ? undefined : casts.boxes.aliases[casts.boxes.keys.indexOf(k.pick)];
      return box !== undefined && (k.holds.get(box) ?? null) === workerAt(eyes, test.of);
    }
    case "some other":
      return others.some((i) => isSo(eyes, test.what, i));
    case "every other":
      return others.every((i) => isSo(eyes, test.what, i));
    case "latest": {
      const [cell, name] = [keyOf(casts.workers.keys, me), casts.workers.processes[me ?? -1]];
      return cell !== null && name !== undefined && k.contents.latest(k.cell(cell).image, name);
    }
    case "not":
      return !passes(eyes, test.test);
  }
}
