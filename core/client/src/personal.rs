//! The personal space: one conversation of each member with herself, for what she notes, keeps, and wants on all of her
//! devices. Her first device founds it by itself; further ones are added as to any conversation she is in.
//!
//! Its id is known before it is here, so a device has a place for it from its first moment on: what is put there before the
//! first sync, or before another device of hers has added this one, waits in the outbox like everything else.

use verband_protocol::body::{Kind, pack, unpack};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::entry::Class;
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::policy::{ConversationPolicy, personal_space};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Topic, Tx, WAITING};

use crate::client::{Client, Inner};
use crate::conversations::insert_conversation;
use crate::error::ClientError;
use crate::kind::{self, Event};
use crate::log::{self, LogStatus, kind_number};

impl Client {
    /// The personal space of this person, from the beginning: what is put into it before the first sync waits. A bot has none.
    /// It is a conversation like any other, that nobody leaves and nobody lists. Before the first sync its id may be one that
    /// changes with it, if she had lost all of her devices before: ask again after a sync.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn personal_space(&self) -> Result<Option<LogId>, ClientError> {
        self.inner()?.personal_space()
    }
}

/// Something that waits in the personal space.
struct Waiting {
    event: EventId,
    order: u64,
    made_at: u64,
    payload: Vec<u8>,
}

impl Inner {
    /// The personal space, if it is here or awaited.
    pub(crate) fn personal_space(&self) -> Result<Option<LogId>, ClientError> {
        // The organisation may have to be read from the store itself, and one read does not wait inside of another.
        let log = personal_space(&self.organisation()?.closed_member(self.account.member));
        Ok(self.store.read(|connection| here(connection, log))?)
    }

    /// The same inside of a transaction that takes entries of a log.
    pub(crate) fn personal_log(
        &self,
        connection: &Connection,
        organisation: &OrganisationState,
    ) -> Result<Option<LogId>, ClientError> {
        let log = personal_space(&organisation.closed_member(self.account.member));
        Ok(here(connection, log)?)
    }

    /// Makes a place for the personal space in a profile that has none, perhaps of an older program.
    pub(crate) fn await_own_space(&self) -> Result<(), ClientError> {
        let none = self.store.read(|connection| -> Result<bool, StoreError> {
            Ok(!connection.prepare_cached("SELECT 1 FROM conversation WHERE kind = 3")?.exists([])?)
        })?;
        if none { self.store.with_tx(|tx| self.await_personal_space(tx)) } else { Ok(()) }
    }

    /// Makes a place for the personal space. As far as the organisation is not known yet, this person never started anew.
    pub(crate) fn await_personal_space(&self, tx: &Tx<'_>) -> Result<(), ClientError> {
        // A bot keeps nothing for itself.
        if self.keys.certificate.class == DeviceClass::Bot {
            return Ok(());
        }
        let owner = self.organisation_in(tx)?.closed_member(self.account.member);
        let log = personal_space(&owner);
        let policy = ConversationPolicy::personal(owner);
        // A backup may have told of it.
        let status = if let Some(followed) = log::followed(tx.sql(), &log)? {
            followed.status
        } else {
            let state = LogState::new(log, Some(policy.clone()));
            log::follow(tx, kind_number(&policy), &state, None, LogStatus::Awaited)?;
            LogStatus::Awaited
        };
        if !log::is_here(tx.sql(), &log)? {
            insert_conversation(tx, &log, &policy, "", self.ports.clock.now_ms())?;
            log::set_status(tx, &log, status)?;
        }
        Ok(())
    }

    /// Founds the personal space, if this is the device that has to: the first one of hers that is left. What waits for it
    /// under an id that turned out to be another one comes along.
    pub(crate) fn found_personal_space(&self) -> Result<(), ClientError> {
        let organisation = self.organisation()?;
        let owner = organisation.closed_member(self.account.member);
        let log = personal_space(&owner);
        for old in self.logs_with(LogStatus::Awaited)?.into_iter().filter(|old| *old != log) {
            self.store.with_tx(|tx| {
                self.await_personal_space(tx)?;
                self.readdress(tx, &organisation, &old, &log)
            })?;
        }
        let followed = self.store.read(|connection| log::followed(connection, &log))?;
        if followed.is_some_and(|followed| followed.status != LogStatus::Awaited) {
            return Ok(());
        }
        let devices = organisation.active_devices_of(&owner.member);
        let first = devices.min_by_key(|(id, device)| (device.added_at, **id)).map(|(id, _)| *id);
        // A bot keeps nothing for itself.
        if first == Some(self.keys.id) && !organisation.is_bot(&owner.member) {
            self.create_as(log, &ConversationPolicy::personal(owner), None)?;
        }
        Ok(())
    }

    /// Brings everything that waits in a personal space, of which nothing was sent, to the id that it has.
    fn readdress(
        &self,
        tx: &Tx<'_>,
        organisation: &OrganisationState,
        old: &LogId,
        new: &LogId,
    ) -> Result<(), ClientError> {
        // What was deleted there does not come along.
        self.forget_unsent_of(tx, old)?;
        let sql = "SELECT event, ord, created_at, payload FROM outbox WHERE log = ?1 AND class = ?2 ORDER BY ord";
        let waiting = tx.query_map(sql, (old.as_bytes(), Class::Content as i64), |row| {
            Ok(Waiting { event: EventId(row.get(0)?), order: row.get(1)?, made_at: row.get(2)?, payload: row.get(3)? })
        })?;
        for Waiting { event, order, made_at, payload } in waiting {
            let (number, payload) = unpack(&payload).map_err(|_| ClientError::Damaged("the database"))?;
            let payload = kind::readdressed(number, payload, old, new, &self.keys.event);
            kind::forget(tx, old, &event, false)?;
            let key = (event.as_bytes(), new.as_bytes(), packed(number, &payload)?);
            tx.execute("UPDATE outbox SET log = ?2, payload = ?3 WHERE event = ?1", key)?;
            tx.execute("UPDATE upload SET log = ?2 WHERE event = ?1", (event.as_bytes(), new.as_bytes()))?;
            let blobs = "SELECT blob FROM upload WHERE event = ?1 ORDER BY ord";
            let blobs = tx.query_map(blobs, [event.as_bytes()], |row| row.get(0).map(BlobId))?;
            let own = Event {
                log: new,
                seq: WAITING + order,
                waiting: true,
                event,
                author: self.keys.id,
                member: self.account.member,
                sent_at: made_at,
                blobs: &blobs,
                own: true,
                live: true,
                organisation,
                organisation_seq: organisation.position().seq,
            };
            kind::apply(tx, &own, number, &payload)?;
        }
        for table in kind::begun() {
            tx.execute(&format!("UPDATE {table} SET log = ?2 WHERE log = ?1"), (old.as_bytes(), new.as_bytes()))?;
        }
        // Settings that are taken back put nothing back, and stay until the next ones.
        tx.execute("DELETE FROM setting WHERE log = ?1", [old.as_bytes()])?;
        tx.execute("DELETE FROM chat_member WHERE log = ?1", [old.as_bytes()])?;
        tx.execute("DELETE FROM conversation WHERE log = ?1", [old.as_bytes()])?;
        tx.execute("DELETE FROM log WHERE id = ?1", [old.as_bytes()])?;
        tx.touch(Topic::Conversations);
        tx.touch(Topic::Outbox);
        Ok(())
    }
}

/// The personal space with this id. Between hearing that its id is another one and making its place, it still is the one that
/// was awaited: what is put there comes along.
fn here(connection: &Connection, log: LogId) -> Result<Option<LogId>, StoreError> {
    if log::is_here(connection, &log)? {
        return Ok(Some(log));
    }
    let sql = "SELECT log.id FROM log JOIN conversation ON conversation.log = log.id WHERE log.state = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([LogStatus::Awaited as i64], |row| row.get(0).map(LogId)).optional()?)
}

fn packed(number: Kind, payload: &[u8]) -> Result<Vec<u8>, ClientError> {
    pack(number, payload.to_vec()).map_err(|_| ClientError::Length("a message", payload.len()))
}
