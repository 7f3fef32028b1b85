// Who has a profile in this browser: people who share a computer have one each, which their own PIN opens. The browser keeps their
// names in clear, for the lock screen, and of each profile a few small things that tell nothing.

import type { Account } from "verband-core/types.js";

const KEPT = "verband-profiles";
const LAST = "verband-profile";

/** What the only profile of a browser is called. */
const FIRST = "verband";

export interface Profile {
  id: string;
  name: string;
  organisation: string;
}

/** What the browser keeps of each profile: up to where its alarms were seen, and that its card was put off. */
const OWN = ["alarms", "card"] as const;
type Own = (typeof OWN)[number];

const isProfile = (value: unknown): value is Profile =>
  typeof value === "object" && value !== null && ["id", "name", "organisation"].every((key) => typeof Reflect.get(value, key) === "string");

class Profiles {
  list = $state.raw<readonly Profile[]>([]);
  /** Which one the page is about. */
  current = $state(FIRST);

  constructor() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
      if (Array.isArray(kept)) this.list = kept.filter(isProfile);
    } catch {
      // What somebody else wrote there is forgotten.
    }
    const last = localStorage.getItem(LAST);
    this.current = this.list.find(({ id }) => id === last)?.id ?? this.list[0]?.id ?? FIRST;
  }

  /** Whether somebody has enrolled in this one, as far as the browser remembers. */
  get known(): Profile | null {
    return this.list.find(({ id }) => id === this.current) ?? null;
  }

  choose(id: string): void {
    this.current = id;
    if (this.known) localStorage.setItem(LAST, id);
  }

  /** The name of one that is neither this one nor anybody's. */
  unused(): string {
    for (let count = 1; ; count++) {
      const id = count === 1 ? FIRST : `${FIRST}-${count}`;
      if (id !== this.current && this.list.every((profile) => profile.id !== id)) return id;
    }
  }

  /** Somebody has opened this one, or comes in by it. */
  remember({ name, organisationName }: Pick<Account, "name" | "organisationName">): void {
    const profile = { id: this.current, name, organisation: organisationName };
    const others = this.list.filter(({ id }) => id !== this.current);
    this.#keep(this.known ? this.list.map((one) => (one.id === profile.id ? profile : one)) : [...others, profile]);
    localStorage.setItem(LAST, this.current);
  }

  /** What is kept of this one under a name; null if nothing is. */
  kept(name: Own): string | null {
    return localStorage.getItem(this.#key(name));
  }

  keep(name: Own, value: string): void {
    localStorage.setItem(this.#key(name), value);
  }

  /** Nobody is in this one: what was kept of it is about nobody. */
  clear(): void {
    for (const name of OWN) localStorage.removeItem(this.#key(name));
  }

  #key(name: Own): string {
    return `verband-${name}-${this.current}`;
  }

  /** What was in this one is gone. */
  forget(): void {
    this.clear();
    this.#keep(this.list.filter(({ id }) => id !== this.current));
  }

  #keep(list: readonly Profile[]): void {
    this.list = list;
    localStorage.setItem(KEPT, JSON.stringify(list));
  }
}

export const profiles = new Profiles();
