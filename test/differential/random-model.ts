/**
 * Small random models that terminate: as plain descriptions, which fast-check shrinks and prints, and built from those.
 *
 * Every loop counts up a local that nothing else writes, so every run ends.
 */

import fc from "fast-check";
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

const shared = ["x", "y", "z"] as const;
type Shared = (typeof shared)[number];

/** What steps read: shared variables, and the local `t`. */
type Real = Shared | "t";
/** What properties, failures and other ghosts read too. */
type Any = Real | "g";
type Mutex = "m" | "n";
type Term<V> = number | V;

/** Values are 0 to 3; sums wrap around. */
const domain = 4;

/** A comparison. */
interface Test<V> {
  readonly of: V;
  readonly is: "=" | "/=" | "<";
  readonly than: Term<V>;
}

type Action =
  | {
      readonly do: "set";
      readonly to: Real;
      readonly value: Term<Real>;
      readonly times: number;
      readonly plus: number;
    }
  | { readonly do: "pick"; readonly to: Real; readonly from: readonly number[] }
  /** Puts a value behind those that the ghost holds already. */
  | { readonly do: "record"; readonly value: Term<Any> }
  | { readonly do: "fail"; readonly property: Assertion; readonly unless: Test<Any> | undefined }
  | { readonly do: "halt"; readonly unless: Test<Real> };

const assertions = ["P", "Q"] as const;
type Assertion = (typeof assertions)[number];

type StepCost = Cost | { readonly where: Test<Real>; readonly yes: Cost; readonly no: Cost };

type Piece =
  | {
      readonly piece: "step";
      readonly actions: readonly Action[];
      readonly guard: Test<Real> | undefined;
      readonly cost: StepCost | undefined;
      readonly mayWait: boolean;
    }
  | { readonly piece: "loop"; readonly times: number; readonly actions: readonly Action[] }
  | { readonly piece: "when"; readonly test: Test<Real>; readonly yes: Pieces; readonly no: Pieces }
  | { readonly piece: "choose"; readonly branches: readonly Pieces[] }
  | { readonly piece: "atomic"; readonly body: Pieces }
  | { readonly piece: "locked"; readonly mutex: Mutex; readonly body: Pieces }
  | {
      readonly piece: "try locked";
      readonly mutex: Mutex;
      readonly body: Pieces;
      readonly otherwise: Pieces;
    }
  | { readonly piece: "await"; readonly mutex: Mutex; readonly test: Test<Real> }
  | { readonly piece: "signal" | "broadcast" };
type Pieces = readonly Piece[];

interface ProcessDescription {
  readonly pieces: Pieces;
  readonly mayWait: boolean;
  readonly environment: boolean;
}

/** A part of a claim; a process is meant by its number, counted round. */
type Literal =
  | { readonly see: "value"; readonly test: Test<Shared | "g"> }
  | { readonly see: "local"; readonly process: number; readonly is: number }
  | { readonly see: "finished"; readonly process: number; readonly yes: boolean }
  | { readonly see: "at"; readonly process: number; readonly label: string };

/** Names of what a claim can see: shared variables, the ghost, and of each process its local and where it is. */
const visible = [
  ...shared,
  "g",
  "t of 0",
  "t of 1",
  "t of 2",
  "place of 0",
  "place of 1",
  "place of 2",
] as const;
type Visible = (typeof visible)[number];

interface ClaimDescription {
  readonly kind: "always" | "never" | "reachable" | "impossible";
  readonly of:
    | {
        readonly all: readonly Literal[];
        /** Only states in which every process is finished count. */
        readonly atEnd: boolean;
      }
    /** States that look in `alike` as the one does to which these moves lead; each is counted round. */
    | { readonly alike: readonly Visible[]; readonly after: readonly number[] };
}

/** A model, as plain data. */
export interface ModelDescription {
  readonly start: Readonly<Record<Shared, number>>;
  readonly processes: readonly ProcessDescription[];
  readonly claims: readonly ClaimDescription[];
}

/** Whether costs are counted from switches, or declared by steps. */
export type Flavour = "plain" | "declared";

const number = fc.nat({ max: domain - 1 });
const real = fc.constantFrom<Real>(...shared, "t");
const any = fc.constantFrom<Any>(...shared, "t", "g");
const seenOutside = fc.constantFrom<Shared | "g">(...shared, "g");

function testOf<V extends string>(variable: fc.Arbitrary<V>): fc.Arbitrary<Test<V>> {
  const than: fc.Arbitrary<Term<V>> = fc.oneof(
    { weight: 3, arbitrary: number },
    { weight: 1, arbitrary: variable },
  );
  return fc.record({ of: variable, is: fc.constantFrom("=", "/=", "<"), than });
}

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      to: real,
      value: fc.oneof({ weight: 1, arbitrary: number }, { weight: 3, arbitrary: real }),
      times: fc.integer({ min: 1, max: 2 }),
      plus: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("pick" as const),
      to: real,
      from: fc.array(number, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("record" as const), value: fc.oneof(number, any) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      property: fc.constantFrom(...assertions),
      unless: fc.oneof(
        { weight: 5, arbitrary: testOf(any) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("halt" as const), unless: testOf(real) }) },
);

const cost = fc.constantFrom<Cost>("nothing", "preemption", "interrupt", "sleep", "migration");
const costs: Readonly<Record<Flavour, fc.Arbitrary<StepCost | undefined>>> = {
  plain: fc.constant(undefined),
  declared: fc.oneof(fc.constant(undefined), cost, fc.record({ where: testOf(real), yes: cost, no: cost })),
};

function rarely<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const rarelyTrue = (oneIn: number): fc.Arbitrary<boolean> => rarely(fc.constant(true), oneIn).map(Boolean);

/** `free` are the mutexes that the process does not hold: taking one twice would end most runs early. */
function pieceOf(flavour: Flavour, depth: number, free: readonly Mutex[]): fc.Arbitrary<Piece> {
  const step: fc.Arbitrary<Piece> = fc.record({
    piece: fc.constant("step" as const),
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    guard: rarely(testOf(real), 10),
    cost: costs[flavour],
    mayWait: rarelyTrue(12),
  });
  if (depth === 0) return step;
  const body = (minLength: number, maxLength: number, held?: Mutex): fc.Arbitrary<Pieces> => {
    const piece = pieceOf(
      flavour,
      depth - 1,
      free.filter((mutex) => mutex !== held),
    );
    return fc.array(piece, { minLength, maxLength });
  };
  const locking = free.flatMap((mutex): { weight: number; arbitrary: fc.Arbitrary<Piece> }[] => [
    {
      weight: 3,
      arbitrary: fc.record({
        piece: fc.constant("locked" as const),
        mutex: fc.constant(mutex),
        body: body(1, 2, mutex),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("try locked" as const),
        mutex: fc.constant(mutex),
        body: body(1, 1, mutex),
        otherwise: body(0, 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("await" as const),
        mutex: fc.constant(mutex),
        test: testOf(real),
      }),
    },
  ]);
  return fc.oneof(
    { weight: 24, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record({
        piece: fc.constant("loop" as const),
        times: fc.integer({ min: 1, max: 2 }),
        actions: fc.array(action, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        piece: fc.constant("when" as const),
        test: testOf(real),
        yes: body(0, 2),
        no: body(0, 1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        piece: fc.constant("choose" as const),
        branches: fc.array(body(1, 2), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ piece: fc.constant("atomic" as const), body: body(1, 2) }) },
    ...locking,
    {
      weight: 2,
      arbitrary: fc.record({ piece: fc.constantFrom("signal" as const, "broadcast" as const) }),
    },
  );
}

const literal: fc.Arbitrary<Literal> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ see: fc.constant("value" as const), test: testOf(seenOutside) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      see: fc.constant("local" as const),
      process: fc.nat({ max: 2 }),
      is: fc.integer({ min: 1, max: domain - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      see: fc.constant("finished" as const),
      process: fc.nat({ max: 2 }),
      yes: fc.boolean(),
    }),
  },
);

const claim: fc.Arbitrary<ClaimDescription> = fc.record({
  kind: fc.constantFrom("always" as const, "never" as const, "reachable" as const, "impossible" as const),
  of: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        all: fc.array(literal, { minLength: 2, maxLength: 3 }),
        atEnd: rarelyTrue(3),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        alike: fc.subarray([...visible], { minLength: 5 }),
        after: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12, size: "max" }),
      }),
    },
  ),
});

/** Descriptions of models that terminate. */
export function modelDescription(flavour: Flavour): fc.Arbitrary<ModelDescription> {
  const processes = (count: number, minLength: number, maxLength: number) =>
    fc.array(
      fc.record({
        pieces: fc.array(pieceOf(flavour, 2, ["m", "n"]), { minLength, maxLength }),
        mayWait: rarelyTrue(12),
        environment: rarelyTrue(12),
      }),
      { minLength: count, maxLength: count },
    );
  return fc.record({
    start: fc.record({ x: number, y: number, z: number }),
    processes: fc.oneof(
      { weight: 3, arbitrary: processes(2, 2, 4) },
      { weight: 1, arbitrary: processes(3, 1, 2) },
    ),
    claims: fc.array(claim, { minLength: 3, maxLength: 3 }),
  });
}

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
type Labels = (what: string) => string;

function numbering(): Labels {
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
