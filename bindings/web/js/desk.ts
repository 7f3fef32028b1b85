// Who writes letters and lists, as the core wants to know it.

import type { Desk, Letter } from "./types.js";

/** A desk with how far the clocks here are ahead of UTC: when the letters' codes end, or now. */
export function written(desk: Desk, letters?: Letter[]): object {
  const end = letters ? new Date(Math.max(0, ...letters.map((letter) => letter.invited.notAfter))) : new Date();
  return { address: desk.address ?? [], contact: desk.contact ?? "", utcOffsetS: -60 * end.getTimezoneOffset() };
}
