/** The model that a description is of. */

import {
  type Context,
  type Cost,
  condition,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type Property,
  type Reader,
  type StateView,
} from "preempt";
import { Interpreter } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";
import {
  type Action,
  type Any,
  assertions,
  type ClaimDescription,
  domain,
  type Literal,
  type ModelDescription,
  type Piece,
  type Pieces,
  type Real,
  type Shared,
  type StepCost,
  type Term,
  type Test,
} from "./random-model.js";

const locals = { t: 0, i: 0 };
const variables = {
  x: 0,
  y: 0,
  z: 0,
  m: mutex(),
  n: mutex(),
  c: condition(),
  ghost: { g: 0 },
};
type Variables = typeof variables;
type Locals = typeof locals;
type View = StateView<Variables>;
const words = language<Variables, Locals>();

/** How code finds the value of a variable by its name. */
type Look<V> = (name: V) => number;

function looking(from: Reader<Variables, Locals> | Context<Variables, Locals>): Look<Any> {
  return (name) => {
    switch (name) {
      case "t":
        return from.my.t;
      case "g":
        return from.ghost.g;
      case "x":
      case "y":
      case "z":
        return from[name];
    }
  };
}

function termIn<V extends string>(look: Look<V>, term: Term<V>): number {
  return typeof term === "number" ? term : look(term);
}

function passes<V extends string>(look: Look<V>, test: Test<V>): boolean {
  const value = look(test.of);
  const than = termIn(look, test.than);
  switch (test.is) {
    case "=":
      return value === than;
    case "/=":
      return value !== than;
    case "<":
      return value < than;
  }
}

function act(k: Context<Variables, Locals>, action: Action): void {
  const look = looking(k);
  const assign = (to: Real, value: number): void => {
    if (to === "t") k.my.t = value;
    else k[to] = value;
  };
  switch (action.do) {
    case "set":
      assign(action.to, (termIn(look, action.value) * action.times + action.plus) % domain);
      return;
    case "pick":
      assign(action.to, k.choose(action.from));
      return;
    case "record":
      k.ghost.g = (k.ghost.g * domain + termIn(look, action.value)) % domain ** 3;
      return;
    case "fail":
      if (action.unless === undefined) k.fail(action.property);
      else k.assert(action.property, passes(look, action.unless));
      return;
    case "halt":
      if (!passes(look, action.unless)) k.halt("panic");
      return;
  }
}

const body = (actions: readonly Action[]) => (k: Context<Variables, Locals>) => {
  for (const each of actions) act(k, each);
  return undefined;
};

const asked = (test: Test<Real>) => (reader: Reader<Variables, Locals>) => passes(looking(reader), test);

/** Gives every step of a process a label of its own. */
export type Labels = (what: string) => string;

export function numbering(): Labels {
  let count = 0;
  return (what) => {
    count += 1;
    return `${count} ${what}`;
  };
}

function build(piece: Piece, label: Labels): Part<Context<Variables, Locals>> {
  const all = (pieces: Pieces): Part<Context<Variables, Locals>> => pieces.map((each) => build(each, label));
  const { step, when, loopWhile, choose, atomic, lock, unlock, tryLock, wait, signal, broadcast } = words;
  switch (piece.piece) {
    case "step": {
      const { actions, guard, cost, mayWait } = piece;
      return step(label("step"), body(actions), {
        mayWait,
        ...(guard === undefined ? {} : { enabled: asked(guard) }),
        ...(cost === undefined ? {} : { cost: built(cost) }),
      });
    }
    case "loop": {
      const { times, actions } = piece;
      return loopWhile(
        label("again?"),
        (r) => r.my.i < times,
        step(label("again"), (k) => {
          k.my.i += 1;
          return body(actions)(k);
        }),
      );
    }
    case "when":
      return when(label("when"), asked(piece.test), all(piece.yes), all(piece.no));
    case "choose":
      return choose(...piece.branches.map(all));
    case "atomic":
      return atomic("atomic", all(piece.body));
    case "locked": {
      const { mutex, body } = piece;
      return [lock(label("lock"), (r) => r[mutex]), all(body), unlock(label("unlock"), (r) => r[mutex])];
    }
    case "try locked": {
      const { mutex, body, otherwise } = piece;
      const inside = [all(body), unlock(label("unlock"), (r) => r[mutex])];
      return tryLock(label("try lock"), (r) => r[mutex], inside, all(otherwise));
    }
    case "await": {
      const { mutex, test } = piece;
      const sleep = wait(
        label("wait"),
        (r) => r.c,
        (r) => r[mutex],
      );
      return [
        lock(label("lock"), (r) => r[mutex]),
        when(label("when"), asked(test), [], sleep),
        unlock(label("unlock"), (r) => r[mutex]),
      ];
    }
    case "signal":
      return signal(label("signal"), (r) => r.c);
    case "broadcast":
      return broadcast(label("broadcast"), (r) => r.c);
  }
}

function built(cost: StepCost): Cost | ((reader: Reader<Variables, Locals>) => Cost) {
  if (typeof cost === "string") return cost;
  return (reader) => (passes(looking(reader), cost.where) ? cost.yes : cost.no);
}

const names = ["A", "B", "C"] as const;

function sees(view: View, literal: Literal, count: number): boolean {
  switch (literal.see) {
    case "value":
      return passes((variable) => (variable === "g" ? view.ghost.g : view[variable]), literal.test);
    case "local":
      return view.process<Locals>(named(literal.process, count)).my.t === literal.is;
    case "finished":
      return view.process(named(literal.process, count)).finished === literal.yes;
    case "at":
      return view.process(named(literal.process, count)).at(literal.label);
  }
}

/** Where the moves `after` lead: each is counted round among those that there are, and none is taken at the end. */
function walked(interpreter: Interpreter, after: readonly number[]): State {
  return after.reduce((state, move) => {
    const outcomes = interpreter.model.processes.flatMap((process) => interpreter.outcomes(state, process));
    return outcomes[move % outcomes.length]?.state ?? state;
  }, interpreter.initial());
}

function literals({ of }: ClaimDescription, model: Model): readonly Literal[] {
  if ("all" in of) return of.all;
  const interpreter = new Interpreter(model);
  const state = walked(interpreter, of.after);
  return of.alike.map((visible): Literal => {
    const [what, process] = visible.split(" of ");
    const seen = model.processes[Number(process) % model.processes.length];
    if (seen === undefined) {
      const path = visible === "g" ? ["ghost", "g"] : [visible];
      // Variables and locals are numbers, as they were declared and as every action leaves them.
      const than = state.getIn(path) as number;
      return { see: "value", test: { of: visible as Shared | "g", is: "=", than } };
    }
    if (what === "t") {
      return {
        see: "local",
        process: seen.index,
        is: state.getIn(["process", seen.name, "my", "t"]) as number,
      };
    }
    const { steps, inner } = interpreter.location(state, seen);
    const [next] = steps;
    // A run that is halted inside an atomic block ends at a place that no claim can name.
    return next === undefined || inner
      ? { see: "finished", process: seen.index, yes: next === undefined }
      : { see: "at", process: seen.index, label: next.label };
  });
}

function named(process: number, count: number): string {
  return names[process % count] ?? names[0];
}

function claimed(claim: ClaimDescription, i: number, unclaimed: Model): Property<View> {
  const name = `${claim.kind} ${i}`;
  const processes = unclaimed.processes.map((process) => process.name);
  const all = literals(claim, unclaimed);
  const atEnd = "atEnd" in claim.of && claim.of.atEnd;
  const predicate = (view: View): boolean =>
    (!atEnd || processes.every((process) => view.process(process).finished)) &&
    all.every((literal) => sees(view, literal, processes.length));
  switch (claim.kind) {
    case "always":
      return words.always(name, (view) => !predicate(view));
    case "never":
      return words.never(name, predicate);
    case "reachable":
      return words.reachable(name, predicate);
    case "impossible":
      return words.reachable(name, predicate, { impossible: "so it is said" });
  }
}

/** The model that a description is of. */
export function builtModel({ start, processes, claims }: ModelDescription): Model {
  const withClaims = (claimedToo: readonly Property<View>[]): Model =>
    model({
      name: "random",
      variables: { ...variables, ...start },
      processes: processes.map(({ pieces, mayWait, environment }, i) => {
        const label = numbering();
        const program = pieces.map((piece) => build(piece, label));
        return words.process(named(i, processes.length), { locals, program, mayWait, environment });
      }),
      properties: [...claimedToo, ...assertions.map((name) => words.assertion(name)), words.deadlockFree()],
    });
  const unclaimed = withClaims([]);
  return withClaims(claims.map((claim, i) => claimed(claim, i, unclaimed)));
}
