// What is about to be deleted: it is out of sight, and gone when nobody has taken that back in time, or with the lock.

import { SvelteSet } from "svelte/reactivity";
import { STAYS, notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";

class Leaving {
  #ids = new SvelteSet<string>();
  #works = new Set<() => Promise<void>>();

  constructor() {
    session.beforeLock(() => this.#all());
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
      this.#works.delete(done);
      await notices.attempt(work);
      back();
    };
    const timer = setTimeout(() => void done(), STAYS);
    for (const id of ids) this.#ids.add(id);
    this.#works.add(done);
    notices.tell(told, async () => back());
  }

  async #all(): Promise<void> {
    for (const work of [...this.#works]) await work();
  }
}

export const leaving = new Leaving();
