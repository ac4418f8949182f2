/** Threads that share the levels of a sweep with the one that began it. */

import { ModelError } from "../model/model-error.js";
import { Lost } from "../space/swept-space.js";
import type { Arena } from "./arena.js";
import * as at from "./assembly/registers.js";
import { moduleOfKernel } from "./compiled.js";
import type { Desk } from "./desk.js";

/** Of a thread of Node's, what is used here. */
interface Thread {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  unref(): void;
  terminate(): Promise<number>;
}

interface Threads {
  readonly Worker: new (
    program: string,
    options: { readonly eval: true; readonly workerData: unknown },
  ) => Thread;
}

/** Asked for when it is needed alone: all else runs where there is no Node. */
function threadsOfNode(): Threads {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?: (name: string) => unknown } };
  const threads = process?.getBuiltinModule?.("node:worker_threads");
  if (threads === undefined) throw new ModelError("more than one worker needs threads, and there is no Node");
  return threads as Threads;
}

/** What a thread runs: it needs nothing but the kernel and the memory that all share. */
const program = `
  const { workerData } = process.getBuiltinModule("node:worker_threads");
  const { module, memory, desk, status, command, waiting, gone } = workerData;
  const { work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const words = new Int32Array(memory.buffer, desk);
  const say = (what) => {
    Atomics.store(words, status, what);
    Atomics.notify(words, status);
  };
  try {
    for (let seen = 0; ; ) {
      say(waiting);
      let told = seen;
      while ((told = Atomics.load(words, command)) === seen) Atomics.wait(words, command, seen);
      if (told < 0) break;
      seen = told;
      work(desk);
    }
  } catch (error) {
    say(gone);
    throw error;
  }
`;

/** So long is waited for a member before whoever began is asked whether to go on, in milliseconds. */
const patience = 50;

/** After so many times it is taken for gone: it should have taken a few milliseconds. */
const mostPatience = 1200;

interface Member {
  readonly desk: Desk;
  readonly worker: Thread;
  gone: string | undefined;
  waits: number;
}

export class Crew {
  readonly #members: readonly Member[];

  constructor(arena: Arena, desks: readonly Desk[]) {
    const { Worker } = threadsOfNode();
    this.#members = desks.map((desk) => {
      const { address } = desk;
      const { status, command, waiting, gone } = at;
      const workerData = {
        module: moduleOfKernel(),
        memory: arena.memory,
        desk: address,
        ...{ status, command, waiting, gone },
      };
      const worker = new Worker(program, { eval: true, workerData });
      const member: Member = { desk, worker, gone: undefined, waits: 0 };
      worker.on("error", ({ message }) => {
        member.gone ??= message;
      });
      worker.on("exit", (code) => {
        member.gone ??= `it ended with code ${code}`;
      });
      // Whoever ends is not held up by threads that wait for work.
      worker.unref();
      return member;
    });
  }

  /** Waits until every member is there. */
  await(): void {
    for (const { desk } of this.#members) Atomics.wait(desk.words, at.status, at.absent);
  }

  /** Has every member that waits take its share. */
  begin(): void {
    for (const { desk } of this.#members) {
      if (Atomics.load(desk.words, at.status) !== at.waiting) continue;
      Atomics.store(desk.words, at.status, at.sharing);
      Atomics.add(desk.words, at.command, 1);
      Atomics.notify(desk.words, at.command);
    }
  }

  /**
   * Waits until all have done their share, for a moment; says whether they have.
   *
   * @throws Lost
   */
  get isDone(): boolean {
    for (const [i, member] of this.#members.entries()) {
      const { desk, gone } = member;
      if (Atomics.load(desk.words, at.status) === at.gone) throw new Lost(this.#lost(i, "it failed"));
      if (gone !== undefined) throw new Lost(this.#lost(i, gone));
      if (Atomics.load(desk.words, at.status) !== at.sharing) continue;
      Atomics.wait(desk.words, at.status, at.sharing, patience);
      if (Atomics.load(desk.words, at.status) !== at.sharing) continue;
      member.waits += 1;
      if (member.waits > mostPatience) throw new Lost(this.#lost(i, "it has not answered for a minute"));
      return false;
    }
    for (const member of this.#members) member.waits = 0;
    return true;
  }

  /**
   * Waits until all have done their share.
   *
   * @throws Lost
   */
  finish(): void {
    while (!this.isDone);
  }

  #lost(i: number, why: string): string {
    return `worker ${i + 2} of ${this.#members.length + 1} is gone (${why}), and what it knew of its share of the states with it`;
  }

  /** Sends everybody home. */
  end(): void {
    for (const { desk, worker } of this.#members) {
      Atomics.store(desk.words, at.command, -1);
      Atomics.notify(desk.words, at.command);
      void worker.terminate();
    }
  }
}
