/** Room that the kernel comes back for. */

import * as at from "./assembly/registers.js";
import type { Hands } from "./hands.js";
import type { StateStore } from "./state-store.js";

/**
 * Whether the kernel had come back for want of room, which it has now.
 *
 * @throws OutOfMemory
 */
export function hasMadeRoom(reason: number, store: StateStore, hands: Hands): boolean {
  const { room } = hands.desk;
  if (reason === at.noRoomForStates) store.makeRoom(store.size + room);
  else if (reason === at.noRoomForMoves) hands.makeRoom(2 * room);
  else return false;
  return true;
}
