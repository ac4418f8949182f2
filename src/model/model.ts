/** A model: variables, processes and properties, checked and laid out. */

import { kinds, type Property, predicatesOf } from "../property/property.js";
import { checkSymmetry } from "./alike.js";
import { aTypeOf } from "./code.js";
import { compile } from "./compile.js";
import type { Guard, Rule, StateView } from "./context.js";
import { type Layout, layOut } from "./layout.js";
import { ModelError, withContext } from "./model-error.js";
import { unknownName } from "./nearest.js";
import { type Fairness, fairnesses, type Place, type Process } from "./process.js";
import type { Program } from "./program.js";
import type { Interchangeable } from "./symmetry.js";
import { type Declaration, type Group, listed, type Variable } from "./variables.js";

const brand = Symbol.for("preempt.model");

/** What every model takes for granted. */
const consistency = "sequentially consistent memory";

/** A parameter's value: part of what the verdicts are about. */
export type Parameter = string | number | boolean;

/** What a model is made from. */
export interface ModelOptions<V extends Declaration> {
  readonly name: string;
  /** The shared variables by initial values. */
  readonly variables: V;
  /** In the order in which they stand in schedules and break ties. */
  readonly processes: readonly Process<NoInfer<V>>[];
  readonly properties?: readonly Property<StateView<NoInfer<V>>>[];
  /** The parameters that this instance was built with; every verdict is given under them. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** What the model leaves out or takes for granted, a phrase each; said with every verdict. */
  readonly assumptions?: readonly string[];
  /**
   * Variables that drawings of traces leave out, as what they tell is told otherwise: `cpu.running`, for that variable of
   * every CPU.
   */
  readonly background?: readonly string[];
  /** Steps and branches that no run takes, as the law of reachability names them, each with the reason why. */
  readonly unreachable?: Readonly<Record<string, string>>;
  /** What is alike: the search that decides then keeps one state for all that differ in an exchange of these alone. */
  readonly symmetry?: readonly Interchangeable[];
}

/** A process of a checked model. */
export interface ModelProcess {
  /** Its position, and so its rank among processes. */
  readonly index: number;
  readonly name: string;
  readonly program: Program;
  readonly location: Variable;
  readonly locals: Group;
  readonly task: Place | undefined;
  readonly cpu: Place | undefined;
  /** Its steps are guarded by it already; that they are is for `show` to say. */
  readonly enabled: Guard<never> | undefined;
  readonly strikes: readonly Rule[];
  readonly mayWait: boolean;
  readonly environment: boolean;
  readonly fair: Fairness | undefined;
}

/** Where the type of a model's variables is kept: no model has such a field. */
declare const declaration: unique symbol;

/** A checked model, ready to be explored. `V` is how its shared variables were declared: for the types of claims about it. */
export interface Model<out V extends Declaration = Declaration> {
  readonly [brand]: true;
  /** Never there. */
  readonly [declaration]?: V;
  readonly name: string;
  readonly layout: Layout;
  readonly processes: readonly ModelProcess[];
  readonly properties: readonly Property<never>[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly assumptions: readonly string[];
  /** What is assumed of schedules: by claims about whole runs alone. */
  readonly fairness: readonly string[];
  /** The names of variables that drawings leave out. */
  readonly background: readonly string[];
  /** What no run takes, by name, with the reason. */
  readonly unreachable: Readonly<Record<string, string>>;
  /** What is declared to be alike. */
  readonly symmetry: readonly Interchangeable[];
  /** Whether any step declares a cost; then no switch costs anything by itself. */
  readonly declaresCosts: boolean;
  /** What it was made from, so that it can be made once more with other programs. */
  readonly madeFrom: ModelOptions<Declaration>;
}

function refuseDuplicates(kind: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ModelError(`two ${kind} are called "${twice}"`);
}

function checkIndexed(model: ModelOptions<Declaration>, shared: Group): void {
  for (const { name, cpu, task } of model.processes) {
    for (const [what, place] of [
      ["cpu", cpu],
      ["task", task],
    ] as const) {
      const member = shared.members.get(what);
      const groups = member?.kind === "indexed" ? member.groups : new Map<number | string, Group>();
      if (place === undefined) continue;
      if (member === undefined)
        throw new ModelError(`process "${name}" names its ${what}, but no variable is declared per ${what}`);
      if (typeof place !== "function" && !groups.has(place))
        throw new ModelError(`process "${name}" names ${what} ${place}; there are ${listed(groups)}`);
    }
  }
}

/** What types say of a model, said once more to those who write JavaScript. */
function refuseUntyped({ name, variables, processes, properties = [] }: ModelOptions<Declaration>): void {
  if (typeof name !== "string" || name === "") throw new ModelError("it has no name");
  if (typeof variables !== "object" || variables === null)
    throw new ModelError(`its variables are ${aTypeOf(variables)}, not an object of initial values`);
  if (!Array.isArray(processes)) throw new ModelError("its processes are not a list: write [process(…)]");
  if (!Array.isArray(properties)) throw new ModelError("its properties are not a list: write [always(…)]");
  for (const [i, property] of (properties as readonly unknown[]).entries()) {
    const { kind, name } = Object(property) as { readonly [field: string]: unknown };
    if (!kinds.some((known) => known === kind)) {
      const hint = typeof property === "function" ? " (a property is made by a call: deadlockFree())" : "";
      throw new ModelError(
        `property ${i + 1} is ${aTypeOf(property)}, not one that ${kinds.join(", ")} make${hint}`,
      );
    }
    if (typeof name !== "string" || name === "")
      throw new ModelError(
        `property ${i + 1} has no name: a text that comes first, as in never("x is 1", …)`,
      );
    const wrong = predicatesOf(property as Property<never>).find(([, given]) => typeof given !== "function");
    if (wrong !== undefined)
      throw new ModelError(`the ${wrong[0]} of "${name}" is ${aTypeOf(wrong[1])}, not a function`);
  }
}

/** The names of the variables that `background` means. Throws ModelError for what means none. */
function inBackground(background: readonly string[], { variables }: Layout): readonly string[] {
  const plain = variables.map(({ name }) => ({ name, kind: name.replace(/\(.*?\)/g, "") }));
  const unknown = background.find((wanted) => !plain.some(({ kind }) => kind === wanted));
  if (unknown !== undefined) {
    const there = [...new Set(plain.map(({ kind }) => kind))];
    throw new ModelError(`${unknownName("variable", unknown, there)}, to be left out of drawings`);
  }
  return plain.filter(({ kind }) => background.includes(kind)).map(({ name }) => name);
}

/** What is declared to be unreachable. Throws ModelError where a reason is missing. */
function withReasons(unreachable: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bare = Object.entries(unreachable).find(([, why]) => typeof why !== "string" || why.trim() === "");
  if (bare === undefined) return unreachable;
  throw new ModelError(`"${bare[0]}" is declared unreachable without a reason: write why no run takes it`);
}

/** What is declared of schedules, in words. */
function fairnessOf(processes: readonly Process<never>[]): readonly string[] {
  const assumed = fairnesses.flatMap((fair) => {
    const names = processes.filter((process) => process.fair === fair).map(({ name }) => name);
    return names.length === 0 ? [] : [`${fair}ly fair: ${names.join(", ")}`];
  });
  return assumed.length === 0 ? ["nothing about who is scheduled"] : assumed;
}

function checked(options: ModelOptions<Declaration>): Model {
  refuseUntyped(options);
  const { name, variables, processes, properties = [], parameters = {}, assumptions = [] } = options;
  if (processes.length === 0) throw new ModelError("it has no process: nothing could move");
  refuseDuplicates(
    "processes",
    processes.map((process) => process.name),
  );
  refuseDuplicates(
    "properties",
    properties.map((property) => property.name),
  );
  const programs = processes.map((process) =>
    withContext(
      () => `in the program of process "${process.name}"`,
      () => compile(process.program, process.enabled),
    ),
  );
  const layout = layOut(
    variables,
    processes,
    programs.map(({ start }) => start.index),
  );
  checkIndexed(options, layout.shared);
  const made = processes.map((process, index): ModelProcess => {
    const { name, task, cpu, enabled, strikes, mayWait, environment, fair } = process;
    const program = programs[index];
    const slots = layout.processes[index];
    if (program === undefined || slots === undefined)
      throw new ModelError(`process "${name}" was not laid out`);
    return { index, name, program, ...slots, task, cpu, enabled, strikes, mayWait, environment, fair };
  });
  const { symmetry = [] } = options;
  checkSymmetry(symmetry, { layout, processes: made });
  const assumed = [...assumptions, consistency];
  const declaresCosts = programs.some((program) => program.declaresCosts);
  return {
    [brand]: true,
    name,
    layout,
    processes: made,
    properties,
    parameters,
    assumptions: assumed,
    fairness: fairnessOf(processes),
    background: inBackground(options.background ?? [], layout),
    unreachable: withReasons(options.unreachable ?? {}),
    symmetry,
    declaresCosts,
    madeFrom: options,
  };
}

/**
 * Checks and lays out a model.
 *
 * @throws ModelError saying what is wrong with it: a variable that holds what it may not, a reserved or doubled
 *   name, a program that cannot be laid out, no process …
 */
export function model<V extends Declaration>(options: ModelOptions<V>): Model<V> {
  return withContext(
    () => `in model "${options.name}"`,
    // The types have done their work: from here on the model is its layout, and V but a name for it.
    () => checked(options as unknown as ModelOptions<Declaration>) as Model<V>,
  );
}

/** Whether `thing` is a model, of this or of another loaded copy of the library. */
export function isModel(thing: unknown): thing is Model {
  return typeof thing === "object" && thing !== null && brand in thing;
}
