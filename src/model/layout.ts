/** Lays declared variables out as the slots of the state, and refuses what cannot be one. */

import { Record as ImmutableRecord, isCollection, isRecord } from "immutable";
import { type Contents, type ContentsOfModel, checkedContents, Staleness } from "./contents.js";
import { reservedNames } from "./context.js";
import { type Condition, declared, type Mutex, nobody } from "./locks.js";
import { ModelError } from "./model-error.js";
import type { Process } from "./process.js";
import { isRefusedValue, type Value, ValueType } from "./value.js";
import type { Declaration, Group, Indexed, Member, Variable } from "./variables.js";

/** The variables of a model, as slots and as the groups that user code reaches them through. */
export interface Layout {
  readonly variables: readonly Variable[];
  /** The shared variables. */
  readonly shared: Group;
  /** Per process, its locals and the slot of its location. */
  readonly processes: readonly { readonly locals: Group; readonly location: Variable }[];
  /** Why the run has ended, or null. */
  readonly halted: Variable;
  readonly contents: ContentsOfModel;
}

type Entry = Declaration[string];
type Place = Pick<Variable, "name" | "path" | "ghost"> & { readonly contents?: boolean };

function methodsOf(object: object | null): string[] {
  return object === null
    ? []
    : [...Object.getOwnPropertyNames(object), ...methodsOf(Object.getPrototypeOf(object))];
}

/** What a Record answers itself, so that no field of that name could be read as a property. */
const taken: ReadonlySet<string> = new Set(methodsOf(Object.getPrototypeOf(ImmutableRecord({})())));

function checkName(name: string, place: string): void {
  // Asked for as an own property: "constructor" is a name that every object answers to.
  if (Object.hasOwn(reservedNames, name)) {
    throw new ModelError(
      `no variable can be called "${place}": "${name}" is reserved, for ${reservedNames[name]}`,
    );
  }
  if (taken.has(name)) {
    throw new ModelError(`no variable can be called "${place}": Immutable's Record has a method "${name}"`);
  }
  if (!/^[A-Za-z_$][\w$]*$/.test(name))
    throw new ModelError(`no variable can be called "${place}": it is no identifier`);
}

function checkProcessName(name: string): void {
  if (!taken.has(name)) return;
  throw new ModelError(
    `no process can be called "${name}": it is a field of the state, and Immutable's Record has a method "${name}"`,
  );
}

function kindOf(entry: unknown): "mutex" | "condition" | "contents" | "indexed" | "value" | "group" {
  if (typeof entry !== "object" || entry === null || isCollection(entry) || isRecord(entry)) return "value";
  if (declared in entry) return (entry as Mutex | Condition | Contents | Indexed<Declaration>)[declared];
  const prototype: unknown = Object.getPrototypeOf(entry);
  return prototype === Object.prototype || prototype === null ? "group" : "value";
}

/** Numbers the variables in the order in which they are declared. */
class Slots {
  readonly variables: Variable[] = [];

  add(kind: Variable["kind"], place: Place, initial: unknown): Variable {
    const type = new ValueType(initial);
    const { contents = false } = place;
    const canonical = contents
      ? (value: unknown): Value => checkedContents(type.canonical(value))
      : (value: unknown): Value => type.canonical(value);
    try {
      const variable = {
        ...place,
        contents,
        index: this.variables.length,
        kind,
        canonical,
        initial: canonical(initial),
      };
      this.variables.push(variable);
      return variable;
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      throw new ModelError(`variable "${place.name}" cannot begin as ${error.message}`, { cause: error });
    }
  }

  group(declaration: Declaration, place: Place): Group {
    const members = Object.entries(declaration).map(([name, entry]): [string, Member] => {
      const inner = place.name === "" ? name : `${place.name}.${name}`;
      checkName(name, inner);
      const ghost = place.ghost || name === "ghost";
      return [name, this.#member(name, entry, { name: inner, path: [...place.path, name], ghost })];
    });
    return { name: place.name, members: new Map(members) };
  }

  #member(name: string, entry: Entry, place: Place): Member {
    const kind = kindOf(entry);
    if ((name === "cpu" || name === "task") && place.path.length === 1 && kind !== "indexed") {
      throw new ModelError(`"${place.name}" must be declared by indexed(…): it is what "${name}(i)" reads`);
    }
    if (name === "ghost" && kind !== "group") {
      throw new ModelError(`"${place.name}" must be a group: it holds the ghost variables, { ghost: { … } }`);
    }
    switch (kind) {
      case "mutex":
        return { kind: "variable", variable: this.add("mutex", place, null) };
      case "condition":
        return { kind: "variable", variable: this.add("condition", place, nobody) };
      case "indexed": {
        const { groups, indices } = entry as Indexed<Declaration, number | string>;
        const at = (index: number | string): Place => ({
          ...place,
          name: `${place.name}(${index})`,
          path: [...place.path, index],
        });
        const made = groups.map((group, i) => {
          const index = indices[i] ?? i;
          return [index, this.group(group, at(index))] as const;
        });
        return { kind: "indexed", name: place.name, groups: new Map(made) };
      }
      case "contents":
        return {
          kind: "variable",
          variable: this.add("data", { ...place, contents: true }, (entry as Contents).owner),
        };
      case "value":
        return { kind: "variable", variable: this.add("data", place, entry) };
      case "group":
        return { kind: "group", group: this.group(entry as Declaration, place) };
    }
  }
}

/**
 * Lays out shared variables first, then per process its location and its locals, then why the run has ended.
 *
 * @throws ModelError naming the variable whose name or initial value is refused
 */
export function layOut(
  shared: Declaration,
  processes: readonly Process<never>[],
  starts: readonly number[],
): Layout {
  const slots = new Slots();
  const root = slots.group(shared, { name: "", path: [], ghost: false });
  const laidOut = processes.map(({ name, locals }, index) => {
    checkProcessName(name);
    const path = ["process", name];
    const place = { name: `${name}'s location`, path: [...path, "at"], ghost: false };
    const location = slots.add("location", place, starts[index]);
    return { location, locals: slots.group(locals, { name, path: [...path, "my"], ghost: false }) };
  });
  const halted = slots.add("halt", { name: "halted", path: ["halted"], ghost: false }, null);
  const contents = {
    variables: slots.variables.filter((variable) => variable.contents),
    staleness: new Staleness(),
  };
  return { variables: slots.variables, shared: root, processes: laidOut, halted, contents };
}
