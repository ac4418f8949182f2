/** Text in columns: nothing wider than it may be, and nothing lost. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needs, share, wrap } from "../../src/render/columns.js";

const word = fc.string({ unit: fc.constantFrom(..."abc_[](),:→é"), minLength: 1, maxLength: 24 });

/** Text as renderers make it: words apart by spaces, perhaps indented. */
const text = fc
  .tuple(fc.nat(6), fc.array(word, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 2 }))
  .map(([indent, words, gap]) => " ".repeat(indent) + words.join(" ".repeat(gap)));

const width = fc.integer({ min: 1, max: 60 });
const hanging = fc.nat(6);

const indentOf = (line: string): number => line.length - line.trimStart().length;
const wordsOf = (line: string): readonly string[] => line.trim().split(/ +/);

describe("wrap", () => {
  test("no line is longer than the width, or than its indent and four characters", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        const most = Math.max(room, indentOf(given) + hang + 4);
        for (const line of wrap(given, room, hang)) expect(line.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test("nothing is lost, and nothing added but spaces", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        const joined = wrap(given, room, hang)
          .map((line) => line.trimStart())
          .join("");
        expect(joined.replaceAll(" ", "")).toBe(given.replaceAll(" ", ""));
      }),
    );
  });

  test("a word is broken only where a line has no room for it", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        const most = Math.max(room, indentOf(given) + hang + 4) - indentOf(given) - hang;
        const whole = wrap(given, room, hang).flatMap(wordsOf);
        for (const one of wordsOf(given)) if (one.length <= most) expect(whole).toContain(one);
      }),
    );
  });

  test("the first line has the indent of the text, the others that and the hanging one", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        const [first = "", ...rest] = wrap(given, room, hang);
        expect(indentOf(first)).toBe(indentOf(given));
        for (const line of rest) expect(indentOf(line)).toBe(indentOf(given) + hang);
      }),
    );
  });

  test("no line ends in a space, and none but that of an empty text is empty", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        for (const line of wrap(given, room, hang)) expect(line).toMatch(/\S$/);
      }),
    );
    expect(wrap("", 10)).toEqual([""]);
    expect(wrap("   ", 10, 2).map((line) => line.trimEnd())).toEqual([""]);
  });

  test("no line could have held the first word of the next", () => {
    fc.assert(
      fc.property(text, width, hanging, (given, room, hang) => {
        const most = Math.max(room, indentOf(given) + hang + 4);
        const lines = wrap(given, room, hang);
        const known = new Set(wordsOf(given));
        lines.slice(1).forEach((line, i) => {
          const [next = ""] = wordsOf(line);
          if (known.has(next)) expect((lines[i] ?? "").length + 1 + next.length).toBeGreaterThan(most);
        });
      }),
    );
  });

  test.each([
    ["a short line", 20, 0, ["a short line"]],
    ["a line that is longer", 12, 2, ["a line that", "  is longer"]],
    [" guest_fpu := fpregs", 12, 2, [" guest_fpu", "   := fpregs"]],
    ["ioctl(KVM_CREATE_VCPU)", 10, 2, ["ioctl(KVM_", "  CREATE_V", "  CPU)"]],
    ["tenletters", 10, 3, ["tenletters"]],
    ["tenletters tenletters", 10, 0, ["tenletters", "tenletters"]],
  ] as const)("%j in %i columns, hanging by %i", (given, room, hang, lines) => {
    expect(wrap(given, room, hang)).toEqual(lines);
  });
});

describe("needs", () => {
  test("are what the longest line and the longest word with its indent take", () => {
    expect(needs(["one three", "  seventeen"], { atLeast: 3 })).toEqual({ least: 11, most: 11 });
    expect(needs(["one three five", " a"], { atLeast: 3 })).toEqual({ least: 7, most: 14 });
    expect(needs([], { atLeast: 10 })).toEqual({ least: 10, most: 10 });
  });

  test("at the most, nothing is wrapped; at the least, no word is broken", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (lines) => {
        const { least, most } = needs(lines, { atLeast: 1 });
        expect(lines.flatMap((line) => wrap(line, most))).toHaveLength(lines.length);
        const kept = lines.flatMap((line) => wrap(line, least)).flatMap(wordsOf);
        expect(kept).toEqual(lines.flatMap(wordsOf));
      }),
    );
  });
});

describe("share", () => {
  const column = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(60))
    .map(([least, more]) => ({ least, most: least + more }));
  const columns = fc.array(column, { minLength: 1, maxLength: 6 });
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const floor = 8;

  test("all of the width is given away, and no more where that can be", () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 1, max: 240 }), (all, total) => {
        const widths = share(total, all, floor);
        const smallest = sum(all.map(({ least }) => Math.min(least, floor)));
        expect(widths).toHaveLength(all.length);
        expect(sum(widths)).toBe(Math.max(total, Math.min(smallest, sum(widths))));
      }),
    );
  });

  test("where there is room for the least, everyone has it; where there is for the most, everyone has that", () => {
    fc.assert(
      fc.property(columns, fc.nat(200), (all, more) => {
        const widths = share(sum(all.map(({ least }) => least)) + more, all, floor);
        for (const [i, { least }] of all.entries()) expect(widths[i]).toBeGreaterThanOrEqual(least);
        const wide = share(sum(all.map(({ most }) => most)) + more, all, floor);
        for (const [i, { most }] of all.entries()) expect(wide[i]).toBeGreaterThanOrEqual(most);
        // What nobody needs is spread evenly.
        const spare = all.map(({ most }, i) => (wide[i] ?? 0) - most);
        expect(Math.max(...spare) - Math.min(...spare)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("where there is room for the least and not for the most, nobody has more than the most, and all grow alike", () => {
    fc.assert(
      fc.property(columns, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
        const [least, most] = [sum(all.map((one) => one.least)), sum(all.map((one) => one.most))];
        const widths = share(least + Math.floor((most - least) * part), all, floor);
        const grown = all.map((one, i) => (widths[i] ?? 0) - one.least);
        const unsated = grown.filter((_, i) => (widths[i] ?? 0) < (all[i]?.most ?? 0));
        for (const [i, one] of all.entries()) expect(widths[i]).toBeLessThanOrEqual(one.most);
        for (const growth of unsated) expect(growth).toBeGreaterThanOrEqual(Math.max(...grown) - 1);
      }),
    );
  });

  test("where there is not even room for the least, the widest give way, down to the floor", () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 1, max: 200 }), (all, total) => {
        const least = sum(all.map((one) => one.least));
        fc.pre(total < least);
        const widths = share(total, all, floor);
        all.forEach((one, i) => {
          expect(widths[i]).toBeLessThanOrEqual(one.least);
          expect(widths[i]).toBeGreaterThanOrEqual(Math.min(one.least, floor));
        });
        const cut = widths.filter((one, i) => one < (all[i]?.least ?? 0));
        if (cut.length > 0) expect(Math.max(...widths) - Math.min(...cut)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
