/**
 * Ghosts that are left out of the state, and the proof that they may be.
 *
 * A ghost that no checked property depends on tells states apart for nothing. It is left out at first, and stands at its
 * initial value wherever code reads it. A predicate that reads it, or a step that reads it and tests a checked assertion or
 * writes a ghost that is not left out, needs it at once. Any other step is run, when the search ends, for every value that
 * the ghosts it reads could have: those that all steps ever write, whatever else holds, which are more than they really
 * have. Where that changes nothing but ghosts that are left out, leaving them out changed nothing.
 */

import type { ModelProcess } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Step } from "../model/program.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type Read, readKey } from "../semantics/evaluation.js";
import { type Act, Interpreter, type Progress } from "../semantics/interpreter.js";
import { type State, withWrites } from "../semantics/state.js";

/** What a search is to find out, and what it may leave out for that. */
export interface Scope {
  /** Ghosts. */
  readonly leftOut: ReadonlySet<Variable>;
  /** The names of the assertions that are checked. */
  readonly checked: ReadonlySet<string>;
}

/** Thrown where a search cannot do without ghosts that were left out: it must begin again with them. */
export class GhostsNeeded extends Error {
  readonly ghosts: readonly Variable[];

  constructor(ghosts: Iterable<Variable>) {
    super("the search needs ghosts that were left out");
    this.ghosts = [...ghosts];
  }
}

/** A step in a view in which it has to do with ghosts that are left out. */
interface Seen {
  readonly step: Step;
  readonly process: ModelProcess;
  readonly state: State;
  /** The ghosts among what it read. */
  readonly ghosts: ReadonlySet<Variable>;
  /** What else it read, by {@link readKey}. */
  readonly view: ReadonlySet<string>;
  readonly effect: string;
}

/**
 * Steps are run so many times, at most, to show that ghosts may be left out. Where that does not do because their values have
 * no end, they are not left out, unless nothing that is checked could depend on a ghost but by breaking the rule that ghosts
 * decide only ghosts and failures: that rule is tested, as purity is, and not proved.
 */
const mostRuns = 5_000;

function finalWrites(acts: readonly Act[]): Map<Variable, Value> {
  return new Map(acts.flatMap(({ changes }) => changes.map(({ variable, to }) => [variable, to] as const)));
}

/** All ways of giving each variable one of its values. */
function* combinations(
  variables: readonly Variable[],
  values: ReadonlyMap<Variable, ReadonlyMap<string, Value>>,
): Generator<ReadonlyMap<Variable, Value>> {
  const [first, ...rest] = variables;
  if (first === undefined) {
    yield new Map();
    return;
  }
  for (const value of [...(values.get(first)?.values() ?? [])]) {
    for (const others of combinations(rest, values)) yield new Map([[first, value], ...others]);
  }
}

export class LeftOut {
  readonly scope: Scope;
  /** Not the one that is watched: what is run here may never happen. */
  readonly #interpreter: Interpreter;
  readonly #seen: Seen[] = [];

  constructor(interpreter: Interpreter, scope: Scope) {
    this.scope = scope;
    this.#interpreter = new Interpreter(interpreter.model);
  }

  has(variable: Variable): boolean {
    return this.scope.leftOut.has(variable);
  }

  /** @throws GhostsNeeded where a predicate read some of the ghosts that are left out, which are these */
  predicateRead(ghosts: ReadonlySet<Variable>): void {
    if (ghosts.size > 0) throw new GhostsNeeded(ghosts);
  }

  /**
   * Keeps in mind what a step did in `state`.
   *
   * @throws GhostsNeeded where it needs what it read
   */
  stepRead({ step, process, state, ghosts, view }: Omit<Seen, "effect">, found: readonly Progress[]): void {
    if (this.scope.leftOut.size === 0) return;
    const acts = found.flatMap((progress) => progress.acts);
    const written = [...finalWrites(acts).keys()];
    if (ghosts.size === 0 && !written.some((variable) => this.has(variable))) return;
    const matters =
      acts.some(({ tested }) => [...tested].some((name) => this.scope.checked.has(name))) ||
      written.some((variable) => variable.ghost && !this.has(variable)) ||
      // Which function updates a variable does not show in what it makes of one value.
      acts.some(({ updates }) => [...updates.keys()].some((variable) => !this.has(variable)));
    if (matters && ghosts.size > 0) throw new GhostsNeeded(ghosts);
    this.#seen.push({ step, process, state, ghosts, view, effect: this.#effect(found) });
  }

  /** Runs `learn`; whatever goes wrong in it may be due to ghosts that do not have their real values. */
  guarded<T>(learn: () => T): T {
    try {
      return learn();
    } catch (error) {
      if (this.scope.leftOut.size > 0 && isModelError(error)) throw new GhostsNeeded(this.scope.leftOut);
      throw error;
    }
  }

  /** @throws GhostsNeeded where it is not shown that the ghosts that were left out change nothing */
  settle(): void {
    const read = new Set(this.#seen.flatMap(({ ghosts }) => [...ghosts]));
    if (read.size === 0) return;
    const values = new Map(
      [...read].map((ghost) => [ghost, new Map([[encode(ghost.initial), ghost.initial]])] as const),
    );
    const tried = new Set<string>();
    let runs = 0;
    for (let before = -1; before < tried.size; ) {
      before = tried.size;
      for (const [i, seen] of this.#seen.entries()) {
        for (const ghosts of combinations(this.#varied(seen, read), values)) {
          const key = `${i} ${[...ghosts.values()].map(encode).join(" ")}`;
          if (tried.has(key)) continue;
          tried.add(key);
          runs += 1;
          if (runs > mostRuns) {
            if (this.#mayMatter) throw new GhostsNeeded(read);
            return;
          }
          this.#try(seen, ghosts, values);
        }
      }
    }
  }

  /** Whether a ghost could decide something that is checked: an assertion, or a ghost that is not left out. */
  get #mayMatter(): boolean {
    const { variables } = this.#interpreter.model.layout;
    return this.scope.checked.size > 0 || variables.some((v) => v.ghost && !this.has(v));
  }

  /** The ghosts whose values a step may make something of: those that it reads, and those that it updates. */
  #varied({ ghosts, step, process, state }: Seen, read: ReadonlySet<Variable>): readonly Variable[] {
    const acts = this.#interpreter.taken(step, state, process).flatMap((progress) => progress.acts);
    const updated = acts.flatMap(({ updates }) => [...updates.keys()]);
    return [...new Set([...ghosts, ...updated])].filter((variable) => read.has(variable));
  }

  #try(
    { step, process, state, effect, ghosts, view }: Seen,
    given: ReadonlyMap<Variable, Value>,
    values: ReadonlyMap<Variable, Map<string, Value>>,
  ): void {
    let looksElsewhere = false;
    const look = (read: Read): void => {
      if (this.has(read.variable)) return;
      looksElsewhere ||= !view.has(readKey(read)) && !view.has(String(read.variable.index));
    };
    const found = this.guarded(() =>
      this.#interpreter.recording(look, () =>
        this.#interpreter.taken(step, withWrites(state, given), process),
      ),
    );
    // What else it looks at may be other in other states, of which this view was to speak too.
    if (looksElsewhere || this.#effect(found) !== effect) throw new GhostsNeeded(ghosts);
    for (const { acts } of found) {
      for (const [variable, value] of finalWrites(acts)) values.get(variable)?.set(encode(value), value);
    }
  }

  /** What a step comes to, ghosts that are left out aside. */
  #effect(found: readonly Progress[]): string {
    const { checked } = this.scope;
    return JSON.stringify(
      found.map(({ acts, at, cost }) => [
        at.index,
        cost.kinds,
        [...finalWrites(acts)]
          .filter(([variable]) => !this.has(variable))
          .map(([variable, value]) => [variable.index, encode(value)]),
        acts.map(({ tested, failures }) => [
          [...tested].filter((name) => checked.has(name)),
          failures.map(({ property }) => property).filter((name) => checked.has(name)),
        ]),
      ]),
    );
  }
}
