/** Numbers as text: thousands set apart, and nouns in the number that fits. */

/** A whole number with its thousands set apart. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 state`, `2 states`, `1,000 states`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${grouped(n)} ${n === 1 ? one : many}`;
