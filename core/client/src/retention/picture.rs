//! What of a conversation is over at a moment: one function for what is foretold and for what is done.
//!
//! A picture is read from the store once, and then answers for any moment from now on, so that a preview is the purge of
//! another day and nothing else. What it cannot open, or does not know, it leaves alone: a newer program may know better.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use verband_groups as groups;
use verband_protocol::body::unpack;
use verband_protocol::entry::{Class, Header, SignedEntry};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::seal::{SealKey, open};
use verband_rules::retention::DAY;
use verband_store::Tx;

use crate::error::ClientError;
use crate::kind::{self, Stays, Until, Whole};
use crate::log;

/// Something that people made and that has a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) event: EventId,
    pub(super) seq: u64,
    /// The number of its payload.
    pub(super) number: u16,
    /// The wholes that it belongs to.
    wholes: Vec<usize>,
}

/// Why something stays beyond its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A legal hold binds.
    Hold,
    /// It is not in the patient record yet, and the policy keeps it until it is.
    Undocumented,
    /// It is in use: an open request, an appointment to come, a wound of which something is younger.
    InUse,
}

/// A whole with the place of its newest event.
struct Group {
    newest: u64,
    until: Until,
    undocumented: Vec<EventId>,
}

/// A conversation as far as its time goes.
pub(super) struct Picture {
    days: u64,
    /// Whether what is not in the patient record stays.
    pub(super) keeps_undocumented: bool,
    /// Position and author's clock of each entry, ascending, as far as something can be over.
    stamps: Vec<(u64, u64)>,
    items: Vec<Item>,
    groups: Vec<Group>,
}

impl Picture {
    /// Reads what can be over up to a moment.
    pub(super) fn load(
        tx: &Tx<'_>,
        log: &LogId,
        days: u32,
        keeps_undocumented: bool,
        (now, until): (u64, u64),
    ) -> Result<Self, ClientError> {
        let mut picture = Self {
            days: u64::from(days) * DAY,
            keeps_undocumented,
            stamps: Vec::new(),
            items: Vec::new(),
            groups: Vec::new(),
        };
        let mut keys = BTreeMap::new();
        let mut after = 0;
        'pages: loop {
            let page = entries(tx, log, after)?;
            let Some((last, ..)) = page.last() else { break };
            after = *last;
            for (seq, event, entry) in page {
                // What no rule reads has no clock either.
                let Ok(header) = entry.read() else { continue };
                picture.stamps.push((seq, header.sent_at));
                // Nothing behind this is over at any moment that is asked for.
                if header.sent_at <= now && header.sent_at.saturating_add(picture.days) > until {
                    break 'pages;
                }
                if header.class != Class::Content || header.event != event {
                    continue;
                }
                if let Some(number) = number(tx, log, &header, &entry, &mut keys)? {
                    picture.items.push(Item { event, seq, number, wholes: Vec::new() });
                }
            }
        }
        picture.gather(tx, log, kind::wholes(tx, log)?)?;
        picture.items.retain(|item| lasts(item.number) == Some(false));
        Ok(picture)
    }

    /// Finds which items go together.
    fn gather(&mut self, tx: &Tx<'_>, log: &LogId, wholes: Vec<Whole>) -> Result<(), ClientError> {
        let mut of: BTreeMap<EventId, Vec<usize>> = BTreeMap::new();
        for (index, whole) in wholes.into_iter().enumerate() {
            let mut events: BTreeSet<EventId> = whole.with.iter().copied().chain([whole.event]).collect();
            for event in events.clone() {
                for part in kind::parts_of(tx, log, &event)? {
                    events.extend(kind::parts_of(tx, log, &part)?);
                    events.insert(part);
                }
            }
            let mut newest = 0;
            for event in events {
                newest = newest.max(place(tx, log, &event)?);
                of.entry(event).or_default().push(index);
            }
            for event in whole.about {
                of.entry(event).or_default().push(index);
            }
            self.groups.push(Group { newest, until: whole.until, undocumented: whole.undocumented });
        }
        for item in &mut self.items {
            item.wholes = of.remove(&item.event).unwrap_or_default();
        }
        Ok(())
    }

    /// The place in the log up to which time is over at a moment: what stands at or before it is older than the policy
    /// keeps, by the clocks of those who wrote, unless a clock was ahead of that moment itself.
    pub(super) fn horizon(&self, at: u64) -> u64 {
        let mut horizon = 0;
        for (seq, sent) in &self.stamps {
            if *sent > at {
                continue;
            }
            if sent.saturating_add(self.days) > at {
                break;
            }
            horizon = *seq;
        }
        horizon
    }

    /// What goes at a moment, in the order of the log.
    pub(super) fn over(&self, at: u64) -> Vec<&Item> {
        let horizon = self.horizon(at);
        self.items.iter().filter(|item| item.seq <= horizon && self.keeps(item, horizon, at).is_none()).collect()
    }

    /// What would go at a moment and stays, with the reason.
    pub(super) fn kept(&self, at: u64) -> Vec<(&Item, Kept)> {
        let horizon = self.horizon(at);
        let old = self.items.iter().filter(|item| item.seq <= horizon);
        old.filter_map(|item| Some((item, self.keeps(item, horizon, at)?))).collect()
    }

    /// What should be in the patient record before it goes, and is not.
    pub(super) fn undocumented(&self) -> BTreeSet<EventId> {
        self.groups.iter().flat_map(|group| group.undocumented.iter().copied()).collect()
    }

    /// When something is over next, at the latest: what is over now is not asked for.
    pub(super) fn next(&self, now: u64) -> u64 {
        let old = |sent: u64| sent.saturating_add(self.days);
        let stamps = self.stamps.iter().map(|(_, sent)| old(*sent));
        let times = self.groups.iter().filter_map(|group| match group.until {
            Until::Time(until) => Some(old(until)),
            _ => None,
        });
        stamps.chain(times).filter(|due| *due > now).chain([now + DAY]).min().unwrap_or(now)
    }

    fn keeps(&self, item: &Item, horizon: u64, at: u64) -> Option<Kept> {
        item.wholes.iter().find_map(|index| {
            let group = self.groups.get(*index)?;
            let used = match group.until {
                Until::Newest => false,
                Until::Time(until) => until.saturating_add(self.days) > at,
                Until::Open | Until::Always => true,
            };
            if used || group.newest > horizon {
                return Some(Kept::InUse);
            }
            (self.keeps_undocumented && !group.undocumented.is_empty()).then_some(Kept::Undocumented)
        })
    }
}

/// Whether a payload says how things are, so that it stays; none if this version does not know it.
fn lasts(number: u16) -> Option<bool> {
    let number = verband_protocol::body::Kind(number);
    Some(match kind::stays(number)? {
        Stays::Nothing => false,
        Stays::Everything => true,
        Stays::Wholes(state, _) => state.contains(&number),
    })
}

/// Entries that are read at once.
const PAGE: u32 = 500;

fn entries(tx: &Tx<'_>, log: &LogId, after: u64) -> Result<Vec<(u64, EventId, SignedEntry)>, ClientError> {
    let sql =
        "SELECT author, header, sig, body, seq, event FROM entry WHERE log = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    Ok(tx.query_map(sql, (log.as_bytes(), after, PAGE), |row| {
        Ok((row.get(4)?, EventId(row.get(5)?), log::entry_of(row)?))
    })?)
}

/// The number of an event's payload, if it has one still and this device can open it.
fn number(
    tx: &Tx<'_>,
    log: &LogId,
    header: &Header,
    entry: &SignedEntry,
    keys: &mut BTreeMap<u64, Option<SealKey>>,
) -> Result<Option<u16>, ClientError> {
    let Some(body) = entry.body() else { return Ok(None) };
    let key = match keys.entry(header.epoch) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => {
            let key = groups::archive_key(tx.sql(), log, header.epoch)?.map(|archive| groups::event_key(&archive));
            place.insert(key)
        }
    };
    let Some(key) = key else { return Ok(None) };
    let plain = open(key, &header.seal_context(), body).ok();
    Ok(plain.and_then(|plain| unpack(&plain).ok()).map(|(kind, _)| kind.0))
}

/// Where an event stands: above every place while it is not in the log. One that is gone stands nowhere.
fn place(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<u64, ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    let placed = "SELECT seq FROM entry WHERE event = ?2 AND log = ?1";
    if let Some(seq) = tx.query_opt(placed, key, |row| row.get(0))? {
        return Ok(seq);
    }
    let waits = tx.query_opt("SELECT 1 FROM outbox WHERE event = ?2 AND log = ?1", key, |_| Ok(()))?;
    Ok(if waits.is_some() { u64::MAX } else { 0 })
}
