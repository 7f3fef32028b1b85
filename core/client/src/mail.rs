//! E-mails that the server sends for whoever invites: that an invitation is on its way, never its code.

use http::Method;
use verband_protocol::id::{EventId, Hash, InvitationId};
use verband_protocol::language::Language;
use verband_protocol::wire::{InvitationMail, MailInvitation, MailTemplate, ProblemCode};

use crate::client::{Client, Inner};
use crate::error::ClientError;

const TEMPLATE: &str = "/v1/mail/template";

/// An e-mail to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTo {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The person's address.
    pub to: String,
    /// Her language.
    pub language: Language,
}

/// What came of one of several e-mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailed {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Where the e-mail stands, if the server took it.
    pub mail: Option<InvitationMail>,
    /// Why it did not: the code of the error.
    pub problem: Option<String>,
}

impl Client {
    /// Asks the server to mail several invited people the way to it, as [`Self::mail_invitation`] does one. Asked again for the
    /// same invitation, nothing is sent again, to whatever address. What the server refuses of one, or has no time for now,
    /// does not stop the others; what stops all of them is the problem of those that are left.
    ///
    /// # Errors
    /// What stopped the first one, as for [`Self::mail_invitation`].
    pub async fn mail_invitations(&self, all: &[MailTo]) -> Result<Vec<Mailed>, ClientError> {
        let inner = self.inner()?;
        let mut done: Vec<Mailed> = Vec::with_capacity(all.len());
        let mut stopped: Option<String> = None;
        for MailTo { invitation, to, language } in all {
            let invitation = *invitation;
            if let Some(problem) = &stopped {
                done.push(Mailed { invitation, mail: None, problem: Some(problem.clone()) });
                continue;
            }
            let request = request_of(&invitation);
            match inner.mail(MailInvitation { request, to: to.clone(), invitation, language: *language }).await {
                Ok(mail) => done.push(Mailed { invitation, mail: Some(mail), problem: None }),
                Err(error) => {
                    let others_may = matches!(
                        error,
                        ClientError::InvitationGone | ClientError::Server(ProblemCode::Refused | ProblemCode::Busy, _)
                    );
                    let problem = Some(error.code().to_owned());
                    if !others_may && done.is_empty() {
                        return Err(error);
                    }
                    if !others_may {
                        stopped.clone_from(&problem);
                    }
                    done.push(Mailed { invitation, mail: None, problem });
                }
            }
        }
        Ok(done)
    }

    /// Asks the server to mail an invited person the way to it. The code of the invitation is not in the e-mail and
    /// comes another way. Each call is one e-mail; the server forgets the address when it is sent.
    ///
    /// # Errors
    /// [`ClientError::Server`] for who may not invite, for what is no address, and without a mail relay;
    /// [`ClientError::InvitationGone`], [`ClientError::Offline`].
    pub async fn mail_invitation(
        &self,
        invitation: InvitationId,
        to: &str,
        language: Language,
    ) -> Result<InvitationMail, ClientError> {
        let inner = self.inner()?;
        let request = EventId::random(&*inner.ports.entropy);
        inner.mail(MailInvitation { request, to: to.to_owned(), invitation, language }).await
    }

    /// What became of the newest e-mail for an invitation.
    ///
    /// # Errors
    /// [`ClientError::Server`], also if there is none, [`ClientError::Offline`].
    pub async fn invitation_mail(&self, invitation: InvitationId) -> Result<InvitationMail, ClientError> {
        self.inner()?.api.get(&format!("/v1/mail/invitations/{invitation}")).await
    }

    /// The organisation's words in these e-mails.
    ///
    /// # Errors
    /// [`ClientError::Server`], [`ClientError::Offline`].
    pub async fn mail_template(&self) -> Result<MailTemplate, ClientError> {
        self.inner()?.api.get(TEMPLATE).await
    }

    /// Sets them.
    ///
    /// # Errors
    /// [`ClientError::Server`] with what is wrong with them, [`ClientError::Offline`].
    pub async fn set_mail_template(&self, template: &MailTemplate) -> Result<(), ClientError> {
        self.inner()?.api.send(Method::PUT, TEMPLATE, Some(template)).await?.done()
    }
}

impl Inner {
    async fn mail(&self, mut ask: MailInvitation) -> Result<InvitationMail, ClientError> {
        ask.to = ask.to.trim().to_owned();
        self.api.post("/v1/mail/invitations", &ask).await?.done()
    }
}

/// The same for the same invitation, so that nobody is written to twice. The address is not in it: the server keeps it for
/// longer than that.
fn request_of(invitation: &InvitationId) -> EventId {
    let hash = Hash::labelled("verband/mail-request/1", &[invitation.as_bytes()]);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.0[..16]);
    EventId(id)
}
