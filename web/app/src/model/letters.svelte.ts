// Letters that were just made and are not put away yet. Their codes are nowhere else: the core keeps them with what somebody has
// begun, and they stand there again after the lock, a reload or a crash, until they are put away.

import { SvelteMap } from "svelte/reactivity";
import type { DraftKey, Invited, Language } from "verband-core/types.js";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { asksBeforeUnload } from "./unload.ts";

export interface Fresh {
  invited: Invited;
  /** Its language, where it is known. */
  language?: Language | null | undefined;
  /** The e-mail address of the person, where the list has one. */
  address?: string | undefined;
}

/** How many letters one draft has: with the longest names they fit. */
const PAGE = 40;

/** How long the lock waits for letters that are being made, in milliseconds: without a network nobody waits for ever. */
const PATIENCE = 5_000;

/** The draft of a page; a form is named by letters alone. */
const draftOf = (page: number): DraftKey => ({ form: `letters-${String.fromCharCode(97 + Math.floor(page / 26), 97 + (page % 26))}` });

class Letters {
  /** By where they were made. */
  #slots = new SvelteMap<string, readonly Fresh[]>();
  /** What the drafts say, page after page. */
  #pages: readonly string[] = [];
  /** Reading and writing them, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Whose they are: what comes of letters that are forgotten is for nobody. */
  #time = 0;
  /** Whether some are in this page alone. */
  #loose = false;

  constructor() {
    asksBeforeUnload(() => this.#loose);
    session.whenOpen(() => this.#open());
    session.whenForgotten(() => this.#forget());
  }

  of(slot: string): readonly Fresh[] {
    return this.#slots.get(slot) ?? [];
  }

  /** Adds what is being made; `instead` are the invitations whose codes it takes the place of. */
  async add(slot: string, making: Promise<readonly Fresh[]>, instead: readonly string[] = []): Promise<void> {
    const adding = this.#add(slot, making, instead);
    const late = () => new Promise<void>((go) => setTimeout(go, PATIENCE));
    const release = session.beforeLock(() => Promise.race([adding.catch(() => {}), late()]));
    await adding.finally(release);
  }

  async #add(slot: string, making: Promise<readonly Fresh[]>, instead: readonly string[]): Promise<void> {
    const time = this.#time;
    const more = await making;
    if (time !== this.#time) return;
    this.#strike(instead);
    this.#slots.set(slot, [...this.of(slot), ...more]);
    await this.#keep();
  }

  /** They are printed, or nobody needs them. */
  putAway(slot: string): void {
    this.#slots.delete(slot);
    void notices.attempt(() => this.#keep());
  }

  /** The letters of these invitations are worth nothing any more. */
  drop(ids: readonly string[]): void {
    this.#strike(ids);
    void notices.attempt(() => this.#keep());
  }

  #strike(ids: readonly string[]): void {
    for (const [slot, made] of [...this.#slots]) {
      const left = made.filter(({ invited }) => !ids.includes(invited.id));
      if (left.length === 0) this.#slots.delete(slot);
      else if (left.length < made.length) this.#slots.set(slot, left);
    }
  }

  #keep(): Promise<void> {
    this.#loose = true;
    const written = this.#turn.then(() => this.#write());
    this.#turn = written.catch(() => {});
    return written;
  }

  async #write(): Promise<void> {
    const all = [...this.#slots].flatMap(([slot, made]) => made.map((one) => ({ slot, ...one })));
    const pages = Array.from({ length: Math.ceil(all.length / PAGE) }, (_, page) => JSON.stringify(all.slice(page * PAGE, (page + 1) * PAGE)));
    const before = this.#pages;
    const changed = [...(pages.length < before.length ? before : pages).keys()].filter((page) => pages[page] !== before[page]);
    // Letters go from page to page, and whatever ends this in the middle, each is on one of them: where there are more, the last comes first.
    if (pages.join().length > before.join().length) changed.reverse();
    await Promise.all(changed.map((page) => session.verband.perform({ type: "keepDraft", draft: draftOf(page), text: pages[page] ?? "" })));
    [this.#pages, this.#loose] = [pages, false];
  }

  /** The profile is open: what was not put away stands there again. */
  #open(): void {
    this.#turn = notices.attempt(() => this.#look());
  }

  async #look(): Promise<void> {
    const [{ verband }, time, pages] = [session, this.#time, [] as string[]];
    for (let text; (text = await verband.perform({ type: "draft", draft: draftOf(pages.length) })) !== null; ) pages.push(text);
    if (time !== this.#time) return;
    this.#pages = pages;
    const seen = new Set([...this.#slots.values()].flat().map(({ invited }) => invited.id));
    for (const { slot, ...one } of pages.flatMap((page) => JSON.parse(page) as (Fresh & { slot: string })[])) {
      if (seen.has(one.invited.id)) continue;
      seen.add(one.invited.id);
      this.#slots.set(slot, [...this.of(slot), one]);
    }
  }

  /** The page is locked; what is kept stays where it is. */
  #forget(): void {
    this.#time += 1;
    this.#slots.clear();
    [this.#pages, this.#loose] = [[], false];
  }
}

export const letters = new Letters();
