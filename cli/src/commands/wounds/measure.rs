//! Measuring in photos of wounds, and the sheet of markers for it.

use std::path::PathBuf;

use serde_json::{Value, json};
use verband_client::texts::Language;
use verband_client::{
    PhotoMeasure, PhotoPoint, WoundFigure, WoundFinding, WoundMeasurement, WoundRuler, measuring_caveat,
};

use super::options::FindingArgs;
use super::{Which, done};
use crate::commands::letters::DeskArgs;
use crate::commands::photos;
use crate::failure::Failure;
use crate::names;
use crate::output::Output;
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `wounds measure`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband wounds measure 4711 01932f0a --outline '812,640 1190,655 1204,930 830,944'
  verband wounds measure 4711 01932f0a --outline '812,640 1190,655' --ruler 300,300,900,310,50
  verband wounds measure 4711 01932f0a --outline '812,640 1190,655 1204,930' --record --tissue fibrin=40")]
pub(crate) struct Measure {
    #[command(flatten)]
    which: Which,
    /// The first digits of the id of a photo of the wound
    photo: String,
    /// The outline, or the two ends of a length, in pixels of the upright photo in full size
    #[arg(long, value_name = "X,Y X,Y ...")]
    outline: String,
    /// Two points on a ruler in the photo and the millimetres between them, instead of a marker
    #[arg(long, value_name = "X,Y,X,Y,MM")]
    ruler: Option<String>,
    /// Enter a finding with it
    #[arg(long, conflicts_with = "correct")]
    record: bool,
    /// Correct this finding with it; what is left out stays
    #[arg(long, value_name = "FINDING")]
    correct: Option<String>,
    /// Why it is corrected
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, requires = "correct")]
    reason: String,
    #[command(flatten)]
    found: FindingArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds marker-sheet`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds marker-sheet messmarken.pdf --language de")]
pub(crate) struct MarkerSheet {
    /// Where to write it
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    desk: DeskArgs,
}

impl Measure {
    pub(super) async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let (session, row) = self.which.find(profile)?;
        let client = &session.client;
        let ruler = self.ruler.as_deref().map(ruler).transpose()?;
        let outline = points(&self.outline)?;
        let drawn = PhotoMeasure { photo: names::photo(client, &self.photo)?.event, ruler, outline };
        let (log, wound) = (&row.conversation, &row.event);
        if self.record {
            let finding = self.found.over(WoundFinding::default())?;
            let event = client.record_measured_finding(log, wound, &finding, &drawn).await?;
            return done(&session, log, wound, &event, self.later, output).await;
        }
        if let Some(finding) = &self.correct {
            let (log, item) = names::finding(client, finding)?;
            let content = self.found.over(item.content.unwrap_or_default())?;
            let event = client.correct_measured_finding(&log, &item.event, &content, &drawn, &self.reason).await?;
            return done(&session, &log, wound, &event, self.later, output).await;
        }
        let measured = client.measure_photo(log, wound, &drawn).await?;
        output.result(&measurement(&measured), || said(&measured));
        Ok(())
    }
}

impl MarkerSheet {
    pub(super) fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        photos::vacant(&self.file, self.force)?;
        let session = Session::open(profile)?;
        let desk = self.desk.desk(session.client.from_now(0)?);
        let pdf = session.client.marker_sheet(&desk, self.desk.language())?;
        photos::write(&self.file, &pdf, self.force)?;
        let result = json!({ "file": self.file, "bytes": pdf.len() });
        output.result(&result, || format!("{}: {} bytes", self.file.display(), pdf.len()));
        Ok(())
    }
}

/// A measurement as JSON: lengths in tenths of a millimetre.
pub(super) fn measurement(measured: &WoundMeasurement) -> Value {
    let point = |point: &PhotoPoint| json!([point.x, point.y]);
    let points = |points: &[PhotoPoint]| points.iter().map(point).collect::<Vec<_>>();
    let figure = |figure: &WoundFigure| json!({ "value": figure.value, "error": figure.error });
    let markers =
        measured.markers.iter().map(|marker| json!({ "mm": marker.side_mm, "corners": points(&marker.corners) }));
    json!({
        "photo": measured.photo_event.to_string(), "method": measured.method,
        "markers": markers.collect::<Vec<_>>(),
        "ruler": measured.ruler.map(|ruler| json!({ "from": point(&ruler.from), "to": point(&ruler.to), "mm": ruler.mm })),
        "outline": points(&measured.outline), "length": figure(&measured.length),
        "width": measured.width.as_ref().map(figure), "area": measured.area.as_ref().map(figure),
        "perimeter": measured.perimeter.as_ref().map(figure), "arithmetic": measured.arithmetic,
    })
}

fn said(measured: &WoundMeasurement) -> String {
    let tenths = |figure: &WoundFigure| {
        let mm = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
        format!("{} mm (± {})", mm(figure.value), mm(figure.error))
    };
    let mut lines = vec![format!("length {}", tenths(&measured.length))];
    lines.extend(measured.width.as_ref().map(|width| format!("width {}", tenths(width))));
    lines.extend(measured.area.map(|area| format!("area {} mm² (± {})", area.value, area.error)));
    lines.push(measuring_caveat(&measured.method, Language::English));
    lines.join("\n")
}

fn points(text: &str) -> Result<Vec<PhotoPoint>, Failure> {
    text.split_whitespace()
        .map(|point| {
            let (x, y) = point.split_once(',').ok_or_else(|| unreadable(point, "812,640"))?;
            Ok(PhotoPoint { x: number(x, point)?, y: number(y, point)? })
        })
        .collect()
}

fn ruler(text: &str) -> Result<WoundRuler, Failure> {
    let numbers = text.split(',').map(|part| number(part, text)).collect::<Result<Vec<i32>, _>>()?;
    let [left, top, right, bottom, mm] = numbers[..] else { return Err(unreadable(text, "300,300,900,310,50")) };
    let mm = u32::try_from(mm).map_err(|_| unreadable(text, "300,300,900,310,50"))?;
    Ok(WoundRuler { from: PhotoPoint { x: left, y: top }, to: PhotoPoint { x: right, y: bottom }, mm })
}

fn number(part: &str, text: &str) -> Result<i32, Failure> {
    part.trim().parse().map_err(|_| unreadable(text, "812,640"))
}

fn unreadable(text: &str, example: &str) -> Failure {
    Failure::usage("argument", format_args!("\"{text}\" is not understood: {example}"))
}
