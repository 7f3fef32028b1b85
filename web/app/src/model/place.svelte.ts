// Which screen is shown: the part of the address behind `#`, so that the browser's back button works. It names
// conversations by their ids and is never sent anywhere.

export type Place =
  | { at: "list" }
  | { at: "conversation"; id: string }
  | { at: "new" }
  | { at: "settings" };

function read(hash: string): Place {
  const [at, id] = hash.replace(/^#\/?/, "").split("/");
  if (at === "conversation" && id && /^[0-9a-f]{64}$/.test(id)) return { at, id };
  if (at === "new" || at === "settings") return { at };
  return { at: "list" };
}

class Places {
  now = $state.raw<Place>(read(location.hash));

  constructor() {
    addEventListener("hashchange", () => (this.now = read(location.hash)));
  }

  go(place: Place): void {
    const id = place.at === "conversation" ? `/${place.id}` : "";
    location.hash = place.at === "list" ? "#/" : `#/${place.at}${id}`;
  }
}

export const places = new Places();
