/** How large a model may become, told from its description: in how many combinations of places its processes could be. */

import type { Piece, Pieces, ProcessDescription } from "./description.js";

/** A model with fewer is too small to try much. */
export const fewestPlaces = 100;
const mostPlaces = 240;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const inside = (pieces: Pieces): number => sum(pieces.map(placesOf));

/** The places before the steps of a piece, as they are laid out. */
function placesOf(piece: Piece): number {
  switch (piece.piece) {
    case "step":
    case "atomic":
    case "signal":
    case "broadcast":
      return 1;
    case "rounds":
      return 3;
    case "while":
    case "cycle":
      return 1 + inside(piece.body);
    case "when":
      return 1 + inside(piece.yes) + inside(piece.no);
    case "choose":
      return 1 + sum(piece.branches.map((branch) => inside(branch) - 1));
    case "mode":
    case "lift":
    case "section":
      return inside(piece.body);
    case "locked":
      return 2 + Number(piece.lock === "pool") + inside(piece.body);
    case "try locked":
      return 2 + Number(piece.lock === "pool") + inside(piece.body) + inside(piece.otherwise);
    case "await":
      return 5;
  }
}

const ofProcess = ({ pieces, forever }: ProcessDescription): number => inside(pieces) + Number(!forever);

/** The combinations of places of these processes, if they were independent. */
export function combinations(processes: readonly ProcessDescription[]): number {
  return processes.map(ofProcess).reduce((product, count) => product * count, 1);
}

/** Without pieces from the middle, as far as there are too many. */
export function trimmed(processes: readonly ProcessDescription[]): readonly ProcessDescription[] {
  if (combinations(processes) <= mostPlaces) return processes;
  const open = processes.filter(({ pieces }) => pieces.length > 1);
  const [largest] = open.toSorted((a, b) => ofProcess(b) - ofProcess(a));
  if (largest === undefined) return processes;
  const { pieces } = largest;
  // The first may wait for the last: those two pieces stay.
  const dropped = pieces.length > 2 || largest === processes[0] ? 1 : 0;
  const less = { ...largest, pieces: pieces.filter((_, i) => i !== dropped) };
  return trimmed(processes.map((process) => (process === largest ? less : process)));
}
