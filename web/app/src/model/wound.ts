// What a wound's screens have in common: empty forms, and figures as people write them.

import type { BodySite, WoundDetails, WoundFinding, WoundRow } from "verband-core/types.js";
import { terms } from "./terms.svelte.ts";
import { texts } from "./texts.svelte.ts";

export function newDetails(): WoundDetails {
  const site: BodySite = { view: "", x: null, y: null, region: "", side: "", clock: null };
  return { patient: "", site, kind: "", stage: "", since: "", recurrent: null, position: "", note: "" };
}

export function newFinding(): WoundFinding {
  return {
    examinedAt: 0, length: null, width: null, depth: null, area: null, measured: "", undermining: [], tissue: [], edge: [],
    skin: [], exudateAmount: "", exudateKind: "", exudateColour: "", odour: "", pain: null, infection: [], dressing: "",
    nextChange: null, note: "",
  };
}

/** Where it is and what it is, on one line. */
export function named({ details }: WoundRow): string {
  const { site, kind, stage } = details;
  const place = [terms.word("region", site.region), terms.word("side", site.side)].filter(Boolean).join(" ");
  return [place, terms.word("type", kind), terms.word("stage", stage)].filter(Boolean).join(", ");
}

/** Square millimetres as square centimetres. */
export function area(mm2: number): string {
  return `${new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 }).format(mm2 / 100)} cm²`;
}

export function date(at: number): string {
  return new Intl.DateTimeFormat(texts.locale, { dateStyle: "medium" }).format(at);
}
