/** How a law is judged: what it may be asked of, and which mistakes in a model are its to name. */

import type { Model } from "../../src/model/model.js";
import { Impure } from "../../src/semantics/evaluation.js";
import { GhostDecides } from "../../src/semantics/ghost-watch.js";
import { type Extent, extentOf, type LawOptions, refuseNoModel } from "./options.js";
import type { LawName, LawResult } from "./result.js";

/** The first of `kind` among `error` and what caused it. */
export function causeOf<T extends Error>(
  error: unknown,
  kind: abstract new (...args: never[]) => T,
): T | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof kind) return at;
  return undefined;
}

/**
 * What `judge` says of the law; that it cannot be judged where another law turns out to be broken.
 *
 * @throws ModelError for what is no model, for odd options, and for a mistake in the model that is no law's to name
 */
export function judged(
  law: LawName,
  model: Model,
  options: LawOptions,
  judge: (extent: Extent) => LawResult,
): LawResult {
  refuseNoModel(model);
  const extent = extentOf(options);
  try {
    return judge(extent);
  } catch (error) {
    if (causeOf(error, Impure) !== undefined)
      return { law, kind: "not judged", because: "as user code is not pure" };
    if (causeOf(error, GhostDecides) !== undefined)
      return { law, kind: "not judged", because: "as a ghost decides something real" };
    throw error;
  }
}
