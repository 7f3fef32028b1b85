// What may be captured on this page. The core holds everything that a page hands in to be from a file, its own camera's photos too,
// so these need both: that the house permits cameras, and that it permits files.

import { session } from "./session.svelte.ts";

class Capturing {
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
