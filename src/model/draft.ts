/** What user code is handed, over any engine: names become reads and writes of variables. */

import type { ProcessView } from "./context.js";
import { reservedNames } from "./context.js";
import { variableOf, type Waiters } from "./locks.js";
import type { Model, ModelProcess } from "./model.js";
import { ModelError } from "./model-error.js";
import { unknownName } from "./nearest.js";
import type { Value } from "./value.js";
import type { Group, Member, Variable } from "./variables.js";

/** What an engine offers to the code that it runs. */
export interface Access {
  read(variable: Variable): Value;
  write(variable: Variable, value: unknown): void;
  /** Which of `count` options this run takes. */
  choose(count: number): number;
  fail(property: string, why: string | undefined): void;
  halt(why: string): void;
}

/** Whose code runs, and what it may do. */
export interface Reading {
  readonly model: Model;
  /** The process whose step it is; none for a predicate. */
  readonly process: ModelProcess | undefined;
  readonly access: Access;
  /** Whether it may assign, choose, fail and halt: a body may, what only reads may not. */
  readonly writes: boolean;
  /** For messages: `step "x" of A`. */
  readonly who: string;
}

/** A loop in user code that waits for a variable to change would never end; it is ended after this many accesses. */
const patience = 100_000;

class Evaluation {
  #open = true;
  #accesses = 0;
  #placing = false;
  readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  close(): void {
    this.#open = false;
  }

  touch(): void {
    const { who } = this.reading;
    if (!this.#open) {
      throw new ModelError(
        `a draft of ${who} was used after it had ended; take the values out of a draft, not the draft`,
      );
    }
    if (++this.#accesses > patience) {
      throw new ModelError(
        `${who} used its variables ${patience} times without ending: does it wait for one to change? ` +
          "Nothing else moves during a step; use a guard, or loopWhile",
      );
    }
  }

  member(group: Group, name: string): Member {
    this.touch();
    const member = group.members.get(name);
    if (member !== undefined) return member;
    const place = group.name === "" ? `variable "${name}"` : `variable "${name}" in "${group.name}"`;
    const message = unknownName("variable", name, [...group.members.keys()]);
    throw new ModelError(`${message.replace(`variable "${name}"`, place)}, asked for by ${this.reading.who}`);
  }

  value(member: Member): unknown {
    switch (member.kind) {
      case "group":
        return this.group(() => member.group);
      case "indexed":
        return (index: number) => this.group(() => pick(member, index));
      case "variable":
        return this.variable(member.variable);
    }
  }

  variable(variable: Variable): unknown {
    const { access } = this.reading;
    if (variable.kind === "mutex") {
      return {
        [variableOf]: variable,
        get holder() {
          return access.read(variable);
        },
      };
    }
    if (variable.kind === "condition") {
      // A condition variable is written by the steps of locks.ts alone, which write Waiters.
      const waiters = (): Waiters => access.read(variable) as Waiters;
      return {
        [variableOf]: variable,
        get waiting() {
          return waiters().count((woken) => !woken);
        },
      };
    }
    return access.read(variable);
  }

  assign(group: Group, name: string, value: unknown): void {
    const member = this.member(group, name);
    const { who, writes, access } = this.reading;
    const place = group.name === "" ? name : `${group.name}.${name}`;
    if (!writes) throw new ModelError(`${who} assigned to "${place}": only the body of a step may`);
    if (member.kind !== "variable")
      throw new ModelError(`${who} assigned to "${place}", which is a group of variables`);
    if (member.variable.kind !== "data") {
      throw new ModelError(
        `${who} assigned to "${place}", a ${member.variable.kind}: only lock steps change it`,
      );
    }
    access.write(member.variable, value);
  }

  /** A group as an object. Which group it is may depend on the state, so that is asked when a variable of it is. */
  group(which: () => Group, extra: ReadonlySet<string> = noTools, tool?: (name: string) => unknown): object {
    const get = (name: string): unknown =>
      extra.has(name) ? tool?.(name) : this.value(this.member(which(), name));
    return new Proxy(Object.create(null) as object, {
      get: (_, name) => {
        this.touch();
        // JSON.stringify asks every object for `toJSON`; other names that are not declared are misspelt variables.
        return typeof name === "symbol" || name === "toJSON" ? undefined : get(name);
      },
      set: (_, name, value) => {
        this.touch();
        const word = String(name);
        if (extra.has(word))
          throw new ModelError(`${this.reading.who} assigned to "${word}", ${reservedNames[word]}`);
        this.assign(which(), word, value);
        return true;
      },
      has: (_, name) => typeof name === "string" && (extra.has(name) || which().members.has(name)),
      ownKeys: () => [...which().members.keys()],
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === "string" && (extra.has(name) || which().members.has(name))
          ? { value: get(name), enumerable: !extra.has(name), configurable: true, writable: true }
          : undefined,
      deleteProperty: (_, name) => {
        throw new ModelError(`${this.reading.who} deleted "${String(name)}"; variables stay (assign null?)`);
      },
      defineProperty: (_, name) => {
        throw new ModelError(
          `${this.reading.who} defined "${String(name)}"; variables are declared, and then assigned`,
        );
      },
      setPrototypeOf: () => false,
      preventExtensions: () => false,
    });
  }

  /** `here` or `current`: resolved when a variable of it is used, so that destructuring reads nothing. */
  place(what: "cpu" | "task", word: string): object {
    const { model, process, who } = this.reading;
    return this.group(() => {
      const member = model.layout.shared.members.get(what);
      const place = process?.[what];
      if (member?.kind !== "indexed")
        throw new ModelError(`${who} used \`${word}\`, but no variable is declared per ${what}`);
      if (place === undefined)
        throw new ModelError(
          `${who} used \`${word}\`, but its process does not say which ${what} is its own`,
        );
      return pick(member, typeof place === "number" ? place : this.#placed(place, word));
    });
  }

  #placed(place: (reader: never) => number, word: string): number {
    if (this.#placing)
      throw new ModelError(
        `${this.reading.who}: where \`${word}\` is cannot itself depend on here or current`,
      );
    this.#placing = true;
    try {
      // The place was checked against this process' context where process() was written.
      return place(new Evaluation({ ...this.reading, writes: false }).root() as never);
    } finally {
      this.#placing = false;
    }
  }

  other(name: string): ProcessView<Record<string, never>> {
    this.touch();
    const { model, access, who } = this.reading;
    const process = model.processes.find((candidate) => candidate.name === name);
    if (process === undefined) {
      throw new ModelError(
        `${unknownName(
          "process",
          name,
          model.processes.map((p) => p.name),
        )}, asked for by ${who}`,
      );
    }
    const location = (): Model["processes"][number]["program"]["locations"][number] => {
      const at = process.program.locations[access.read(process.location) as number];
      if (at === undefined) throw new ModelError(`process "${name}" has no such location`);
      return at;
    };
    const { labels, attributes } = process.program;
    const asked = (kind: string, what: string, known: ReadonlySet<string>): void => {
      if (known.has(what)) return;
      throw new ModelError(
        `${unknownName(`${kind} of process "${name}" called`, what, [...known])}, asked for by ${who}`,
      );
    };
    return {
      get finished() {
        return location().steps.length === 0;
      },
      at: (label) => {
        asked("step", label, labels);
        return location().steps.some((step) => step.label === label);
      },
      in: (attribute) => {
        asked("attribute", attribute, attributes);
        return location().attributes.includes(attribute);
      },
      // Which locals there are was said where process<L>() was asked; a misspelt one is refused when it is read.
      my: this.group(() => process.locals) as ProcessView<Record<string, never>>["my"],
    };
  }

  root(): object {
    return this.group(
      () => this.reading.model.layout.shared,
      tools,
      (name) => this.tool(name),
    );
  }

  /** What the tool called `name` is to this code; throws where it has no such tool. */
  tool(name: string): unknown {
    const { process, access, writes, who } = this.reading;
    if (process === undefined && (name === "my" || name === "here" || name === "current")) {
      throw new ModelError(
        `${who} used \`${name}\`, but a predicate looks at the state from outside every process; use process(name)`,
      );
    }
    if (!writes && (name === "choose" || name === "fail" || name === "assert" || name === "halt")) {
      throw new ModelError(`${who} used \`${name}\`, which only the body of a step may`);
    }
    switch (name) {
      case "my":
        return process && this.group(() => process.locals);
      case "here":
        return this.place("cpu", "here");
      case "current":
        return this.place("task", "current");
      case "process":
        return (other: string) => this.other(other);
      case "fail":
        return (property: string, why?: string) => access.fail(property, why);
      case "assert":
        return (property: string, condition: boolean, why?: string) => {
          if (typeof condition !== "boolean") {
            throw new ModelError(`${who} asserted "${property}" of a ${typeof condition}, not of a boolean`);
          }
          if (!condition) access.fail(property, why);
        };
      case "halt":
        return (why: string) => access.halt(why);
      case "choose":
        return (options: readonly unknown[]) => {
          this.touch();
          if (!Array.isArray(options) || options.length === 0) {
            throw new ModelError(
              `${who} chose from ${Array.isArray(options) ? "no options" : `a ${typeof options}`}`,
            );
          }
          return options[access.choose(options.length)];
        };
      default:
        return undefined;
    }
  }
}

/** The names that stand for tools, and for groups that depend on the process, on a draft of the whole model. */
const tools: ReadonlySet<string> = new Set([
  "my",
  "here",
  "current",
  "process",
  "choose",
  "fail",
  "assert",
  "halt",
]);

const noTools: ReadonlySet<string> = new Set();

function pick(member: Extract<Member, { kind: "indexed" }>, index: number): Group {
  const group = member.groups[index];
  if (group !== undefined) return group;
  throw new ModelError(`no ${member.name} "${String(index)}"; there are 0 to ${member.groups.length - 1}`);
}

/**
 * Runs user code on a draft that is dead when it ends.
 *
 * @returns what the code returned
 * @throws ModelError for what the code may not do; whatever else the code throws, as it is
 */
export function evaluate(reading: Reading, code: (draft: never) => unknown): unknown {
  const evaluation = new Evaluation(reading);
  try {
    // Types were bound by language(); a draft answers to every declared name and refuses the rest.
    return code(evaluation.root() as never);
  } finally {
    evaluation.close();
  }
}
