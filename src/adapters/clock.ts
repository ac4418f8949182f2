/** The one place outside the command line that looks at a clock, or waits for the event loop. */

/** Milliseconds since some moment. */
export type Clock = () => number;

// Taken before a test can put a fake in its place.
const real = Date.now.bind(Date);
const { setImmediate, setTimeout } = globalThis;

/** The clock of the machine. */
export const machineClock: Clock = real;

/**
 * The machine's clock, of a runner that may have put a fake in its place before this was loaded.
 *
 * @param runner Vitest's `vi`, or `jest`
 */
export function clockOf(runner: { readonly getRealSystemTime: () => number }): Clock {
  return () => {
    try {
      return runner.getRealSystemTime();
    } catch {
      // Jest's legacy fake timers do not offer it, and leave the clock alone.
      return real();
    }
  };
}

/** Resolves when the event loop has had its turn: timers, input and output, an abort. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    // A browser has none, nor has jsdom.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
