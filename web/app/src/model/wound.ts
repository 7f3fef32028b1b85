// What a wound's screens have in common: empty forms, and figures as people write them.

import type { BodySite, WoundConsent, WoundDetails, WoundFigure, WoundFinding, WoundMeasurement, WoundRow } from "verband-core/types.js";
import { terms } from "./terms.svelte.ts";
import { t, texts } from "./texts.svelte.ts";
import { date, dayOf } from "./time.ts";

export function newDetails(): WoundDetails {
  const site: BodySite = { view: "", x: null, y: null, region: "", side: "", clock: null };
  return { patient: "", site, kind: "", stage: "", since: "", recurrent: null, position: "", note: "" };
}

export function newConsent(): WoundConsent {
  return { state: "unknown", by: "", at: null, purposes: [], note: "" };
}

export function newFinding(): WoundFinding {
  return {
    examinedAt: 0, length: null, width: null, depth: null, area: null, measured: "", undermining: [], tissue: [], edge: [],
    skin: [], exudateAmount: "", exudateKind: "", exudateColour: "", odour: "", pain: null, infection: [], dressing: "",
    nextChange: null, note: "",
  };
}

/** Where it is and what it is, on one line. */
export const named = ({ details }: WoundRow) => inWords(details);

export function inWords({ site, kind, stage }: WoundDetails): string {
  const place = [terms.word("region", site.region), terms.word("side", site.side)].filter(Boolean).join(" ");
  const clock = site.clock === null ? "" : t("at-clock", { clock: site.clock });
  return [place, clock, terms.word("type", kind), terms.word("stage", stage)].filter(Boolean).join(", ");
}

/** What else is known of it. */
export function moreOf({ since, recurrent, position, note }: WoundDetails): string[] {
  return [
    since ? t("since-when", { since }) : "",
    recurrent === null ? "" : t(recurrent ? "recurrent-yes" : "recurrent-no"),
    position ? t("position-is", { position }) : "",
    note,
  ].filter(Boolean);
}

/** Whether photos are consented to, by whom, since when and to what. */
export function consented({ state, by, at, purposes, note }: WoundConsent): string {
  const what = [
    t("consent-is", { state: terms.word("consent", state) }), terms.word("consent-by", by), at === null ? "" : date(at),
    purposes.map((code) => terms.word("purpose", code)).join(", "), note,
  ];
  return what.filter(Boolean).join(" · ");
}

/** What a finding says, on one line. What was measured in a photo comes with its errors. */
export function said(content: WoundFinding, measurement: WoundMeasurement | null): string {
  const ticked = (list: string, codes: readonly string[]) => codes.map((code) => terms.word(list, code));
  const parts = [
    measurement ? figures(measurement) : "",
    !measurement && content.length !== null && content.width !== null ? `${content.length} × ${content.width} mm` : "",
    !measurement && content.area !== null ? area(content.area) : "",
    content.depth !== null ? t("deep", { depth: content.depth }) : "",
    measurement || content.measured ? terms.word("measured", content.measured) : "",
    ...content.undermining.map(({ from, to, depth }) => t("pocket-is", { from, to, depth: depth ?? 0 })),
    ...content.tissue.map((part) => `${terms.word("tissue", part.tissue)} ${part.percent} %`),
    ...ticked("edge", content.edge),
    ...ticked("skin", content.skin),
    content.exudateAmount ? t("exudate-is", { amount: terms.word("exudate-amount", content.exudateAmount) }) : "",
    terms.word("exudate-kind", content.exudateKind),
    terms.word("exudate-colour", content.exudateColour),
    content.odour ? t("odour-is", { odour: terms.word("odour", content.odour) }) : "",
    content.pain !== null ? t("pain-is", { pain: content.pain }) : "",
    ...(content.infection.length > 0 ? [t("infection-is", { signs: ticked("infection", content.infection).join(", ") })] : []),
    content.dressing,
    content.nextChange !== null ? t("next-change-on", { date: date(content.nextChange) }) : "",
    content.note,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Square millimetres as square centimetres. */
export function area(mm2: number): string {
  return `${new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 }).format(mm2 / 100)} cm²`;
}

/** A figure with what it may be off by, in a unit that is so many times its own. */
export function off({ value, error }: WoundFigure, by: number, unit = ""): string {
  const number = new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 });
  return [number.format(value / by), "±", number.format(error / by), unit].filter(Boolean).join(" ");
}

/** What was measured in a photo, each figure with what it may be off by. */
export function figures({ length, width, area: surface }: WoundMeasurement): string {
  const parts = [
    t("measured-length", { length: off(length, 10) }),
    width ? t("measured-width", { width: off(width, 10) }) : "",
    surface ? t("measured-area", { area: off(surface, 100) }) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** A time as a field for days has it, and the time of such a field. */
export const dayField = (at: number | null) => (at === null ? "" : dayOf(at));
export const ofDayField = (day: string) => (day === "" ? null : new Date(`${day}T12:00`).getTime());

export { date };
