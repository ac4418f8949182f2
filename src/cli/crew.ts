/** Worker threads that check instances side by side. What they find does not depend on how many there are. */

import { Worker } from "node:worker_threads";
import type { Report } from "../check.js";
import { ModelError } from "../model/model-error.js";
import type { Driven } from "./drive.js";
import type { Shown } from "./pace.js";

/** One instance to be checked, by names: a model holds functions, which do not travel. */
export interface Job {
  /** The file that defines the family; undefined for one of the catalogue. */
  readonly file: string | undefined;
  readonly family: string;
  readonly variant: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly maxStates: number | undefined;
}

/** What a worker says. */
export type Told =
  | { readonly kind: "progress"; readonly shown: Shown }
  | { readonly kind: "done"; readonly driven: Driven<Report> }
  | { readonly kind: "failed"; readonly ofModel: boolean; readonly message: string };

/** What came of a job; nothing where it was not begun before Ctrl-C. */
export type Outcome = { readonly driven: Driven<Report> } | { readonly error: Error } | undefined;

/** What every worker is handed when it begins. */
export interface Orders {
  /** Its first element is not 0 once the search is to be cut. */
  readonly interrupted: Int32Array;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
}

export class Crew {
  readonly #interrupted = new Int32Array(new SharedArrayBuffer(4));
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #waiting: Waiting[] = [];
  readonly #show: (shown: Shown) => void;
  readonly #onInterrupt = (): void => {
    // A second Ctrl-C ends the process as it would have without us.
    process.off("SIGINT", this.#onInterrupt);
    Atomics.store(this.#interrupted, 0, 1);
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
  };

  /**
   * @param size how many work at a time
   * @param program the file that they run: the command line itself, which serves a crew where it is not the main thread
   */
  constructor(size: number, program: URL, show: (shown: Shown) => void) {
    const orders: Orders = { interrupted: this.#interrupted };
    this.#show = show;
    this.#workers = Array.from({ length: size }, () => new Worker(program, { workerData: orders }));
    this.#idle = [...this.#workers];
    process.on("SIGINT", this.#onInterrupt);
  }

  /** Has the job done as soon as somebody is free; in the order in which they are given. */
  run(job: Job): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve });
      this.#next();
    });
  }

  async close(): Promise<void> {
    process.off("SIGINT", this.#onInterrupt);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#idle.length === 0 || this.#waiting.length === 0) return;
    const [worker] = this.#idle.splice(0, 1);
    const [waiting] = this.#waiting.splice(0, 1);
    if (worker !== undefined && waiting !== undefined) this.#hand(worker, waiting);
  }

  #hand(worker: Worker, { job, resolve }: Waiting): void {
    const end = (outcome: Outcome, free: boolean): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      if (free) this.#idle.push(worker);
      resolve(outcome);
      this.#next();
    };
    const onMessage = (told: Told): void => {
      switch (told.kind) {
        case "progress":
          this.#show(told.shown);
          return;
        case "done":
          end({ driven: told.driven }, true);
          return;
        case "failed":
          end({ error: told.ofModel ? new ModelError(told.message) : new Error(told.message) }, true);
      }
    };
    const onError = (error: Error): void => end({ error }, false);
    const onExit = (): void =>
      end({ error: new Error(`a worker ended while it checked ${job.family}@${job.variant}`) }, false);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(job);
  }
}
