// Why a person is not verified, in words.

import { VerbandError } from "verband-core/types.js";
import { t, told } from "./texts.svelte.ts";

const REASONS: Record<string, () => string> = {
  OtherOrganisation: () => t("unverified-organisation"),
  Fork: () => t("unverified-fork"),
  Withheld: () => t("unverified-withheld"),
  NoMember: () => t("unverified-nobody"),
  Words: () => t("unverified-words"),
  Outdated: () => t("unverified-outdated"),
};

/** What a person is told when verifying somebody has failed. */
export function unverified(error: unknown): string {
  const reason = error instanceof VerbandError && error.code === "not-verified" ? REASONS[error.reference] : undefined;
  return reason?.() ?? told(error);
}
