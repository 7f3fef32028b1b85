// Recordings that were begun and neither sent nor discarded: because the page went, or because somebody stopped in the middle.

import type { UnfinishedRecording } from "verband-core/types.js";
import { leaving } from "./leaving.svelte.ts";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import type { Take } from "./take.svelte.ts";
import { t } from "./texts.svelte.ts";

class Unfinished {
  rows = $state.raw<readonly UnfinishedRecording[]>([]);
  /** What videos of this page show, by their ids: those of before cannot be looked at. */
  seen = $state.raw<ReadonlyMap<string, Blob>>(new Map());

  constructor() {
    session.whenForgotten(() => {
      this.rows = [];
      this.seen = new Map();
    });
  }

  /** Looks which there are, to be asked about. */
  async look(): Promise<void> {
    this.rows = await session.verband.recordings.unfinished();
  }

  hide(): void {
    this.rows = [];
  }

  away(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
  }

  /** Stops in the middle, or goes: what there is of it is asked about at once, or after the lock. */
  async keep(take: Take): Promise<void> {
    await (session.closing ? take.leave() : this.#left(take));
  }

  /** Throws a recording away that somebody is at; that can be taken back for a while. */
  async discard(take: Take): Promise<void> {
    const id = await this.#left(take);
    if (id) this.drop(id);
  }

  drop(id: string): void {
    leaving.go([id], t("recording-discarded"), async () => {
      await session.verband.recordings.discard(id);
      this.away(id);
    });
  }

  /** Lets go of a recording; gives its id, if there is anything of it. */
  async #left(take: Take): Promise<string | null> {
    let id: string | null = null;
    await notices.attempt(async () => {
      if (!(await take.leave())) return;
      const rows = await session.verband.recordings.unfinished();
      // They come by when they were begun: nobody has begun another one meanwhile.
      id = rows.findLast((row) => row.kind === take.kind)?.id ?? null;
      if (id) this.seen = new Map([...this.seen, [id, take.seen()]]);
      this.rows = id ? rows.filter((row) => row.id === id) : [];
    });
    return id;
  }
}

export const unfinished = new Unfinished();
