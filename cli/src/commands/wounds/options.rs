//! What is known of a wound and what was found at it, as options. What is left out stays as it was.

use verband_client::{BodySite, TissuePart, Undermining, WoundConsent, WoundDetails, WoundFinding};

use crate::commands::surveys::time;
use crate::failure::Failure;

/// Where a wound is and of which kind.
#[derive(clap::Args)]
pub(super) struct DetailsArgs {
    /// Which silhouette of the body: front or back
    #[arg(long, value_name = "CODE")]
    view: Option<String>,
    /// The point on it, in thousandths from the left and from the top: 440,960
    #[arg(long, value_name = "X,Y")]
    point: Option<String>,
    /// Region of the body, such as heel or sacrum: see `wounds terms region`
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Side of the patient's body: left, right, middle or both
    #[arg(long, value_name = "CODE")]
    side: Option<String>,
    /// As on the face of a clock, 1 to 12
    #[arg(long, value_name = "HOUR")]
    clock: Option<u32>,
    /// Type of wound, such as pressure-ulcer: see `wounds terms type`
    #[arg(long = "type", value_name = "CODE")]
    kind: Option<String>,
    /// Stage that goes with it, such as pressure-2: see `wounds terms stage`
    #[arg(long, value_name = "CODE")]
    stage: Option<String>,
    /// Since when: a year, month or day
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Whether it has been there before
    #[arg(long, value_name = "BOOL")]
    recurrent: Option<bool>,
    /// How the patient lies for a photo
    #[arg(long, value_name = "TEXT")]
    position: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl DetailsArgs {
    /// What was known before, with what is said here.
    pub(super) fn over(self, patient: Option<String>, before: WoundDetails) -> Result<WoundDetails, Failure> {
        let BodySite { view, x, y, region, side, clock } = before.site;
        let (x, y) = match self.point.as_deref() {
            Some("") => (None, None),
            Some(point) => {
                let (x, y) = pair(point, ',', "440,960")?;
                (Some(x), Some(y))
            }
            None => (x, y),
        };
        let site = BodySite {
            view: self.view.unwrap_or(view),
            x,
            y,
            region: self.region.unwrap_or(region),
            side: self.side.unwrap_or(side),
            clock: self.clock.or(clock),
        };
        Ok(WoundDetails {
            patient: patient.unwrap_or(before.patient),
            site,
            kind: self.kind.unwrap_or(before.kind),
            stage: self.stage.unwrap_or(before.stage),
            since: self.since.unwrap_or(before.since),
            recurrent: self.recurrent.or(before.recurrent),
            position: self.position.unwrap_or(before.position),
            note: self.note.unwrap_or(before.note),
        })
    }
}

/// What the patient consents to.
#[derive(clap::Args)]
pub(super) struct ConsentArgs {
    /// given, refused or unknown
    #[arg(value_name = "CODE")]
    state: String,
    /// By whom: patient or representative
    #[arg(long, value_name = "CODE")]
    by: Option<String>,
    /// When, if that is known
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// To what: photos, storage, sharing, teaching (may be given several times)
    #[arg(long = "for", value_name = "CODE")]
    purposes: Vec<String>,
    /// Anything else, such as where the paper is
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
}

impl ConsentArgs {
    pub(super) fn read(self) -> Result<WoundConsent, Failure> {
        let at = self.at.as_deref().map(time).transpose()?;
        let by = self.by.unwrap_or_default();
        Ok(WoundConsent { state: self.state, by, at, purposes: self.purposes, note: self.note })
    }
}

/// What was found.
#[derive(clap::Args)]
pub(super) struct FindingArgs {
    /// When; now if it is left out
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The longest side, in millimetres
    #[arg(long, value_name = "MM")]
    length: Option<u32>,
    /// Across it, in millimetres
    #[arg(long, value_name = "MM")]
    width: Option<u32>,
    /// In millimetres
    #[arg(long, value_name = "MM")]
    depth: Option<u32>,
    /// In square millimetres
    #[arg(long, value_name = "MM2")]
    area: Option<u32>,
    /// How it was measured: typed, ruler, marker, outline or photo-ruler
    #[arg(long, value_name = "CODE")]
    measured: Option<String>,
    /// A pocket, clockwise, and its depth in millimetres if it is known: 1-4 or 1-4:12 (may be given several times)
    #[arg(long, value_name = "FROM-TO[:MM]")]
    undermining: Vec<String>,
    /// A tissue with its share in per cent: granulation=60 (may be given several times)
    #[arg(long, value_name = "CODE=PERCENT")]
    tissue: Vec<String>,
    /// The wound edge: see `wounds terms edge` (may be given several times)
    #[arg(long, value_name = "CODE")]
    edge: Vec<String>,
    /// The surrounding skin: see `wounds terms skin` (may be given several times)
    #[arg(long, value_name = "CODE")]
    skin: Vec<String>,
    /// How much exudate: none, little, moderate, much, very-much
    #[arg(long, value_name = "CODE")]
    exudate: Option<String>,
    /// Which kind: see `wounds terms exudate-kind`
    #[arg(long, value_name = "CODE")]
    exudate_kind: Option<String>,
    /// Which colour: see `wounds terms exudate-colour`
    #[arg(long, value_name = "CODE")]
    exudate_colour: Option<String>,
    /// The odour: see `wounds terms odour`
    #[arg(long, value_name = "CODE")]
    odour: Option<String>,
    /// As the patient says, 0 to 10
    #[arg(long, value_name = "0-10")]
    pain: Option<u32>,
    /// Signs of infection: see `wounds terms infection` (may be given several times)
    #[arg(long, value_name = "CODE")]
    infection: Vec<String>,
    /// What was put on and done
    #[arg(long, value_name = "TEXT")]
    dressing: Option<String>,
    /// When the dressing is to be changed next
    #[arg(long, value_name = "TIME")]
    next_change: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl FindingArgs {
    /// What was found before, with what is said here.
    pub(super) fn over(self, before: WoundFinding) -> Result<WoundFinding, Failure> {
        let or = |new: Vec<String>, old| if new.is_empty() { old } else { new };
        let undermining = self.undermining.iter().map(|text| pocket(text)).collect::<Result<Vec<_>, _>>()?;
        let tissue = self.tissue.iter().map(|text| part(text)).collect::<Result<Vec<_>, _>>()?;
        Ok(WoundFinding {
            examined_at: self.at.as_deref().map(time).transpose()?.unwrap_or(before.examined_at),
            length: self.length.or(before.length),
            width: self.width.or(before.width),
            depth: self.depth.or(before.depth),
            area: self.area.or(before.area),
            measured: self.measured.unwrap_or(before.measured),
            undermining: if undermining.is_empty() { before.undermining } else { undermining },
            tissue: if tissue.is_empty() { before.tissue } else { tissue },
            edge: or(self.edge, before.edge),
            skin: or(self.skin, before.skin),
            exudate_amount: self.exudate.unwrap_or(before.exudate_amount),
            exudate_kind: self.exudate_kind.unwrap_or(before.exudate_kind),
            exudate_colour: self.exudate_colour.unwrap_or(before.exudate_colour),
            odour: self.odour.unwrap_or(before.odour),
            pain: self.pain.or(before.pain),
            infection: or(self.infection, before.infection),
            dressing: self.dressing.unwrap_or(before.dressing),
            next_change: self.next_change.as_deref().map(time).transpose()?.or(before.next_change),
            note: self.note.unwrap_or(before.note),
        })
    }
}

fn pocket(text: &str) -> Result<Undermining, Failure> {
    let (hours, depth) = text.split_once(':').map_or((text, None), |(hours, depth)| (hours, Some(depth)));
    let (from, to) = pair(hours, '-', "1-4:12")?;
    let depth = depth.map(|depth| number(depth, text, "1-4:12")).transpose()?;
    Ok(Undermining { from, to, depth })
}

fn part(text: &str) -> Result<TissuePart, Failure> {
    let (tissue, percent) = text.split_once('=').ok_or_else(|| unreadable(text, "granulation=60"))?;
    let percent = number(percent, text, "granulation=60")?;
    Ok(TissuePart { tissue: tissue.trim().to_owned(), percent })
}

fn pair(text: &str, between: char, example: &str) -> Result<(u32, u32), Failure> {
    let (one, other) = text.split_once(between).ok_or_else(|| unreadable(text, example))?;
    Ok((number(one, text, example)?, number(other, text, example)?))
}

fn number(part: &str, text: &str, example: &str) -> Result<u32, Failure> {
    part.trim().parse().map_err(|_| unreadable(text, example))
}

fn unreadable(text: &str, example: &str) -> Failure {
    Failure::usage("argument", format_args!("\"{text}\" is not understood: {example}"))
}
