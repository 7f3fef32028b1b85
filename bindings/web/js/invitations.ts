// Inviting people: invitations and what they bring, lists of people, letters, e-mails: the values that cross between page and
// worker.

import type { Language, MemberDetails } from "./types.js";

export interface InvitationRow {
  id: string;
  /** Who uses it: one person, several who each say their names, a member who lost everything and stays who she is, a bot. */
  kind: "person" | "registrationKey" | "renewal" | "bot";
  /** For whom; of a registration key its title. */
  name: string;
  function: string;
  ward: string;
  /** `void`: whoever issued it may no longer invite so, or the member of a new letter has left. */
  state: "open" | "used" | "withdrawn" | "expired" | "void";
  /** Whether each claim waits for approval. */
  approval: boolean;
  /** How many can use it, and how many have. */
  limit: number;
  claims: number;
  /** Who issued it; none for the root key. */
  issuer: string | null;
  issuerName: string;
  /** These are in milliseconds since the Unix epoch; the last is the end of a membership that it brings. */
  issuedAt: number;
  notAfter: number;
  until: number | null;
  roles: string[];
  teams: string[];
  conversations: string[];
}

/** What an invitation brings. What is left out is as usual: a member of the house, for two weeks. */
export interface Terms {
  /** Channels that the new member is added to as soon as she has enrolled. */
  conversations?: string[];
  roles?: string[];
  teams?: string[];
  /** When her membership ends by itself, in milliseconds since the Unix epoch. */
  until?: number;
  /** How long the code is valid, in milliseconds. */
  validForMs?: number;
  /** Whether the claim waits for approval. */
  approval?: boolean;
  /** Whether the code goes by e-mail: then the claim also waits if the policy wants that. */
  mailed?: boolean;
}

/** Whom to invite. */
export interface NewInvitation {
  person: MemberDetails;
  terms?: Terms;
}

/** A key that so many people register with; each says her own name. */
export interface NewRegistrationKey {
  title: string;
  limit: number;
  terms?: Terms;
}

/** An invitation and the code for its letter, in groups of four and as a link for a QR code. */
export interface Invited {
  id: string;
  /** The person; of a registration key its title as name. */
  person: MemberDetails;
  code: string;
  link: string;
  notAfter: number;
}

/** A person in a list. Everything but the name may be empty. */
export interface ListedPerson {
  line: number;
  name: string;
  email: string;
  function: string;
  ward: string;
  language: Language | null;
  number: string;
}

/** A row that resembles somebody who is there already, by name but not in everything that is known of her. */
export interface SimilarPerson {
  person: ListedPerson;
  like: MemberDetails;
  resembles: "member" | "invited" | "listed";
  /** The line of that one, if it is another row. */
  line: number | null;
}

/** What a list of people would do. Nothing is done. */
export interface PeoplePlan {
  new: ListedPerson[];
  members: ListedPerson[];
  invited: ListedPerson[];
  duplicates: ListedPerson[];
  /** Who may be there already, or a namesake of somebody who is: the administrator decides. */
  similar: SimilarPerson[];
  /** Open invitations of people in the list that this person issued: what is withdrawn to undo the list. */
  undo: string[];
  /** Members whom no row is or resembles. Nothing happens to them. */
  missing: string[];
  /** What is wrong with the other rows, as sentences. */
  problems: { line: number; text: string }[];
}

/** An invitation that goes to somebody on paper. */
export interface Letter {
  invited: Invited;
  language: Language;
}

/** An invitation that goes to somebody by e-mail. */
export interface MailedLetter {
  letter: Letter;
  to: string;
}

/** What became of the newest e-mail for an invitation. */
export interface InvitationMail {
  state: "waiting" | "sent" | "failed";
  at: number;
  reason: string | null;
}

/** An e-mail to be asked for. */
export interface MailTo {
  invitation: string;
  to: string;
  language: Language;
}

/** What came of one of several e-mails: where it stands, or the code of the error. */
export interface Mailed {
  invitation: string;
  mail: InvitationMail | null;
  problem: string | null;
}

/** The organisation's words in one language, with `{organisation}`, `{reference}`, `{expires}` and `{link}`. */
export interface MailText {
  subject: string;
  greeting: string;
  closing: string;
}

/** The organisation's own words in these e-mails. */
export interface MailTemplate {
  german: MailText;
  english: MailText;
}

/** Inviting people. */
export interface Inviting {
  invitations: [{}, InvitationRow[]];
  invite: [{ people: NewInvitation[] }, Invited[]];
  inviteBot: [{ bot: NewInvitation }, Invited];
  inviteListed: [{ people: ListedPerson[]; terms?: Terms }, Invited[]];
  makeRegistrationKey: [{ key: NewRegistrationKey }, Invited];
  inviteAgain: [{ member: string }, Invited];
  reissue: [{ invitation: string }, Invited];
  withdraw: [{ invitations: string[] }, void];
  mailInvitation: [{ invitation: string; to: string; language: Language }, InvitationMail];
  /** Asked again, nothing is sent again. */
  mailInvitations: [{ mails: MailTo[] }, Mailed[]];
  invitationMail: [{ invitation: string }, InvitationMail];
  mailTemplate: [{}, MailTemplate];
  setMailTemplate: [{ template: MailTemplate }, void];
}
