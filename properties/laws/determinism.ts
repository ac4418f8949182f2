/** Determinism: the same model twice has the same states under the same numbers, and the same traces. */

import type { Model } from "../../src/model/model.js";
import { isModelError } from "../../src/model/model-error.js";
import { encode } from "../../src/model/value.js";
import { Impure } from "../../src/semantics/evaluation.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { causeOf, judged } from "./judged.js";
import { type LawOptions, refuseNoModel } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { type Compared, compared, type Side } from "./spaces.js";
import { disagreement } from "./verdicts.js";

const law = "determinism";
const first = "the first time";
const second = "the second time";

/** What a model is before anything has moved, a line for each thing that there is. */
function outline({ layout, processes, properties }: Model): readonly string[] {
  return [
    ...layout.variables.map(({ name, initial }) => `the variable ${name}, at first ${encode(initial)}`),
    ...processes.flatMap(({ name, program }) =>
      program.locations.flatMap(({ index, steps }) =>
        steps.map(({ label }) => `the step "${label}" of ${name} at its location ${index}`),
      ),
    ),
    ...properties.map(({ kind, name }) => `the property "${name}", ${kind}`),
  ];
}

function apart(one: Model, other: Model): string | undefined {
  const [mine, its] = [outline(one), outline(other)];
  const odd = Array.from({ length: Math.max(mine.length, its.length) }, (_, i) => i).find(
    (i) => mine[i] !== its[i],
  );
  if (odd === undefined) return undefined;
  return `the model was built in two ways: it has ${mine[odd] ?? "nothing more"} ${first}, and ${its[odd] ?? "nothing more"} ${second}`;
}

const explored = (model: Model, called: string): Side => ({
  space: new TableSpace(new Interpreter(model)),
  called,
});

/** Compares what was explored with another exploration; what went well before and is a mistake now is a difference, too. */
function againOn(model: Model, one: Side, other: Model, most: number): Compared {
  try {
    return compared(model, one, explored(other, second), most);
  } catch (error) {
    if (!isModelError(error) || causeOf(error, Impure) !== undefined) throw error;
    const fault = `what went well ${first} does not ${second}: ${error.message}`;
    return { fault, states: 0, steps: 0, whole: false };
  }
}

/** Explores the model twice, or the model and what `again` builds, and compares; then checks it twice. */
export function determinism(model: Model, options: LawOptions = {}): LawResult {
  return judged(law, model, options, ({ sample }) => {
    const other = options.again === undefined ? model : options.again();
    refuseNoModel(other);
    const built = apart(model, other);
    if (built !== undefined) return broken(law, built);
    const one = explored(model, first);
    // All of the one before any of the other: what a captured variable holds by then is not what it held before.
    compared(model, one, one, sample);
    const { fault, whole, ...over } = againOn(model, one, other, sample);
    if (fault !== undefined) return broken(law, fault);
    const odd = disagreement(
      { model, options: {}, called: first },
      { model: other, options: {}, called: second },
      sample,
    );
    return odd === undefined ? kept(law, over, whole) : broken(law, odd);
  });
}
