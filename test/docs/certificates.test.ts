/** The page on certificates: the sizes in its table, and the commands that it names. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { certificateFormat } from "../../src/certificate/header.js";
import { Row } from "../../src/certificate/row.js";
import { certificate, type Explored } from "../../src/certificate/write.js";
import { checkToFile } from "../../src/check.js";
import { settingsOf } from "../../src/cli/target.js";
import { pathOf } from "./page.js";

const page = readFileSync(pathOf("certificates.md"), "utf8");

const rows = [...page.matchAll(/^\| (\S+)(?: `(\S+)`)? \| ([\d,]+) \| (\d+) \| ([\d,]+) \|$/gm)].map(
  ([, name = "", setting = "", ...figures]) => {
    const [states = 0, bytes = 0, whole = 0] = figures.map((text) => Number(text.replaceAll(",", "")));
    return { name, setting, states, bytes, whole };
  },
);

test("there are four rows, and the format is the one that is written", () => {
  expect(rows).toHaveLength(4);
  expect(page).toContain(`Its first line is \`${certificateFormat}\``);
});

test.each(rows)("$name $setting", ({ name, setting, ...figures }) => {
  const family = families.find((each) => each.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  const settings = settingsOf(setting === "" ? [] : [setting]);
  const { model } = family.instance(family.newest, settings);
  let explored: Explored | undefined;
  const note = (found: Explored): void => {
    explored = found;
  };
  const { grounds } = checkToFile(model, { recheck: 0, explored: note });
  if (explored === undefined) throw new Error("nothing was explored");
  const origin = { kind: "family", family: name, variant: family.newest, parameters: settings } as const;
  let whole = 0;
  for (const piece of certificate(explored, origin)) whole += piece.length;
  const { space, leftOut } = explored;
  const kept = model.layout.variables.filter((variable) => !leftOut.has(variable));
  const { bytes } = new Row(kept.map(({ index }) => space.values[index]?.length ?? 0));
  expect({ states: grounds.states, bytes, whole }).toEqual(figures);
});
