/** Memory that the kernel works in: one range of bytes for each space, handed out in pieces. */

import { ModelError } from "../model/model-error.js";
import { type Limit, OutOfMemory } from "../space/out-of-memory.js";

/** What TypeScript's own libraries know of WebAssembly stands in that of browsers alone. */
interface Wasm {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => { readonly buffer: SharedArrayBuffer; grow(pages: number): number };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

export const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

const pageBytes = 2 ** 16;

/** 32-bit addresses reach 4 GiB. The last page is not used, so that where a piece ends is an address, too. */
const mostPages = 2 ** 16 - 1;

/** What may be had at most, in bytes. */
export const addressable = mostPages * pageBytes;

/** So much of what may be had is kept back until the rest is used up: for the paths to what was found by then. */
const kept = 1 / 32;

/** Pieces begin at multiples of this: a cache line. */
const lineBytes = 64;

/** Where arrays of numbers come from that grow, and where they go when they have grown. */
export interface Room {
  /** An array of zeros. */
  array(length: number): Int32Array;
  release(array: Int32Array): void;
}

/** Arrays that whoever collects garbage takes back. */
export const heap: Room = {
  array: (length) => new Int32Array(length),
  release: () => undefined,
};

export class Arena implements Room {
  readonly memory: InstanceType<Wasm["Memory"]>;
  #end: number;
  #pages: number;
  readonly #limit: number;
  /** What may be handed out now. */
  #open: number;
  /** By size in bytes: pieces that were given back. */
  readonly #free = new Map<number, number[]>();

  /**
   * @param reserved bytes at its beginning that are not handed out
   * @param limit the most that it may take, in bytes
   */
  constructor(reserved: number, limit = addressable) {
    this.#limit = Math.min(limit, addressable);
    this.#open = Math.floor(this.#limit * (1 - kept));
    this.#pages = Math.ceil(reserved / pageBytes);
    this.memory = memoryOf(this.#pages);
    this.#end = rounded(reserved);
  }

  /** Bytes that were handed out, those that were given back among them. */
  get bytes(): number {
    return this.#end;
  }

  /**
   * The address of so many bytes, all 0.
   *
   * @throws OutOfMemory where they cannot be had; what was kept back can be had from then on
   */
  allocate(bytes: number): number {
    const size = rounded(bytes);
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) {
      new Uint8Array(this.memory.buffer, known, size).fill(0);
      return known;
    }
    const address = this.#end;
    if (address + size > this.#open) throw this.#full(this.#limit < addressable ? "asked" : "addresses");
    const pages = Math.ceil((address + size) / pageBytes);
    if (pages > this.#pages) this.#grow(pages);
    this.#end = address + size;
    return address;
  }

  #full(limit: Limit): OutOfMemory {
    this.#open = this.#limit;
    return new OutOfMemory(limit, limit === "machine" ? this.#end : this.#limit);
  }

  /** By a quarter at least, so that it is seldom done. */
  #grow(pages: number): void {
    const most = Math.floor(this.#limit / pageBytes);
    const wanted = Math.min(most, this.#pages + (this.#pages >>> 2));
    for (const to of [Math.max(pages, wanted), pages]) {
      try {
        this.memory.grow(to - this.#pages);
        this.#pages = to;
        return;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    throw this.#full("machine");
  }

  free(address: number, bytes: number): void {
    const size = rounded(bytes);
    const free = this.#free.get(size) ?? [];
    this.#free.set(size, free);
    free.push(address);
  }

  /** The `length` words from `address` on. */
  words(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  array(length: number): Int32Array {
    return this.words(this.allocate(4 * length), length);
  }

  release(array: Int32Array): void {
    this.free(array.byteOffset, array.byteLength);
  }
}

/** Memory that can grow in its place: address space is taken for all of it, and memory for what is used. */
function memoryOf(pages: number): Arena["memory"] {
  try {
    return new wasm.Memory({ initial: pages, maximum: mostPages, shared: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ModelError(
      "a search takes some 10 GiB of addresses for what it may fill, and this process may not have them: there is a limit on " +
        "virtual memory, as by `ulimit -v`, or many searches are held at once",
    );
  }
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / lineBytes) * lineBytes;
}
