/** What a certificate takes to be alike, as today's model declares it: exchanges of neighbours, of which all others come. */

import { type Exchange, exchangeOf } from "../model/exchange.js";
import type { Model } from "../model/model.js";
import type { Element } from "../model/symmetry.js";
import type { AlikeElements } from "./header.js";
import { CertificateRefused } from "./refused.js";

/** So many images of a state are looked at together, at most: those of a block of nine, which take some gigabyte. */
const mostImages = 362_880;

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/** The exchanges of neighbours in a block, as the model declares them. */
function exchangesIn(model: Model, { what, elements }: AlikeElements): readonly Exchange[] {
  for (const set of model.symmetry) {
    if (set.what !== what) continue;
    const found = elements.flatMap((named) => set.elements.filter(({ element }) => element === named));
    if (found.length < elements.length) continue;
    return found.slice(1).map((element, i) => exchangeOf(model, set, found[i] as Element, element));
  }
  const sets = model.symmetry.map(
    (set) => `${set.what} ${set.elements.map(({ element }) => element).join(", ")}`,
  );
  throw new CertificateRefused(
    `its states stand for what exchanges of ${what} ${elements.join(", ")} make of them, which "${model.name}" does not ` +
      `declare to be alike; it declares ${sets.length === 0 ? "nothing" : sets.join("; ")}`,
  );
}

/**
 * The exchanges that the states of a file are closed up to.
 *
 * @throws CertificateRefused where the model does not declare what they exchange to be alike
 */
export function exchangesOf(model: Model, blocks: readonly AlikeElements[] | null): readonly Exchange[] {
  const all = (blocks ?? []).flatMap(({ what, elements }) => elements.map((element) => `${what} ${element}`));
  const twice = all.find((each, i) => all.indexOf(each) !== i);
  if (twice !== undefined)
    throw new CertificateRefused(`it has ${twice} twice among what it takes to be alike`);
  const images = (blocks ?? []).reduce((product, { elements }) => product * factorial(elements.length), 1);
  if (images > mostImages)
    throw new CertificateRefused(
      `each of its states stands for up to ${images.toLocaleString("en")} others, and all of them are gone through: ` +
        `no more than ${mostImages.toLocaleString("en")} at once; write one with --no-symmetry`,
    );
  return (blocks ?? []).flatMap((block) => exchangesIn(model, block));
}
