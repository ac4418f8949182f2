/** The model that a description is of. */

import {
  type Context,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type Property,
  type Reader,
  type StateView,
} from "preempt";
import {
  type Action,
  type Claim,
  domains,
  type Literal,
  type ModelDescription,
  type Pieces,
  type Predicate,
  type ProcessDescription,
  type Seen,
  type Test,
} from "./random-model.js";

const variables = { x: 0, y: 0, m: mutex(), ghost: { g: 0 } };
type Variables = typeof variables;
type View = StateView<Variables>;

const words = language<Variables>();

const passes = (value: number, { is, than }: Test<Seen>): boolean => (value === than) === (is === "=");

const asks =
  (test: Test) =>
  (k: Reader<Variables>): boolean =>
    passes(k[test.of], test);

function act(k: Context<Variables>, action: Action): void {
  switch (action.do) {
    case "set":
      k[action.to] = action.value;
      return;
    case "add":
      k[action.to] = (k[action.to] + action.by) % domains[action.to];
      return;
    case "pick":
      k[action.to] = k.choose(Array.from({ length: domains[action.to] }, (_, value) => value));
      return;
    case "count":
      // Counting round, and looked at by claims alone: a state that a cycle comes back to, it comes back to with any ghost.
      k.update(k.ghost, "g", (g) => (g + 1) % domains.g);
      return;
    case "halt":
      if (passes(k[action.where.of], action.where)) k.halt("halted");
  }
}

/** The code of a process, and the labels of its steps. */
class Coding {
  readonly labels: string[] = [];

  code(pieces: Pieces): Part<Context<Variables>> {
    return pieces.map((piece) => this.#piece(piece));
  }

  #label(): string {
    return `L${this.labels.push(`L${this.labels.length}`) - 1}`;
  }

  #piece(piece: Pieces[number]): Part<Context<Variables>> {
    if (piece.piece === "choose") return words.choose(...piece.branches.map((branch) => this.code(branch)));
    const label = this.#label();
    switch (piece.piece) {
      case "step": {
        const { actions, guard, cost, mayWait } = piece;
        const body = (k: Context<Variables>): undefined => {
          for (const action of actions) act(k, action);
        };
        return words.step(label, body, {
          mayWait,
          ...(guard && { enabled: asks(guard) }),
          ...(cost && { cost }),
        });
      }
      case "when":
        return words.when(label, asks(piece.test), this.code(piece.yes), this.code(piece.no));
      case "repeat":
        return words.loopWhile(label, asks(piece.test), this.code(piece.body));
      case "locked":
        return [
          words.lock(label, (k) => k.m),
          this.code(piece.body),
          words.unlock(this.#label(), (k) => k.m),
        ];
    }
  }
}

const nameOf = (process: number): string => `P${process}`;

function processOf(description: ProcessDescription, index: number) {
  const coding = new Coding();
  const body = coding.code(description.body);
  const { forever, enabled, fair, environment, mayWait } = description;
  const made = words.process(nameOf(index), {
    program: forever ? words.loop(body) : body,
    fair,
    environment,
    mayWait,
    ...(enabled && { enabled: asks(enabled) }),
  });
  return { made, labels: coding.labels };
}

type Seeing = (state: View) => boolean;

function predicateOf({ every, of }: Predicate, labels: readonly (readonly string[])[]): Seeing {
  const literalOf = (literal: Literal): Seeing => {
    if (literal.see === "value") {
      const { test } = literal;
      if (test.of === "g") return ({ ghost }) => passes(ghost.g, test);
      const { of: variable } = test;
      return (state) => passes(state[variable], test);
    }
    const index = literal.process % labels.length;
    if (literal.see === "finished") return (state) => state.process(nameOf(index)).finished;
    const there = labels[index] ?? [];
    const label = there[literal.label % there.length] ?? "";
    return (state) => state.process(nameOf(index)).at(label);
  };
  const literals = of.map(literalOf);
  return (state) => (every ? literals.every((sees) => sees(state)) : literals.some((sees) => sees(state)));
}

function propertyOf(claim: Claim, name: string, labels: readonly (readonly string[])[]): Property<View> {
  switch (claim.kind) {
    case "eventually":
      return words.eventually(name, predicateOf(claim.comes, labels));
    case "leadsTo":
      return words.leadsTo(name, predicateOf(claim.from, labels), predicateOf(claim.to, labels));
  }
}

export function builtModel({ x, processes, claims }: ModelDescription): Model {
  const made = processes.map(processOf);
  const labels = made.map((each) => each.labels);
  return model({
    name: "random",
    variables: { ...variables, x },
    processes: made.map((each) => each.made),
    properties: [
      ...claims.map((claim, i) => propertyOf(claim, `${claim.kind} ${i}`, labels)),
      words.neverStuck(),
    ],
  });
}
