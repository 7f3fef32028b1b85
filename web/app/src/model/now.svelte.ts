// The time as screens draw it: it goes on while somebody looks, and nothing ticks otherwise.

import { createSubscriber } from "svelte/reactivity";

/** How often what is drawn looks at the clock, in milliseconds. */
const EVERY = 15_000;

const follow = createSubscriber((update) => {
  const timer = setInterval(update, EVERY);
  return () => clearInterval(timer);
});

class Now {
  /** Milliseconds since the Unix epoch. */
  get at(): number {
    follow();
    return Date.now();
  }
}

export const now = new Now();
