/** Ghosts decide only ghosts, and failures: they are there for properties alone. */

import type { Model } from "../../src/model/model.js";
import { Audit } from "../../src/semantics/audit.js";
import { GhostDecides } from "../../src/semantics/ghost-watch.js";
import { causeOf, judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { Walk } from "./walk.js";

const law = "ghosts decide only ghosts";

/** Two executions of one piece of code that differ in ghosts alone must not differ in anything real. */
export function ghosts(model: Model, options: LawOptions = {}): LawResult {
  return judged(law, model, options, (extent) => {
    if (!model.layout.variables.some(({ ghost }) => ghost))
      return { law, kind: "not judged", because: "as no variable is a ghost" };
    const walk = new Walk(model, extent, { observe: new Audit().observe });
    try {
      for (const _ of walk.visits());
    } catch (error) {
      if (causeOf(error, GhostDecides) === undefined || !(error instanceof Error)) throw error;
      return broken(law, error.message);
    }
    return kept(law, walk.over, walk.whole);
  });
}
