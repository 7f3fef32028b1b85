//! A nurse's jobs with the number of acts that each takes her: no more intents than she has taps for it, the same number
//! without a network, and what she did is what her colleague sees afterwards.

use std::cell::Cell;

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{
    AlbumPlace, AlbumQuery, AlbumRow, BodySite, Client, ClientError, CoverFill, CoverShape, FaceModel, NewRecording,
    PhotoArea, PhotoMark, PhotoReview, RecordingKind, RowKind, WoundDetails, propose_marks,
};
use verband_tests::chance::seed;
use verband_tests::world::World;
use verband_vault::sample::recording::voice_pieces;

const ANNA: usize = 0;
const BERTA: usize = 1;

/// A nurse whose acts are counted. What an app looks up by itself, to show it, is none.
struct Nurse {
    client: Client,
    acts: Cell<u32>,
}

impl Nurse {
    fn does<T>(&self, act: impl FnOnce(&Client) -> Result<T, ClientError>) -> T {
        self.acts.set(self.acts.get() + 1);
        act(&self.client).expect("it is on disk")
    }

    async fn moves(&self, from: &LogId, photos: &[EventId], to: &LogId, wound: &EventId) -> Vec<EventId> {
        self.acts.set(self.acts.get() + 1);
        self.client.move_photos(from, photos, to, Some(wound)).await.expect("it is on disk")
    }

    /// Ends a job that may take so many taps.
    fn took(&self, job: &str, taps: u32) {
        let acts = self.acts.take();
        assert!(acts > 0 && acts <= taps, "{job}: {acts} acts, and {taps} taps");
    }
}

/// Berta with a phone without a network, and a channel that Anna is in, too.
async fn basement(number: u64) -> (World, LogId, Nurse) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    world.devices[BERTA].line.set_online(false);
    let nurse = Nurse { client: world.devices[BERTA].client().clone(), acts: Cell::new(0) };
    (world, log, nurse)
}

/// Back upstairs: what Anna sees of the channel's photos, the newest first.
async fn seen(world: &World, log: &LogId) -> Vec<AlbumRow> {
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    let query = AlbumQuery { place: AlbumPlace::Conversation(*log), ..AlbumQuery::default() };
    world.devices[ANNA].client().album(&query, 100).expect("readable")
}

fn shot(number: u64) -> Vec<u8> {
    verband_vault::sample::wound_photo(64, 48, number)
}

/// As the wristband says it.
fn of(patient: &str) -> WoundDetails {
    WoundDetails { patient: patient.to_owned(), ..WoundDetails::default() }
}

#[tokio::test(start_paused = true)]
async fn the_first_wound_photo_of_the_right_patient() {
    let (world, log, nurse) = basement(1_800).await;
    // The viewfinder has read the wristband.
    let wound = nurse.does(|client| client.create_wound(&log, &of("4711"), None));
    nurse.does(|client| client.send_wound_photos(&log, &wound, &[("overview", &shot(1))]));
    nurse.took("T1", 3);
    let seen = seen(&world, &log).await;
    assert_eq!((seen[0].patient.as_str(), seen[0].wound), ("4711", Some(wound)));
}

#[tokio::test(start_paused = true)]
async fn the_first_photo_when_the_wound_comes_later() {
    let (world, log, nurse) = basement(1_801).await;
    let photo = nurse.does(|client| client.capture_photo(&shot(1), "", "4711"));
    nurse.took("T1, into the tray", 3);
    let wound = nurse.does(|client| client.create_wound(&log, &of("4711"), None));
    let tray = nurse.client.personal_space().expect("readable").expect("it is here");
    nurse.moves(&tray, &[photo], &log, &wound).await;
    nurse.took("sorting", 2);
    assert_eq!(seen(&world, &log).await[0].wound, Some(wound));
}

#[tokio::test(start_paused = true)]
async fn the_follow_up_of_a_known_wound() {
    let (world, log, nurse) = basement(1_802).await;
    let wound = nurse.client.create_wound(&log, &of("4711"), None).expect("made");
    nurse.client.send_wound_photos(&log, &wound, &[("close-up", &shot(1))]).expect("sent");
    world.clock.advance(86_400_000);
    let ghost = nurse.client.wound_ghost(&log, &wound).expect("readable").expect("the last one shows through");
    assert_eq!(ghost.last.role, "close-up");
    nurse.does(|client| client.send_wound_photos(&log, &wound, &[("close-up", &shot(2))]));
    nurse.took("T2", 3);
    assert_eq!(seen(&world, &log).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_photo_into_an_open_chat() {
    let (world, log, nurse) = basement(1_803).await;
    nurse.does(|client| client.send_photo(&log, &shot(1), ""));
    nurse.took("T3", 3);
    assert_eq!(seen(&world, &log).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_overview_and_a_close_up() {
    let (world, log, nurse) = basement(1_804).await;
    let wound = nurse.client.create_wound(&log, &of("4711"), None).expect("made");
    let pair = [shot(1), shot(2)];
    nurse.does(|client| client.send_wound_photos(&log, &wound, &[("overview", &pair[0]), ("close-up", &pair[1])]));
    nurse.took("T4", 3);
    assert_eq!(seen(&world, &log).await.len(), 2);
    assert_eq!(world.devices[ANNA].client().wound_photos(&log, &wound).expect("readable").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_body_site_of_a_new_wound() {
    let (world, log, nurse) = basement(1_805).await;
    let site = BodySite {
        view: "back".to_owned(),
        x: Some(440),
        y: Some(960),
        region: "heel".to_owned(),
        side: "left".to_owned(),
        ..BodySite::default()
    };
    let wound = nurse.does(|client| client.create_wound(&log, &WoundDetails { site, ..of("4711") }, None));
    nurse.took("T5", 2);
    seen(&world, &log).await;
    assert_eq!(world.devices[ANNA].client().wound(&log, &wound).expect("here").details.site.region, "heel");
}

#[tokio::test(start_paused = true)]
async fn a_face_or_a_label_is_hidden() {
    let (world, log, nurse) = basement(1_806).await;
    let portrait = include_bytes!("../../core/detect/tests/photos/astronaut.png");
    let model = FaceModel::read(include_bytes!("../../core/detect/model/seeta_fd_frontal_v1.0.bin")).expect("our own");
    let found = propose_marks(portrait, Some(&model)).expect("looked at").found;
    let cover = |area: PhotoArea| PhotoMark::Cover { shape: CoverShape::Rectangle(area), fill: CoverFill::Solid };
    let review = PhotoReview { marks: found.iter().map(|one| cover(one.area)).collect(), checked: false };
    assert!(review.looked_through(), "a face was proposed");
    nurse.does(|client| client.send_reviewed_photo(&log, portrait, "", &review));
    nurse.took("T6", 1);
    let photo = seen(&world, &log).await[0].photo;
    let hers = world.devices[ANNA].client().export_photo(&photo).await.expect("exported");
    assert_eq!(propose_marks(&hers, Some(&model)).expect("looked at").found, [], "nobody is recognised");
}

#[tokio::test(start_paused = true)]
async fn the_wrong_patient_is_noticed() {
    let (world, log, nurse) = basement(1_807).await;
    let [wrong, right] =
        ["4711", "4712"].map(|patient| nurse.client.create_wound(&log, &of(patient), None).expect("made"));
    // Just sent.
    let photo = nurse.client.send_wound_photos(&log, &wrong, &[("close-up", &shot(1))]).expect("sent")[0];
    nurse.does(|client| client.undo_send(&log, &photo));
    nurse.took("T7, at once", 2);
    // Noticed later.
    let photo = nurse.client.send_wound_photos(&log, &wrong, &[("close-up", &shot(2))]).expect("sent")[0];
    assert_eq!(seen(&world, &log).await.len(), 1, "the first never left");
    world.clock.advance(86_400_000);
    world.devices[BERTA].line.set_online(false);
    nurse.does(|client| client.attach_wound_photo(&log, &photo, &right, ""));
    nurse.took("T7, later", 2);
    assert_eq!(seen(&world, &log).await[0].patient, "4712");
    let trace = world.devices[ANNA].client().photo_filings(&log, &photo).expect("readable");
    let step = &trace[0];
    assert_eq!((step.by_name.as_str(), step.patient_before.as_str(), step.patient.as_str()), ("Berta", "4711", "4712"));
}

#[tokio::test(start_paused = true)]
async fn a_voice_note() {
    let (world, log, nurse) = basement(1_808).await;
    let writer = nurse.does(|client| client.start_recording(&log, RecordingKind::Voice, "audio/webm"));
    for piece in voice_pieces(10) {
        writer.write(&piece, &[9]).expect("on disk");
    }
    nurse.acts.set(nurse.acts.get() + 1);
    writer.finish(&NewRecording::default()).await.expect("it is on disk");
    nurse.took("T8", 2);
    assert_eq!(seen(&world, &log).await[0].kind, RowKind::Voice);
}
