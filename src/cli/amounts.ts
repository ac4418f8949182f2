/** Amounts of memory and of time, as they are asked for on the command line, and as they are said. */

import { InvalidArgumentError } from "commander";

const byteUnits: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Below this not much of a model fits. */
const leastBytes = 2 ** 20;

/** `2G`, `512M`, `1.5G`: in bytes. */
export function bytesAsked(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([KMG])(?:i?B)?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (byteUnits[unit.toUpperCase()] ?? 0));
  if (bytes >= leastBytes) return bytes;
  throw new InvalidArgumentError("it must be an amount of memory from 1M on, as 512M or 2G.");
}

const timeUnits: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `90s`, `10m`, `1.5h`, `500ms`: in seconds. */
export function secondsAsked(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const seconds = Number(number) * (timeUnits[unit] ?? 0);
  if (number !== "" && seconds > 0) return seconds;
  throw new InvalidArgumentError("it must be a time, as 90s, 10m or 2h.");
}

export function bytesText(bytes: number): string {
  const [unit, size] =
    bytes >= 2 ** 30 ? ["GiB", 2 ** 30] : bytes >= 2 ** 20 ? ["MiB", 2 ** 20] : ["KiB", 2 ** 10];
  return `${Number((bytes / (size as number)).toPrecision(3))} ${unit}`;
}

/** In the largest unit of which there are two, or some. */
export function secondsText(seconds: number): string {
  if (seconds >= 7200) return `${Number((seconds / 3600).toPrecision(2))} h`;
  if (seconds >= 120) return `${Number((seconds / 60).toPrecision(2))} min`;
  return `${Number(seconds.toPrecision(2))} s`;
}
