//! Voice notes and videos from files and into files; and what is written anywhere meanwhile.

use std::path::Path;
use std::process::{Command, Stdio};

use verband_client::protocol::id::EventId;
use verband_vault::sample::recording::{RECORDING_TRACES, picture, sound, video, voice_pieces};

use crate::tool::{Desk, PIN};

fn put(desk: &Desk, name: &str, bytes: &[u8]) -> String {
    let path = desk.path(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("text").to_owned()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn voice_notes_and_videos_are_sent_listed_and_saved() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    let note = put(&desk, "note.webm", &voice_pieces(50).concat());
    let film = put(&desk, "film.mp4", &video(50));
    let sent = desk.done(&["voice", "send", "Wundteam", &note, "--caption", "Übergabe"]);
    assert_eq!(sent["state"].as_str(), Some("waiting"));
    let seen = desk.done(&["video", "send", "Wundteam", &film, "--caption", "Verbandwechsel"]);
    let event: EventId = seen["id"].as_str().expect("an id").parse().expect("an event");
    let rows = desk.done(&["read", "Wundteam"]);
    let told =
        |row: usize| (rows[row]["kind"].as_str(), rows[row]["media"].as_str(), rows[row]["duration_ms"].as_u64());
    assert_eq!(told(0), (Some("voice"), Some("audio/webm"), Some(2_000)));
    assert_eq!(told(1), (Some("video"), Some("video/mp4"), Some(2_000)));
    assert_eq!((rows[1]["width"].as_u64(), rows[1]["height"].as_u64()), (Some(480), Some(640)));
    let shown = desk.run(&["read", "Wundteam"]).out;
    assert!(shown.contains("[voice note 0:02]  Übergabe"), "{shown}");
    assert!(shown.contains("[video 0:02 480×640]  Verbandwechsel"), "{shown}");

    let out = desk.path("out.mp4");
    let target = out.to_str().expect("text");
    let saved = desk.done(&["video", "save", &event.to_string(), target]);
    let file = std::fs::read(&out).expect("written");
    assert_eq!(saved["bytes"].as_u64(), Some(file.len() as u64));
    assert!(contains(&file, &picture(7)) && contains(&file, &sound(7)));
    for trace in RECORDING_TRACES {
        assert!(!contains(&file, trace.as_bytes()), "{trace} is left");
    }
    let again = desk.run(&["--json", "video", "save", "Wundteam", target]);
    assert_eq!((again.status, again.code().as_str()), (1, "exists"));
    desk.done(&["voice", "save", "--force", "Wundteam", target]);
    assert!(contains(&std::fs::read(&out).expect("written"), &sound(7)));
    let none = desk.run(&["--json", "voice", "save", &event.to_string(), target, "--force"]);
    assert_eq!((none.status, none.code().as_str()), (1, "not-found"), "it is a video");
}

#[test]
fn what_is_no_recording_is_refused_and_leaves_nothing() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    let cut = video(50);
    let cut = put(&desk, "cut.mp4", &cut[..cut.len() / 2]);
    for (command, file) in [
        ("voice", put(&desk, "note.ogg", b"OggS\0\x02 and so on, as some browsers record")),
        ("voice", put(&desk, "film.mp4", &video(20))),
        ("video", put(&desk, "note.webm", &voice_pieces(20).concat())),
        ("video", cut),
    ] {
        let refused = desk.run(&["--json", command, "send", "Wundteam", &file]);
        assert_eq!((refused.status, refused.code().as_str()), (1, "recording"), "{file}");
    }
    assert_eq!(desk.done(&["recordings", "list"]).as_array().map(Vec::len), Some(0), "nothing is left behind");
    let none = desk.run(&["--json", "recordings", "finish", "1f0c22a7"]);
    assert_eq!((none.status, none.code().as_str()), (1, "not-found"));
    let none = desk.run(&["--json", "recordings", "discard", "1f0c22a7"]);
    assert_eq!((none.status, none.code().as_str()), (1, "not-found"));
}

/// Runs the program and gives all that it, and whatever it starts, opens for writing and writes anywhere. None where programs
/// cannot be watched.
fn watched(desk: &Desk, arguments: &[&str]) -> Option<String> {
    let log = desk.path("watched");
    let strace = |program: &str| {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-s", "1000000", "-e", "signal=none"]);
        // What is mapped into memory and shared is a file too.
        strace.args([
            "-e",
            "trace=openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,mmap,rename,link",
        ]);
        strace.arg("-o").arg(&log).arg(program);
        strace
    };
    let works = strace("true").stdin(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !works {
        return None;
    }
    let mut command = strace(env!("CARGO_BIN_EXE_verband"));
    command.args(arguments).env_clear().env("TZ", "UTC").env("VERBAND_PROFILE", desk.path("profile"));
    command.env("VERBAND_PIN", PIN).env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let ran = command.stdin(Stdio::null()).output().expect("it is watched");
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8_lossy(&std::fs::read(&log).expect("the log")).into_owned())
}

/// Files below a folder that have one of the markers in them, but for those that a test has put there.
fn in_clear(folder: &Path, markers: &[Vec<u8>], own: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(in_clear(&entry.path(), markers, &[]));
        } else if !own.contains(&name.as_str()) {
            let bytes = std::fs::read(entry.path()).expect("a file");
            found.extend(markers.iter().any(|marker| contains(&bytes, marker)).then_some(name));
        }
    }
    found
}

#[test]
fn nothing_is_written_in_clear_while_something_is_captured() {
    let desk = Desk::founded();
    desk.done(&["channel", "create", "Wundteam"]);
    let photo = verband_vault::sample::wound_photo(320, 240, 3);
    let own = ["note.webm", "film.mp4", "photo.jpg", "watched", "out.mp4"];
    let note = put(&desk, own[0], &voice_pieces(50).concat());
    let film = put(&desk, own[1], &video(50));
    let jpeg = put(&desk, own[2], &photo);
    let mut markers: Vec<Vec<u8>> = RECORDING_TRACES.iter().map(|trace| trace.as_bytes().to_vec()).collect();
    markers.extend((0..50).flat_map(|number| [picture(number)[..25].to_vec(), sound(number)[..25].to_vec()]));
    markers.extend(verband_vault::sample::TRACES.map(|trace| trace.as_bytes().to_vec()));
    let texts: Vec<&str> = markers.iter().map(|marker| std::str::from_utf8(marker).expect("text")).collect();
    let acts: [&[&str]; 3] = [
        &["--json", "photo", "Wundteam", &jpeg, "--later"],
        &["--json", "voice", "send", "Wundteam", &note, "--later"],
        &["--json", "video", "send", "Wundteam", &film, "--poster", &jpeg, "--later"],
    ];
    for act in acts {
        if let Some(log) = watched(&desk, act) {
            assert!(log.contains("profile") && log.contains("write"), "its own files are seen: {act:?}");
            for text in &texts {
                assert!(!log.contains(text), "{act:?} writes {text:?} in clear");
            }
            // What lies in a file that is mapped is not among the writes: it is the database's index of its own log.
            let shared = log.lines().filter(|line| line.contains("mmap") && line.contains("MAP_SHARED"));
            for line in shared.filter(|line| line.contains("PROT_WRITE")) {
                assert!(!line.contains("MAP_ANONYMOUS"), "{line}");
            }
            let folder = desk.path("");
            let folder = folder.to_str().expect("text");
            for line in log.lines().filter(|line| line.contains("open") && line.contains("O_CREAT")) {
                assert!(line.contains(folder), "a file is made somewhere else: {line}");
            }
        } else {
            eprintln!("strace cannot be used here: only what is left afterwards is searched");
            assert_eq!(desk.run(act).status, 0);
        }
        assert_eq!(in_clear(&desk.path(""), &markers, &own), Vec::<String>::new(), "{act:?}");
    }
    // Control: what leaves the vault is seen.
    let target = desk.path(own[4]);
    if let Some(log) = watched(&desk, &["video", "save", "Wundteam", target.to_str().expect("text")]) {
        assert!(log.contains("this is picture 7 of a patient"), "the watch sees what is written");
    }
}
