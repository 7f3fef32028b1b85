// Who is in a conversation, and who may be called there.

import type { MemberRow, Mentioned } from "verband-core/types.js";
import { session } from "./session.svelte.ts";

/** Those who are in a conversation, by name. */
export async function peopleOf(conversation: string): Promise<MemberRow[]> {
  const here = new Set(await session.verband.perform({ type: "conversationMembers", conversation }));
  if (here.size === 0) return [];
  return (await session.verband.administer({ type: "members" })).filter((member) => here.has(member.id) && !member.revoked);
}

/** What somebody does, and where. */
export const duties = (person: MemberRow) => [person.function, person.ward, person.availability].filter(Boolean).join(" · ");

/** Somebody who may be called. */
export interface Callable {
  who: Mentioned;
  name: string;
  /** What is told beside the name. */
  about: string;
}
