/**
 * Laws that every model keeps: what searches take for granted of user code, and what would make a verdict mean nothing.
 *
 * @module preempt/laws
 */

export { agreement } from "./agreement.js";
export { determinism } from "./determinism.js";
export { diamond } from "./diamond.js";
export { ghosts } from "./ghosts.js";
export { immutability } from "./immutability.js";
export {
  checkLaws,
  type FamilyLawOptions,
  type FamilyLaws,
  type LawReport,
  lawsOf,
  lawsText,
} from "./laws.js";
export type { LawOptions } from "./options.js";
export { purity } from "./purity.js";
export { reachability } from "./reachability.js";
export { type LawName, type LawResult, lawNames, type Over, resultText } from "./result.js";
