//! Measuring in photos of wounds: what is measured follows from what people drew and from the marker in the photo, everybody sees
//! by which method and with which error, and nobody hands in figures of her own as measured.

use jpeg_encoder::{ColorType, Encoder};
use minicbor::Encode;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::{OrganisationPolicy, Switch};
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, PhotoMeasure, PhotoPoint, WoundDetails, WoundError, WoundFinding, WoundItem, WoundItemKind,
    WoundRuler, measuring_caveat,
};
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::invariants::same_projections;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;

/// Pixels of a module of the marker, which has 31 for its 30 mm.
const MODULE: usize = 8;
const PER_MM: f64 = 31.0 * 8.0 / 30.0;

/// A grey photo, and a marker of 30 mm in it if it says so, straight from above.
fn photo(marker: bool) -> Vec<u8> {
    const WIDTH: usize = 1_200;
    const HEIGHT: usize = 900;
    let code = qrcode::QrCode::with_error_correction_level("VERBAND:M1:30", qrcode::EcLevel::Q).expect("short");
    let code = code.to_colors();
    let mut samples = vec![120; WIDTH * HEIGHT];
    // From the edge of the white around the frame on, in modules.
    let dark = |column: usize, row: usize| {
        let off = column.min(row).min(36 - column).min(36 - row);
        let inside = |at: usize| at.checked_sub(8).filter(|at| *at < 21);
        let code = inside(column).zip(inside(row)).is_some_and(|(x, y)| code[y * 21 + x] == qrcode::Color::Dark);
        (3..5).contains(&off) || code
    };
    for (row, column) in (0..37 * MODULE).flat_map(|row| (0..37 * MODULE).map(move |column| (row, column))) {
        let ink = marker && dark(column / MODULE, row / MODULE);
        samples[(100 + row) * WIDTH + 80 + column] = if !marker {
            120
        } else if ink {
            25
        } else {
            230
        };
    }
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 90).encode(&samples, WIDTH as u16, HEIGHT as u16, ColorType::Luma).expect("a photo");
    jpeg
}

/// A rectangle of so many millimetres beside the marker.
pub(crate) fn rectangle(photo: EventId, width: f64, height: f64) -> PhotoMeasure {
    let (right, bottom) = (500 + (width * PER_MM).round() as i32, 200 + (height * PER_MM).round() as i32);
    let outline = [(500, 200), (right, 200), (right, bottom), (500, bottom)];
    PhotoMeasure { photo, ruler: None, outline: outline.map(|(x, y)| PhotoPoint { x, y }).to_vec() }
}

pub(crate) fn ruler(drawn: PhotoMeasure) -> PhotoMeasure {
    let to = PhotoPoint { x: 100 + (50.0 * PER_MM).round() as i32, y: 800 };
    PhotoMeasure { ruler: Some(WoundRuler { from: PhotoPoint { x: 100, y: 800 }, to, mm: 50 }), ..drawn }
}

/// A ward that may measure, with a wound and its photo.
pub(crate) async fn ward(number: u64) -> (World, LogId, EventId, EventId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let policy = OrganisationPolicy { measuring: true, ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    let anna = world.devices[ANNA].client().clone();
    let details = WoundDetails { patient: "4711".to_owned(), ..WoundDetails::default() };
    let wound = anna.create_wound(&log, &details, None).expect("made");
    let photos = anna.send_wound_photos(&log, &wound, &[("close-up", &photo(true))]).expect("sent");
    world.settle().await;
    (world, log, wound, photos[0])
}

fn found(client: &Client, log: &LogId, wound: &EventId) -> Vec<WoundItem> {
    let items = client.wound_timeline(log, wound, 100).expect("readable");
    items.into_iter().filter(|item| item.kind == WoundItemKind::Found).collect()
}

fn flaw<T: std::fmt::Debug>(result: Result<T, ClientError>) -> &'static str {
    match result {
        Err(ClientError::Wound(error @ WoundError::Measure(_))) => error.code(),
        Err(error) => error.code(),
        other => panic!("no flaw: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_drawn_is_measured_by_the_marker_and_everybody_sees_how() {
    let (mut world, log, wound, photo) = ward(680).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let markers = berta.wound_markers(&log, &wound, &photo).await.expect("one");
    assert_eq!((markers.len(), markers[0].side_mm), (1, 30));
    let corner = markers[0].corners[0];
    assert!((corner.x - 112).abs() < 2 && (corner.y - 132).abs() < 2, "{corner:?}");

    let drawn = rectangle(photo, 30.0, 20.0);
    let shown = berta.measure_photo(&log, &wound, &drawn).await.expect("measured");
    let area = shown.area.expect("an outline");
    assert!(area.value.abs_diff(600) <= 6 && (5..60).contains(&area.error), "{area:?}");
    assert!(shown.length.value.abs_diff(361) <= 3 && shown.length.error < 30, "{:?}", shown.length);
    assert!(shown.perimeter.expect("an outline").value.abs_diff(1_000) <= 10);
    assert_eq!(shown.method, "marker");
    assert!(!measuring_caveat(&shown.method, Language::German).is_empty());
    assert_eq!(found(&berta, &log, &wound), [], "nothing is written");

    let note = WoundFinding { note: "trocken".to_owned(), area: Some(5), ..WoundFinding::default() };
    berta.record_measured_finding(&log, &wound, &note, &drawn).await.expect("written");
    world.settle().await;
    let item = found(&anna, &log, &wound).remove(0);
    let content = item.content.expect("a finding");
    assert_eq!((content.area, content.length, content.measured.as_str()), (Some(area.value), Some(36), "marker"));
    assert_eq!(content.note, "trocken");
    assert_eq!(item.measurement, Some(shown.clone()));
    let point = anna.wound_curve(&log, &wound).expect("readable").remove(0);
    assert_eq!((point.measured.as_str(), point.error), ("marker", Some(area.error)));
    let newcomer = world.enrol("Zora", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, newcomer]);
    assert_eq!(found(world.devices[newcomer].client(), &log, &wound)[0].measurement, Some(shown));
}

#[tokio::test(start_paused = true)]
async fn a_measurement_is_corrected_moved_and_struck_as_findings_are() {
    let (world, log, wound, photo) = ward(681).await;
    let anna = world.devices[ANNA].client().clone();
    let drawn = rectangle(photo, 30.0, 20.0);
    let finding = anna.record_measured_finding(&log, &wound, &WoundFinding::default(), &drawn).await.expect("written");
    let content = || found(&anna, &log, &wound)[0].content.clone().expect("a finding");
    let measurement = || found(&anna, &log, &wound)[0].measurement.clone();
    // A note leaves the figures as they were measured.
    let noted = WoundFinding { note: "nässt".to_owned(), ..content() };
    anna.correct_finding(&log, &finding, &noted, "").expect("written");
    assert_eq!(measurement().expect("still measured").method, "marker");
    // Figures by hand are not those of the photo any more.
    let typed = WoundFinding { area: Some(580), measured: "typed".to_owned(), ..content() };
    anna.correct_finding(&log, &finding, &typed, "").expect("written");
    assert_eq!(measurement(), None);
    assert_eq!(anna.wound_curve(&log, &wound).expect("readable")[0].error, None);
    // Measured anew, by a ruler.
    let by_ruler = ruler(drawn.clone());
    anna.correct_measured_finding(&log, &finding, &content(), &by_ruler, "neu gemessen").await.expect("written");
    let measured = measurement().expect("measured");
    let area = measured.area.expect("an outline");
    assert_eq!(measured.method, "photo-ruler");
    assert!(area.value.abs_diff(600) <= 6 && area.error > 38, "it may have been taken at a slant: {area:?}");
    let other = anna.create_wound(&log, &WoundDetails { patient: "0815".to_owned(), ..WoundDetails::default() }, None);
    let other = other.expect("made");
    anna.move_finding(&log, &finding, &other, "falscher Patient").expect("moved");
    assert_eq!(found(&anna, &log, &other)[0].measurement, Some(measured));
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA]);
    // Two points are a length.
    let mut line = rectangle(photo, 30.0, 20.0);
    line.outline.truncate(2);
    let length = anna.measure_photo(&log, &wound, &line).await.expect("measured");
    assert!(length.length.value.abs_diff(300) <= 3 && length.area.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_measured_is_refused_and_says_why() {
    let (world, log, wound, photo) = ward(682).await;
    let anna = world.devices[ANNA].client().clone();
    let drawn = rectangle(photo, 30.0, 20.0);
    let crossed = PhotoMeasure { outline: [0, 2, 1, 3].map(|at| drawn.outline[at]).to_vec(), ..drawn.clone() };
    assert_eq!(flaw(anna.measure_photo(&log, &wound, &crossed).await), "outline-crosses");
    let outside =
        PhotoMeasure { outline: vec![PhotoPoint { x: -1, y: 5 }, PhotoPoint { x: 90, y: 5 }], ..drawn.clone() };
    assert_eq!(flaw(anna.measure_photo(&log, &wound, &outside).await), "outside");
    let nothing = PhotoMeasure { outline: Vec::new(), ..drawn.clone() };
    assert_eq!(flaw(anna.measure_photo(&log, &wound, &nothing).await), "outline-empty");
    let bare = anna.send_wound_photos(&log, &wound, &[("close-up", &self::photo(false))]).expect("sent")[0];
    assert_eq!(flaw(anna.measure_photo(&log, &wound, &rectangle(bare, 30.0, 20.0)).await), "no-marker");
    assert!(anna.measure_photo(&log, &wound, &ruler(rectangle(bare, 30.0, 20.0))).await.is_ok());
    let other = anna.create_wound(&log, &WoundDetails { patient: "0815".to_owned(), ..WoundDetails::default() }, None);
    let other = other.expect("made");
    assert_eq!(flaw(anna.measure_photo(&log, &other, &drawn).await), "not-found", "it is of another wound");
    anna.close_wound(&log, &wound, "healed", "").expect("closed");
    let closed = anna.record_measured_finding(&log, &wound, &WoundFinding::default(), &drawn).await;
    assert!(matches!(closed, Err(ClientError::Wound(WoundError::Closed))));
    // The module is off until the organisation switches it on; what was measured stays.
    anna.reopen_wound(&log, &wound, "").expect("open");
    anna.record_measured_finding(&log, &wound, &WoundFinding::default(), &drawn).await.expect("written");
    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    world.settle().await;
    for refused in [
        anna.measure_photo(&log, &wound, &drawn).await.map(drop),
        anna.wound_markers(&log, &wound, &photo).await.map(drop),
        anna.record_measured_finding(&log, &wound, &WoundFinding::default(), &drawn).await.map(drop),
    ] {
        assert!(matches!(refused, Err(ClientError::ByPolicy(Switch::Measuring))), "{refused:?}");
    }
    assert!(found(world.devices[BERTA].client(), &log, &wound)[0].measurement.is_some());
}

// What a hostile program writes: a finding by a ruler whose figures are not those of its points.

#[derive(Encode)]
#[cbor(array)]
struct Pair(#[n(0)] u32, #[n(1)] u32);

#[derive(Encode)]
#[cbor(map)]
struct Scale(#[n(0)] Pair, #[n(1)] Pair, #[n(2)] u32);

#[derive(Encode)]
#[cbor(map)]
struct Forged {
    #[n(0)]
    photo: EventId,
    #[n(1)]
    width: u32,
    #[n(2)]
    height: u32,
    #[n(3)]
    markers: Vec<u32>,
    #[n(4)]
    ruler: Option<Scale>,
    #[n(5)]
    outline: Vec<Pair>,
    #[n(6)]
    length: Pair,
    #[n(10)]
    arithmetic: u32,
}

#[derive(Encode)]
#[cbor(map)]
struct Found {
    #[n(0)]
    wound: EventId,
    #[n(1)]
    finding: WoundFinding,
    #[n(3)]
    measurement: Option<Forged>,
}

#[tokio::test(start_paused = true)]
async fn figures_that_do_not_follow_from_their_points_are_unreadable() {
    let (world, log, wound, photo) = ward(683).await;
    // 100 pixels are 50 mm, so that 200 of them are 100 mm.
    let written = |length: u32, error: u32, arithmetic: u32| {
        let finding = WoundFinding {
            examined_at: 1,
            length: Some(length / 10),
            measured: "photo-ruler".to_owned(),
            ..WoundFinding::default()
        };
        let measurement = Forged {
            photo,
            width: 1_200,
            height: 900,
            markers: Vec::new(),
            ruler: Some(Scale(Pair(100, 100), Pair(200, 100), 50)),
            outline: vec![Pair(100, 300), Pair(300, 300)],
            length: Pair(length, error),
            arithmetic,
        };
        minicbor::to_vec(Found { wound, finding, measurement: Some(measurement) }).expect("in memory")
    };
    let anna = world.devices[ANNA].client().clone();
    let honest = PhotoMeasure {
        photo,
        ruler: Some(WoundRuler { from: PhotoPoint { x: 100, y: 100 }, to: PhotoPoint { x: 200, y: 100 }, mm: 50 }),
        outline: vec![PhotoPoint { x: 100, y: 300 }, PhotoPoint { x: 300, y: 300 }],
    };
    let honest = anna.measure_photo(&log, &wound, &honest).await.expect("measured").length;
    assert_eq!(honest.value, 1_000);
    // Neither a figure nor an error of her own is believed; another version of the arithmetic may come to something else.
    let mut seen = Vec::new();
    for (index, payload) in
        [written(900, honest.error, 1), written(1_000, 1, 1), written(1_000, honest.error, 1), written(950, 30, 2)]
            .into_iter()
            .enumerate()
    {
        // By a seed of its own: the event of each has another id.
        let mole = Mole::of(&world.devices[BERTA], world.seed + index as u64);
        mole.write(&world.devices[BERTA].line, &log, 62, payload).await;
        drop(mole);
        world.settle().await;
        seen.push(found(&anna, &log, &wound).len());
    }
    assert_eq!(seen, [0, 0, 1, 2]);
    let arithmetic = |item: &WoundItem| item.measurement.as_ref().map(|measurement| measurement.arithmetic);
    let mut versions: Vec<_> = found(&anna, &log, &wound).iter().map(arithmetic).collect();
    versions.sort_unstable();
    assert_eq!(versions, [Some(1), Some(2)]);
}
