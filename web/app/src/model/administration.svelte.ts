// What a person may administer, as the core says, and how an act of administering goes.

import type { OrganisationPolicy, Right } from "verband-core/types.js";
import { Asked } from "./asked.svelte.ts";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";
import { DAY, dayOf } from "./time.ts";

/** The areas of the administration, in the order in which they stand, with the rights of which one opens each. */
export const AREAS = {
  members: ["manage-members", "approve", "manage-roles", "manage-teams"],
  invitations: ["invite"],
  import: ["invite"],
  roles: ["manage-roles"],
  teams: ["manage-teams"],
  rules: ["manage-policy"],
  notice: ["manage-policy"],
  devices: ["manage-devices"],
  retention: ["manage-policy"],
  statistics: ["statistics"],
  log: ["manage-members", "manage-devices", "manage-roles", "manage-policy", "invite", "approve"],
  checks: ["manage-policy"],
  setup: ["manage-policy"],
} as const satisfies Record<string, readonly Right[]>;

export type Area = keyof typeof AREAS;

/** This person's rights. They come and go while the page is open. */
class Rights {
  #asked = new Asked<Right[]>(async () => {
    const { account, verband } = session;
    return account ? verband.administer({ type: "rightsOf", member: account.member }) : [];
  });

  get list(): readonly Right[] {
    return this.#asked.value ?? [];
  }

  /** Whether it is known already. */
  get known(): boolean {
    return this.#asked.value !== null;
  }

  has(right: Right): boolean {
    return this.list.includes(right);
  }

  /** The areas that are open to her. */
  get areas(): readonly Area[] {
    return (Object.keys(AREAS) as Area[]).filter((area) => AREAS[area].some((right) => this.has(right)));
  }

  follow(): () => void {
    const end = this.#asked.follow();
    return () => {
      end();
      // Whoever comes next may be somebody else.
      this.#asked.value = null;
    };
  }
}

export const rights = new Rights();

/** Changes something of the organisation: what was done is told, with what takes it back. Whether it went well. */
export async function act(work: () => Promise<unknown>, told: string, undo: (() => Promise<unknown>) | null = null): Promise<boolean> {
  const done = await notices.attempt(work);
  if (done) notices.tell(told, undo && (async () => void (await undo())));
  return done;
}

/** A day as a field of dates has it; empty for none. */
export const dateField = (at: number | null): string => (at === null ? "" : dayOf(at));

/** The end of a day that a field has. */
export function endOfDay(field: string): number | undefined {
  const start = field ? new Date(`${field}T00:00:00`).getTime() : Number.NaN;
  return Number.isNaN(start) ? undefined : start + DAY - 1;
}

/** Changes points of the policy, of which the others stay as they are now. */
export async function changePolicy(points: Partial<OrganisationPolicy>, told: string): Promise<boolean> {
  const { verband } = session;
  const set = async (policy: OrganisationPolicy) => {
    await verband.administer({ type: "setPolicy", policy });
    session.policy = policy;
  };
  let before: OrganisationPolicy | null = null;
  return act(async () => {
    before = await verband.administer({ type: "policy" });
    await set({ ...before, ...points });
  }, told, async () => {
    const now = await verband.administer({ type: "policy" });
    const old = Object.fromEntries(Object.keys(points).map((key) => [key, before?.[key as keyof OrganisationPolicy]]));
    await set({ ...now, ...old });
  });
}
