// Short messages at the lower edge: what was done, with what takes it back, and what went wrong.

import { VerbandError } from "verband-core/types.js";
import { told } from "./texts.svelte.ts";

export interface NoticeRow {
  id: number;
  text: string;
  failed: boolean;
  undo: (() => Promise<void>) | null;
  /** How many dialogs lay over the page when it was told. */
  depth: number;
  /** When it goes, in milliseconds since the Unix epoch, unless somebody reads it then. */
  until: number;
}

/** How long sending can be undone, in milliseconds, as the core has it. */
const UNDO = 10_000;
/** How long a notice stays: what it offers is still possible at its end. */
export const STAYS = UNDO - 500;
/** How long it stays after somebody has looked at it, at least. */
const REST = 2_000;
/** How many stand there at once. Those that take something back, which nothing else does, go last. */
const MOST = 3;

class Notices {
  rows = $state.raw<readonly NoticeRow[]>([]);
  /** How many dialogs lie over each other: notices are shown in the uppermost, which alone can be reached. */
  depth = $state(0);
  /** Those that are of what lies uppermost; what was told before a dialog opened waits below it. */
  shown = $derived(this.rows.filter((row) => row.failed || row.depth >= this.depth));
  #count = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Tells something; gives the notice. What began earlier, and can be taken back for so long only, says when. */
  tell(text: string, undo: (() => Promise<void>) | null = null, failed = false, since = Date.now()): number {
    const id = ++this.#count;
    const now = Date.now();
    const late = undo !== null && since + STAYS < now + REST;
    const row = { id, text, failed, undo: late ? null : undo, depth: this.depth, until: (late ? now : since) + STAYS };
    while (this.rows.length >= MOST) this.dismiss((this.rows.find((old) => !old.undo) ?? this.rows[0])?.id ?? 0);
    this.rows = [...this.rows, row];
    this.#stay(row);
    return id;
  }

  dismiss(id: number): void {
    this.#forget(id);
    this.rows = this.rows.filter((row) => row.id !== id);
  }

  /** Somebody reads a notice, or is about to press what it offers: it does not go meanwhile. */
  hold(id: number): void {
    this.#forget(id);
  }

  release(id: number): void {
    const row = this.rows.find((row) => row.id === id);
    if (row) this.#stay(row);
  }

  #stay({ id, until }: NoticeRow): void {
    this.#forget(id);
    this.#timers.set(id, setTimeout(() => this.dismiss(id), Math.max(REST, until - Date.now())));
  }

  #forget(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Forgets all of them: the page is locked. */
  clear(): void {
    for (const { id } of this.rows) this.#forget(id);
    this.rows = [];
  }

  /** Does something; what goes wrong is told, but not that the lock ended it. Whether it went well. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  /** Tells what went wrong, if it is not that the lock ended it. */
  complain(error: unknown): void {
    if (!(error instanceof VerbandError && error.code === "locked")) this.tell(told(error), null, true);
  }
}

export const notices = new Notices();
