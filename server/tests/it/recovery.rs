//! Keys on paper and the key backups that wait for them.

use axum::http::Method;

use verband_protocol::cbor;
use verband_protocol::organisation::{OrganisationRecord, RecoveryPublic, device_message};
use verband_protocol::sign::{PublicKey, Purpose, SecretKey};
use verband_protocol::wire::{AppendedAll, Backup, Backups, PaperKeyOf, ProblemCode, Recover, RecoveryFound};

use crate::actor::Actor;
use crate::house::House;
use crate::people::{enrol, found};

async fn print(house: &House, actor: &mut Actor) -> SecretKey {
    let key = SecretKey::random(&actor.entropy);
    let record = OrganisationRecord::Recovery(RecoveryPublic { sign: key.public(), hpke: [7; 32] });
    act(house, actor, record).await;
    key
}

async fn act(house: &House, actor: &mut Actor, record: OrganisationRecord) {
    actor.sync_organisation(house).await;
    let entry = actor.organisation_entry(record);
    actor.append(house, &actor.organisation_id(), vec![entry]).await.expect("appended");
    actor.sync_organisation(house).await;
}

async fn keep(house: &House, by: &Actor, of: &Actor, bytes: u8) -> u16 {
    let backup = Backup { device: of.device, backup: vec![bytes; 9].into() };
    house.send(Method::PUT, "/v1/backup", by.token(), cbor::encode(&backup)).await.status.as_u16()
}

async fn kept(house: &House, by: &Actor) -> Vec<Backup> {
    house.get("/v1/backups", by.token()).await.message::<Backups>().expect("backups").backups
}

async fn look_up(house: &House, key: &PublicKey) -> Result<RecoveryFound, ProblemCode> {
    let answer = house.get(&format!("/v1/recoveries/{}", hex::encode(key.0)), None).await;
    answer.message().map_err(|problem| problem.code)
}

#[tokio::test]
async fn a_backup_is_for_its_own_member_and_goes_with_her_key() {
    let house = House::new();
    let mut anna = found(&house, 1).await;
    let mut berta = enrol(&house, &mut anna, 2).await;
    print(&house, &mut berta).await;
    assert_eq!(keep(&house, &berta, &berta, 1).await, 204);
    assert_eq!(keep(&house, &berta, &berta, 2).await, 204);
    assert_eq!(keep(&house, &anna, &berta, 3).await, 403, "nobody writes into another one's");
    assert_eq!(kept(&house, &berta).await, [Backup { device: berta.device, backup: vec![2; 9].into() }]);
    assert_eq!(kept(&house, &anna).await, []);
    print(&house, &mut berta).await;
    assert_eq!(kept(&house, &berta).await, [], "what the dead key opens is gone");
    let large = Backup { device: berta.device, backup: vec![0; (1 << 20) + 1024].into() };
    let answer = house.send(Method::PUT, "/v1/backup", berta.token(), cbor::encode(&large)).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn a_key_on_paper_brings_in_one_device_and_nothing_else() {
    let house = House::new();
    let mut anna = found(&house, 1).await;
    let mut berta = enrol(&house, &mut anna, 2).await;
    let key = print(&house, &mut berta).await;
    let found = look_up(&house, &key.public()).await.expect("found");
    assert_eq!(found.organisation, anna.organisation_id());
    assert_eq!(found.whose, PaperKeyOf::Member { member: berta.member, devices: vec![berta.device] });
    let unknown = look_up(&house, &PublicKey([1; 32])).await;
    assert_eq!(unknown, Err(ProblemCode::InvitationGone));
    assert_eq!(house.get("/v1/recoveries/nonsense", None).await.problem().code, ProblemCode::InvitationGone);

    let mut new = Actor::new(3);
    new.organisation = berta.organisation.clone();
    let message = device_message(&found.organisation, &berta.member, &new.device);
    let add = |proof| OrganisationRecord::DeviceAdd { member: berta.member, device: new.certificate.clone(), proof };
    let right = new.organisation_entry(add(key.sign(Purpose::Recovery, &message)));
    let wrong = new.organisation_entry(add(SecretKey::random(&new.entropy).sign(Purpose::Recovery, &message)));
    let path = format!("/v1/recoveries/{}", hex::encode(key.public().0));
    let post = async |entries| house.post(&path, None, &Recover { entries }).await;
    assert_eq!(post(vec![wrong]).await.problem().code, ProblemCode::Refused);
    assert_eq!(post(Vec::new()).await.problem().code, ProblemCode::Refused);
    // Entries of others do not come this way, whoever has them.
    let others = anna.organisation_entry(OrganisationRecord::Heartbeat);
    assert_eq!(post(vec![right.clone(), others]).await.problem().code, ProblemCode::Forbidden);
    let once: AppendedAll = post(vec![right.clone()]).await.message().expect("she is back");
    let again: AppendedAll = post(vec![right]).await.message().expect("a retry");
    assert_eq!(once, again);
    new.member = berta.member;
    new.log_in(&house).await;
    assert_eq!(keep(&house, &berta, &berta, 5).await, 204);
    assert_eq!(kept(&house, &new).await.len(), 1, "another device of the same member opens it");

    act(&house, &mut anna, OrganisationRecord::MemberRevoke(berta.member)).await;
    assert_eq!(look_up(&house, &key.public()).await, Err(ProblemCode::InvitationGone));
    let root = PublicKey(anna.organisation.root().expect("a genesis").0);
    let found = look_up(&house, &root).await.expect("found");
    assert_eq!(found.whose, PaperKeyOf::Root { counter: 4, administrators: vec![anna.member] });
}
