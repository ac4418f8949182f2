/**
 * The last zero of an array, looked for while others fill it [Abdulla, Aronis, Jonsson, Sagonas 2014].
 *
 * T0: looks at a[n], a[n - 1], … until one is 0    Tj, for j = 1 .. n: 1 v := a[j - 1]    2 a[j] := v + 1
 *
 * Claim: whatever T0 has passed by is not 0, and stays so. How far it reads depends on the others, and so does what its next
 * step touches: (n + 3) · 2^(n - 2) traces. A search that answers a race by the process that raced, and not by whoever can
 * begin the other order, finds four of the five for n = 2.
 */

import { type Code, type Context, family, indexed, language, model, wholeNumber } from "preempt";

const element = { value: 0 };
const variables = (n: number) => ({ a: indexed(n + 1, element) });
const locals = { v: 0 };

type Variables = ReturnType<typeof variables>;

const { step, when, process, always, reachable, deadlockFree } = language<Variables, typeof locals>();

const looking = (i: number): string => `R a[${i}]`;

/** Looks at a[i] and, while what it sees is not 0, at those before it. The first is always 0. */
function lookFrom(i: number): Code<Context<Variables, typeof locals>> {
  return when(looking(i), (k) => k.a(i).value !== 0, i > 0 && lookFrom(i - 1));
}

const fill = (j: number) => [
  step(`R a[${j - 1}]`, (k) => {
    k.my.v = k.a(j - 1).value;
  }),
  step(`W a[${j}]`, (k) => {
    k.a(j).value = k.my.v + 1;
  }),
];

export const lastzero = family({
  name: "lastzero",
  title: "the last zero of an array that others fill",
  about: [
    "One looks for the last element that is 0, from behind; n others each read one and write the next.",
  ],
  variants: { lastzero: { about: "each of the others writes its element once" } },
  newest: "lastzero",
  parameters: { n: wholeNumber("processes that fill the array", { from: 1, to: 14, initial: 3 }) },
  build: (_, { n }) => {
    const upToN = Array.from({ length: n }, (_, i) => i + 1);
    const names = upToN.map((j) => `T${j}`);
    return model({
      name: "lastzero",
      parameters: { n },
      variables: variables(n),
      processes: [
        process("T0", { locals, program: lookFrom(n) }),
        ...upToN.map((j) => process(`T${j}`, { locals, program: fill(j) })),
      ],
      properties: [
        always("what T0 has passed by is not 0", (s) =>
          [0, ...upToN].every(
            (i) => !s.process("T0").at(looking(i)) || upToN.every((j) => j <= i || s.a(j).value !== 0),
          ),
        ),
        reachable("T0 comes to a[0]", (s) => s.process("T0").at(looking(0))),
        reachable("all finish", (s) => ["T0", ...names].every((name) => s.process(name).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
