// How something recurs, as a form has it: iCalendar's rule, as far as the fields go. What it means is the core's.

export type Frequency = "" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Recurrence {
  /** Empty when it does not recur. */
  frequency: Frequency;
  interval: number;
  /** Of weeks; none for that of the start. */
  weekdays: Weekday[];
  end: "never" | "until" | "count";
  /** The last day. */
  until: string;
  count: number;
  /** A rule that no fields are made for: it stays as it is. */
  kept: string;
}

export function once(): Recurrence {
  return { frequency: "", interval: 1, weekdays: [], end: "never", until: "", count: 10, kept: "" };
}

const isFrequency = (text: string): text is Frequency => ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(text);
const isWeekday = (text: string): text is Weekday => (WEEKDAYS as readonly string[]).includes(text);

export function ofRule(rule: string): Recurrence {
  const found = once();
  if (rule === "") return found;
  for (const part of rule.split(";")) {
    const [name = "", value = ""] = part.split("=");
    const list = value.split(",");
    if (name === "FREQ" && isFrequency(value)) found.frequency = value;
    else if (name === "INTERVAL") found.interval = Number(value);
    else if (name === "BYDAY" && list.every(isWeekday)) found.weekdays = list.filter(isWeekday);
    else if (name === "COUNT") [found.end, found.count] = ["count", Number(value)];
    else if (name === "UNTIL" && /^\d{8}/.test(value)) [found.end, found.until] = ["until", `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`];
    else if (name !== "WKST") return { ...once(), kept: rule };
  }
  return found.weekdays.length > 0 && found.frequency !== "WEEKLY" ? { ...once(), kept: rule } : found;
}

export function toRule({ frequency, interval, weekdays, end, until, count, kept }: Recurrence): string {
  if (kept !== "") return kept;
  if (frequency === "") return "";
  const parts = [`FREQ=${frequency}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (end === "count") parts.push(`COUNT=${count}`);
  if (end === "until" && until !== "") parts.push(`UNTIL=${until.replaceAll("-", "")}`);
  const sorted = WEEKDAYS.filter((day) => weekdays.includes(day));
  if (frequency === "WEEKLY" && sorted.length > 0) parts.push(`BYDAY=${sorted.join(",")}`);
  return parts.join(";");
}
