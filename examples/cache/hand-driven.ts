/** A database that does nothing of itself: a test says when it carries a request out, and when it answers. */

import type { Cache, Database, VersionedCache } from "./cache.js";

interface Request {
  /** The database does what is asked. */
  carryOut(): void;
  /** Whoever asked is told, and goes on. */
  answer(): void;
}

export class HandDriven implements Database {
  stored = 0;
  readonly requests: Request[] = [];

  read(): Promise<number> {
    return this.#ask(() => this.stored);
  }

  write(value: number): Promise<void> {
    return this.#ask(() => {
      this.stored = value;
    });
  }

  /** Carries out and answers all that is asked. */
  serveAll(): void {
    for (const request of this.requests.splice(0)) {
      request.carryOut();
      request.answer();
    }
  }

  #ask<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      let result: T;
      this.requests.push({
        carryOut: () => {
          result = work();
        },
        answer: () => {
          resolve(result);
        },
      });
    });
  }
}

/** Whose step it is, and the label that it has in the model. */
export interface Taken {
  readonly who: string;
  readonly label: string;
}

/** Takes the steps of the model in `order`, on the code: each up to the next `await`. */
export async function take(
  order: readonly Taken[],
  cache: Cache | VersionedCache,
  database: HandDriven,
): Promise<void> {
  const calls = new Map<string, { readonly request: Request; readonly done: Promise<unknown> }>();
  const call = (who: string, done: Promise<unknown>): void => {
    const request = database.requests.pop();
    if (request === undefined) throw new Error(`${who} asked nothing of the database`);
    calls.set(who, { request, done });
  };
  const callOf = (who: string) => {
    const made = calls.get(who);
    if (made === undefined) throw new Error(`${who} has not begun`);
    return made;
  };
  for (const { who, label } of order) {
    switch (label) {
      case "not cached: ask the database":
        call(who, cache.get());
        break;
      case "the database reads":
        callOf(who).request.carryOut();
        break;
      case "the database writes":
        call(who, cache.update(1));
        callOf(who).request.carryOut();
        break;
      case "keep what it read":
      case "drop what is cached":
        callOf(who).request.answer();
        await callOf(who).done;
        break;
      default:
        throw new Error(`no step of the code is called "${label}"`);
    }
  }
}
