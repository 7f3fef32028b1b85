// The messages of a conversation, as somebody scrolls through them: the newest follow a feed of the core; older ones are fetched lot
// by lot, whatever their number, and looked at again while they are in sight.

import { untrack } from "svelte";
import type { MessageRow } from "verband-core/types.js";
import { Rows } from "./rows.svelte.ts";
import { session } from "./session.svelte.ts";

/** How many older ones come at once, and at most on the way to a certain one. */
const [LOT, MOST] = [100, 1_000];

/** How many older ones stay while somebody reads the newest. */
const KEPT = 500;

const placed = (row: MessageRow | undefined) => row?.seq ?? Number.MAX_SAFE_INTEGER;

/** Whether two readings of a message show the same. Bytes of pictures never change. */
function same(one: MessageRow | undefined, other: MessageRow): boolean {
  const shown = (row: MessageRow | undefined) => JSON.stringify(row, (_, value) => (ArrayBuffer.isView(value) ? value.byteLength : value));
  return shown(one) === shown(other);
}

export class Messages {
  readonly conversation: string;
  readonly feed: Rows<MessageRow>;
  /** Whether there is nothing older than what is here. */
  complete = $state(false);
  #older = $state.raw<readonly MessageRow[]>([]);
  /** All that is here, oldest first. */
  rows: readonly MessageRow[] = $derived.by(() => [...this.#older, ...this.feed.rows]);
  /** What the feed had last. */
  #newest: readonly MessageRow[] = [];
  #fetching: Promise<void> | null = null;
  /** Whether the conversation was left: what comes then is for nobody, and its rows are read no more. */
  #closed = false;

  constructor(conversation: string) {
    this.conversation = conversation;
    this.feed = new Rows(() => session.verband.messages(conversation));
  }

  close(): void {
    this.#closed = true;
    this.feed.close();
  }

  /** How many of the rows no feed follows. */
  get unfollowed(): number {
    return this.#older.length;
  }

  #before(seq: number, limit: number): Promise<MessageRow[]> {
    return session.verband.message({ type: "before", conversation: this.conversation, seq, limit });
  }

  /** Keeps what the feed lets go of because others came: an effect before anything is drawn. */
  keep(): void {
    const now = this.feed.rows;
    untrack(() => this.#keep(now));
  }

  #keep(now: readonly MessageRow[]): void {
    const [before, first] = [this.#newest, placed(now[0])];
    this.#newest = now;
    // What was deleted makes room for one that is here already.
    if (placed(this.#older.at(-1)) >= first) this.#older = this.#older.filter((row) => placed(row) < first);
    const gone = before.filter((row) => row.seq !== null && row.seq < first);
    if (gone.length === 0 || now.length === 0) return;
    this.#older = [...this.#older, ...gone];
    if (gone.length === before.length) void this.#bridge(first, placed(gone.at(-1))).catch(() => {});
  }

  /** Fetches what lies between what the feed had and what it has, when all of it is new. */
  async #bridge(first: number, last: number): Promise<void> {
    let found = await this.#before(first, LOT);
    while (found.length > 0 && placed(found[0]) > last) {
      const further = await this.#before(placed(found[0]), LOT);
      if (further.length === 0) break;
      found = [...further, ...found];
    }
    const between = found.filter((row) => placed(row) > last);
    this.#older = [...this.#older.filter((row) => placed(row) <= last), ...between, ...this.#older.filter((row) => placed(row) >= first)];
  }

  /** Fetches older ones; done when they are here. */
  older(limit = LOT): Promise<void> {
    this.#fetching ??= this.#fetch(limit).finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch(limit: number): Promise<void> {
    const { rows } = this;
    if (this.complete || !this.feed.ready) return;
    const found = await this.#before(placed(rows[0]), limit);
    if (this.#closed) return;
    if (found.length < limit) this.complete = true;
    const first = placed(this.rows[0]);
    this.#older = [...found.filter((row) => placed(row) < first), ...this.#older];
  }

  /** Looks again at those between two of them that no feed follows. */
  async look(first: MessageRow, last: MessageRow): Promise<void> {
    const [from, to] = [placed(first), Math.min(placed(last), placed(this.#older.at(-1)))];
    const within = (row: MessageRow) => placed(row) >= from && placed(row) <= to;
    const part = this.#older.filter(within);
    if (part.length === 0) return;
    const found = (await this.#before(to + 1, part.length)).filter(within);
    const had = new Map(part.map((row) => [row.event, row]));
    const fresh = found.map((row) => (same(had.get(row.event), row) ? (had.get(row.event) ?? row) : row));
    if (fresh.length === part.length && fresh.every((row, at) => row === part[at])) return;
    this.#older = [...this.#older.filter((row) => placed(row) < from), ...fresh, ...this.#older.filter((row) => placed(row) > to)];
  }

  /** Fetches until a certain one is here. Whether it is. */
  async find(event: string): Promise<boolean> {
    for (let lot = LOT; !this.#closed; lot = Math.min(MOST, 2 * lot)) {
      if (this.rows.some((row) => row.event === event)) return true;
      if (this.complete || !this.feed.ready) return false;
      await this.older(lot);
    }
    return false;
  }

  /** Lets go of what is far above, for who reads the newest. */
  trim(): void {
    if (this.#older.length <= KEPT + LOT) return;
    this.#older = this.#older.slice(-KEPT);
    this.complete = false;
  }
}
