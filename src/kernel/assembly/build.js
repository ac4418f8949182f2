/**
 * Compiles the kernel and writes it into src/kernel/code.ts, so that a package needs no file beside its code.
 *
 * npm run kernel
 * npm run kernel -- --check: fails where that file is not what comes of the sources
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "../code.ts");
const features = ["threads", "simd"].flatMap((feature) => ["--enable", feature]);
const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];

let binary = new Uint8Array();
const options = [
  "index.ts",
  "-O3",
  "--runtime",
  "stub",
  "--noAssert",
  ...memory,
  ...features,
  "-o",
  "kernel.wasm",
];
const { error, stderr } = await asc.main(options, {
  readFile: (name) => {
    try {
      return readFileSync(join(here, name), "utf8");
    } catch {
      // How the compiler asks whether a file is there.
      return null;
    }
  },
  writeFile: (_, contents) => {
    binary = contents;
  },
  listFiles: () => [],
});
if (error !== null) throw new Error(`the kernel does not compile:\n${stderr}`);

const lines =
  Buffer.from(binary)
    .toString("base64")
    .match(/.{1,100}/g) ?? [];
const text = `/** The compiled kernel, in base64: made by \`npm run kernel\` from src/kernel/assembly. */

export const code =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text)
  throw new Error("src/kernel/code.ts is not what comes of src/kernel/assembly: run `npm run kernel`");
