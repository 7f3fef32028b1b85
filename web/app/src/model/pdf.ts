// Reading PDF files, with the library that Firefox has: loaded when somebody opens one, in a worker of its own. Nothing is fetched but from here.

import type { PDFDocumentProxy } from "pdfjs-dist";
import { trusted } from "./trusted.ts";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?worker&url";
import jbig2 from "pdfjs-dist/wasm/jbig2.wasm?url";
import openjpeg from "pdfjs-dist/wasm/openjpeg.wasm?url";

/** What decodes scanned pages: the files by the names that the library asks for. */
const DECODERS: Record<string, string> = { "jbig2.wasm": jbig2, "openjpeg.wasm": openjpeg };

class Decoders {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const address = DECODERS[filename];
    if (!address) throw new Error(`there is no ${filename}`);
    return new Uint8Array(await (await fetch(address)).arrayBuffer());
  }
}

/** A PDF that is open. */
export interface Pages {
  /** Width and height of each page, in points. */
  shapes: { width: number; height: number }[];
  /** Draws a page, counted from 1, so many pixels wide; gives what stops that. */
  draw(number: number, canvas: HTMLCanvasElement, pixels: number): () => void;
  close(): Promise<void>;
}

/** Pages that are measured, at most: nobody scrolls through more. */
const MOST = 500;

export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<Pages> {
  const library = await import("pdfjs-dist");
  const port = new Worker(trusted(workerUrl), { type: "module", name: "pdf" });
  // The library's types forget that a port is a worker.
  const worker = new library.PDFWorker({ port: port as unknown as null });
  const task = library.getDocument({
    data: bytes.slice(), worker, BinaryDataFactory: Decoders, useWorkerFetch: false, useSystemFonts: true, enableXfa: false, stopAtErrors: false,
  });
  const end = async () => {
    await task.destroy();
    worker.destroy();
    port.terminate();
  };
  try {
    const document = await task.promise;
    const shapes = await measured(document);
    return { shapes, draw: (number, canvas, pixels) => draw(document, number, canvas, pixels), close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function measured(document: PDFDocumentProxy): Promise<Pages["shapes"]> {
  const shapes = [];
  for (let number = 1; number <= Math.min(document.numPages, MOST); number += 1) {
    const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 });
    shapes.push({ width, height });
  }
  return shapes;
}

function draw(document: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, pixels: number): () => void {
  let stop = () => {};
  let left = false;
  void (async () => {
    const page = await document.getPage(number);
    if (left) return;
    const viewport = page.getViewport({ scale: pixels / page.getViewport({ scale: 1 }).width });
    [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
    const task = page.render({ canvas, viewport });
    stop = () => task.cancel();
    await task.promise;
  })().catch(() => {});
  return () => {
    left = true;
    stop();
  };
}
