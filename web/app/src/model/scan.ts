// Reads QR codes of what a camera sees, with the reader that the browser has. Where it has none, codes are typed.

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

const FORMAT = "qr_code";

/** A reader of QR codes; none in browsers without one. */
export async function reader(): Promise<((video: HTMLVideoElement) => Promise<string[]>) | null> {
  const Class = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats: readonly string[] = (await Class?.getSupportedFormats().catch(() => [])) ?? [];
  if (!Class || !formats.includes(FORMAT)) return null;
  const detector = new Class({ formats: [FORMAT] });
  return async (video) => (await detector.detect(video)).map((code) => code.rawValue);
}

/** Whether a code can be read by camera here. */
export const canScan: Promise<boolean> = reader().then((found) => found !== null && "mediaDevices" in navigator, () => false);
