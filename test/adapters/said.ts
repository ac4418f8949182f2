/** What a failing expectation says. */

import { stripVTControlCharacters } from "node:util";

/** The message that `expectation` fails with, without colour. Throws where it passes. */
export function said(expectation: () => unknown): string {
  try {
    expectation();
  } catch (error) {
    return stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  }
  throw new Error("it passed");
}
