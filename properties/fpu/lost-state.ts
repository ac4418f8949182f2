/** No lost state: what an owner wrote last is what it finds. */

import { always, forAll, type Property, type StateView } from "preempt";
import { type Holding, isUntouched } from "./holding.js";

/** Wherever one of `holdings` must hold its owner's contents, it holds the latest. */
export function noLostState<S extends Pick<StateView<unknown>, "contents">>(
  name: string,
  ...holdings: readonly Holding<S>[]
): Property<S> {
  return always(
    name,
    forAll(
      holdings,
      (state: S, holding) =>
        !holding.when(state) ||
        state.contents.latest(holding.held(state), holding.owner) ||
        isUntouched(holding, state),
    ),
  );
}
