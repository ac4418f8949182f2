#!/usr/bin/env node
/** The command line: words in, exit status out. */

import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import { Command, CommanderError, Option } from "commander";
import { CannotResume, OutOfMemory, type StrategyOptions } from "../check.js";
import { isModelError } from "../model/model-error.js";
import { catalogue, familyNamed } from "./catalogue.js";
import { check } from "./commands/check.js";
import { count } from "./commands/count.js";
import { list } from "./commands/list.js";
import { matrix } from "./commands/matrix.js";
import { mutate } from "./commands/mutate.js";
import { replay } from "./commands/replay.js";
import { show } from "./commands/show.js";
import { verify } from "./commands/verify.js";
import { Crew } from "./crew.js";
import { serve } from "./crewman.js";
import { exit } from "./exit.js";
import { isFileName, loadFile } from "./model-file.js";
import {
  asciiOption,
  auditOption,
  auditSeedOption,
  certificateOption,
  jsonOption,
  longRunOptions,
  maxStatesOption,
  modelOption,
  propertyOption,
  setOption,
  statsOption,
  variantOption,
  verifyTimeoutOption,
  widthOption,
  workersOption,
} from "./options.js";
import type { Output } from "./output.js";
import {
  type CountWords,
  countingAsked,
  countStrategyOption,
  type StrategyWords,
  stepsOption,
  strategyAsked,
  strategyOptions,
  strategyWords,
} from "./strategy.js";
import { settingsOf } from "./target.js";
import { progressLine, terminalStyle } from "./terminal.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";

interface Options extends StrategyWords {
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly variant?: string;
  readonly all?: boolean;
  readonly property?: readonly string[];
  readonly set?: readonly string[];
  readonly workers?: number;
  readonly witnesses?: boolean;
  readonly stats?: boolean;
  readonly markdown?: boolean;
  readonly save?: string;
  readonly model?: string;
  readonly reduced?: boolean;
  readonly mutant?: string;
  readonly certificate?: string;
  readonly audit?: number;
  readonly auditSeed?: number;
  readonly timeout?: number;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: string;
}

const outputOf = ({ json = false, ascii = false, width }: Options): Output => ({
  json,
  width,
  style: terminalStyle({ ascii }),
});

const targetOf = (target: string, { variant, model, set = [] }: Options) => ({
  target,
  variant,
  model,
  settings: settingsOf(set),
});

/** Fewer instances than this are checked before a crew has begun. */
const worthACrew = 16;

const progress = progressLine();

function auditAsked({ audit, auditSeed }: Options): { share: number; seed: number } | undefined {
  if (audit === undefined && auditSeed !== undefined)
    throw new UsageError("--audit-seed chooses what --audit looks at: say --audit <share>, too");
  return audit === undefined ? undefined : { share: audit, seed: auditSeed ?? 0 };
}

/** How to explore; what is wanted beside the verdicts has to be had that way. */
function exploringAsked(options: Options): StrategyOptions {
  const asked = strategyAsked(options);
  const { strategy = "exhaustive" } = asked;
  if (options.certificate !== undefined && strategy !== "exhaustive")
    throw new UsageError(
      `--certificate writes all states, and --strategy ${strategy} does not go through them: leave that out`,
    );
  if (options.audit !== undefined && strategy !== "exhaustive" && strategy !== "reduced")
    throw new UsageError(`--audit goes with --strategy exhaustive or reduced; the strategy is ${strategy}`);
  return asked;
}

/** As many workers as were asked for, or as there are cores where that is worth it; none where one is enough. */
function crewFor(instances: number, { workers }: Options): Crew | undefined {
  const size = Math.min(workers ?? (instances < worthACrew ? 1 : availableParallelism()), instances);
  return size > 1 ? new Crew(size, new URL(import.meta.url), progress.show) : undefined;
}

async function checkAll(target: string | undefined, options: Options, examples: boolean): Promise<number> {
  const { maxStates, stats = false, markdown = false } = options;
  if (options.property !== undefined || options.set !== undefined || options.variant !== undefined) {
    throw new UsageError(
      "--all goes through every variant, parameter and property: it takes no --variant, --set or --property",
    );
  }
  const besides = [
    ...[
      "save",
      "witnesses",
      "certificate",
      "audit",
      "maxMemory",
      "timeout",
      "checkpoint",
      "checkpointEvery",
      "resume",
    ]
      .filter((name) => Object.hasOwn(options, name))
      .map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`),
    ...strategyWords(options),
  ];
  if (besides.length > 0)
    throw new UsageError(`${besides.join(", ")} is for the check of one variant, not for --all`);
  if (target?.includes("@")) {
    throw new UsageError(`this goes through every variant: name the family alone, ${target.split("@")[0]}`);
  }
  const families =
    target === undefined
      ? await catalogue()
      : isFileName(target)
        ? (await loadFile(target)).families
        : [await familyNamed(target)];
  if (families.length === 0)
    throw new UsageError(`"${target}" exports no family, so it has no variants to go through`);
  const file = target !== undefined && isFileName(target) ? target : undefined;
  const share = (instances: number): Crew | undefined => crewFor(instances, options);
  try {
    const asked = { ...outputOf(options), maxStates, stats, markdown, families, file, examples };
    return await matrix({ ...asked, crewFor: share });
  } finally {
    progress.clear();
  }
}

/** The commands; each leaves its exit status with `done`. */
function program(done: (status: number) => void): Command {
  const root = new Command("preempt")
    .description("Explores every interleaving of a small-step model: a proof, or a trace of least cost.")
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nexit status: 0 holds, 1 violated or unreached, 2 usage or model error, 3 inconclusive, 70 a defect of preempt, 130 interrupted",
    );
  const command = (words: string, about: string): Command => {
    const made = root.command(words).description(about).exitOverride();
    return made.addOption(jsonOption).addOption(asciiOption).addOption(widthOption);
  };
  command("list", "families, their variants, parameters and properties").action(async (options: Options) => {
    done(await list(outputOf(options)));
  });
  command(
    "show <target>",
    "what is modelled: variants, variables, numbered steps, and what holds before each",
  )
    .addOption(variantOption)
    .addOption(setOption)
    .addOption(modelOption)
    .option("--reduced", "search it, and say before which steps others must be let in, and why")
    .addOption(maxStatesOption)
    .action(async (target: string, options: Options) => {
      const { reduced = false, maxStates } = options;
      if (maxStates !== undefined && !reduced)
        throw new UsageError("--max-states bounds a search; `show` makes one with --reduced alone");
      done(await show({ ...targetOf(target, options), ...outputOf(options), reduced, maxStates }));
    });
  const checking = command("check [target]", "check a family's variant, or the models of a file")
    .addOption(variantOption)
    .option("--all", "every variant, against the expected verdicts; without a target, the whole catalogue")
    .addOption(workersOption)
    .addOption(propertyOption)
    .addOption(setOption)
    .addOption(modelOption)
    .addOption(maxStatesOption)
    .option("--witnesses", "draw how what is reachable is reached")
    .addOption(statsOption)
    .option("--save <file>", "store the first counterexample for `replay`")
    .addOption(certificateOption)
    .addOption(auditOption)
    .addOption(auditSeedOption);
  for (const option of [...longRunOptions, ...strategyOptions]) checking.addOption(option);
  checking
    .addHelpText(
      "after",
      "\nWhat is claimed of every run holds only where what was searched stands for all there is. A search that was bounded,\ncut or sampled says inconclusive, and why; exit status 3.",
    )
    .action(async (target: string | undefined, options: Options) => {
      if (options.all) {
        done(await checkAll(target, options, true));
        return;
      }
      if (target === undefined)
        throw new UsageError(
          "check what? Name a family or a file, or say --all (preempt list says what there is)",
        );
      const {
        property: properties,
        maxStates,
        witnesses = false,
        stats = false,
        save,
        certificate,
      } = options;
      const { maxMemory: maxBytes, timeout: maxSeconds, checkpoint, checkpointEvery, resume } = options;
      done(
        await check({
          ...targetOf(target, options),
          ...outputOf(options),
          properties,
          maxStates,
          limits: { maxBytes, maxSeconds },
          checkpoints: { checkpoint, checkpointEvery, resume },
          witnesses,
          stats,
          save,
          certificate,
          audit: auditAsked(options),
          exploring: exploringAsked(options),
        }),
      );
    });
  command("matrix [family]", "variants × properties: verdict and least cost, against the expected ones")
    .addOption(maxStatesOption)
    .addOption(workersOption)
    .addOption(statsOption)
    .addOption(new Option("--markdown", "the matrix in Markdown").conflicts("json"))
    .action(async (target: string | undefined, options: Options) => {
      done(await checkAll(target, options, false));
    });
  command(
    "mutate <target>",
    "change one line at a time, and say which property notices, and at what least cost",
  )
    .addOption(variantOption)
    .addOption(propertyOption)
    .addOption(setOption)
    .addOption(modelOption)
    .addOption(maxStatesOption)
    .option("--mutant <name>", "show the check of this mutant alone, by its number or its name")
    .addOption(new Option("--markdown", "the table in Markdown").conflicts("json"))
    .addHelpText(
      "after",
      "\nexit status: 0 every mutant is killed, does not run, can be told by nothing, or survives for a stated reason; 1 otherwise.",
    )
    .action(async (target: string, options: Options) => {
      const { property: properties, maxStates, markdown = false, mutant } = options;
      const asked = { ...targetOf(target, options), ...outputOf(options) };
      done(await mutate({ ...asked, properties, maxStates, markdown, mutant }));
    });
  command("replay <target> [schedule]", "run a stored trace, or a schedule of a model, once more")
    .addOption(variantOption)
    .addOption(setOption)
    .addOption(modelOption)
    .action(async (target: string, schedule: string | undefined, options: Options) => {
      done(await replay({ ...targetOf(target, options), ...outputOf(options), schedule }));
    });
  command(
    "verify <file>",
    "check a certificate on the reference semantics alone: is what it says of the states so?",
  )
    .addOption(propertyOption)
    .addOption(verifyTimeoutOption)
    .addHelpText(
      "after",
      "\nexit status: as of check; 2, too, where the certificate is refused: it is damaged, of another model, or says what is not so.",
    )
    .action(async (file: string, options: Options) => {
      const { property: properties, timeout } = options;
      done(await verify({ file, properties, timeout, ...outputOf(options) }));
    });
  command("count <target>", "how many states and moves a model has; or traces, or interleavings")
    .addOption(countStrategyOption)
    .addOption(stepsOption())
    .addOption(variantOption)
    .addOption(setOption)
    .addOption(modelOption)
    .addOption(maxStatesOption)
    .action(async (target: string, options: Options) => {
      const { maxStates } = options;
      const counting = countingAsked(options as CountWords);
      done(await count({ ...targetOf(target, options), ...outputOf(options), maxStates, counting }));
    });
  return root;
}

/** A message in which nothing but the ends of its lines moves a terminal: it may quote a file. */
function plain(message: string): string {
  return message.replace(/(?!\n)\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Runs the command line `words`; returns the exit status. */
async function run(words: readonly string[]): Promise<number> {
  let status: number = exit.holds;
  try {
    await program((code) => {
      status = code;
    }).parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    // Commander has printed its own message; help and version end here too, with status 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.holds : exit.usage;
    if (error instanceof UsageError || isModelError(error)) {
      process.stderr.write(`preempt: ${plain(error.message)}\n`);
      return exit.usage;
    }
    if (error instanceof OutOfMemory) {
      process.stderr.write(`preempt: ${error.message}; nothing is known yet\n`);
      return exit.inconclusive;
    }
    if (error instanceof CannotResume) {
      process.stderr.write(`preempt: the checkpoint cannot be resumed: ${plain(error.message)}\n`);
      return exit.usage;
    }
    // Ours: never to be taken for a verdict.
    process.stderr.write(
      `preempt: a defect of preempt itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return exit.defect;
  }
}

/** What a model file leaves undone is its own mistake, and no verdict: it ended the process, or waits for ever. */
function unfinished(): void {
  process.stderr.write("preempt: the model file ended the process, or waits for what never comes\n");
  process.exitCode = exit.usage;
}

/** What holds for the process as a whole: what becomes of errors that nobody waits for. */
function guard(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A pipe that is closed early, as by `head`, is no error of ours, and changes no verdict.
    if (error.code === "EPIPE") return;
    process.off("exit", unfinished);
    process.stderr.write(`preempt: the result could not be written: ${error.message}\n`);
    process.exit(exit.usage);
  });
  process.on("exit", unfinished);
  const ended = (why: string, cause: unknown): never => {
    process.off("exit", unfinished);
    process.stderr.write(`preempt: ${why}: ${plain(String(cause))}\n`);
    process.exit(exit.usage);
  };
  process.on("unhandledRejection", (reason) =>
    ended("a promise was rejected, and nobody waited for it", reason),
  );
  process.on("uncaughtException", (error) =>
    ended("something was thrown behind the search, as by a timer that the model has set", error),
  );
}

if (isMainThread) {
  guard();
  process.exitCode = await run(process.argv.slice(2));
  process.off("exit", unfinished);
} else {
  serve();
}
