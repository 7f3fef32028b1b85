// What Chromium's trace tells of the main thread of a page.

import assert from "node:assert/strict";

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"];

/** The tasks of the main thread while something was done, in the order of time. */
async function traced(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: CATEGORIES } });
  await work(session);
  const done = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await done;
  await session.detach();
  const named = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const busy = (thread) => events.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid);
  // The page's is the one that works most: others belong to pages in the background.
  const main = named.map(busy).toSorted((a, b) => b.length - a.length)[0] ?? [];
  const drawn = main.filter(({ name, ph }) => name === "AnimationFrame" && ph === "b").map(({ ts }) => ts);
  const tasks = main.filter(({ name, ph }) => name === "RunTask" && ph === "X").toSorted((a, b) => a.ts - b.ts);
  return { tasks, drawn };
}

/**
 * What the main thread did while something was done: its work for each frame, in milliseconds of the processor, in order of size. What other
 * programs on the machine take is no part of it.
 */
export async function worked(page, work) {
  const { tasks, drawn } = await traced(page, work);
  // A frame begins with the task that draws it.
  const frames = [];
  for (const { ts, dur, tdur } of tasks) {
    if (drawn.some((at) => at >= ts && at < ts + dur)) frames.push(0);
    if (frames.length > 0) frames[frames.length - 1] += tdur / 1_000;
  }
  assert.ok(frames.length > 100, `${frames.length} frames`);
  return frames.toSorted((a, b) => a - b);
}

/** The longest task of the main thread while something was done, in milliseconds of the processor: so long the page answers nobody. */
export async function longest(page, work) {
  const { tasks } = await traced(page, work);
  return Math.max(...tasks.map(({ tdur }) => tdur / 1_000));
}
