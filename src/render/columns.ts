/** Text in columns: wrapped at words, padded, and as wide as it needs to be. */

/** `text` in lines of at most `width` characters; the lines after the first are indented by `hanging`. */
export function wrap(text: string, width: number, hanging = 0): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const indent = /^ */.exec(text)?.[0] ?? "";
  const room = Math.max(width, indent.length + hanging + 4);
  const start = (): string => (lines.length === 0 ? indent : indent + " ".repeat(hanging));
  for (const word of text.trim().split(/\s+/)) {
    let rest = word;
    if (line !== "" && line.length + 1 + rest.length > room) {
      lines.push(line);
      line = "";
    }
    while (start().length + rest.length > room) {
      const fits = room - start().length;
      lines.push(start() + rest.slice(0, fits));
      rest = rest.slice(fits);
    }
    line = line === "" ? start() + rest : `${line} ${rest}`;
  }
  lines.push(line);
  return lines;
}

/** What a column holds, to tell how wide it should be. */
export interface ColumnNeeds {
  /** The longest word with its indent: less than that breaks words. */
  readonly least: number;
  /** The longest line: more than that is wasted. */
  readonly most: number;
}

/** What `lines` need. */
export function needs(lines: readonly string[], { atLeast }: { readonly atLeast: number }): ColumnNeeds {
  // A word that does not come first may come to stand on a line of its own, two to the right.
  const indented = (line: string): number[] => {
    const indent = line.length - line.trimStart().length;
    return line
      .trim()
      .split(/\s+/)
      .map((word, i) => indent + (i === 0 ? 0 : 2) + word.length);
  };
  // Not `Math.max(...all)`: there may be more lines than a call may have arguments.
  const longest = (lengths: readonly number[]): number =>
    lengths.reduce((most, length) => Math.max(most, length), atLeast);
  return { least: longest(lines.flatMap(indented)), most: longest(lines.map(({ length }) => length)) };
}

/**
 * Shares `total` characters among columns: to each what it needs least, then by turns what it can use, then the rest. Where even the
 * least does not fit, the widest columns give way, down to `floor`.
 */
export function share(total: number, columns: readonly ColumnNeeds[], floor: number): readonly number[] {
  const widths = columns.map(({ least }) => least);
  const sum = (): number => widths.reduce((all, width) => all + width, 0);
  while (sum() > total && Math.max(...widths) > floor) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? floor) - 1;
  }
  for (let grown = true; sum() < total && grown; ) {
    grown = false;
    columns.forEach(({ most }, i) => {
      const width = widths[i] ?? 0;
      if (width >= most || sum() >= total) return;
      widths[i] = width + 1;
      grown = true;
    });
  }
  // What nobody needs is spread evenly, so that the table is as wide as asked for.
  for (let i = 0; sum() < total; i = (i + 1) % widths.length) widths[i] = (widths[i] ?? 0) + 1;
  return widths;
}
