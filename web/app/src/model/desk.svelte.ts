// What letters say of the office that they come from; kept in this browser for the next ones.

import type { Desk } from "verband-core/types.js";

const KEPT = "verband-desk";

class Office {
  /** Lines of the postal address. */
  address = $state("");
  /** Whom to ask. */
  contact = $state("");

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
      if (typeof kept.address === "string") this.address = kept.address;
      if (typeof kept.contact === "string") this.contact = kept.contact;
    } catch {
      // What somebody else wrote there is forgotten.
    }
  }

  /** What papers say of it; from now on it is kept. */
  keep(): Desk {
    const { address, contact } = this;
    localStorage.setItem(KEPT, JSON.stringify({ address, contact }));
    return { address: address.split("\n").map((line) => line.trim()).filter(Boolean), contact: contact.trim() };
  }
}

export const office = new Office();
