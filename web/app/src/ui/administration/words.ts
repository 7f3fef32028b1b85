// How the administration calls its areas, rights, roles and devices.

import type { AlarmRow, DeviceClass, DeviceContact, Right, RoleRow } from "verband-core/types.js";
import type { Area } from "../../model/administration.svelte.ts";
import { t } from "../../model/texts.svelte.ts";
import { day } from "../../model/time.ts";

const AREAS: Record<Area, () => string> = {
  members: () => t("area-members"),
  invitations: () => t("area-invitations"),
  import: () => t("area-import"),
  roles: () => t("area-roles"),
  teams: () => t("area-teams"),
  rules: () => t("area-rules"),
  notice: () => t("notice"),
  devices: () => t("area-devices"),
  retention: () => t("area-retention"),
  statistics: () => t("area-statistics"),
  log: () => t("area-log"),
  checks: () => t("area-checks"),
  setup: () => t("area-setup"),
};

export const areaTitle = (area: Area): string => AREAS[area]();

const RIGHTS: Record<Right, () => string> = {
  "invite": () => t("right-invite"),
  "approve": () => t("right-approve"),
  "manage-members": () => t("right-manage-members"),
  "manage-devices": () => t("right-manage-devices"),
  "manage-roles": () => t("right-manage-roles"),
  "manage-teams": () => t("right-manage-teams"),
  "manage-policy": () => t("right-manage-policy"),
  "create-channels": () => t("right-create-channels"),
  "start-chats": () => t("right-start-chats"),
  "contact-anyone": () => t("right-contact-anyone"),
  "moderate-channels": () => t("right-moderate-channels"),
  "statistics": () => t("right-statistics"),
  "alert": () => t("right-alert"),
};

export const ALL_RIGHTS = Object.keys(RIGHTS) as readonly Right[];

export const rightWords = (right: Right): string => RIGHTS[right]();

/** Roles that every organisation has are called by a word of ours, until somebody renames them. */
export function roleTitle(role: RoleRow): string {
  if (role.title) return role.title;
  switch (role.builtIn) {
    case "moderator": return t("role-moderator");
    case "guest": return t("role-guest");
    default: return t("role-member");
  }
}

const CLASSES: Record<DeviceClass, () => string> = {
  phone: () => t("machine-phone"),
  shared: () => t("machine-shared"),
  desktop: () => t("machine-desktop"),
  web: () => t("machine-web"),
  bot: () => t("machine-bot"),
};

export const ALL_CLASSES = Object.keys(CLASSES) as readonly DeviceClass[];

export const className = (kind: DeviceClass): string => CLASSES[kind]();

/** When a device last reached the server. */
export function contactWords(contact: DeviceContact | undefined): string {
  switch (contact?.last) {
    case "day": return t("contact-day", { day: day((contact.day ?? 0) * 86_400_000, Date.now()) });
    case "week": return t("contact-week");
    case "month": return t("contact-month");
    case "longer": return t("contact-longer");
    case "never": return t("contact-never");
    default: return t("contact-unknown");
  }
}

const ALARMS: Record<AlarmRow["kind"], (name: string) => string> = {
  fork: () => t("alarm-fork"),
  ghost: () => t("alarm-ghost"),
  refused: () => t("alarm-refused"),
  omission: () => t("alarm-omission"),
  commit: () => t("alarm-commit"),
  renewal: (name) => t("alarm-renewal", { name }),
  stale: () => t("alarm-stale"),
  newDevice: () => t("alarm-new-device"),
  sheet: (name) => t("alarm-sheet", { name }),
};

export const alarmWords = (alarm: AlarmRow): string => ALARMS[alarm.kind](alarm.memberName || t("alarm-nameless"));
