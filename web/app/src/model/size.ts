// Numbers as people write them.

import { texts } from "./texts.svelte.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A number of bytes. */
export function sized(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1_000 && unit < UNITS.length - 1) [size, unit] = [size / 1_000, unit + 1];
  return new Intl.NumberFormat(texts.locale, { style: "unit", unit: UNITS[unit], unitDisplay: "short", maximumFractionDigits: unit > 1 ? 1 : 0 }).format(size);
}

export function number(value: number, digits = 1): string {
  return new Intl.NumberFormat(texts.locale, { maximumFractionDigits: digits }).format(value);
}
