// The list of an office that is being invited: it goes on while somebody looks at other screens, and tells there how far it is.

import type { Invited, ListedPerson } from "verband-core/types.js";
import { fresh } from "./letters.svelte.ts";
import { told } from "./texts.svelte.ts";

/** Where the letters of the list are kept. */
const SLOT = "list";

/** How many are invited at once: between two lots the page tells how far it is. */
const LOT = 10;

class Importing {
  /** How many are being invited; none if nothing goes on. */
  total = $state(0);
  /** Why it did not go on, for the person; empty if it did. */
  problem = $state("");
  #stopped = false;
  /** Which list it is: what comes of one that is forgotten is for nobody. */
  #list = 0;

  /** The letters that are made already and not put away yet. */
  get made() {
    return fresh.get(SLOT);
  }

  async invite(people: readonly ListedPerson[], invite: (lot: ListedPerson[]) => Promise<Invited[]>): Promise<void> {
    const list = ++this.#list;
    [this.total, this.problem, this.#stopped] = [people.length, "", false];
    try {
      for (let at = 0; at < people.length && !this.#stopped; at += LOT) {
        const lot = people.slice(at, at + LOT);
        const more = await invite(lot);
        if (list !== this.#list) return;
        const { made } = this;
        fresh.set(SLOT, {
          invited: [...(made?.invited ?? []), ...more],
          languages: [...(made?.languages ?? []), ...lot.map((row) => row.language)],
          addresses: [...(made?.addresses ?? []), ...lot.map((row) => row.email)],
        });
      }
    } catch (error) {
      if (list !== this.#list) return;
      this.problem = told(error);
    }
    this.total = 0;
  }

  /** Ends it after the lot that is being made. */
  stop(): void {
    this.#stopped = true;
  }

  /** The letters are put away, or locked away. */
  forget(): void {
    this.#list += 1;
    [this.total, this.problem] = [0, ""];
    fresh.delete(SLOT);
  }
}

export const importing = new Importing();
