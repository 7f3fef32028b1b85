// What holds in a channel, in words.

import type { History, Join } from "verband-core/types.js";
import { t } from "../../model/texts.svelte.ts";

const JOINS: Record<Join, () => string> = {
  open: () => t("join-open"),
  invitation: () => t("join-invitation"),
  hidden: () => t("join-hidden"),
  everyone: () => t("join-everyone"),
};

export const joinWords = (join: Join): string => JOINS[join]();

export const writeWords = (who: "everyone" | "moderators"): string => (who === "everyone" ? t("write-everyone") : t("write-moderators"));

export const inviteWords = (who: "everyone" | "moderators"): string => (who === "everyone" ? t("invite-everyone") : t("invite-moderators"));

/** What those read who come in later. */
export const historyWords = (history: History): string => (history === "full" ? t("reads-everything") : t("reads-from-joining"));
