/** What the terminal can do: the style to print in, and a line of progress. */

import picocolors from "picocolors";
import { counted } from "../render/numbers.js";
import type { Style } from "../render/style.js";
import type { Progress } from "../search/judge.js";

/**
 * Colour where stdout is a terminal, or FORCE_COLOR asks for it, and NO_COLOR does not forbid it. A pipe gets plain text in
 * CI too: what reads it may look for words at the beginning of a line.
 */
function wantsColour({ env, stdout }: NodeJS.Process): boolean {
  const { NO_COLOR: none, FORCE_COLOR: forced, TERM: terminal } = env;
  if (none) return false;
  if (forced) return forced !== "0" && forced !== "false";
  return stdout.isTTY === true && terminal !== "dumb";
}

/** Text for stdout, in colour where that is wanted. */
export function terminalStyle({ ascii }: { readonly ascii: boolean }): Style {
  const pc = picocolors.createColors(wantsColour(process));
  return { ascii, bad: pc.red, good: pc.green, strong: pc.bold, faint: pc.dim };
}

/** How far a search has come, in a line. */
function progressText({ strategy, states, transitions, depth, runs }: Progress, seconds: number): string {
  const rate = (count: number): number => Math.round(count / Math.max(seconds, 0.001));
  return runs === undefined
    ? `${strategy}: ${counted(states, "state")}, ${counted(transitions, "move")}, depth ${depth}, ${rate(states)} states/s`
    : `${strategy}: ${counted(runs, "run")}, ${counted(transitions, "step")}, the longest run of ${depth}, ${rate(transitions)} steps/s`;
}

/** Shows progress on stderr, on one line that the next replaces; nothing where stderr is no terminal. */
export function progressLine(): {
  readonly show: (progress: Progress, seconds: number) => void;
  readonly clear: () => void;
} {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (progress, seconds) => {
      stderr.write(`\r\u001b[K${progressText(progress, seconds)}`);
    },
    clear: () => {
      stderr.write("\r\u001b[K");
    },
  };
}
