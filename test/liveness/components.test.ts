/** Components, and fair components, of random small graphs, against what can be reached from where. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Components } from "../../src/liveness/components.js";
import { fairComponents } from "../../src/liveness/fair-components.js";
import { Graph } from "../../src/liveness/graph.js";
import { Moves } from "../../src/space/space.js";

interface Edge {
  readonly from: number;
  readonly mover: number;
  readonly to: number;
}

interface Drawn {
  readonly size: number;
  readonly edges: readonly Edge[];
}

const processes = 3;

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 9 }).chain((size) => {
  const state = fc.nat({ max: size - 1 });
  const mover = fc.nat({ max: processes - 1 });
  return fc.record({
    size: fc.constant(size),
    edges: fc.array(fc.record({ from: state, mover, to: state }), { maxLength: 2 * size }),
  });
});

/** The graph as a search tells of it, in batches of four states. */
function graphOf({ size, edges }: Drawn): Graph {
  const graph = new Graph();
  for (let first = 0; first < size; first += 4) {
    const count = Math.min(4, size - first);
    const moves = new Moves();
    const states = Int32Array.from({ length: count }, (_, i) => first + i);
    for (const [i, state] of states.entries()) {
      for (const { mover, to } of edges.filter(({ from }) => from === state)) {
        const move = moves.add(i, mover, 0, 0, 0);
        moves.target[move] = to;
      }
    }
    graph.add({ count, states, nodes: states, moves, failing: [] });
  }
  return graph;
}

/** By state: which it reaches by one move or more, each of which `counts`. */
function reaches({ size, edges }: Drawn, counts: (edge: Edge) => boolean): readonly ReadonlySet<number>[] {
  return Array.from({ length: size }, (_, start) => {
    const found = new Set<number>();
    const open = [start];
    for (const at of open) {
      for (const { to } of edges.filter((edge) => edge.from === at && counts(edge))) {
        if (!found.has(to)) open.push(to);
        found.add(to);
      }
    }
    return found;
  });
}

const sorted = (sets: readonly (readonly number[])[]): readonly string[] =>
  sets.map((set) => [...set].sort((a, b) => a - b).join(" ")).sort();

/** The sets into which `states` fall: two lie in one where each reaches the other. */
function naive(states: readonly number[], reached: readonly ReadonlySet<number>[]): readonly string[] {
  const joins = (a: number, b: number): boolean =>
    a === b || (reached[a]?.has(b) === true && reached[b]?.has(a) === true);
  return sorted(
    states
      .filter((state) => !states.some((other) => other < state && joins(other, state)))
      .map((state) => states.filter((other) => joins(state, other))),
  );
}

const all = (size: number): readonly number[] => Array.from({ length: size }, (_, state) => state);

describe("components", () => {
  test("are of states that reach each other within their part, asked again and again", () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat({ max: 1 }), { minLength: 9, maxLength: 9 }), (of, parts) => {
        const part = Int32Array.from(all(of.size), (state) => parts[state] ?? 0);
        const components = new Components(graphOf(of), part);
        const reached = reaches(of, ({ from, to }) => part[from] === part[to]);
        for (const wanted of [0, 1, 1, 0]) {
          const states = all(of.size).filter((state) => part[state] === wanted);
          const found = [...components.of(Int32Array.from(states))].map((set) => [...set]);
          expect(sorted(found)).toEqual(naive(states, reached));
        }
      }),
      { numRuns: 1_000, seed: 3 },
    );
  });

  test("that are found may be given other parts while others are looked for", () => {
    fc.assert(
      fc.property(drawn, (of) => {
        const part = new Int32Array(of.size);
        const components = new Components(graphOf(of), part);
        const found: number[][] = [];
        for (const set of components.of(Int32Array.from(all(of.size)))) {
          found.push([...set]);
          for (const state of set) part[state] = found.length;
        }
        expect(sorted(found)).toEqual(
          naive(
            all(of.size),
            reaches(of, () => true),
          ),
        );
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test("are found without a stack that overflows", () => {
    const size = 200_000;
    const graph = new Graph();
    const moves = new Moves();
    for (let state = 0; state < size; state++) {
      const move = moves.add(state, 0, 0, 0, 0);
      moves.target[move] = (state + 1) % size;
    }
    const states = Int32Array.from(all(size));
    graph.add({ count: size, states, nodes: states, moves, failing: [] });
    const found = [...new Components(graph, new Int32Array(size)).of(states)];
    expect(found.map(({ length }) => length)).toEqual([size]);
  });
});

type Declared = "weak" | "strong" | "nothing";

/** All sets of states that are fair, one by one: those reach each other, and everybody has his due. */
function fairStates(of: Drawn, states: readonly number[], fair: readonly Declared[]): readonly number[] {
  const able = (state: number, process: number): boolean =>
    of.edges.some(({ from, mover }) => from === state && mover === process);
  const isFair = (set: ReadonlySet<number>): boolean => {
    const inside = of.edges.filter(({ from, to }) => set.has(from) && set.has(to));
    const reached = reaches(of, (edge) => inside.includes(edge));
    if (![...set].every((state) => [...set].every((other) => reached[state]?.has(other)))) return false;
    return fair.every((declared, process) => {
      const can = [...set].filter((state) => able(state, process)).length;
      const due = declared === "weak" ? can === set.size : declared === "strong" && can > 0;
      return !due || inside.some(({ mover }) => mover === process);
    });
  };
  const found = new Set<number>();
  for (let bits = 1; bits < 2 ** of.size; bits++) {
    const set = new Set(all(of.size).filter((state) => (bits & (1 << state)) !== 0));
    if ([...set].every((state) => states.includes(state)) && isFair(set))
      for (const state of set) found.add(state);
  }
  return all(of.size).filter((state) => found.has(state));
}

describe("fair components", () => {
  const declared = fc.tuple(
    ...all(processes).map(() => fc.constantFrom<Declared[]>("weak", "strong", "nothing")),
  );
  const small = drawn.filter(({ size }) => size <= 6);

  test("hold the states that are in some set of states that is fair, among all sets that there are", () => {
    fc.assert(
      fc.property(small, declared, fc.nat({ max: 5 }), (of, fair, without) => {
        const states = all(of.size).filter((state) => state !== without);
        const those = (wanted: Declared): readonly number[] =>
          all(processes).filter((process) => fair[process] === wanted);
        const assumed = { weak: those("weak"), strong: those("strong"), goesOn: new Uint8Array(processes) };
        const part = fairComponents(graphOf(of), Int32Array.from(states), assumed);
        expect(all(of.size).filter((state) => part[state] !== 0)).toEqual(fairStates(of, states, fair));
      }),
      { numRuns: 1_500, seed: 5 },
    );
  });
});
