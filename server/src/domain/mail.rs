//! E-mails to invited people: asked for by whoever invites, kept until the relay has taken or refused them, and
//! known afterwards without address and text.

use verband_protocol::id::{Hash, InvitationId};
use verband_protocol::language::Language;
use verband_protocol::wire::{InvitationMail, MailInvitation, MailState, MailTemplate, MailText};

use super::rate::Asker;
use super::session::Caller;
use super::{invitation, notice};
use crate::failure::Failure;
use crate::relay::{self, Returned};
use crate::server::Inner;
use crate::store::{MailKey, MailOutcome, WaitingMail};

/// How long an attempt may take, in milliseconds: if nothing is heard of it for so long, the server was ended, and the
/// mail is tried again. Longer than the relay may take.
const LEASE: u64 = 3 * MINUTE;

/// The wait after the first attempt; each further one is twice as long, up to [`LONGEST_WAIT`].
const FIRST_WAIT: u64 = MINUTE;
const LONGEST_WAIT: u64 = 60 * MINUTE;

/// For how long an e-mail is tried: three days.
const PATIENCE: u64 = 3 * 24 * 60 * MINUTE;

const MINUTE: u64 = 60 * 1000;

/// Refuses whoever asks for e-mails where there is no relay.
fn must_be_configured(server: &Inner) -> Result<(), Failure> {
    if server.relay.is_some() { Ok(()) } else { Err(Failure::NotConfigured("mail")) }
}

/// Keeps an e-mail to be sent.
pub(crate) fn ask(server: &Inner, caller: &Caller, ask: &MailInvitation) -> Result<InvitationMail, Failure> {
    must_be_configured(server)?;
    let address = relay::address(&ask.to).ok_or_else(|| Failure::refused("not an e-mail address"))?;
    let known = server.store.mail(&caller.organisation, &ask.invitation)?;
    if let Some(known) = known.filter(|known| known.request == ask.request) {
        return Ok(known.mail);
    }
    let not_after = invitation::usable_until(server, &caller.organisation, &ask.invitation)?;
    let organisation = server.organisations.get(&*server.store, &caller.organisation)?;
    let told = notice::Told {
        organisation: organisation.name(),
        invitation: &ask.invitation,
        server: &server.settings.origin,
        not_after,
    };
    let notice::Notice { subject, body } = notice::write(&text(server, caller, ask.language)?, ask.language, &told)?;
    let now = server.now();
    server.rates.take(Asker::Mail(caller.organisation), 1, now)?;
    let to = Hash::labelled("verband/mail-to/1", &[address.to_string().to_lowercase().as_bytes()]);
    server.rates.take(Asker::MailTo(caller.organisation, to), 1, now)?;
    let key = MailKey { organisation: caller.organisation, invitation: ask.invitation, request: ask.request };
    let mail = WaitingMail { key, asked_at: now, attempts: 0, address: address.to_string(), subject, body };
    server.store.spool_mail(&mail)?;
    server.mail_bell.notify_one();
    Ok(InvitationMail { state: MailState::Waiting, at: now, reason: None })
}

/// What became of the newest e-mail for an invitation.
pub(crate) fn state(server: &Inner, caller: &Caller, invitation: &InvitationId) -> Result<InvitationMail, Failure> {
    must_be_configured(server)?;
    Ok(server.store.mail(&caller.organisation, invitation)?.ok_or(Failure::NotFound)?.mail)
}

/// The organisation's words, its own or the standard ones.
pub(crate) fn template(server: &Inner, caller: &Caller) -> Result<MailTemplate, Failure> {
    must_be_configured(server)?;
    let text = |language| text(server, caller, language);
    Ok(MailTemplate { german: text(Language::German)?, english: text(Language::English)? })
}

/// Sets the organisation's words. Of those that are the standard ones nothing is kept.
pub(crate) fn set_template(server: &Inner, caller: &Caller, template: &MailTemplate) -> Result<(), Failure> {
    must_be_configured(server)?;
    let texts = [(Language::German, &template.german), (Language::English, &template.english)];
    for (_, text) in texts {
        text.check().map_err(Failure::refused)?;
    }
    let own = texts.map(|(language, text)| (language, Some(text).filter(|text| **text != notice::standard(language))));
    Ok(server.store.set_mail_texts(&caller.organisation, &own)?)
}

fn text(server: &Inner, caller: &Caller, language: Language) -> Result<MailText, Failure> {
    let own = server.store.mail_text(&caller.organisation, language)?;
    Ok(own.unwrap_or_else(|| notice::standard(language)))
}

/// Takes the next e-mail that is due, with the reason why it is not sent any more, if there is one.
pub(crate) fn take(server: &Inner) -> Result<Option<(WaitingMail, Option<Returned>)>, Failure> {
    let now = server.now();
    let Some(mail) = server.store.take_mail(now, now + LEASE)? else { return Ok(None) };
    let pointless = pointless(server, &mail)?;
    Ok(Some((mail, pointless)))
}

fn pointless(server: &Inner, mail: &WaitingMail) -> Result<Option<Returned>, Failure> {
    let refused = |reason: &str| Ok(Some(Returned::Refused(reason.to_owned())));
    match invitation::usable_until(server, &mail.key.organisation, &mail.key.invitation) {
        Ok(_) if server.now().saturating_sub(mail.asked_at) >= PATIENCE => {
            refused("the relay did not take it for three days")
        }
        Ok(_) => Ok(None),
        Err(Failure::InvitationGone) => refused("the invitation cannot be used any more"),
        Err(failure) => Err(failure),
    }
}

/// Writes down what came of an attempt. True if the e-mail is over.
pub(crate) fn note(server: &Inner, mail: &WaitingMail, came: Result<(), Returned>) -> Result<bool, Failure> {
    let now = server.now();
    let outcome = match came {
        Ok(()) => MailOutcome::Sent,
        Err(Returned::Refused(reason)) => MailOutcome::Failed(reason),
        Err(Returned::NotNow(reason) | Returned::Unreachable(reason)) => {
            MailOutcome::Later { due_at: now + wait(mail.attempts), reason }
        }
    };
    server.store.note_mail(&mail.key, now, &outcome)?;
    Ok(!matches!(outcome, MailOutcome::Later { .. }))
}

fn wait(attempts: u32) -> u64 {
    let doublings = attempts.saturating_sub(1).min(16);
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::{MINUTE, wait};

    #[test]
    fn waits_grow_up_to_an_hour() {
        let minutes: Vec<u64> = [1, 2, 3, 6, 7, 8, u32::MAX].map(|attempts| wait(attempts) / MINUTE).into();
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60, 60]);
    }
}
