//! Matroska, which browsers record (WebM): the segment written anew with a length and an index, which they leave out.

use super::ebml::{
    self, BLOCK, BLOCK_DURATION, BLOCK_GROUP, CLUSTER, CUE_CLUSTER, CUE_POINT, CUE_POSITIONS, CUE_TIME, CUE_TRACK,
    CUES, DOC_TYPE, DURATION, EBML, Element, INFO, MUXING_APP, OTHERS, PADDING, REFERENCE, SEGMENT, SIMPLE_BLOCK,
    TIMESTAMP, TIMESTAMP_SCALE, TRACK, TRACKS, WRITING_APP, element, find, number, put, put_head, put_number,
};
use super::webm_tracks::{Track, read_tracks};
use super::{MAX_SAMPLES, Parts, Recording, RecordingError, Window};

/// The largest element that says something about the whole file, in bytes.
const MAX_HEAD: u64 = 1 << 20;
/// Most clusters.
const MAX_CLUSTERS: u64 = 1 << 17;
/// A cluster as it is written.
struct Cluster {
    time: u64,
    parts: Parts,
    /// The first block of it that one can begin with.
    key: Option<(u64, u64)>,
}

struct Segment {
    scale: u64,
    tracks: Vec<Track>,
    clusters: Vec<Cluster>,
    blocks: u64,
}

pub(super) fn plan(window: &mut Window<'_>) -> Result<(Recording, Parts), RecordingError> {
    let head = element(window, 0)?.ok_or(RecordingError::NotARecording)?;
    let kind = small(window, &head)?.ok_or(RecordingError::NotARecording)?;
    if !matches!(find(&kind, DOC_TYPE)?, Some(b"webm" | b"matroska")) {
        return Err(RecordingError::NotARecording);
    }
    let outer = element(window, head.end().unwrap_or_default())?.ok_or(RecordingError::Unfinished)?;
    if outer.id != SEGMENT {
        return Err(RecordingError::Broken("it has no segment"));
    }
    let end = outer.end().unwrap_or(u64::MAX).min(window.len());
    let mut segment = Segment { scale: 1_000_000, tracks: Vec::new(), clusters: Vec::new(), blocks: 0 };
    let mut at = outer.body;
    while at < end {
        let Some(found) = element(window, at)? else { break };
        match found.id {
            CLUSTER => {
                at = segment.read_cluster(window, &found, end)?;
                continue;
            }
            INFO => {
                let Some(info) = small(window, &found)? else { break };
                let scale = find(&info, TIMESTAMP_SCALE)?.map(number).transpose()?;
                segment.scale = scale.unwrap_or(1_000_000);
                if !(1..=1_000_000_000).contains(&segment.scale) {
                    return Err(RecordingError::Broken("its time has no unit"));
                }
            }
            TRACKS if segment.tracks.is_empty() => {
                let Some(tracks) = small(window, &found)? else { break };
                segment.tracks = read_tracks(&tracks)?;
            }
            _ => {}
        }
        at = found.end().ok_or(RecordingError::Broken("an element of it has no length"))?;
    }
    segment.write()
}

/// The body of an element that says something about the whole file; none if it was cut off.
fn small(window: &mut Window<'_>, element: &Element) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, RecordingError> {
    let len = element.len.ok_or(RecordingError::Broken("an element of it has no length"))?;
    RecordingError::check("bytes of an index", len, MAX_HEAD)?;
    if element.body + len > window.len() {
        return Ok(None);
    }
    window.all(element.body, len).map(Some)
}

impl Segment {
    /// Reads a cluster; where it ends. What was cut off is left out.
    fn read_cluster(&mut self, window: &mut Window<'_>, outer: &Element, end: u64) -> Result<u64, RecordingError> {
        RecordingError::check("clusters", self.clusters.len() as u64 + 1, MAX_CLUSTERS)?;
        let end = outer.end().unwrap_or(u64::MAX).min(end);
        let mut cluster = Cluster { time: 0, parts: Parts::default(), key: None };
        let mut at = outer.body;
        while at < end {
            let Some(found) = element(window, at)? else { break };
            let another = [CLUSTER, CUES, INFO, TRACKS].contains(&found.id) || OTHERS.contains(&found.id);
            if outer.len.is_none() && another {
                self.clusters.push(cluster);
                return Ok(at);
            }
            let Some(behind) = found.end() else {
                return Err(RecordingError::Broken("an element of it has no length"));
            };
            if behind > end {
                break;
            }
            match found.id {
                TIMESTAMP => {
                    let bytes = window.peek(found.body, 9)?;
                    let len = usize::try_from(behind - found.body).unwrap_or(usize::MAX).min(bytes.len());
                    cluster.time = number(&bytes[..len])?;
                }
                SIMPLE_BLOCK if self.block(window, &found, &mut cluster, None)? => {
                    cluster.parts.range(found.start, behind - found.start);
                }
                BLOCK_GROUP => self.group(window, &found, behind, &mut cluster)?,
                _ => {}
            }
            at = behind;
        }
        self.clusters.push(cluster);
        Ok(end)
    }

    /// Notes a block; whether its track stays. `key`: whether one can begin with it, where it does not say so itself.
    fn block(
        &mut self,
        window: &mut Window<'_>,
        found: &Element,
        cluster: &mut Cluster,
        key: Option<bool>,
    ) -> Result<bool, RecordingError> {
        self.blocks += 1;
        RecordingError::check("samples", self.blocks, 2 * MAX_SAMPLES as u64)?;
        let head = window.peek(found.body, 11)?;
        let Some((Some(of), len)) = ebml::vint(head)? else { return Ok(false) };
        let Some(&[time1, time0, flags]) = head.get(len..).and_then(|head| head.first_chunk()) else {
            return Ok(false);
        };
        if found.len.is_none_or(|found| found < len as u64 + 3) {
            return Ok(false);
        }
        let has_picture = self.tracks.iter().any(|track| track.picture);
        let Some(track) = self.tracks.iter_mut().find(|track| track.number == of) else { return Ok(false) };
        let time = cluster.time.saturating_add_signed(i16::from_be_bytes([time1, time0]).into());
        if time > track.last {
            (track.before, track.last) = (track.last, time);
        }
        let key = key.unwrap_or(flags & 0x80 != 0);
        if cluster.key.is_none() && track.picture == has_picture && (key || !has_picture) {
            cluster.key = Some((time, of));
        }
        Ok(true)
    }

    /// A block with what is said about it.
    fn group(
        &mut self,
        window: &mut Window<'_>,
        outer: &Element,
        end: u64,
        cluster: &mut Cluster,
    ) -> Result<(), RecordingError> {
        let (mut kept, mut block, mut key) = (Vec::new(), None, true);
        let mut at = outer.body;
        while at < end {
            let Some(found) = element(window, at)? else { break };
            let behind = found.end().filter(|behind| *behind <= end);
            let behind = behind.ok_or(RecordingError::Broken("an element of it ends early"))?;
            match found.id {
                BLOCK if block.is_none() => block = Some(found),
                BLOCK_DURATION | PADDING => {}
                REFERENCE => key = false,
                _ => {
                    at = behind;
                    continue;
                }
            }
            // A number has eight bytes at most; with more it would be something else.
            if found.id == BLOCK || behind - found.body <= 8 {
                kept.push((found.start, behind - found.start));
            }
            RecordingError::check("references of a block", kept.len() as u64, 32)?;
            at = behind;
        }
        let Some(block) = block else { return Ok(()) };
        if self.block(window, &block, cluster, Some(key))? {
            let mut head = Vec::new();
            put_head(&mut head, BLOCK_GROUP, kept.iter().map(|(_, len)| len).sum());
            cluster.parts.bytes(head);
            for (start, len) in kept {
                cluster.parts.range(start, len);
            }
        }
        Ok(())
    }

    fn write(mut self) -> Result<(Recording, Parts), RecordingError> {
        self.clusters.retain(|cluster| !cluster.parts.0.is_empty());
        if self.clusters.is_empty() || self.tracks.is_empty() {
            return Err(RecordingError::Unfinished);
        }
        let picture = self.tracks.iter().find(|track| track.picture);
        let ends = self.tracks.iter().map(|track| match track.block_ns / self.scale {
            // A block takes as long as the one before it did.
            0 => track.last.saturating_add(track.last - track.before),
            units => track.last.saturating_add(units),
        });
        let duration = ends.max().unwrap_or_default();
        let web = self.tracks.iter().all(|track| track.web);
        let media = match (web, picture.is_some()) {
            (true, true) => "video/webm",
            (true, false) => "audio/webm",
            (false, true) => "video/x-matroska",
            (false, false) => "audio/x-matroska",
        };
        let duration_ms = u128::from(duration) * u128::from(self.scale) / 1_000_000;
        let recording = Recording {
            media,
            duration_ms: u64::try_from(duration_ms).unwrap_or(u64::MAX),
            size: picture.map(|track| track.size),
        };

        let mut head = Vec::new();
        let mut inner = Vec::new();
        put_number(&mut inner, 0x4286, 1);
        put_number(&mut inner, 0x42F7, 1);
        put_number(&mut inner, 0x42F2, 4);
        put_number(&mut inner, 0x42F3, 8);
        put(&mut inner, DOC_TYPE, if web { b"webm" } else { b"matroska" });
        put_number(&mut inner, 0x4287, 4);
        put_number(&mut inner, 0x4285, 2);
        put(&mut head, EBML, &inner);

        let front = self.front(duration);
        let clusters: Vec<Cluster> = self.clusters;
        let lens: Vec<u64> = clusters.iter().map(Cluster::len).collect();
        let cues_len: u64 = clusters.iter().filter(|cluster| cluster.key.is_some()).count() as u64 * CUE_LEN;
        let first = front.len() as u64 + if cues_len == 0 { 0 } else { HEAD_LEN + cues_len };
        put_head(&mut head, SEGMENT, first + lens.iter().sum::<u64>());
        head.extend_from_slice(&front);
        if cues_len > 0 {
            put_head(&mut head, CUES, cues_len);
            let mut at = first;
            for (cluster, len) in clusters.iter().zip(&lens) {
                if let Some((time, track)) = cluster.key {
                    put_cue(&mut head, time, track, at);
                }
                at += len;
            }
        }
        let mut parts = Parts::default();
        parts.bytes(head);
        for cluster in clusters {
            let mut head = Vec::new();
            put_head(&mut head, CLUSTER, cluster.len() - HEAD_LEN);
            put_number(&mut head, TIMESTAMP, cluster.time);
            parts.bytes(head);
            parts.0.extend(cluster.parts.0);
        }
        Ok((recording, parts))
    }

    /// What stands before the index: how long it is, and its tracks.
    fn front(&self, duration: u64) -> Vec<u8> {
        let mut front = Vec::new();
        let mut info = Vec::new();
        put_number(&mut info, TIMESTAMP_SCALE, self.scale);
        #[allow(clippy::cast_precision_loss, reason = "no recording is that long")]
        put(&mut info, DURATION, &(duration as f64).to_be_bytes());
        // The standard wants names of programs.
        put(&mut info, MUXING_APP, b"-");
        put(&mut info, WRITING_APP, b"-");
        put(&mut front, INFO, &info);
        let mut tracks = Vec::new();
        for track in &self.tracks {
            put(&mut tracks, TRACK, &track.clean);
        }
        put(&mut front, TRACKS, &tracks);
        front
    }
}

/// Bytes of the id and length of an element with an id of four bytes.
const HEAD_LEN: u64 = 12;

/// Bytes of an entry of the index.
const CUE_LEN: u64 = 2 + 10 + 2 + 10 + 10;

fn put_cue(out: &mut Vec<u8>, time: u64, track: u64, cluster: u64) {
    let (mut positions, mut point) = (Vec::new(), Vec::new());
    put_number(&mut positions, CUE_TRACK, track);
    put_number(&mut positions, CUE_CLUSTER, cluster);
    put_number(&mut point, CUE_TIME, time);
    put(&mut point, CUE_POSITIONS, &positions);
    put(out, CUE_POINT, &point);
}

impl Cluster {
    fn len(&self) -> u64 {
        HEAD_LEN + 10 + self.parts.0.iter().map(super::Part::len).sum::<u64>()
    }
}
