//! Recordings for demonstrations and tests: containers as phones and browsers write them, with everything in their metadata
//! that has no business in a chat. Sound and picture are numbered bytes that no decoder knows.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "names of boxes are written as literals, which are references")]

/// Words that stand in the metadata of every sample recording, and nowhere once it was taken in.
pub const RECORDING_TRACES: [&str; 4] =
    ["+52.5200+013.4050/", "Verband Phone 4711", "Taken in room 12", "GPS of the way here"];

/// Pictures a second, and packets of sound.
const RATE: u32 = 25;

/// A picture of the samples, as their decoder would get it.
pub fn picture(number: u32) -> Vec<u8> {
    sample("picture", number, 300 + 50 * (number as usize % 7))
}

/// A packet of sound.
pub fn sound(number: u32) -> Vec<u8> {
    sample("sound", number, 40 + number as usize % 5)
}

fn sample(what: &str, number: u32, len: usize) -> Vec<u8> {
    let mut bytes = format!("this is {what} {number} of a patient;").into_bytes();
    let filler = (0_u32..).map(|at| (at.wrapping_mul(number.wrapping_add(7)) % 251) as u8 | 1);
    bytes.extend(filler.take(len));
    bytes
}

fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(body.len() as u32 + 8).to_be_bytes()[..], name, &body].concat()
}

fn full(name: &[u8; 4], version_flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    boxed(name, &[&version_flags.to_be_bytes(), &parts.concat()])
}

fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// The handler, the sample entry and the media header of the three tracks: picture, sound, places.
fn kind(track: u32) -> ([u8; 4], Vec<u8>, Vec<u8>) {
    match track {
        1 => {
            let name = [&[18][..], RECORDING_TRACES[1].as_bytes(), &[0; 13]].concat();
            let head =
                [&[0; 6][..], &[0, 1], &[0; 16], &[0x02, 0x80, 0x01, 0xE0], &[0; 14], &name[..32], &[0; 4]].concat();
            let profile = boxed(b"colr", &[b"prof", RECORDING_TRACES[1].as_bytes()]);
            let colours = boxed(b"colr", &[b"nclx\0\x01\0\x01\0\x01\0"]);
            let entry = boxed(b"avc1", &[&head, &boxed(b"avcC", &[b"settings of the picture"]), &profile, &colours]);
            (*b"vide", entry, full(b"vmhd", 1, &[&[0; 8]]))
        }
        2 => {
            let head = [&[0; 6][..], &[0, 1], &[0; 8], &[0, 1, 0, 16], &[0; 4], &[0xBB, 0x80, 0, 0]].concat();
            let entry = boxed(b"mp4a", &[&head, &full(b"esds", 0, &[b"settings of the sound"])]);
            (*b"soun", entry, full(b"smhd", 0, &[&[0; 4]]))
        }
        _ => (*b"meta", boxed(b"gpmd", &[&[0; 6], &[0, 1]]), full(b"nmhd", 0, &[])),
    }
}

/// A track; `tables` are what tells where its samples lie.
fn track(number: u32, count: u32, tables: &[u8]) -> Vec<u8> {
    let (handler, entry, header) = kind(number);
    // Turned by a quarter, as a phone that is held upright records.
    let matrix = match number {
        1 => longs(&[0, 0x1_0000, 0, 0xFFFF_0000, 0, 0, 480 << 16, 0, 0x4000_0000]),
        _ => longs(&[0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000]),
    };
    let size = if number == 1 { longs(&[640 << 16, 480 << 16]) } else { longs(&[0, 0]) };
    let made = longs(&[0xE5AA_4711, 0xE5AA_4712]);
    let lasts = count * 1000 / RATE;
    let tkhd = full(b"tkhd", 7, &[&made, &longs(&[number, 0, lasts]), &[0; 16], &matrix, &size]);
    let mdhd = full(b"mdhd", 0, &[&made, &longs(&[RATE * 100, count * 100]), &[0x15, 0xC7, 0, 0]]);
    let hdlr = full(b"hdlr", 0, &[&[0; 4], &handler, &[0; 12], RECORDING_TRACES[1].as_bytes(), &[0]]);
    let here = boxed(b"dinf", &[&full(b"dref", 0, &[&longs(&[1]), &full(b"url ", 1, &[])])]);
    let stsd = full(b"stsd", 0, &[&longs(&[1]), &entry]);
    let minf = boxed(b"minf", &[&header, &here, &boxed(b"stbl", &[&stsd, tables])]);
    let told = boxed(b"udta", &[&boxed(b"name", &[RECORDING_TRACES[2].as_bytes()])]);
    boxed(b"trak", &[&tkhd, &boxed(b"mdia", &[&mdhd, &hdlr, &minf]), &told])
}

fn movie(count: u32, tracks: &[Vec<u8>], more: &[u8]) -> Vec<u8> {
    let made = longs(&[0xE5AA_4711, 0xE5AA_4712]);
    let mvhd = full(b"mvhd", 0, &[&made, &longs(&[1000, count * 1000 / RATE, 0x1_0000]), &[1], &[0; 75], &longs(&[9])]);
    let place = boxed(b"\xA9xyz", &[&[0, 18, 0x15, 0xC7], RECORDING_TRACES[0].as_bytes()]);
    let maker = boxed(b"\xA9mak", &[&[0, 18, 0x15, 0xC7], RECORDING_TRACES[1].as_bytes()]);
    let keys = full(b"meta", 0, &[b"com.apple.quicktime.location.ISO6709", RECORDING_TRACES[0].as_bytes()]);
    boxed(b"moov", &[&mvhd, &tracks.concat(), more, &boxed(b"udta", &[&place, &maker, &keys]), &keys])
}

/// What stands before everything else: the kind of file, and what a phone tells about itself.
fn front() -> Vec<u8> {
    let kind = boxed(b"ftyp", &[b"mp42\0\0\0\0isommp42"]);
    let uuid = boxed(b"uuid", &[&[7; 16], RECORDING_TRACES[2].as_bytes()]);
    [kind, uuid, boxed(b"free", &[RECORDING_TRACES[1].as_bytes()])].concat()
}

/// A video of so many pictures as a phone's camera saves it: the index at the end, a track with places beside sound and
/// picture.
pub fn video(count: u32) -> Vec<u8> {
    let mut file = front();
    let mut offsets: [Vec<u32>; 3] = Default::default();
    let mut data = Vec::new();
    let start = file.len() as u32 + 8;
    for number in 0..count {
        for (track, bytes) in
            [picture(number), sound(number), RECORDING_TRACES[3].as_bytes().to_vec()].iter().enumerate()
        {
            offsets[track].push(start + data.len() as u32);
            data.extend_from_slice(bytes);
        }
    }
    file.extend(boxed(b"mdat", &[&data]));
    let sizes: [Vec<u32>; 3] = [
        (0..count).map(|number| picture(number).len() as u32).collect(),
        (0..count).map(|number| sound(number).len() as u32).collect(),
        vec![RECORDING_TRACES[3].len() as u32; count as usize],
    ];
    let tracks: Vec<Vec<u8>> = (1..)
        .zip(offsets.iter().zip(&sizes))
        .map(|(number, (offsets, sizes))| {
            let stts = full(b"stts", 0, &[&longs(&[1, count, 100])]);
            let stsc = full(b"stsc", 0, &[&longs(&[1, 1, 1, 1])]);
            let stsz = full(b"stsz", 0, &[&longs(&[0, count]), &longs(sizes)]);
            let stco = full(b"stco", 0, &[&longs(&[count]), &longs(offsets)]);
            let keys: Vec<u32> = (1..=count).step_by(10).collect();
            let stss = full(b"stss", 0, &[&longs(&[keys.len() as u32]), &longs(&keys)]);
            let keys = if number == 1 { stss } else { Vec::new() };
            track(number, count, &[stts, keys, stsc, stsz, stco].concat())
        })
        .collect();
    file.extend(movie(count, &tracks, &[]));
    file
}

/// The same as a recorder gives it while it records: the index first and empty, then a fragment for each ten pictures.
pub fn video_pieces(count: u32) -> Vec<Vec<u8>> {
    let empty = [
        full(b"stts", 0, &[&longs(&[0])]),
        full(b"stsc", 0, &[&longs(&[0])]),
        full(b"stsz", 0, &[&longs(&[0, 0])]),
        full(b"stco", 0, &[&longs(&[0])]),
    ]
    .concat();
    let tracks: Vec<Vec<u8>> = (1..=3).map(|number| track(number, 0, &empty)).collect();
    let defaults: Vec<Vec<u8>> = (1..=3).map(|number| full(b"trex", 0, &[&longs(&[number, 1, 100, 0, 0])])).collect();
    let mut pieces = vec![[front(), movie(0, &tracks, &boxed(b"mvex", &[&defaults.concat()]))].concat()];
    for first in (0..count).step_by(10) {
        let numbers = first..count.min(first + 10);
        let of: [Vec<Vec<u8>>; 3] = [
            numbers.clone().map(picture).collect(),
            numbers.clone().map(sound).collect(),
            numbers.clone().map(|_| RECORDING_TRACES[3].as_bytes().to_vec()).collect(),
        ];
        // Made twice: the offsets depend on how long the fragment's own index is.
        let mut moof = Vec::new();
        for _ in 0..2 {
            let mut offset = moof.len() as u32 + 8;
            let mut fragments = Vec::new();
            for (number, samples) in (1..).zip(&of) {
                let tfhd = full(b"tfhd", 0x02_0000, &[&longs(&[number])]);
                let tfdt = full(b"tfdt", 0, &[&longs(&[first * 100])]);
                let sizes: Vec<u32> = samples.iter().map(|sample| sample.len() as u32).collect();
                // One can begin with the first one only.
                let mut rows = longs(&[samples.len() as u32, offset]);
                for (index, size) in sizes.iter().enumerate() {
                    let flags = if number == 1 && index > 0 { 0x0101_0000 } else { 0x0200_0000 };
                    rows.extend(longs(&[*size, flags]));
                }
                fragments.extend(boxed(b"traf", &[&tfhd, &tfdt, &full(b"trun", 0x601, &[&rows])]));
                offset += sizes.iter().sum::<u32>();
            }
            moof = boxed(b"moof", &[&full(b"mfhd", 0, &[&longs(&[first / 10 + 1])]), &fragments]);
        }
        pieces.push([moof, boxed(b"mdat", &[&of.concat().concat()])].concat());
    }
    pieces
}

fn element(id: u32, body: &[u8]) -> Vec<u8> {
    let id = id.to_be_bytes();
    let id = &id[id.iter().position(|byte| *byte != 0).unwrap_or(3)..];
    [id, &(0x1000_0000 | body.len() as u32).to_be_bytes(), body].concat()
}

/// A voice note of so many packets as a browser records it (WebM with Opus), piece by piece: without a length, a duration and
/// an index.
pub fn voice_pieces(count: u32) -> Vec<Vec<u8>> {
    webm_pieces(count, false)
}

/// The same with pictures.
pub fn webm_pieces(count: u32, pictures: bool) -> Vec<Vec<u8>> {
    let kind = element(0x1A45_DFA3, &element(0x4282, b"webm"));
    let trace = |id, at: usize| element(id, RECORDING_TRACES[at].as_bytes());
    let info = [element(0x2A_D7B1, &[0x0F, 0x42, 0x40]), trace(0x4D80, 1), trace(0x5741, 1), trace(0x7BA9, 2)].concat();
    let track = |number: u8, codec: &[u8], more: &[u8]| {
        let kind = if codec[0] == b'V' { 1 } else { 2 };
        let fixed = [element(0xD7, &[number]), element(0x73C5, b"\x47\x11\x47\x11"), element(0x83, &[kind])].concat();
        element(0xAE, &[&fixed, &trace(0x536E, 1), &element(0x86, codec), more].concat())
    };
    let sounds = track(1, b"A_OPUS", &[element(0x63A2, b"OpusHead"), element(0xE1, &element(0x9F, &[1]))].concat());
    let size = [element(0xB0, &[0x02, 0x80]), element(0xBA, &[0x01, 0xE0])].concat();
    let seen = if pictures { track(2, b"V_VP8", &element(0xE0, &size)) } else { Vec::new() };
    let tags = element(0x1254_C367, &trace(0x4487, 0));
    // A segment of which the length is not known.
    let segment = b"\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF".to_vec();
    let tracks = element(0x1654_AE6B, &[sounds, seen].concat());
    let mut pieces = vec![[kind, segment, element(0x1549_A966, &info), tags, tracks].concat()];
    for first in (0..count).step_by(10) {
        let mut cluster = b"\x1F\x43\xB6\x75\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF".to_vec();
        cluster.extend(element(0xE7, &(first * 1000 / RATE).to_be_bytes()));
        cluster.extend(trace(0xEC, 3));
        for number in first..count.min(first + 10) {
            let time = ((number - first) * 1000 / RATE) as u16;
            let block = |track: u8, key: bool, bytes: &[u8]| {
                let flags = if key { 0x80 } else { 0 };
                element(0xA3, &[&[0x80 | track][..], &time.to_be_bytes(), &[flags], bytes].concat())
            };
            cluster.extend(block(1, true, &sound(number)));
            if pictures {
                cluster.extend(block(2, number == first, &picture(number)));
            }
        }
        pieces.push(cluster);
    }
    pieces
}
