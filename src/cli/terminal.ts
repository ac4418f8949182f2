/** What the terminal can do: the style to print in, and a line of progress. */

import picocolors from "picocolors";
import { counted, grouped } from "../render/numbers.js";
import type { Style } from "../render/style.js";
import { bytesText, secondsText } from "./amounts.js";
import type { Shown } from "./pace.js";

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
export function progressText({ progress, rate, left }: Shown): string {
  const { strategy, states, transitions, depth, frontier, bytes, runs } = progress;
  const speed = grouped(Math.round(rate));
  if (runs !== undefined) {
    return `${strategy}: ${counted(runs, "run")}, ${counted(transitions, "step")}, the longest run of ${depth}, ${speed} steps/s`;
  }
  const parts = [
    counted(states, "state"),
    ...(frontier === undefined ? [] : [`${grouped(frontier)} open`]),
    `depth ${depth}`,
    `${speed} states/s`,
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
    ...(left === undefined ? [] : [`some ${secondsText(left)} left if levels go on shrinking`]),
  ];
  return `${strategy}: ${parts.join(", ")}`;
}

/** Where progress is shown. */
export interface ProgressLine {
  readonly show: (shown: Shown) => void;
  /** Makes way for other lines. */
  readonly clear: () => void;
}

/** Where stderr is no terminal, a line of progress is written as often as this, in seconds: short searches write none. */
const seldom = 30;

/** Shows progress on stderr: on one line that the next replaces; or, where stderr is no terminal, on a line now and then. */
export function progressLine(
  stderr: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr,
): ProgressLine {
  if (stderr.isTTY) {
    return {
      show: (shown) => {
        stderr.write(`\r\u001b[K${progressText(shown)}`);
      },
      clear: () => {
        stderr.write("\r\u001b[K");
      },
    };
  }
  let next = seldom;
  return {
    show: (shown) => {
      if (shown.seconds < next) return;
      next = shown.seconds + seldom;
      stderr.write(`${progressText(shown)}\n`);
    },
    clear: () => undefined,
  };
}
