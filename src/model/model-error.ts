/** What is wrong with a model, said to the person who wrote it. */

const brand = Symbol.for("preempt.ModelError");

/** A mistake in a model or in what was asked of it: never a property of the modelled system. */
export class ModelError extends Error {
  override readonly name: string = "ModelError";
  readonly [brand] = true;
}

/** Whether `error` is a ModelError of this or of another loaded copy of the library. */
export function isModelError(error: unknown): error is ModelError {
  return typeof error === "object" && error !== null && brand in error;
}

/** Runs `action`; a ModelError that it throws gets `context` as its next line. */
export function withContext<T>(context: () => string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (isModelError(error)) throw new ModelError(`${error.message}\n  ${context()}`, { cause: error });
    throw error;
  }
}
