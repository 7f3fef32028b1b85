//! The way of e-mails from the spool to the relay: one after the other, beside everything else.
//!
//! An e-mail is handed over once for each request, as far as SMTP permits. It is taken from the spool durably before
//! the attempt, and its end is written down after the relay's last word. If the server is killed between that word and
//! the note, or the connection breaks just before the word arrives, nobody can know that the relay has it: it is sent
//! again, with the same `Message-ID`. The other order would lose e-mails instead.

use std::time::Duration;

use verband_protocol::code::SetUpLink;
use verband_protocol::id::EventId;

use crate::domain::mail;
use crate::domain::notice::{self, Notice};
use crate::failure::Failure;
use crate::relay::{self, Letter, Relay, Returned};
use crate::server::Server;
use crate::store::WaitingMail;

/// How long nothing is tried after the relay was not reached, in milliseconds: a minute.
const PAUSE: u64 = 60 * 1000;

/// How long nothing is tried after the store has failed.
const RECOVERY: Duration = Duration::from_mins(1);

/// The longest sleep: whatever clocks do, the spool is looked at now and then.
const SLEEP: Duration = Duration::from_mins(10);

impl Server {
    /// Hands all e-mails that are due to the relay. When the next one will be due, in milliseconds since the Unix
    /// epoch.
    ///
    /// # Errors
    /// [`Failure`] if the store fails; what was handed over by then may be handed over again.
    pub async fn deliver_mail(&self) -> Result<Option<u64>, Failure> {
        let Some(relay) = &self.inner.relay else { return Ok(None) };
        let mut ended = false;
        let mut earliest = 0;
        while !self.is_stopping() {
            let Some((mail, pointless)) = self.run(mail::take).await? else { break };
            let came = match pointless {
                Some(returned) => Err(returned),
                None => hand_over(relay, &mail).await,
            };
            if let Err(returned) = &came {
                complain(returned);
            }
            let unreachable = matches!(came, Err(Returned::Unreachable(_)));
            ended |= self.run(move |inner| mail::note(inner, &mail, came)).await?;
            if unreachable {
                earliest = self.inner.now() + PAUSE;
                break;
            }
        }
        let next = self.run(move |inner| {
            if ended {
                // Address and text are overwritten in the database; the write-ahead log has them still.
                inner.store.checkpoint()?;
            }
            Ok(inner.store.next_mail()?)
        });
        Ok(next.await?.map(|due| due.max(earliest)))
    }

    /// Mails a set-up link to whoever is to found an organisation, at once and without keeping anything.
    ///
    /// # Errors
    /// [`Failure::NotConfigured`], [`Failure::Refused`] with the reason.
    pub async fn mail_set_up_link(&self, link: &SetUpLink, to: &str) -> Result<(), Failure> {
        let relay = self.inner.relay.as_ref().ok_or(Failure::NotConfigured("mail"))?;
        let to = relay::address(to).ok_or_else(|| Failure::refused("not an e-mail address"))?;
        let Notice { subject, body } = notice::set_up(link);
        let id = EventId::random(&*self.inner.entropy).to_string();
        let letter = Letter { to: &to, subject: &subject, text: &body, id: &id, at: self.inner.now() };
        relay.hand_over(&letter).await.map_err(|returned| match returned {
            Returned::Refused(reason) | Returned::NotNow(reason) | Returned::Unreachable(reason) => {
                Failure::Refused(reason)
            }
        })
    }
}

async fn hand_over(relay: &Relay, mail: &WaitingMail) -> Result<(), Returned> {
    let to = relay::address(&mail.address).ok_or_else(|| Returned::Refused("not an e-mail address".into()))?;
    let id = mail.key.request.to_string();
    let letter = Letter { to: &to, subject: &mail.subject, text: &mail.body, id: &id, at: mail.asked_at };
    relay.hand_over(&letter).await
}

/// Delivers whenever something is due, until the server stops.
pub(crate) async fn deliver(server: Server) {
    if server.inner.relay.is_none() {
        return;
    }
    let mut stopping = server.inner.stopping();
    loop {
        let sleep = match server.deliver_mail().await {
            Ok(None) => SLEEP,
            Ok(Some(due)) => Duration::from_millis(due.saturating_sub(server.inner.now())).min(SLEEP),
            Err(failure) => {
                tracing::error!(reason = %failure, "e-mails cannot be delivered");
                RECOVERY
            }
        };
        tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = server.inner.mail_bell.notified() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

/// Tells the operator what he can do something about. Neither address nor the relay's words, which may contain it.
fn complain(returned: &Returned) {
    match returned {
        Returned::Refused(_) => tracing::info!("an e-mail has failed for good"),
        Returned::NotNow(_) => tracing::info!("the relay does not take an e-mail now"),
        Returned::Unreachable(reason) => tracing::warn!(reason, "the mail relay lets the server send nothing"),
    }
}
