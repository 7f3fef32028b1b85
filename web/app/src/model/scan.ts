// Codes that a camera sees: what it shows at the moment, for the core to read.

import { session } from "./session.svelte.ts";

/** Pixels of a side that are looked at for a QR code: one that fills a third of the picture has enough of them. */
const SIDE = 960;

/** Whether there may be a camera. */
export const canScan = "mediaDevices" in navigator;

/** What a camera shows at the moment, with so many pixels of its longer side at most; none before it shows anything. */
export function frame(video: HTMLVideoElement, side: number): ImageData | null {
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
