// Windows of one browser: a profile is open in one of them. Another one can ask for it, and goes on where this one stood.

import { profiles } from "./profiles.svelte.ts";
import { session } from "./session.svelte.ts";

const channel = new BroadcastChannel("verband-windows");

channel.addEventListener("message", ({ data }) => {
  if (data === profiles.current) void session.handOver();
});

/** Goes on in this window with the profile that is open in another one. */
export async function takeOver(): Promise<void> {
  channel.postMessage(profiles.current);
  await session.start();
}
