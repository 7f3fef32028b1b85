//! P4: the server has no plaintext. Markers are planted in every field that people fill, and searched for in everything
//! the server keeps and everything that devices ever sent.

use verband_protocol::policy::Join;
use verband_tests::chance::seed;
use verband_tests::invariants::{contains, nothing_in_clear};
use verband_tests::world::World;

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
    client.send_photo(&log, &photo, "Marker-Bildtext-4715").expect("captured");
    let chat = client.create_chat(&[world.devices[1].member()]).expect("a chat");
    client.send_text(&chat, "Marker-Chat-4716").expect("written");
    world.settle().await;
    let rows = world.devices[1].client().messages(&log, 10).expect("readable");
    let thumbnail = rows.iter().find_map(|row| row.thumbnail.clone()).expect("the photo arrived");
    let photo_id = rows.iter().find_map(|row| row.photo).expect("the photo arrived");
    let original = world.devices[1].client().export_photo(&photo_id).await.expect("exported");
    let preview = world.devices[1].client().photo_preview(&photo_id).await.expect("fetched");

    // Control: the markers are what people see.
    assert!(rows.iter().any(|row| row.text == "Marker-Text-4714" && row.author_name == names[0]));
    let middle = |bytes: &[u8]| bytes[bytes.len() / 2..bytes.len() / 2 + 32].to_vec();
    let markers: Vec<Vec<u8>> = [
        b"Marker-Anna".to_vec(),
        b"Marker-Berta".to_vec(),
        b"Marker-Titel".to_vec(),
        b"Marker-Text".to_vec(),
        b"Marker-Bildtext".to_vec(),
        b"Marker-Chat".to_vec(),
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
