/** What a command is about: a variant of a family, or the models of a file. */

import type { Family, Instance } from "../model/family.js";
import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Origin } from "../trace/stored.js";
import { familyNamed } from "./catalogue.js";
import { isFileName, loadFile } from "./model-file.js";
import { UsageError } from "./usage-error.js";

/** A model, and how to find it again. */
export interface Found {
  readonly model: Model;
  readonly origin: Origin;
  /** The words that name it to `check`, `count` and `replay`. */
  readonly words: string;
  /** Said beside the result: which variant was meant by a family's name. */
  readonly note?: string;
}

/** What was asked for. */
export interface Request {
  /** `family`, `family@variant` or a file. */
  readonly target: string;
  readonly variant?: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** Splits `name=value` words. */
export function settingsOf(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [name = "", ...value] = word.split("=");
      if (name === "" || value.length === 0)
        throw new UsageError(`"${word}" is no setting: write name=value`);
      return [name, value.join("=")];
    }),
  );
}

function asUsage<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (isModelError(error)) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function quoted(word: string): string {
  return /^[\w@.,:=/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function ofFamily(family: Family, { target, variant, settings }: Request): Found {
  const [, inTarget] = target.split("@");
  const chosen = variant ?? inTarget ?? family.newest;
  const instance = asUsage(() => family.instance(chosen, settings));
  const words = [
    `${family.name}@${chosen}`,
    ...Object.entries(settings).map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`),
  ];
  const note = `${family.name} alone means its newest fix, ${family.newest}`;
  return {
    model: instance.model,
    origin: { kind: "family", family: family.name, variant: chosen, parameters: settings },
    words: words.join(" "),
    ...(variant === undefined && inTarget === undefined ? { note } : {}),
  };
}

/** The models that `request` means; several where a file exports several. */
export async function findModels(request: Request): Promise<readonly Found[]> {
  const { target, variant, settings } = request;
  if (!isFileName(target)) return [ofFamily(await familyNamed(target.split("@")[0] ?? ""), request)];
  const { models, families } = await loadFile(target);
  const [family] = families;
  if (family !== undefined && models.length === 0) {
    const found = ofFamily(family, { ...request, target: family.name });
    const chosen = variant ?? family.newest;
    const origin: Origin = {
      kind: "file",
      file: target,
      model: found.model.name,
      variant: chosen,
      parameters: settings,
    };
    const set = Object.entries(settings).map(([name, value]) => ` --set ${quoted(`${name}=${value}`)}`);
    return [{ ...found, origin, words: `${quoted(target)} --variant ${quoted(chosen)}${set.join("")}` }];
  }
  if (variant !== undefined || Object.keys(settings).length > 0) {
    throw new UsageError(
      `"${target}" exports models, which have no variants and no parameters; export a family to have them`,
    );
  }
  return models.map((model) => ({
    model,
    origin: { kind: "file", file: target, model: model.name },
    words: quoted(target),
  }));
}

/** The one model that a stored trace or a schedule is of. */
export async function findOrigin(origin: Origin): Promise<Found> {
  if (origin.kind === "family") {
    return ofFamily(await familyNamed(origin.family), {
      target: origin.family,
      variant: origin.variant,
      settings: origin.parameters,
    });
  }
  const { file, variant, parameters = {} } = origin;
  const found = await findModels({ target: file, variant, settings: parameters });
  const model = found.find((candidate) => candidate.model.name === origin.model);
  if (model !== undefined) return model;
  throw new UsageError(
    unknownName(
      `model in "${origin.file}" called`,
      origin.model,
      found.map((each) => each.model.name),
    ),
  );
}

/** What `check --all` and `matrix` go through: the families named, or all of the catalogue. */
export function instancesOf(
  families: readonly Family[],
): readonly { family: Family; instances: readonly Instance[] }[] {
  return families.map((family) => ({ family, instances: family.instances() }));
}
