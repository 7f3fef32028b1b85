// Who uses this page and whether it is locked. The core lives in one worker, which ends with the lock.

import { tick } from "svelte";
import { Verband } from "verband-core/verband.js";
import { type Account, type OrganisationPolicy, type Status, VerbandError } from "verband-core/types.js";
import { trusted } from "./trusted.ts";
import workerUrl from "verband-core/worker.js?worker&url";
import { tellMissing } from "./missing.ts";
import { notices } from "./notices.svelte.ts";
import { places } from "./place.svelte.ts";
import { profiles } from "./profiles.svelte.ts";
import { told } from "./texts.svelte.ts";

/** Where the page stands. */
export type Stage =
  | { at: "starting" }
  /** Another tab has the profile. */
  | { at: "elsewhere" }
  /** The browser cannot run it. */
  | { at: "impossible"; error: VerbandError }
  /** Nobody has enrolled here, or somebody has, and what she had is gone. */
  | { at: "welcome"; gone: boolean }
  | { at: "locked"; why: "start" | "locked" | "crashed" }
  | { at: "open" }
  /** It is open, and the core shows nothing before something has changed: what, the code of the error says. */
  | { at: "shut"; code: string }
  /** It is over with this profile, or with this version of the page; the code of the error says why. */
  | { at: "ended"; code: string };

const coded = (error: unknown): string => (error instanceof VerbandError ? error.code : "");

/** How long what is done at the end may take, in milliseconds: a page that is to be locked does not wait for what hangs. */
const LAST_WORDS = 5_000;

/** Waits until something is done, however it ended, but not for ever. */
async function within(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_WORDS)));
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}

/** What is still asked while the page is locked ends as everything does that was under way. */
const LOCKED = { code: "locked", retry: "never", retryAfterMs: 0, reference: "", text: "the page is locked", sentence: "" } as const;

function worker(): Worker {
  return new Worker(trusted(workerUrl), { type: "module", name: "verband" });
}

class Session {
  stage = $state.raw<Stage>({ at: "starting" });
  account = $state.raw<Account | null>(null);
  policy = $state.raw<OrganisationPolicy | null>(null);
  /** Whether she has no recovery card, and has not put that off. */
  cardless = $state(false);
  #verband: Verband | null = null;
  /** When the page locks itself, in milliseconds since the Unix epoch. */
  #until = Number.MAX_SAFE_INTEGER;
  #locking = false;
  /** Whether screens go because the page shows nothing any more. No state: of that a component that goes is told what was before. */
  closing = false;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #last: (() => Promise<void>)[] = [];
  #opening: (() => void)[] = [];
  #forgetting: (() => void)[] = [];

  /** Whether the profile is unlocked. */
  get #unlocked(): boolean {
    return this.stage.at === "open" || this.stage.at === "shut";
  }

  /** Whether it is being locked: nothing more is begun. */
  get locking(): boolean {
    return this.#locking;
  }

  /** The core. Only screens of an open or new profile ask for it. */
  get verband(): Verband {
    if (!this.#verband) throw new VerbandError(LOCKED);
    return this.#verband;
  }

  /** Starts the core; the page shows what is to be done then. */
  async start(): Promise<void> {
    this.stage = { at: "starting" };
    await this.#verband?.close();
    await this.#start("start");
  }

  /** Goes on with another profile of this browser, while none is open. */
  async change(profile: string): Promise<void> {
    this.#turn(profile);
    await this.start();
  }

  /** The page is about another person from now on: where the one before stood is no place for her. */
  #turn(profile: string): void {
    profiles.choose(profile);
    places.replace({ at: "list" });
  }

  async #start(why: "start" | "locked" | "crashed"): Promise<void> {
    try {
      const verband = await Verband.start(profiles.current, worker);
      verband.addEventListener("restart", () => this.#crashed());
      this.#verband = verband;
      if (await verband.isEnrolled()) this.stage = { at: "locked", why };
      else {
        // Who comes in here is somebody else, or begins anew.
        profiles.clear();
        places.replace({ at: "list" });
        this.stage = { at: "welcome", gone: profiles.known !== null };
      }
    } catch (error) {
      if (!(error instanceof VerbandError)) throw error;
      this.stage = error.code === "in-use" ? { at: "elsewhere" } : { at: "impossible", error };
    }
  }

  /**
   * Somebody comes in by `work`. What has to wait for somebody else goes on after unlocking: the page shows the lock then, and why.
   * Whether she is in.
   */
  async enter(who: Pick<Account, "name" | "organisationName">, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(await this.verband.isEnrolled())) throw error;
      profiles.remember(who);
      await this.start();
      notices.tell(told(error));
      return false;
    }
  }

  async unlock(pin: string): Promise<void> {
    try {
      await this.verband.unlock(pin);
    } catch (error) {
      if (coded(error) !== "revoked") throw error;
      return this.end("revoked");
    }
    await this.opened();
  }

  /** The profile is open: after unlocking, or after somebody has enrolled. */
  async opened(): Promise<void> {
    const { verband } = this;
    const asked = [verband.account(), verband.administer({ type: "policy" }), verband.status(), verband.administer({ type: "hasRecoveryKey" })] as const;
    const [account, policy, status, card] = await Promise.all(asked);
    [this.account, this.policy] = [account, policy];
    profiles.remember(account);
    this.cardless = !card && profiles.kept("card") === null;
    this.#until = Number.MAX_SAFE_INTEGER;
    this.#show(status.shut);
    tellMissing();
    this.touch();
    // The core does one thing after the other: what the first screen asks for comes before what is new.
    await tick();
    await verband.follow();
  }

  /** She has her card now. */
  carded(): void {
    this.cardless = false;
  }

  /** The card can wait: she finds it in the settings. */
  putOffCard(): void {
    profiles.keep("card", "later");
    this.carded();
  }

  #show(shut: string | null): void {
    if (shut === null) {
      this.closing = false;
      this.stage = { at: "open" };
      for (const work of this.#opening) work();
    } else if (this.stage.at !== "shut" || this.stage.code !== shut) {
      this.closing = true;
      this.stage = { at: "shut", code: shut };
    }
  }

  /** How the line to the server is; null if that is not known. Ends what the organisation or the core has ended. */
  async lookAtStatus(): Promise<Status | null> {
    try {
      const status = await this.verband.status();
      if (status.ended !== null && this.#unlocked) {
        // When the organisation has revoked this device, the core has erased everything.
        if (!(await this.verband.isEnrolled())) profiles.forget();
        await this.end(status.ended);
      } else if (this.#unlocked && (status.shut === null) !== (this.stage.at === "open")) this.#show(status.shut);
      return status;
    } catch (error) {
      if (coded(error) === "locked" && this.#unlocked && !this.#locking) await this.lock();
      return null;
    }
  }

  /** Looks what the organisation has decided meanwhile: screens offer only what it permits. */
  async lookAtPolicy(): Promise<void> {
    const policy = await this.#verband?.administer({ type: "policy" }).catch(() => null);
    if (policy && this.stage.at === "open" && JSON.stringify(policy) !== JSON.stringify(this.policy)) this.policy = policy;
  }

  /** Somebody does something: the time until the lock begins anew. */
  touch(): void {
    if (this.lookAtClock()) return;
    clearTimeout(this.#idle);
    if (!this.#unlocked || !this.policy) return;
    const after = this.policy.lockAfterS * 1_000;
    this.#until = Date.now() + after;
    this.#idle = setTimeout(() => void this.lock(), after);
  }

  /** Locks if it is time to: timers stand still while a machine sleeps. Whether it was. */
  lookAtClock(): boolean {
    const over = this.#unlocked && Date.now() > this.#until;
    if (over) void this.lock();
    return over;
  }

  /** What is done with the core before it is locked, because somebody has asked for it already; until what this gives is called. */
  beforeLock(work: () => Promise<void>): () => void {
    this.#last = [...this.#last, work];
    return () => void (this.#last = this.#last.filter((other) => other !== work));
  }

  /** What a part of the page looks for when the profile is open, at once if it is. */
  whenOpen(work: () => void): void {
    this.#opening.push(work);
    if (this.stage.at === "open") work();
  }

  /** What a part of the page forgets whenever the profile is closed, however that comes. */
  whenForgotten(work: () => void): void {
    this.#forgetting.push(work);
  }

  /** What `beforeLock` was told. */
  async #finish(): Promise<void> {
    for (const work of this.#last) await work();
  }

  /** Forgets all keys and ends the worker. */
  lock(): Promise<void> {
    return this.#once(async () => {
      await within(this.#finish());
      await this.#close();
      await this.#start("locked");
    });
  }

  /** Erases the profile that the page is about for good, and goes on with another one, if there is one. */
  erase(): Promise<void> {
    return this.#once(async () => {
      await this.#close();
      await Verband.remove(profiles.current, worker);
      profiles.forget();
      this.#turn(profiles.list[0]?.id ?? profiles.unused());
      await this.#start("start");
    });
  }

  /** Another window of this browser goes on. What is only being begun here, as a house with its sheet, is not given away. */
  async handOver(): Promise<void> {
    const unlocked = this.#unlocked;
    if (!unlocked && this.stage.at !== "locked") return;
    await this.#once(async () => {
      if (unlocked) await within(this.#finish());
      await this.#close();
      this.stage = { at: "elsewhere" };
    });
  }

  /** Takes everything off the screen for good, and tells why. */
  end(code: string): Promise<void> {
    return this.#once(async () => {
      await this.#close();
      this.stage = { at: "ended", code };
    });
  }

  async #once(work: () => Promise<void>): Promise<void> {
    if (this.#locking) return;
    this.#locking = true;
    try {
      await work();
    } finally {
      this.#locking = false;
    }
  }

  async #close(): Promise<void> {
    // Screens go first: what was begun on them is kept.
    this.closing = true;
    const verband = this.#verband;
    this.stage = { at: "starting" };
    await tick();
    this.#forget();
    this.#verband = null;
    if (verband) await within(verband.lock());
    await verband?.close();
    // What was still under way has come meanwhile.
    this.#forget();
  }

  #crashed(): void {
    if (!this.#unlocked) return;
    this.closing = true;
    // The core takes nothing any more: what is lost by that is noted.
    for (const work of this.#last) void work();
    this.stage = { at: "locked", why: "crashed" };
    this.#forget();
  }

  /** Forgets what the page itself knows of the profile. */
  #forget(): void {
    clearTimeout(this.#idle);
    for (const work of this.#forgetting) work();
    notices.clear();
    this.account = this.policy = null;
    this.cardless = false;
  }
}

export const session = new Session();
