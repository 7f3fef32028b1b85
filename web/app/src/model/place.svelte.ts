// Which screen is shown: the part of the address behind `#`, so that the browser's back button works. It names
// conversations by their ids and is never sent anywhere.

/** How the calendar is looked at. */
export type CalendarView = "agenda" | "week" | "month";

export type Place =
  | { at: "list" }
  | { at: "conversation"; id: string }
  | { at: "found"; id: string; event: string }
  | { at: "channel"; id: string }
  | { at: "outbox" }
  | { at: "wounds"; id: string }
  | { at: "wound"; id: string; wound: string }
  | { at: "surveys"; id: string }
  | { at: "files"; id: string; folder: string }
  | { at: "calendar"; view: CalendarView; day: string }
  | { at: "new" }
  | { at: "album" }
  | { at: "tray" }
  | { at: "storage" }
  | { at: "handover" }
  | { at: "settings" }
  | { at: "log" }
  | { at: "people" }
  | { at: "person"; member: string }
  | { at: "administration"; area: string }
  | { at: "member"; member: string };

/** What an address names behind its screen, in this order. */
const NAMES: { [At in Place["at"]]: readonly Exclude<keyof Extract<Place, { at: At }>, "at">[] } = {
  list: [],
  conversation: ["id"],
  found: ["id", "event"],
  channel: ["id"],
  outbox: [],
  wounds: ["id"],
  wound: ["id", "wound"],
  surveys: ["id"],
  files: ["id", "folder"],
  calendar: ["view", "day"],
  new: [],
  album: [],
  tray: [],
  storage: [],
  handover: [],
  settings: [],
  log: [],
  people: [],
  person: ["member"],
  administration: ["area"],
  member: ["member"],
};

/** How ids, days and what else stands in an address look. */
const FORMS = {
  id: /^[0-9a-f]{64}$/,
  event: /^[0-9a-f]{32}$/,
  wound: /^[0-9a-f]{32}$/,
  area: /^[a-z]+$/,
  member: /^[0-9a-f]{64}$/,
  folder: /^(root|photos|[0-9a-f]{32})$/,
  view: /^(agenda|week|month)$/,
  day: /^\d{4}-\d\d-\d\d$/,
};

/** The screen of an address; the list, if it is none. */
function read(hash: string): Place {
  const [at = "", ...values] = hash.replace(/^#\/?/, "").split("/");
  if (!Object.hasOwn(NAMES, at)) return { at: "list" };
  const names: readonly (keyof typeof FORMS)[] = NAMES[at as Place["at"]];
  const known = names.length === values.length && names.every((name, index) => FORMS[name].test(values[index] ?? ""));
  if (!known) return { at: "list" };
  return { at, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) } as Place;
}

/** The address of a screen. */
export function address(place: Place): string {
  if (place.at === "list") return "#/";
  const values: Record<string, string> = { ...place };
  return `#/${[place.at, ...NAMES[place.at].map((name) => values[name])].join("/")}`;
}

class Places {
  now = $state.raw<Place>(read(location.hash));

  constructor() {
    addEventListener("hashchange", () => (this.now = read(location.hash)));
  }

  // The browser tells of a new address later: whoever presses keys quickly goes on from where she is.

  go(place: Place): void {
    location.hash = address(place);
    this.now = place;
  }

  /** The same without a step for the back button. */
  replace(place: Place): void {
    location.replace(address(place));
    this.now = place;
  }
}

export const places = new Places();
