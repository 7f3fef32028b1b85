//! What surveys put into the log: the survey, votes, what its author changes, its result.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::handover::Handover;
use verband_protocol::id::EventId;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::question::{
    MAX_DESCRIPTION, MAX_FREE_TEXT, MAX_QUESTIONS, MAX_SURVEY, MAX_TIME, MAX_TITLE, NewSurvey, Question,
    check_questions,
};

/// A survey.
pub(super) const SURVEY: Kind = Kind(20);
/// A vote.
pub(super) const VOTE: Kind = Kind(21);
/// Another deadline.
pub(super) const DEADLINE: Kind = Kind(22);
/// The end of a survey.
pub(super) const CLOSE: Kind = Kind(23);
/// What a secret survey came to: counts.
pub(super) const RESULT: Kind = Kind(24);
/// What a secret survey came to: free texts.
pub(super) const TEXTS: Kind = Kind(25);
/// Out of the way, or back.
pub(super) const ARCHIVE: Kind = Kind(26);
/// The key that opens a secret survey, in the author's personal space.
pub(super) const KEY: Kind = Kind(27);

/// All of them.
pub(super) const ALL: [Kind; 8] = [SURVEY, VOTE, DEADLINE, CLOSE, RESULT, TEXTS, ARCHIVE, KEY];

/// Bytes of free texts in one event.
pub(super) const TEXTS_PART: usize = 32 << 10;

/// A survey as it is published.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Survey {
    #[n(0)]
    pub(super) title: String,
    #[n(1)]
    pub(super) description: String,
    #[n(2)]
    pub(super) questions: Vec<Question>,
    #[n(3)]
    pub(super) deadline: Option<u64>,
    /// X25519: the public key that votes are sealed to. None: votes are open.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub(super) key: Option<[u8; 32]>,
    #[n(5)]
    pub(super) changeable: bool,
}

impl Survey {
    pub(super) fn new(survey: &NewSurvey, key: Option<[u8; 32]>) -> Self {
        Self {
            title: survey.title.trim().to_owned(),
            description: survey.description.trim().to_owned(),
            questions: survey.questions.clone(),
            deadline: survey.deadline,
            key,
            changeable: survey.changeable,
        }
    }

    /// What search finds.
    pub(super) fn words(&self) -> String {
        let questions = self.questions.iter().map(|question| question.text.as_str());
        std::iter::once(self.title.as_str()).chain(questions).collect::<Vec<_>>().join("\n")
    }
}

/// A vote. One of the two is there.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Vote {
    #[n(0)]
    pub(super) survey: EventId,
    /// The ballot of an open survey.
    #[n(1)]
    pub(super) ballot: Option<ByteVec>,
    /// The ballot of a secret one, handed over to its key.
    #[n(2)]
    pub(super) sealed: Option<Handover>,
}

/// Another deadline.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Deadline {
    #[n(0)]
    pub(super) survey: EventId,
    /// None: the author ends it.
    #[n(1)]
    pub(super) deadline: Option<u64>,
}

/// The end: what stands behind it in the log does not count.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Close {
    #[n(0)]
    pub(super) survey: EventId,
}

/// The counts of a secret survey.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Published {
    #[n(0)]
    pub(super) survey: EventId,
    /// Votes that could be opened and counted.
    #[n(1)]
    pub(super) votes: u32,
    /// One for each question; none if there are too few votes to tell.
    #[n(2)]
    pub(super) counts: Option<Vec<Counts>>,
    /// How many events with free texts follow.
    #[n(3)]
    pub(super) parts: u32,
}

/// The counts of a question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Counts {
    /// How many answered it.
    #[n(0)]
    pub(super) answered: u32,
    /// Of each option, another one, each step; of each slot yes, maybe, no.
    #[n(1)]
    pub(super) each: Vec<u32>,
}

/// Some of the free texts of a secret survey, in alphabetical order: one that tells nothing of who wrote them.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Texts {
    #[n(0)]
    pub(super) survey: EventId,
    /// The event of the counts that these belong to.
    #[n(1)]
    pub(super) result: EventId,
    /// Which part, from 0 on.
    #[n(2)]
    pub(super) part: u32,
    #[n(3)]
    pub(super) written: Vec<FreeText>,
}

/// A text to a question, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(super) struct FreeText(#[n(0)] pub(super) u32, #[n(1)] pub(super) String);

/// Out of the way, or back.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Archive {
    #[n(0)]
    pub(super) survey: EventId,
    #[n(1)]
    pub(super) archived: bool,
}

/// The seed of the key of a secret survey: a secret, so it has no `Debug`.
#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(super) struct SurveyKey {
    #[cbor(n(0), with = "minicbor::bytes")]
    pub(super) seed: [u8; 32],
}

/// A payload and its limits.
pub(super) trait Payload: Encode<()> + for<'b> Decode<'b, ()> {
    /// Whether it keeps to them.
    fn fits(&self) -> bool;

    /// Reads it.
    fn read(payload: &[u8]) -> Option<Self> {
        cbor::decode(payload).ok().filter(Self::fits)
    }
}

impl Payload for Survey {
    fn fits(&self) -> bool {
        !self.title.trim().is_empty()
            && self.title.len() <= MAX_TITLE
            && self.description.len() <= MAX_DESCRIPTION
            && self.deadline.is_none_or(|deadline| deadline <= MAX_TIME)
            && check_questions(&self.questions).is_ok()
            // The key comes on top.
            && cbor::encode(self).len() <= MAX_SURVEY + 64
    }
}

impl Payload for Vote {
    fn fits(&self) -> bool {
        self.ballot.is_some() != self.sealed.is_some()
    }
}

impl Payload for Deadline {
    fn fits(&self) -> bool {
        self.deadline.is_none_or(|deadline| deadline <= MAX_TIME)
    }
}

impl Payload for Close {
    fn fits(&self) -> bool {
        true
    }
}

impl Payload for Published {
    fn fits(&self) -> bool {
        self.counts.as_ref().is_none_or(|counts| counts.len() <= MAX_QUESTIONS)
    }
}

impl Payload for Texts {
    fn fits(&self) -> bool {
        self.written.iter().all(|FreeText(_, text)| text.len() <= MAX_FREE_TEXT)
    }
}

impl Payload for Archive {
    fn fits(&self) -> bool {
        true
    }
}

impl Payload for SurveyKey {
    fn fits(&self) -> bool {
        true
    }
}
