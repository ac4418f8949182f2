/** Threads that code under test begins. */

import type { Worker } from "node:worker_threads";
import { vi } from "vitest";

/** Those that are begun from here on, while mocks are not restored. */
export function notedThreads(): readonly Worker[] {
  const threads: Worker[] = [];
  const real = process.getBuiltinModule("node:worker_threads");
  class Noted extends real.Worker {
    constructor(...given: ConstructorParameters<typeof real.Worker>) {
      super(...given);
      threads.push(this);
    }
  }
  vi.spyOn(process, "getBuiltinModule").mockImplementation(() => ({ ...real, Worker: Noted }));
  return threads;
}
