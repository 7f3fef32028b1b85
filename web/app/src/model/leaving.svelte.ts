// What is about to be thrown away of this device, and was never sent: it is out of sight, and gone when nobody has taken that back in
// time. Where nobody can any more, because the page is locked, hidden or closed, it goes at once. What is deleted for everybody the
// core holds back (`deletions.ts`).

import { SvelteSet } from "svelte/reactivity";
import { STAYS, notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";

class Leaving {
  #ids = new SvelteSet<string>();
  #works = new Set<() => Promise<void>>();

  constructor() {
    session.beforeLock(() => this.#all());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.#all();
    });
    addEventListener("pagehide", () => void this.#all());
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Hides things and tells it; does the work unless it is taken back. */
  go(ids: readonly string[], told: string, work: () => Promise<void>): void {
    const back = () => {
      clearTimeout(timer);
      this.#works.delete(done);
      for (const id of ids) this.#ids.delete(id);
    };
    const done = async () => {
      if (!this.#works.delete(done)) return;
      clearTimeout(timer);
      notices.dismiss(notice);
      await notices.attempt(work);
      back();
    };
    const timer = setTimeout(() => void done(), STAYS);
    for (const id of ids) this.#ids.add(id);
    this.#works.add(done);
    const notice = notices.tell(told, async () => back());
  }

  async #all(): Promise<void> {
    await Promise.all([...this.#works].map((work) => work()));
  }
}

export const leaving = new Leaving();
