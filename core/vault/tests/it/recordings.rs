//! Recordings keep every picture and every sound and lose everything else; what is no recording, or a bomb, is refused.

use proptest::prelude::*;
use verband_vault::sample::recording::{
    RECORDING_TRACES, picture, sound, video, video_pieces, voice_pieces, webm_pieces,
};
use verband_vault::{Recording, RecordingError, Remux};

use crate::common::holds;

/// The whole recording as it is written anew, read in pieces of an odd length.
fn remux(file: &[u8]) -> Result<(Recording, Vec<u8>), RecordingError> {
    let mut remux = Remux::plan(file)?;
    let len = remux.len();
    let (mut out, mut piece) = (Vec::new(), [0; 777]);
    loop {
        match remux.read(file, &mut piece)? {
            0 => break,
            read => out.extend_from_slice(&piece[..read]),
        }
    }
    assert_eq!(out.len() as u64, len);
    Ok((remux.recording, out))
}

fn plan(file: &[u8]) -> Result<Recording, RecordingError> {
    remux(file).map(|(recording, _)| recording)
}

fn be(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// The boxes of a list, by a walk of this test's own.
fn boxes(mut bytes: &[u8]) -> Vec<([u8; 4], &[u8])> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let len = be(&bytes[..4]);
        found.push((bytes[4..8].try_into().expect("four bytes"), &bytes[8..len]));
        bytes = &bytes[len..];
    }
    found
}

fn inside<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> &'a [u8] {
    path.iter().fold(bytes, |bytes, name| {
        boxes(bytes).into_iter().find(|(found, _)| found == *name).map(|(_, body)| body).expect("the box is there")
    })
}

fn longs(bytes: &[u8]) -> Vec<usize> {
    bytes.chunks_exact(4).map(be).collect()
}

/// The samples of each track of an MP4, picture first, and which can be begun with.
fn tracks(file: &[u8]) -> Vec<(Vec<Vec<u8>>, Vec<usize>)> {
    let outer = boxes(file);
    let names: Vec<&[u8; 4]> = outer.iter().map(|(name, _)| name).collect();
    assert_eq!(names, [b"ftyp", b"moov", b"mdat"], "the index stands before what it leads to, and there is no more");
    let moov = outer[1].1;
    let mut tracks = Vec::new();
    for (name, trak) in boxes(moov) {
        if &name != b"trak" {
            assert_eq!(&name, b"mvhd");
            continue;
        }
        let stbl = inside(trak, &[b"mdia", b"minf", b"stbl"]);
        let (stsz, stco) = (longs(inside(stbl, &[b"stsz"])), longs(inside(stbl, &[b"stco"])));
        let groups = longs(inside(stbl, &[b"stsc"]));
        let size = |sample: usize| if stsz[1] == 0 { stsz[3 + sample] } else { stsz[1] };
        let mut samples = Vec::new();
        for (chunk, offset) in stco[2..].iter().enumerate() {
            let group = groups[2..].chunks(3).take_while(|group| group[0] <= chunk + 1).last().expect("a group");
            let mut at = *offset;
            for _ in 0..group[1] {
                let size = size(samples.len());
                samples.push(file[at..at + size].to_vec());
                at += size;
            }
        }
        assert_eq!(samples.len(), stsz[2]);
        let keys = boxes(stbl).into_iter().find(|(name, _)| name == b"stss");
        tracks.push((samples, keys.map(|(_, keys)| longs(keys)[2..].to_vec()).unwrap_or_default()));
    }
    tracks
}

/// The elements of a list of Matroska.
fn elements(mut bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let id_len = bytes[0].leading_zeros() as usize + 1;
        let (id, rest) = (be(&bytes[..id_len]), &bytes[id_len..]);
        let len_len = rest[0].leading_zeros() as usize + 1;
        let len = be(&rest[..len_len]) & ((1 << (7 * len_len)) - 1);
        found.push((id, &rest[len_len..len_len + len]));
        bytes = &rest[len_len + len..];
    }
    found
}

fn no_traces(file: &[u8]) {
    for trace in RECORDING_TRACES {
        assert!(!holds(file, trace.as_bytes()), "{trace} is left");
    }
    assert!(!holds(file, b"\x47\x11"), "a time or an id is left");
    assert!(!holds(file, b"\xA9xyz") && !holds(file, b"udta") && !holds(file, b"gpmd"));
}

fn all(count: u32, of: fn(u32) -> Vec<u8>) -> Vec<Vec<u8>> {
    (0..count).map(of).collect()
}

#[test]
fn a_video_keeps_picture_and_sound_and_loses_all_traces() {
    let taken = video(53);
    for trace in RECORDING_TRACES {
        assert!(holds(&taken, trace.as_bytes()), "{trace} is in the sample");
    }
    let (recording, file) = remux(&taken).expect("a good video");
    no_traces(&file);
    // It was held upright, and is shown so.
    let expected = Recording { media: "video/mp4", duration_ms: 2_120, size: Some((480, 640)) };
    assert_eq!(recording, expected);
    let tracks = tracks(&file);
    assert_eq!(tracks.len(), 2);
    assert_eq!(tracks[0].0, all(53, picture));
    assert_eq!(tracks[0].1, [1, 11, 21, 31, 41, 51]);
    assert_eq!(tracks[1].0, all(53, sound));
    let tkhd = inside(&file, &[b"moov", b"trak", b"tkhd"]);
    let matrix = [0, 0x1_0000, 0, 0xFFFF_0000, 0, 0, 480 << 16, 0, 0x4000_0000];
    assert_eq!(longs(&tkhd[52..88]), matrix, "it is turned as before");
    assert!(holds(&file, b"settings of the picture") && holds(&file, b"settings of the sound"));
    assert!(holds(&file, b"nclx"), "what its colours mean by number");
    // Times are nothing.
    assert!(inside(&file, &[b"moov", b"mvhd"])[4..20].iter().all(|byte| *byte == 0));
    assert_eq!(remux(&file).expect("our own file"), (recording, file), "a second time changes nothing");
}

#[test]
fn fragments_become_one_index() {
    let (recording, file) = remux(&video_pieces(53).concat()).expect("a good video");
    no_traces(&file);
    assert_eq!(recording, Recording { media: "video/mp4", duration_ms: 2_120, size: Some((480, 640)) });
    let tracks = tracks(&file);
    assert_eq!((&tracks[0].0, &tracks[1].0), (&all(53, picture), &all(53, sound)));
    assert_eq!(tracks[0].1, [1, 11, 21, 31, 41, 51]);
}

#[test]
fn a_recording_in_fragments_that_was_cut_is_kept_up_to_there() {
    let whole = video_pieces(40).concat();
    let head = video_pieces(0).concat().len();
    let mut most = 0;
    for end in (0..whole.len()).step_by(97) {
        match remux(&whole[..end]) {
            Ok((recording, file)) => {
                let tracks = tracks(&file);
                let pictures = tracks[0].0.len();
                assert!(pictures >= most, "more of it gives more");
                most = pictures;
                assert_eq!(tracks[0].0, all(pictures as u32, picture));
                let sounds = tracks.get(1).map_or(0, |track| track.0.len());
                assert!(recording.duration_ms == 40 * pictures.max(sounds) as u64);
            }
            Err(RecordingError::Unfinished | RecordingError::NotARecording) => assert!(end < head + 1_500, "{end}"),
            Err(error) => panic!("{end}: {error}"),
        }
    }
    assert!(most >= 39);
}

#[test]
fn one_without_fragments_that_was_cut_is_unfinished() {
    let whole = video(20);
    for end in [100, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(plan(&whole[..end]), Err(RecordingError::Unfinished)), "{end}");
    }
}

#[test]
fn webm_of_browsers_gets_a_length_a_duration_and_an_index() {
    for pictures in [false, true] {
        let (recording, file) = remux(&webm_pieces(53, pictures).concat()).expect("a good recording");
        no_traces(&file);
        let media = if pictures { "video/webm" } else { "audio/webm" };
        let size = pictures.then_some((640, 480));
        assert_eq!(recording, Recording { media, duration_ms: 2_120, size });
        let outer = elements(&file);
        assert_eq!(outer.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [0x1A45_DFA3, 0x1853_8067]);
        let segment = outer[1].1;
        let inner = elements(segment);
        let ids: Vec<usize> = inner.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids[..3], [0x1549_A966, 0x1654_AE6B, 0x1C53_BB6B], "information, tracks, index");
        assert!(ids[3..].iter().all(|id| *id == 0x1F43_B675) && ids.len() == 3 + 6, "then clusters alone");
        let mut found: [Vec<Vec<u8>>; 2] = Default::default();
        for (_, cluster) in &inner[3..] {
            for (id, block) in elements(cluster) {
                match id {
                    0xE7 => {}
                    0xA3 => found[usize::from(block[0] & 0x7F) - 1].push(block[4..].to_vec()),
                    other => panic!("{other:x} in a cluster"),
                }
            }
        }
        assert_eq!(found[0], all(53, sound));
        assert_eq!(found[1], if pictures { all(53, picture) } else { Vec::new() });
        // Each entry of the index leads to a cluster with its time.
        for (cue, (_, cluster)) in elements(inner[2].1).iter().zip(&inner[3..]) {
            let point = elements(cue.1);
            let at = be(elements(point[1].1)[1].1);
            assert_eq!(segment[at..at + 4], [0x1F, 0x43, 0xB6, 0x75]);
            assert_eq!(be(point[0].1), be(elements(cluster)[0].1));
        }
        assert_eq!(remux(&file).expect("our own file"), (recording, file), "a second time changes nothing");
    }
}

#[test]
fn webm_that_was_cut_is_kept_up_to_there() {
    let whole = webm_pieces(40, true).concat();
    let mut most = 0;
    for end in (400..whole.len()).step_by(91) {
        match plan(&whole[..end]) {
            Ok(recording) => {
                assert!(recording.duration_ms >= most);
                most = recording.duration_ms;
            }
            Err(error) => assert!(matches!(error, RecordingError::Unfinished) && most == 0, "{end}: {error}"),
        }
    }
    assert!(most >= 1_520);
}

#[test]
fn what_is_no_recording_is_refused() {
    let others: [&[u8]; 8] = [
        b"",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"OggS\0\x02\0\0\0\0\0\0\0\0",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"ID3\x04\0\0\0\0\0\0\0\0",
        b"RIFF\0\0\0\0AVI LIST",
        b"\xFF\xF1\x50\x80\0\x1F\xFC\0\0\0\0\0",
        b"\x1A\x45\xDF\xA3\x84\x42\x82\x81x\0\0\0\0",
    ];
    for other in others {
        assert!(matches!(plan(other), Err(RecordingError::NotARecording)), "{other:?}");
    }
}

/// A video with a part of it in the place of another.
fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut file = video(20);
    let at = file.windows(from.len()).position(|window| window == from).expect("it is in the sample");
    file[at..at + from.len()].copy_from_slice(to);
    file
}

#[test]
fn what_nobody_can_answer_for_is_refused_by_its_name() {
    for (from, to) in [(b"avc1", b"encv"), (b"avc1", b"dvsd"), (b"mp4a", b"lpcm")] {
        assert!(matches!(plan(&with(from, to)), Err(RecordingError::Unsupported(_))));
    }
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12);
    (0..4, changes, any::<prop::sample::Index>()).prop_map(|(file, changes, end)| {
        let mut bytes = match file {
            0 => video(12),
            1 => video_pieces(22).concat(),
            2 => voice_pieces(22).concat(),
            _ => webm_pieces(22, true).concat(),
        };
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        // The end is as often where it was as somewhere else.
        let end = end.index(2 * bytes.len()) + 1;
        bytes.truncate(end);
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_damage_makes_it_panic(bytes in damaged()) {
        if let Ok((_, file)) = remux(&bytes) {
            // Never more than came in but for the index.
            prop_assert!(file.len() < 2 * bytes.len() + 4_000);
            let again = plan(&file);
            prop_assert!(again.is_ok(), "what is written can be read: {again:?}");
        }
    }

    #[test]
    fn no_garbage_makes_it_panic(tail: Vec<u8>, webm: bool) {
        let head: &[u8] = if webm { b"\x1A\x45\xDF\xA3\x87\x42\x82\x84webm\x18\x53\x80\x67" } else { b"\0\0\0\x08ftyp" };
        let _ = plan(&[head, &tail].concat());
    }
}
