//! Conversations and alarms.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::protocol::policy::{ConversationKind, History, Join};
use verband_client::rules::retention::Hold;
use verband_client::{AlarmKind, AlarmRow, ConversationRow, DraftKey, RowKind};

/// Who may join a channel.
#[uniffi::remote(Enum)]
pub enum Join {
    /// Whoever asks is admitted by any member's device.
    Open,
    /// A moderator admits, or the administrator's invitation names the channel.
    Invitation,
    /// As by invitation, and the channel is not listed.
    Hidden,
    /// Everybody in the organisation is in it.
    Everyone,
}

/// What kind a conversation is.
#[uniffi::remote(Enum)]
pub enum ConversationKind {
    /// A room of a team; members come and go.
    Channel,
    /// A closed chat of the people who were in it at its start.
    Chat,
    /// One member's own notes and files, on all her devices.
    Personal,
}

/// What somebody who comes later may read.
#[uniffi::remote(Enum)]
pub enum History {
    /// Everything from the first entry on.
    Full,
    /// What is written after her admission.
    FromJoin,
    /// Nobody comes later.
    Closed,
}

/// What an alarm is about.
#[uniffi::remote(Enum)]
pub enum AlarmKind {
    /// Two histories of one log.
    Fork,
    /// Something by an author whom the organisation does not know.
    Ghost,
    /// An entry that breaks another rule.
    Refused,
    /// The server left entries out or changed their order.
    Omission,
    /// A commit that no honest device makes.
    Commit,
    /// A member started anew with a new letter: ask her whether it was she.
    Renewal,
    /// Nothing new in the organisation for three weeks: no administrator was online, or the server hides the end of its log.
    Stale,
    /// A device of this person's came in by another one of hers, or by her paper key.
    NewDevice,
    /// Somebody became an administrator by the organisation's recovery sheet: ask who took it out of the safe.
    Sheet,
}

/// A conversation in the list.
#[uniffi::remote(Record)]
pub struct ConversationRow {
    /// Its id.
    pub log: LogId,
    /// What kind it is.
    pub kind: ConversationKind,
    /// Its title; of a chat, the names of the others.
    pub title: String,
    /// What newcomers read.
    pub history: History,
    /// Text of the newest message; empty if it has none, as a photo without a caption.
    pub last_text: String,
    /// What the newest message is, for what has no text; none if there is no message.
    pub last_kind: Option<RowKind>,
    /// Time of the newest message, in milliseconds since the Unix epoch; 0 if there is none.
    pub last_at: u64,
    /// Messages that this person has not seen.
    pub unread: u64,
    /// Whether she marked it as unread.
    pub marked_unread: bool,
    /// What was begun and not sent.
    pub draft: String,
    /// The event that it answers.
    pub draft_reply: Option<EventId>,
    /// What it is for, in a sentence or two.
    pub description: String,
    /// Until when this person does not want to hear of it, in milliseconds since the Unix epoch; 0 if she does.
    pub muted_until: u64,
    /// Whether it stands first.
    pub favourite: bool,
    /// Whether it stands last, out of the way.
    pub archived: bool,
    /// Whether this device is still in it and can write.
    pub writable: bool,
    /// Whether this person may call everybody at once, and write messages that sound louder.
    pub may_alert: bool,
    /// Whether an alarm stopped it.
    pub halted: bool,
    /// Days after which content is erased here; none if it stays.
    pub retention_days: Option<u32>,
    /// Whose legal hold keeps all that is in it, if one binds.
    pub hold: Option<Hold>,
}

/// Which draft it is: there is one for each.
#[uniffi::remote(Record)]
pub struct DraftKey {
    /// The conversation that it is begun in; none for what concerns the whole organisation.
    pub conversation: Option<LogId>,
    /// The form, by a name that the app gives it: at most 40 of a-z and `-`.
    pub form: String,
    /// What it is about, if there is one of its kind for each event: a wound, an appointment.
    #[uniffi(default = None)]
    pub about: Option<EventId>,
}

/// An alarm.
#[uniffi::remote(Record)]
pub struct AlarmRow {
    /// Counts the alarms of this profile.
    pub id: i64,
    /// When it was raised, in milliseconds since the Unix epoch.
    pub at: u64,
    /// In which log.
    pub log: Option<LogId>,
    /// What kind it is.
    pub kind: AlarmKind,
    /// Whom to ask: who started anew, or administers by the recovery sheet.
    pub member: Option<MemberId>,
    /// Her name; empty if nobody is to be asked, or it cannot be read.
    pub member_name: String,
    /// Ids and positions, for whoever looks into it.
    pub detail: String,
    /// Whether there is evidence, to be had as a file that `verband verify` examines.
    pub evidence: bool,
}
