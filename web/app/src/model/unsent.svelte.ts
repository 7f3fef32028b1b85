// Photos that were taken and are looked through, or could not be put away: with the lock they go into the tray, where nobody else
// sees them. Whoever reloads the page is asked before.

import { capturing } from "./capturing.svelte.ts";
import { missing } from "./missing.ts";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { t, texts } from "./texts.svelte.ts";
import { asksBeforeUnload } from "./unload.ts";

export interface Taken {
  photos: readonly Uint8Array[];
  patient: string;
}

class Unsent {
  #held = new Set<Taken>();
  /** Those that are on their way into the tray. */
  #going = new Set<Promise<boolean>>();
  /** Those that the tray did not take: somebody may try again. */
  kept = $state.raw<readonly Taken[]>([]);

  constructor() {
    session.beforeLock(() => this.#putAway());
    asksBeforeUnload(() => this.#going.size > 0 || [...this.#held, ...this.kept].some(({ photos }) => photos.length > 0));
  }

  /** Holds photos until the function that this gives is called: an effect. */
  hold(photos: readonly Uint8Array[], patient = ""): () => void {
    const taken = { photos, patient };
    this.#held.add(taken);
    return () => this.#held.delete(taken);
  }

  /** Puts a photo into the tray, or keeps it if that goes wrong, which is told. Whether it lies there. */
  async capture(photo: Uint8Array, patient = ""): Promise<boolean> {
    const going = notices.attempt(() => intoTray(photo, patient));
    this.#going.add(going);
    const done = await going;
    this.#going.delete(going);
    if (!done && session.closing) missing("photos-lost");
    else if (!done) this.kept = [...this.kept, { photos: [photo], patient }];
    return done;
  }

  /** Tries again with those that the tray did not take. */
  async again(): Promise<void> {
    const again = this.kept;
    this.kept = [];
    await Promise.all(again.flatMap(({ photos, patient }) => photos.map((photo) => this.capture(photo, patient))));
  }

  /** Nobody wants those that the tray did not take. */
  discard(): void {
    const gone = this.kept;
    this.kept = [];
    notices.tell(t("photo-discarded"), async () => void (this.kept = [...gone, ...this.kept]));
  }

  async #putAway(): Promise<void> {
    // Before anything is waited for: screens may be going already.
    const all = [...this.#held];
    this.#held.clear();
    await Promise.all(this.#going);
    all.push(...this.kept);
    this.kept = [];
    for (const { photos, patient } of all) {
      for (const photo of photos) await intoTray(photo, patient).catch(() => missing("photos-lost"));
    }
  }
}

/** Puts a photo into the tray; gives its event. */
export const intoTray = (photo: Uint8Array, patient: string, caption = "") =>
  session.verband.album({ type: "capture", photo, caption, patient, camera: capturing.isShot(photo) }, texts.language);

export const unsent = new Unsent();
