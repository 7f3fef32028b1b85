//! P4: the server has no plaintext. Markers are planted in every field that people fill, and searched for in everything
//! the server keeps and everything that devices ever sent.

use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{
    ChannelDetails, Client, NewInvitation, NewMessage, NewRecording, NewRegistrationKey, RecordingKind, Terms,
    WoundConsent, WoundDetails, WoundFinding,
};
use verband_protocol::id::{LogId, MemberId};
use verband_protocol::organisation::details::{MemberDetails, MemberStatus};
use verband_protocol::policy::Join;
use verband_tests::chance::seed;
use verband_tests::invariants::{contains, nothing_in_clear};
use verband_tests::world::World;
use verband_vault::sample::recording::{self, sound, video_pieces};

/// Fills every field that administrators fill.
async fn administer(client: &Client, member: MemberId) {
    let details = MemberDetails {
        name: "Marker-Berta-4712".to_owned(),
        function: "Marker-Haus-Funktion".to_owned(),
        ward: "Marker-Haus-Station".to_owned(),
    };
    client.set_member_details(member, details).await.expect("written");
    let picture = Some(verband_vault::sample::wound_photo(96, 64, 4).into());
    let status = MemberStatus { availability: "Marker-Haus-Notiz".to_owned(), picture };
    client.set_status(status).await.expect("written");
    client.define_role(None, "Marker-Haus-Rolle", &[]).await.expect("defined");
    client.define_team(None, "Marker-Haus-Team").await.expect("defined");
    client.rename_device(client.device().expect("unlocked"), "Marker-Haus-Geraet").await.expect("named");
    client.set_notice("Marker-Haus-Datenschutz", "Marker-Haus-Privacy").await.expect("published");
    let key = NewRegistrationKey { title: "Marker-Haus-Schluessel".to_owned(), limit: 2, terms: Terms::default() };
    client.make_registration_key(&key).await.expect("made");
    client.invite_one(NewInvitation::named("Marker-Haus-Gast")).await.expect("invited");
}

/// Fills every field of the wound record.
fn tend(client: &Client, log: &LogId) {
    let text = |text: &str| format!("Marker-Wunde-{text}");
    let details =
        WoundDetails { patient: text("4722"), position: text("Lage"), note: text("Notiz"), ..WoundDetails::default() };
    let consent = WoundConsent { note: text("Mappe"), ..WoundConsent::default() };
    let wound = client.create_wound(log, &details, Some(&consent)).expect("written");
    let found = WoundFinding { note: text("Befund"), dressing: text("Verband"), ..WoundFinding::default() };
    let finding = client.record_finding(log, &wound, &found).expect("written");
    client.correct_finding(log, &finding, &found, &text("Grund")).expect("written");
    client.answer_six_weeks(log, &wound, "kept", None, &text("Antwort")).expect("written");
    client.close_wound(log, &wound, "healed", &text("Ende")).expect("written");
}

#[tokio::test(start_paused = true)]
async fn no_marker_reaches_the_server() {
    let names = ["Marker-Anna-4711", "Marker-Berta-4712"];
    let mut world = World::with_members(seed(40), &names).await;
    let client = world.devices[0].client().clone();
    let log = client.create_channel("Marker-Titel-4713", Join::Invitation).expect("a channel");
    client.sync().await.expect("on the server");
    client.add_members(&log, &[world.devices[1].member()]).await.expect("added");
    client.send_text(&log, "Marker-Text-4714").expect("written");
    let photo = verband_vault::sample::wound_photo(640, 480, 9);
    let sent = client.send_photo(&log, &photo, "Marker-Bildtext-4715").expect("captured");
    client.file_photos(&log, &[sent], "Marker-Wunde-4723").expect("filed");
    let message = NewMessage { confirm: true, alarm: true, ..NewMessage::text("Marker-Alarm-4717") };
    let alarm = client.send_message(&log, &message).expect("written");
    client.edit_message(&log, &alarm, "Marker-Edit-4718", &[]).expect("written");
    client.react(&log, &alarm, "Marker-React", true).expect("written");
    client.set_draft(&log, "Marker-Draft-4719", Some(alarm)).expect("kept");
    client
        .broadcast(&[log], &NewMessage { reply_to: Some(alarm), ..NewMessage::text("Marker-Reply") })
        .expect("written");
    let chat = client.create_chat(&[world.devices[1].member()]).expect("a chat");
    client.send_text(&chat, "Marker-Chat-4716").expect("written");
    let channel = ChannelDetails {
        title: "Marker-Titel-4713".to_owned(),
        description: "Marker-Zweck-4720".to_owned(),
        picture: Some(verband_vault::sample::wound_photo(640, 480, 10)),
    };
    client.set_details(&log, &channel).expect("written");
    tend(&client, &log);
    let video = client.start_recording(&log, RecordingKind::Video, "video/mp4").expect("begun");
    for piece in video_pieces(30) {
        video.write(&piece, &[]).expect("on disk");
    }
    let poster = Some(verband_vault::sample::wound_photo(640, 480, 12));
    let caption = "Marker-Film-4723".to_owned();
    video.finish(&NewRecording { caption, poster, ..NewRecording::default() }).await.expect("finished");
    client.set_policy(OrganisationPolicy { read_receipts: true, ..OrganisationPolicy::default() }).await.expect("set");
    administer(&client, world.devices[1].member()).await;
    world.link(1, "Marker-Haus-Tablet").await.expect("linked");
    world.settle().await;
    let rows = world.devices[1].client().messages(&log, 20).expect("readable");
    let thumbnail = rows.iter().find_map(|row| row.thumbnail.clone()).expect("the photo arrived");
    let film = rows.iter().find(|row| row.text == "Marker-Film-4723").expect("the video arrived");
    world.devices[1].client().open_recording(&log, &film.event).await.expect("fetched");
    let poster = film.recording.clone().and_then(|recording| recording.poster).expect("it has a picture");
    let photo_id = rows.iter().find_map(|row| row.photo).expect("the photo arrived");
    let original = world.devices[1].client().export_photo(&photo_id).await.expect("exported");
    let preview = world.devices[1].client().photo_preview(&photo_id).await.expect("fetched");

    // Receipts, typing and what is kept for oneself.
    let berta = world.devices[1].client().clone();
    berta.set_read_receipts(true).expect("switched on");
    berta.mark_read(&log).expect("read");
    berta.set_typing(&log).expect("typing");
    let own = berta.personal_space().expect("known").expect("founded");
    berta.send_text(&own, "Marker-Eigenes-4721").expect("written");
    let captured = berta.capture_photo(&photo, "Marker-Eigenes-4724", "Marker-Eigenes-4725").expect("captured");
    berta.move_photos(&own, &[captured], &chat, None).await.expect("moved");
    world.settle().await;

    // Control: the markers are what people see.
    assert_eq!(berta.wounds(&log).expect("readable")[0].details.patient, "Marker-Wunde-4722");
    let listed = berta.listed_channels().await.expect("listed").pop().expect("one");
    assert_eq!((listed.title.as_str(), listed.description.as_str()), ("Marker-Titel-4713", "Marker-Zweck-4720"));
    let card = listed.picture.expect("a small one");
    assert_eq!(client.typing(&log).expect("readable").len(), 1);
    let members = world.devices[1].client().members().expect("readable");
    let picture = members.iter().find_map(|row| row.picture.clone()).expect("her picture arrived");
    assert!(members.iter().any(|row| row.function == "Marker-Haus-Funktion" && row.ward == "Marker-Haus-Station"));
    assert!(rows.iter().any(|row| row.text == "Marker-Text-4714" && row.author_name == names[0]));
    let devices = client.devices().expect("readable");
    assert!(devices.iter().any(|row| row.name == "Marker-Haus-Tablet"));
    let middle = |bytes: &[u8]| bytes[bytes.len() / 2..bytes.len() / 2 + 32].to_vec();
    let markers: Vec<Vec<u8>> = [
        b"Marker-Anna".to_vec(),
        b"Marker-Berta".to_vec(),
        b"Marker-Titel".to_vec(),
        b"Marker-Text".to_vec(),
        b"Marker-Bildtext".to_vec(),
        b"Marker-Chat".to_vec(),
        b"Marker-Alarm".to_vec(),
        b"Marker-Edit".to_vec(),
        b"Marker-React".to_vec(),
        b"Marker-Draft".to_vec(),
        b"Marker-Reply".to_vec(),
        b"Marker-Haus".to_vec(),
        middle(&picture),
        b"Marker-Zweck".to_vec(),
        b"Marker-Eigenes".to_vec(),
        b"Marker-Wunde".to_vec(),
        b"Marker-Film".to_vec(),
        recording::picture(7)[..30].to_vec(),
        sound(7)[..30].to_vec(),
        middle(&poster),
        middle(&card),
        middle(&thumbnail),
        middle(&original),
        middle(&preview),
    ]
    .into();
    let markers: Vec<&[u8]> = markers.iter().map(Vec::as_slice).collect();
    world.kill_server();
    nothing_in_clear(world.server_folder(), &markers);
    for device in &world.devices {
        let sent = device.line.seen();
        for marker in &markers {
            assert!(!contains(&sent, marker), "{} sent a marker in clear", device.name);
        }
    }
}
