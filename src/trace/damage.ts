/** The step of a run that did the damage: found by a rule, and said in its words. */

import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Act } from "../semantics/interpreter.js";
import { type State, withWrites } from "../semantics/state.js";
import type { Run } from "./run.js";
import type { Trace } from "./trace.js";

/** What is known of how a run breaks a claim. */
export interface Breach {
  /** What the claim looked at when it was seen to be broken. */
  readonly seen: ReadonlySet<Variable>;
  /** Of an assertion, which act of the last step failed it. */
  readonly failing: number | undefined;
  /** The names of variables that drawings leave out: the last to be blamed. */
  readonly background: readonly string[];
  /** Whether a state breaks the claim by itself, where that can be asked. */
  readonly breaks: ((state: State) => boolean) | undefined;
}

interface Write {
  readonly from: Value;
  readonly to: Value;
}

type Net = ReadonlyMap<Variable, Write>;

/** How one step left the variables that it wrote: what they held before it, and behind it. */
function netWrites(acts: readonly Act[]): Net {
  const net = new Map<Variable, Write>();
  for (const { variable, from, to } of acts.flatMap(({ changes }) => changes)) {
    const before = net.get(variable);
    net.set(variable, { from: before === undefined ? from : before.from, to });
  }
  return net;
}

const changes = ({ from, to }: Write): boolean => encode(from) !== encode(to);

/**
 * Where contents were seen: the last step that put some where undoing that alone would mend the claim. What else the claim
 * looks at only says when they are looked at.
 */
function spoiled(run: Run, nets: readonly Net[], { seen, breaks }: Breach): Trace["damage"] {
  if (breaks === undefined) return null;
  const last = [...seen]
    .filter(({ contents }) => contents)
    .map((variable) => {
      const index = nets.findLastIndex((net) => {
        const write = net.get(variable);
        return write !== undefined && changes(write);
      });
      return { variable, index, write: nets[index]?.get(variable) };
    });
  const found = last
    .sort((a, b) => b.index - a.index)
    .find(
      ({ variable, write }) =>
        write !== undefined && !breaks(withWrites(run.final, new Map([[variable, write.from]]))),
    );
  return found === undefined ? null : { step: found.index + 1, variables: [found.variable.name] };
}

/** The last step that changed a variable that was seen, real ones before ghosts; or else the last that wrote one. */
function touched(nets: readonly Net[], seen: ReadonlySet<Variable>): Trace["damage"] {
  for (const changed of [true, false]) {
    for (const ghost of [false, true]) {
      const wanted = [...seen].filter((variable) => variable.ghost === ghost && variable.kind !== "location");
      const hits = nets.map((net) =>
        wanted.filter((variable) => {
          const write = net.get(variable);
          return write !== undefined && (!changed || changes(write));
        }),
      );
      const index = hits.findLastIndex(({ length }) => length > 0);
      const variables = hits[index]?.map(({ name }) => name);
      if (variables !== undefined) return { step: index + 1, variables };
    }
  }
  return null;
}

/** The step of `run` that did the damage, and the variables in which it did; null where no step wrote any that was seen. */
export function damageOf(run: Run, breach: Breach): Trace["damage"] {
  const { failing } = breach;
  const last = run.outcomes.length - 1;
  // An act that fails an assertion saw what was there before it: earlier acts of the same block, earlier steps.
  const nets = run.outcomes.map(({ acts }, i) =>
    netWrites(i === last && failing !== undefined ? acts.slice(0, failing) : acts),
  );
  const shown = new Set([...breach.seen].filter(({ name }) => !breach.background.includes(name)));
  return spoiled(run, nets, breach) ?? touched(nets, shown) ?? touched(nets, breach.seen);
}
