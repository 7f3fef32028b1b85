//! What a file is, for showing it: told by its first bytes, else by the end of its name. Nothing is ever run or opened by
//! it, and no answer is as good as `application/octet-stream`.

/// What is not known.
pub(super) const UNKNOWN: &str = "application/octet-stream";

/// How many of the first bytes tell what a file is.
pub(super) const HEAD: usize = 32;

/// First bytes that only one type has.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"GIF8", "image/gif"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
];

/// Ends of names. What stands here twice by its first bytes, as archives and office documents do, is told by its name.
const ENDS: &[(&str, &str)] = &[
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("pdf", "application/pdf"),
    ("rtf", "application/rtf"),
    ("zip", "application/zip"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("dcm", "application/dicom"),
    ("svg", "image/svg+xml"),
    ("bmp", "image/bmp"),
    ("heic", "image/heic"),
    ("avif", "image/avif"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("mkv", "video/x-matroska"),
    ("avi", "video/x-msvideo"),
];

/// Whether it shows something that people are recognised on. What is inside of documents nobody looks at.
pub(super) fn is_picture(media: &str) -> bool {
    media.starts_with("image/") || media == "application/dicom"
}

/// The media type of a file with this name and these first bytes.
pub(super) fn media_type(name: &str, head: &[u8]) -> &'static str {
    if head.starts_with(b"RIFF") {
        match head.get(8..12) {
            Some(b"WEBP") => return "image/webp",
            Some(b"WAVE") => return "audio/wav",
            Some(b"AVI ") => return "video/x-msvideo",
            _ => {}
        }
    }
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let by_name = ENDS.iter().find(|(known, _)| *known == end).map(|(_, media)| *media);
    // Containers that hold many things: the name says which.
    if head.get(4..8) == Some(b"ftyp") {
        let by_brand = match head.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1") => "image/heic",
            Some(b"avif") => "image/avif",
            Some(b"qt  ") => "video/quicktime",
            Some(b"M4A ") => "audio/mp4",
            _ => "video/mp4",
        };
        return by_brand;
    }
    if head.starts_with(b"PK\x03\x04") {
        return by_name.filter(|media| media.starts_with("application/")).unwrap_or("application/zip");
    }
    if head.starts_with(b"\x1a\x45\xdf\xa3") && end == "mkv" {
        return "video/x-matroska";
    }
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, media)| *media).or(by_name).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN, media_type};

    #[test]
    fn bytes_say_more_than_names() {
        assert_eq!(media_type("brief.txt", b"%PDF-1.7"), "application/pdf");
        assert_eq!(
            media_type("Plan.DOCX", b"PK\x03\x04...."),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        );
        assert_eq!(media_type("plan.zip.exe", b"PK\x03\x04"), "application/zip");
        assert_eq!(media_type("a.png", b"\0\0\0\x18ftypheic"), "image/heic");
        assert_eq!(media_type("a", b"RIFF\0\0\0\0WEBPVP8 "), "image/webp");
    }

    #[test]
    fn names_say_what_bytes_do_not() {
        assert_eq!(media_type("Dienstplan.csv", b"Name;"), "text/csv");
        assert_eq!(media_type("termin.ICS", b"BEGIN:VCALENDAR"), "text/calendar");
        for nothing in ["", "kein-ende", "a.", ".versteckt", "a.xyz"] {
            assert_eq!(media_type(nothing, b""), UNKNOWN, "{nothing}");
        }
    }
}
