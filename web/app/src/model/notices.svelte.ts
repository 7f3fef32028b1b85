// Short messages at the lower edge: what was done, with what takes it back, and what went wrong.

import { VerbandError } from "verband-core/types.js";
import { told } from "./texts.svelte.ts";

export interface NoticeRow {
  id: number;
  text: string;
  failed: boolean;
  undo: (() => Promise<void>) | null;
}

/** How long one stays, in milliseconds: as long as sending can be undone. */
export const STAYS = 10_000;

class Notices {
  rows = $state.raw<readonly NoticeRow[]>([]);
  /** How many dialogs lie over each other: notices are shown in the uppermost, which alone can be reached. */
  depth = $state(0);
  #count = 0;

  tell(text: string, undo: (() => Promise<void>) | null = null, failed = false): void {
    const id = ++this.#count;
    this.rows = [...this.rows.slice(-1), { id, text, undo, failed }];
    setTimeout(() => this.dismiss(id), STAYS);
  }

  dismiss(id: number): void {
    this.rows = this.rows.filter((row) => row.id !== id);
  }

  /** Forgets all of them: the page is locked. */
  clear(): void {
    this.rows = [];
  }

  /** Does something; what goes wrong is told, but not that the lock ended it. Whether it went well. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof VerbandError && error.code === "locked")) this.tell(told(error), null, true);
      return false;
    }
  }
}

export const notices = new Notices();
