/** What a command is about: a variant of a family, or the models of a file. */

import type { Family } from "../model/family.js";
import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import { shellWord as quoted } from "../render/shell-word.js";
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
  /** Why mutants of it rightly survive, by their names. */
  readonly survivors?: Readonly<Record<string, string>>;
}

/** What was asked for. */
export interface Request {
  /** `family`, `family@variant` or a file. */
  readonly target: string;
  readonly variant?: string | undefined;
  /** The one model that is meant, of a file that exports several. */
  readonly model?: string | undefined;
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

function ofFamily(family: Family, { target, variant, settings }: Request): Found {
  const [, inTarget, ...more] = target.split("@");
  const named = [inTarget, ...more, variant].filter((name) => name !== undefined);
  if (named.length > 1) throw new UsageError(`one variant at a time; ${named.join(", ")} are named`);
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
    survivors: instance.survivors,
    ...(variant === undefined && inTarget === undefined ? { note } : {}),
  };
}

/** The family of a user's own file, as the request wants it. */
function ofOwnFamily(family: Family, request: Request): Found {
  const { target, variant, settings } = request;
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
  return { ...found, origin, words: `${quoted(target)} --variant ${quoted(chosen)}${set.join("")}` };
}

function oneOfFile(found: readonly Found[], { target, model }: Request): readonly Found[] {
  if (model === undefined) return found;
  const one = found.filter((each) => each.model.name === model);
  if (one.length > 0) return one;
  throw new UsageError(
    unknownName(
      `model in "${target}" called`,
      model,
      found.map((each) => each.model.name),
    ),
  );
}

/** The models that `request` means; several where a file exports several. */
export async function findModels(request: Request): Promise<readonly Found[]> {
  const { target, variant, settings, model } = request;
  const variantOfFile = /^(.*\.[cm]?[jt]s)@(.*)$/.exec(target);
  if (variantOfFile !== null) {
    throw new UsageError(
      `a variant of a family in a file is asked for by: ${variantOfFile[1]} --variant ${variantOfFile[2]}`,
    );
  }
  if (!isFileName(target)) {
    if (model !== undefined)
      throw new UsageError("--model chooses among the models of a file; a family has variants");
    return [ofFamily(await familyNamed(target.split("@")[0] ?? ""), request)];
  }
  const { models, families } = await loadFile(target);
  if (families.length === 0 && (variant !== undefined || Object.keys(settings).length > 0)) {
    throw new UsageError(
      `"${target}" exports models, which have no variants and no parameters; export a family to have them`,
    );
  }
  const several = models.length + families.length > 1;
  const own = models.map(
    (each): Found => ({
      model: each,
      origin: { kind: "file", file: target, model: each.name },
      words: `${quoted(target)}${several ? ` --model ${quoted(each.name)}` : ""}`,
    }),
  );
  const ofFamilies = families.map((family) => {
    const found = ofOwnFamily(family, request);
    return several ? { ...found, words: `${found.words} --model ${quoted(found.model.name)}` } : found;
  });
  // A variant, or a parameter, is asked of families.
  return oneOfFile(variant === undefined ? [...own, ...ofFamilies] : ofFamilies, request);
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
  const { file, variant, model, parameters = {} } = origin;
  const [found] = await findModels({ target: file, variant, model, settings: parameters });
  if (found === undefined) throw new UsageError(`"${file}" exports no model`);
  return found;
}
