// Codes: references to patients on wristbands and labels, of which the policy says what they look like, and QR codes of Verband's own,
// which are read and drawn also before there is a profile.

import type { PhotoArea } from "./photos.js";
import type { Language } from "./types.js";
import type { Options } from "./verband.js";

/** A reference to a patient that a code leads to. */
export interface PatientCode {
  reference: string;
  /** Where the code is. */
  area: PhotoArea;
}

type Ask = <T>(request: object, options?: Options) => Promise<T>;

/** Reads QR codes and Code 128. Errors have their sentence in the language. */
export class Codes {
  readonly #ask: Ask;

  /** For `Verband` alone. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /**
   * Reads the references to patients of the codes in a picture (JPEG, PNG or WebP): at least one, and where there are several a person
   * chooses. With patterns in the policy those that fit one. Takes up to a second, in which the worker answers nothing else; nothing of
   * the picture is kept. Fails with the code `wound` and the reference `no-code` or `other-code`.
   */
  readPatientCode(picture: Uint8Array, language: Language, options?: Options): Promise<PatientCode[]> {
    return this.#ask({ type: "readPatientCode", picture, language }, options);
  }

  /** The same in what a camera sees at the moment, as a canvas gives it. */
  readPatientFrame(frame: ImageData, language: Language, options?: Options): Promise<PatientCode[]> {
    const { width, height } = frame;
    return this.#ask({ type: "readPatientFrame", width, height, samples: shades(frame), language }, options);
  }

  /** What the QR codes say that a camera sees at the moment, as a canvas gives it. */
  readCodes(frame: ImageData): Promise<string[]> {
    return this.#ask({ type: "readCodes", width: frame.width, height: frame.height, samples: shades(frame) });
  }

  /** The QR code of a text: whether each square is dark, row by row, without the white around it. */
  drawCode(text: string): Promise<boolean[][]> {
    return this.#ask({ type: "drawCode", text });
  }

  /** Whether a reference that somebody typed looks like those of the house: a hint, since each is taken. True where the policy has no pattern. */
  fitsPatientPattern(reference: string): Promise<boolean> {
    return this.#ask({ type: "fitsPatientPattern", reference });
  }

  /**
   * What reference a pattern makes of a code, null if the code does not fit; for whoever writes patterns. A code with fields after GS1 is
   * written as it stands below the bars: `(8018)…(8019)…`.
   */
  tryPatientPattern(pattern: string, code: string, language: Language): Promise<string | null> {
    return this.#ask({ type: "tryPatientPattern", pattern, code, language });
  }
}

/** A picture in shades of grey. */
function shades({ data, width, height }: ImageData): Uint8Array<ArrayBuffer> {
  const samples = new Uint8Array(width * height);
  for (let at = 0; at < samples.length; at++) {
    samples[at] = (77 * data[4 * at]! + 151 * data[4 * at + 1]! + 28 * data[4 * at + 2]!) >> 8;
  }
  return samples;
}
