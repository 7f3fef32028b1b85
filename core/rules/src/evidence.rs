//! Examining evidence of a log with two histories, or of one that is withheld: who signed what contradicts what the device
//! that made the file knows, and what of that follows from signatures alone.

use verband_protocol::entry::{Header, Position, SignedEntry};
use verband_protocol::evidence::{Evidence, EvidenceError, EvidenceFile, Statement};
use verband_protocol::export::ExportError;
use verband_protocol::id::{DeviceId, LogId, MemberId};
use verband_protocol::sign::Purpose;

use crate::audit::{Audit, Fault};
use crate::organisation::OrganisationState;

/// What a file of evidence is found to be.
#[derive(Debug)]
pub struct Examined {
    /// The organisation log in it.
    pub audit: Audit,
    /// What the device states that made the file.
    pub statement: Statement,
    /// Whose device that is; none if nobody in the log signed the statement.
    pub member: Option<MemberId>,
    /// What each of its cases comes to, in their order.
    pub cases: Vec<Case>,
}

/// What one case comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which log.
    pub log: LogId,
    /// What the device that made the file knows of it.
    pub known: Position,
    /// Whether the head there follows from what others signed; if not, it is that device's word.
    pub follows: bool,
    /// What is shown, or why nothing is.
    pub found: Result<Finding, Doubt>,
}

/// Who signed something: the root key is nobody's device.
pub type Signer = Option<(DeviceId, MemberId)>;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Two histories: this device signed that it knows another head at this position.
    Fork {
        /// Whose word stands against it.
        by: Signer,
        /// What it knows.
        named: Position,
    },
    /// There was more of the log than the device had: this one signed that it knows this position.
    Withheld {
        /// Who knew it.
        by: Signer,
        /// What it knows.
        named: Position,
        /// Whether the log in the file has it: it was given since.
        since: bool,
    },
    /// The entry at the known position was signed, whatever the server has now.
    Lost {
        /// Its author.
        by: Signer,
    },
}

/// Why a case shows nothing to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// No device in the log of the file signed it: its signature is wrong, or it came in by the other history alone.
    #[error("no device in the log of this file signed what contradicts it")]
    Signature,
    /// What was told under seal with an invitation is signed by nobody.
    #[error("it was told under seal with an invitation, which nobody else can check")]
    Told,
    /// Both say the same, or nothing.
    #[error("nothing in it contradicts the other")]
    Nothing,
    /// The log in the file is not the one that the case is about.
    #[error("the log of this file has another head there than the device says that it knows")]
    Log,
}

/// Why a file cannot be examined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The file.
    #[error(transparent)]
    File(#[from] EvidenceError),
    /// The organisation log in it.
    #[error("the log in it: {0}")]
    Log(#[from] ExportError),
}

/// What is wrong with a file first: then its cases show nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceFault {
    /// The organisation log in it was changed.
    #[error("the log in it: {0}")]
    Log(Fault),
    /// The statement was changed, or is by nobody of this organisation.
    #[error("no device of this organisation signed the statement")]
    Statement,
    /// The log is not the one that the device stated it on.
    #[error("the log in it does not end where the statement says")]
    End,
}

impl Examined {
    /// Examines a file.
    ///
    /// # Errors
    /// [`Unreadable`]: then it is nothing to be examined.
    pub fn of(file: &[u8]) -> Result<Self, Unreadable> {
        let file = EvidenceFile::read(file)?;
        let (audit, statement) = (Audit::of(file.organisation())?, file.statement()?);
        let device = audit.state.device(&statement.device);
        let device = device.filter(|device| file.verify(&device.certificate.event).is_ok());
        let member = device.map(|device| device.member);
        let cases = statement.cases.iter().map(|case| examine(&audit.state, case)).collect();
        Ok(Self { audit, statement, member, cases })
    }

    /// The first thing that is wrong; none if every bit is as it was signed and written.
    pub fn fault(&self) -> Option<EvidenceFault> {
        if let Some(fault) = self.audit.fault() {
            return Some(EvidenceFault::Log(fault));
        }
        if self.member.is_none() {
            return Some(EvidenceFault::Statement);
        }
        (self.statement.organisation != self.audit.end).then_some(EvidenceFault::End)
    }
}

fn examine(state: &OrganisationState, case: &Evidence) -> Case {
    let (log, known) = (case.log, case.known);
    let own = state.id() == Some(log);
    let entry = case.entry.as_ref().and_then(|entry| Some((entry, signed(state, entry)?)));
    let follows = if own {
        state.head_at(known.seq) == Some(known.head)
    } else {
        // Whoever signed the entry saw all that is before it.
        entry.as_ref().is_some_and(|(entry, (header, _))| header.log == log && header.seen.next(entry) == known)
    };
    let found = if own && !follows { Err(Doubt::Log) } else { found(state, case, entry.map(|(_, (_, by))| by)) };
    Case { log, known, follows, found }
}

fn found(state: &OrganisationState, case: &Evidence, author: Option<Signer>) -> Result<Finding, Doubt> {
    let Some(named) = case.named() else {
        let lost = case.against.is_none();
        return if lost { author.map(|by| Finding::Lost { by }).ok_or(Doubt::Signature) } else { Err(Doubt::Nothing) };
    };
    let by = match (&case.against, &case.shown) {
        (Some(entry), _) => signed(state, entry).ok_or(Doubt::Signature)?.1,
        (None, Some(shown)) => {
            let organisation = state.id().filter(|id| *id == case.log).ok_or(Doubt::Signature)?;
            let mut devices = state.devices().filter(|(_, device)| device.member == shown.member);
            let found = devices.find(|(_, device)| shown.verify(&organisation, &device.certificate.event).is_ok());
            Some((*found.ok_or(Doubt::Signature)?.0, shown.member))
        }
        (None, None) => return Err(Doubt::Told),
    };
    // The log in the file may have grown since the case was kept.
    let here = if state.id() == Some(case.log) { state.head_at(named.seq) } else { None };
    if case.is_fork() || here.is_some_and(|here| here != named.head) {
        Ok(Finding::Fork { by, named })
    } else if case.is_omission() {
        Ok(Finding::Withheld { by, named, since: here.is_some() })
    } else {
        Err(Doubt::Nothing)
    }
}

/// An entry that the root key, or a device in the log, signed; and who.
fn signed(state: &OrganisationState, entry: &SignedEntry) -> Option<(Header, Signer)> {
    if entry.author == DeviceId::ROOT {
        return Some((entry.verify(Purpose::Root, &state.root()?).ok()?, None));
    }
    let device = state.device(&entry.author)?;
    let header = entry.verify(Purpose::Event, &device.certificate.event).ok()?;
    Some((header, Some((entry.author, device.member))))
}
