/** What user code is handed, over any engine: names become reads and writes of variables. */

import { type ContentsQuestions, type ContentsTools, ownerOf } from "./contents.js";
import { type ProcessView, type Rule, reservedNames } from "./context.js";
import { blank, GroupView } from "./group-view.js";
import { variableOf, type Waiters } from "./locks.js";
import type { Model, ModelProcess } from "./model.js";
import { ModelError } from "./model-error.js";
import { unknownName } from "./nearest.js";
import type { Location } from "./program.js";
import type { Value } from "./value.js";
import { type Group, listed, type Member, type Variable } from "./variables.js";

/** A question about a variable's value, by name; the same name asks the same of the same variable. */
export interface Projection {
  readonly name: string;
  readonly of: (value: Value) => Value;
}

/** A function of a variable's old value. */
export interface Change {
  /** The function as it was handed over; the same one makes the same of the same value, whoever hands it over. */
  readonly given: object;
  /** What it makes of a value. No draft may be used meanwhile. */
  readonly of: (value: Value) => unknown;
}

/** What an engine offers to the code that it runs. */
export interface Access {
  read(variable: Variable): Value;
  /** What `projection` makes of the value: less than the value itself, so that fewer views are told apart. */
  project(variable: Variable, projection: Projection): Value;
  write(variable: Variable, value: unknown): void;
  /** Gives `variable` what `change` makes of its value, which is not looked at for that. */
  update(variable: Variable, change: Change): void;
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

/** What all views of one execution share: they end together, and their accesses count together. */
interface Life {
  open: boolean;
  accesses: number;
  /** The places that are being asked for, outermost first. */
  readonly placing: Set<string>;
  refused: ModelError | undefined;
  /** Whether a function that was given to `update` is at work: it sees its value alone. */
  updating: boolean;
}

export class Evaluation {
  readonly reading: Reading;
  readonly #life: Life;

  constructor(
    reading: Reading,
    life: Life = { open: true, accesses: 0, placing: new Set(), refused: undefined, updating: false },
  ) {
    this.reading = reading;
    this.#life = life;
  }

  close(): void {
    this.#life.open = false;
  }

  /** The first thing that was refused. Code that catches it does not make it right. */
  get refused(): ModelError | undefined {
    return this.#life.refused;
  }

  /** What to throw; remembered, should the code catch it. */
  complaint(message: string): ModelError {
    const error = new ModelError(message);
    this.#life.refused ??= error;
    return error;
  }

  touch(): void {
    const { who } = this.reading;
    if (this.#life.updating) {
      throw this.complaint(
        `${who} looked at a variable in a function that it gave to \`update\`, which sees its own value alone; ` +
          "read what else it needs before, or assign",
      );
    }
    if (!this.#life.open) {
      throw this.complaint(
        `a draft of ${who} was used after it had ended; take the values out of a draft, not the draft`,
      );
    }
    if (++this.#life.accesses > patience) {
      throw this.complaint(
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
    throw this.complaint(`${message.replace(`variable "${name}"`, place)}, asked for by ${this.reading.who}`);
  }

  value(member: Member): unknown {
    switch (member.kind) {
      case "group":
        return this.group(() => member.group);
      case "indexed":
        return (index: number | string) => this.group(() => this.pick(member, index));
      case "variable":
        return this.variable(member.variable);
    }
  }

  variable(variable: Variable): unknown {
    const { access } = this.reading;
    const touch = (): void => this.touch();
    if (variable.kind === "mutex") {
      return {
        [variableOf]: variable,
        get holder() {
          touch();
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
          touch();
          return waiters().count((woken) => !woken);
        },
      };
    }
    return access.read(variable);
  }

  assign(group: Group, name: string, value: unknown): void {
    const variable = this.assignable(group, name);
    this.reading.access.write(variable, value);
  }

  /** The variable called `name`, which the body of a step may give another value. */
  assignable(group: Group, name: string): Variable {
    const member = this.member(group, name);
    const { who, writes } = this.reading;
    const place = group.name === "" ? name : `${group.name}.${name}`;
    if (!writes) throw this.complaint(`${who} assigned to "${place}": only the body of a step may`);
    if (member.kind !== "variable")
      throw this.complaint(`${who} assigned to "${place}", which is a group of variables`);
    if (member.variable.kind !== "data") {
      throw this.complaint(
        `${who} assigned to "${place}", a ${member.variable.kind}: only lock steps change it`,
      );
    }
    return member.variable;
  }

  update(group: unknown, name: unknown, change: unknown): void {
    this.touch();
    const { who, access } = this.reading;
    const view = GroupView.of(group);
    if (view === undefined || typeof name !== "string") {
      throw this.complaint(
        `${who} updated ${typeof name === "string" ? `"${name}" of ` : ""}something that is no group of variables; ` +
          'it is written update(k, "x", f), update(k.vcpu, "loaded", f)',
      );
    }
    if (typeof change !== "function") {
      throw this.complaint(`${who} updated "${name}" by a ${typeof change}, not by a function of its value`);
    }
    if (tools.has(name) && view.which() === this.reading.model.layout.shared) {
      throw this.complaint(`${who} updated "${name}", ${reservedNames[name]}`);
    }
    const variable = view.evaluation.assignable(view.which(), name);
    access.update(variable, { given: change, of: (value) => this.#alone(() => change(value) as unknown) });
  }

  #alone<T>(run: () => T): T {
    const before = this.refused;
    this.#life.updating = true;
    try {
      const made = run();
      // Code that caught the complaint is not right for that.
      if (this.refused !== before) throw this.refused;
      return made;
    } finally {
      this.#life.updating = false;
    }
  }

  /** A group as an object. Which group it is may depend on the state, so that is asked when a variable of it is. */
  group(which: () => Group, extra: ReadonlySet<string> = noTools, tool?: (name: string) => unknown): object {
    return new Proxy(blank, new GroupView(this, which, extra, tool));
  }

  pick(member: Extract<Member, { kind: "indexed" }>, index: number | string): Group {
    const group = member.groups.get(index);
    if (group !== undefined) return group;
    throw this.complaint(
      `no ${member.name} "${String(index)}"; there are ${listed(member.groups)}, asked for by ${this.reading.who}`,
    );
  }

  /** Another view of the same execution: it ends with this one, and counts as this one. */
  within(reading: Reading): Evaluation {
    return new Evaluation(reading, this.#life);
  }

  /** `here` or `current`: resolved when a variable of it is used, so that destructuring reads nothing. */
  place(what: "cpu" | "task", word: string): object {
    const { model, process, who } = this.reading;
    return this.group(() => {
      const member = model.layout.shared.members.get(what);
      const place = process?.[what];
      if (member?.kind !== "indexed")
        throw this.complaint(`${who} used \`${word}\`, but no variable is declared per ${what}`);
      if (place === undefined)
        throw this.complaint(
          `${who} used \`${word}\`, but its process does not say which ${what} is its own`,
        );
      return this.pick(member, typeof place === "function" ? this.#placed(place, word) : place);
    });
  }

  #placed(place: (reader: never) => number | string, word: string): number | string {
    const { placing } = this.#life;
    if (placing.has(word)) {
      throw this.complaint(
        `${this.reading.who}: where \`${word}\` is cannot itself depend on it (${[...placing, word].join(" -> ")})`,
      );
    }
    placing.add(word);
    try {
      // The place was checked against this process' context where process() was written.
      return place(this.within({ ...this.reading, writes: false }).root() as never);
    } finally {
      placing.delete(word);
    }
  }

  other(name: string): ProcessView<Record<string, never>> {
    this.touch();
    const { model, access, who } = this.reading;
    const process = model.processes.find((candidate) => candidate.name === name);
    if (process === undefined) {
      throw this.complaint(
        `${unknownName(
          "process",
          name,
          model.processes.map((p) => p.name),
        )}, asked for by ${who}`,
      );
    }
    const { labels, attributes, locations } = process.program;
    const asked = (kind: string, what: string, known: ReadonlySet<string>): void => {
      if (known.has(what)) return;
      throw this.complaint(
        `${unknownName(`${kind} of process "${name}" called`, what, [...known])}, asked for by ${who}`,
      );
    };
    const isWhere = (question: string, answer: (location: Location) => boolean): boolean => {
      this.touch();
      const of = (at: Value): boolean => {
        const location = locations[at as number];
        return location !== undefined && answer(location);
      };
      return access.project(process.location, { name: question, of }) === true;
    };
    return {
      get finished() {
        return isWhere("finished", ({ steps }) => steps.length === 0);
      },
      at: (label) => {
        asked("step", label, labels);
        return isWhere(`at ${label}`, ({ steps }) => steps.some((step) => step.label === label));
      },
      in: (attribute) => {
        this.touch();
        asked("attribute", attribute, attributes);
        return isWhere(`in ${attribute}`, (location) => location.attributes.includes(attribute));
      },
      under: ({ name: rule, of }: Rule) => isWhere(`under ${rule}`, ({ attributes }) => of(attributes)),
      // Which locals there are was said where process<L>() was asked; a misspelt one is refused when it is read.
      my: this.foreign(process) as ProcessView<Record<string, never>>["my"],
    };
  }

  /** The locals of another process: to read, even where a body could write. */
  foreign(process: ModelProcess): object {
    const outside: Reading = {
      ...this.reading,
      writes: false,
      who: `${this.reading.who}, on another process,`,
    };
    return this.within(outside).group(() => process.locals);
  }

  root(): object {
    return this.group(
      () => this.reading.model.layout.shared,
      tools,
      (name) => this.tool(name),
    );
  }

  /** Refuses the name of an assertion that the model does not claim, whether it holds or not. */
  assertion(property: string): void {
    this.touch();
    const { model, who } = this.reading;
    const assertions = model.properties.filter(({ kind }) => kind === "assertion").map(({ name }) => name);
    if (assertions.includes(property)) return;
    throw this.complaint(`${unknownName("assertion", property, assertions)}, failed by ${who}`);
  }

  fail(property: string, why: string | undefined): void {
    this.assertion(property);
    this.reading.access.fail(property, why);
  }

  contents(): ContentsQuestions | ContentsTools {
    const { access, model, writes, who } = this.reading;
    return {
      ownerOf,
      latest: (held, owner) => held === owner,
      fresh: (owner: string) => {
        this.touch();
        if (!writes)
          throw this.complaint(`${who} used \`contents.fresh\`, which only the body of a step may`);
        const { variables, staleness } = model.layout.contents;
        const given = staleness.of(owner, who);
        for (const variable of variables) access.update(variable, { given, of: given });
        return owner;
      },
    };
  }

  /** What the tool called `name` is to this code; throws where it has no such tool. */
  tool(name: string): unknown {
    const { process, access, writes, who } = this.reading;
    if (process === undefined && (name === "my" || name === "here" || name === "current")) {
      throw this.complaint(
        `${who} used \`${name}\`, but a predicate looks at the state from outside every process; use process(name)`,
      );
    }
    if (
      !writes &&
      (name === "update" || name === "choose" || name === "fail" || name === "assert" || name === "halt")
    ) {
      throw this.complaint(`${who} used \`${name}\`, which only the body of a step may`);
    }
    switch (name) {
      case "my":
        return process && this.group(() => process.locals);
      case "here":
        return this.place("cpu", "here");
      case "current":
        return this.place("task", "current");
      case "halted":
        return access.read(this.reading.model.layout.halted);
      case "process":
        return (other: string) => this.other(other);
      case "contents":
        return this.contents();
      case "fail":
        return (property: string, why?: string) => this.fail(property, why);
      case "assert":
        return (property: string, condition: boolean, why?: string) => {
          if (typeof condition !== "boolean") {
            throw this.complaint(`${who} asserted "${property}" of a ${typeof condition}, not of a boolean`);
          }
          this.assertion(property);
          if (!condition) access.fail(property, why);
        };
      case "halt":
        return (why: string) => {
          this.touch();
          access.halt(why);
        };
      case "update":
        return (group: unknown, variable: unknown, change: unknown) => this.update(group, variable, change);
      case "choose":
        return (options: readonly unknown[]) => {
          this.touch();
          if (!Array.isArray(options) || options.length === 0) {
            throw this.complaint(
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
  "contents",
  "my",
  "here",
  "current",
  "process",
  "halted",
  "update",
  "choose",
  "fail",
  "assert",
  "halt",
]);

const noTools: ReadonlySet<string> = new Set();

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
    const returned = code(evaluation.root() as never);
    if (evaluation.refused !== undefined) throw evaluation.refused;
    return returned;
  } finally {
    evaluation.close();
  }
}
