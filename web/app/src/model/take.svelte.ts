// A voice note or a video while it is recorded: each second of it is sealed before the next one comes.

import type { NewRecording, Recorder, RecordingKind } from "verband-core/recordings.js";
import { session } from "./session.svelte.ts";
import { t, texts, told } from "./texts.svelte.ts";

/** What is asked of the browser, best first: what the core takes. */
const MEDIA: Record<RecordingKind, readonly string[]> = {
  voice: ["audio/webm;codecs=opus", "audio/mp4"],
  video: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
};
/** How long a piece is, in milliseconds: what a sudden end can cost at most. */
const PIECE = 1_000;
/** How often it is asked how loud it is, in milliseconds. */
const LEVEL = 100;
/** What is asked of a camera, in pixels. */
const PICTURE = { width: { ideal: 1_280 }, height: { ideal: 720 }, facingMode: { ideal: "environment" } };

export class Take {
  problem = $state("");
  /** How many seconds of it are sealed: those stay, whatever happens. */
  seconds = $state(0);
  busy = $state(false);
  /** Whether nothing is recorded any more, and it waits to be finished. */
  stopped = $state(false);
  /** What the camera sees. */
  stream = $state.raw<MediaStream | null>(null);
  #recorder: Recorder | undefined;
  #device: MediaRecorder | undefined;
  #sound: AudioContext | undefined;
  #timers: ReturnType<typeof setInterval>[] = [];
  #levels: number[] = [];
  #written: Promise<unknown> = Promise.resolve();
  #pieces: Blob[] = [];
  #over = false;
  /** Whether a piece could not be sealed: what comes behind it nobody can play. */
  #broken = false;
  #begun: Promise<void>;
  readonly kind: RecordingKind;

  constructor(conversation: string, kind: RecordingKind) {
    this.kind = kind;
    this.#begun = this.#begin(conversation, kind);
  }

  async #begin(conversation: string, kind: RecordingKind): Promise<void> {
    const media = MEDIA[kind].find((media) => MediaRecorder.isTypeSupported(media)) ?? "";
    let stream: MediaStream;
    try {
      this.#recorder = await session.verband.recordings.start(conversation, kind, media.split(";")[0] ?? "", texts.language);
      if (this.#over) return;
      const audio = kind === "voice" || (session.policy?.microphone ?? false);
      stream = await navigator.mediaDevices.getUserMedia({ audio, video: kind === "video" && PICTURE });
    } catch (error) {
      const missing = kind === "video" ? t("no-camera") : t("no-microphone");
      this.problem = error instanceof DOMException ? missing : told(error);
      await this.#recorder?.discard().catch(() => {});
      this.#recorder = undefined;
      return;
    }
    if (this.#over) return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    if (kind === "voice") this.#listen(stream);
    this.#device = new MediaRecorder(stream, { mimeType: media });
    this.#device.ondataavailable = ({ data }) => this.#write(data);
    this.#device.start(PIECE);
  }

  /** Notes how loud it is. */
  #listen(stream: MediaStream): void {
    this.#sound = new AudioContext();
    const analyser = this.#sound.createAnalyser();
    this.#sound.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const note = () => {
      analyser.getByteTimeDomainData(samples);
      this.#levels.push(Math.min(255, 2 * Math.max(...samples.map((sample) => Math.abs(sample - 128)))));
    };
    this.#timers.push(setInterval(note, LEVEL));
  }

  #write(piece: Blob): void {
    if (piece.size === 0 || this.#over) return;
    const levels = new Uint8Array(this.#levels);
    this.#levels = [];
    this.#written = this.#written.then(async () => {
      if (this.#broken) return;
      try {
        await this.#recorder?.write(piece, levels);
        this.seconds += 1;
        if (this.kind === "video") this.#pieces.push(piece);
        // Whoever records is there, though she touches nothing.
        session.touch();
      } catch (error) {
        // It ends here, and what is sealed can be sent.
        this.#broken = true;
        this.problem = told(error);
        void this.stop();
      }
    });
  }

  /** What a video has so far, to be looked at before it is sent. */
  seen(): Blob {
    return new Blob(this.#pieces, { type: this.#pieces[0]?.type ?? "" });
  }

  #end(): void {
    this.#timers.forEach(clearInterval);
    this.stream?.getTracks().forEach((track) => track.stop());
    void this.#sound?.close();
    this.#sound = undefined;
  }

  /** Records nothing more. */
  async stop(): Promise<void> {
    if (!this.#device || this.stopped) return;
    this.busy = true;
    const last = new Promise((resolve) => this.#device?.addEventListener("stop", resolve, { once: true }));
    if (this.#device.state !== "inactive") {
      this.#device.stop();
      await last;
    }
    this.#end();
    this.stopped = true;
    this.busy = false;
  }

  /** Puts it into the conversation; gives the event, or nothing if that went wrong, which can be tried again. */
  async finish(recording: NewRecording = {}): Promise<string | null> {
    if (!this.#recorder || this.busy) return null;
    await this.stop();
    this.busy = true;
    this.problem = "";
    try {
      await this.#written;
      const event = await this.#recorder.finish(recording);
      this.#over = true;
      return event;
    } catch (error) {
      this.problem = told(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Lets go of it: it is one of the unfinished then, unless nothing of it is sealed. Whether that came of this. */
  async leave(): Promise<boolean> {
    if (this.#over) return false;
    this.#over = true;
    this.#end();
    await this.#begun;
    await this.#written;
    if (this.seconds > 0) await this.#recorder?.leave().catch(() => {});
    else await this.#recorder?.discard().catch(() => {});
    return this.seconds > 0;
  }
}
