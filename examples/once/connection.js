/** A connection that is opened when it is first asked for, and is to be opened once. */

/** Whoever asks while the first still waits opens a second one: see connection.model.js. */
class Connection {
  #open;
  #opened;

  constructor(open) {
    this.#open = open;
  }

  async get() {
    if (this.#opened === undefined) this.#opened = await this.#open();
    return this.#opened;
  }
}

/** The same with the promise kept, before anybody else has a turn. */
class PromisedConnection {
  #open;
  #opening;

  constructor(open) {
    this.#open = open;
  }

  get() {
    this.#opening ??= this.#open();
    return this.#opening;
  }
}

module.exports = { Connection, PromisedConnection };
