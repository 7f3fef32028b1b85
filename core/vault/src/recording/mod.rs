//! Voice notes and videos as they come from recorders become files that tell nothing but what is heard and seen: their
//! containers are written anew. Location, names of devices and programs, titles, times, pictures beside the picture and
//! tracks of anything else than sound and picture are gone, and the index stands first, so that a player begins at once
//! and finds every place. Nothing is coded anew: what an encoder has written into its own stream stays.
//!
//! What lives here: ISO base media files (MP4, M4A, QuickTime; with their index in one piece or in fragments) and Matroska
//! (WebM). A [`Remux`] is planned from what the file says about itself and then read piece by piece: of sound and picture
//! never more than a piece is in memory, and of the tables that lead to them at most [`MAX_SAMPLES`] samples a track.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "names of boxes are written as literals, which are references")]

mod bytes;
mod ebml;
mod fragments;
mod layout;
mod movie;
mod mp4;
mod sample_entry;
mod samples;
mod webm;
mod webm_tracks;

use zeroize::Zeroizing;

use crate::{FileError, SealedReader};

/// Most samples (pictures, or packets of sound) of one track: ten hours of video with 30 pictures a second.
pub const MAX_SAMPLES: usize = 1 << 20;

/// The longest recording, in milliseconds: a day.
const MAX_DURATION_MS: u64 = 86_400_000;

/// Bytes of a file that are looked at at once.
const WINDOW: usize = 64 << 10;

/// Why a recording was refused.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The bytes are neither an ISO base media file nor Matroska.
    #[error("this is no recording in MP4 or WebM")]
    NotARecording,
    /// Its recorder ended before it wrote where anything is. Recorders of fragmented MP4 and of WebM do not have that.
    #[error("the recording ended before its recorder had written its index")]
    Unfinished,
    /// The file is damaged.
    #[error("the recording is damaged: {0}")]
    Broken(&'static str),
    /// The file has something in it that is not known well enough to say what it tells.
    #[error("this kind of recording is not supported: {0}")]
    Unsupported(&'static str),
    /// It is beyond a limit.
    #[error("the recording is too large: {is} {unit}, at most {limit}")]
    TooLarge {
        /// What was counted.
        unit: &'static str,
        /// How much the recording has.
        is: u64,
        /// How much is permitted.
        limit: u64,
    },
    /// The file that it lies in.
    #[error(transparent)]
    File(#[from] FileError),
}

impl RecordingError {
    fn check(unit: &'static str, is: u64, limit: u64) -> Result<(), Self> {
        if is > limit { Err(Self::TooLarge { unit, is, limit }) } else { Ok(()) }
    }
}

/// Bytes that can be read in any order.
pub trait RecordingSource {
    /// Bytes in all.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads into `out` from an offset; how many bytes it gave, fewer only at the end.
    ///
    /// # Errors
    /// What the file says.
    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError>;
}

impl RecordingSource for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let read = rest.len().min(out.len());
        out[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }
}

impl RecordingSource for SealedReader {
    fn len(&self) -> u64 {
        SealedReader::len(self)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        SealedReader::read_at(self, offset, out)
    }
}

/// What a recording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recording {
    /// The media type of what is written.
    pub media: &'static str,
    /// How long it takes, in milliseconds.
    pub duration_ms: u64,
    /// Width and height as displayed, in pixels; none of sound alone.
    pub size: Option<(u32, u32)>,
}

/// A piece of the file that is written.
enum Part {
    Bytes(Vec<u8>),
    /// From the source as it is.
    Range {
        offset: u64,
        len: u64,
    },
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Range { len, .. } => *len,
        }
    }
}

/// The parts of a file, those that lie side by side as one.
#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn bytes(&mut self, bytes: Vec<u8>) {
        self.0.push(Part::Bytes(bytes));
    }

    fn range(&mut self, offset: u64, len: u64) {
        match self.0.last_mut() {
            Some(Part::Range { offset: before, len: there }) if *before + *there == offset => *there += len,
            _ => self.0.push(Part::Range { offset, len }),
        }
    }
}

/// A recording that is written anew, in one pass from its beginning to its end.
pub struct Remux {
    /// What it is.
    pub recording: Recording,
    parts: Vec<Part>,
    /// The part that is read next, and how much of it was.
    next: (usize, u64),
}

impl Remux {
    /// Looks at a recording: decides what of it stays, and where. Reads what it says about itself, and nothing of sound and
    /// picture.
    ///
    /// # Errors
    /// [`RecordingError`].
    pub fn plan(source: &(impl RecordingSource + ?Sized)) -> Result<Self, RecordingError> {
        let mut window = Window::new(&source);
        let head = window.array::<12>(0)?.unwrap_or_default();
        let (recording, parts) = if head.starts_with(&ebml::EBML.to_be_bytes()) {
            webm::plan(&mut window)?
        } else if &head[4..8] == b"ftyp" && !is_picture(&head) {
            mp4::plan(&mut window)?
        } else {
            return Err(RecordingError::NotARecording);
        };
        if recording.duration_ms > MAX_DURATION_MS {
            return Err(RecordingError::Broken("its times make no sense"));
        }
        Ok(Self { recording, parts: parts.0, next: (0, 0) })
    }

    /// Bytes of the file in all.
    pub fn len(&self) -> u64 {
        self.parts.iter().map(Part::len).sum()
    }

    /// Whether there are none, which no recording has.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Reads what comes next of the file into `out`; how many bytes that is, fewer only at its end. `source` is the one that
    /// it was planned for.
    ///
    /// # Errors
    /// What the source says.
    pub fn read(&mut self, source: &(impl RecordingSource + ?Sized), out: &mut [u8]) -> Result<usize, RecordingError> {
        let mut done = 0;
        while let Some(part) = self.parts.get(self.next.0).filter(|_| done < out.len()) {
            let at = self.next.1;
            let left = usize::try_from(part.len() - at).unwrap_or(usize::MAX).min(out.len() - done);
            let into = &mut out[done..done + left];
            match part {
                Part::Bytes(bytes) => into.copy_from_slice(&bytes[usize::try_from(at).unwrap_or(usize::MAX)..][..left]),
                Part::Range { offset, .. } => {
                    if source.read_at(offset + at, into)? != left {
                        return Err(RecordingError::Broken("it became shorter"));
                    }
                }
            }
            done += left;
            self.next =
                if at + left as u64 == part.len() { (self.next.0 + 1, 0) } else { (self.next.0, at + left as u64) };
        }
        Ok(done)
    }
}

/// Whether a file that begins like a recording is a still picture: HEIF has the same boxes.
fn is_picture(head: &[u8; 12]) -> bool {
    crate::probe::is_heif(head)
}

/// Looks at the small things of a file without asking for each of them.
struct Window<'a> {
    source: &'a dyn RecordingSource,
    bytes: Zeroizing<Vec<u8>>,
    start: u64,
}

impl<'a> Window<'a> {
    fn new(source: &'a dyn RecordingSource) -> Self {
        Self { source, bytes: Zeroizing::default(), start: 0 }
    }

    fn len(&self) -> u64 {
        self.source.len()
    }

    /// The bytes from an offset on, as many as there are of these.
    fn peek(&mut self, offset: u64, len: usize) -> Result<&[u8], RecordingError> {
        debug_assert!(len <= WINDOW, "a window holds that much");
        let end = self.start + self.bytes.len() as u64;
        let wanted = offset.saturating_add(len as u64).min(self.len());
        if offset < self.start || wanted > end {
            self.bytes.resize(WINDOW, 0);
            let read = self.source.read_at(offset, &mut self.bytes)?;
            self.bytes.truncate(read);
            self.start = offset;
        }
        let from = usize::try_from(offset - self.start).unwrap_or(usize::MAX);
        let rest = self.bytes.get(from..).unwrap_or_default();
        Ok(&rest[..rest.len().min(len)])
    }

    /// So many bytes from an offset, or none if the file ends before.
    fn array<const N: usize>(&mut self, offset: u64) -> Result<Option<[u8; N]>, RecordingError> {
        Ok(self.peek(offset, N)?.first_chunk().copied())
    }

    /// All bytes of a range, of which the caller has checked how many there are.
    fn all(&mut self, offset: u64, len: u64) -> Result<Zeroizing<Vec<u8>>, RecordingError> {
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(len).unwrap_or(usize::MAX)]);
        if self.source.read_at(offset, &mut bytes)? != bytes.len() {
            return Err(RecordingError::Broken("it ends early"));
        }
        Ok(bytes)
    }
}

impl<S: RecordingSource + ?Sized> RecordingSource for &S {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        (**self).read_at(offset, out)
    }
}
