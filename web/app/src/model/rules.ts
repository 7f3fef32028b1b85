// The points of the policy as a form has them. What each means is said by the core, in the order in which they stand here.

import type { OrganisationPolicy } from "verband-core/types.js";

type Point = keyof OrganisationPolicy;

/** All points, in the order of the core's sentences. */
export const POINTS = [
  "pinLength", "lockAfterS", "biometrics", "wipeAfterTries", "screenshots", "copy", "export", "camera", "microphone", "video",
  "location", "files", "readReceipts", "retentionDays", "unsentDays", "redaction", "minimumVersion", "maxOfflineDays",
  "deviceClasses", "contact", "approveMailed", "conversationQuotaMb", "keepOriginals", "legalHold", "keepUndocumented", "measuring",
  "patientPatterns",
] as const satisfies readonly Point[];

/** How a point is entered. `none`: whether it can be left open, and what it begins with then. */
export type Entry =
  | { as: "switch" }
  | { as: "number"; least: number; most: number; none?: number }
  | { as: "minutes" }
  | { as: "version" }
  | { as: "classes" }
  | { as: "lines" }
  | { as: "choice"; of: readonly string[] };

const SWITCH: Entry = { as: "switch" };

export const ENTRIES: Record<Point, Entry> = {
  pinLength: { as: "number", least: 6, most: 16 },
  lockAfterS: { as: "minutes" },
  biometrics: SWITCH,
  wipeAfterTries: { as: "number", least: 1, most: 255, none: 10 },
  screenshots: SWITCH,
  copy: SWITCH,
  export: SWITCH,
  camera: SWITCH,
  microphone: SWITCH,
  video: SWITCH,
  location: SWITCH,
  files: SWITCH,
  readReceipts: SWITCH,
  retentionDays: { as: "number", least: 1, most: 36_500, none: 365 },
  unsentDays: { as: "number", least: 1, most: 36_500, none: 30 },
  redaction: { as: "choice", of: ["offered", "asked", "required"] },
  minimumVersion: { as: "version" },
  maxOfflineDays: { as: "number", least: 1, most: 65_535, none: 14 },
  deviceClasses: { as: "classes" },
  contact: { as: "choice", of: ["everybody", "teams"] },
  approveMailed: SWITCH,
  conversationQuotaMb: { as: "number", least: 1, most: 1_000_000, none: 2_000 },
  keepOriginals: SWITCH,
  legalHold: SWITCH,
  keepUndocumented: SWITCH,
  measuring: SWITCH,
  patientPatterns: { as: "lines" },
};

/** What goes together on the screen. */
export const GROUPS = {
  access: ["pinLength", "lockAfterS", "biometrics", "wipeAfterTries", "maxOfflineDays", "deviceClasses", "minimumVersion"],
  capture: ["camera", "microphone", "video", "location", "files", "redaction", "keepOriginals", "measuring", "patientPatterns"],
  leaving: ["export", "copy", "screenshots"],
  together: ["contact", "readReceipts", "approveMailed"],
  keeping: ["retentionDays", "keepUndocumented", "legalHold", "unsentDays", "conversationQuotaMb"],
} as const satisfies Record<string, readonly Point[]>;

/** Those that differ. */
export function differing(before: OrganisationPolicy, after: OrganisationPolicy): Point[] {
  return POINTS.filter((point) => JSON.stringify(before[point]) !== JSON.stringify(after[point]));
}
