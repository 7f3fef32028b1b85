// Who uses this page and whether it is locked. The core lives in one worker, which ends with the lock.

import { tick } from "svelte";
import { Verband } from "verband-core/verband.js";
import { type Account, type OrganisationPolicy, VerbandError } from "verband-core/types.js";
import { trusted } from "./trusted.ts";
import workerUrl from "verband-core/worker.js?worker&url";
import { fresh } from "./letters.svelte.ts";
import { notices } from "./notices.svelte.ts";
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
  | { at: "open" };

/** What is still asked while the page is locked ends as everything does that was under way. */
const LOCKED = { code: "locked", retry: "never", retryAfterMs: 0, reference: "", text: "the page is locked", sentence: "" } as const;

function worker(): Worker {
  return new Worker(trusted(workerUrl), { type: "module", name: "verband" });
}

class Session {
  stage = $state.raw<Stage>({ at: "starting" });
  account = $state.raw<Account | null>(null);
  policy = $state.raw<OrganisationPolicy | null>(null);
  #verband: Verband | null = null;
  /** When the page locks itself, in milliseconds since the Unix epoch. */
  #until = Number.MAX_SAFE_INTEGER;
  #locking = false;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #last: (() => Promise<void>)[] = [];

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
    profiles.choose(profile);
    await this.start();
  }

  async #start(why: "start" | "locked" | "crashed"): Promise<void> {
    try {
      const verband = await Verband.start(profiles.current, worker);
      verband.addEventListener("restart", () => this.#crashed());
      this.#verband = verband;
      this.stage = (await verband.isEnrolled()) ? { at: "locked", why } : { at: "welcome", gone: profiles.known !== null };
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
    await this.verband.unlock(pin);
    await this.opened();
  }

  /** The profile is open: after unlocking, or after somebody has enrolled. */
  async opened(): Promise<void> {
    await this.verband.follow();
    this.account = await this.verband.account();
    profiles.remember(this.account);
    this.policy = await this.verband.administer({ type: "policy" });
    this.#until = Number.MAX_SAFE_INTEGER;
    this.stage = { at: "open" };
    this.touch();
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
    if (this.stage.at !== "open" || !this.policy) return;
    const after = this.policy.lockAfterS * 1_000;
    this.#until = Date.now() + after;
    this.#idle = setTimeout(() => void this.lock(), after);
  }

  /** Locks if it is time to: timers stand still while a machine sleeps. Whether it was. */
  lookAtClock(): boolean {
    const over = this.stage.at === "open" && Date.now() > this.#until;
    if (over) void this.lock();
    return over;
  }

  /** What is done with the core before it is locked, because somebody has asked for it already. */
  beforeLock(work: () => Promise<void>): void {
    this.#last.push(work);
  }

  /** Forgets all keys and ends the worker. */
  async lock(): Promise<void> {
    if (this.#locking) return;
    this.#locking = true;
    try {
      await this.#lock();
    } finally {
      this.#locking = false;
    }
  }

  async #lock(): Promise<void> {
    clearTimeout(this.#idle);
    for (const work of this.#last) await work();
    notices.clear();
    // Screens go first: what was begun on them is kept.
    this.stage = { at: "starting" };
    await tick();
    const verband = this.#verband;
    this.#forget();
    await verband?.lock().catch(() => {});
    await verband?.close();
    await this.#start("locked");
  }

  #crashed(): void {
    if (this.stage.at !== "open") return;
    clearTimeout(this.#idle);
    notices.clear();
    fresh.clear();
    this.account = this.policy = null;
    this.stage = { at: "locked", why: "crashed" };
  }

  #forget(): void {
    fresh.clear();
    this.#verband = null;
    this.account = this.policy = null;
  }
}

export const session = new Session();
