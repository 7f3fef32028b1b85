// Whether the organisation has another privacy notice than the one that this person has accepted, and whether she is reading it.

import { Asked } from "./asked.svelte.ts";
import { session } from "./session.svelte.ts";

class PrivacyNotice {
  #asked = new Asked(() => session.verband.administer({ type: "noticeIsNew" }));
  reading = $state(false);

  get isNew(): boolean {
    return this.#asked.value ?? false;
  }

  follow(): () => void {
    this.#asked.value = null;
    return this.#asked.follow();
  }

  async close(): Promise<void> {
    this.reading = false;
    await this.#asked.look();
  }
}

export const privacyNotice = new PrivacyNotice();
