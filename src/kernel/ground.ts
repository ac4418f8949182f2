/** What the parts of a kernel stand on: memory, the registers at its beginning, and the code that works in it. */

import { Arena } from "./arena.js";
import * as at from "./assembly/registers.js";
import { type Exports, instanceOn } from "./compiled.js";
import type { KernelSizes } from "./sizes.js";

export interface Ground {
  readonly sizes: KernelSizes;
  readonly arena: Arena;
  readonly registers: Uint32Array;
  readonly exports: Exports;
}

export function groundOf(sizes: KernelSizes): Ground {
  const arena = new Arena(4 * at.registerCount, sizes.bytes);
  const registers = new Uint32Array(arena.memory.buffer, 0, at.registerCount);
  registers[at.chunk] = sizes.chunk ?? 512;
  registers[at.hashMask] = sizes.hashMask ?? -1;
  registers[at.segmentBits] = sizes.segmentBits;
  return { sizes, arena, registers, exports: instanceOn(arena) };
}
