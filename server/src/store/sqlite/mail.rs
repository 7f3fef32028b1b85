//! E-mails: the spool, and an organisation's own words.

use rusqlite::Connection;

use verband_protocol::id::{EventId, InvitationId, LogId};
use verband_protocol::language::Language;
use verband_protocol::wire::{InvitationMail, MailState, MailText};

use super::{Tx, one};
use crate::store::{KnownMail, MailKey, MailOutcome, StoreResult, WaitingMail};

const WAITING: u8 = 0;
const SENT: u8 = 1;
const FAILED: u8 = 2;

pub(super) fn spool(tx: &Tx<'_>, mail: &WaitingMail) -> StoreResult<()> {
    let WaitingMail { key, asked_at, attempts, address, subject, body } = mail;
    let put = "INSERT INTO mail (organisation, invitation, request, state, changed_at, asked_at, attempts, due_at,
                                 address, subject, body)
               VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5, ?4, ?6, ?7, ?8)
               ON CONFLICT DO UPDATE SET request = excluded.request, state = 0, changed_at = excluded.changed_at,
                   reason = NULL, asked_at = excluded.asked_at, attempts = excluded.attempts,
                   due_at = excluded.due_at, address = excluded.address, subject = excluded.subject,
                   body = excluded.body
               WHERE mail.request <> excluded.request";
    let MailKey { organisation, invitation, request } = key;
    tx.execute(put, (organisation.0, invitation.0, request.0, asked_at, attempts, address, subject, body))?;
    Ok(())
}

pub(super) fn known(
    sql: &Connection,
    organisation: &LogId,
    invitation: &InvitationId,
) -> StoreResult<Option<KnownMail>> {
    let query = "SELECT request, state, changed_at, reason FROM mail WHERE organisation = ?1 AND invitation = ?2";
    one(sql, query, (organisation.0, invitation.0), |row| {
        let state = match row.get(1)? {
            WAITING => MailState::Waiting,
            SENT => MailState::Sent,
            _ => MailState::Failed,
        };
        let mail = InvitationMail { state, at: row.get(2)?, reason: row.get(3)? };
        Ok(KnownMail { request: EventId(row.get(0)?), mail })
    })
}

/// Takes the mail that has been due longest, and makes it due again at `until`: if nobody notes an outcome, it is
/// tried again.
pub(super) fn take(tx: &Tx<'_>, now: u64, until: u64) -> StoreResult<Option<WaitingMail>> {
    let query = "SELECT organisation, invitation, request, asked_at, attempts + 1, address, subject, body FROM mail
                 WHERE state = 0 AND due_at <= ?1 ORDER BY due_at LIMIT 1";
    let taken = one(tx.sql, query, [now], |row| {
        let key = MailKey {
            organisation: LogId(row.get(0)?),
            invitation: InvitationId(row.get(1)?),
            request: EventId(row.get(2)?),
        };
        Ok(WaitingMail {
            key,
            asked_at: row.get(3)?,
            attempts: row.get(4)?,
            address: row.get(5)?,
            subject: row.get(6)?,
            body: row.get(7)?,
        })
    })?;
    if let Some(WaitingMail { key, attempts, .. }) = &taken {
        let postpone = "UPDATE mail SET due_at = ?3, attempts = ?4 WHERE organisation = ?1 AND invitation = ?2";
        tx.execute(postpone, (key.organisation.0, key.invitation.0, until, attempts))?;
    }
    Ok(taken)
}

/// Writes down what came of a mail, unless a newer request has taken its place.
pub(super) fn note(tx: &Tx<'_>, key: &MailKey, now: u64, outcome: &MailOutcome) -> StoreResult<()> {
    let MailKey { organisation, invitation, request } = key;
    let end = |state: u8, reason: Option<&str>| {
        let end = "UPDATE mail SET state = ?4, changed_at = ?5, reason = ?6,
                       due_at = NULL, address = NULL, subject = NULL, body = NULL
                   WHERE organisation = ?1 AND invitation = ?2 AND request = ?3 AND state = 0";
        tx.execute(end, (organisation.0, invitation.0, request.0, state, now, reason))
    };
    match outcome {
        MailOutcome::Sent => end(SENT, None)?,
        MailOutcome::Failed(reason) => end(FAILED, Some(reason))?,
        MailOutcome::Later { due_at, reason } => {
            let later = "UPDATE mail SET due_at = ?4, reason = ?5
                         WHERE organisation = ?1 AND invitation = ?2 AND request = ?3 AND state = 0";
            tx.execute(later, (organisation.0, invitation.0, request.0, due_at, reason))?
        }
    };
    Ok(())
}

pub(super) fn next_due(sql: &Connection) -> StoreResult<Option<u64>> {
    Ok(one(sql, "SELECT min(due_at) FROM mail WHERE state = 0", (), |row| row.get(0))?.flatten())
}

pub(super) fn text(sql: &Connection, organisation: &LogId, language: Language) -> StoreResult<Option<MailText>> {
    let query = "SELECT subject, greeting, closing FROM mail_text WHERE organisation = ?1 AND language = ?2";
    one(sql, query, (organisation.0, number(language)), |row| {
        Ok(MailText { subject: row.get(0)?, greeting: row.get(1)?, closing: row.get(2)? })
    })
}

pub(super) fn set_texts(tx: &Tx<'_>, organisation: &LogId, texts: &[(Language, Option<&MailText>)]) -> StoreResult<()> {
    for (language, text) in texts {
        let at = (organisation.0, number(*language));
        match text {
            None => tx.execute("DELETE FROM mail_text WHERE organisation = ?1 AND language = ?2", at)?,
            Some(MailText { subject, greeting, closing }) => {
                let put = "INSERT INTO mail_text VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
                           subject = excluded.subject, greeting = excluded.greeting, closing = excluded.closing";
                tx.execute(put, (at.0, at.1, subject, greeting, closing))?
            }
        };
    }
    Ok(())
}

/// As on the wire.
fn number(language: Language) -> u8 {
    match language {
        Language::German => 0,
        Language::English => 1,
    }
}
