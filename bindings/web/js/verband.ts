// Verband in a browser: the page's side. Everything happens in one worker; this class talks to it.

import type { Album, AlbumQuery, AlbumRow } from "./album.js";
import type { AgendaRow, Calendar } from "./appointments.js";
import type { JoinRequestRow } from "./channels.js";
import { Codes } from "./codes.js";
import { written } from "./desk.js";
import { WoundExports } from "./exports.js";
import { Feed } from "./feed.js";
import { type HandingIn, type Opening, type StoredFile, handIn, openFile } from "./file.js";
import type { LockScreen } from "./lock.js";
import { Papers } from "./papers.js";
import { Recordings } from "./recordings.js";
import type { RequestRow, Responsibility, RoleAddressRow } from "./responsibility.js";
import { type Key, findSecret, forgetSecret, newSecret } from "./secret.js";
import { VerbandError } from "./types.js";
import type {
  Account, Administration, Administrator, Channels, Command, Commands, ConversationRow, Desk, FileRow, Filing, FolderId, FromWorker, Invitation,
  InvitationPreview, Inviting, Language, LinkOffer, LinkPreview, LinkRequest, Measuring, MessageRow, Messaging, Organisation, OutboxRow, Outcome,
  PaperKey, PatientRecord, PeoplePlan, PhotoForm, PhotoReview, Proof, Proposals, Recoverable, RecoveryCard, RecoverySheet, Retaining, Search, SearchHit,
  SearchQuery, Status, Surveying, SurveyRow, ToWorker, TransferRow, WoundItem, WoundRow, Wounds,
} from "./types.js";

export { Feed, applied } from "./feed.js";
export * from "./album.js";
export * from "./appointments.js";
export * from "./lock.js";
export * from "./responsibility.js";
export { StoredFile } from "./file.js";
export * from "./types.js";

/** How a call may be stopped. */
export interface Options {
  /** Ends the call with the code `cancelled`. What it had written stays. */
  signal?: AbortSignal;
}

type Pending = { resolve(value: unknown): void; reject(error: VerbandError): void };

function failed(code: string, text: string, reference = ""): VerbandError {
  return new VerbandError({ code, retry: "never", retryAfterMs: 0, reference, text, sentence: "" });
}

/** The worker beside this file. */
function usual(): Worker {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "verband" });
}

/**
 * The client of one profile. It is locked until `found`, `enrol` or `unlock`.
 *
 * When the worker crashes, every call under way fails with the code `internal`, a new worker takes the profile, and the
 * event `restart` tells (its `detail` is the error): the profile is locked then, and all feeds have ended.
 */
export class Verband extends EventTarget {
  readonly #profile: string;
  readonly #make: () => Worker;
  readonly #pending = new Map<number, Pending>();
  #worker: Promise<Worker>;
  #calls = 0;
  #closed = false;

  private constructor(profile: string, worker: () => Worker) {
    super();
    this.#profile = profile;
    this.#make = worker;
    this.#worker = this.#start();
  }

  /**
   * Starts the worker of a profile. Needs a secure context. An app that is bundled, or that asks for trusted types, makes the worker
   * from `worker.js` itself.
   *
   * Fails with the code `in-use` while another tab has the profile.
   */
  static async start(profile = "verband", worker: () => Worker = usual): Promise<Verband> {
    const verband = new Verband(profile, worker);
    await verband.#worker;
    return verband;
  }

  /** Ends the worker. What waits to be sent stays in the profile. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = await this.#worker.catch(() => undefined);
    worker?.terminate();
    this.#fail(failed("locked", "closed"));
  }

  /**
   * Erases a profile of this browser for good, whoever asks; what was not sent yet goes with it. Fails with the code `in-use` while
   * another tab has it.
   */
  static async remove(profile: string, worker: () => Worker = usual): Promise<void> {
    const verband = await Verband.start(profile, worker);
    await verband.request({ type: "remove" }).finally(() => verband.close());
    await forgetSecret(profile);
  }

  /** Whether somebody has enrolled in this profile: if so it is unlocked, if not she enrols. */
  isEnrolled(): Promise<boolean> {
    return this.request({ type: "isEnrolled" });
  }

  /** Looks up an invitation, for the person to check before she chooses a PIN. */
  lookUp(invitation: Invitation, options?: Options): Promise<InvitationPreview> {
    return this.request({ type: "lookUp", invitation }, options);
  }

  /** Founds an organisation with this browser as its first administrator's device. */
  async found(organisation: Organisation, pin: string, options?: Options): Promise<RecoverySheet> {
    return this.request({ type: "found", organisation, key: await this.#newKey(pin) }, options);
  }

  /**
   * Enrols with an invitation, under a new PIN; with a registration key under a name. An enrolment that was cancelled, or
   * that an administrator has to approve first, goes on after unlocking.
   */
  async enrol(invitation: Invitation, pin: string, options?: Options & { name?: string }): Promise<void> {
    const name = options?.name ?? null;
    return this.request({ type: "enrol", invitation, name, key: await this.#newKey(pin) }, options);
  }

  /** Offers this new browser to a person who has another device. Nothing is written before `acceptLink`. */
  offerLink(server: string, options?: Options): Promise<LinkOffer> {
    return this.request({ type: "offerLink", server }, options);
  }

  /** Waits until the other device has answered: whose device this will be, for the person to check. */
  linkAnswer(options?: Options): Promise<LinkPreview> {
    return this.request({ type: "linkAnswer" }, options);
  }

  /** The person agrees, under a new PIN. Waits until the other device has let this one in. */
  async acceptLink(pin: string, options?: Options): Promise<void> {
    return this.request({ type: "acceptLink", key: await this.#newKey(pin) }, options);
  }

  /** Reads the link or code of a new device off its screen: inside of the settings, and by no link that opens the page. */
  readLink(text: string, options?: Options): Promise<LinkRequest> {
    return this.request({ type: "readLink", text }, options);
  }

  /** Lets a new device in under a name, for the PIN typed again; waits until the person has agreed there. */
  async linkDevice(request: LinkRequest, name: string, pin: string, options?: Options): Promise<string> {
    return this.request({ type: "linkDevice", request: request.request, name, key: await this.#key(pin) }, options);
  }

  /** Makes a recovery key for this person, for the PIN typed again; an earlier one is dead. It comes back once, for her card. */
  async makeRecoveryKey(pin: string): Promise<RecoveryCard> {
    return this.request({ type: "makeRecoveryKey", key: await this.#key(pin) });
  }

  /** What a recovery card brings back, for the person to check. */
  lookUpRecovery(paper: PaperKey, options?: Options): Promise<Recoverable> {
    return this.request({ type: "lookUpRecovery", paper }, options);
  }

  /** Comes back with a recovery card. Her earlier devices fall; what her backups and channels hold comes by itself. */
  async recover(paper: PaperKey, pin: string, options?: Options): Promise<void> {
    return this.request({ type: "recover", paper, key: await this.#newKey(pin) }, options);
  }

  /** Which organisation a recovery sheet belongs to. */
  lookUpRoot(paper: PaperKey, options?: Options): Promise<Recoverable> {
    return this.request({ type: "lookUpRoot", paper }, options);
  }

  /** Comes in as an administrator with the recovery sheet, when no device of one is left. Everybody is told. */
  async restore(paper: PaperKey, who: Administrator, pin: string, options?: Options): Promise<void> {
    return this.request({ type: "restore", paper, who, key: await this.#newKey(pin) }, options);
  }

  /** What a lock screen has to know before it asks for a PIN. It is no secret. */
  lockScreen(): Promise<LockScreen> {
    return this.request({ type: "lockScreen" });
  }

  /** Unlocks the profile. */
  async unlock(pin: string): Promise<void> {
    return this.request({ type: "unlock", key: await this.#key(pin) });
  }

  /** Changes the PIN. */
  async changePin(old: string, fresh: string): Promise<void> {
    return this.request({ type: "changePin", new: fresh, key: await this.#key(old) });
  }

  /** Locks: closes the store and forgets all keys. Calls end with the code `locked`, feeds end. */
  lock(): Promise<void> {
    return this.request({ type: "lock" });
  }

  /** Follows the server until `pause`: receives, sends what waits, tries again without network. */
  follow(): Promise<void> {
    return this.request({ type: "follow" });
  }

  /** Stops following. What waits stays here. */
  pause(): Promise<void> {
    return this.request({ type: "pause" });
  }

  /** Whether the server is reached, and what waits here. */
  status(): Promise<Status> {
    return this.request({ type: "status" });
  }

  /** Who this profile is. */
  account(): Promise<Account> {
    return this.request({ type: "account" });
  }

  /** Does what a person asks for: conversations. */
  perform<N extends keyof Commands>(command: Command<Commands, N>, options?: Options): Promise<Outcome<Commands, N>> {
    return this.request({ type: "perform", command }, options);
  }

  /** Does what a person asks for: messages. */
  message<N extends keyof Messaging>(command: Command<Messaging, N>, options?: Options): Promise<Outcome<Messaging, N>> {
    return this.request({ type: "message", command }, options);
  }

  /** Does what a person asks for: the organisation. */
  administer<N extends keyof Administration>(command: Command<Administration, N>, options?: Options): Promise<Outcome<Administration, N>> {
    return this.request({ type: "administer", command }, options);
  }

  /** Does what a person asks for: invitations. */
  invite<N extends keyof Inviting>(command: Command<Inviting, N>, options?: Options): Promise<Outcome<Inviting, N>> {
    return this.request({ type: "invite", command }, options);
  }

  /** Does what a person asks for: what one can check. */
  prove<N extends keyof Proof>(command: Command<Proof, N>, options?: Options): Promise<Outcome<Proof, N>> {
    return this.request({ type: "prove", command }, options);
  }

  /** Does what a person asks for: channels. */
  gather<N extends keyof Channels>(command: Command<Channels, N>, options?: Options): Promise<Outcome<Channels, N>> {
    return this.request({ type: "gather", command }, options);
  }

  /** Does what a person asks for: appointments. */
  schedule<N extends keyof Calendar>(command: Command<Calendar, N>, options?: Options): Promise<Outcome<Calendar, N>> {
    return this.request({ type: "schedule", command }, options);
  }

  /** Does what a person asks for: responsibility. */
  takeCharge<N extends keyof Responsibility>(command: Command<Responsibility, N>, options?: Options): Promise<Outcome<Responsibility, N>> {
    return this.request({ type: "takeCharge", command }, options);
  }

  /** Does what a person asks for: surveys. Errors have their sentence in the language. */
  survey<N extends keyof Surveying>(command: Command<Surveying, N>, language: Language, options?: Options): Promise<Outcome<Surveying, N>> {
    return this.request({ type: "survey", command, language }, options);
  }

  /** Does what a person asks for: the wound record. Errors have their sentence in the language. */
  record<N extends keyof Wounds>(command: Command<Wounds, N>, language: Language, options?: Options): Promise<Outcome<Wounds, N>> {
    return this.request({ type: "record", command, language }, options);
  }

  /** Does what a person asks for: measuring in photos of wounds. Errors have their sentence in the language. */
  measure<N extends keyof Measuring>(command: Command<Measuring, N>, language: Language, options?: Options): Promise<Outcome<Measuring, N>> {
    return this.request({ type: "measure", command, language }, options);
  }

  /** Does what a person asks for: what is in the patient's record. Errors have their sentence in the language. */
  patientRecord<N extends keyof PatientRecord>(command: Command<PatientRecord, N>, language: Language, options?: Options): Promise<Outcome<PatientRecord, N>> {
    return this.request({ type: "patientRecord", command, language }, options);
  }

  /** Does what a person asks for: the album. Errors have their sentence in the language. */
  album<N extends keyof Album>(command: Command<Album, N>, language: Language, options?: Options): Promise<Outcome<Album, N>> {
    return this.request({ type: "album", command, language }, options);
  }

  /** Does what a person asks for: how long things stay, and what vanishes when and for whom. Sentences are in the language. */
  retaining<N extends keyof Retaining>(command: Command<Retaining, N>, language: Language, options?: Options): Promise<Outcome<Retaining, N>> {
    return this.request({ type: "retaining", command, language }, options);
  }

  /** Finds what a person looks for, on this device. */
  search<N extends keyof Search>(command: Command<Search, N>, options?: Options): Promise<Outcome<Search, N>> {
    return this.request({ type: "search", command }, options);
  }

  /** The organisation's log as a file for whoever wants to examine it (`verband verify`), names sealed as they are. */
  exportOrganisation(): Promise<Uint8Array<ArrayBuffer>> {
    return this.request({ type: "exportOrganisation" });
  }

  /** Reads a list of people (CSV or XLSX) and says what it would do. Problems are sentences in the language. */
  readPeople(file: Uint8Array, language: Language): Promise<PeoplePlan> {
    return this.request({ type: "readPeople", file, language });
  }

  /**
   * The report of a wound (PDF/A) for the patient's record: where it goes is for the page to decide. Photos that are not in
   * this profile are fetched; without a network the report says how many it leaves out. Everybody who reads the wound sees
   * that it was made.
   */
  woundReport(
    conversation: string, wound: string, language: Language, desk: Desk = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return this.request({ type: "woundReport", conversation, wound, language, zone, desk: written(desk) });
  }

  /**
   * Takes a photo (JPEG, PNG or WebP) and sends it with a caption, which may be empty; gives the event. For the policy of the
   * organisation it is from a file, unless the page's own camera has just made it. All metadata is removed. It is sealed in the
   * profile and shown when this is done, with or without a network. Marks are painted on it first; of what they cover
   * nothing is left in what is sent, and the original is destroyed, or kept in the personal space if the policy says so.
   */
  sendPhoto(
    conversation: string,
    photo: Uint8Array,
    caption: string,
    review: PhotoReview = { marks: [], checked: false },
    language: Language = "german",
    camera = false,
  ): Promise<string> {
    return this.request({ type: "sendPhoto", conversation, photo, caption, review, camera, language });
  }

  /**
   * Replaces a photo that was sent, or waits, by one with marks painted on it: the old one is deleted for everybody, which is
   * for its author and for moderators. Gives the event of the new one. Fetches the photo first if it is not on this device.
   */
  redactPhoto(
    conversation: string,
    event: string,
    review: PhotoReview,
    language: Language,
    options?: Options,
  ): Promise<string> {
    return this.request({ type: "redactPhoto", conversation, event, review, language }, options);
  }

  /**
   * Proposes what to cover on a photo that is about to be sent, or on one that was, by its id: codes, and faces if the file of their
   * model (`core/detect/model`) is given. Takes seconds, in which the worker answers nothing else. A photo that was sent is fetched
   * first if it is not on this device.
   */
  proposeMarks(
    photo: Uint8Array | string,
    language: Language,
    faces: Uint8Array | null = null,
    options?: Options,
  ): Promise<Proposals> {
    const look = typeof photo === "string" ? { type: "sent", photo } : { type: "file", bytes: photo };
    return this.request({ type: "proposeMarks", photo: look, faces, language }, options);
  }

  /** Reads a photo; fetches it first if it is not on this device. */
  photo(photo: string, form: PhotoForm, options?: Options): Promise<Uint8Array<ArrayBuffer>> {
    return this.request({ type: "photo", photo, form }, options);
  }

  /** Does what a person asks for: files, what is on its way, what waits to be sent. */
  file<N extends keyof Filing>(command: Command<Filing, N>, options?: Options): Promise<Outcome<Filing, N>> {
    return this.request({ type: "file", command }, options);
  }

  /**
   * Puts a file into a folder, or the root if that is null; gives the event. Its bytes are handed in slice by slice, whatever
   * its size. JPEG, PNG and WebP are kept without their metadata, and refused if they cannot be. It is sealed in the profile
   * and shown when this is done, with or without a network.
   */
  putFile(
    conversation: string, folder: string | null, file: Blob, name: string, options?: HandingIn,
  ): Promise<string> {
    return handIn(this.#piecewise, { type: "add", conversation, folder, name }, file, options);
  }

  /** Makes these bytes another version of a file; gives the event. */
  putVersion(conversation: string, item: string, file: Blob, options?: HandingIn): Promise<string> {
    return handIn(this.#piecewise, { type: "addVersion", conversation, item }, file, options);
  }

  /**
   * Opens a file, the version that counts or another one, pictures upright; fetches it first if it is not on this device.
   * With `export` it leaves the vault, which the organisation may not permit.
   */
  openFile(conversation: string, item: string, options?: Opening): Promise<StoredFile> {
    return openFile(this.#piecewise, conversation, item, options);
  }

  #piecewise = <T>(request: object, options?: Options): Promise<T> =>
    this.request<T>({ type: "piecewise", request }, options);

  /** Letters, lists, e-mails, sheets and cards. */
  readonly papers = new Papers((request, desk, letters) => this.request({ ...request, desk: written(desk, letters) }));
  /** A wound as FHIR bundle, as evidence package, and into a patient's record. */
  readonly exports = new WoundExports((request, desk) => this.request({ ...request, desk: written(desk) }));
  /** References to patients from codes on wristbands and labels. */
  readonly codes = new Codes((request, options) => this.request(request, options));
  /** Voice notes and videos: recording, finishing what was not finished, playing. */
  readonly recordings = new Recordings((request, options) => this.request(request, options), this.#piecewise);

  /** What waits to be sent, in the order in which it was made. */
  outbox(): Promise<Feed<OutboxRow>> {
    return this.#feed({ type: "outbox" });
  }

  /** Files on their way. */
  transfers(): Promise<Feed<TransferRow>> {
    return this.#feed({ type: "transfers" });
  }

  /** What lies in a folder of a conversation. */
  files(conversation: string, folder: FolderId = "root"): Promise<Feed<FileRow>> {
    return this.#feed({ type: "files", conversation, folder });
  }

  /** The list of conversations, newest first. */
  conversations(): Promise<Feed<ConversationRow>> {
    return this.#feed({ type: "conversations" });
  }

  /** The surveys of a conversation, drafts first. */
  surveys(conversation: string): Promise<Feed<SurveyRow>> {
    return this.#feed({ type: "surveys", conversation });
  }

  /** The wounds of a channel, open ones first. */
  wounds(conversation: string): Promise<Feed<WoundRow>> {
    return this.#feed({ type: "wounds", conversation });
  }

  /** The course of a wound, the newest first. */
  woundCourse(conversation: string, wound: string): Promise<Feed<WoundItem>> {
    return this.#feed({ type: "wound", conversation, wound });
  }

  /** Photos by when they were taken, the newest first. */
  pictures(query: AlbumQuery = { place: "all" }): Promise<Feed<AlbumRow>> {
    return this.#feed({ type: "album", query });
  }

  /** Who asks to join the channels that this person may let somebody into; the oldest first. */
  joinRequests(): Promise<Feed<JoinRequestRow>> {
    return this.#feed({ type: "joinRequests" });
  }

  /** The newest messages of a conversation, oldest first. */
  messages(conversation: string): Promise<Feed<MessageRow>> {
    return this.#feed({ type: "messages", conversation });
  }

  /** What takes place on these days, by day and start: what concerns this person, or everything of a conversation. */
  agenda(days: { from: string; days: number; zone: string; conversation?: string }): Promise<Feed<AgendaRow>> {
    return this.#feed({ type: "agenda", ...days });
  }

  /** Requests that are open or taken over, of all conversations: first those that wait for this person. */
  requests(): Promise<Feed<RequestRow>> {
    return this.#feed({ type: "requests" });
  }

  /** The role addresses of a channel, by title. */
  roleAddresses(conversation: string): Promise<Feed<RoleAddressRow>> {
    return this.#feed({ type: "roleAddresses", conversation });
  }

  /** What was found, best first. It follows what arrives and what goes. */
  hits(query: SearchQuery): Promise<Feed<SearchHit>> {
    return this.#feed({ type: "search", query });
  }

  /** Any request by its name: what all calls above are made of. Values are as in `src/request.rs`. */
  async request<T>(request: object, options: Options = {}): Promise<T> {
    const worker = await this.#running();
    return this.#send(worker, request, options);
  }

  async #feed<R>(kind: object): Promise<Feed<R>> {
    const worker = await this.#running();
    const feed = await this.#send<number>(worker, { type: "openFeed", kind });
    // A feed lives and dies with its worker: the next one counts its feeds anew.
    const ask = async <T>(request: object, options: Options = {}): Promise<T | null> => {
      const running = this.#closed ? undefined : await this.#worker.catch(() => undefined);
      return running === worker ? this.#send<T>(worker, { ...request, feed }, options) : null;
    };
    return new Feed(ask);
  }

  #send<T>(worker: Worker, request: object, { signal }: Options = {}): Promise<T> {
    if (signal?.aborted) return Promise.reject(failed("cancelled", "cancelled"));
    const number = this.#calls++;
    const call = new Promise<T>((resolve, reject) => {
      this.#pending.set(number, { resolve: resolve as (value: unknown) => void, reject });
    });
    worker.postMessage({ call: number, request } satisfies ToWorker);
    const cancel = () => worker.postMessage({ cancel: number } satisfies ToWorker);
    signal?.addEventListener("abort", cancel);
    return call.finally(() => signal?.removeEventListener("abort", cancel));
  }

  /** The worker; one that could not be started again is tried once more. */
  async #running(): Promise<Worker> {
    if (this.#closed) throw failed("locked", "closed");
    try {
      return await this.#worker;
    } catch {
      this.#worker = this.#start();
      return this.#worker;
    }
  }

  #start(): Promise<Worker> {
    const started = new Promise<Worker>((resolve, reject) => {
      const worker = this.#make();
      let opened = false;
      const crashed = (place: string) => {
        worker.onmessage = worker.onerror = null;
        worker.terminate();
        const error = failed("internal", "a mistake in the library", place);
        if (opened) this.#restart(error);
        else reject(error);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        crashed("worker");
      };
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if ("opened" in data) {
          opened = true;
          resolve(worker);
        } else if ("closed" in data) {
          worker.terminate();
          reject(new VerbandError(data.closed));
        } else if ("crash" in data) crashed(data.crash);
        else this.#settle(data);
      };
      worker.postMessage({ open: this.#profile } satisfies ToWorker);
    });
    // Whoever needs the worker hears of its failure; nobody has to.
    started.catch(() => {});
    return started;
  }

  #settle(data: Extract<FromWorker, { done: number }>): void {
    const call = this.#pending.get(data.done);
    this.#pending.delete(data.done);
    if ("failure" in data) call?.reject(new VerbandError(data.failure));
    else call?.resolve(data.value);
  }

  #fail(error: VerbandError): void {
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of calls) call.reject(error);
  }

  #restart(error: VerbandError): void {
    if (!this.#closed) this.#worker = this.#start();
    this.#fail(error);
    this.dispatchEvent(new CustomEvent("restart", { detail: error }));
  }

  /** For a new profile: its secret is made. */
  async #newKey(pin: string): Promise<Key> {
    return { pin, secret: await newSecret(this.#profile) };
  }

  async #key(pin: string): Promise<Key> {
    const secret = await findSecret(this.#profile);
    if (secret) return { pin, secret };
    // Without a profile there is no secret either; with one, the browser has lost it.
    throw (await this.isEnrolled())
      ? failed("damaged", "the browser has lost this device's secret")
      : failed("not-enrolled", "nobody has enrolled in this profile yet");
  }
}
