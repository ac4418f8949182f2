/**
 * Dynamic partial order reduction, in traces a second, and in multiples of SPIN's run on the lazy FPU in the same run of the
 * benchmark; both with their start.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./median.js";
import { programs } from "./traces-programs.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function timed<T>(action: () => T): { readonly result: T; readonly seconds: number } {
  const started = performance.now();
  const result = action();
  return { result, seconds: (performance.now() - started) / 1000 };
}

interface Explored {
  readonly complete: number;
  readonly blocked: number;
  readonly asleep: number;
  readonly seconds: number;
}

/** Prints a line for each program. Throws where one has another number of traces than it should. */
export function runTraces(runs: number): void {
  const cwd = mkdtempSync(join(tmpdir(), "preempt-bench-"));
  try {
    execFileSync("spin", ["-a", "-DC=2", "-DT=3", "-DK=3", here("../promela/fpu.pml")], { cwd });
    execFileSync("gcc", ["-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], { cwd });
    const times = programs.map(() => ({ ours: [] as number[], search: [] as number[] }));
    const spins: number[] = [];
    for (let i = 0; i < runs; i++) {
      spins.push(timed(() => execFileSync("./pan", ["-m10000"], { cwd })).seconds);
      for (const [number, program] of programs.entries()) {
        const { result, seconds } = timed(() =>
          execFileSync(process.execPath, [here("trace-one.js"), String(number)], { encoding: "utf8" }),
        );
        const found = JSON.parse(result) as Explored;
        if (found.complete + found.blocked !== program.traces || found.asleep !== 0)
          throw new Error(`${program.variant}(${program.n}) has ${program.traces} traces; found ${result}`);
        times[number]?.ours.push(seconds);
        times[number]?.search.push(found.seconds);
      }
    }
    const spin = median(spins);
    for (const [number, { variant, n, traces, nidhugg, genmc }] of programs.entries()) {
      const { ours = [], search = [] } = times[number] ?? {};
      const others = nidhugg === undefined ? "" : ` (Nidhugg ${nidhugg}, GenMC ${genmc})`;
      process.stdout.write(
        `${`${variant}(${n})`.padEnd(16)}${String(traces).padStart(6)} traces  ` +
          `${String(Math.round(traces / median(search))).padStart(6)} traces/s  ` +
          `${(median(ours) / spin).toFixed(2)} times SPIN's run${others}\n`,
      );
    }
    process.stdout.write(`SPIN: ${spin.toFixed(2)} s (medians of ${runs})\n`);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
