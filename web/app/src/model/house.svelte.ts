// The house's patient record that documents are sent to. Its name and address are kept in this browser for the next time, its token
// until the profile is closed.

import type { RecordTarget } from "verband-core/types.js";
import { session } from "./session.svelte.ts";

const KEPT = "verband-record";

class House {
  name = $state("");
  url = $state("");
  token = $state("");

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
      if (typeof kept.name === "string") this.name = kept.name;
      if (typeof kept.url === "string") this.url = kept.url;
    } catch {
      // What somebody else wrote there is forgotten.
    }
    session.whenForgotten(() => (this.token = ""));
  }

  /** As the core wants it; from now on it is kept. */
  keep(): RecordTarget {
    const [name, url] = [this.name.trim(), this.url.trim()];
    localStorage.setItem(KEPT, JSON.stringify({ name, url }));
    return { name, url, ...(this.token ? { token: this.token } : {}) };
  }
}

export const house = new House();
