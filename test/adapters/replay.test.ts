/** A schedule run again on a model that is at hand: what the message of a failing test points to. */

import { assertHolds, never, replay } from "preempt";
import { describe, expect, test } from "vitest";
import { lostUpdate } from "../../models/toys/lost-update.js";
import { philosophers } from "../../models/toys/philosophers.js";
import { preempt } from "../support/cli.js";
import { bank, endless } from "./fixtures/bank.js";
import { said } from "./said.js";

/** The line of a failure that says how to replay it, and the next. */
function replayLines(message: string): readonly string[] {
  const lines = message.split("\n");
  const at = lines.findIndex((line) => line.startsWith("replay: "));
  return lines.slice(at, at + 2);
}

test("draws what the failing test drew", () => {
  const message = said(() => assertHolds(bank));
  const schedule = /replay\(model, "([^"]*)"\)/.exec(message)?.[1] ?? "";
  expect(schedule).toBe("transfer ~ audit");
  const drawn = replay(bank, schedule);
  const table = drawn.slice(drawn.indexOf("─────"), drawn.lastIndexOf("─────"));
  expect(table.length).toBeGreaterThan(100);
  expect(message).toContain(table);
  expect(drawn).toMatch(/^bank\nVIOLATED {2}deadlock free\n/);
});

test("a run that shows nothing is drawn as a run", () => {
  expect(replay(bank, "transfer*2")).toMatch(/^bank\nRUN {2}a run\n/);
});

test("claims that the model does not make itself are looked at, too", () => {
  const moved = never("moved", (k: { readonly moved: number }) => k.moved === 1);
  expect(replay(bank, "transfer*3", { properties: moved })).toMatch(
    /^bank\nREACHED {2}the money is moved\n[\s\S]*/,
  );
  expect(replay(bank, "transfer*3", { properties: moved })).toContain("VIOLATED  moved");
});

describe("what cannot be run is refused", () => {
  test.each([
    ["an unknown process", "bank", 'no process "bank"; there is transfer, audit'],
    [
      "a step that is not there",
      "transfer*9",
      "step 6 of the schedule: transfer has no outcome 0 here; it cannot move",
    ],
  ])("%s", (_, schedule, text) => {
    expect(said(() => replay(bank, schedule))).toBe(text);
  });

  test("no schedule at all", () => {
    expect(said(() => replay(endless, undefined as never))).toBe(
      'replay takes a model and a schedule in a line: replay(model, "A B ~ A")',
    );
  });
});

describe("the command that replays it", () => {
  test("of a model names its file, which is not known", () => {
    expect(replayLines(said(() => assertHolds(bank)))).toEqual([
      'replay: npx preempt replay <the file that exports the model> "transfer ~ audit"',
      '   or, in a test: replay(model, "transfer ~ audit"), which preempt exports, returns this drawing',
    ]);
  });

  test("of an instance names family, variant and what is set, and does replay it", () => {
    const instance = philosophers.instance("all-right-handed", { n: "4" });
    const message = said(() => assertHolds(instance));
    const [command = "", file] = replayLines(message);
    expect(command).toMatch(/^replay: npx preempt replay philosophers@all-right-handed --set n=4 "[^"]+"$/);
    const [, words = "", schedule = ""] = /^replay: npx preempt (.*) "(.*)"$/.exec(command) ?? [];
    expect(file).toBe(
      `   or, of a family in a file: npx preempt replay <file> --variant all-right-handed --set n=4 "${schedule}"`,
    );
    const { status, stdout } = preempt([...words.split(" "), schedule]);
    expect(status).toBe(1);
    const table = stdout.slice(stdout.indexOf("─────"), stdout.lastIndexOf("─────"));
    expect(table.length).toBeGreaterThan(100);
    expect(message).toContain(table);
  });

  test("of an instance with nothing set is short", () => {
    expect(replayLines(said(() => assertHolds(lostUpdate.instance("broken"))))[0]).toMatch(
      /^replay: npx preempt replay lost-update@broken "[^"]+"$/,
    );
  });
});
