/** Purity: user code that sees the same does the same. */

import type { Model } from "../../src/model/model.js";
import { Audit } from "../../src/semantics/audit.js";
import { Impure } from "../../src/semantics/evaluation.js";
import { causeOf, judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { Walk } from "./walk.js";

/** At least so many executions are repeated at the end. */
const repeated = 1_000;

/**
 * Every body, guard, condition, cost and predicate is run in each state that is looked at, and compared with itself: at once, whenever
 * the same view comes again, and in other orders at the end.
 */
export function purity(model: Model, options: LawOptions = {}): LawResult {
  return judged("purity", model, options, (extent) => {
    const audit = new Audit({ ghosts: false });
    const walk = new Walk(model, extent, { observe: audit.observe });
    try {
      for (const _ of walk.visits());
      audit.recheck(repeated);
    } catch (error) {
      if (causeOf(error, Impure) === undefined || !(error instanceof Error)) throw error;
      return broken("purity", error.message);
    }
    return kept("purity", walk.over, walk.whole);
  });
}
