// Files in pieces: the page hands in slices and reads pieces, whole media never cross at once.

import type { Options } from "./verband.js";

/** Asks the worker about files. */
type Ask = <T>(request: object, options?: Options) => Promise<T>;

/** Bytes that are handed in or read at once. */
const PIECE = 1 << 20;

/** A file that is open for reading, in any order. Locking ends it. */
export class StoredFile {
  readonly #ask: Ask;
  readonly #reader: number;
  /** Bytes in all. */
  readonly size: number;

  /** Made by `Verband`. */
  constructor(ask: Ask, opened: { reader: number; size: number }) {
    this.#ask = ask;
    this.#reader = opened.reader;
    this.size = opened.size;
  }

  /** Reads at most `max` bytes, and at most 1 MiB; fewer at the end, none behind it. */
  read(offset: number, max = PIECE, options?: Options): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "read", reader: this.#reader, offset, max }, options);
  }

  /** Everything, piece by piece, for a stream. */
  async *pieces(options?: Options): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    for (let offset = 0; offset < this.size; ) {
      const piece = await this.read(offset, PIECE, options);
      if (piece.length === 0) return;
      offset += piece.length;
      yield piece;
    }
  }

  /** Everything at once: for what a page shows. */
  async blob(media: string, options?: Options): Promise<Blob> {
    const pieces = [];
    for await (const piece of this.pieces(options)) pieces.push(piece);
    return new Blob(pieces, { type: media });
  }

  /** Lets go of it. */
  close(): Promise<void> {
    return this.#ask({ type: "close", reader: this.#reader });
  }
}

/** How a file is opened: another version than the one that counts, to leave the vault. */
export type Opening = Options & { version?: string; export?: boolean };

/** Opens a file. */
export async function openFile(ask: Ask, conversation: string, item: string, options?: Opening): Promise<StoredFile> {
  const { version = null, export: leaves = false } = options ?? {};
  return new StoredFile(ask, await ask({ type: "open", conversation, item, version, export: leaves }, options));
}

/** How a file is handed in: told after each slice how many bytes are. */
export type HandingIn = Options & { progress?: (done: number) => void };

/** Hands a file in, slice by slice; gives the event. */
export async function handIn(ask: Ask, begin: object, file: Blob, options?: HandingIn): Promise<string> {
  const writer = await ask<number>({ ...begin, media: file.type || null, size: file.size }, options);
  try {
    for (let offset = 0; offset < file.size; offset += PIECE) {
      const slice = await file.slice(offset, offset + PIECE).arrayBuffer();
      await ask<void>({ type: "append", writer, bytes: new Uint8Array(slice) }, options);
      options?.progress?.(Math.min(offset + PIECE, file.size));
    }
  } catch (error) {
    await ask<void>({ type: "abandon", writer });
    throw error;
  }
  return ask<string>({ type: "finish", writer }, options);
}
