/** What is wrong with a certificate is said, and nothing that is wrong passes. */

import { describe, expect, test } from "vitest";
import {
  bodyOf,
  certified,
  fileOf,
  forged,
  type Parts,
  refusal,
  takenApart,
  verified,
  withChecksum,
  words,
} from "./certified.js";
import { counter, locks } from "./small-models.js";

const model = counter();
const file = fileOf(model);
const parts = takenApart(file);

const header = (change: object): Uint8Array => forged({ ...parts, header: { ...parts.header, ...change } });

const claims = (name: string, change: object): object => ({
  claims: parts.header.claims.map((claim) => (claim.property === name ? { ...claim, ...change } : claim)),
});

/** The parts with each state of number `of` having value `number` of the variable called `name`. */
function withState(of: number, name: string, number: number): Parts {
  const v = parts.header.variables.findIndex((variable) => variable.name === name);
  const changed = parts.states[of]?.map((held, i) => (i === v ? number : held)) ?? [];
  return { ...parts, states: [...parts.states, changed] };
}

test("what is right is believed, in pieces of any size", () => {
  const { report } = certified(model);
  expect(words(report)).toEqual({
    "x is counted": "holds",
    "x is negative": "holds",
    "x is 1": "holds",
    "x is 7": "holds",
    "x is 8": "unreached",
    "taken is small": "holds",
    "x is 3 at first": "holds",
    small: "holds",
    "deadlock free": "holds",
    "it ends with 1 or 4": "holds",
    "it ends": "holds",
  });
  for (const size of [1, 7, 64, 1 << 16]) {
    const found = verified(model, file, {}, size);
    expect(words(found)).toEqual({ ...words(report), "it ends": "inconclusive" });
    expect(found).toMatchObject({
      states: report.grounds.states,
      transitions: report.grounds.transitions,
      leftOut: ["ghost.taken"],
    });
  }
});

describe("damage", () => {
  test("a byte that is another is refused, wherever it is", () => {
    for (const mask of [0x01, 0xff]) {
      for (let at = 0; at < file.length; at++) {
        const changed = Uint8Array.from(file);
        changed[at] = (changed[at] ?? 0) ^ mask;
        expect(refusal(model, changed), `byte ${at}`).toMatch(/^the certificate is refused: /);
      }
    }
  });

  test("a file that was cut is refused, wherever it was", () => {
    for (let length = 0; length < file.length; length++)
      expect(refusal(model, file.subarray(0, length)), `${length} bytes`).toMatch(
        /it was cut short: it ends |it is none: |is no JSON/,
      );
  });

  test("so is one with something behind its end", () => {
    expect(refusal(model, Uint8Array.from([...file, 0x0a]))).toMatch(/damaged: its checksum/);
  });

  test("with a checksum that is right, a byte that is another shows nothing that is not so", () => {
    const truth = words(verified(model, file));
    const body = bodyOf(file);
    let refused = 0;
    for (let at = 0; at < body.length; at++) {
      const changed = Uint8Array.from(body);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const bytes = withChecksum(changed);
      if (refusal(model, bytes) !== "nothing") {
        refused += 1;
        continue;
      }
      const shown = words(verified(model, bytes));
      for (const [name, word] of Object.entries(shown))
        expect([word, "inconclusive"], `byte ${at}`).toContain(word === "inconclusive" ? word : truth[name]);
    }
    // What is left are bytes that name the file of the model, which is not looked at here.
    expect(refused).toBeGreaterThan(body.length * 0.8);
  });
});

describe("states", () => {
  test("one that is missing is refused, whichever it is", () => {
    for (const missing of parts.states.keys()) {
      const states = parts.states.filter((_, i) => i !== missing);
      expect(refusal(model, forged({ ...parts, states }))).toMatch(
        missing === 0
          ? /^the certificate is refused: the initial state is not in it$/
          : /the state to which ".*" of (even|odd) leads from state \d+ is not in it$|holds a value that the initial state does not have/,
      );
    }
    expect(refusal(model, forged({ ...parts, states: [] }))).toMatch(/the initial state is not in it$/);
  });

  test("one that is there twice is refused", () => {
    const [first = []] = parts.states;
    const states = [...parts.states, first];
    expect(refusal(model, forged({ ...parts, states }))).toMatch(
      new RegExp(`states 0 and ${parts.states.length} of it are the same$`),
    );
  });

  test("their order is of no account", () => {
    const found = verified(model, forged({ ...parts, states: parts.states.toReversed() }));
    expect(words(found)).toEqual(words(verified(model, file)));
  });

  /** The end of every run, and it with another x: nothing moves there. */
  const ends = (x: number): Parts => {
    const v = parts.header.variables.findIndex(({ name }) => name === "x");
    const end = parts.states.at(-1) ?? [];
    return { ...parts, states: [...parts.states, end.map((number, i) => (i === v ? x : number))] };
  };

  test("one that cannot be reached, breaks nothing and leads to none but those is no error", () => {
    const found = verified(model, forged(ends(1)));
    expect(found.states).toBe(parts.states.length + 1);
    expect(words(found)).toEqual(words(verified(model, file)));
  });

  test("one that breaks a claim is refused, though it cannot be reached", () => {
    expect(refusal(model, forged(ends(2)))).toMatch(/state 5 of it breaks "it ends with 1 or 4"$/);
  });

  test("one that leads out of them is refused", () => {
    expect(refusal(model, forged(withState(0, "x", 2)))).toMatch(
      /the state to which "first" of even leads from state 5 is not in it$/,
    );
  });

  test("one that can be reached and breaks a claim is refused", () => {
    const broken = counter({ skips: true });
    const { header: of, states } = takenApart(fileOf(broken));
    const says = { ...of, claims: parts.header.claims };
    expect(refusal(broken, forged({ header: says, states }))).toMatch(
      /state \d+ of it breaks "x is counted"$/,
    );
  });

  test("a value that the model cannot make is refused", () => {
    const variables = parts.header.variables.map((variable) =>
      variable.name === "x" ? { ...variable, values: [...variable.values, -7] } : variable,
    );
    const one = withState(
      0,
      "x",
      parts.header.variables.find(({ name }) => name === "x")?.values.length ?? 0,
    );
    expect(refusal(model, forged({ ...one, header: { ...parts.header, variables } }))).toMatch(
      /state \d+ of it holds a value that the initial state does not have and no step from its other states makes$/,
    );
  });

  test("a deadlock is refused where there is to be none", () => {
    const swapped = locks({ swapped: true });
    const { header: of, states } = takenApart(fileOf(swapped));
    const holds = of.claims.map(({ property, kind }) => ({ property, kind, says: "holds" as const }));
    expect(refusal(swapped, forged({ header: { ...of, claims: holds }, states }))).toMatch(
      /state \d+ of it is a deadlock, and breaks "deadlock free"$/,
    );
    expect(words(verified(swapped, fileOf(swapped)))).toEqual({ "deadlock free": "violated" });
  });
});

describe("what it says", () => {
  const { model: named } = parts.header;
  test.each<[string, object, RegExp]>([
    ["another name", { model: { ...named, name: "other" } }, /of another model: its names are "other"/],
    ["other parameters", { model: { ...named, parameters: { n: 2 } } }, /its parameters are \{"n":2\}/],
    ["other processes", { model: { ...named, processes: ["even"] } }, /its processes are \["even"\]/],
    ["other variables", { leftOut: [] }, /its variables are /],
    ["a ghost that is none", { leftOut: ["x"] }, /leave out "x", which is no ghost/],
    ["alike elements that are none", { symmetry: ["A", "B"] }, /block 1 of "symmetry" .* is a string, not/],
    ["nothing alike, as a list", { symmetry: [] }, /"symmetry" of its header has no block/],
    ["no word on symmetry", { symmetry: undefined }, /"symmetry" of its header is undefined, not an array/],
    [
      "alike elements, of a model that declares none",
      { symmetry: [{ what: "processes", elements: ["even", "odd"] }] },
      /exchanges of processes even, odd make of them, which "counter" does not declare to be alike; it declares nothing$/,
    ],
    ["no claims", { claims: 3 }, /"claims" of its header is a number/],
    [
      "a property that is not there",
      { claims: [{ property: "P", kind: "never", says: "holds" }] },
      /"P" \(never\)/,
    ],
    [
      "another kind",
      claims("x is 3 at first", { kind: "always" }),
      /"x is 3 at first" \(always\), which today's model/,
    ],
    [
      "two things",
      { claims: [...parts.header.claims, ...parts.header.claims] },
      /two things of one property/,
    ],
    ["holds, of a whole run", claims("it ends", { says: "holds" }), /"holds" without a run, which makes no/],
    ["reached, by no run", claims("x is 1", { schedule: undefined }), /"holds" without a run/],
    ["by a run that shows it not", claims("x is 1", { schedule: "even odd" }), /does not show it/],
    ["by a run that is none", claims("x is 1", { schedule: "odd*2" }), /is none: step \d of the schedule/],
    ["by a run of nobody", claims("x is 1", { schedule: "nobody" }), /is none: no process "nobody"/],
    [
      "violated, of what holds",
      claims("x is 3 at first", { says: "violated", schedule: "even" }),
      /does not show it/,
    ],
    [
      "unreached, of what is",
      claims("x is 1", { says: "unreached", schedule: undefined }),
      /meets "x is 1"$/,
    ],
  ])("%s is refused", (_, change, why) => {
    expect(refusal(model, header(change))).toMatch(why);
  });

  test("another version is refused, and what is no certificate", () => {
    expect(refusal(model, forged(parts, "preempt-certificate/7"))).toMatch(
      /it is of version 7 of preempt-certificate, and this version of preempt reads 1; write it again/,
    );
    expect(refusal(model, forged(parts, "preempt-trace/2"))).toMatch(/it is none: a certificate begins with/);
    expect(refusal(model, new Uint8Array(0))).toMatch(/cut short/);
  });

  test("a ghost that a claim looks at cannot be left out", () => {
    const v = parts.header.variables.findIndex(({ name }) => name === "ghost.seen");
    expect(v).toBeGreaterThan(0);
    const without = {
      header: {
        ...parts.header,
        leftOut: [...parts.header.leftOut, "ghost.seen"],
        variables: parts.header.variables.filter((_, i) => i !== v),
      },
      states: parts.states.map((state) => state.filter((_, i) => i !== v)),
    };
    expect(refusal(model, forged(without))).toMatch(
      /leave out the ghost "ghost.seen", at which "taken is small" looks/,
    );
  });

  test("what it says of the model of yesterday is not believed of today's", () => {
    expect(refusal(counter({ skips: true }), file)).toMatch(/is not in it/);
    expect(refusal(locks({ swapped: true }), fileOf(locks({ swapped: false })))).toMatch(/is not in it/);
  });
});

describe("what it does not say", () => {
  test("a property that it leaves out is inconclusive, not held", () => {
    const of = fileOf(model, { properties: ["x is 1"] });
    const { verdicts } = verified(model, of);
    expect(verdicts.filter(({ kind }) => kind !== "inconclusive").map(({ property }) => property)).toEqual([
      "x is 1",
    ]);
    expect(words(verified(model, of, { properties: ["x is 1"] }))).toEqual({ "x is 1": "holds" });
    expect(() => verified(model, of, { properties: ["x is 9"] })).toThrow(/x is 9/);
    expect(() => verified(model, of, { properties: [] })).toThrow(/no property is asked for/);
  });

  test("what was given up is inconclusive, but for what a run shows", () => {
    const found = verified(model, file, { stop: () => "enough" });
    expect(found).toMatchObject({ stopped: "enough", states: 0 });
    const { "x is 1": shown, ...others } = words(found);
    expect(shown).toBe("holds");
    expect(new Set(Object.values(others))).toEqual(new Set(["inconclusive"]));
  });

  test("of a search that was cut, and of one that leaves states out, there is none", () => {
    expect(certified(model, { stop: () => "enough", properties: ["x is 3 at first"] }).file).toBeUndefined();
    for (const strategy of ["reduced", "bounded", "dpor"] as const)
      expect(
        certified(model, {
          strategy,
          properties: ["x is 3 at first"],
          ...(strategy === "dpor" && { steps: 3 }),
        }).file,
      ).toBeUndefined();
  });
});
