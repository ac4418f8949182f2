/** When a search is written down, and what is said of it. */

import type { Checkpointing, Report, SavedSearch } from "../check.js";
import { counted } from "../render/numbers.js";
import { shellWord } from "../render/shell-word.js";
import { checkpointTitle, type OpenCheckpoint, openCheckpoint, writeCheckpoint } from "./checkpoint-file.js";
import { UsageError } from "./usage-error.js";
import { version } from "./version.js";
import { refuseOverwriting } from "./whole-file.js";

/** What the command line says of it. */
export interface CheckpointWords {
  readonly checkpoint?: string | undefined;
  /** In seconds. */
  readonly checkpointEvery?: number | undefined;
  readonly resume?: string | undefined;
}

/** Whether there is to be anything of the kind. */
export const isAsked = ({ checkpoint, checkpointEvery, resume }: CheckpointWords): boolean =>
  checkpoint !== undefined || checkpointEvery !== undefined || resume !== undefined;

/** How often, in seconds, unless that is said. */
const usual = 60;

/** Not so often that it takes more than a twentieth of the time, unless it is said how often. */
const share = 20;

export class Checkpoints {
  readonly checkpointing: Checkpointing;
  readonly #words: CheckpointWords;
  readonly #note: (text: string) => void;
  readonly #source: OpenCheckpoint | undefined;
  #due: number;
  /** How many states were expanded in what was written last. */
  #saved: number | undefined;

  /**
   * @param note says something to whoever waits
   * @throws UsageError where nothing can be written, or nothing read
   */
  constructor(words: CheckpointWords, note: (text: string) => void) {
    const { checkpoint: file, resume, checkpointEvery } = words;
    if (checkpointEvery !== undefined && file === undefined)
      throw new UsageError("--checkpoint-every says how often --checkpoint <file> is written");
    this.#words = words;
    this.#note = note;
    if (file !== undefined)
      refuseOverwriting(file, { option: "--checkpoint", what: "checkpoint", title: checkpointTitle });
    this.#source = resume === undefined ? undefined : openCheckpoint(resume, version);
    this.#due = performance.now() + 1000 * (checkpointEvery ?? usual);
    this.checkpointing = {
      ...(file !== undefined && {
        due: () => performance.now() >= this.#due,
        save: (saved) => this.#save(file, saved),
      }),
      ...(this.#source && { from: this.#source }),
    };
  }

  /** To be said behind the search: how to go on, where it was cut. */
  close(report?: Report): void {
    this.#source?.close();
    const { checkpoint } = this.#words;
    if (report?.grounds.stopped === undefined || checkpoint === undefined || this.#saved === undefined)
      return;
    this.#note(
      `${checkpoint} holds the search up to ${counted(this.#saved, "state")}: go on with --resume ${shellWord(checkpoint)}`,
    );
  }

  #save(file: string, saved: SavedSearch | undefined): void {
    const begun = performance.now();
    if (saved === undefined)
      this.#note(`${file} is not written: memory ran out in the middle of what would have to be written`);
    else this.#write(file, saved);
    const now = performance.now();
    const { checkpointEvery } = this.#words;
    this.#due =
      now +
      (checkpointEvery === undefined
        ? Math.max(1000 * usual, share * (now - begun))
        : 1000 * checkpointEvery);
  }

  /** A search need not end because it cannot be written down: it goes on, and says so. */
  #write(file: string, saved: SavedSearch): void {
    try {
      writeCheckpoint(file, version, saved);
      this.#saved = saved.facts.judged.sweep.next;
    } catch (error) {
      const { message, syscall } = error as NodeJS.ErrnoException;
      // The system's own errors; any other is a defect.
      if (syscall === undefined) throw error;
      this.#note(
        `${file} could not be written, and what was there before stands; the search does without: ${message}`,
      );
    }
  }
}
