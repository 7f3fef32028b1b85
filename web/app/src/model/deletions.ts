// Deleting for everybody. The core holds it for as long as it can be taken back, whatever becomes of the page; here it is told.

import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { coded, t } from "./texts.svelte.ts";

/** Tells a deletion, with what takes it back; `since`, in milliseconds since the Unix epoch, if that is a while ago. */
export function tellDeleted(text: string, conversation: string, deletes: readonly string[], back = () => {}, since = Date.now()): void {
  const undo = async () => {
    const done = await session.verband.message({ type: "undoDelete", conversation, deletes: [...deletes] });
    if (!done) notices.tell(coded("too-late"), null, true);
    back();
  };
  notices.tell(text, deletes.length === 0 ? null : undo, false, since);
}

/** Deletes events of a conversation. `changed` is called when it is done and when it was taken back. Whether it went well. */
export function deleteAll(conversation: string, events: readonly string[], text: string, changed = () => {}): Promise<boolean> {
  return notices.attempt(async () => {
    const deletes = await session.verband.message({ type: "delete", conversation, events: [...events] });
    tellDeleted(text, conversation, deletes, changed);
    changed();
  });
}

/** Tells what was deleted before the page went, and can still be taken back. */
export const tellHeld = () => notices.attempt(async () => {
  const held = (await session.verband.file({ type: "outboxItems" })).filter((row) => row.state === "held" && row.kind.type === "deleted");
  for (const { event, conversation, title, since } of held) {
    tellDeleted(t("deleted-in", { title: title || t("personal-space") }), conversation, [event], undefined, since);
  }
});
