/**
 * Programs that look at one variable to decide whether they touch another: what races there are depends on who was first.
 *
 * depend: Z: z := 1    X: x := 1    Y: y := 1    A: if (x): if (y): read z    B: if (y): read z
 * different-dependence: X: x := 1    Y: y := 1    Z: z := 1    A: if (z): read x    B: if (y): read x
 * conditional-writes: X: x := 1    Y: y := 1    A: if (y = 0): z := 1    B: if (z): if (y = 0): x := 2
 * sleeping-races-1: Y: y := 1    X: x := 1    A: if (x): read y
 * sleeping-races-2: Y: y := 1    X: x := 1    A: y := 2; if (x): read y
 *
 * Each test of a variable is a step. 12, 9, 5, 3 and 5 traces [Nidhugg's and Concuerror's tests; the third is the example of
 * Abdulla, Aronis, Jonsson, Sagonas 2014]. A search that shortens the sequences by which it reverses races finds 8 of the 9.
 */

import { type Context, family, language, model, type Part } from "preempt";

const variables = { x: 0, y: 0, z: 0 };
const locals = { seen: -1 };

type Shared = keyof typeof variables;
type Here = Context<typeof variables, typeof locals>;

const { step, when, process, reachable, deadlockFree } = language<typeof variables, typeof locals>();

const write = (to: Shared, value: number) =>
  step(`W ${to} ${value}`, (k) => {
    k[to] = value;
  });

const read = (of: Shared) =>
  step(`R ${of}`, (k) => {
    k.my.seen = k[of];
  });

const ifSet = (of: Shared, then: Part<Here>) => when(`if (${of})`, (k) => k[of] !== 0, then);
const ifClear = (of: Shared, then: Part<Here>) => when(`if (${of} = 0)`, (k) => k[of] === 0, then);

interface Dependent {
  readonly about: string;
  readonly programs: Readonly<Record<string, Part<Here>>>;
  /** What is set when the last of the tests comes out true. */
  readonly seen: (seen: number, x: number) => boolean;
  /** Whose it is. */
  readonly by: string;
}

const [writeX, writeY, writeZ] = [write("x", 1), write("y", 1), write("z", 1)];

const variants: Readonly<Record<string, Dependent>> = {
  depend: {
    about: "two look at what may never be written",
    programs: {
      Z: writeZ,
      X: writeX,
      Y: writeY,
      A: ifSet("x", ifSet("y", read("z"))),
      B: ifSet("y", read("z")),
    },
    seen: (seen) => seen === 1,
    by: "A",
  },
  "different-dependence": {
    about: "two reads, behind different conditions",
    programs: { X: writeX, Y: writeY, Z: writeZ, A: ifSet("z", read("x")), B: ifSet("y", read("x")) },
    seen: (seen) => seen === 1,
    by: "A",
  },
  "conditional-writes": {
    about: "two writes, behind conditions",
    programs: {
      X: writeX,
      Y: writeY,
      A: ifClear("y", writeZ),
      B: ifSet("z", ifClear("y", write("x", 2))),
    },
    seen: (_, x) => x === 2,
    by: "B",
  },
  "sleeping-races-1": {
    about: "a race that is there only after another one",
    programs: { Y: writeY, X: writeX, A: ifSet("x", read("y")) },
    seen: (seen) => seen === 1,
    by: "A",
  },
  "sleeping-races-2": {
    about: "the same, behind a write of its own",
    programs: { Y: writeY, X: writeX, A: [write("y", 2), ifSet("x", read("y"))] },
    seen: (seen) => seen === 1,
    by: "A",
  },
};

export const dataDependent = family({
  name: "data-dependent",
  title: "races that are there only if others went one way",
  about: ["Which variables a process touches is decided by what it finds in others."],
  variants,
  newest: "different-dependence",
  parameters: {},
  build: ({ name, programs, seen, by }) => {
    const names = Object.keys(programs);
    return model({
      name: `data-dependent@${name}`,
      variables,
      processes: Object.entries(programs).map(([each, program]) => process(each, { locals, program })),
      properties: [
        reachable("what stands behind the conditions happens", (s) =>
          seen(s.process<typeof locals>(by).my.seen, s.x),
        ),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
