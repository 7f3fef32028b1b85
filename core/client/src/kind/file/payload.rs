//! What travels of files and folders, and what of it is sound.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use unicode_normalization::UnicodeNormalization;
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::EventId;
use verband_vault::{Orientation, Photo, THUMBNAIL_BYTES};

use crate::error::ClientError;
use crate::kind::Attachment;

pub(super) const FILE: Kind = Kind(10);
pub(super) const FOLDER: Kind = Kind(11);
pub(super) const NAME: Kind = Kind(12);
pub(super) const PLACE: Kind = Kind(13);
pub(super) const VERSION: Kind = Kind(14);
pub(super) const RESTORE: Kind = Kind(15);

/// The largest file, in bytes of plaintext: 2 GiB.
pub const MAX_FILE: u64 = 2 << 30;

/// The longest name of a file or folder, in bytes of UTF-8.
pub const MAX_NAME: usize = 200;

/// The longest media type, in bytes.
const MAX_MEDIA: usize = 100;

/// The longest side of a picture, in pixels.
const MAX_SIDE: u32 = 1 << 16;

/// What a picture needs to be shown without its bytes.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Picture {
    /// JPEG of 320 pixels on the long side.
    #[n(0)]
    pub(super) thumbnail: ByteVec,
    /// Pixels as shown.
    #[n(1)]
    pub(super) width: u32,
    #[n(2)]
    pub(super) height: u32,
    /// EXIF orientation of the content, 1 to 8.
    #[n(3)]
    pub(super) orientation: u8,
}

impl Picture {
    pub(super) fn of(photo: &Photo) -> Self {
        Self {
            thumbnail: photo.thumbnail.clone().into(),
            width: photo.width,
            height: photo.height,
            orientation: photo.orientation.value(),
        }
    }

    fn is_sound(&self) -> bool {
        self.thumbnail.len() <= THUMBNAIL_BYTES
            && self.width <= MAX_SIDE
            && self.height <= MAX_SIDE
            && Orientation::new(self.orientation).is_some()
    }
}

/// The bytes of a file and what they are.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Content {
    #[n(0)]
    pub(super) sealed: Attachment,
    /// Media type, such as `application/pdf`.
    #[n(1)]
    pub(super) media: String,
    #[n(2)]
    pub(super) picture: Option<Picture>,
}

impl Content {
    fn is_sound(&self) -> bool {
        self.sealed.size <= MAX_FILE && is_media(&self.media) && self.picture.as_ref().is_none_or(Picture::is_sound)
    }
}

/// A new file.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct File {
    #[n(0)]
    pub(super) name: String,
    /// The folder; none is the root.
    #[n(1)]
    pub(super) folder: Option<EventId>,
    #[n(2)]
    pub(super) content: Content,
}

/// A new folder.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Folder {
    #[n(0)]
    pub(super) name: String,
    #[n(1)]
    pub(super) folder: Option<EventId>,
}

/// Another name.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Name {
    #[n(0)]
    pub(super) item: EventId,
    #[n(1)]
    pub(super) name: String,
}

/// Another folder.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Place {
    #[n(0)]
    pub(super) item: EventId,
    #[n(1)]
    pub(super) folder: Option<EventId>,
}

/// Other bytes of a file.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Version {
    #[n(0)]
    pub(super) item: EventId,
    /// What the file was called then.
    #[n(1)]
    pub(super) name: String,
    #[n(2)]
    pub(super) content: Content,
}

/// An earlier version counts again.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Restore {
    #[n(0)]
    pub(super) item: EventId,
    /// The event that brought it; the item itself is the first one.
    #[n(1)]
    pub(super) version: EventId,
}

/// Any of them.
pub(super) enum Payload {
    File(File),
    Folder(Folder),
    Name(Name),
    Place(Place),
    Version(Version),
    Restore(Restore),
}

impl Payload {
    /// Reads one. None if it is not sound.
    pub(super) fn read(number: Kind, bytes: &[u8]) -> Option<Self> {
        let payload = match number {
            FILE => Self::File(cbor::decode(bytes).ok()?),
            FOLDER => Self::Folder(cbor::decode(bytes).ok()?),
            NAME => Self::Name(cbor::decode(bytes).ok()?),
            PLACE => Self::Place(cbor::decode(bytes).ok()?),
            VERSION => Self::Version(cbor::decode(bytes).ok()?),
            RESTORE => Self::Restore(cbor::decode(bytes).ok()?),
            _ => return None,
        };
        let sound = match &payload {
            Self::File(File { name, content, .. }) | Self::Version(Version { name, content, .. }) => {
                is_name(name) && content.is_sound()
            }
            Self::Folder(Folder { name, .. }) | Self::Name(Name { name, .. }) => is_name(name),
            Self::Place(_) | Self::Restore(_) => true,
        };
        sound.then_some(payload)
    }
}

/// Whether it can be a name on every machine that a file is exported to, and shows what it is: no path, nothing that
/// cannot be seen, nothing that turns the direction of writing.
pub(super) fn is_name(name: &str) -> bool {
    let bad = |c: char| c.is_control() || "/\\".contains(c) || is_direction(c);
    !name.is_empty()
        && name.len() <= MAX_NAME
        && name.trim() == name
        && ![".", ".."].contains(&name)
        && !name.contains(bad)
}

/// Marks with which a name can look as if it ended differently.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

/// A name as people write it, in the form that is kept.
pub(super) fn checked_name(name: &str) -> Result<String, ClientError> {
    let name: String = name.trim().nfc().collect();
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(ClientError::Length("a name", MAX_NAME));
    }
    if is_name(&name) { Ok(name) } else { Err(ClientError::FileName) }
}

/// Whether it has the form of a media type (RFC 6838).
pub(super) fn is_media(media: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    media.len() <= MAX_MEDIA && media.split_once('/').is_some_and(|(kind, rest)| part(kind) && part(rest))
}
