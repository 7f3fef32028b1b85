//! Which votes count and what they come to. Pure, so that every device that has the same log has the same result.
//!
//! What counts is a vote's place: before the first close of the author. Of a person the first valid vote counts, or the
//! last one if votes may be changed, however many devices she has. A deadline is held against the clock of the voter,
//! which is her word alone; so the author's device closes when it is over, and nobody can vote from then on, whatever
//! her clock says. A deadline that is brought forward never undoes a vote that was in time when it was cast.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::id::MemberId;

use super::answer::{Availability, SurveyAnswer};
use super::payload::{Counts, FreeText, Published, TEXTS_PART, Texts};
use super::question::{Question, QuestionForm};

/// The result of a secret survey with fewer votes is shown to nobody.
pub(crate) const FEWEST_SECRET_VOTES: u32 = 3;

/// A vote as it stands in the log.
pub(super) struct Cast {
    pub(super) member: MemberId,
    pub(super) seq: u64,
    pub(super) sent_at: u64,
    pub(super) waiting: bool,
    /// None: it is sealed.
    pub(super) answers: Option<Vec<SurveyAnswer>>,
}

/// How long votes are taken.
#[derive(Default)]
pub(super) struct Times {
    /// As it was published.
    pub(super) deadline: Option<u64>,
    /// Where it was changed, ascending, and to what.
    pub(super) changes: Vec<(u64, Option<u64>)>,
    /// Where it was closed first.
    pub(super) closed: Option<u64>,
}

impl Times {
    /// The deadline in force at the end.
    pub(super) fn current(&self) -> Option<u64> {
        self.before_close().next_back().map_or(self.deadline, |(_, deadline)| *deadline)
    }

    fn before_close(&self) -> impl DoubleEndedIterator<Item = &(u64, Option<u64>)> {
        self.changes.iter().filter(|(seq, _)| self.closed.is_none_or(|closed| *seq < closed))
    }

    /// Whether a vote came in time: before the close, and before the deadline that was in force or any later one.
    fn in_time(&self, vote: &Cast) -> bool {
        if self.closed.is_some_and(|closed| vote.seq > closed) {
            return false;
        }
        let then = self.before_close().rfind(|(seq, _)| *seq < vote.seq).map_or(self.deadline, |(_, at)| *at);
        let later = self.before_close().filter(|(seq, _)| *seq > vote.seq).map(|(_, at)| *at);
        std::iter::once(then).chain(later).any(|deadline| deadline.is_none_or(|deadline| vote.sent_at <= deadline))
    }
}

/// The votes that count, by member, and who came too late.
#[derive(Default)]
pub(super) struct Counted<'a> {
    pub(super) votes: BTreeMap<MemberId, &'a Cast>,
    pub(super) late: BTreeSet<MemberId>,
}

/// Chooses the votes that count from all valid ones, which are in the order of the log.
pub(super) fn count<'a>(times: &Times, changeable: bool, votes: &'a [Cast]) -> Counted<'a> {
    let mut counted = Counted::default();
    for vote in votes {
        if !times.in_time(vote) {
            counted.late.insert(vote.member);
        } else if changeable {
            counted.votes.insert(vote.member, vote);
        } else {
            counted.votes.entry(vote.member).or_insert(vote);
        }
    }
    counted
}

/// What the answers to one question come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) counts: Counts,
    /// In alphabetical order: what was written, also as another option.
    pub(super) texts: Vec<String>,
}

/// Counts the answers, question by question.
pub(super) fn tally<'a>(questions: &[Question], votes: impl Iterator<Item = &'a [SurveyAnswer]>) -> Vec<Tally> {
    let empty = |question: &Question| Tally {
        counts: Counts { answered: 0, each: vec![0; question.counts()] },
        texts: Vec::new(),
    };
    let mut tallies: Vec<Tally> = questions.iter().map(empty).collect();
    for answers in votes {
        for (tally, answer) in tallies.iter_mut().zip(answers) {
            tally.add(answer);
        }
    }
    for tally in &mut tallies {
        tally.texts.sort_unstable();
    }
    tallies
}

impl Tally {
    fn add(&mut self, answer: &SurveyAnswer) {
        let each = &mut self.counts.each;
        let mut note = |index: usize| {
            if let Some(count) = each.get_mut(index) {
                *count += 1;
            }
        };
        match answer {
            SurveyAnswer::Skipped => return,
            SurveyAnswer::Choice { options, other } => {
                for option in options {
                    note(*option as usize);
                }
                if let Some(other) = other {
                    // Another one is counted behind the options.
                    if let Some(last) = each.last_mut() {
                        *last += 1;
                    }
                    self.texts.push(other.clone());
                }
            }
            SurveyAnswer::Text { text } => self.texts.push(text.clone()),
            SurveyAnswer::Rating { step } => note((*step as usize).saturating_sub(1)),
            SurveyAnswer::Dates { slots } => {
                for (slot, availability) in slots.iter().enumerate() {
                    note(
                        3 * slot
                            + match availability {
                                Availability::Yes => 0,
                                Availability::Maybe => 1,
                                Availability::No => 2,
                            },
                    );
                }
            }
        }
        self.counts.answered += 1;
    }
}

/// What the author's device publishes of a secret survey: counts, and the free texts in parts that fit into an event.
pub(super) fn publish(
    survey: verband_protocol::id::EventId,
    questions: &[Question],
    votes: &[&[SurveyAnswer]],
) -> (Published, Vec<Vec<FreeText>>) {
    let number = u32::try_from(votes.len()).unwrap_or(u32::MAX);
    if number < FEWEST_SECRET_VOTES {
        return (Published { survey, votes: number, counts: None, parts: 0 }, Vec::new());
    }
    let tallies = tally(questions, votes.iter().copied());
    let counts = tallies.iter().map(|tally| tally.counts.clone()).collect();
    let texts = (0..)
        .zip(tallies)
        .flat_map(|(question, tally)| tally.texts.into_iter().map(move |text| FreeText(question, text)));
    let mut parts: Vec<Vec<FreeText>> = Vec::new();
    let mut room = 0;
    for text in texts {
        // Heads of the text, of its number and of both.
        let len = text.1.len() + 8;
        if len > room {
            parts.push(Vec::new());
            room = TEXTS_PART;
        }
        room -= len;
        if let Some(part) = parts.last_mut() {
            part.push(text);
        }
    }
    let published = Published {
        survey,
        votes: number,
        counts: Some(counts),
        parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
    };
    (published, parts)
}

/// What a published result says, question by question: none if it does not fit the questions, or tells of too few votes.
pub(super) fn read_published(questions: &[Question], published: &Published, texts: &[Texts]) -> Option<Vec<Tally>> {
    let counts = published.counts.as_ref()?;
    let fits = counts.len() == questions.len()
        && counts.iter().zip(questions).all(|(counts, question)| {
            let most = |count: &u32| *count <= counts.answered;
            counts.each.len() == question.counts() && counts.answered <= published.votes && counts.each.iter().all(most)
        });
    if !fits || published.votes < FEWEST_SECRET_VOTES {
        return None;
    }
    let mut tallies: Vec<Tally> =
        counts.iter().map(|counts| Tally { counts: counts.clone(), texts: Vec::new() }).collect();
    for FreeText(question, text) in texts.iter().flat_map(|part| &part.written) {
        if let Some(tally) = tallies.get_mut(*question as usize) {
            tally.texts.push(text.clone());
        }
    }
    for (tally, question) in tallies.iter_mut().zip(questions) {
        tally.texts.sort_unstable();
        // Nobody writes more texts than there are answers, nor to questions that take none.
        let takes = match question.form {
            QuestionForm::Text => tally.counts.answered,
            QuestionForm::Single { other: true, .. } | QuestionForm::Multiple { other: true, .. } => {
                tally.counts.each.last().copied().unwrap_or(0)
            }
            _ => 0,
        };
        tally.texts.truncate(takes as usize);
    }
    Some(tallies)
}
