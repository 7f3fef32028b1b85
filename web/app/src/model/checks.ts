// Whether the house is well set up, as far as a page can tell. What it cannot tell is not guessed at.

import { VerbandError } from "verband-core/types.js";
import { session } from "./session.svelte.ts";
import { sized } from "./size.ts";
import { t, told } from "./texts.svelte.ts";

/** `unseen`: nobody can tell from here. */
export interface Check {
  title: string;
  state: "good" | "bad" | "unseen";
  text: string;
}

/** How far two clocks may go apart, in milliseconds. */
const APART = 60_000;

/** How much of the space may be taken. */
const FULL = 0.9;
/** Less free on the disk of the server than this is to be looked at, in bytes: as `verband-server doctor` has it. */
const LITTLE = 2 ** 30;

const good = (title: string, text: string): Check => ({ title, state: "good", text });
const bad = (title: string, text: string): Check => ({ title, state: "bad", text });
const unseen = (title: string, text: string): Check => ({ title, state: "unseen", text });

/** What the page's server says of itself, if the page is from the server of the organisation. */
async function server(): Promise<Check[]> {
  const [clock, ready] = [t("check-clock"), t("check-server")];
  if (session.account?.server !== location.origin) return [unseen(clock, t("check-clock-elsewhere")), unseen(ready, t("check-server-elsewhere"))];
  try {
    const before = Date.now();
    const answer = await fetch("/health/ready", { cache: "no-store" });
    const said = Date.parse(answer.headers.get("date") ?? "");
    // The header has whole seconds.
    const apart = Math.abs(said + 500 - (before + Date.now()) / 2);
    const seconds = Math.round(apart / 1_000);
    return [
      Number.isNaN(said) ? unseen(clock, t("check-clock-unsaid")) : apart < APART ? good(clock, t("check-clock-good")) : bad(clock, t("check-clock-bad", { seconds })),
      answer.ok ? good(ready, t("check-server-good")) : bad(ready, t("check-server-bad")),
    ];
  } catch {
    return [unseen(clock, t("error-offline")), bad(ready, t("error-offline"))];
  }
}

function tls(): Check {
  const title = t("check-tls");
  if (location.protocol === "https:") return good(title, t("check-tls-good"));
  return bad(title, t("check-tls-local"));
}

async function disk(): Promise<Check> {
  const title = t("check-disk");
  try {
    const { bytesUsed, bytesAllowed, bytesFree } = await session.verband.prove({ type: "statistics" });
    const percent = Math.round((bytesUsed / bytesAllowed) * 100);
    const used = t("check-disk-used", { percent });
    const free = bytesFree === null ? t("check-disk-unsaid") : t("check-disk-free", { free: sized(bytesFree) });
    if (bytesFree !== null && bytesFree < LITTLE) return bad(title, `${free} ${t("check-disk-little")}`);
    return bytesUsed < bytesAllowed * FULL ? good(title, `${used} ${free}`) : bad(title, `${used} ${t("check-disk-bad")}`);
  } catch (error) {
    return unseen(title, told(error));
  }
}

async function mail(): Promise<Check> {
  const title = t("check-mail");
  try {
    await session.verband.invite({ type: "mailTemplate" });
    return good(title, t("check-mail-good"));
  } catch (error) {
    if (error instanceof VerbandError && error.code === "not-configured") return unseen(title, t("check-mail-none"));
    return unseen(title, told(error));
  }
}

async function people(): Promise<Check> {
  const title = t("check-administrators");
  const members = await session.verband.administer({ type: "members" });
  const count = members.filter((row) => row.admin && !row.revoked).length;
  return count > 1 ? good(title, t("check-administrators-good", { count })) : bad(title, t("check-administrators-bad"));
}

async function card(): Promise<Check> {
  const title = t("check-card");
  return (await session.verband.administer({ type: "hasRecoveryKey" })) ? good(title, t("check-card-good")) : bad(title, t("check-card-bad"));
}

async function notice(): Promise<Check> {
  const title = t("notice");
  return (await session.verband.administer({ type: "notice" })) ? good(title, t("check-notice-good")) : bad(title, t("check-notice-bad"));
}

async function storage(): Promise<Check> {
  const title = t("check-browser");
  return (await navigator.storage.persisted()) ? good(title, t("check-browser-good")) : bad(title, t("check-browser-bad"));
}

/** Looks at everything. */
export async function checks(): Promise<Check[]> {
  const found = await Promise.all([server(), disk(), mail(), people(), card(), notice(), storage()]);
  return [tls(), ...found.flat(), unseen(t("check-backup"), t("check-backup-unseen")), unseen(t("check-certificate"), t("check-certificate-unseen"))];
}
