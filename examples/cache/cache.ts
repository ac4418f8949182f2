/** A cache in front of a database, as one would write it. Each `await` lets everybody else in. */

export interface Database {
  read(): Promise<number>;
  write(value: number): Promise<void>;
}

/** Reads and updates race: see cache.model.ts. */
export class Cache {
  readonly #database: Database;
  #cached: number | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(): Promise<number> {
    if (this.#cached !== undefined) return this.#cached;
    const value = await this.#database.read();
    this.#cached = value;
    return value;
  }

  async update(value: number): Promise<void> {
    await this.#database.write(value);
    this.#cached = undefined;
  }
}

/** The same with a version: what was read before an update ended is not kept. */
export class VersionedCache {
  readonly #database: Database;
  #cached: number | undefined;
  #version = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(): Promise<number> {
    if (this.#cached !== undefined) return this.#cached;
    const version = this.#version;
    const value = await this.#database.read();
    if (version === this.#version) this.#cached = value;
    return value;
  }

  async update(value: number): Promise<void> {
    await this.#database.write(value);
    this.#cached = undefined;
    this.#version += 1;
  }
}
