// Papers of the organisation, and e-mails with a code for the administrator's own mail program.
// Where they go is for the page to decide.

import type { Desk, Language, Letter, MailedLetter, RecoveryCard, RecoverySheet } from "./types.js";

/** Asks the worker for something that has the house's address on it; with letters, also when their codes end. */
type Ask = (request: object, desk: Desk, letters?: Letter[]) => Promise<Uint8Array<ArrayBuffer>>;

/** What is printed or sent by hand. */
export class Papers {
  readonly #ask: Ask;

  /** For `Verband` alone. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Letters in one PDF, in this order. Whoever reads it can enrol: to be printed and removed. */
  letters(letters: Letter[], desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "letters", letters }, desk, letters);
  }

  /** The list (PDF) that these letters are handed out by, to be signed. It has no codes. */
  handOutList(letters: Letter[], language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "handOutList", letters, language }, desk, letters);
  }

  /** Several of these e-mails in an archive (ZIP) of `.eml` files. */
  mailDrafts(drafts: MailedLetter[], from: string, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    const letters = drafts.map((draft) => draft.letter);
    return this.#ask({ type: "mailDrafts", drafts, from }, desk, letters);
  }

  /** An invitation as an e-mail with its code, for the administrator's own mail program (`.eml`). Nothing is sent. */
  mailDraft(letter: Letter, from: string, to: string, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "mailDraft", letter, from, to }, desk, [letter]);
  }

  /** The sheet (PDF) with the organisation's root key, for the safe. */
  recoverySheet(sheet: RecoverySheet, language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "recoverySheet", sheet, language }, desk);
  }

  /** The sheet (PDF) of markers that wounds are measured by in photos, to print and cut out. */
  markerSheet(language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "markerSheet", language }, desk);
  }

  /** The card (PDF) with this person's recovery key, to be cut out. */
  recoveryCard(card: RecoveryCard, language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "recoveryCard", card, language }, desk);
  }
}
