/** The options of the command line that several commands share, and how their words are read. */

import { InvalidArgumentError, Option } from "commander";
import { bytesAsked, secondsAsked } from "./amounts.js";

export function positive(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError("it must be a whole number above 0.");
}

function columns(text: string): number {
  const value = positive(text);
  if (value >= 40 && value <= 1000) return value;
  throw new InvalidArgumentError("it must be from 40 to 1000.");
}

/** Of an option that may be given several times: all its words. */
export const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

export const statsOption = new Option(
  "--stats",
  "say what the search took: states, views of user code, memory, time",
);
export const asciiOption = new Option("--ascii", "plain ASCII, to paste into a mail");
export const widthOption = new Option(
  "--width <columns>",
  "width of traces; 72, or more for more than two lanes",
).argParser(columns);
export const jsonOption = new Option("--json", "the result as JSON");
export const variantOption = new Option(
  "--variant <name>",
  "the version to check, also written family@variant",
);
export const modelOption = new Option("--model <name>", "of a file that exports several models, this one");
export const setOption = new Option("--set <name=value>", "set a parameter (repeatable)").argParser(collect);
export const propertyOption = new Option(
  "--property <name>",
  "check this property alone (repeatable)",
).argParser(collect);
export const maxStatesOption = new Option(
  "--max-states <n>",
  "stop after so many states: what is open is then inconclusive",
).argParser(positive);

export const certificateOption = new Option(
  "--certificate <file>",
  "write all states, for `verify` to check what is said of them (exhaustive)",
);

export const verifyTimeoutOption = new Option(
  "--timeout <time>",
  "give up after so long, as 90s, 10m or 2h: what is open is then inconclusive",
).argParser(secondsAsked);

function share(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("it must be a number above 0, and 1 at most: 0.01 is one in a hundred.");
}

export const auditOption = new Option(
  "--audit <share>",
  "expand such a share of the states once more on the reference semantics, and compare (exhaustive, reduced)",
).argParser(share);

function seed(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("it must be a whole number.");
}

export const auditSeedOption = new Option(
  "--audit-seed <n>",
  "the same seed audits the same states; 0",
).argParser(seed);

/** Of `check`. */
export const longRunOptions: readonly Option[] = [
  new Option(
    "--max-memory <amount>",
    "let states, and what finds them, fill so much, as 512M or 2G: what is open then is inconclusive",
  ).argParser(bytesAsked),
  new Option(
    "--timeout <time>",
    "stop after so long, as 90s, 10m or 2h: what is open then is inconclusive",
  ).argParser(secondsAsked),
  new Option(
    "--checkpoint <file>",
    "save now and then, and where the search is cut, how far it has come (exhaustive)",
  ),
  new Option(
    "--checkpoint-every <time>",
    "so often; every 60s, or less often where saving takes long",
  ).argParser(secondsAsked),
  new Option("--resume <file>", "go on from a checkpoint, of the same model and the same properties"),
];

export const workersOption = new Option(
  "--workers <n>",
  "share one exhaustive search among so many threads; of many instances (--all, matrix): check so many side by side, by themselves as many as there are cores",
).argParser(positive);
