// A person's own space: it is no conversation with anybody and stands in no list, but has files, appointments and notes as others do.

import type { ConversationRow } from "verband-core/types.js";
import { session } from "./session.svelte.ts";

class Personal {
  /** Null before somebody has looked. Before the first sync it waits, and what is put into it with it. */
  row = $state.raw<ConversationRow | null>(null);

  /** Looks whether it is there. */
  async look(): Promise<void> {
    const id = await session.verband.gather({ type: "personalSpace" });
    if (this.row?.id === (id ?? undefined)) return;
    this.row = id === null ? null : { ...EMPTY, id };
  }

  forget(): void {
    this.row = null;
  }
}

const EMPTY: ConversationRow = {
  id: "", kind: "personal", title: "", history: "full", lastText: "", lastKind: null, lastAt: 0, unread: 0, markedUnread: false, draft: "", draftReply: null, description: "",
  mutedUntil: 0, favourite: false, archived: false, writable: true, mayAlert: true, halted: false, retentionDays: null, hold: null,
};

export const personal = new Personal();
