//! Flat rows and ids. Rows of the client that the generator can carry as they are, are only declared again; ids are hex text.

use uniffi::custom_type;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::{BlobId, DeviceId, EventId, InvitationId, LogId, MemberId};
use verband_client::protocol::policy::{ConversationKind, History, Join};
use verband_client::{AlarmKind, AlarmRow, ConversationRow, DeviceRow, InvitationRow, MemberRow, MessageState};

use crate::error::VerbandError;

custom_type!(LogId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(DeviceId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(MemberId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(EventId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(BlobId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(InvitationId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });

fn parse<T: std::str::FromStr<Err: Into<VerbandError>>>(text: &str) -> Result<T, VerbandError> {
    text.parse().map_err(Into::into)
}

/// Values with a secret in them are printed by their name alone, so that none ends up in an app's log.
macro_rules! not_printed {
    ($($name:ident),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
pub(crate) use not_printed;

not_printed!(Invited);

/// Who may join a channel.
#[uniffi::remote(Enum)]
pub enum Join {
    /// Whoever asks is admitted by any member's device.
    Open,
    /// A moderator admits, or the administrator's invitation names the channel.
    Invitation,
    /// As by invitation, and the channel is not listed.
    Hidden,
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

/// How far a message has come.
#[uniffi::remote(Enum)]
pub enum MessageState {
    /// On this device only; it is sent as soon as there is a network.
    Waiting,
    /// In the log.
    Sent,
    /// Refused for good.
    Failed,
    /// Somebody else's, and it cannot be opened.
    Unreadable,
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
    /// Text of the newest message.
    pub last_text: String,
    /// Time of the newest message, in milliseconds since the Unix epoch; 0 if there is none.
    pub last_at: u64,
    /// Messages that this person has not seen.
    pub unread: u64,
    /// Whether this device is still in it and can write.
    pub writable: bool,
    /// Whether an alarm stopped it.
    pub halted: bool,
}

/// A member of the organisation.
#[uniffi::remote(Record)]
pub struct MemberRow {
    /// Her id.
    pub id: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What she does.
    pub function: String,
    /// Where.
    pub ward: String,
    /// When she can be reached, in her own words.
    pub availability: String,
    /// JPEG.
    pub picture: Option<Vec<u8>>,
    /// Whether she administers.
    pub admin: bool,
    /// Whether her claim was approved.
    pub approved: bool,
    /// Whether she has left.
    pub revoked: bool,
    /// When her membership ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// How often she started anew with a new letter.
    pub renewals: u32,
}

/// A device.
#[uniffi::remote(Record)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// Her name.
    pub member_name: String,
    /// What she calls it.
    pub name: String,
    /// What kind of machine it is.
    pub class: DeviceClass,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether it is this one.
    pub own: bool,
}

/// An invitation.
#[uniffi::remote(Record)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// For whom; of a registration key its title.
    pub name: String,
    /// Whether several people can use it.
    pub registration_key: bool,
    /// How many have used it.
    pub claims: u32,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// Whether it is used up.
    pub used: bool,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
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
    /// Ids and positions, for whoever looks into it.
    pub detail: String,
    /// Whether there is evidence, which `verband alarms --evidence` writes to a file.
    pub evidence: bool,
}

/// A message in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MessageRow {
    /// The event.
    pub event: EventId,
    /// Its position in the log; none while it waits.
    pub seq: Option<u64>,
    /// Who wrote it.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether it is this person's own.
    pub own: bool,
    /// The author's clock, in milliseconds since the Unix epoch.
    pub sent_at: u64,
    /// The text, or the caption of a photo.
    pub text: String,
    /// The photo, if it is one.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Width of the photo as shown, in pixels; 0 if it is none.
    pub photo_width: u32,
    /// Height of the photo as shown, in pixels; 0 if it is none.
    pub photo_height: u32,
    /// How far it has come.
    pub state: MessageState,
}

impl From<verband_client::MessageRow> for MessageRow {
    fn from(row: verband_client::MessageRow) -> Self {
        let (photo_width, photo_height) = row.photo_size.unwrap_or_default();
        Self {
            event: row.event,
            seq: row.seq,
            author: row.author,
            author_name: row.author_name,
            own: row.own,
            sent_at: row.sent_at,
            text: row.text,
            photo: row.photo,
            thumbnail: row.thumbnail,
            photo_width,
            photo_height,
            state: row.state,
        }
    }
}

/// Who a profile is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Account {
    /// The server's address.
    pub server: String,
    /// The organisation.
    pub organisation: LogId,
    /// Its name.
    pub organisation_name: String,
    /// Who one is.
    pub member: MemberId,
    /// One's name, as the invitation said.
    pub name: String,
    /// This device.
    pub device: DeviceId,
}

impl Account {
    pub(crate) fn new(account: verband_client::Account, device: DeviceId) -> Self {
        Self {
            server: account.server,
            organisation: account.organisation,
            organisation_name: account.organisation_name,
            member: account.member,
            name: account.name,
            device,
        }
    }
}

/// Whether the server is reached, and what waits.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Status {
    /// Whether the server is being followed.
    pub online: bool,
    /// Events that wait to be sent.
    pub waiting: u64,
    /// Events that were refused for good.
    pub refused: u64,
    /// The code of the error that ended following by itself, for example `revoked`.
    pub ended: Option<String>,
}

/// An invitation and the code for its letter. The code is nowhere else.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The code in groups of four.
    pub code: String,
    /// The same as a link for a QR code, with the server's address.
    pub link: String,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
}

impl From<verband_client::Invited> for Invited {
    fn from(invited: verband_client::Invited) -> Self {
        Self {
            id: invited.id,
            code: invited.code.to_string(),
            link: invited.link.to_string(),
            not_after: invited.not_after,
        }
    }
}
