/** Immutability: nothing writes into a value that it was handed. */

import type { Model } from "../../src/model/model.js";
import { Threw } from "../../src/semantics/evaluation.js";
import { freezeDeep } from "./freeze.js";
import { causeOf, judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { Walk } from "./walk.js";

const law = "immutability";

/** What the engine says of a write to something frozen. */
const refusal = /read only property|not extensible|Cannot (delete|define|redefine) property/;

/**
 * Every state is frozen to the leaves before user code sees it. Code in strict mode, as all modules are, throws where it writes into
 * a value then. The values stay frozen: who keeps the law cannot tell.
 */
export function immutability(model: Model, options: LawOptions = {}): LawResult {
  return judged(law, model, options, (extent) => {
    const frozen = new WeakSet<object>();
    const walk = new Walk(model, extent, { prepare: (state) => freezeDeep(state, frozen) });
    try {
      for (const _ of walk.visits());
    } catch (error) {
      const threw = causeOf(error, Threw);
      const thrown = threw?.cause;
      if (threw === undefined || !(thrown instanceof TypeError) || !refusal.test(thrown.message)) throw error;
      const [what = "", ...where] = error instanceof Error ? error.message.split("\n") : [];
      const read = [...new Set(threw.reads.map(({ variable }) => variable.name))].join(", ");
      const told =
        `${what.replace(` threw ${thrown.name}: `, " wrote into a value that it was handed: ")} ` +
        `(it had read ${read === "" ? "no variable" : read}). Values are shared between states: make a new one and assign that`;
      return broken(law, [told, ...where].join("\n"));
    }
    return kept(law, walk.over, walk.whole);
  });
}
