// Something that takes a while on a screen that says itself how it went; `notices` tell it elsewhere.

import { told } from "./texts.svelte.ts";

export class Attempt {
  busy = $state(false);
  /** What went wrong, for the person; empty if nothing did. */
  problem = $state("");

  async run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = "";
    try {
      await work();
    } catch (error) {
      this.problem = told(error);
    } finally {
      this.busy = false;
    }
  }
}
