/** What the package is for: each with the range that npm is asked for. */

/** Node: the oldest that `engines` admits, and the newest of each line that is kept up. */
export const nodes = { "20.19": "20.19", "22": "22", "24": "24", latest: "latest" } as const;

/** TypeScript: the oldest whose types are tried, and the newest. */
export const compilers = { "5.4": "5.4", newest: "latest" } as const;

/** Vitest by major. Vitest 5 asks for Node 22. */
export const vitests = { "4": "4", "5": "5" } as const;

export type NodeName = keyof typeof nodes;
export type CompilerName = keyof typeof compilers;
export type VitestName = keyof typeof vitests;

/** Keys of a record, as its type has them. */
export const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] =>
  Object.keys(record) as K[]; // `Object.keys` knows of strings alone.

/** The Vitests that run on a Node. */
export const vitestsOn = (node: NodeName): readonly VitestName[] => (node === "20.19" ? ["4"] : ["4", "5"]);
