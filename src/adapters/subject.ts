/** What a test hands over to be checked: a model, or an instance of a family; and how its traces are replayed. */

import { type Family, type Instance, isFamily } from "../model/family.js";
import { isModel, type Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Declaration } from "../model/variables.js";
import { shellWord as quoted } from "../render/shell-word.js";
import { thingText } from "./thing.js";

/** What can be checked. */
export type Checkable<V extends Declaration = Declaration> = Model<V> | Instance;

/** A model, and what is said of how one of its traces is replayed. */
export interface Subject {
  readonly model: Model;
  readonly replay: (schedule: string) => string;
}

function isInstance(thing: unknown): thing is Instance {
  if (typeof thing !== "object" || thing === null || isModel(thing)) return false;
  const { family, variant, model } = thing as Partial<Record<keyof Instance, unknown>>;
  return typeof family === "string" && typeof variant === "string" && isModel(model);
}

/** A model of a test has no name that the command line knows; its file may have. */
export function replayOfModel(schedule: string): string {
  return (
    `npx preempt replay <the file that exports the model> "${schedule}"\n` +
    `   or, in a test: replay(model, "${schedule}"), which preempt exports, returns this drawing`
  );
}

function replayOfInstance({ family, variant, settings }: Instance): (schedule: string) => string {
  const set = Object.entries(settings).map(([name, value]) => ` --set ${quoted(`${name}=${value}`)}`);
  return (schedule) =>
    `npx preempt replay ${quoted(`${family}@${variant}`)}${set.join("")} "${schedule}"\n` +
    `   or, of a family in a file: npx preempt replay <file> --variant ${quoted(variant)}${set.join("")} "${schedule}"`;
}

function ofFamily({ name, newest }: Family): string {
  return (
    `the family "${name}", and a family has variants: take one of them, family.instance("${newest}"), ` +
    "or have a test for each declared by explore.each(family)"
  );
}

/**
 * What is to be checked.
 *
 * @param asked who asks, as the message says it: `expect(…).toHold()`
 * @throws ModelError where it is neither a model nor an instance, saying what it is and what was most likely meant
 */
export function subjectOf(received: unknown, asked: string): Subject {
  if (isModel(received)) return { model: received, replay: replayOfModel };
  if (isInstance(received)) return { model: received.model, replay: replayOfInstance(received) };
  throw new ModelError(
    `${asked} is asked of a model, or of an instance of a family; it was given ` +
      `${isFamily(received) ? ofFamily(received) : thingText(received)}`,
  );
}
