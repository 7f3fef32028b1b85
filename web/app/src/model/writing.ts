// What somebody has just written into a conversation: for as long as it is told it can be undone, and nothing of it is to be seen.

import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";

/** Tells what was written, with what undoes it, also when its screen is left. `back` is called when it is undone. */
export function tellWritten(text: string, conversation: string, event: string, back = () => {}): void {
  notices.tell(text, async () => {
    await session.verband.message({ type: "undoSend", conversation, event });
    back();
  });
}
