//! Inviting people: letters for one or many, registration keys, and new letters for who lost everything. Codes are made
//! here, come back once, and are kept nowhere.

use minicbor::bytes::ByteVec;
use verband_protocol::cbor;
use verband_protocol::code::{InvitationCode, InvitationLink, InvitationSecrets};
use verband_protocol::entry::{Position, Record, SignedEntry};
use verband_protocol::id::{InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::details::{MemberDetails, Title};
use verband_protocol::organisation::{BuiltInRole, Invitation, InvitationKind, MAX_NAME, OrganisationRecord, Right};
use verband_protocol::seal::seal;
use verband_protocol::wire::{AppendedAll, InvitationBundle, Invite};
use verband_rules::Refusal;
use verband_rules::organisation::{InvitationState, OrganisationState};
use zeroize::Zeroizing;

use crate::administration::sorted;
use crate::api::Answer;
use crate::client::{Client, Inner};
use crate::directory;
use crate::directory_key::registration;
use crate::error::ClientError;
use crate::log;
use crate::organisation::{Act, checked_name};
use crate::platform;

/// How long a code is valid if nobody says otherwise, in milliseconds: two weeks.
pub const VALIDITY: u64 = 14 * 86_400_000;

/// Bytes of bundles in one request.
const REQUEST: usize = 1 << 20;

/// What an invitation brings with it.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Channels that the new member is added to as soon as she has enrolled.
    pub conversations: Vec<LogId>,
    /// What she may do.
    pub roles: Vec<RoleId>,
    /// The teams that she belongs to.
    pub teams: Vec<TeamId>,
    /// When her membership ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// How long the code is valid, in milliseconds.
    pub valid_for: u64,
    /// Whether the claim waits for approval.
    pub approval: bool,
    /// Whether the code goes by e-mail ([`Client::mail_draft`]): then the claim also waits if the policy wants that.
    pub mailed: bool,
}

impl Default for Terms {
    /// A member of the house, for two weeks.
    fn default() -> Self {
        Self {
            conversations: Vec::new(),
            roles: vec![BuiltInRole::Member.id()],
            teams: Vec::new(),
            until: None,
            valid_for: VALIDITY,
            approval: false,
            mailed: false,
        }
    }
}

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The person, as colleagues will see her.
    pub person: MemberDetails,
    /// What the invitation brings.
    pub terms: Terms,
}

impl NewInvitation {
    /// A member of the house with this name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { person: MemberDetails::named(name), terms: Terms::default() }
    }

    /// A bot with this name, for [`Client::invite_bot`]: it takes part in what it is invited to, and has no rights.
    pub fn bot(name: impl Into<String>) -> Self {
        let terms = Terms { roles: vec![BuiltInRole::Guest.id()], ..Terms::default() };
        Self { person: MemberDetails::named(name), terms }
    }
}

/// A key that several people register with.
#[derive(Debug, Clone)]
pub struct NewRegistrationKey {
    /// What it is for, as administrators see it.
    pub title: String,
    /// How many people can use it.
    pub limit: u32,
    /// What it brings.
    pub terms: Terms,
}

/// An invitation and the code for its letter. The code is nowhere else.
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The person; of a registration key its title as name.
    pub person: MemberDetails,
    /// The code in groups of four.
    pub code: Zeroizing<String>,
    /// The same as a link for a QR code, with the server's address.
    pub link: Zeroizing<String>,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
}

/// An invitation on its way.
struct Issue {
    kind: InvitationKind,
    person: MemberDetails,
    terms: Terms,
}

impl Client {
    /// Invites people, all or none. The codes come back once and are for their letters.
    ///
    /// # Errors
    /// [`ClientError::Length`] for a name, [`ClientError::Refused`] without the right, or for a channel that this person does not
    /// moderate, [`ClientError::Offline`].
    pub async fn invite(&self, people: &[NewInvitation]) -> Result<Vec<Invited>, ClientError> {
        let issues = people.iter().map(|new| {
            let kind = InvitationKind::Personal { approval: new.terms.approval };
            Ok(Issue { kind, person: checked_person(&new.person)?, terms: new.terms.clone() })
        });
        let issues = issues.collect::<Result<Vec<_>, ClientError>>()?;
        self.issue(issues).await
    }

    /// Invites one person.
    ///
    /// # Errors
    /// As for [`Self::invite`].
    pub async fn invite_one(&self, person: NewInvitation) -> Result<Invited, ClientError> {
        self.invite(&[person]).await?.pop().ok_or(ClientError::NotFound("invitation"))
    }

    /// Invites a bot: an automatic member whom everybody sees as one. It reads the channels that moderators add it to, those
    /// that its invitation names if this person moderates them, and chats that it is in from the start. It never
    /// administers, invites, approves or moderates, whatever roles it has, and nobody approves its claim.
    ///
    /// # Errors
    /// As for [`Self::invite`].
    pub async fn invite_bot(&self, bot: NewInvitation) -> Result<Invited, ClientError> {
        let issue = Issue { kind: InvitationKind::Bot, person: checked_person(&bot.person)?, terms: bot.terms };
        self.issue(vec![issue]).await?.pop().ok_or(ClientError::NotFound("invitation"))
    }

    /// Makes a registration key, which several people use; each of them says her own name.
    ///
    /// # Errors
    /// As for [`Self::invite`].
    pub async fn make_registration_key(&self, new: &NewRegistrationKey) -> Result<Invited, ClientError> {
        let title = checked_name("a title", &new.title)?;
        let kind = InvitationKind::RegistrationKey { limit: new.limit, approval: new.terms.approval };
        let issue = Issue { kind, person: MemberDetails::named(title), terms: new.terms.clone() };
        self.issue(vec![issue]).await?.pop().ok_or(ClientError::NotFound("invitation"))
    }

    /// A new letter for a member who lost all devices and her paper key: she stays who she is, her old devices fall with
    /// its use, and everybody is told.
    ///
    /// # Errors
    /// As for [`Self::invite`]; [`ClientError::NotFound`].
    pub async fn invite_again(&self, member: MemberId) -> Result<Invited, ClientError> {
        let inner = self.inner()?;
        let name = inner.store.read(|connection| directory::name_of(connection, &member))?;
        if inner.organisation()?.member(&member).is_none() {
            return Err(ClientError::NotFound("member"));
        }
        let terms = Terms { roles: Vec::new(), ..Terms::default() };
        let issue = Issue { kind: InvitationKind::Renewal(member), person: MemberDetails::named(name), terms };
        self.issue(vec![issue]).await?.pop().ok_or(ClientError::NotFound("invitation"))
    }

    /// Makes an invitation that nobody has used anew, with another code: the old one was lost on its way, its time is over, or
    /// it was withdrawn by mistake. It is this person's from then on.
    ///
    /// # Errors
    /// As for [`Self::invite`]; [`ClientError::NotFound`] for one that is used up, or of a member who has left.
    pub async fn reissue_invitation(&self, id: InvitationId) -> Result<Invited, ClientError> {
        let inner = self.inner()?;
        let state = inner.organisation()?;
        let unused = state.invitation(&id).filter(|old| !old.is_used_up());
        let old = unused.ok_or(ClientError::NotFound("unused invitation"))?;
        let Invitation { kind, conversations, roles, teams, until, .. } = old.invitation.clone();
        let person = inner.store.read(|connection| directory::invited_person(connection, &id))?;
        let terms = Terms { conversations, roles, teams, until, approval: kind.approval(), ..Terms::default() };
        let kind = match kind {
            InvitationKind::RegistrationKey { limit, approval } => {
                InvitationKind::RegistrationKey { limit: limit - old.claims, approval }
            }
            other => other,
        };
        let invited = self.issue(vec![Issue { kind, person, terms }]).await?.pop();
        self.withdraw_invitations(&[id]).await?;
        invited.ok_or(ClientError::NotFound("invitation"))
    }

    /// Withdraws invitations; those that were used or withdrawn already are left as they are.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn withdraw_invitations(&self, ids: &[InvitationId]) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let state = inner.organisation()?;
        let open = ids.iter().filter(|id| state.invitation(id).is_none_or(InvitationState::is_open));
        let acts: Vec<_> = open.map(|id| Act::of(OrganisationRecord::InvitationRevoke(*id))).collect();
        if acts.is_empty() { Ok(()) } else { self.act(acts).await }
    }
}

impl Client {
    async fn issue(&self, issues: Vec<Issue>) -> Result<Vec<Invited>, ClientError> {
        let inner = self.inner()?;
        let _turn = self.turn(&inner).await?;
        inner.issue(issues).await
    }
}

impl Inner {
    /// Signs invitations and brings them to the server with what their codes open.
    async fn issue(&self, issues: Vec<Issue>) -> Result<Vec<Invited>, ClientError> {
        self.sync_organisation().await?;
        self.check_named(issues.iter().flat_map(|issue| &issue.terms.conversations))?;
        let codes: Vec<_> = issues.iter().map(|_| InvitationCode::random(&*self.ports.entropy)).collect();
        let secrets = platform::each(&codes, InvitationSecrets::stretch);
        let now = self.ports.clock.now_ms();
        let mut invited = Vec::with_capacity(issues.len());
        let mut bundles = Vec::with_capacity(issues.len());
        let mut batch = self.batch()?;
        let known = batch.state.position();
        for ((issue, code), secrets) in issues.into_iter().zip(codes).zip(secrets) {
            let not_after = now.saturating_add(issue.terms.valid_for);
            let bundle = self.bundle_of(&batch.state, &issue, &secrets.id, known)?;
            let record = OrganisationRecord::Invitation(Invitation {
                id: secrets.id,
                key: secrets.key.public(),
                kind: waiting(issue.kind, issue.terms.mailed && batch.state.policy().approve_mailed),
                not_after,
                conversations: issue.terms.conversations,
                roles: sorted(&issue.terms.roles),
                teams: sorted(&issue.terms.teams),
                until: issue.terms.until,
            });
            let act = match issue.kind {
                InvitationKind::RegistrationKey { .. } => Act::with(record, Title { title: issue.person.name.clone() }),
                _ => Act::with(record, issue.person.clone()),
            };
            self.add(&mut batch, act)?;
            let bundle = seal(&secrets.bundle, secrets.id.as_bytes(), &cbor::encode(&bundle), &*self.ports.entropy);
            bundles.push(bundle.into());
            let printed = code.grouped();
            let link = InvitationLink { server: self.account.server.clone(), code }.text();
            invited.push(Invited { id: secrets.id, person: issue.person, code: printed, link, not_after });
        }
        self.send_invitations(batch.entries.into_iter().zip(bundles)).await?;
        self.sync_organisation().await?;
        Ok(invited)
    }

    /// A letter leads into channels that its issuer moderates: into others nobody would let its owner.
    fn check_named<'a>(&self, logs: impl Iterator<Item = &'a LogId>) -> Result<(), ClientError> {
        let organisation = self.organisation()?;
        let (own, seq) = (self.account.member, organisation.position().seq);
        if organisation.may(&own, Right::ModerateChannels) {
            return Ok(());
        }
        for log in logs {
            let followed = self.store.read(|connection| log::followed(connection, log))?;
            if !followed.is_some_and(|followed| followed.state.moderates(&own, seq, &organisation)) {
                return Err(Refusal::NotAllowed.into());
            }
        }
        Ok(())
    }

    /// Sends invitations in requests of a size that the server takes. If one of them fails, those before are withdrawn:
    /// nobody has their codes.
    async fn send_invitations(&self, all: impl Iterator<Item = (SignedEntry, ByteVec)>) -> Result<(), ClientError> {
        let mut sent = Vec::new();
        let mut rest = all.peekable();
        while rest.peek().is_some() {
            let mut part = Invite { entries: Vec::new(), bundles: Vec::new() };
            let mut size = 0;
            while let Some((entry, bundle)) = rest.next_if(|(_, bundle)| size == 0 || size + bundle.len() <= REQUEST) {
                size += bundle.len();
                part.entries.push(entry);
                part.bundles.push(bundle);
            }
            let answer = self.api.post::<_, AppendedAll>("/v1/invitations", &part).await.and_then(Answer::done);
            if let Err(error) = answer {
                self.sync_organisation().await?;
                let mut undo = self.batch()?;
                for id in sent {
                    self.add(&mut undo, Act::of(OrganisationRecord::InvitationRevoke(id)))?;
                }
                if !undo.entries.is_empty() {
                    self.append_to_organisation(undo.entries).await?;
                }
                return Err(error);
            }
            sent.extend(part.entries.iter().filter_map(invitation_of));
        }
        Ok(())
    }

    /// What the code opens.
    fn bundle_of(
        &self,
        state: &OrganisationState,
        issue: &Issue,
        id: &InvitationId,
        position: Position,
    ) -> Result<InvitationBundle, ClientError> {
        let registers = matches!(issue.kind, InvitationKind::RegistrationKey { .. });
        Ok(InvitationBundle {
            organisation: self.account.organisation,
            organisation_name: state.name().to_owned(),
            invitation: *id,
            name: if registers { String::new() } else { issue.person.name.clone() },
            position,
            renews: match issue.kind {
                InvitationKind::Renewal(member) => Some(member),
                _ => None,
            },
            registration: if registers { Some(self.store.read(registration)?) } else { None },
            notice: self.store.read(|connection| directory::notice(connection, state.notice()))?,
            pin_length: state.policy().pin_length,
            bot: match &issue.kind {
                InvitationKind::Renewal(member) => state.is_bot(member),
                kind => matches!(kind, InvitationKind::Bot),
            },
        })
    }
}

/// The same kind, and each claim waits for approval if this does.
fn waiting(kind: InvitationKind, waits: bool) -> InvitationKind {
    match kind {
        InvitationKind::Personal { approval } => InvitationKind::Personal { approval: approval || waits },
        InvitationKind::RegistrationKey { limit, approval } => {
            InvitationKind::RegistrationKey { limit, approval: approval || waits }
        }
        InvitationKind::Renewal(_) | InvitationKind::Bot => kind,
    }
}

/// The person as the letter and colleagues will name her.
fn checked_person(person: &MemberDetails) -> Result<MemberDetails, ClientError> {
    let person = MemberDetails {
        name: checked_name("a name", &person.name)?.to_owned(),
        function: person.function.trim().to_owned(),
        ward: person.ward.trim().to_owned(),
    };
    if person.fits() { Ok(person) } else { Err(ClientError::Length("a function or ward", MAX_NAME)) }
}

fn invitation_of(entry: &SignedEntry) -> Option<InvitationId> {
    match entry.read().ok()?.record? {
        Record::Organisation(OrganisationRecord::Invitation(invitation)) => Some(invitation.id),
        _ => None,
    }
}
