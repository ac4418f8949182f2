/** What the compiler says of faults: code that it refuses would fail anywhere, and shows nothing about the tests. */

import { join } from "node:path";
import ts from "typescript";
import { root } from "../support/cli.js";
import { type Fault, isOfKernel, loadedWith, sourcesWith } from "./fault.js";

function optionsOf(config: string): ts.CompilerOptions {
  const { config: written } = ts.readConfigFile(config, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(written, ts.sys, root);
  // What a fault leaves without a use is no mistake of the code.
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}

/** Compiles each file with a fault in it, as one more file beside the one that it is made of. */
function ofTypeScript(faults: readonly Fault[]): readonly string[] {
  const beside = new Map(
    faults.flatMap((fault, number) =>
      [...sourcesWith(fault)]
        .filter(([path]) => !isOfKernel(path))
        .map(([path, text]) => [path.replace(/\.ts$/, `.${number}.ts`), text] as const),
    ),
  );
  const options = optionsOf(join(root, "tsconfig.json"));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...beside.keys()], options, {
    ...host,
    fileExists: (path) => beside.has(path) || host.fileExists(path),
    readFile: (path) => beside.get(path) ?? host.readFile(path),
    getSourceFile: (path, version) => {
      const text = beside.get(path);
      return text === undefined
        ? host.getSourceFile(path, version)
        : ts.createSourceFile(path, text, version, true);
    },
  });
  return [...beside.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    if (file === undefined) return [`${path} was not compiled`];
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

/** What the compilers say of faults: that of the kernel, and that of everything else. */
export async function complaints(faults: readonly Fault[]): Promise<readonly string[]> {
  const found = [...ofTypeScript(faults)];
  for (const fault of faults) {
    try {
      await loadedWith(fault);
    } catch (error) {
      found.push(`${fault.name}: ${String(error)}`);
    }
  }
  return found;
}
