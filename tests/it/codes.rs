//! References to patients from codes: those of the house are taken, others are refused with what to do instead, and what somebody types is
//! taken whatever it looks like.

use jpeg_encoder::{ColorType, Encoder};
use verband_client::protocol::organisation::{OrganisationPolicy, PatternFlaw};
use verband_client::texts::Language;
use verband_client::{
    CameraFrame, Client, ClientError, MAX_FRAME, PatientCode, ProposalKind, WoundDetails, draw_code, propose_marks,
    read_codes, try_patient_pattern,
};
use verband_tests::chance::seed;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;

/// A label with a Code 128 that says F20260417.
static LABEL: &[u8] = include_bytes!("../fixtures/label.jpg");

/// QR codes beside each other, in shades of grey.
fn codes(texts: &[&str]) -> (u32, u32, Vec<u8>) {
    let (width, height) = (40 + 300 * texts.len(), 340);
    let mut samples = vec![235; width * height];
    for (index, text) in texts.iter().enumerate() {
        let code = qrcode::QrCode::new(text).expect("short");
        let (modules, dots) = (code.width(), code.to_colors());
        let size = 240 / modules;
        for (row, column) in (0..size * modules).flat_map(|row| (0..size * modules).map(move |column| (row, column))) {
            if dots[row / size * modules + column / size] == qrcode::Color::Dark {
                samples[(50 + row) * width + 50 + 300 * index + column] = 20;
            }
        }
    }
    (width as u32, height as u32, samples)
}

fn photo(texts: &[&str]) -> Vec<u8> {
    let (width, height, samples) = codes(texts);
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 90).encode(&samples, width as u16, height as u16, ColorType::Luma).expect("a photo");
    jpeg
}

fn patterns(all: &[&str]) -> OrganisationPolicy {
    OrganisationPolicy {
        patient_patterns: all.iter().map(ToString::to_string).collect(),
        ..OrganisationPolicy::default()
    }
}

fn references(read: Result<Vec<PatientCode>, ClientError>) -> Vec<String> {
    read.expect("read").into_iter().map(|code| code.reference).collect()
}

fn flaw<T>(read: Result<T, ClientError>) -> &'static str {
    match read {
        Err(ClientError::Wound(error)) => error.code(),
        Err(error) => error.code(),
        Ok(_) => "read",
    }
}

async fn ward(number: u64, policy: OrganisationPolicy) -> World {
    let world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    world
}

fn berta(world: &World) -> Client {
    world.devices[BERTA].client().clone()
}

#[tokio::test(start_paused = true)]
async fn without_a_pattern_each_code_may_be_a_reference() {
    let world = ward(1_701, OrganisationPolicy::default()).await;
    let client = berta(&world);
    let read = client.read_patient_code(LABEL).expect("read");
    assert_eq!(references(Ok(read.clone())), ["F20260417"]);
    let area = read[0].area;
    assert!((200..300).contains(&area.x) && (150..260).contains(&area.y), "{area:?}");
    assert!((380..460).contains(&area.width) && (120..260).contains(&area.height), "{area:?}");
    assert_eq!(references(client.read_patient_code(&photo(&["Bett 12", "4711"]))), ["Bett 12", "4711"]);
    assert_eq!(references(client.read_patient_code(&photo(&["4711", "4711"]))), ["4711"], "the same twice");
    // Neither a letter's link nor a marker to measure by is anybody's, nor what is longer than a reference.
    for other in ["verband://join?server=https%3A%2F%2Fhaus.example#ABCD", "VERBAND:M1:30", &"9".repeat(65), "a\nb"] {
        assert_eq!(flaw(client.read_patient_code(&photo(&[other]))), "other-code", "{other}");
    }
    assert_eq!(flaw(client.read_patient_code(&photo(&[]))), "no-code");
    assert_eq!(flaw(client.read_patient_code(&verband_vault::sample::wound_photo(640, 480, 3))), "no-code");
    assert_eq!(flaw(client.read_patient_code(b"no picture")), "photo");
    assert!(client.fits_patient_pattern("Müller, Bett 3").expect("readable"));
}

#[tokio::test(start_paused = true)]
async fn with_patterns_those_of_the_house_are_taken_and_typing_is_free() {
    let mut world = ward(1_702, patterns(&["<'F'>9{8}", "'P'9{4-6}"])).await;
    let client = berta(&world);
    assert_eq!(references(client.read_patient_code(LABEL)), ["20260417"]);
    assert_eq!(references(client.read_patient_code(&photo(&["P0815", "https://example.org"]))), ["P0815"]);
    assert_eq!(references(client.read_patient_code(&photo(&["F12345678", "P0815"]))), ["12345678", "P0815"]);
    let refused = client.read_patient_code(&photo(&["4711"])).expect_err("not of the house");
    let said = refused.sentence(Language::German).expect("a sentence");
    assert!(said.starts_with("Dieser Code gehört nicht zu einem Patienten"), "{said}");
    assert_eq!(flaw::<()>(Err(refused)), "other-code");
    // By hand everything goes; the core only tells what is unusual.
    assert!(client.fits_patient_pattern(" 20260417").expect("readable"));
    assert!(!client.fits_patient_pattern("Müller, Bett 3").expect("readable"));
    let log = world.channel("Wundteam", &[BERTA]).await;
    let details = WoundDetails { patient: "Müller, Bett 3".to_owned(), ..WoundDetails::default() };
    client.create_wound(&log, &details, None).expect("a reference is never required to fit");
    // And of what was read nothing is kept.
    client.lock();
    assert_eq!(client.read_patient_code(LABEL).expect_err("locked").code(), "locked");
}

#[tokio::test(start_paused = true)]
async fn what_a_camera_sees_is_read_without_a_file() {
    let world = ward(1_703, patterns(&["9{4}"])).await;
    let client = berta(&world);
    let (width, height, grey) = codes(&["4711", "0815"]);
    // A row has more bytes than pixels, but for the last one.
    let stride = width + 24;
    let mut samples: Vec<u8> = grey.chunks(width as usize).flat_map(|row| [row, &[0; 24]].concat()).collect();
    samples.truncate(samples.len() - 24);
    let frame = CameraFrame { width, height, stride, samples: &samples };
    let read = client.read_patient_frame(&frame).expect("read");
    assert_eq!(references(Ok(read.clone())), ["4711", "0815"]);
    assert!(read[0].area.x < 80 && read[1].area.x > 320, "{read:?}");
    let short = CameraFrame { samples: &samples[1..], ..frame };
    let narrow = CameraFrame { stride: width - 1, ..frame };
    let none = CameraFrame { width: 0, ..frame };
    let large = CameraFrame { width: MAX_FRAME + 1, ..frame };
    let endless = CameraFrame { stride: u32::MAX, height: MAX_FRAME, ..frame };
    for wrong in [short, narrow, none, large, endless] {
        assert_eq!(flaw(client.read_patient_frame(&wrong)), "photo", "{}x{}", wrong.width, wrong.height);
    }
    let empty = vec![200; 64 * 64];
    let empty = CameraFrame { width: 64, height: 64, stride: 64, samples: &empty };
    assert_eq!(flaw(client.read_patient_frame(&empty)), "no-code");
}

#[test]
fn what_is_drawn_for_a_screen_is_read_by_a_camera_without_a_profile() {
    let link = "verband://verband.klinik.example/#7K3M-9QRT-2XWZ-4HJN-8";
    let squares = draw_code(link).expect("it has room");
    let (module, quiet) = (5, 4);
    let side = (squares.len() + 2 * quiet) * module;
    let dark = |x: usize, y: usize| {
        let at = |pixel: usize| (pixel / module).checked_sub(quiet);
        at(y).and_then(|row| squares.get(row)?.get(at(x)?).copied()).unwrap_or(false)
    };
    let samples: Vec<u8> = (0..side * side).map(|at| if dark(at % side, at / side) { 20 } else { 230 }).collect();
    let side = u32::try_from(side).expect("small");
    let frame = CameraFrame { width: side, height: side, stride: side, samples: &samples };
    assert_eq!(read_codes(&frame).expect("read"), [link]);
    let dark = vec![20; samples.len()];
    assert_eq!(read_codes(&CameraFrame { samples: &dark, ..frame }).expect("looked at"), Vec::<String>::new());
    assert_eq!(read_codes(&CameraFrame { width: MAX_FRAME + 1, ..frame }).expect_err("too large").code(), "photo");
    assert_eq!(draw_code(&"x".repeat(3_000)).expect_err("no room").code(), "document");
}

#[tokio::test(start_paused = true)]
async fn patterns_that_are_none_are_refused_with_what_is_wrong() {
    let world = ward(1_704, OrganisationPolicy::default()).await;
    let anna = world.devices[ANNA].client();
    let refused = anna.set_policy(patterns(&["9{8}", "F9{8}"])).await.expect_err("F is a sign");
    assert!(matches!(refused, ClientError::Pattern(PatternFlaw::Sign(1))), "{refused:?}");
    let said = refused.sentence(Language::German).expect("a sentence");
    assert!(said.contains("Stelle 1") && said.contains("Anführungszeichen"), "{said}");
    assert_eq!(anna.set_policy(patterns(&["9"; 17])).await.expect_err("too many").code(), "not-allowed");
    let read = |pattern, code| try_patient_pattern(pattern, code).expect("a pattern");
    assert_eq!(read("'F'9{8}", "F20260417").as_deref(), Some("F20260417"));
    assert_eq!(read("'F'9{8}", "P20260417"), None);
    assert_eq!(read("(8018)9{17}#", "(8018)401234500000012344(8019)1"), None);
    assert_eq!(try_patient_pattern("[9", "9").expect_err("open").code(), "pattern");
}

#[test]
fn labels_are_proposed_to_be_covered_and_wounds_are_not() {
    let found = propose_marks(LABEL, None).expect("looked at").found;
    let [label] = &found[..] else { panic!("one label, not {found:?}") };
    assert_eq!(label.kind, ProposalKind::Code);
    // All of the bars, and the letters above and below them.
    assert!(label.area.x < 190 && label.area.y < 60, "{label:?}");
    for number in 0..40 {
        let (width, height) = if number % 2 == 0 { (1_200, 900) } else { (600, 800) };
        let wound = verband_vault::sample::wound_photo(width, height, number);
        assert_eq!(propose_marks(&wound, None).expect("looked at").found, [], "wound {number}");
    }
}
