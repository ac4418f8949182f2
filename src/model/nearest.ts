/** "did you mean": the known name that a misspelt one was most likely meant to be. */

/** Edit distance of `a` and `b`, where exchanging two neighbours is one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, change, swap));
    }
  }
  return at(a.length, b.length);
}

/** The nearest of `known` to `asked`, if one is near enough to be worth suggesting. */
export function nearest(asked: string, known: readonly string[]): string | undefined {
  // The number of a numbered claim, or the first word of a long name, is as good as the name.
  const begun = known.filter((name) => name.toLowerCase().startsWith(`${asked.toLowerCase()} `));
  if (begun.length === 1) return begun[0];
  const far = Math.min(Math.max(2, Math.floor(asked.length / 3)), asked.length - 1);
  const ranked = known
    .map((name) => ({ name, edits: distance(asked.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= far)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.name;
}

/** A message of the house form: what was asked for, what there is, and the likely intention. */
export function unknownName(kind: string, asked: string, known: readonly string[]): string {
  const there = known.length === 0 ? "there is none" : `there is ${known.join(", ")}`;
  const guess = nearest(asked, known);
  return `no ${kind} "${asked}"; ${there}${guess === undefined ? "" : ` (did you mean "${guess}"?)`}`;
}
