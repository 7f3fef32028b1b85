//! Inviting people: by letter, by registration key, from a list; and the e-mails of the server.

use serde::Deserialize;
use verband_client::protocol::id::{InvitationId, MemberId};
use verband_client::{Client, NewInvitation};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::invitations::{Invitation, Invited, LanguageName, Mail, Mailed, New, NewKey, Template, Terms, To};
use crate::rows::papers::Listed;
use crate::rows::{Id, Plain, row};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Inviting {
    Invitations,
    Invite {
        people: Vec<New>,
    },
    InviteBot {
        bot: New,
    },
    InviteListed {
        people: Vec<Listed>,
        #[serde(default)]
        terms: Terms,
    },
    MakeRegistrationKey {
        key: NewKey,
    },
    InviteAgain {
        member: Id<MemberId>,
    },
    Reissue {
        invitation: Id<InvitationId>,
    },
    Withdraw {
        invitations: Vec<Id<InvitationId>>,
    },
    MailInvitation {
        invitation: Id<InvitationId>,
        to: String,
        language: LanguageName,
    },
    MailInvitations {
        mails: Vec<To>,
    },
    InvitationMail {
        invitation: Id<InvitationId>,
    },
    MailTemplate,
    SetMailTemplate {
        template: Template,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Inviting) -> Result<JsValue, Failure> {
    use Inviting as Asks;
    match command {
        Asks::Invitations => return row::<Vec<Invitation>, _>(client.invitations()?),
        Asks::Invite { people } => {
            let people: Vec<NewInvitation> = people.into_iter().map(New::core).collect();
            return row::<Vec<Invited>, _>(client.invite(&people).await?);
        }
        Asks::InviteListed { people, terms } => {
            return row::<Vec<Invited>, _>(client.invite_listed(&people.core(), &terms.core()).await?);
        }
        Asks::InviteBot { bot } => return row::<Invited, _>(client.invite_bot(bot.bot()).await?),
        Asks::MakeRegistrationKey { key } => {
            return row::<Invited, _>(client.make_registration_key(&key.core()).await?);
        }
        Asks::InviteAgain { member } => return row::<Invited, _>(client.invite_again(member.0).await?),
        Asks::Reissue { invitation } => return row::<Invited, _>(client.reissue_invitation(invitation.0).await?),
        Asks::Withdraw { invitations } => client.withdraw_invitations(&invitations.core()).await?,
        Asks::MailInvitation { invitation, to, language } => {
            return row::<Mail, _>(client.mail_invitation(invitation.0, &to, language.core()).await?);
        }
        Asks::MailInvitations { mails } => {
            return row::<Vec<Mailed>, _>(client.mail_invitations(&mails.core()).await?);
        }
        Asks::InvitationMail { invitation } => return row::<Mail, _>(client.invitation_mail(invitation.0).await?),
        Asks::MailTemplate => return row::<Template, _>(client.mail_template().await?),
        Asks::SetMailTemplate { template } => client.set_mail_template(&template.core()).await?,
    }
    Ok(JsValue::UNDEFINED)
}
