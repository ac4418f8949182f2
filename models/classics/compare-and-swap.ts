/**
 * n processes compare and swap. CAS x e v is one step: it reads x, and writes v if it read e; one that fails only reads.
 *
 * cas: Pi: 1 CAS x 0 i                 casw: Pi: 1 CAS x 0 1    2 x := i + 3
 * casrot: Pi: 1 CAS x (i - 1) i        wcas: W: 1 x := 2    Pi: 1 CAS x 2 3
 *
 * Claims: of those that wait for the same value only one swaps, and in casrot nobody swaps before the one whose value it
 * waits for. Two that fail do not mind each other, so cas has n traces, and wcas n · 2^(n - 1) + 1.
 */

import { family, language, model, type Property, type StateView, wholeNumber } from "preempt";

const variables = { x: 0 };
const locals = { swapped: false };

type View = StateView<typeof variables>;

const { step, process, always, never, reachable, deadlockFree } = language<typeof variables, typeof locals>();

const cas = (expected: number, value: number) =>
  step(`CAS x ${expected} ${value}`, (k) => {
    k.my.swapped = k.x === expected;
    if (k.my.swapped) k.x = value;
  });

const write = (value: number) =>
  step(`W x ${value}`, (k) => {
    k.x = value;
  });

const nameOf = (i: number): string => `P${i}`;
const swapped = (s: View, i: number): boolean => s.process<typeof locals>(nameOf(i)).my.swapped;

/** Of those that wait for the same value, no two swap. */
const onlyOne = (numbers: readonly number[]): Property<View> =>
  never("two have swapped", (s) => numbers.filter((i) => swapped(s, i)).length > 1);

/** Nobody swaps before who has the number below. */
const inTurn = (numbers: readonly number[]): Property<View> =>
  always("those who have swapped did so in turn", (s) =>
    numbers.every((i) => i === 1 || !swapped(s, i) || swapped(s, i - 1)),
  );

/** What the process with number i does, and what is claimed of all. */
interface Swapping {
  readonly about: string;
  readonly writer: boolean;
  readonly program: (i: number) => readonly ReturnType<typeof cas>[];
  readonly claim: (numbers: readonly number[]) => Property<View>;
  /** Whether all can swap. */
  readonly all: boolean;
}

const variants: Readonly<Record<string, Swapping>> = {
  cas: {
    about: "all wait for 0",
    writer: false,
    program: (i) => [cas(0, i)],
    claim: onlyOne,
    all: false,
  },
  casw: {
    about: "all wait for 0, and then write",
    writer: false,
    program: (i) => [cas(0, 1), write(i + 3)],
    claim: onlyOne,
    all: false,
  },
  casrot: {
    about: "each waits for the value of the one before it",
    writer: false,
    program: (i) => [cas(i - 1, i)],
    claim: inTurn,
    all: true,
  },
  wcas: {
    about: "all wait for what another one writes",
    writer: true,
    program: () => [cas(2, 3)],
    claim: onlyOne,
    all: false,
  },
};

export const compareAndSwap = family({
  name: "compare-and-swap",
  title: "n processes compare and swap",
  about: ["Whether a compare-and-swap writes is a matter of what it reads; two that fail can change places."],
  variants,
  newest: "casrot",
  parameters: { n: wholeNumber("processes that compare and swap", { from: 1, to: 10, initial: 3 }) },
  build: ({ name, writer, program, claim, all }, { n }) => {
    const numbers = Array.from({ length: n }, (_, i) => i + 1);
    const names = [...(writer ? ["W"] : []), ...numbers.map(nameOf)];
    const swapping = numbers.map((i) => process(nameOf(i), { locals, program: program(i) }));
    return model({
      name: `compare-and-swap@${name}`,
      parameters: { n },
      variables,
      processes: [...(writer ? [process("W", { locals, program: write(2) })] : []), ...swapping],
      properties: [
        claim(numbers),
        reachable("the last one swaps", (s) => swapped(s, n)),
        reachable("all swap", (s) => numbers.every((i) => swapped(s, i)), {
          impossible: !all && n > 1 && "whoever comes second finds another value",
        }),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
