/** Compiles the kernel: what `npm run kernel` and the tests that put faults into it share. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const features = ["threads", "simd"].flatMap((feature) => ["--enable", feature]);
const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
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

export async function compiled(changed = new Map(), more = []) {
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main([...options, ...more], {
    readFile: (name) => {
      const path = join(here, name);
      try {
        return changed.get(path) ?? readFileSync(path, "utf8");
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
  return `/** The compiled kernel, in base64: made by \`npm run kernel\` from src/kernel/assembly. */

export const code =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`;
}
