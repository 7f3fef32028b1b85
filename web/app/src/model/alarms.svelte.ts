// What this device found wrong, or worth asking about, for the person whose device it is; and what of it she has not seen yet.

import type { AlarmRow } from "verband-core/types.js";
import { Asked } from "./asked.svelte.ts";
import { profiles } from "./profiles.svelte.ts";
import { session } from "./session.svelte.ts";

class Alarms {
  #asked = new Asked<AlarmRow[]>(() => session.verband.administer({ type: "alarms" }));
  #seen = $state(0);

  get rows(): readonly AlarmRow[] {
    return this.#asked.value ?? [];
  }

  get unseen(): number {
    return this.rows.filter(({ id }) => id > this.#seen).length;
  }

  follow(): () => void {
    this.#asked.value = null;
    this.#seen = Number(profiles.kept("alarms") ?? 0);
    return this.#asked.follow();
  }

  /** She has them before her. */
  see(): void {
    const newest = Math.max(0, ...this.rows.map(({ id }) => id));
    if (newest <= this.#seen) return;
    this.#seen = newest;
    profiles.keep("alarms", String(newest));
  }
}

export const alarms = new Alarms();
