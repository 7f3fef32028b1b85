// The worker: it owns the profile, as long as it lives, and passes requests to the core.

import type { Failure, FromWorker, ToWorker } from "./types.js";
import init, { Core } from "./verband_web.js";

/** How long to wait for a worker that is about to end, as after a reload of the page, in milliseconds. */
const PATIENCE = 3000;

let core: Core | undefined;

function send(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

function failure(code: string, text: string, retry: "never" | "later" = "never"): Failure {
  return { code, retry, retryAfterMs: 0, reference: "", text, sentence: "" };
}

/** What the core answers is a plain object; anything else that is thrown is the end of the core. */
function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null && !(error instanceof Error) && "code" in error;
}

/** Where something ended, without what it said: that may be content. */
function crash(error: unknown): void {
  send({ crash: error instanceof Error ? error.name : "unknown" });
}

/** Takes the profile for as long as this worker lives. False while another one has it. */
function own(profile: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const keep = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks
      .request(`verband:${profile}`, { signal: AbortSignal.timeout(PATIENCE) }, keep)
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "TimeoutError") resolve(false);
        else reject(error);
      });
  });
}

async function open(profile: string): Promise<void> {
  try {
    // The module is loaded while another worker is about to end, as after a reload.
    const [owned] = await Promise.all([own(profile), init()]);
    if (!owned) {
      send({ closed: failure("in-use", "another tab has this profile", "later") });
      return;
    }
    core = await Core.open(profile);
    send({ opened: true });
  } catch (error) {
    send({ closed: isFailure(error) ? error : failure("browser", String(error)) });
  }
}

async function call(number: number, request: object): Promise<void> {
  try {
    const value: unknown = await core?.call(number, request);
    send({ done: number, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []);
  } catch (error) {
    if (isFailure(error)) send({ done: number, failure: error });
    else crash(error);
  }
}

addEventListener("unhandledrejection", (event) => crash(event.reason));
addEventListener("error", (event) => crash(event.error));
addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("open" in data) void open(data.open);
  else if ("call" in data) void call(data.call, data.request);
  else core?.cancel(data.cancel);
});
