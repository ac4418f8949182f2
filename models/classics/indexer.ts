/**
 * n processes put words into one hash table, by compare-and-swap [Flanagan, Godefroid 2005].
 *
 * Process t puts the four words w = 11 i + t, i = 0 .. 3: h := 7 w mod 128, and then, until it succeeds,
 *
 * 1 CAS table[h] 0 w, or else h := h + 1 mod 128
 *
 * Claim: no word is lost. Up to 11 processes never meet: one trace. From the twelfth on some words are put twice, and the
 * order at those places is all that there is to explore: 8 traces for 12.
 */

import { family, indexed, language, model, wholeNumber } from "preempt";

const size = 128;
const words = 4;
const slot = { word: 0 };
const variables = { table: indexed(size, slot) };
const locals = { h: 0 };

const { step, when, loop, leave, atomic, process, always, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const wordOf = (t: number, i: number): number => 11 * i + t;
const hash = (word: number): number => (7 * word) % size;

/** The i-th word of process t. What is left over of a round is where the next one begins. */
const put = (t: number, i: number) => {
  const word = wordOf(t, i);
  const taken = [
    step(`table[h] := ${word}`, (k) => {
      k.table(k.my.h).word = word;
      k.my.h = i + 1 < words ? hash(wordOf(t, i + 1)) : 0;
    }),
    leave,
  ];
  const next = step("h := h + 1", (k) => {
    k.my.h = (k.my.h + 1) % size;
  });
  return loop(
    atomic(
      "compare and swap",
      when(`CAS table[h] 0 ${word}`, (k) => k.table(k.my.h).word === 0, taken, next),
    ),
  );
};

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** From so many processes on some meet. */
const meeting = 12;

export const indexer = family({
  name: "indexer",
  title: "n processes fill a hash table",
  about: ["Whether two of them ever meet is a matter of what they put, and nothing in the program says."],
  variants: { indexer: { about: "four words each, into 128 places" } },
  newest: "indexer",
  parameters: { n: wholeNumber("processes", { from: 1, to: 16, initial: 2 }) },
  build: (_, { n }) => {
    const names = upTo(n).map((t) => `T${t}`);
    // An empty place and the word 0 look alike.
    const all = upTo(n)
      .flatMap((t) => upTo(words).map((i) => wordOf(t, i)))
      .filter((word) => word !== 0)
      .sort((a, b) => a - b);
    return model({
      name: "indexer",
      parameters: { n },
      unreachable: Object.fromEntries(
        upTo(n < meeting ? n * words : 0)
          .map((put) => wordOf(Math.floor(put / words), put % words))
          .map((word) => [`T: CAS table[h] 0 ${word} -> no`, "fewer than 12 processes never meet"]),
      ),
      variables,
      processes: names.map((name, t) =>
        process(name, {
          locals: { h: hash(wordOf(t, 0)) },
          program: upTo(words).map((i) => put(t, i)),
        }),
      ),
      properties: [
        always("no word is lost", (s) => {
          if (!names.every((name) => s.process(name).finished)) return true;
          const held = upTo(size).map((h) => s.table(h).word);
          const found = held.filter((word) => word !== 0).sort((a, b) => a - b);
          return found.length === all.length && found.every((word, i) => word === all[i]);
        }),
        reachable("all finish", (s) => names.every((name) => s.process(name).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
