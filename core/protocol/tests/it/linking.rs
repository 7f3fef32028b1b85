//! Linking a further device: the code stands for one offer, and every message opens in its own place only.

use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::code::{CodeError, DeviceLink, InvitationLink, LONG_LEN, LinkCode, ServerLink};
use verband_protocol::entry::Position;
use verband_protocol::id::{LogId, MemberId};
use verband_protocol::linking::{DeviceOffer, LinkAnswer, LinkProof, WrongPart};
use verband_protocol::sign::{PublicKey, Signature};

use crate::vectors::Counting;

fn offer(first: u8) -> DeviceOffer {
    let key = |number: u8| PublicKey([first.wrapping_add(number); 32]);
    let device =
        DeviceCertificate { login: key(0), mls: key(1), event: key(2), hpke: [3; 32], class: DeviceClass::Phone };
    DeviceOffer::of(device, &Counting::from(first))
}

fn answer() -> LinkAnswer {
    LinkAnswer {
        organisation: LogId([1; 32]),
        organisation_name: "Linde".to_owned(),
        member: MemberId([2; 32]),
        name: "Berta".to_owned(),
        position: Position::START,
        pin_length: 6,
    }
}

#[test]
fn a_code_is_seven_groups_of_four_and_forgives_typing() {
    let code = offer(9).code();
    let text = code.grouped();
    assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
    assert!(LinkCode::parse(&text.to_lowercase().replace('-', " ")).is_ok_and(|read| read == code));
    assert_eq!(LinkCode::parse("1000").err(), Some(CodeError::Length { expected: LONG_LEN, got: 4 }));
}

#[test]
fn the_code_changes_with_every_part_of_the_offer() {
    let codes: Vec<String> = [
        offer(9),
        offer(10),
        DeviceOffer { nonce: [0; 16], ..offer(9) },
        DeviceOffer { device: DeviceCertificate { class: DeviceClass::Web, ..offer(9).device }, ..offer(9) },
        DeviceOffer { device: DeviceCertificate { hpke: [4; 32], ..offer(9).device }, ..offer(9) },
    ]
    .iter()
    .map(|offer| offer.code().grouped().to_string())
    .collect();
    let mut different = codes.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), codes.len());
}

#[test]
fn another_offer_sealed_with_the_same_code_is_refused() {
    let (own, other) = (offer(9), offer(10));
    let code = own.code();
    let entropy = Counting::default();
    assert_eq!(code.open_part(&code.seal_part(&own, &entropy)), Ok(own));
    assert_eq!(code.open_part::<DeviceOffer>(&code.seal_part(&other, &entropy)), Err(WrongPart));
}

#[test]
fn a_part_opens_in_its_place_and_with_its_code_only() {
    let (code, other) = (offer(9).code(), offer(10).code());
    let proof = LinkProof { proof: Signature([5; 64]) };
    let sealed = code.seal_part(&answer(), &Counting::default());
    assert_eq!(code.open_part(&sealed), Ok(answer()));
    assert_eq!(code.open_part::<LinkProof>(&sealed), Err(WrongPart));
    assert_eq!(other.open_part::<LinkAnswer>(&sealed), Err(WrongPart));
    assert_eq!(code.open_part::<LinkAnswer>(&code.seal_part(&proof, &Counting::default())), Err(WrongPart));
    assert_eq!(code.open_part::<LinkAnswer>(&[]), Err(WrongPart));
}

#[test]
fn the_link_of_a_new_device_is_no_invitation() {
    let link = DeviceLink { server: "https://klinik.example:8443/ü".to_owned(), code: offer(9).code() };
    let text = link.text();
    let read = DeviceLink::parse(&format!(" {}\n", *text)).expect("it was shown");
    assert!(read.server == link.server && read.code == link.code);
    assert_eq!(InvitationLink::parse(&text).err(), Some(CodeError::Link));
    assert_eq!(ServerLink::parse(&text).err(), Some(CodeError::Link));
    assert_eq!(DeviceLink::parse(&text.replace("link", "join")).err(), Some(CodeError::DeviceLink));
    assert_eq!(DeviceLink::parse(&text.replace('#', "")).err(), Some(CodeError::DeviceLink));
}
