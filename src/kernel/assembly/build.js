/**
 * Compiles the kernel and writes it into src/kernel/code.ts, so that a package needs no file beside its code.
 *
 * npm run kernel
 * npm run kernel -- --check: fails where that file is not what comes of the sources
 */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compiled } from "./compile.mjs";

const target = fileURLToPath(new URL("../code.ts", import.meta.url));
const text = await compiled();
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text)
  throw new Error("src/kernel/code.ts is not what comes of src/kernel/assembly: run `npm run kernel`");
