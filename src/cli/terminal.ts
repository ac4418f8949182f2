/** What the terminal can do: the style to print in, and a line of progress. */

import pc from "picocolors";
import type { Style } from "../render/style.js";
import type { Progress } from "../search/judge.js";

/** Colour where stdout shows it and NO_COLOR does not forbid it. */
export function terminalStyle({ ascii }: { readonly ascii: boolean }): Style {
  return { ascii, bad: pc.red, good: pc.green, strong: pc.bold, faint: pc.dim };
}

/** Shows progress on stderr, on one line that the next replaces; nothing where stderr is no terminal. */
export function progressLine(): {
  readonly show: (progress: Progress, seconds: number) => void;
  readonly clear: () => void;
} {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: ({ strategy, states, transitions, depth }, seconds) => {
      const rate = Math.round(states / Math.max(seconds, 0.001));
      stderr.write(
        `\r\u001b[K${strategy}: ${states} states, ${transitions} moves, depth ${depth}, ${rate} states/s`,
      );
    },
    clear: () => {
      stderr.write("\r\u001b[K");
    },
  };
}
