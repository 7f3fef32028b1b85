//! What was acknowledged is there after a restart.

use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{KeyPackageCount, Welcomes};

use crate::actor::Change;
use crate::blobs::Upload;
use crate::house::{House, ORIGIN};
use crate::people::{add, change, channel, enrol, found, give_key_packages, invite};

#[tokio::test]
async fn a_restart_keeps_everything() {
    let mut house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let waiting = enrol(&house, &mut admin, 3).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let upload = Upload::new(&log, 1, 5000);
    upload.whole(&house, &admin).await;
    let half = Upload::new(&log, 2, 5000);
    half.start(&house, &admin).await.unwrap();
    half.part(&house, &admin, 0, 2000).await.unwrap();
    let entry = admin.content_with(&log, vec![upload.blob]);
    admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
    admin.apply(&entry);
    let package = waiting.key_package(verband_protocol::port::Clock::now_ms(&house.clock), false);
    change(&house, &mut admin, &log, Change { add: vec![(waiting.leaf(), package)], ..Change::default() }).await;
    give_key_packages(&house, &nurse, 4, true).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let before = admin.page(&house, &log, "").await.unwrap();

    for _ in 0..2 {
        house.restart();
        assert!(house.server.is_set_up().unwrap());
        // The session of before is still one.
        assert_eq!(admin.page(&house, &log, "").await.unwrap(), before);
        assert!(upload.read(&house, &nurse, None).await.body == upload.bytes);
        assert_eq!(half.state(&house, &admin).await.unwrap().offset, 2000);
        let count: KeyPackageCount = house.get("/v1/key-packages", nurse.token()).await.message().unwrap();
        assert_eq!(count.count, 4);
        let welcomes: Welcomes = house.get("/v1/welcomes", waiting.token()).await.message().unwrap();
        assert_eq!(welcomes.welcomes.len(), 1);
        let invited = house.get(&format!("/v1/invitations/{}", letter.invitation.id), None).await;
        assert_eq!(invited.status, 200);
    }
    // And it goes on from there.
    half.part(&house, &admin, 2000, 5000).await.unwrap();
    nurse.sync(&house, &log).await;
    change(&house, &mut nurse, &log, Change::default()).await;
    admin.sync(&house, &log).await;
    assert_eq!(admin.conversations[&log].state, nurse.conversations[&log].state);
}

#[tokio::test]
async fn two_servers_on_one_store_agree() {
    let first = House::new();
    let second = first.twin();
    let mut admin = found(&first, 1).await;
    let mut nurse = enrol(&second, &mut admin, 2).await;
    let log = channel(&second, &mut admin).await;
    add(&first, &mut admin, &log, &mut nurse).await;
    for house in [&second, &first, &first, &second, &second, &first] {
        nurse.sync(house, &log).await;
        let entry = nurse.content(&log, b"x");
        nurse.append(house, &log, vec![entry.clone()]).await.unwrap();
        assert_eq!(
            nurse.append(&first, &log, vec![entry.clone()]).await,
            nurse.append(&second, &log, vec![entry]).await
        );
        change(house, &mut admin, &log, Change::default()).await;
    }
    admin.sync(&second, &log).await;
    nurse.sync(&first, &log).await;
    assert_eq!(admin.conversations[&log].state, nurse.conversations[&log].state);
    // Whom one revokes, the other does not know any more.
    let revoke = admin.organisation_entry(OrganisationRecord::MemberRevoke(nurse.member));
    admin.append(&first, &admin.organisation_id(), vec![revoke]).await.unwrap();
    assert_eq!(second.get("/v1/welcomes", nurse.token()).await.status, 401);
    assert!(nurse.try_log_in(&second, ORIGIN).await.is_err());
}
