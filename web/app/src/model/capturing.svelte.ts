// What may be captured on this page, and which photos its own camera has made: the house may permit those and no files.

import { places } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";

class Capturing {
  #wanted = false;
  #shots = new WeakSet<Uint8Array>();

  /** The camera of this page has made this photo, which lies in no file. */
  shot<T extends Uint8Array>(photo: T): T {
    this.#shots.add(photo);
    return photo;
  }

  isShot(photo: Uint8Array): boolean {
    return this.#shots.has(photo);
  }

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
    return Boolean(session.policy?.camera);
  }

  get voice(): boolean {
    return Boolean(session.policy?.microphone);
  }

  get video(): boolean {
    return Boolean(session.policy?.video);
  }
}

export const capturing = new Capturing();
