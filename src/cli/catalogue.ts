/** The families that come with preempt: the one place where src knows of models, and only when asked. */

import type { Family } from "../model/family.js";
import { unknownName } from "../model/nearest.js";
import { UsageError } from "./usage-error.js";

/** Every family of the catalogue, in the order in which it is shown. */
export async function catalogue(): Promise<readonly Family[]> {
  const { families } = await import("../../models/index.js");
  return families;
}

/** Every family that can be named: those of the catalogue, and the classics, whose traces are counted rather than checked. */
export async function everyFamily(): Promise<readonly Family[]> {
  const { families, classics } = await import("../../models/index.js");
  return [...families, ...classics];
}

/** The family called `name`. */
export async function familyNamed(name: string): Promise<Family> {
  const families = await everyFamily();
  const found = families.find((family) => family.name === name);
  if (found !== undefined) return found;
  throw new UsageError(
    unknownName(
      "family",
      name,
      families.map((family) => family.name),
    ),
  );
}
