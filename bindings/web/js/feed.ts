// Feeds: what a screen shows, as batches of changes that the page pulls.

import type { Options } from "./verband.js";
import type { Patch } from "./types.js";

/** Asks the worker about one feed; gives nothing when the feed's worker has ended. */
type Ask = <T>(request: object, options?: Options) => Promise<T | null>;

/** A feed. It ends when the profile is locked or the feed closed. */
export class Feed<R> implements AsyncIterable<Patch<R>[]> {
  readonly #ask: Ask;

  /** Made by `Verband`. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /**
   * The next changes, to be applied in order, at once; waits until there are some. The first batch is a reset. Null
   * when the feed has ended. A cancelled wait loses nothing.
   */
  next(options?: Options): Promise<Patch<R>[] | null> {
    return this.#ask<Patch<R>[]>({ type: "nextBatch" }, options);
  }

  /** Shows more: the next batch brings older messages. */
  async grow(): Promise<void> {
    await this.#ask({ type: "growFeed" });
  }

  /** Ends the feed. */
  async close(): Promise<void> {
    await this.#ask({ type: "closeFeed" });
  }

  /** All batches until the feed ends. Leaving the loop closes the feed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Patch<R>[], void, undefined> {
    try {
      for (let batch = await this.next(); batch; batch = await this.next()) yield batch;
    } finally {
      await this.close();
    }
  }
}

/** The rows after a batch. */
export function applied<R>(rows: readonly R[], batch: readonly Patch<R>[]): R[] {
  let result = [...rows];
  for (const patch of batch) {
    if (patch.type === "reset") result = [...patch.rows];
    else if (patch.type === "insert") result.splice(patch.index, 0, patch.row);
    else if (patch.type === "update") result.splice(patch.index, 1, patch.row);
    else result.splice(patch.index, 1);
  }
  return result;
}
