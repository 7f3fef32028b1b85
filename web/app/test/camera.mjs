// A camera that sees what is held before it, and a reader of codes where the browser has none, as Chromium on Linux: it reads what
// the camera shows, point by point.

import { read, seen } from "./qr.mjs";

/** In the page: its own camera, unless something is held before it. */
function eyes() {
  const SQUARE = 6;
  const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const rows = window.held;
    if (!rows) return own(asked);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SQUARE * (rows.length + 8);
    const context = canvas.getContext("2d");
    const draw = () => {
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = "#000";
      rows.forEach((row, down) => row.forEach((dark, across) => {
        if (dark) context.fillRect(SQUARE * (across + 4), SQUARE * (down + 4), SQUARE, SQUARE);
      }));
    };
    draw();
    const stream = canvas.captureStream(20);
    const timer = setInterval(() => (stream.active ? draw() : clearInterval(timer)), 50);
    return stream;
  };

  window.BarcodeDetector ??= class {
    static async getSupportedFormats() {
      return ["qr_code"];
    }
    async detect(video) {
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext("2d");
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let points = "";
      for (let at = 0; at < data.length; at += 4) points += data[at] < 128 ? "1" : "0";
      const rawValue = await window.readCode(canvas.width, points);
      return rawValue === null ? [] : [{ rawValue }];
    }
  };
}

/** Gives a page these eyes, before it begins. */
export async function camera(page) {
  await page.exposeFunction("readCode", (width, points) => {
    const grid = seen(width, [...points].map(Number));
    return grid && read(grid);
  });
  await page.addInitScript(eyes);
}

/** Holds a code before the camera of a page; null takes it away. */
export const hold = (page, grid) => page.evaluate((grid) => void (window.held = grid), grid);
