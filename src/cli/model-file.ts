/** Models and families out of a user's own file: TypeScript or JavaScript. */

import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { aTypeOf } from "../model/code.js";
import { type Family, isFamily } from "../model/family.js";
import { isModel, type Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import { UsageError } from "./usage-error.js";

const endings = /\.(?:[cm]?ts|[cm]?js)$/;

/** Whether `target` means a file rather than a family. A variant may be called `v5.2`, and `family@v5.2` is no file. */
export function isFileName(target: string): boolean {
  if (/[/\\]/.test(target) || endings.test(target)) return true;
  return /\.\w+$/.test(target) && !target.includes("@");
}

/** What a file defines. */
export interface FileContents {
  readonly models: readonly Model[];
  readonly families: readonly Family[];
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return message.split("\n").slice(0, 3).join("\n  ");
}

/**
 * Loads `file`. What it imports of preempt is this very copy of the library, wherever the file lies.
 *
 * @throws UsageError where there is no such file, it does not compile, throws, or exports no model
 */
export async function loadFile(file: string): Promise<FileContents> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`no file "${file}"`);
  if (!statSync(path).isFile()) throw new UsageError(`"${file}" is a folder, not a model file`);
  if (!endings.test(path))
    throw new UsageError(`"${file}" is no model file: those end in .ts, .mts, .cts, .js, .mjs or .cjs`);
  const own = (entry: string): string => fileURLToPath(new URL(`../${entry}.js`, import.meta.url));
  const entries = {
    preempt: own("index"),
    "preempt/machine": own("machine"),
    "preempt/properties": own("properties"),
    "preempt/laws": own("laws"),
  };
  const immutable = fileURLToPath(import.meta.resolve("immutable"));
  const jiti = createJiti(import.meta.url, {
    alias: { ...entries, immutable },
    nativeModules: [immutable, ...Object.values(entries)],
    moduleCache: false,
  });
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await jiti.import<Readonly<Record<string, unknown>>>(path);
  } catch (error) {
    if (isModelError(error)) throw error;
    throw new UsageError(`"${file}" could not be loaded: ${firstLine(error)}`, { cause: error });
  }
  const things = [
    ...new Set(
      [exported, ...Object.values({ ...exported })].flatMap((thing) =>
        Array.isArray(thing) ? thing : [thing],
      ),
    ),
  ];
  const contents = { models: things.filter(isModel), families: things.filter(isFamily) };
  if (contents.models.length > 0 || contents.families.length > 0) return contents;
  const names = Object.keys(exported);
  const there =
    names.length === 0
      ? "it exports nothing"
      : `it exports ${names.map((name) => `${name} (${describe(exported[name])})`).join(", ")}`;
  throw new UsageError(`"${file}" exports no model: ${there}. Write \`export default model({ … })\``);
}

function describe(thing: unknown): string {
  if (typeof thing === "function") return "a function; call it";
  return Array.isArray(thing) ? "a list" : aTypeOf(thing);
}
