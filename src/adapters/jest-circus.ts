/** What jest-circus, the runner in Jest, keeps of the running test: no interface tells how long that may take. */

import type { TestTime } from "./limits.js";

/** As much of its state as is looked at. */
interface CircusState {
  /** The limit of tests that have none of their own: of the configuration, or of `jest.setTimeout`. */
  readonly testTimeout?: number;
  readonly currentlyRunningTest?: {
    readonly startedAt?: number | null;
    readonly timeout?: number | null;
  } | null;
}

/** The key under which the runner keeps its state in the global object of a test file. */
const key = "JEST_STATE_SYMBOL";

function stateIn(scope: object): CircusState | undefined {
  const symbol = Object.getOwnPropertySymbols(scope).find(({ description }) => description === key);
  return symbol === undefined
    ? undefined
    : (scope as Readonly<Record<symbol, CircusState | undefined>>)[symbol];
}

/** Since when the running test runs, and how long it may; undefined where no test runs, or another runner runs it. */
export function circusTime(scope: object = globalThis): TestTime | undefined {
  const { testTimeout, currentlyRunningTest } = stateIn(scope) ?? {};
  const { startedAt, timeout } = currentlyRunningTest ?? {};
  const milliseconds = timeout ?? testTimeout;
  if (typeof startedAt !== "number" || typeof milliseconds !== "number") return undefined;
  return { began: startedAt, milliseconds };
}
