//! Examining an exported log of an organisation: every entry is checked as every client and the server check it, and
//! what is wrong is named by its position. Whatever else somebody wants to know stands in the state that it leads to.

use verband_protocol::entry::Position;
use verband_protocol::export::{Export, ExportError};

use crate::Refusal;
use crate::organisation::OrganisationState;

/// What an exported log is found to be.
#[derive(Debug)]
pub struct Audit {
    /// The organisation after its last entry.
    pub state: OrganisationState,
    /// Entries that break a rule and have no effect, each with its position, ascending.
    pub refused: Vec<(u64, Refusal)>,
    /// The position from which on the file cannot be read, and why.
    pub broken: Option<(u64, ExportError)>,
    /// Where the file says that it ends.
    pub end: Position,
}

/// What is wrong first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An entry breaks a rule, which every change of its bytes does.
    #[error("position {0}: {1}")]
    Refused(u64, Refusal),
    /// Nothing can be read from here on.
    #[error("position {0}: {1}")]
    Broken(u64, ExportError),
    /// The entries from this position on are missing.
    #[error("position {0}: missing, with all that follow")]
    Missing(u64),
    /// There is more than the file says.
    #[error("position {0}: more than the file says that there is")]
    Surplus(u64),
    /// The chain leads to another head than the file names.
    #[error("position {0}: the chain of heads leads elsewhere than the file says")]
    Head(u64),
}

impl Fault {
    /// Where it is.
    pub fn position(&self) -> u64 {
        match self {
            Self::Refused(seq, _)
            | Self::Broken(seq, _)
            | Self::Missing(seq)
            | Self::Surplus(seq)
            | Self::Head(seq) => *seq,
        }
    }
}

impl Audit {
    /// Examines a file.
    ///
    /// # Errors
    /// [`ExportError::Format`], [`ExportError::Version`]: then it is nothing to be examined.
    pub fn of(file: &[u8]) -> Result<Self, ExportError> {
        let export = Export::read(file)?;
        let mut audit = Self { state: OrganisationState::new(), refused: Vec::new(), broken: None, end: export.end() };
        for entry in export {
            let seq = audit.state.position().seq + 1;
            match entry {
                Ok(entry) => {
                    if let Err(refusal) = audit.state.apply(&entry) {
                        audit.refused.push((seq, refusal));
                    }
                }
                Err(error) => audit.broken = Some((seq, error)),
            }
        }
        Ok(audit)
    }

    /// The first thing that is wrong; none if every bit is as it was signed and written.
    pub fn fault(&self) -> Option<Fault> {
        let refused = self.refused.first().map(|(seq, refusal)| Fault::Refused(*seq, refusal.clone()));
        let broken = self.broken.as_ref().map(|(seq, error)| Fault::Broken(*seq, error.clone()));
        refused.or(broken).or_else(|| {
            let found = self.state.position();
            match self.end.seq {
                end if end > found.seq => Some(Fault::Missing(found.seq + 1)),
                end if end < found.seq => Some(Fault::Surplus(end + 1)),
                end if self.end.head != found.head => Some(Fault::Head(end)),
                _ => None,
            }
        })
    }
}

/// The first position at which two logs have different entries, erased bodies apart. None if one continues the other:
/// then nobody has shown different people different things.
///
/// # Errors
/// [`ExportError`] if one of them cannot be read up to there.
pub fn fork(one: &[u8], other: &[u8]) -> Result<Option<u64>, ExportError> {
    let mut position = Position::START;
    for (one, other) in Export::read(one)?.zip(Export::read(other)?) {
        let (one, other) = (position.next(&one?), position.next(&other?));
        if one != other {
            return Ok(Some(one.seq));
        }
        position = one;
    }
    Ok(None)
}
