/** Where results go: stdout, as text or as JSON. */

import type { Style } from "../render/style.js";

/** What every command may be told. */
export interface Output {
  readonly json: boolean;
  readonly style: Style;
  readonly width: number | undefined;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** To stderr: what is not part of the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
