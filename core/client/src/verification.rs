//! Verifying a person face to face: she shows a code, and the device that scans it finds out whether both know the same
//! organisation and the same log of it. What was verified is kept here alone, and ends when she starts anew.

use verband_protocol::code::{VerificationLink, fingerprint_bytes, person_fingerprint};
use verband_protocol::entry::Position;
use verband_protocol::evidence::{Evidence, ShownHead};
use verband_protocol::id::MemberId;
use verband_rules::organisation::OrganisationState;
use verband_store::{StoreError, Topic};
use verband_texts::{Language, words};

use crate::client::{Client, Inner};
use crate::directory::name_of;
use crate::error::{ClientError, Unverified};
use crate::log::{self, AlarmKind};

/// What a person shows or reads aloud to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationCode {
    /// For a QR code.
    pub link: String,
    /// Twelve words that stand for her.
    pub words: String,
}

/// A person who was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Who she is.
    pub member: MemberId,
    /// Her name, which the person in front of the device should have.
    pub name: String,
}

impl Client {
    /// What this person shows to be verified.
    ///
    /// # Errors
    /// [`ClientError::WaitingForApproval`] as long as she does not belong to the organisation, [`ClientError::Locked`].
    pub fn verification_code(&self, language: Language) -> Result<VerificationCode, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        let member = inner.account.member;
        if !organisation.member_active(&member) {
            return Err(ClientError::WaitingForApproval);
        }
        let id = inner.account.organisation;
        let shown = ShownHead::sign(&id, member, organisation.position(), &inner.keys.event);
        let link = VerificationLink { organisation: id, shown }.text();
        Ok(VerificationCode { link, words: inner.words_of(&organisation, &member, language) })
    }

    /// The twelve words that stand for the organisation: its fingerprint, to be read aloud.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn organisation_words(&self, language: Language) -> Result<String, ClientError> {
        Ok(words(language, &fingerprint_bytes(&self.inner()?.account.organisation)))
    }

    /// The twelve words that a member has to read aloud, by what this device knows of her.
    ///
    /// # Errors
    /// [`ClientError::NotVerified`] for somebody who does not belong to the organisation, [`ClientError::Locked`].
    pub fn words_of(&self, member: MemberId, language: Language) -> Result<String, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        if !organisation.member_active(&member) {
            return Err(Unverified::NoMember.into());
        }
        Ok(inner.words_of(&organisation, &member, language))
    }

    /// Verifies the person who shows this code. Whether her name is the one that comes back, a person has to see.
    ///
    /// # Errors
    /// [`ClientError::NotVerified`], after an alarm where server or person are not honest; [`ClientError::Code`] for what
    /// is no such code; [`ClientError::Offline`] if her device knows more of the organisation than this one.
    pub async fn verify_person(&self, code: &str) -> Result<Verified, ClientError> {
        let link = VerificationLink::parse(code)?;
        let inner = self.inner()?;
        if link.organisation != inner.account.organisation {
            return Err(Unverified::OtherOrganisation.into());
        }
        let shown = link.shown;
        if inner.organisation()?.position().seq < shown.position.seq {
            let _turn = self.turn(&inner).await?;
            inner.sync_organisation().await?;
        }
        let organisation = inner.organisation()?;
        inner.compare(&organisation, shown)?;
        let member = organisation.member(&shown.member).filter(|_| organisation.member_active(&shown.member));
        let member = member.ok_or(Unverified::NoMember)?;
        let by = |key| shown.verify(&link.organisation, key).is_ok();
        let hers = organisation.active_devices_of(&shown.member).any(|(_, device)| by(&device.certificate.event));
        if !hers || member.renewals_at(shown.position.seq) != member.renewals() {
            return Err(Unverified::Outdated.into());
        }
        inner.keep_verified(&organisation, shown.member)
    }

    /// Verifies a member who has read aloud the words that [`Self::words_of`] gives. Unlike her code they do not show
    /// whether her device knows the same log.
    ///
    /// # Errors
    /// [`ClientError::NotVerified`] for other words or somebody who does not belong to the organisation.
    pub fn verify_words(&self, member: MemberId, heard: &str) -> Result<Verified, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        if !organisation.member_active(&member) {
            return Err(Unverified::NoMember.into());
        }
        let heard: Vec<String> = heard.split_whitespace().map(str::to_lowercase).collect();
        let fits = |language| {
            let due = inner.words_of(&organisation, &member, language).to_lowercase();
            due.split(' ').eq(heard.iter().map(String::as_str))
        };
        if !Language::ALL.into_iter().any(fits) {
            return Err(Unverified::Words.into());
        }
        inner.keep_verified(&organisation, member)
    }
}

impl Inner {
    fn words_of(&self, organisation: &OrganisationState, member: &MemberId, language: Language) -> String {
        let generation = organisation.closed_member(*member).generation;
        words(language, &person_fingerprint(&self.account.organisation, member, generation))
    }

    /// Whether both devices know the same log, as far as the other one reaches.
    fn compare(&self, organisation: &OrganisationState, shown: ShownHead) -> Result<(), ClientError> {
        let ShownHead { member, position: Position { seq, head }, .. } = shown;
        let (kind, detail, why) = match organisation.head_at(seq) {
            Some(known) if known == head => return Ok(()),
            Some(_) => (AlarmKind::Fork, "has another head on the device of", Unverified::Fork),
            None => (AlarmKind::Omission, "is withheld, and known to the device of", Unverified::Withheld),
        };
        let detail = format!("position {seq} of the organisation {detail} {member}");
        let log = self.account.organisation;
        self.store.with_tx(|tx| {
            let evidence = log::evidence(tx.sql(), &log, seq.min(organisation.position().seq), None);
            let evidence = evidence.map(|evidence| Evidence { shown: Some(shown), ..evidence });
            self.alarm_with(tx, &log, kind, &detail, evidence.as_ref())
        })?;
        Err(why.into())
    }

    fn keep_verified(&self, organisation: &OrganisationState, member: MemberId) -> Result<Verified, ClientError> {
        let generation = organisation.closed_member(member).generation;
        let name = self.store.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute(
                "INSERT OR REPLACE INTO verified (member, generation) VALUES (?1, ?2)",
                (member.as_bytes(), generation),
            )?;
            tx.touch(Topic::Organisation);
            name_of(tx.sql(), &member)
        })?;
        Ok(Verified { member, name })
    }
}
