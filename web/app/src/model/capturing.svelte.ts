// What may be captured on this page. The core holds everything that a page hands in to be from a file, its own camera's photos too,
// so these need both: that the house permits cameras, and that it permits files.

import { places } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

class Capturing {
  #wanted = false;

  /** Goes to the tray, where the camera opens at once. */
  begin(): void {
    this.#wanted = true;
    places.go({ at: "tray" });
  }

  /** Whether somebody came for the camera: that holds once. */
  begun(): boolean {
    const wanted = this.#wanted;
    this.#wanted = false;
    return wanted && this.photos;
  }

  get photos(): boolean {
    return Boolean(session.policy?.camera && session.policy.files);
  }

  get voice(): boolean {
    return Boolean(session.policy?.microphone);
  }

  get video(): boolean {
    return Boolean(session.policy?.video);
  }
}

export const capturing = new Capturing();
