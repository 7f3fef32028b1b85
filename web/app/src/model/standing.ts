// How people stand, from what their rows say: in one place until the rows have a word for it.

import type { MemberRow } from "verband-core/types.js";

/** Whether somebody belongs to the organisation now. */
export const belongs = (row: MemberRow): boolean => row.approved && !row.revoked;

/** Whether she has enrolled and has not been approved yet. */
export const waits = (row: MemberRow): boolean => !row.approved && !row.revoked;

/** Whether she belongs for a time only. */
export const isGuest = (row: MemberRow): boolean => row.until !== null && !row.revoked;
