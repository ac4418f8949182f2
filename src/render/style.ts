/** How text may be decorated. Renderers ask; whoever prints knows what the terminal can do. */

/** Characters and emphasis; each function returns its text, decorated or not. */
export interface Style {
  /** Plain ASCII alone. */
  readonly ascii: boolean;
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string): string => text;

/** No emphasis: for pipes, files and tests. */
export function plainStyle({ ascii = false }: { readonly ascii?: boolean } = {}): Style {
  return { ascii, bad: same, good: same, strong: same, faint: same };
}
