/** Reference and tables agree: what is explored fast is what the model means. */

import type { Model } from "../../src/model/model.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import type { JudgedSpace } from "../../src/space/judged-space.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { judged } from "./judged.js";
import type { LawOptions } from "./options.js";
import { broken, kept, type LawResult } from "./result.js";
import { compared } from "./spaces.js";
import { disagreement } from "./verdicts.js";

const law = "reference and tables agree";

/** Makes the space that is compared with the reference semantics. */
export type MakeSpace = (interpreter: Interpreter) => JudgedSpace;

const onTables: MakeSpace = (interpreter) => new TableSpace(interpreter);

/** Compares states, their numbers, moves, costs and failures, and then verdicts and traces. */
export function agreement(model: Model, options: LawOptions = {}): LawResult {
  return agreementWith(onTables, model, options);
}

/** The same, of whatever space `make` makes. */
export function agreementWith(make: MakeSpace, model: Model, options: LawOptions): LawResult {
  return judged(law, model, options, ({ sample }) => {
    const reference = { space: new ReferenceSpace(new Interpreter(model)), called: "on the reference" };
    const tables = { space: make(new Interpreter(model)), called: "on the tables" };
    const { fault, whole, ...over } = compared(model, reference, tables, sample);
    if (fault !== undefined) return broken(law, fault);
    const space = (interpreter: Interpreter): JudgedSpace => new ReferenceSpace(interpreter);
    const odd = disagreement(
      { model, options: { space }, called: reference.called },
      { model, options: make === onTables ? {} : { space: make }, called: tables.called },
      sample,
    );
    return odd === undefined ? kept(law, over, whole) : broken(law, odd);
  });
}
