//! The messages of the HTTP interface, version 1. Bodies are deterministic CBOR (`application/cbor`); the routes
//! stand in `docs/protocol.md`. Whoever holds the token of a session speaks for one device.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::certificate::DeviceClass;
use crate::entry::SignedEntry;
use crate::id::{DeviceId, EventId, InvitationId, LogId, MemberId};
use crate::language::Language;
use crate::organisation::details::Notice;
use crate::sign::Signature;

/// The content type of every body but blobs.
pub const CONTENT_TYPE: &str = "application/cbor";

/// The header of every request that tells the program's version, such as `1.4.0`.
pub const VERSION_HEADER: &str = "verband-version";

/// The largest part of a slot, in bytes.
pub const MAX_SLOT_PART: usize = 8 << 10;

/// How long a slot lasts by the server's clock, in milliseconds: 10 minutes.
pub const SLOT_VALIDITY: u64 = 10 * 60 * 1000;

/// Parts of a slot.
pub const SLOT_PARTS: usize = 3;

macro_rules! message {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $n:literal $field:ident: $ty:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
        #[cbor(map)]
        pub struct $name { $($(#[$fdoc])* #[n($n)] pub $field: $ty),* }
    )*};
}

mod conversation;

pub use conversation::*;

message! {
    /// Founds an organisation: `POST /v1/organisations`.
    Found {
        /// The one-time token of the set-up link that the server printed.
        0 token: String,
        /// Genesis, the first invitation, claim, administrator, directory key.
        1 entries: Vec<SignedEntry>,
    }
    /// Answer to [`Found`].
    Founded {
        /// The organisation.
        0 organisation: LogId,
    }
    /// Invitations with what their codes open, all or none: `POST /v1/invitations`. The answer is [`AppendedAll`].
    Invite {
        /// The entries of the organisation log, in order.
        0 entries: Vec<SignedEntry>,
        /// For each an [`InvitationBundle`], sealed with the key that its code derives.
        1 bundles: Vec<ByteVec>,
    }
    /// Answer to `GET /v1/invitations/{id}`; for whoever knows the id, which only the code derives.
    InvitationFound {
        /// Sealed [`InvitationBundle`].
        0 bundle: ByteVec,
    }
    /// What the invited person's device must know before it trusts anything.
    InvitationBundle {
        /// The organisation: the hash of its genesis entry.
        0 organisation: LogId,
        /// The organisation's name.
        1 organisation_name: String,
        /// Which invitation.
        2 invitation: InvitationId,
        /// The name that the administrator wrote, for the person to check; empty for a registration key.
        3 name: String,
        /// The newest position of the organisation log that the inviter knew: the served log must contain it.
        4 position: crate::entry::Position,
        /// The member who starts anew with it.
        5 renews: Option<MemberId>,
        /// With a registration key: what the person's name is sealed to.
        6 registration: Option<Registration>,
        /// The privacy notice, for the person to read before anything else.
        7 notice: Option<Notice>,
        /// Digits of a PIN, at least.
        8 pin_length: u8,
        /// Whether it is for a bot: what comes in with it is one, and nobody's device.
        9 bot: bool,
    }

    /// Uses an invitation: `POST /v1/invitations/{id}/claim`.
    Claim {
        /// The claim entry.
        0 entry: SignedEntry,
    }
    /// Where an entry stands: answer to every append.
    Appended {
        /// Its position; of a resend, the old one.
        0 seq: u64,
    }
    /// Counts of the organisation, and nothing about any one of its people: answer to `GET /v1/statistics`.
    Statistics {
        /// Members who belong to the organisation.
        0 members_active: u64,
        /// Members who wait for approval.
        1 members_waiting: u64,
        /// Members who have left.
        2 members_left: u64,
        /// Devices that are trusted, by kind of machine, ascending; kinds that nobody has are absent.
        3 devices: Vec<DeviceCount>,
        /// Invitations that can still be used.
        4 invitations_open: u64,
        /// How often an invitation was used.
        5 invitations_used: u64,
        /// Conversations of every kind.
        6 conversations: u64,
        /// Bytes of the organisation on the server.
        7 bytes_used: u64,
        /// Bytes that it may use there.
        8 bytes_allowed: u64,
        /// Trusted devices by the age of their last contact, which are the ones to look after.
        9 contacts: ContactCounts,
        /// Bytes that are free on the disk of the server, whoever they are for; none where it cannot tell.
        10 bytes_free: Option<u64>,
    }
    /// How many devices last reached the server how long ago.
    ContactCounts {
        /// Within 7 days.
        0 week: u64,
        /// Within 30 days.
        1 month: u64,
        /// Longer ago.
        2 longer: u64,
        /// Not yet.
        3 never: u64,
    }
    /// How many devices are of a kind.
    DeviceCount {
        /// The kind.
        0 class: DeviceClass,
        /// How many.
        1 count: u64,
    }
    /// Asks for a login challenge: `POST /v1/session/challenge`.
    ChallengeRequest {
        /// For which device.
        0 device: DeviceId,
    }
    /// Answer to [`ChallengeRequest`].
    Challenge {
        /// Random bytes, valid for one login within a minute.
        0 nonce: ByteVec,
    }
    /// Logs in: `POST /v1/session`.
    Login {
        /// The device.
        0 device: DeviceId,
        /// The challenge.
        1 nonce: ByteVec,
        /// By the login key over [`login_message`].
        2 signature: Signature,
    }
    /// Answer to [`Login`].
    Session {
        /// For the header `authorization: Bearer …`; the server keeps its hash only.
        0 token: String,
        /// End of validity in milliseconds since the Unix epoch.
        1 expires_at: u64,
    }
    /// Asks for what proves that this device is shut out: `POST /v1/session/revocation`, for whoever can log in no more. The
    /// answer is a [`Page`] of the organisation log that ends with the revocation, or with the policy that does not permit its
    /// kind of machine, without bodies.
    RevocationRequest {
        /// The device.
        0 device: DeviceId,
        /// The challenge.
        1 nonce: ByteVec,
        /// As in [`Login`].
        2 signature: Signature,
        /// The position of the organisation log that it knows.
        3 after: u64,
    }
    /// Asks the server to mail that an invitation is on its way: `POST /v1/mail/invitations`. The answer is
    /// [`InvitationMail`]. Until when the invitation is valid and who it is for the server knows, or must not know.
    MailInvitation {
        /// Chosen at random by who asks. Asked again with the same, nothing is sent again.
        0 request: EventId,
        /// The e-mail address. It is deleted as soon as the mail is sent or has failed for good.
        1 to: String,
        /// Which invitation.
        2 invitation: InvitationId,
        /// In which language.
        3 language: Language,
    }
    /// What became of the newest mail for an invitation: answer to `GET /v1/mail/invitations/{id}`.
    InvitationMail {
        /// Where it stands.
        0 state: MailState,
        /// Since when, in milliseconds since the Unix epoch.
        1 at: u64,
        /// What the relay said last, if it did not take it. Never with the address.
        2 reason: Option<String>,
    }
    /// The organisation's own words in the mail, for each language: `GET` and `PUT /v1/mail/template`.
    MailTemplate {
        /// In German.
        0 german: MailText,
        /// In English.
        1 english: MailText,
    }
    /// The organisation's own words in one language, with the placeholders `{organisation}`, `{reference}`,
    /// `{expires}` and `{link}`. What must be in every mail stands between greeting and closing.
    MailText {
        /// One line.
        0 subject: String,
        /// Before.
        1 greeting: String,
        /// After.
        2 closing: String,
    }
    /// What a key on paper is good for: answer to `GET /v1/recoveries/{key}`, where `key` is its public half as hex digits.
    RecoveryFound {
        /// The organisation. Who comes back compares its fingerprint with what is printed beside the key.
        0 organisation: LogId,
        /// Its name.
        1 organisation_name: String,
        /// The newest position of its log.
        2 position: crate::entry::Position,
        /// Digits of a PIN, at least.
        3 pin_length: u8,
        /// Whose key it is.
        4 whose: PaperKeyOf,
    }
    /// Brings in a device by a key on paper: `POST /v1/recoveries/{key}`. The answer is [`AppendedAll`]. All entries are by
    /// that device or by the root key.
    Recover {
        /// In order.
        0 entries: Vec<SignedEntry>,
    }
    /// The key backup of one device, for the member's recovery key alone: `PUT /v1/backup`.
    Backup {
        /// Which device made it.
        0 device: DeviceId,
        /// [`crate::backup::SignedBackup`].
        1 backup: ByteVec,
    }
    /// The key backups of the caller's member: answer to `GET /v1/backups`.
    Backups {
        /// One for each device.
        0 backups: Vec<Backup>,
    }
    /// Writes a part of a slot, which nobody writes again: `PUT /v1/slots/{slot}/{part}`. Part 0 opens the slot. What the
    /// parts say: [`linking`](crate::linking).
    SlotPart {
        /// At most [`MAX_SLOT_PART`] bytes.
        0 sealed: ByteVec,
    }
    /// Answer to `GET /v1/slots/{slot}/{part}`.
    SlotFound {
        /// None as long as nobody has written it.
        0 sealed: Option<ByteVec>,
    }
    /// When devices last reached the server: answer to `GET /v1/devices`.
    DeviceContacts {
        /// Active devices that the caller may know it of, in order of id.
        0 devices: Vec<DeviceContact>,
    }
    /// When a device last reached the server.
    DeviceContact {
        /// Which.
        0 device: DeviceId,
        /// When, as exactly as the caller may know it.
        1 last: LastContact,
    }
    /// The body of every answer that is no success.
    Problem {
        /// What went wrong.
        0 code: ProblemCode,
        /// With [`ProblemCode::StaleEpoch`]: the epoch of the log. With [`ProblemCode::Gap`]: the counter expected.
        1 expected: Option<u64>,
        /// With [`ProblemCode::Refused`]: which rule, for the log of a developer. With
        /// [`ProblemCode::NotConfigured`]: what.
        2 reason: Option<String>,
    }
}

/// The public key that whoever uses a registration key seals her name to: its private half derives from the directory
/// key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Registration {
    /// From which generation of the directory key.
    #[n(0)]
    pub generation: u32,
    /// X25519 (HPKE, RFC 9180).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub key: [u8; 32],
}

/// Whose a key on paper is, and what its holder has to know to sign with it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum PaperKeyOf {
    /// A member's recovery key.
    #[n(0)]
    Member {
        /// Whose.
        #[n(0)]
        member: MemberId,
        /// Her active devices.
        #[n(1)]
        devices: Vec<DeviceId>,
    },
    /// The root key.
    #[n(1)]
    Root {
        /// The counter that its next entry has.
        #[n(0)]
        counter: u64,
        /// Who administers.
        #[n(1)]
        administrators: Vec<MemberId>,
    },
}

/// When a device last reached the server. Of one's own devices the day is told, of colleagues' devices only how long ago
/// it is: nobody's working hours can be read from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum LastContact {
    /// Not yet.
    #[n(0)]
    Never,
    /// On this day (UTC), in days since the Unix epoch.
    #[n(1)]
    Day(#[n(0)] u32),
    /// Within the last seven days.
    #[n(2)]
    Week,
    /// Within the last thirty days.
    #[n(3)]
    Month,
    /// Longer ago.
    #[n(4)]
    Longer,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum MailState {
    /// It is tried until the relay takes or refuses it.
    #[n(0)]
    Waiting,
    /// The relay took it. Whether it arrived nobody tells the server.
    #[n(1)]
    Sent,
    /// It was refused for good.
    #[n(2)]
    Failed,
}

/// Why the server did not do what it was asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ProblemCode {
    /// 400: the request is not in the expected form.
    #[n(0)]
    Malformed,
    /// 401: no session, or it ended: log in again.
    #[n(1)]
    Unauthenticated,
    /// 403: this device may not do that.
    #[n(2)]
    Forbidden,
    /// 404: not there, or not for this device.
    #[n(3)]
    NotFound,
    /// 409: another commit came first; apply it and build again.
    #[n(4)]
    StaleEpoch,
    /// 409: an entry of this device is missing before this one.
    #[n(5)]
    Gap,
    /// 410: the invitation was used, withdrawn or is out of date.
    #[n(6)]
    InvitationGone,
    /// 413: larger than allowed.
    #[n(7)]
    TooLarge,
    /// 422: the rules of validity refuse it.
    #[n(8)]
    Refused,
    /// 429: too many requests; try later.
    #[n(9)]
    Busy,
    /// 507: no space left, or the quota is used up.
    #[n(10)]
    Full,
    /// 500: a fault of the server.
    #[n(11)]
    Internal,
    /// 410: an organisation was founded with this set-up token already.
    #[n(12)]
    SetUpUsed,
    /// 410: the set-up token is out of date, or a newer one took its place.
    #[n(13)]
    SetUpExpired,
    /// 501: the server's operator has not set up what this needs, for instance a mail relay.
    #[n(14)]
    NotConfigured,
    /// 426: the policy of the organisation wants a newer program.
    #[n(15)]
    Outdated,
    /// 410: the time of the slot is over, or it never was.
    #[n(16)]
    SlotGone,
    /// 409: something else stands in this part of the slot.
    #[n(17)]
    SlotTaken,
    /// 507: the files of this conversation take what the policy of the organisation gives each.
    #[n(18)]
    Quota,
    /// 423: a legal hold binds: nothing is erased.
    #[n(19)]
    Held,
    /// 425: the time of what would be erased is not over, by the policy or by the server's clock.
    #[n(20)]
    TooEarly,
    /// 403: the policy of the organisation does not permit the kind of machine that this device is.
    #[n(21)]
    DeviceClass,
}

impl ProblemCode {
    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden | Self::DeviceClass => 403,
            Self::NotFound => 404,
            Self::StaleEpoch | Self::Gap | Self::SlotTaken => 409,
            Self::InvitationGone | Self::SetUpUsed | Self::SetUpExpired | Self::SlotGone => 410,
            Self::TooLarge => 413,
            Self::Refused => 422,
            Self::Held => 423,
            Self::TooEarly => 425,
            Self::Outdated => 426,
            Self::Busy => 429,
            Self::Internal => 500,
            Self::NotConfigured => 501,
            Self::Full | Self::Quota => 507,
        }
    }
}

/// What a device signs to log in: the server it means, the challenge and itself.
pub fn login_message(origin: &str, nonce: &[u8], device: &DeviceId) -> Vec<u8> {
    crate::cbor::encode(&(origin, ByteVec::from(nonce.to_vec()), *device))
}
