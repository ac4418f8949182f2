/** Exit statuses, as `git bisect run` and scripts read them. */

import type { Report } from "../check.js";

export const exit = {
  /** Everything holds, or is as expected. */
  holds: 0,
  /** Something is violated or unreached, or not as expected. */
  violated: 1,
  /** A usage or model error. */
  usage: 2,
  /** Some verdict is inconclusive. */
  inconclusive: 3,
  /** Something that should not happen; EX_SOFTWARE of sysexits.h. */
  defect: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** The status of a check of one model: what is violated counts before what is not known. */
export function statusOf(reports: readonly Pick<Report, "verdicts">[]): number {
  const kinds = reports.flatMap(({ verdicts }) => verdicts.map(({ kind }) => kind));
  if (kinds.includes("violated") || kinds.includes("unreached")) return exit.violated;
  return kinds.includes("inconclusive") ? exit.inconclusive : exit.holds;
}
