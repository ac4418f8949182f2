/** What happened while the code of a model ran: it tells which of a model's features came to anything. */

export class Marks {
  readonly #seen = new Map<string, Set<unknown>>();

  note(what: string, value: unknown = true): void {
    const seen = this.#seen.get(what) ?? new Set();
    this.#seen.set(what, seen);
    seen.add(value);
  }

  /** Notes the value, and returns it. */
  noted<T>(what: string, value: T): T {
    this.note(what, value);
    return value;
  }

  /** How many different values were noted. */
  count(what: string): number {
    return this.#seen.get(what)?.size ?? 0;
  }

  /** The most different values that one variable was given, of those that may take many. */
  get widest(): number {
    return Math.max(...many.map((variable) => this.count(`value of ${variable}`)));
  }
}

const many = ["tick", "list", "map", "bag", "order", "pair", "g", "log"];

const several =
  (what: string, least = 2) =>
  (marks: Marks): boolean =>
    marks.count(what) >= least;
const once = (what: string) => several(what, 1);

/** What a model may have, and how it shows that it came to something: two answers, a value that changed … */
export const features: Readonly<Record<string, (marks: Marks) => boolean>> = {
  choose: several("choice"),
  "choose twice": several("second choice"),
  "options vary": several("options"),
  atomic: once("atomic"),
  "atomic chooses": once("atomic chooses"),
  "atomic blocks": once("atomic blocks"),
  guard: several("guard"),
  when: several("when"),
  while: several("while"),
  cycle: once("again"),
  "branch not open": once("branch not open"),
  nested: several("value of regs"),
  "index varies": several("index"),
  "here varies": several("here"),
  local: several("value of t"),
  "null and number": several("value of seen"),
  string: several("value of word"),
  boolean: several("value of flag"),
  owner: several("value of owner"),
  list: several("value of list"),
  map: several("value of map"),
  set: several("value of bag"),
  "ordered set": several("value of order"),
  record: several("value of pair"),
  sort: once("sorted"),
  iterate: several("iterated"),
  size: several("size"),
  "wide domain": ({ widest }) => widest > 8,
  lock: once("lock blocks"),
  "lock at index": several("pool"),
  "try lock": several("try lock"),
  condition: once("woken"),
  at: several("at"),
  in: several("in"),
  finished: several("finished"),
  "my of another": several("my of another"),
  destructuring: several("taken apart"),
  spread: several("spread"),
  entries: several("entries"),
  stringify: several("text"),
  "in operator": several("declared"),
  "ghost number": several("value of g"),
  "ghost list": several("value of log"),
  "ghost decides a failure": several("ghost decides"),
  "spare ghost": several("value of spare"),
  "failing assertion": once("fails"),
  "ghosts left out": once("ghosts left out"),
  update: once("update"),
  halt: once("halt"),
};
