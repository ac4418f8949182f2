/** What is thrown where states find no more room. A search that meets it is cut, and not wrong. */

/** What set the limit: whoever asked for the search, how far addresses reach, the numbers of states, or the machine. */
export type Limit = "asked" | "addresses" | "numbers" | "machine";

const amount = (bytes: number): string =>
  bytes < 2 ** 20 ? `${Math.floor(bytes / 2 ** 10)} KiB` : `${Math.floor(bytes / 2 ** 20)} MiB`;

function messageOf(limit: Limit, bytes: number): string {
  switch (limit) {
    case "asked":
      return `the states, what finds them, and what was learnt of the model do not fit into the ${amount(bytes)} that they may fill`;
    case "addresses":
      return `the states, what finds them, and what was learnt of the model do not fit into ${amount(bytes)}, the most that can be addressed`;
    case "numbers":
      return "there are more states than one search can number";
    case "machine":
      return `the states, what finds them, and what was learnt of the model fill ${amount(bytes)}, and the machine has no more memory`;
  }
}

export class OutOfMemory extends Error {
  readonly limit: Limit;

  /** @param bytes the limit; of a machine that has no more, what is in use */
  constructor(limit: Limit, bytes: number) {
    super(messageOf(limit, bytes));
    this.limit = limit;
  }
}

/** What `action` comes to, or why there was no room for it. */
export function ifThereIsRoom<T>(action: () => T): T | OutOfMemory {
  try {
    return action();
  } catch (error) {
    if (error instanceof OutOfMemory) return error;
    throw error;
  }
}
