// QR codes: what a camera sees of them, and how one is shown. The core reads and draws them.

import { session } from "./session.svelte.ts";

/** Pixels of a side that are looked at: a code that fills a third of the picture has enough of them. */
const SIDE = 960;

/** Whether there may be a camera. */
export const canScan = "mediaDevices" in navigator;

/** What the codes say that a camera shows at the moment. */
export async function read(video: HTMLVideoElement): Promise<string[]> {
  const shrink = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
  const [width, height] = [Math.round(video.videoWidth * shrink), Math.round(video.videoHeight * shrink)];
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context || width === 0 || height === 0) return [];
  context.drawImage(video, 0, 0, width, height);
  return session.verband.codes.readCodes(context.getImageData(0, 0, width, height));
}
