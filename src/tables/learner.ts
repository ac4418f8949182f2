/** Runs user code for views that are not known yet, and writes what it read and did into the trees. */

import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Step } from "../model/program.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { readKey } from "../semantics/evaluation.js";
import type { Interpreter, Progress } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import { StateFault } from "../space/space.js";
import type { Domain } from "./domain.js";
import type { LeafOutcome, Leaves } from "./leaves.js";
import { Projections } from "./projections.js";
import { Contradiction, type Read, type Trees } from "./trees.js";

interface PlantedStep {
  readonly step: Step;
  readonly process: ModelProcess;
}

export class Learner {
  /** How many views were learnt. */
  views = 0;
  readonly initial: State;
  /** By step, in the order in which they were planted: the root of its tree. */
  roots = new Int32Array(0);
  readonly projections: Projections;
  readonly #interpreter: Interpreter;
  readonly #domains: readonly Domain[];
  readonly #trees: Trees;
  readonly #leaves: Leaves;
  readonly #steps: PlantedStep[] = [];

  constructor(interpreter: Interpreter, domains: readonly Domain[], trees: Trees, leaves: Leaves) {
    this.#interpreter = interpreter;
    this.#domains = domains;
    this.#trees = trees;
    this.#leaves = leaves;
    this.initial = interpreter.initial();
    this.projections = new Projections(domains);
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
        this.#steps.push({ step, process });
        roots.push(this.#trees.plant());
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
    const { step, process } = planted;
    const who = `step "${step.label}" of ${process.name}`;
    StateFault.at(id, () => {
      const { reads, result } = this.#recorded(() => this.#interpreter.taken(step, state, process));
      const outcomes = result.map((progress) => this.#outcome(progress, process, reads));
      this.#learn(this.roots[number] as number, reads, this.#leaves.add(outcomes), who);
    });
  }

  /** Learns what `predicate` answers in `state`: leaf 1 for true, 0 for false. */
  learnPredicate(root: number, name: string, predicate: Guard<never>, state: State): void {
    const { reads, result } = this.#recorded(() => this.#interpreter.holds(state, name, predicate).yes);
    this.#learn(root, reads, result ? 1 : 0, `the predicate of "${name}"`);
  }

  #recorded<T>(run: () => T): { readonly reads: readonly Read[]; readonly result: T } {
    const reads = new Map<string, Read>();
    const whole = new Set<number>();
    const result = this.#interpreter.recording((read) => {
      const { index } = read.variable;
      const key = readKey(read);
      // What is known of the whole value is known of every projection.
      if (reads.has(key) || whole.has(index)) return;
      if (read.projection === undefined) {
        whole.add(index);
        reads.set(key, { variable: index, projection: -1, value: this.#id(read.variable, read.value) });
      } else {
        const projection = this.projections.number(read.variable, read.projection);
        const value = this.projections.classOf(projection, read.value);
        reads.set(key, { variable: index, projection, value });
      }
    }, run);
    return { reads: [...reads.values()], result };
  }

  #id(variable: Variable, value: Value): number {
    const domain = this.#domains[variable.index];
    if (domain === undefined) throw new RangeError(`no variable number ${variable.index}`);
    return domain.id(value);
  }

  #outcome({ acts, at, cost }: Progress, process: ModelProcess, reads: readonly Read[]): LeafOutcome {
    const final = new Map<Variable, Value>(
      acts.flatMap(({ changes }) => changes.map(({ variable, to }) => [variable, to])),
    );
    if (!at.inner) final.set(process.location, at.index);
    const whole = reads.filter(({ projection }) => projection < 0);
    const was = new Map(whole.map(({ variable, value }) => [variable, value]));
    const writes = [...final]
      .map(([variable, value]) => [variable.index, this.#id(variable, value)] as const)
      // What is known to be there already need not be written.
      .filter(([variable, value]) => was.get(variable) !== value);
    const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => property));
    return {
      writes,
      cost: cost.preemptions * 2 ** 16 + cost.events,
      failures: this.#leaves.failureSet([...new Set(failed)]),
    };
  }

  #learn(root: number, reads: readonly Read[], leaf: number, who: string): void {
    this.views += 1;
    try {
      this.#trees.learn(root, reads, leaf);
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
