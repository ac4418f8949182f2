/** Load and put balanced: no put without a load, no load of what is loaded, no return to user mode without the put. */

import { always, assertion, type Property } from "preempt";

/** A ghost that says whether the guest's registers are loaded. */
export interface Loaded {
  loaded: boolean;
}

interface Asserting {
  assert(property: string, condition: boolean, why?: string): void;
}

/** Names of the three claims. */
export interface LoadPutNames {
  readonly put: string;
  readonly load: string;
  readonly user: string;
}

/** What a family notes in its loads and puts, and the claims about it. */
export interface LoadPut<S> {
  /** To be called by a load. */
  readonly loads: (k: Asserting, ghost: Loaded) => void;
  /** To be called by a put. */
  readonly puts: (k: Asserting, ghost: Loaded) => void;
  readonly properties: readonly Property<S>[];
}

/**
 * Loads and puts in turn.
 *
 * @param options.inUser whether the task is in user mode
 * @param options.loaded the ghost, as a claim sees it
 */
export function loadAndPutBalanced<S>(
  names: LoadPutNames,
  options: { readonly inUser: (state: S) => boolean; readonly loaded: (state: S) => boolean },
): LoadPut<S> {
  const { inUser, loaded } = options;
  return {
    loads: (k, ghost) => {
      k.assert(names.load, !ghost.loaded);
      ghost.loaded = true;
    },
    puts: (k, ghost) => {
      k.assert(names.put, ghost.loaded);
      ghost.loaded = false;
    },
    properties: [
      assertion(names.put),
      assertion(names.load),
      always(names.user, (state) => !inUser(state) || !loaded(state)),
    ],
  };
}
