/** No register leak: nobody finds another owner's contents where its own must be. */

import { always, forAll, type Property, type StateView } from "preempt";
import { init } from "../../models/machine/index.js";
import type { Holding } from "./holding.js";

/** Wherever one of `holdings` must hold its owner's contents, it holds none of another owner's: stale ones are no leak. */
export function noRegisterLeak<S extends Pick<StateView<unknown>, "contents">>(
  name: string,
  ...holdings: readonly Holding<S>[]
): Property<S> {
  return always(
    name,
    forAll(holdings, (state: S, { owner, when, held }) => {
      if (!when(state)) return true;
      const found = state.contents.ownerOf(held(state));
      return found === owner || found === init;
    }),
  );
}
