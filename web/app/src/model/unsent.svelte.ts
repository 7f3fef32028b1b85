// Photos that were taken and are looked through: with the lock they go into the tray, where nobody else sees them.

import { session } from "./session.svelte.ts";
import { texts } from "./texts.svelte.ts";

export interface Taken {
  photos: readonly Uint8Array[];
  patient: string;
}

class Unsent {
  #held = new Set<Taken>();

  constructor() {
    session.beforeLock(() => this.#putAway());
  }

  /** Holds photos until the function that this gives is called: an effect. */
  hold(photos: readonly Uint8Array[], patient = ""): () => void {
    const taken = { photos, patient };
    this.#held.add(taken);
    return () => this.#held.delete(taken);
  }

  async #putAway(): Promise<void> {
    const all = [...this.#held];
    this.#held.clear();
    for (const { photos, patient } of all) {
      for (const photo of photos) await intoTray(photo, patient).catch(() => {});
    }
  }
}

/** Puts a photo into the tray; gives its event. */
export const intoTray = (photo: Uint8Array, patient: string, caption = "") =>
  session.verband.album({ type: "capture", photo, caption, patient }, texts.language);

export const unsent = new Unsent();
