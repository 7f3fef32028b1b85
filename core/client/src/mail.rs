//! E-mails that the server sends for whoever invites: that an invitation is on its way, never its code.

use http::Method;
use verband_protocol::id::{EventId, InvitationId};
use verband_protocol::language::Language;
use verband_protocol::wire::{InvitationMail, MailInvitation, MailTemplate};

use crate::client::Client;
use crate::error::ClientError;

const TEMPLATE: &str = "/v1/mail/template";

impl Client {
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
        let ask = MailInvitation { request, to: to.trim().to_owned(), invitation, language };
        inner.api.post("/v1/mail/invitations", &ask).await?.done()
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
