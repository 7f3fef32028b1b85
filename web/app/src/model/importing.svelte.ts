// The list of an office that is being invited: it goes on while somebody looks at other screens, and tells there how far it is.

import type { DraftKey, Invited, ListedPerson } from "verband-core/types.js";
import { letters } from "./letters.svelte.ts";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { told } from "./texts.svelte.ts";
import { asksBeforeUnload } from "./unload.ts";

/** Where the letters of the list are kept. */
const SLOT = "list";

/** How many are invited at once: between two lots the page tells how far it is. */
const LOT = 10;

/** How many the list has, for as long as it has not come to its end. */
const BEGUN: DraftKey = { form: "import" };

class Importing {
  /** How many are being invited; none if nothing goes on. */
  total = $state(0);
  /** How many a list had that did not come to its end, whatever ended it; none if it did. */
  begun = $state(0);
  /** Why it did not go on, for the person; empty if it did, or if that is not known. */
  problem = $state("");
  #stopped = false;
  /** Which list it is: one that is forgotten does not go on. */
  #list = 0;

  constructor() {
    asksBeforeUnload(() => this.total > 0);
    session.whenOpen(() => this.#look());
    session.whenForgotten(() => this.#forget());
  }

  /** The letters that are made already and not put away yet. */
  get made() {
    return letters.of(SLOT);
  }

  async invite(people: readonly ListedPerson[], invite: (lot: ListedPerson[]) => Promise<Invited[]>): Promise<void> {
    const list = ++this.#list;
    [this.total, this.problem, this.#stopped] = [people.length, "", false];
    try {
      await this.#keep(people.length);
      let at = 0;
      for (; at < people.length && !this.#stopped && !session.locking; at += LOT) {
        const lot = people.slice(at, at + LOT);
        const making = invite(lot).then((more) => more.map((invited, row) => ({ invited, language: lot[row]?.language, address: lot[row]?.email })));
        await letters.add(SLOT, making);
        if (list !== this.#list) return;
      }
      if (this.#stopped || at >= people.length) await this.#keep(0);
    } catch (error) {
      if (list !== this.#list) return;
      this.problem = told(error);
    }
    this.total = 0;
  }

  async #keep(begun: number): Promise<void> {
    this.begun = begun;
    await session.verband.perform({ type: "keepDraft", draft: BEGUN, text: begun > 0 ? String(begun) : "" });
  }

  /** Ends it after the lot that is being made. */
  stop(): void {
    this.#stopped = true;
  }

  /** The letters are put away: the list is done with. */
  putAway(): void {
    letters.putAway(SLOT);
    this.problem = "";
    if (this.begun > 0) void notices.attempt(() => this.#keep(0));
  }

  /** The profile is open: whoever left in the middle of a list is told. */
  #look(): void {
    const [{ verband }, list] = [session, this.#list];
    void notices.attempt(async () => {
      const begun = Number(await verband.perform({ type: "draft", draft: BEGUN }));
      if (list === this.#list) this.begun = begun;
    });
  }

  /** The page is locked. */
  #forget(): void {
    this.#list += 1;
    [this.total, this.begun, this.problem] = [0, 0, ""];
  }
}

export const importing = new Importing();
