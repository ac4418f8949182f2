/** Runs a part of the suite in a Vitest of its own, with a fault in the source or with none. */

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "../support/cli.js";
import { type Fault, sourcesWith } from "./fault.js";

/** What is used of Vitest's report in JSON. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** How a run of the suite ended. */
export interface Ran {
  readonly status: unknown;
  readonly passed: number;
  /** The names of the tests that failed. */
  readonly failed: readonly string[];
  /** The files that failed without a test in them that did, and why: they could not be loaded. */
  readonly broken: readonly string[];
}

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const options = ["--config", "test/seeded/vitest.config.ts", "--configLoader", "runner", "--bail", "1"];

/** In milliseconds. A fault may make a search endless: that is no failed test. */
const longest = 100_000;

/** This process' environment, without what the Vitest around it put there. */
function environment(fault: Fault | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(kept), PREEMPT_FAULT: fault?.name ?? "" };
}

/**
 * Runs the tests in `files` up to the first that fails.
 *
 * @throws Error where the fault is of a source that is no more
 */
export async function suite(files: readonly string[], fault?: Fault): Promise<Ran> {
  if (fault !== undefined) sourcesWith(fault);
  const args = [vitest, "run", ...options, ...files];
  const how = { cwd: root, env: environment(fault), timeout: longest, maxBuffer: 2 ** 26 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { ...how, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      try {
        resolve(ranAs(error === null ? 0 : error.code, JSON.parse(stdout)));
      } catch (cause) {
        const end = error?.killed ? `was ended after ${longest / 1_000} s` : "ended";
        reject(new Error(`the suite ${end} without a report:\n${stdout}\n${stderr}`, { cause }));
      }
    });
  });
}

function ranAs(status: unknown, { numPassedTests: passed, testResults }: Report): Ran {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    status,
    passed,
    failed: tests.filter((test) => test.status === "failed").map(({ fullName }) => fullName),
    broken: broken.map(({ name, message }) => `${name}: ${message}`),
  };
}
