/** Reads and writes variables by name: a process's own `p` and `q`, the `r` of its CPU, and shared ones named `S`. */

export type Own = "p" | "q";
export type Place<S extends string> = Own | "r" | S;

/** What a step or guard is handed, as far as these variables go. */
type Places<S extends string> = {
  readonly my: Record<Own, number>;
  readonly here: { r: number };
} & Record<S, number>;

function isOwn(place: string): place is Own {
  return place === "p" || place === "q";
}

export function look<S extends string>(k: Readonly<Places<S>>, place: Place<S>): number {
  if (isOwn(place)) return k.my[place];
  return place === "r" ? k.here.r : k[place];
}

export function put<S extends string>(k: Places<S>, place: Place<S>, value: number): void {
  if (isOwn(place)) k.my[place] = value;
  else if (place === "r") k.here.r = value;
  else k[place] = value as Places<S>[S];
}
