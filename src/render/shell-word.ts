/** A word of a command line, as it is pasted into a shell. */

/** `word` itself, or quoted where a shell would make something else of it. */
export function shellWord(word: string): string {
  return /^[\w@.,:=/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
