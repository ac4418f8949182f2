/** Models of random programs. */

import {
  assertion,
  type Code,
  type Context,
  condition,
  deadlockFree,
  language,
  type Model,
  model,
  mutex,
  type Property,
  type Reader,
  type StateView,
} from "preempt";
import {
  type Assignment,
  type Claim,
  domain,
  type Guard,
  type Op,
  type Ops,
  type Program,
  type Shared,
  type Simple,
  type Test,
} from "./program.js";

const variables = { x: 0, y: 0, z: 0, m: mutex(), n: mutex(), c: condition() };
const locals = { t: 0 };

type Variables = typeof variables;
type Locals = typeof locals;
type Draft = Context<Variables, Locals>;
type View = Reader<Variables, Locals>;

const { step, when, choose, atomic, lock, tryLock, unlock, wait, signal, broadcast, ...words } = language<
  Variables,
  Locals
>();

/** What a test asks. */
interface Asked {
  value(of: Shared | "t"): number;
  process(number: number): { readonly finished: boolean; at(label: string): boolean };
}

const names = ["A", "B", "C", "D"] as const;

const nameOf = (process: number): string => names[process] ?? `P${process}`;

/** The label of the first step of every process. */
const first = "1";

function passes(asked: Asked, test: Test): boolean {
  if ("of" in test) return (asked.value(test.of) === test.than) === (test.is === "=");
  const process = asked.process(test.process);
  return test.has === "finished" ? process.finished : !process.at(first);
}

/** What stands in one process, among `count`. */
class Builder {
  readonly #count: number;
  #steps = 0;

  constructor(count: number) {
    this.#count = count;
  }

  asked(k: View | Draft): Asked {
    return {
      value: (of) => (of === "t" ? k.my.t : k[of]),
      process: (number) => k.process(nameOf(number % this.#count)),
    };
  }

  label(): string {
    this.#steps += 1;
    return String(this.#steps);
  }

  test(test: Test): (k: View) => boolean {
    return (k) => passes(this.asked(k), test);
  }

  guard({ how, tests }: Guard): (k: View) => boolean {
    return (k) => {
      const passed = (test: Test): boolean => passes(this.asked(k), test);
      return how === "all" ? tests.every(passed) : tests.some(passed);
    };
  }

  all(ops: Ops): readonly Code<Draft>[] {
    return ops.flatMap((op) => this.op(op));
  }

  op(op: Op): Code<Draft> | readonly Code<Draft>[] {
    switch (op.op) {
      case "when":
        return when(this.label(), this.test(op.test), this.all(op.yes), this.all(op.no));
      case "choose":
        return choose(...op.branches.map((branch) => this.all(branch)));
      case "atomic":
        return atomic("together", this.all(op.body));
      case "lock":
        return lock(this.label(), (k) => k[op.mutex]);
      case "locked":
        return [
          lock(this.label(), (k) => k[op.mutex]),
          ...this.all(op.body),
          unlock(this.label(), (k) => k[op.mutex]),
        ];
      case "try": {
        const label = this.label();
        const inside = [...this.all(op.body), unlock(this.label(), (k) => k[op.mutex])];
        return tryLock(label, (k) => k[op.mutex], inside, this.all(op.otherwise));
      }
      case "wait": {
        const taken = lock(this.label(), (k) => k[op.mutex]);
        const label = this.label();
        const waiting = wait(
          this.label(),
          (k) => k.c,
          (k) => k[op.mutex],
        );
        const asked = when(label, this.test(op.test), [], waiting);
        return [taken, asked, unlock(this.label(), (k) => k[op.mutex])];
      }
      case "signal":
        return signal(this.label(), (k) => k.c);
      case "broadcast":
        return broadcast(this.label(), (k) => k.c);
      case "multi":
        return step(this.label(), (k) => this.simple(op, k), op.guard && { enabled: this.guard(op.guard) });
      default:
        return step(this.label(), (k) => this.simple(op, k));
    }
  }

  assign(k: Draft, { to, value, plus }: Assignment): void {
    const base = typeof value === "number" ? value : this.asked(k).value(value);
    const sum = (base + plus) % domain;
    if (to === "t") k.my.t = sum;
    else k[to] = sum;
  }

  simple(op: Simple, k: Draft): undefined {
    switch (op.op) {
      case "write":
        k[op.to] = op.value;
        return;
      case "read":
        k.my.t = k[op.of];
        return;
      case "put":
        k[op.to] = (k.my.t + op.plus) % domain;
        return;
      case "fetch and add":
        k.my.t = k[op.of];
        k[op.of] = (k[op.of] + 1) % domain;
        return;
      case "bump":
        k.update(k, op.of, next);
        return;
      case "cas":
        k.my.t = k[op.of] === op.expected ? 1 : 0;
        if (k.my.t === 1) k[op.of] = op.value;
        return;
      case "write if t":
        if (k.my.t === 1) k[op.to] = op.value;
        return;
      case "multi": {
        const yes = op.test === undefined || passes(this.asked(k), op.test);
        for (const assignment of yes ? op.yes : op.no) this.assign(k, assignment);
        return;
      }
      case "pick":
        k[op.to] = k.choose(op.from);
        return;
      case "scatter":
        k[k.choose(op.to)] = op.value;
        return;
      case "look":
        k.my.t = passes(this.asked(k), { process: op.process, has: op.has }) ? 1 : 0;
        return;
      case "fail":
        if (op.unless === undefined || !passes(this.asked(k), op.unless)) k.fail("P");
        return;
      case "halt":
        if (op.unless === undefined || !passes(this.asked(k), op.unless)) k.halt("so it was");
        return;
    }
  }
}

const next = (value: number): number => (value + 1) % domain;

function claimed({ kind, tests }: Claim, i: number, count: number): Property<StateView<Variables>> {
  return words[kind](`${kind} ${i}`, (s) => {
    const asked: Asked = {
      // A claim cannot see the variable of a process: x stands for it.
      value: (of) => s[of === "t" ? "x" : of],
      process: (number) => s.process(nameOf(number % count)),
    };
    return tests.every((test) => passes(asked, test)) === (kind === "never");
  });
}

/** The model of a program. */
export function built({ start, processes, claims }: Program): Model {
  const count = processes.length;
  return model({
    name: "random",
    variables: { ...variables, ...start },
    processes: processes.map((ops, i) =>
      words.process(nameOf(i), { locals, program: new Builder(count).all(ops) }),
    ),
    properties: [...claims.map((claim, i) => claimed(claim, i, count)), assertion("P"), deadlockFree()],
  });
}
