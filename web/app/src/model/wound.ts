// What a wound's screens have in common: empty forms, and figures as people write them.

import type { BodySite, WoundDetails, WoundFigure, WoundFinding, WoundMeasurement, WoundRow } from "verband-core/types.js";
import { terms } from "./terms.svelte.ts";
import { t, texts } from "./texts.svelte.ts";

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

/** What was measured in a photo, each figure with what it may be off by. */
export function figures({ length, width, area: surface }: WoundMeasurement): string {
  const number = new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 });
  const off = (figure: WoundFigure, by: number) => `${number.format(figure.value / by)} ± ${number.format(figure.error / by)}`;
  const parts = [
    t("measured-length", { length: off(length, 10) }),
    width ? t("measured-width", { width: off(width, 10) }) : "",
    surface ? t("measured-area", { area: off(surface, 100) }) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

export { date } from "./time.ts";
