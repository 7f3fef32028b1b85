// Voice notes and videos: recorded piece by piece, each of which is sealed before the next one comes.

import { StoredFile } from "./file.js";
import type { Language } from "./types.js";
import type { Options } from "./verband.js";

/** What a recording is. */
export type RecordingKind = "voice" | "video";

/** What is needed to show a voice note or a video. */
export interface RecordingRow {
  kind: RecordingKind;
  /** Its media type: MP4, WebM or Matroska. */
  media: string;
  durationMs: number;
  bytes: number;
  /** How loud it is in each of 64 parts of the same length, from 0 to 255; null if nobody measured that. */
  waveform: Uint8Array<ArrayBuffer> | null;
  /** A picture of a video: JPEG of 320 pixels on the long side. */
  poster: Uint8Array<ArrayBuffer> | null;
  /** Pixels of a video as shown; otherwise 0. */
  width: number;
  height: number;
}

/** A recording that is not finished: the page ended before it was. */
export interface UnfinishedRecording {
  /** Its id on this device. */
  id: string;
  /** Where it is to go. */
  log: string;
  kind: RecordingKind;
  beganAt: number;
  bytes: number;
  /** When it is discarded by itself; null if the policy lets nothing end. */
  endsAt: number | null;
}

/** What goes along with a recording. */
export interface NewRecording {
  caption?: string;
  /** A picture of a video: JPEG, PNG or WebP of any size. */
  poster?: Uint8Array;
  /** Whether somebody has looked through a video and says that there is nothing to hide on it. */
  checked?: boolean;
}

/** Asks the worker. */
type Request = <T>(request: object, options?: Options) => Promise<T>;

/** Asks it about recordings. */
type Ask = <T>(request: object, language: Language, options?: Options) => Promise<T>;

/**
 * A recording that is going on. Hand in what a `MediaRecorder` gives, in pieces of about a second. When the page goes, or the
 * profile is locked, what was handed in is kept, as an unfinished recording.
 */
export class Recorder {
  readonly #ask: Ask;
  readonly #writer: number;
  readonly #language: Language;

  /** Made by `Verband`. */
  constructor(ask: Ask, writer: number, language: Language) {
    this.#ask = ask;
    this.#writer = writer;
    this.#language = language;
  }

  /** Takes the next piece: it is sealed in the profile when this is done. Levels from 0 to 255 say how loud it was meanwhile. */
  async write(piece: Blob | Uint8Array, levels = new Uint8Array(), options?: Options): Promise<void> {
    const bytes = piece instanceof Blob ? new Uint8Array(await piece.arrayBuffer()) : piece;
    await this.#ask({ type: "write", writer: this.#writer, piece: bytes, levels }, this.#language, options);
  }

  /** Ends it and puts it into the conversation, without its metadata; gives the event. After an error it can be tried again. */
  finish(recording: NewRecording = {}, options?: Options): Promise<string> {
    return this.#ask({ type: "finish", writer: this.#writer, recording }, this.#language, options);
  }

  /** Throws it away. */
  discard(): Promise<void> {
    return this.#ask({ type: "discard", writer: this.#writer }, this.#language);
  }

  /** Lets go of it; it is then one of the unfinished. */
  leave(): Promise<void> {
    return this.#ask({ type: "leave", writer: this.#writer }, this.#language);
  }
}

/** Voice notes and videos of a profile: `verband.recordings`. */
export class Recordings {
  readonly #ask: Ask;
  readonly #piecewise: Request;

  /** Made by `Verband`. */
  constructor(request: Request, piecewise: Request) {
    this.#ask = (asked, language, options) => request({ type: "capture", request: asked, language }, options);
    this.#piecewise = piecewise;
  }

  /**
   * Begins to record a voice note or a video. `media` is what the `MediaRecorder` gives: WebM, or MP4 in fragments. With `file`
   * it lies in a file, which the organisation may not permit.
   */
  async start(
    conversation: string, kind: RecordingKind, media: string, language: Language, options?: Options & { file?: boolean },
  ): Promise<Recorder> {
    const request = { type: "start", conversation, kind, media, file: options?.file ?? false };
    return new Recorder(this.#ask, await this.#ask<number>(request, language, options), language);
  }

  /** Recordings that were begun on this device and neither finished nor discarded, the oldest first. */
  unfinished(options?: Options): Promise<UnfinishedRecording[]> {
    return this.#ask({ type: "unfinished" }, "english", options);
  }

  /** Finishes a recording that was not finished; gives the event. */
  finish(id: string, recording: NewRecording, language: Language, options?: Options): Promise<string> {
    return this.#ask({ type: "finishUnfinished", id, recording }, language, options);
  }

  /** Throws a recording away that was not finished. */
  discard(id: string, options?: Options): Promise<void> {
    return this.#ask({ type: "discardUnfinished", id }, "english", options);
  }

  /**
   * Opens a voice note or a video for playing from any place in it; fetches it first if it is not on this device. With `export`
   * it leaves the vault, which the organisation may not permit.
   */
  async open(conversation: string, event: string, options?: Options & { export?: boolean }): Promise<StoredFile> {
    const request = { type: "open", conversation, event, export: options?.export ?? false };
    return new StoredFile(this.#piecewise, await this.#ask(request, "english", options));
  }
}
