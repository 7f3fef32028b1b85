//! Inviting people: by letter, by registration key, from a list; and the e-mails of the server.

use verband_client::documents::people::Person;
use verband_client::protocol::id::{InvitationId, MemberId};
use verband_client::protocol::wire::{InvitationMail, MailTemplate};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, InvitationRow, MailTo, Mailed, NewInvitation, NewRegistrationKey, Terms};

use crate::rows::invitations::Invited;
use crate::rows::papers::ListedPerson;

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Inviting {
    /// All invitations, newest first. Gives `Invitations`.
    Invitations,
    /// Invites people, all or none. Gives `Invited`, with the codes for their letters.
    Invite {
        /// Whom.
        people: Vec<NewInvitation>,
    },
    /// Invites a bot: an automatic member whom everybody sees as one. Gives `Invited`, with one code.
    InviteBot {
        /// Its name, and what the invitation brings.
        bot: NewInvitation,
    },
    /// Invites people of a list, all or none. Gives `Invited`, in the same order.
    InviteListed {
        /// Whom.
        people: Vec<ListedPerson>,
        /// What each invitation brings.
        terms: Terms,
    },
    /// Makes a registration key; each who uses it says her own name. Gives `Invited`, with one code.
    MakeRegistrationKey {
        /// What kind of key.
        key: NewRegistrationKey,
    },
    /// A new letter for a member who lost everything: she stays who she is. Gives `Invited`, with one code.
    InviteAgain {
        /// Whom.
        member: MemberId,
    },
    /// Makes an open invitation anew: its code was lost on the way. Gives `Invited`, with one code.
    Reissue {
        /// Which one.
        invitation: InvitationId,
    },
    /// Withdraws invitations; those that were used or withdrawn already are left as they are. Gives `Done`.
    Withdraw {
        /// Which ones.
        invitations: Vec<InvitationId>,
    },
    /// Asks the server to mail an invited person the way to it, without the code. Gives `Mail`.
    MailInvitation {
        /// Which invitation.
        invitation: InvitationId,
        /// Her address.
        to: String,
        /// Her language.
        language: Language,
    },
    /// Asks the server to mail several invited people, without codes. Asked again, nothing is sent again. Gives `Mails`.
    MailInvitations {
        /// To whom.
        mails: Vec<MailTo>,
    },
    /// What became of the newest e-mail for an invitation. Gives `Mail`.
    InvitationMail {
        /// Which invitation.
        invitation: InvitationId,
    },
    /// The organisation's words in these e-mails. Gives `MailTemplate`.
    MailTemplate,
    /// Sets them. Gives `Done`.
    SetMailTemplate {
        /// All of them.
        template: MailTemplate,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum InvitingResult {
    /// It is done.
    Done,
    /// Invitations.
    Invitations {
        /// One row each.
        rows: Vec<InvitationRow>,
    },
    /// People were invited.
    Invited {
        /// With these.
        invited: Vec<Invited>,
    },
    /// Where an e-mail stands.
    Mail {
        /// That.
        mail: InvitationMail,
    },
    /// What came of several e-mails.
    Mails {
        /// One row each, in the order in which they were asked for.
        rows: Vec<Mailed>,
    },
    /// The organisation's words.
    MailTemplate {
        /// All of them.
        template: MailTemplate,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Inviting) -> Result<InvitingResult, ClientError> {
    use Inviting as Asks;
    use InvitingResult as Gives;
    let invited = match command {
        Asks::Invitations => return Ok(Gives::Invitations { rows: client.invitations()? }),
        Asks::Invite { people } => client.invite(&people).await?,
        Asks::InviteListed { people, terms } => {
            let people: Vec<Person> = people.into_iter().map(Person::from).collect();
            client.invite_listed(&people, &terms).await?
        }
        Asks::InviteBot { bot } => vec![client.invite_bot(bot).await?],
        Asks::MakeRegistrationKey { key } => vec![client.make_registration_key(&key).await?],
        Asks::InviteAgain { member } => vec![client.invite_again(member).await?],
        Asks::Reissue { invitation } => vec![client.reissue_invitation(invitation).await?],
        Asks::Withdraw { invitations } => {
            client.withdraw_invitations(&invitations).await?;
            return Ok(Gives::Done);
        }
        Asks::MailInvitation { invitation, to, language } => {
            let mail = client.mail_invitation(invitation, &to, language).await?;
            return Ok(Gives::Mail { mail });
        }
        Asks::MailInvitations { mails } => {
            return Ok(Gives::Mails { rows: client.mail_invitations(&mails).await? });
        }
        Asks::InvitationMail { invitation } => {
            return Ok(Gives::Mail { mail: client.invitation_mail(invitation).await? });
        }
        Asks::MailTemplate => return Ok(Gives::MailTemplate { template: client.mail_template().await? }),
        Asks::SetMailTemplate { template } => {
            client.set_mail_template(&template).await?;
            return Ok(Gives::Done);
        }
    };
    Ok(Gives::Invited { invited: invited.into_iter().map(Invited::from).collect() })
}
