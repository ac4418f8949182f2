/**
 * From code to locations and steps, laid out backwards: what follows a piece is known before the piece is.
 *
 * Where an attribute holds. Locations lie between steps. A section marks the locations between its first and its
 * last step; the one before keeps the attributes outside. A mode marks its first location too. So a piece is laid
 * out with two sets: what its `first` location has, and what the `rest` have.
 */

import type { Erased, Node, RoutineDefinition, Source } from "./code.js";
import { nodesOf } from "./code.js";
import type { Guard } from "./context.js";
import { ModelError } from "./model-error.js";
import type { Attributes, Effect, Location, Program, Step } from "./program.js";

/**
 * A location while it is being laid out; `finish` numbers it, and from then on it is a Location.
 * `is` says that it turned out to be another one.
 */
interface Draft {
  readonly made: number;
  readonly attributes: Attributes;
  readonly inner: boolean;
  steps: Step[];
  is: Draft | undefined;
  index: number;
}

interface Scope {
  readonly first: Attributes;
  readonly rest: Attributes;
  readonly under: Attributes;
  readonly leave: Draft | undefined;
  readonly inner: boolean;
  readonly calls: readonly Source[];
  readonly open: readonly RoutineDefinition[];
}

function found(location: Draft): Draft {
  return location.is === undefined ? location : found(location.is);
}

class Layouter {
  readonly #enabled: Guard<Erased> | undefined;
  readonly #sets = new Map<string, Attributes>();
  readonly #steps: Step[] = [];
  #made = 0;

  /** @param enabled what every step outside atomic blocks is guarded by, before its own guard */
  constructor(enabled: Guard<Erased> | undefined) {
    this.#enabled = enabled;
  }

  set(attributes: readonly string[]): Attributes {
    const sorted = [...new Set(attributes)].sort();
    const key = sorted.join("\n");
    const known = this.#sets.get(key) ?? Object.freeze(sorted);
    this.#sets.set(key, known);
    return known;
  }

  location(attributes: Attributes, inner: boolean, steps: Step[] = []): Draft {
    return { made: this.#made++, attributes, inner, steps, is: undefined, index: -1 };
  }

  sequence(nodes: readonly Node[], next: Draft, scope: Scope): Draft {
    return this.solid(nodes, scope).reduceRight((after, node, i) => {
      const first = i === 0 ? scope.first : scope.rest;
      return this.node(node, after, { ...scope, first });
    }, next);
  }

  /** `nodes` without those that have no step: a section is entered with the first step, wherever that stands. */
  solid(nodes: readonly Node[], scope: Scope): readonly Node[] {
    return nodes.filter((node) => !this.empty(node, scope));
  }

  empty(node: Node, scope: Scope): boolean {
    switch (node.kind) {
      case "section":
      case "mode":
      case "lift":
      case "sequence":
        return this.solid(node.body, scope).length === 0;
      case "call": {
        const { body, inside } = this.opened(node.routine, node.args, scope);
        return this.solid(body, inside).length === 0;
      }
      case "step":
      case "when":
      case "loop":
      case "choose":
      case "atomic":
      case "leave":
        return false;
    }
  }

  step(label: string, effect: Effect, scope: Scope, more: Partial<Step> = {}): Draft {
    if (typeof label !== "string" || label === "")
      throw new ModelError(`a step needs a label; this one has ${String(label)}`);
    const plain = { enabled: undefined, cost: undefined, mayWait: false };
    const gate = scope.inner ? undefined : this.#enabled;
    const step: Step = { ...plain, ...more, gate, label, effect, calls: scope.calls, under: scope.under };
    this.#steps.push(step);
    return this.location(scope.first, scope.inner, [step]);
  }

  node(node: Node, next: Draft, scope: Scope): Draft {
    switch (node.kind) {
      case "step": {
        const { label, enabled, cost, mayWait, operation, body } = node;
        const effect: Effect =
          operation === undefined
            ? { kind: "body", body, to: next as Location }
            : { kind: "operation", operation, to: next as Location };
        return this.step(label, effect, scope, { enabled, cost, mayWait });
      }
      case "when": {
        const inside = { ...scope, first: scope.rest };
        const yes = this.sequence(node.yes, next, inside) as Location;
        const no = this.sequence(node.no, next, inside) as Location;
        return this.step(node.label, { kind: "test", condition: node.condition, yes, no }, scope);
      }
      case "sequence":
        return this.sequence(node.body, next, scope);
      case "leave":
        if (scope.leave === undefined) throw new ModelError("`leave` stands outside every loop");
        return scope.leave;
      case "loop":
        return this.loop(node.body, next, scope);
      case "choose":
        return this.choose(node.branches, next, scope);
      case "atomic":
        return this.atomic(node, next, scope);
      case "call":
        return this.call(node.routine, node.args, next, scope);
      case "section": {
        const add = (to: Attributes): Attributes => this.set([...to, node.attribute]);
        return this.sequence(node.body, next, { ...scope, rest: add(scope.rest), under: add(scope.under) });
      }
      case "mode": {
        const add = (to: Attributes): Attributes => this.set([...to, node.attribute]);
        const { first, rest, under } = scope;
        return this.sequence(node.body, next, {
          ...scope,
          first: add(first),
          rest: add(rest),
          under: add(under),
        });
      }
      case "lift": {
        const drop = (from: Attributes): Attributes => this.set(from.filter((a) => a !== node.attribute));
        return this.sequence(node.body, next, { ...scope, rest: drop(scope.rest), under: drop(scope.under) });
      }
    }
  }

  /**
   * The head of a loop has the attributes of its body's first location. Entered from where others hold, that is a
   * location of its own with the same steps.
   */
  loop(body: readonly Node[], next: Draft, scope: Scope): Draft {
    const back = this.location(scope.rest, scope.inner);
    const head = found(this.sequence(body, back, { ...scope, first: scope.rest, leave: next }));
    if (head === back || head.made < back.made) {
      throw new ModelError(`a loop has no step${where(scope)}: it would run for ever without moving`);
    }
    back.is = head;
    const entry = this.entry(body, scope.first, scope);
    return entry === head.attributes ? head : this.location(entry, scope.inner, head.steps);
  }

  /** The attributes that the first location of `nodes` gets where `first` hold outside. */
  entry(nodes: readonly Node[], first: Attributes, scope: Scope): Attributes {
    const node = this.solid(nodes, scope)[0];
    switch (node?.kind) {
      case "mode":
        return this.entry(node.body, this.set([...first, node.attribute]), scope);
      case "section":
      case "lift":
      case "loop":
      case "sequence":
      case "atomic":
        return this.entry(node.body, first, scope);
      case "call": {
        const { body, inside } = this.opened(node.routine, node.args, scope);
        return this.entry(body, first, inside);
      }
      case "choose":
        return this.entry(node.branches[0] ?? [], first, scope);
      case "step":
      case "when":
      case "leave":
      case undefined:
        return first;
    }
  }

  choose(branches: readonly (readonly Node[])[], next: Draft, scope: Scope): Draft {
    if (branches.length === 0) throw new ModelError(`a choose has no branch${where(scope)}`);
    const before = this.#made;
    const starts = branches.map((branch, i) => {
      const start = found(this.sequence(branch, next, scope));
      if (start.made < before) {
        throw new ModelError(`branch ${i + 1} of a choose${where(scope)} does not begin with a step`);
      }
      return start;
    });
    const [start, ...others] = starts;
    const odd = others.find(({ attributes }) => attributes !== start?.attributes);
    if (start === undefined) return next;
    if (odd !== undefined) {
      const list = (attributes: Attributes): string =>
        attributes.length === 0 ? "none" : attributes.join(", ");
      throw new ModelError(
        `the branches of a choose${where(scope)} begin under different attributes: "${start.steps[0]?.label}" ` +
          `under ${list(start.attributes)}, "${odd.steps[0]?.label}" under ${list(odd.attributes)}. ` +
          "A process that waits to choose is in one place: put the mode around the choose, or a step before it",
      );
    }
    return this.location(
      start.attributes,
      scope.inner,
      starts.flatMap(({ steps }) => steps),
    );
  }

  atomic(
    { because, body, label: given }: Extract<Node, { kind: "atomic" }>,
    next: Draft,
    scope: Scope,
  ): Draft {
    // Inside another atomic block there is nothing left to make atomic.
    if (scope.inner) return this.sequence(body, next, scope);
    const before = this.#made;
    const entry = found(this.sequence(body, next, { ...scope, inner: true }));
    const label = given ?? entry.steps[0]?.label;
    if (entry.made < before || label === undefined)
      throw new ModelError(`atomic "${because}" has no step${where(scope)}`);
    const mayWait = entry.steps.every((step) => step.mayWait);
    // A mode that the block begins with holds where the block is waited for.
    const outside = { ...scope, first: entry.attributes };
    return this.step(label, { kind: "atomic", because, entry: entry as Location }, outside, { mayWait });
  }

  call(routine: RoutineDefinition, args: readonly unknown[], next: Draft, scope: Scope): Draft {
    const { body, inside } = this.opened(routine, args, scope);
    return this.sequence(body, next, inside);
  }

  opened(
    routine: RoutineDefinition,
    args: readonly unknown[],
    scope: Scope,
  ): { body: readonly Node[]; inside: Scope } {
    const open = [...scope.open, routine];
    if (scope.open.includes(routine)) {
      const chain = open.map(({ source }) => source.name).join(" -> ");
      throw new ModelError(
        `routine "${routine.source.name}" calls itself (${chain}): code is inlined, so it never ends`,
      );
    }
    // The arguments were checked against the routine's parameters where call() was written.
    const body = (routine.body as (...args: readonly unknown[]) => unknown)(...args);
    return { body: nodesOf(body), inside: { ...scope, open, calls: [...scope.calls, routine.source] } };
  }

  /** Follows the steps from `start`, numbers what they reach, and puts real locations for stand-ins. */
  finish(start: Draft): Location[] {
    const reached: Draft[] = [];
    const seen = new Set<Step>();
    const visit = (unresolved: Draft): void => {
      const location = found(unresolved);
      if (location.index >= 0) return;
      location.index = reached.push(location) - 1;
      for (const step of location.steps) {
        if (seen.has(step)) continue;
        seen.add(step);
        for (const next of resolve(step.effect)) visit(next);
      }
    };
    visit(start);
    const dead = this.#steps.find((step) => !seen.has(step));
    if (dead !== undefined) {
      throw new ModelError(
        `step "${dead.label}" can never be reached: it stands behind a \`leave\` or an endless loop`,
      );
    }
    // Locations of states come first, so that what users see is numbered without gaps.
    const ordered = [...reached.filter(({ inner }) => !inner), ...reached.filter(({ inner }) => inner)];
    ordered.forEach((location, index) => {
      location.index = index;
    });
    return ordered;
  }
}

/** The locations that an effect leads to, each put in the place of its stand-in. */
function resolve(effect: Effect): Draft[] {
  const settle = (holder: { [key: string]: unknown }, key: string): Draft => {
    const location = found(holder[key] as Draft);
    holder[key] = location;
    return location;
  };
  // Effects are readonly to everyone but this pass, which ends before anyone sees them.
  const open = effect as unknown as { [key: string]: unknown };
  switch (effect.kind) {
    case "body":
    case "operation":
      return [settle(open, "to")];
    case "test":
      return [settle(open, "yes"), settle(open, "no")];
    case "atomic":
      return [settle(open, "entry")];
  }
}

function where(scope: Scope): string {
  const routine = scope.calls.at(-1);
  return routine === undefined ? "" : ` in ${routine.name}`;
}

/**
 * Lays out a program.
 *
 * @throws ModelError for a loop without a step, a choose whose branches begin unlike, recursion, dead code …
 */
export function compile(program: unknown, enabled?: Guard<Erased>): Program {
  const layouter = new Layouter(enabled);
  const none = layouter.set([]);
  const end = layouter.location(none, false);
  const scope: Scope = {
    first: none,
    rest: none,
    under: none,
    leave: undefined,
    inner: false,
    calls: [],
    open: [],
  };
  const nodes = nodesOf(program);
  const start = found(layouter.sequence(nodes, end, scope));
  if (start === end) throw new ModelError("the program has no step");
  const locations = layouter.finish(start);
  const declaresCosts = locations.some(({ steps }) => steps.some(({ cost }) => cost !== undefined));
  const outer = locations.filter(({ inner }) => !inner);
  return {
    start: start as Location,
    locations: locations as Location[],
    declaresCosts,
    labels: new Set(outer.flatMap(({ steps }) => steps.map(({ label }) => label))),
    attributes: new Set(outer.flatMap(({ attributes }) => attributes)),
  };
}
