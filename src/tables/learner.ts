/** Runs user code for views that are not known yet, and writes what it read and did into the trees. */

import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Step } from "../model/program.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { readKey, type Update } from "../semantics/evaluation.js";
import type { Act, Interpreter, Progress } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import { preemptionUnit, StateFault } from "../space/space.js";
import type { Domain } from "./domain.js";
import type { Footprints } from "./footprints.js";
import type { LeafOutcome, LeafStore, Touched } from "./leaves.js";
import { without } from "./left-out.js";
import type { Projections } from "./projections.js";
import type { Watching } from "./representing.js";
import { Contradiction, type Read, type Trees } from "./trees.js";
import type { Updates } from "./updates.js";
import { ViewRecord } from "./view-record.js";

/** What a learner fills. */
export interface Tables {
  readonly domains: readonly Domain[];
  readonly projections: Projections;
  readonly trees: Trees;
  readonly leaves: LeafStore;
  readonly updates: Updates;
  /** Kept where somebody asks for them. */
  readonly footprints?: Footprints;
  /** Ghosts that are not in the state. */
  readonly leftOut: ReadonlySet<Variable>;
  /** Who is told of what is learnt. */
  readonly watching?: Watching | undefined;
  /** Called when values were numbered that may be new, and before anything is made of the numbers. */
  readonly settle?: () => void;
}

interface PlantedStep {
  readonly step: Step;
  readonly process: ModelProcess;
  /** The number of the location that it stands at. */
  readonly at: number;
}

type Recorded<T> = { readonly reads: readonly Read[]; readonly result: T };

export class Learner {
  /** How many views were learnt. */
  views = 0;
  readonly initial: State;
  /** By step, in the order in which they were planted: the root of its tree. */
  roots = new Int32Array(0);
  readonly #interpreter: Interpreter;
  readonly #tables: Tables;
  readonly #steps: PlantedStep[] = [];
  #record: ViewRecord | undefined;

  constructor(interpreter: Interpreter, tables: Tables) {
    this.#interpreter = interpreter;
    this.#tables = tables;
    this.initial = interpreter.initial();
  }

  /** Plants a tree for each step of `process`; returns, by location, the number of its first step, and the end. */
  plantSteps(process: ModelProcess): Int32Array {
    const { locations } = process.program;
    const firsts = new Int32Array(locations.length + 1);
    const roots: number[] = [...this.roots];
    locations.forEach(({ steps, inner }, at) => {
      firsts[at] = roots.length;
      if (inner) return;
      for (const step of steps) {
        this.#steps.push({ step, process, at });
        roots.push(this.#tables.trees.plant());
      }
    });
    firsts[locations.length] = roots.length;
    this.roots = Int32Array.from(roots);
    return firsts;
  }

  /** Learns what step number `number` does in `state`, which is state `id`. */
  learnStep(number: number, id: number, state: State): void {
    const planted = this.#steps[number];
    if (planted === undefined) throw new RangeError(`no step number ${number}`);
    const { step, process, at } = planted;
    const who = `step "${step.label}" of ${process.name}`;
    StateFault.at(id, () => {
      const interpreter = this.#interpreter;
      const gate = this.#recorded(() => interpreter.gate(step, state, process).open);
      const own = gate.result
        ? this.#recorded(() => interpreter.beyondGate(step, state, process))
        : { reads: [], result: [] };
      const reads = inOneView(gate.reads, own.reads);
      const updated: UpdatedTo[] = [];
      const outcomes = own.result.map((progress) =>
        this.#outcome({ progress, process, state, reads, updated }),
      );
      const { leaves, updates, footprints, leftOut, settle } = this.#tables;
      settle?.();
      for (const { update, from, to } of updated) updates.learn(update, from, to);
      const leaf = leaves.add(outcomes, touchedBy(process, reads, outcomes));
      const { variables } = interpreter.model.layout;
      if (footprints !== undefined) {
        const choice = this.#recorded(() => interpreter.select(step, state, process)).reads;
        const ways = own.result;
        footprints.learnStep(leaf, { step, process, from: at, reads, choice, ways, variables, leftOut });
      }
      this.#learn({ root: this.roots[number] as number, state, reads, leaf, who });
      this.#noteFootprint(planted, state, { reads, gate, own });
      this.#tables.watching?.step(step, process, state);
    });
  }

  /** Begins to keep what is learnt as footprints. To be asked for before anything is learnt. */
  get knownViews(): ViewRecord {
    if (this.#record === undefined && this.views > 0)
      throw new Error("footprints are kept from the beginning or not at all");
    this.#record ??= new ViewRecord(this.#tables);
    return this.#record;
  }

  #noteFootprint(
    { process, at }: PlantedStep,
    state: State,
    {
      reads,
      gate,
      own,
    }: {
      readonly reads: readonly Read[];
      readonly gate: Recorded<boolean>;
      readonly own: Recorded<readonly Progress[]>;
    },
  ): void {
    if (this.#record === undefined) return;
    const known = this.#known(process, state, own.reads);
    const outcomes = own.result.map(({ acts, at: end, cost }) => {
      const { written, updated } = changesOf(acts, known, this.#tables.leftOut);
      const writes = [...written]
        .map(([variable, value]) => [variable.index, this.#id(variable, value)] as const)
        .filter(([variable, value]) => known.get(variable) !== value);
      return {
        writes: [...writes, ...[...updated.keys()].map(({ index }) => [index, -1] as const)],
        to: end.inner ? at : end.index,
        costs: cost.preemptions + cost.events > 0,
      };
    });
    this.#record.noteStep({
      process: process.index,
      location: at,
      reads,
      gate: gate.reads,
      open: gate.result,
      own: own.reads,
      outcomes,
    });
  }

  /**
   * Learns what `predicate` answers in `state`: leaf 1 for true, 0 for false; or, where footprints of leaves are kept, a leaf of its
   * own for each view.
   */
  learnPredicate(root: number, name: string, predicate: Guard<never>, state: State): void {
    const { reads, result } = this.#recorded(() => this.#interpreter.holds(state, name, predicate).yes);
    const { footprints, leaves, settle } = this.#tables;
    settle?.();
    const leaf = footprints?.learnLook(leaves.add([], nothing), reads, result) ?? (result ? 1 : 0);
    this.#learn({ root, state, reads, leaf, who: `the predicate of "${name}"` });
    this.#record?.notePredicate(name, reads);
    this.#tables.watching?.predicate(predicate, state);
  }

  /**
   * What `run` comes to, and what it reads.
   *
   * @throws GhostsNeeded where it reads a ghost that is left out
   */
  #recorded<T>(run: () => T): Recorded<T> {
    return without(this.#tables.leftOut, (looked) => this.#recordedBy(looked, run));
  }

  #recordedBy<T>(looked: (ghost: Variable) => void, run: () => T): Recorded<T> {
    const reads = new Map<string, Read>();
    const whole = new Set<number>();
    const result = this.#interpreter.recording((read) => {
      const { index } = read.variable;
      if (this.#tables.leftOut.has(read.variable)) {
        looked(read.variable);
        return;
      }
      const key = readKey(read);
      // What is known of the whole value is known of every projection.
      if (reads.has(key) || whole.has(index)) return;
      if (read.projection === undefined) {
        whole.add(index);
        reads.set(key, { variable: index, projection: -1, found: this.#id(read.variable, read.value) });
      } else {
        const { projections } = this.#tables;
        const projection = projections.number(read.variable, read.projection);
        const found = projections.classOf(projection, read.value);
        reads.set(key, { variable: index, projection, found });
      }
    }, run);
    return { reads: [...reads.values()], result };
  }

  #id(variable: Variable, value: Value): number {
    const domain = this.#tables.domains[variable.index];
    if (domain === undefined) throw new RangeError(`no variable number ${variable.index}`);
    return domain.id(value);
  }

  #outcome({ progress, process, state, reads, updated: learnt }: SeenOutcome): LeafOutcome {
    const { acts, at, cost } = progress;
    const known = this.#known(process, state, reads);
    const { written, updated } = changesOf(acts, known, this.#tables.leftOut);
    if (!at.inner) written.set(process.location, at.index);
    const { leaves, updates } = this.#tables;
    const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => property));
    return {
      writes: [...written]
        .map(([variable, value]) => [variable.index, this.#id(variable, value)] as const)
        // What is known to be there already need not be written.
        .filter(([variable, value]) => known.get(variable) !== value),
      updates: [...updated].map(([variable, { chain, from, to }]) => {
        const update = updates.number(variable, chain);
        learnt.push({ update, from: this.#id(variable, from), to });
        this.#id(variable, to);
        return [variable.index, update];
      }),
      cost: cost.preemptions * preemptionUnit + cost.events,
      failures: leaves.failureSets.number([...new Set(failed)]),
    };
  }

  /** By variable, the number of the value that it is known to hold: what was read, and where the process is. */
  #known(process: ModelProcess, state: State, reads: readonly Read[]): ReadonlyMap<number, number> {
    const known = new Map(reads.filter(({ projection }) => projection < 0).map((r) => [r.variable, r.found]));
    known.set(process.location.index, this.#id(process.location, valueIn(state, process.location)));
    return known;
  }

  #learn(path: {
    readonly root: number;
    readonly state: State;
    readonly reads: readonly Read[];
    readonly leaf: number;
    readonly who: string;
  }): void {
    const { root, state, reads, leaf, who } = path;
    const { domains, trees } = this.#tables;
    const numberOf = (variable: number): number => {
      const domain = domains[variable];
      return domain === undefined ? -1 : domain.id(valueIn(state, domain.variable));
    };
    this.views += 1;
    try {
      trees.learn(root, reads, leaf, numberOf);
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
      throw new ModelError(
        `${who} read other variables than before although all that it had read was the same: it depends on something ` +
          "that is no variable (the clock, randomness, a variable of the program?)",
        { cause: error },
      );
    }
  }
}

/** What an update was seen to make of the value of that number. */
interface UpdatedTo {
  readonly update: number;
  readonly from: number;
  readonly to: Value;
}

interface SeenOutcome {
  readonly progress: Progress;
  readonly process: ModelProcess;
  readonly state: State;
  readonly reads: readonly Read[];
  /** Collects what updates made. */
  readonly updated: UpdatedTo[];
}

/** What a predicate's leaf touches: nobody takes it. */
const nothing: Touched = { process: -1, reads: new Set(), writes: new Set() };

function touchedBy(
  { index, location }: ModelProcess,
  reads: readonly Read[],
  outcomes: readonly LeafOutcome[],
): Touched {
  const written = outcomes.flatMap(({ writes, updates }) => [...writes, ...updates]);
  return {
    process: index,
    reads: new Set([location.index, ...reads.map(({ variable }) => variable)]),
    writes: new Set(written.map(([variable]) => variable)),
  };
}

/** What was read first, and of what was read then what that does not tell. */
function inOneView(first: readonly Read[], then: readonly Read[]): readonly Read[] {
  const told = ({ variable, projection }: Read): boolean =>
    first.some(
      (read) => read.variable === variable && (read.projection < 0 || read.projection === projection),
    );
  return [...first, ...then.filter((read) => !told(read))];
}

interface Updated {
  readonly chain: readonly Update[];
  /** What they made of what, here. */
  readonly from: Value;
  readonly to: Value;
}

/**
 * What `acts` come to: the variables that they overwrite, and those that they update without a look at their value.
 *
 * @param known the variables whose value was looked at, by number
 */
export function changesOf(
  acts: readonly Act[],
  known: { readonly has: (variable: number) => boolean },
  leftOut: ReadonlySet<Variable>,
): { readonly written: Map<Variable, Value>; readonly updated: ReadonlyMap<Variable, Updated> } {
  const written = new Map<Variable, Value>();
  const updated = new Map<Variable, Updated>();
  for (const act of acts) {
    for (const { variable, from, to } of act.changes) {
      if (leftOut.has(variable)) continue;
      const chain = act.updates.get(variable);
      if (chain === undefined || known.has(variable.index) || written.has(variable)) {
        written.set(variable, to);
        updated.delete(variable);
      } else {
        const before = updated.get(variable) ?? { chain: [], from };
        updated.set(variable, { chain: [...before.chain, ...chain], from: before.from, to });
      }
    }
  }
  return { written, updated };
}
