// Files on their way from the browser into the vault. From there the core sends them, whatever becomes of this page.

import { missing } from "./missing.ts";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { t } from "./texts.svelte.ts";
import { asksBeforeUnload } from "./unload.ts";
import { tellWritten } from "./writing.ts";

export interface Upload {
  id: number;
  conversation: string;
  name: string;
  done: number;
  total: number;
  cancel: () => void;
}

class Uploads {
  rows = $state.raw<readonly Upload[]>([]);
  #count = 0;

  constructor() {
    asksBeforeUnload(() => this.rows.length > 0);
  }

  /** Puts files into a folder, or the outermost, one after the other. */
  async put(conversation: string, folder: string | null, files: readonly File[]): Promise<void> {
    for (const file of files) {
      const event = await this.#hand(conversation, file, (options) => session.verband.putFile(conversation, folder, file, file.name, options));
      if (event) tellWritten(t("file-put", { name: file.name }), conversation, event);
    }
  }

  /** Makes a file the newest version of another. */
  async putVersion(conversation: string, item: string, file: File): Promise<void> {
    const event = await this.#hand(conversation, file, (options) => session.verband.putVersion(conversation, item, file, options));
    if (event) tellWritten(t("version-put"), conversation, event);
  }

  async #hand(
    conversation: string, file: File, begin: (options: { signal: AbortSignal; progress: (done: number) => void }) => Promise<string>,
  ): Promise<string | null> {
    const [id, stop] = [++this.#count, new AbortController()];
    const row: Upload = { id, conversation, name: file.name, done: 0, total: file.size, cancel: () => stop.abort() };
    this.rows = [...this.rows, row];
    const progress = (done: number) => {
      this.rows = this.rows.map((other) => (other.id === id ? { ...other, done } : other));
      // Whoever waits for a large file is there, though she touches nothing.
      session.touch();
    };
    let event: string | null = null;
    try {
      event = await begin({ signal: stop.signal, progress });
    } catch (error) {
      if (session.closing) missing("files-cut-off");
      else if (!stop.signal.aborted) notices.complain(error);
    }
    this.rows = this.rows.filter((other) => other.id !== id);
    return event;
  }
}

export const uploads = new Uploads();
