/** What is said of a law: that a model keeps it, as far as was looked, or what broke it. */

/** The laws, in the order in which they are judged. */
export const lawNames = [
  "immutability",
  "purity",
  "ghosts decide only ghosts",
  "determinism",
  "reference and tables agree",
  "the diamond",
  "reachability",
] as const;

/** The name of a law. */
export type LawName = (typeof lawNames)[number];

/** Over how much a law was judged. */
export interface Over {
  /** States that were looked at, each once. */
  readonly states: number;
  /** Steps that were taken from them. */
  readonly steps: number;
  /** Pairs of steps that are claimed to be independent, by the diamond alone. */
  readonly pairs?: number;
}

/** What came of a law. */
export type LawResult =
  /** All states were looked at. */
  | { readonly law: LawName; readonly kind: "holds"; readonly over: Over }
  /** Nothing speaks against it in the states that were looked at, and there are more. */
  | {
      readonly law: LawName;
      readonly kind: "looked at";
      readonly over: Over;
      /** By reachability alone: what no run took as far as was looked. */
      readonly untaken: readonly string[];
    }
  | { readonly law: LawName; readonly kind: "broken"; readonly fault: string }
  /** There is nothing to judge, or another law is broken without which this one means nothing. */
  | { readonly law: LawName; readonly kind: "not judged"; readonly because: string };

/** That nothing speaks against the law: in all states if `whole`, else in those looked at. */
export function kept(law: LawName, over: Over, whole: boolean): LawResult {
  return whole ? { law, kind: "holds", over } : { law, kind: "looked at", over, untaken: [] };
}

export function broken(law: LawName, fault: string): LawResult {
  return { law, kind: "broken", fault };
}

/** `1 state`, `1,024 states`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString("en-GB")} ${one}${count === 1 ? "" : "s"}`;
}

function overText({ states, steps, pairs }: Over): string {
  const looked = `${counted(states, "state")}, ${counted(steps, "step")}`;
  return pairs === undefined ? looked : `${looked}, ${counted(pairs, "pair")}`;
}

/** `purity: holds (13 states, 24 steps)`; a law that was judged on a part says so. */
export function resultText(result: LawResult): string {
  const { law, kind } = result;
  switch (kind) {
    case "holds":
      return `${law}: holds (${overText(result.over)})`;
    case "looked at": {
      const { over, untaken } = result;
      const open = untaken.length === 0 ? "" : `; not taken among them: ${quoted(untaken)}`;
      return `${law}: nothing found in what was looked at (${overText(over)}); there are more states${open}`;
    }
    case "broken":
      return `${law}: broken\n  ${result.fault.replaceAll("\n", "\n  ")}`;
    case "not judged":
      return `${law}: not judged, ${result.because}`;
  }
}

/** `"a", "b"`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
