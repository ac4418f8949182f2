/** What was asked of the command line and cannot be done: told in a line, exit status 2. */
export class UsageError extends Error {}
