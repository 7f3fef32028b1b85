//! The key that opens names: a member hands it on, and whoever gets another one than the log commits to keeps none.

use minicbor::Encode;
use minicbor::bytes::ByteVec;
use verband_protocol::cbor;
use verband_protocol::entry::{Header, SignedEntry};
use verband_protocol::handover::{directory_commitment, hand_over};
use verband_protocol::id::DeviceId;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::seal::SealKey;
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::Mole;
use verband_tests::world::World;

/// Keys as they are handed over.
#[derive(Encode)]
struct Keys(#[n(0)] Vec<(u32, ByteVec)>);

/// Hands a key over as one of a generation, whatever it is, on top of what somebody has seen.
fn handed(by: &Mole, seen: &Mole, generation: u32, commitment: &SealKey, to: &[(&Mole, &SealKey)]) -> SignedEntry {
    let devices: Vec<DeviceId> = to.iter().map(|(mole, _)| mole.device()).collect();
    let bodies = to.iter().map(|(mole, key)| {
        let keys = cbor::encode(&Keys(vec![(generation, key.expose().to_vec().into())]));
        let context = cbor::encode(&(generation, mole.device()));
        hand_over(&mole.keys.certificate.hpke, &context, &keys).expect("her key is one")
    });
    let bodies: Vec<_> = bodies.collect();
    let commitment = directory_commitment(commitment, generation);
    let record = OrganisationRecord::DirectoryKey { generation, commitment, to: devices };
    let state = seen.organisation();
    let (seen, counter) = (state.position(), state.next_counter(&by.device()));
    let header = Header { seen, organisation: seen, counter, ..by.organisation_header(record) };
    by.sign(header, Some(cbor::encode(&bodies)))
}

/// The generations that a device has, with their keys.
fn keys(device: &Device) -> Vec<(u32, [u8; 32])> {
    let store = device.client().store().expect("unlocked");
    store
        .read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare("SELECT generation, key FROM directory_key ORDER BY generation")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .expect("readable")
}

#[tokio::test(start_paused = true)]
async fn another_key_than_the_log_commits_to_is_not_kept() {
    let mut world = World::with_members(seed(190), &["Anna", "Berta", "Clara"]).await;
    let dora = world.enrol("Dora", &[]).await.expect("she enrols");
    // Clara is faster than the others, and than her own program.
    let [clara, victim] = [2, dora].map(|index| Mole::of(&world.devices[index], world.seed));
    let right = SealKey::from_bytes(keys(&world.devices[0])[0].1);
    let wrong = SealKey::random(&clara.chance);
    let entry = handed(&clara, &victim, 1, &right, &[(&victim, &wrong)]);
    clara.append(&world.devices[2].line, &clara.organisation, vec![entry]).await;
    world.settle().await;
    assert_eq!(keys(&world.devices[dora]), []);
    assert_eq!(keys(&world.devices[1]), keys(&world.devices[0]));
    let names = world.devices[dora].client().members().expect("readable");
    assert!(names.into_iter().all(|row| row.name.is_empty()), "no name opens");
}

#[tokio::test(start_paused = true)]
async fn who_has_an_old_key_only_hands_nothing_over() {
    let mut world = World::with_members(seed(191), &["Anna", "Berta"]).await;
    let [anna, berta] = [0, 1].map(|index| Mole::of(&world.devices[index], world.seed));
    let (new, wrong) = (SealKey::random(&anna.chance), SealKey::random(&anna.chance));
    let entry = handed(&anna, &anna, 2, &new, &[(&anna, &new), (&berta, &wrong)]);
    anna.append(&world.devices[0].line, &anna.organisation, vec![entry]).await;
    world.settle().await;
    assert_eq!([keys(&world.devices[0]).len(), keys(&world.devices[1]).len()], [2, 1]);
    let link = world.invite("Dora", &[]).await.expect("invited");
    world.devices[0].switch_off();
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.enrol(&link).await.expect("she enrols");
    let before = Mole::of(&dora, world.seed).organisation().position().seq;
    world.devices.push(dora);
    world.settle().await;
    assert_eq!(berta.organisation().position().seq, before, "Berta's would be of no use");
    assert_eq!(keys(&world.devices[2]), []);
    world.devices[0].switch_on().expect("it opens");
    world.settle().await;
    assert_eq!(keys(&world.devices[2]).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn when_a_device_or_its_person_goes_whoever_may_revoke_renews_the_key() {
    let world = World::with_members(seed(192), &["Anna", "Berta", "Clara"]).await;
    let generations = |index: usize| keys(&world.devices[index]).len();
    // Clara lost her only phone. She may not renew the key; Anna does with her next pass.
    let (own, clara) = (world.devices[2].client().device().expect("unlocked"), world.devices[2].member());
    let _session_is_over = world.devices[2].client().revoke_device(own).await;
    world.devices[0].client().sync().await.expect("received");
    let devices = world.devices[0].client().devices().expect("readable");
    assert!(devices.into_iter().any(|row| row.id == own && row.revoked));
    assert_eq!(generations(0), 2);
    world.devices[0].client().revoke_member(clara).await.expect("revoked");
    world.settle().await;
    // Nobody who had the newest key has left since.
    assert_eq!([0, 1].map(generations), [2, 2]);
}
