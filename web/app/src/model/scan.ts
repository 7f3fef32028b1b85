// Codes that a camera sees: what it shows at the moment, for the core to read.

import { type PatientCode, VerbandError } from "verband-core/types.js";
import { session } from "./session.svelte.ts";
import { texts } from "./texts.svelte.ts";

/** Pixels of the longer side that are looked at for a QR code, which fills a third of the picture, and for one on a wristband, which does not. */
const [SIDE, BAND] = [960, 1_280];

/** Whether there may be a camera. */
export const canScan = "mediaDevices" in navigator;

/** What a camera shows at the moment, with so many pixels of its longer side at most; none before it shows anything. */
function frame(video: HTMLVideoElement, side: number): ImageData | null {
  if (video.videoWidth === 0) return null;
  const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
  const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

/** What the QR codes say that a camera shows at the moment. */
export async function read(video: HTMLVideoElement): Promise<string[]> {
  const seen = frame(video, SIDE);
  return seen ? session.verband.codes.readCodes(seen) : [];
}

/** Whose the codes are that a camera shows at the moment: none, as long as there is no code. A code that is nobody's fails. */
export async function readPatients(video: HTMLVideoElement): Promise<PatientCode[]> {
  const seen = frame(video, BAND);
  try {
    return seen ? await session.verband.codes.readPatientFrame(seen, texts.language) : [];
  } catch (error) {
    if (error instanceof VerbandError && error.reference === "no-code") return [];
    throw error;
  }
}
