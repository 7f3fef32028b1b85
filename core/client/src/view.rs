//! What UIs show: flat rows, read from the store in pages.

use verband_protocol::certificate::DeviceClass;
use verband_protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::organisation::{InvitationKind, OrganisationPolicy};
use verband_protocol::policy::{ConversationKind, History};
use verband_rules::organisation::{InvitationState, OrganisationState};
use verband_rules::retention::{Hold, days_that_hold, hold_that_binds};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension, Row};

use crate::client::Client;
use crate::directory;
use crate::error::ClientError;
use crate::kind::{RowKind, may_alert_in};
use crate::log::{self, LogStatus};
use crate::markup::plain;

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
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
    /// Whether this device is still in it and this person may write.
    pub writable: bool,
    /// Whether she may call everybody at once, and write messages that sound louder.
    pub may_alert: bool,
    /// Whether an alarm stopped it.
    pub halted: bool,
    /// Days after which content is erased here; none if it stays. See [`Client::retention`].
    pub retention_days: Option<u32>,
    /// Whose legal hold keeps all that is in it, if one binds.
    pub hold: Option<Hold>,
}

/// A member of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
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
    /// Whether it is a bot: an automatic member.
    pub bot: bool,
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
    /// Whether this person verified her face to face, and she has not started anew since.
    pub verified: bool,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub this_device: bool,
}

/// Who uses an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationUse {
    /// One person.
    Person,
    /// Several people, each of whom says her own name: a registration key.
    RegistrationKey,
    /// A member who lost everything and stays who she is.
    Renewal,
    /// A bot.
    Bot,
}

/// How an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationStanding {
    /// Its code opens.
    Open,
    /// As many have used it as may.
    Used,
    /// Somebody took it back.
    Withdrawn,
    /// Its time is over.
    Expired,
    /// Whoever issued it may no longer invite so, or the member of a new letter has left.
    Void,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// Who uses it.
    pub kind: InvitationUse,
    /// For whom; of a registration key its title.
    pub name: String,
    /// What she does.
    pub function: String,
    /// Where.
    pub ward: String,
    /// How it stands now.
    pub state: InvitationStanding,
    /// Whether each claim waits for approval.
    pub approval: bool,
    /// How many can use it.
    pub limit: u32,
    /// How many have used it.
    pub claims: u32,
    /// Who issued it; none for the root key.
    pub issuer: Option<MemberId>,
    /// Her name.
    pub issuer_name: String,
    /// When, by the issuer's clock, in milliseconds since the Unix epoch.
    pub issued_at: u64,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// When a membership that it brings ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// The roles that it brings.
    pub roles: Vec<RoleId>,
    /// The teams that it brings.
    pub teams: Vec<TeamId>,
    /// The channels that it brings.
    pub conversations: Vec<LogId>,
}

impl InvitationRow {
    fn new(
        connection: &Connection,
        organisation: &OrganisationState,
        now: u64,
        (state, issued_at): (&InvitationState, u64),
    ) -> Result<Self, StoreError> {
        let InvitationState { invitation, issuer, claims, withdrawn_at } = state;
        let standing = if state.is_used_up() {
            InvitationStanding::Used
        } else if state.ran_out() || (withdrawn_at.is_none() && invitation.not_after <= now) {
            InvitationStanding::Expired
        } else if withdrawn_at.is_some() {
            InvitationStanding::Withdrawn
        } else if organisation.usable_invitation(&invitation.id).is_err() {
            InvitationStanding::Void
        } else {
            InvitationStanding::Open
        };
        let MemberDetails { name, function, ward } = directory::invited_person(connection, &invitation.id)?;
        let issuer_name = issuer.map(|issuer| directory::name_of(connection, &issuer)).transpose()?;
        Ok(Self {
            id: invitation.id,
            kind: match invitation.kind {
                InvitationKind::Personal { .. } => InvitationUse::Person,
                InvitationKind::RegistrationKey { .. } => InvitationUse::RegistrationKey,
                InvitationKind::Renewal(_) => InvitationUse::Renewal,
                InvitationKind::Bot => InvitationUse::Bot,
            },
            name,
            function,
            ward,
            state: standing,
            approval: invitation.kind.approval(),
            limit: invitation.kind.limit(),
            claims: *claims,
            issuer: *issuer,
            issuer_name: issuer_name.unwrap_or_default(),
            issued_at,
            not_after: invitation.not_after,
            until: invitation.until,
            roles: invitation.roles.clone(),
            teams: invitation.teams.clone(),
            conversations: invitation.conversations.clone(),
        })
    }
}

impl Client {
    /// The conversations, newest first, favourites before all and the archive after all, without the personal space.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn conversations(&self) -> Result<Vec<ConversationRow>, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        inner.store.read(|connection| conversations(connection, &inner.account.member, &organisation))
    }

    /// One conversation, which may be the personal space.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn conversation(&self, log: &LogId) -> Result<ConversationRow, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        let row = inner.store.read(|connection| conversation(connection, &inner.account.member, &organisation, log))?;
        row.ok_or(ClientError::NotFound("conversation"))
    }

    /// Everybody in the organisation, by name.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn members(&self) -> Result<Vec<MemberRow>, ClientError> {
        let rows = self.readable()?.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT id, name, admin, state, function, ward, availability, picture, until, renewals,
                        EXISTS (SELECT 1 FROM verified WHERE verified.member = id AND generation = renewals),
                        EXISTS (SELECT 1 FROM device WHERE device.member = member.id AND class = ?1)
                     FROM member ORDER BY name COLLATE NOCASE, id",
            )?;
            // The rules see to it that a bot, and nobody else, has devices of this class.
            let rows = statement.query_map([DeviceClass::Bot as i64], |row| {
                let state: i64 = row.get(3)?;
                Ok(MemberRow {
                    id: MemberId(row.get(0)?),
                    name: row.get(1)?,
                    bot: row.get(11)?,
                    admin: row.get(2)?,
                    approved: state == 1,
                    revoked: state == 2,
                    function: row.get(4)?,
                    ward: row.get(5)?,
                    availability: row.get(6)?,
                    picture: row.get(7)?,
                    until: row.get(8)?,
                    renewals: row.get(9)?,
                    verified: row.get(10)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(rows)
    }

    /// All devices of the organisation, one's own first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn devices(&self) -> Result<Vec<DeviceRow>, ClientError> {
        let inner = self.readable()?;
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT device.id, device.member, coalesce(member.name, ''), device.revoked_seq IS NOT NULL,
                        device.name, device.class
                 FROM device LEFT JOIN member ON member.id = device.member
                 ORDER BY device.member <> ?1, device.added_seq",
            )?;
            let rows = statement.query_map([inner.account.member.as_bytes()], |row| {
                let id = DeviceId(row.get(0)?);
                Ok(DeviceRow {
                    id,
                    member: MemberId(row.get(1)?),
                    member_name: row.get(2)?,
                    revoked: row.get(3)?,
                    name: row.get(4)?,
                    class: class_of(row.get(5)?),
                    this_device: id == inner.keys.id,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(rows)
    }

    /// All invitations, newest first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn invitations(&self) -> Result<Vec<InvitationRow>, ClientError> {
        let inner = self.readable()?;
        let (organisation, now) = (inner.organisation()?, inner.ports.clock.now_ms());
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT entry.author, entry.header, entry.sig, entry.body, invitation.id FROM invitation
                 JOIN entry ON entry.log = ?1 AND entry.seq = invitation.seq ORDER BY invitation.seq DESC",
            )?;
            let mut rows = statement.query([inner.account.organisation.as_bytes()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let issued_at = log::entry_of(row)?.read().map_or(0, |header| header.sent_at);
                if let Some(state) = organisation.invitation(&InvitationId(row.get(4)?)) {
                    all.push(InvitationRow::new(connection, &organisation, now, (state, issued_at))?);
                }
            }
            Ok(all)
        })?;
        Ok(rows)
    }

    /// How many events wait to be sent, and how many were refused.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn outbox(&self) -> Result<(u64, u64), ClientError> {
        let counts = self.inner()?.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT count(*) FILTER (WHERE state < 2), count(*) FILTER (WHERE state = 2) FROM outbox",
            )?;
            Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })?;
        Ok(counts)
    }
}

/// The kind of machine behind a stored number.
fn class_of(value: i64) -> DeviceClass {
    DeviceClass::ALL.into_iter().find(|class| *class as i64 == value).unwrap_or(DeviceClass::Phone)
}

/// A chat has no title: it shows the names of the others.
const TITLE: &str = "CASE kind WHEN 2 THEN coalesce((SELECT group_concat(name, ', ' ORDER BY name) \
     FROM chat_member JOIN member ON member.id = chat_member.member \
     WHERE chat_member.log = conversation.log AND member.id <> ?1 AND name <> ''), '') ELSE title END";

/// What a row of the list is read from, besides its title.
const ROW: &str = "history, last_text, last_at, unread, conversation.state, marked_unread, coalesce(draft.text, ''), \
     description, coalesce(mute.value, 0), coalesce(favourite.value, 0) AS first, coalesce(archive.value, 0) AS last, \
     writers IS NOT 0, (SELECT iif(deleted, -1, kind) FROM message WHERE log = conversation.log AND place = last_seq), \
     keep_days, held, draft.reply_to FROM conversation \
     LEFT JOIN draft ON draft.log = conversation.log AND draft.form = 'message' AND draft.about = x'' \
     LEFT JOIN setting AS mute ON mute.conversation = conversation.log AND mute.field = 1 \
     LEFT JOIN setting AS favourite ON favourite.conversation = conversation.log AND favourite.field = 2 \
     LEFT JOIN setting AS archive ON archive.conversation = conversation.log AND archive.field = 3";

pub(crate) fn conversations(
    connection: &Connection,
    own: &MemberId,
    organisation: &OrganisationState,
) -> Result<Vec<ConversationRow>, ClientError> {
    let order = "ORDER BY last, first DESC, max(last_at, created_at) DESC, conversation.log";
    let sql = format!("SELECT conversation.log, kind, {TITLE}, {ROW} WHERE kind <> 3 {order}");
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let rows = statement.query_map([own.as_bytes()], conversation_row).map_err(StoreError::from)?;
    let policy = organisation.policy();
    let complete = |row| complete(connection, own, organisation, &policy, row);
    rows.map(|row| complete(row.map_err(StoreError::from)?)).collect()
}

/// One conversation, the personal space included.
fn conversation(
    connection: &Connection,
    own: &MemberId,
    organisation: &OrganisationState,
    log: &LogId,
) -> Result<Option<ConversationRow>, ClientError> {
    let sql = format!("SELECT conversation.log, kind, {TITLE}, {ROW} WHERE conversation.log = ?2");
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let row = statement.query_row((own.as_bytes(), log.as_bytes()), conversation_row).optional();
    let complete = |row| complete(connection, own, organisation, &organisation.policy(), row);
    row.map_err(StoreError::from)?.map(complete).transpose()
}

/// Asks the rules where not everybody writes: few conversations are like that, and only of these the state is read. And adds
/// what the organisation says of how long things stay.
fn complete(
    connection: &Connection,
    own: &MemberId,
    organisation: &OrganisationState,
    policy: &OrganisationPolicy,
    (mut row, limited, held): (ConversationRow, bool, Option<bool>),
) -> Result<ConversationRow, ClientError> {
    if row.writable && limited {
        let state = log::state(connection, &row.log)?;
        row.writable = state.may_write(own, organisation.position().seq, organisation);
    }
    row.may_alert = may_alert_in(row.kind, own, organisation.position().seq, organisation);
    let (own_days, held) = match held {
        Some(held) => (row.retention_days, held),
        // Of a program that did not keep it there.
        None => log::followed(connection, &row.log)?
            .and_then(|followed| followed.state.policy)
            .map_or((None, false), |policy| (policy.retention_days, policy.hold)),
    };
    row.retention_days = days_that_hold(row.kind, own_days, policy);
    row.hold = hold_that_binds(held, policy);
    Ok(row)
}

/// A row, whether not everybody may write, and whether its moderators hold what is in it, if that is kept there.
fn conversation_row(row: &Row<'_>) -> Result<(ConversationRow, bool, Option<bool>), verband_store::rusqlite::Error> {
    let status = LogStatus::from_row(row.get(7)?);
    let shown = ConversationRow {
        log: LogId(row.get(0)?),
        kind: kind_of(row.get(1)?),
        title: row.get(2)?,
        history: match row.get::<_, i64>(3)? {
            1 => History::FromJoin,
            2 => History::Closed,
            _ => History::Full,
        },
        last_text: plain(row.get_ref(4)?.as_str()?),
        last_kind: row.get::<_, Option<i64>>(15)?.map(|number| match u16::try_from(number) {
            Ok(number) => RowKind::from_row(number, false),
            Err(_) => RowKind::Deleted,
        }),
        last_at: row.get(5)?,
        unread: row.get(6)?,
        marked_unread: row.get(8)?,
        draft: row.get(9)?,
        draft_reply: row.get::<_, Option<[u8; 16]>>(18)?.map(EventId),
        description: row.get(10)?,
        muted_until: row.get(11)?,
        favourite: row.get(12)?,
        archived: row.get(13)?,
        writable: matches!(status, LogStatus::Live | LogStatus::Joining | LogStatus::Awaited),
        may_alert: false,
        halted: status == LogStatus::Halted,
        // What the channel says; the organisation may want less.
        retention_days: row.get(16)?,
        hold: None,
    };
    Ok((shown, row.get(14)?, row.get(17)?))
}

/// What kind a conversation is, behind the stored number.
pub(crate) fn kind_of(value: i64) -> ConversationKind {
    match value {
        2 => ConversationKind::Chat,
        3 => ConversationKind::Personal,
        _ => ConversationKind::Channel,
    }
}

/// What a conversation is called, as in the list of them.
pub(crate) fn title_of(connection: &Connection, log: &LogId, own: &MemberId) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {TITLE} FROM conversation WHERE log = ?2"))?;
    let title = statement.query_row((own.as_bytes(), log.as_bytes()), |row| row.get(0)).optional()?;
    Ok(title.unwrap_or_default())
}
