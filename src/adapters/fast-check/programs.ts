/** Small random programs over declared operations. */

import { type Arbitrary, array, constantFrom, record } from "fast-check";
import type { Part } from "../../model/code.js";
import type { Context } from "../../model/context.js";
import { language } from "../../model/language.js";
import { ModelError } from "../../model/model-error.js";
import { unknownName } from "../../model/nearest.js";
import type { Process, ProcessOptions } from "../../model/process.js";
import { shrunkBy } from "./shrunk-by.js";

/** What processes may do, by name, the simplest first: code, or a function to it from the name of the process. */
export type Operations<V> = Readonly<
  Record<string, Part<Context<V>> | ((process: string) => Part<Context<V>>)>
>;

/** By the names of processes, the operations that each takes, in a row. A process without any is not there. */
export type Programs = Readonly<Record<string, readonly string[]>>;

/** What programs are drawn from. */
export interface ProgramsOptions {
  /** By name, the simplest first; or their names alone. */
  readonly operations: Readonly<Record<string, unknown>> | readonly string[];
  /** The names of the processes that there may be. */
  readonly processes: readonly string[];
  /** The most operations of a process. */
  readonly length: number;
}

function checked(options: ProgramsOptions): readonly string[] {
  const { operations, processes, length }: Partial<ProgramsOptions> = Object(options);
  if (typeof operations !== "object" || operations === null)
    throw new ModelError("programs need operations by name: { operations: { name: step(…) } }");
  if (!Array.isArray(processes))
    throw new ModelError('programs need the names of processes: { processes: ["A", "B"] }');
  const twice = processes.find((name, i) => processes.indexOf(name) !== i);
  if (twice !== undefined)
    throw new ModelError(`"${String(twice)}" is there twice: no two processes have one name`);
  // A list has no names but its positions.
  const names = Array.isArray(operations) ? (operations as readonly string[]) : Object.keys(operations);
  if (names.length === 0)
    throw new ModelError("programs need an operation: { operations: { name: step(…) } }");
  if (processes.length === 0) throw new ModelError('programs need a process: { processes: ["A", "B"] }');
  if (length === undefined || !Number.isInteger(length) || length < 1)
    throw new ModelError(`length is ${String(length)}; it can be a whole number from 1`);
  return names;
}

const withoutEmpty = (programs: Programs): Programs =>
  Object.fromEntries(Object.entries(programs).filter(([, row]) => row.length > 0));

/** Programs a little smaller: without a process, without an operation, with a process or an operation that is declared before. */
function* smaller(
  programs: Programs,
  {
    operations,
    processes,
  }: { readonly operations: readonly string[]; readonly processes: readonly string[] },
): Generator<Programs> {
  const all = Object.entries(programs);
  if (all.length > 1)
    for (const [gone] of all.toReversed()) yield Object.fromEntries(all.filter(([name]) => name !== gone));
  for (const [name, row] of all) {
    if (row.length === 1) continue;
    for (const i of row.keys()) yield { ...programs, [name]: row.toSpliced(i, 1) };
  }
  const free = processes.find((name) => !Object.hasOwn(programs, name));
  for (const [name] of all)
    if (free !== undefined && processes.indexOf(free) < processes.indexOf(name))
      yield inOrder(
        processes,
        all.map(([each, row]) => [each === name ? free : each, row]),
      );
  for (const [name, row] of all)
    for (const [i, operation] of row.entries())
      for (const simpler of operations.slice(0, Math.max(0, operations.indexOf(operation))))
        yield { ...programs, [name]: row.with(i, simpler) };
}

/** Processes stand in the order in which they are declared, which breaks ties. */
function inOrder(
  processes: readonly string[],
  all: readonly (readonly [string, readonly string[]])[],
): Programs {
  return Object.fromEntries(processes.flatMap((name) => all.filter(([each]) => each === name)));
}

/**
 * Programs over declared operations: at least one process with at least one operation. They shrink by leaving out processes and
 * operations, then to processes and operations that are declared before.
 *
 * @throws ModelError where there is nothing to draw from
 * @example programs({ operations, processes: ["A", "B"], length: 3 })
 */
export function programs(options: ProgramsOptions): Arbitrary<Programs> {
  const names = checked(options);
  const row = array(constantFrom(...names), { maxLength: options.length, size: "max" });
  const drawn = record(Object.fromEntries(options.processes.map((name) => [name, row])), {
    noNullPrototype: true,
  })
    .map(withoutEmpty)
    .filter((each) => Object.keys(each).length > 0);
  return shrunkBy(drawn, (each) => smaller(each, { operations: names, processes: options.processes }));
}

/**
 * The processes that run `programs`, for a model whose variables are `V`.
 *
 * @param others what else they are, beside their programs: `fair`, `cpu`, `mayWait` …
 * @throws ModelError for an operation that there is not
 */
export function processesOf<V>(
  programs: Programs,
  operations: Operations<V>,
  others: (process: string) => Omit<ProcessOptions<V, unknown>, "program"> = () => ({}),
): readonly Process<V>[] {
  const { process } = language<V>();
  return Object.entries(programs).map(([name, row]) =>
    process(name, {
      ...others(name),
      program: row.map((operation) => {
        if (!Object.hasOwn(operations, operation))
          throw new ModelError(unknownName("operation", operation, Object.keys(operations)));
        const code = operations[operation];
        return typeof code === "function" ? code(name) : code;
      }),
    }),
  );
}
