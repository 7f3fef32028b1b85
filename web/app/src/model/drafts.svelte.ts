// What somebody was filling in when the page locked itself: the form has it again when she is back. It stays in the page's memory
// alone, and goes with the tab; messages and surveys are kept by the core instead.

import { onDestroy } from "svelte";

class Drafts {
  #kept = new Map<string, unknown>();
  #member = "";
  /** Whether screens go because of the lock. Whoever leaves a form herself wants nothing of it kept. */
  locking = false;

  constructor() {
    // Whoever leaves the page loses it.
    addEventListener("beforeunload", (event) => {
      if (this.#kept.size > 0) event.preventDefault();
    });
  }

  /** The page is open, for this person: nobody finds what another one began. */
  open(member: string): void {
    this.locking = false;
    if (member !== this.#member) this.clear();
    this.#member = member;
  }

  has(name: string): boolean {
    return this.#kept.has(name);
  }

  /** What was begun in a form; null if nothing was. It is handed out once. */
  take<T>(name: string): T | null {
    const kept = this.#kept.get(name) as T | undefined;
    this.#kept.delete(name);
    return kept ?? null;
  }

  /** Keeps what is in a form, or nothing if that is null, when the lock takes the component away that calls this. */
  hold(name: string, value: () => unknown): void {
    onDestroy(() => {
      const begun = this.locking ? value() : null;
      if (begun !== null) this.#kept.set(name, begun);
    });
  }

  /** Keeps what is in a long form as it is now, whoever takes the form away; null: there is nothing worth it any more. */
  keep(name: string, value: unknown): void {
    if (value === null) this.#kept.delete(name);
    else this.#kept.set(name, value);
  }

  clear(): void {
    this.#kept.clear();
  }
}

export const drafts = new Drafts();
