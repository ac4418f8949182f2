/** The page on certificates: the sizes in its table, and the commands that it names. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { certificateFormat } from "../../src/certificate/header.js";
import { Row } from "../../src/certificate/row.js";
import { certificate, type Explored } from "../../src/certificate/write.js";
import { checkToFile } from "../../src/check.js";
import { settingsOf } from "../../src/cli/target.js";
import { joined, verified } from "../certificate/certified.js";
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

/** What a search of a family's newest variant comes to, and how long its certificate is. */
function certifiedOf(name: string, setting: string, symmetry = false) {
  const family = families.find((each) => each.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  const settings = settingsOf(setting.split(" ").filter((word) => word !== ""));
  const { model } = family.instance(family.newest, settings);
  let explored: Explored | undefined;
  const note = (found: Explored): void => {
    explored = found;
  };
  const { grounds } = checkToFile(model, { recheck: 0, symmetry, explored: note });
  if (explored === undefined) throw new Error("nothing was explored");
  const origin = { kind: "family", family: name, variant: family.newest, parameters: settings } as const;
  const file = joined(certificate(explored, origin));
  return { model, explored, grounds, file };
}

test.each(rows)("$name $setting", ({ name, setting, ...figures }) => {
  const { model, explored, grounds, file } = certifiedOf(name, setting);
  const { space, leftOut } = explored;
  const kept = model.layout.variables.filter((variable) => !leftOut.has(variable));
  const { bytes } = new Row(kept.map(({ index }) => space.values[index]?.length ?? 0));
  expect({ states: grounds.states, bytes, whole: file.length }).toEqual(figures);
});

const alike = [
  ...page.matchAll(/^\| (\S+) `([^`]+)` \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$/gm),
].map(([, name = "", setting = "", ...figures]) => {
  const [states = 0, images = 0, bytes = 0, all = 0] = figures.map((text) =>
    Number(text.replaceAll(",", "")),
  );
  return { name, setting, states, images, bytes, all };
});

test("there are three rows of what was searched up to symmetry", () => {
  expect(alike).toHaveLength(3);
});

test.each(alike)("$name $setting, up to symmetry", ({ name, setting, ...figures }) => {
  const { model, file } = certifiedOf(name, setting, true);
  const { states, symmetry } = verified(model, file);
  const whole = certifiedOf(name, setting);
  expect({ states, images: symmetry?.images, bytes: file.length, all: whole.file.length }).toEqual(figures);
  if (name === "kvm-deferred-load") expect(page).toContain(`only ${whole.grounds.states} can be`);
  else expect(whole.grounds.states).toBe(figures.images);
});
