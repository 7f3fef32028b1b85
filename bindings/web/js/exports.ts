// A wound on its way out of the vault: where what comes of it goes is for the page to decide. Everybody who reads the wound sees
// that it was made.

import type { RecordContext, RecordReceipt, RecordTarget } from "./record.js";
import type { Desk, Language } from "./types.js";

/** Asks the worker for something that has the house's address on it. */
type Ask = <T>(request: object, desk: Desk) => Promise<T>;

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The forms of a wound beside its report. */
export class WoundExports {
  readonly #ask: Ask;

  /** For `Verband` alone. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** A FHIR R4 bundle (JSON), with the report and the photos in it. Photos that cannot be fetched are left out, and it says so. */
  fhir(conversation: string, wound: string, language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "woundFhir", conversation, wound, language, zone: zone() }, desk);
  }

  /** An evidence package that anybody can examine offline (`verband verify`). Without all of its photos there is none. */
  package(conversation: string, wound: string, language: Language, desk: Desk = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ type: "woundPackage", conversation, wound, language, zone: zone() }, desk);
  }

  /**
   * Sends the report to a patient's record (ISiK, ITI-105) and marks what is in it as documented when the record has taken it.
   * Tried again, it is one document. Errors have their sentence in the language.
   */
  upload(
    conversation: string, wound: string, target: RecordTarget, context: RecordContext, language: Language, desk: Desk = {},
  ): Promise<RecordReceipt> {
    return this.#ask({ type: "woundUpload", conversation, wound, target, context, language, zone: zone() }, desk);
  }

  /**
   * Sends photos of the wound to a patient's record, each in full size as a document by itself, and marks each as documented when the
   * record has taken it: these, or all of them if `photos` is null. Of an error those before it are there, and the same call goes on
   * behind them.
   */
  uploadPhotos(
    conversation: string, wound: string, photos: string[] | null, target: RecordTarget, context: RecordContext,
    language: Language,
  ): Promise<RecordReceipt[]> {
    const request = { conversation, wound, photos, target, context, language, zone: zone() };
    return this.#ask({ type: "woundPhotosUpload", ...request }, {});
  }
}
