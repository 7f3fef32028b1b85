//! The last contact of devices: the day of one's own, an age of colleagues', nothing for others.

use verband_protocol::id::DeviceId;
use verband_protocol::organisation::{OrganisationRecord, Right, device_message};
use verband_protocol::port::Clock;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{DeviceContacts, LastContact};
use verband_server::store::Store;

use crate::actor::Actor;
use crate::house::House;
use crate::people::{appoint, enrol, found};

const DAY: u64 = 24 * 3_600_000;

async fn contacts(house: &House, actor: &Actor) -> Vec<(DeviceId, LastContact)> {
    let contacts: DeviceContacts = house.get("/v1/devices", actor.token()).await.message().unwrap();
    contacts.devices.into_iter().map(|contact| (contact.device, contact.last)).collect()
}

fn of(contacts: &[(DeviceId, LastContact)], actor: &Actor) -> Option<LastContact> {
    contacts.iter().find(|(device, _)| *device == actor.device).map(|(_, last)| *last)
}

fn today(house: &House) -> LastContact {
    LastContact::Day(u32::try_from(house.clock.now_ms() / DAY).unwrap())
}

/// Links a further device, which has not logged in.
async fn link(house: &House, actor: &mut Actor, number: u64) -> Actor {
    actor.sync_organisation(house).await;
    let mut new = Actor::new(number);
    let organisation = actor.organisation_id();
    let proof = new.sign_with_event_key(Purpose::NewDevice, &device_message(&organisation, &actor.member, &new.device));
    let add = OrganisationRecord::DeviceAdd { member: actor.member, device: new.certificate.clone(), proof };
    let entry = actor.organisation_entry(add);
    actor.append(house, &organisation, vec![entry]).await.unwrap();
    actor.sync_organisation(house).await;
    (new.organisation, new.member) = (actor.organisation.clone(), actor.member);
    new
}

#[tokio::test]
async fn a_person_sees_the_day_of_her_own_devices_and_nothing_of_others() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let mut tablet = link(&house, &mut nurse, 3).await;
    let seen = contacts(&house, &nurse).await;
    assert_eq!((of(&seen, &nurse), of(&seen, &tablet)), (Some(today(&house)), Some(LastContact::Never)));
    assert_eq!(seen.len(), 2, "and no others");
    tablet.log_in(&house).await;
    contacts(&house, &tablet).await;
    let before = today(&house);
    house.clock.forward(3 * DAY);
    nurse.log_in(&house).await;
    let seen = contacts(&house, &nurse).await;
    assert_eq!((of(&seen, &nurse), of(&seen, &tablet)), (Some(today(&house)), Some(before)));
}

#[tokio::test]
async fn whoever_manages_devices_sees_an_age_of_colleagues_devices() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let mut other = enrol(&house, &mut admin, 3).await;
    contacts(&house, &nurse).await;
    let ages = [(0, LastContact::Week), (7, LastContact::Week), (1, LastContact::Month), (22, LastContact::Month)];
    for (days, age) in ages.into_iter().chain([(1, LastContact::Longer), (400, LastContact::Longer)]) {
        house.clock.forward(days * DAY);
        admin.log_in(&house).await;
        let seen = contacts(&house, &admin).await;
        assert_eq!((of(&seen, &nurse), of(&seen, &admin)), (Some(age), Some(today(&house))));
    }
    // The right is enough, and taking it takes the view.
    other.log_in(&house).await;
    assert_eq!(contacts(&house, &other).await.len(), 1);
    appoint(&house, &mut admin, other.member, &[Right::ManageDevices]).await;
    assert_eq!(of(&contacts(&house, &other).await, &nurse), Some(LastContact::Longer));
    // Who left is nobody's business any more, and what was noted of her goes.
    let revoke = admin.organisation_entry(OrganisationRecord::MemberRevoke(nurse.member));
    admin.append(&house, &admin.organisation_id(), vec![revoke]).await.unwrap();
    assert_eq!(of(&contacts(&house, &admin).await, &nurse), None);
    let kept = house.store.contacts(&admin.organisation_id()).unwrap();
    assert!(kept.iter().all(|(device, _)| *device != nurse.device));
    // Abroad nobody sees anything of this house.
    let abroad = found(&house, 7).await;
    assert_eq!(contacts(&house, &abroad).await.len(), 1);
    nurse.token = None;
    assert_eq!(house.get("/v1/devices", nurse.token()).await.status, 401);
}

#[tokio::test]
async fn a_day_is_noted_once_and_never_an_earlier_one() {
    let house = House::new();
    let admin = found(&house, 1).await;
    let organisation = admin.organisation_id();
    contacts(&house, &admin).await;
    let noted = house.store.contacts(&organisation).unwrap();
    house.store.note_contact(&admin.device, 3).unwrap();
    assert_eq!(house.store.contacts(&organisation).unwrap(), noted);
    // What was noted by others between two requests of a day stays: nothing is written twice.
    house.store.note_contact(&admin.device, noted[0].1 + 5).unwrap();
    contacts(&house, &admin).await;
    assert_eq!(house.store.contacts(&organisation).unwrap()[0].1, noted[0].1 + 5);
}
