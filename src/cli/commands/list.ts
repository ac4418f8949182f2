/** `list`: families, variants, properties. */

import { everyFamily } from "../catalogue.js";
import { exit } from "../exit.js";
import { type Output, print, printJson } from "../output.js";

export async function list({ json, style }: Output): Promise<number> {
  const families = (await everyFamily()).map((family) => ({
    name: family.name,
    title: family.title,
    newest: family.newest,
    variants: Object.entries(family.variants).map(([name, { about, commit, kernel }]) => ({
      name,
      about,
      commit,
      kernel,
    })),
    parameters: Object.entries(family.parameters).map(([name, { about, values, initial }]) => ({
      name,
      about,
      values,
      initial,
    })),
    properties: family.instance(family.newest).model.properties.map(({ name, kind }) => ({ name, kind })),
  }));
  if (json) {
    printJson(families);
    return exit.holds;
  }
  const texts = families.map(({ name, title, newest, variants, parameters, properties }) =>
    [
      `${style.strong(name)}  ${title}`,
      `  variants    ${variants.map((variant) => (variant.name === newest ? `${variant.name}*` : variant.name)).join(" ")}`,
      ...(parameters.length === 0
        ? []
        : [`  parameters  ${parameters.map((p) => `${p.name}=${p.initial}`).join(" ")}`]),
      `  properties  ${properties.map((property) => property.name).join("; ")}`,
    ].join("\n"),
  );
  print([...texts, "* what the family's name alone means"].join("\n\n"));
  return exit.holds;
}
