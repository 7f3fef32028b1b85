//! Looks for what may have to be made unrecognisable in a photo: faces and codes. It proposes and decides nothing: what it
//! does not find is there all the same.
//!
//! What lives here: [`faces()`] by a model of faces seen from the front, which is asked four times, since patients lie;
//! [`codes`] by the finder patterns of QR codes and by the bars of linear ones. And it reads them where somebody asks for what they say
//! ([`read_codes`], [`read_bars`]). What may not: decoding photos, painting on them, keeping anything of them, judging what a code says.
//! Everything takes a picture in shades of grey, and time and memory that depend on its size alone, which is
//! limited.

mod bars;
mod codes;
mod faces;
mod patterns;
mod reading;

pub use bars::read_bars;
pub use codes::codes;
#[cfg(feature = "model")]
pub use faces::MODEL;
pub use faces::{FaceModel, NotTheModel, faces};
pub use reading::{Code, read_codes};

/// Faces are looked for in pictures with sides of at most this many pixels.
pub const FACE_SIDE: u32 = 1280;
/// Codes are looked for in pictures with sides of at most this many pixels.
pub const CODE_SIDE: u32 = 2016;
/// Codes are read in pictures with sides of at most this many pixels: those of a camera of twelve million.
pub const READ_SIDE: u32 = 4032;

/// A picture in shades of grey, row by row; 0 is black.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: u32,
    height: u32,
    samples: &'a [u8],
}

impl<'a> Picture<'a> {
    /// None without pixels, with other samples than it has pixels, or with a side beyond [`READ_SIDE`].
    pub fn new(width: u32, height: u32, samples: &'a [u8]) -> Option<Self> {
        let fits = (1..=READ_SIDE).contains(&width) && (1..=READ_SIDE).contains(&height);
        (fits && samples.len() == width as usize * height as usize).then_some(Self { width, height, samples })
    }
}

/// Where something may be, in pixels of the picture. It lies inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Its left side.
    pub x: u32,
    /// Its upper side.
    pub y: u32,
    /// At least one.
    pub width: u32,
    /// At least one.
    pub height: u32,
    /// How sure the detector is, in percent. Good for an order, not for leaving anything out.
    pub confidence: u8,
}

impl Finding {
    /// From two corners; none if nothing of it lies in the picture.
    fn between(from: (i64, i64), to: (i64, i64), confidence: u8, within: (u32, u32)) -> Option<Self> {
        let clamp = |at: i64, side: u32| u32::try_from(at.clamp(0, i64::from(side))).unwrap_or(0);
        let (x, y) = (clamp(from.0, within.0), clamp(from.1, within.1));
        let (right, bottom) = (clamp(to.0, within.0), clamp(to.1, within.1));
        (right > x && bottom > y).then(|| Self { x, y, width: right - x, height: bottom - y, confidence })
    }

    /// Whether two are rather the same thing: half of the smaller one lies in the other.
    fn is_same(&self, other: &Self) -> bool {
        let common = |start: u32, length: u32, other_start: u32, other_length: u32| {
            let end = (start + length).min(other_start + other_length);
            u64::from(end.saturating_sub(start.max(other_start)))
        };
        let shared =
            common(self.x, self.width, other.x, other.width) * common(self.y, self.height, other.y, other.height);
        let area = |finding: &Self| u64::from(finding.width) * u64::from(finding.height);
        2 * shared >= area(self).min(area(other))
    }
}

fn surest_first(found: &mut [Finding]) {
    found.sort_by_key(|finding| (u8::MAX - finding.confidence, finding.y, finding.x));
}

/// The surest of those that are the same, surest first.
fn distinct(mut found: Vec<Finding>) -> Vec<Finding> {
    surest_first(&mut found);
    let mut kept: Vec<Finding> = Vec::new();
    for finding in found {
        if !kept.iter().any(|known| known.is_same(&finding)) {
            kept.push(finding);
        }
    }
    kept
}
