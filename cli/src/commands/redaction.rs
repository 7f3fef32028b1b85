//! Redaction: marks on a photo as options, proposals for a file, and photos that were sent.

use std::path::PathBuf;

use serde::Serialize;
use verband_client::{
    CoverFill, CoverShape, FACE_MODEL, FaceModel, PhotoArea, PhotoMark, PhotoPoint, PhotoReview, ProposalKind,
    propose_marks,
};

use super::messages::written;
use super::photos::read;
use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::names;
use crate::output::Output;
use crate::profile::Profile;
use crate::session::{Later, Session};

/// What is painted on a photo. Places are pixels of the upright photo in full size, from its upper left corner.
#[derive(clap::Args)]
pub(crate) struct Marks {
    /// Cover a rectangle in black
    #[arg(long, value_name = "X,Y,WIDTH,HEIGHT", value_parser = solid, allow_hyphen_values = true)]
    cover: Vec<PhotoMark>,
    /// Cover a rectangle by coarse blocks with noise
    #[arg(long, value_name = "X,Y,WIDTH,HEIGHT", value_parser = pixelated, allow_hyphen_values = true)]
    pixelate: Vec<PhotoMark>,
    /// Cover what a brush of this width goes over, in black
    #[arg(long, value_name = "WIDTH,X,Y,X,Y…", value_parser = stroke, allow_hyphen_values = true)]
    brush: Vec<PhotoMark>,
    /// Draw an arrow from one place to another
    #[arg(long, value_name = "X,Y,X,Y", value_parser = arrow, allow_hyphen_values = true)]
    arrow: Vec<PhotoMark>,
    /// Write a line of text
    #[arg(long, value_name = "X,Y,TEXT", value_parser = text, allow_hyphen_values = true)]
    text: Vec<PhotoMark>,
    /// You have looked through the photo, and there is nothing else to hide
    #[arg(long)]
    checked: bool,
}

impl Marks {
    /// Covers first, then what is drawn over them.
    pub(crate) fn review(&self) -> PhotoReview {
        let all = [&self.cover, &self.pixelate, &self.brush, &self.arrow, &self.text];
        PhotoReview { marks: all.into_iter().flatten().cloned().collect(), checked: self.checked }
    }
}

fn numbers(text: &str) -> Result<Vec<i32>, String> {
    let numbers: Result<Vec<i32>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    numbers.map_err(|_| format!("{text} are no whole numbers with commas between"))
}

fn rectangle(text: &str, fill: CoverFill) -> Result<PhotoMark, String> {
    let wrong = || "a rectangle is x,y,width,height".to_owned();
    let [x, y, width, height] = numbers(text)?[..] else { return Err(wrong()) };
    let side = |length: i32| u32::try_from(length).map_err(|_| wrong());
    let area = PhotoArea { x, y, width: side(width)?, height: side(height)? };
    Ok(PhotoMark::Cover { shape: CoverShape::Rectangle(area), fill })
}

fn solid(text: &str) -> Result<PhotoMark, String> {
    rectangle(text, CoverFill::Solid)
}

fn pixelated(text: &str) -> Result<PhotoMark, String> {
    rectangle(text, CoverFill::Pixelated)
}

fn stroke(text: &str) -> Result<PhotoMark, String> {
    let wrong = || "a stroke is width,x,y and further places".to_owned();
    let numbers = numbers(text)?;
    let Some((width, places)) = numbers.split_first() else { return Err(wrong()) };
    let (places, []) = places.as_chunks::<2>() else { return Err(wrong()) };
    let points = places.iter().map(|&[x, y]| PhotoPoint { x, y }).collect();
    let width = u32::try_from(*width).map_err(|_| wrong())?;
    Ok(PhotoMark::Cover { shape: CoverShape::Stroke { points, width }, fill: CoverFill::Solid })
}

fn arrow(text: &str) -> Result<PhotoMark, String> {
    let [x, y, to_x, to_y] = numbers(text)?[..] else { return Err("an arrow is x,y,x,y".to_owned()) };
    Ok(PhotoMark::Arrow { from: PhotoPoint { x, y }, to: PhotoPoint { x: to_x, y: to_y } })
}

fn text(text: &str) -> Result<PhotoMark, String> {
    let wrong = || "a text is x,y,TEXT".to_owned();
    let [x, y, text] = text.splitn(3, ',').collect::<Vec<_>>()[..] else { return Err(wrong()) };
    let [x, y] = numbers(&format!("{x},{y}"))?[..] else { return Err(wrong()) };
    Ok(PhotoMark::Text { at: PhotoPoint { x, y }, text: text.to_owned() })
}

/// Making things unrecognisable.
#[derive(clap::Subcommand)]
pub(crate) enum Redact {
    /// Propose what to cover on a photo in a file: faces and QR codes; needs no profile
    Propose(Propose),
    /// Replace a photo that was sent by one with marks on it: the old one is deleted for everybody
    Photo(Sent),
}

/// Options of `redact propose`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband redact propose wound.jpg

What is proposed is never all: look yourself.")]
pub(crate) struct Propose {
    /// JPEG, PNG or WebP; it stays as it is
    file: PathBuf,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `redact photo`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband redact photo 1f0c22a7 --cover 120,80,400,300")]
pub(crate) struct Sent {
    /// The id of a photo or its message, or a conversation for its newest photo
    #[arg(value_name = "PHOTO|CONVERSATION")]
    photo: String,
    #[command(flatten)]
    marks: Marks,
    #[command(flatten)]
    later: Later,
}

#[derive(Serialize)]
struct Proposed {
    kind: &'static str,
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    confidence: u8,
}

#[derive(Serialize)]
struct Answer {
    proposals: Vec<Proposed>,
    text: String,
}

pub(crate) async fn redact(args: Redact, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match args {
        Redact::Propose(args) => propose(&args, output),
        Redact::Photo(args) => replace(args, profile, output).await,
    }
}

fn propose(args: &Propose, output: &Output) -> Result<(), Failure> {
    let photo = read(&args.file)?;
    let model = FaceModel::read(FACE_MODEL).map_err(verband_client::ClientError::from)?;
    let found = propose_marks(&photo, Some(&model))?;
    let proposals = found.found.iter().map(|proposal| Proposed {
        kind: match proposal.kind {
            ProposalKind::Face => "face",
            ProposalKind::Code => "code",
        },
        x: proposal.area.x,
        y: proposal.area.y,
        width: proposal.area.width,
        height: proposal.area.height,
        confidence: proposal.confidence,
    });
    let answer = Answer { proposals: proposals.collect(), text: found.in_words(args.language.language()) };
    output.result(&answer, || {
        let lines = answer
            .proposals
            .iter()
            .map(|p| format!("{}  --cover {},{},{},{}  {} %\n", p.kind, p.x, p.y, p.width, p.height, p.confidence));
        lines.collect::<String>() + &answer.text
    });
    Ok(())
}

async fn replace(args: Sent, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let event = names::photo(&session.client, &args.photo)?.event;
    let (log, _) = names::message(&session.client, &event.to_string())?;
    let conversation = session.client.conversation(&log)?;
    let replacement = session.client.redact_photo(&log, &event, &args.marks.review()).await?;
    written(&session, &conversation, replacement, args.later, output).await
}
