// Which screen is shown: the part of the address behind `#`, so that the browser's back button works. It names
// conversations by their ids and is never sent anywhere.

export type Place =
  | { at: "list" }
  | { at: "conversation"; id: string }
  | { at: "wounds"; id: string }
  | { at: "wound"; id: string; wound: string }
  | { at: "new" }
  | { at: "settings" };

function read(hash: string): Place {
  const [at, id = "", wound = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = /^[0-9a-f]{64}$/.test(id);
  if (known && (at === "conversation" || at === "wounds")) return { at, id };
  if (known && at === "wound" && /^[0-9a-f]{32}$/.test(wound)) return { at, id, wound };
  if (at === "new" || at === "settings") return { at };
  return { at: "list" };
}

class Places {
  now = $state.raw<Place>(read(location.hash));

  constructor() {
    addEventListener("hashchange", () => (this.now = read(location.hash)));
  }

  go(place: Place): void {
    const parts = [place.at, "id" in place ? place.id : "", "wound" in place ? place.wound : ""];
    location.hash = place.at === "list" ? "#/" : `#/${parts.filter(Boolean).join("/")}`;
  }
}

export const places = new Places();
