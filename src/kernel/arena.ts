/** Memory that the kernel works in: one range of bytes for each space, handed out in pieces. */

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

/** Pieces begin at multiples of this: a cache line. */
const lineBytes = 64;

/** Thrown where there is no more memory. */
export class OutOfMemory extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    const mebibytes = Math.round(bytes / 2 ** 20);
    super(`the states and what finds them do not fit: ${mebibytes} MiB are in use, and no more can be had`);
    this.bytes = bytes;
  }
}

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
  /** By size in bytes: pieces that were given back. */
  readonly #free = new Map<number, number[]>();

  /** @param reserved bytes at its beginning that are not handed out */
  constructor(reserved: number) {
    this.#pages = Math.ceil(reserved / pageBytes);
    this.memory = new wasm.Memory({ initial: this.#pages, maximum: mostPages, shared: true });
    this.#end = rounded(reserved);
  }

  /** The address of so many bytes, all 0. */
  allocate(bytes: number): number {
    const size = rounded(bytes);
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) {
      new Uint8Array(this.memory.buffer, known, size).fill(0);
      return known;
    }
    const address = this.#end;
    const pages = Math.ceil((address + size) / pageBytes);
    if (pages > this.#pages) this.#grow(pages);
    this.#end = address + size;
    return address;
  }

  /** By a quarter at least, so that it is seldom done. */
  #grow(pages: number): void {
    if (pages > mostPages) throw new OutOfMemory(this.#end);
    const wanted = Math.min(mostPages, Math.max(pages, this.#pages + (this.#pages >>> 2)));
    for (const to of [wanted, pages]) {
      try {
        this.memory.grow(to - this.#pages);
        this.#pages = to;
        return;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    throw new OutOfMemory(this.#end);
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

function rounded(bytes: number): number {
  return Math.ceil(bytes / lineBytes) * lineBytes;
}
