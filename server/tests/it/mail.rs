//! E-mails to invited people: what is in them, and what is asked and answered about them.

use axum::http::Method;

use verband_protocol::cbor;
use verband_protocol::code::{InvitationCode, ServerLink};
use verband_protocol::id::{EventId, InvitationId};
use verband_protocol::language::Language;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{InvitationMail, MailInvitation, MailState, MailTemplate, MailText, Problem, ProblemCode};
use verband_server::Limits;

use crate::actor::Actor;
use crate::house::{Answer, House, ORIGIN, Plan};
use crate::people::{enrol, found, invite};
use crate::postbox::Postbox;

/// Whom the mails of these tests are for.
pub(crate) const TO: &str = "berta.brandt@pflege.test";

/// A house with a relay.
pub(crate) async fn house() -> (House, Postbox) {
    house_with(|_| {}).await
}

pub(crate) async fn house_with(set: impl FnOnce(&mut Limits)) -> (House, Postbox) {
    let postbox = Postbox::open().await;
    let mut limits = Limits::unlimited_rates();
    set(&mut limits);
    let plan = Plan { limits, mail: Some(postbox.mail()), ..Plan::default() };
    (House::with(plan), postbox)
}

/// Asks for a mail with a request of this number.
pub(crate) async fn ask(
    house: &House,
    by: &Actor,
    invitation: InvitationId,
    request: u8,
    to: &str,
) -> Result<InvitationMail, Problem> {
    ask_in(house, by, invitation, request, to, Language::German).await.message()
}

async fn ask_in(
    house: &House,
    by: &Actor,
    invitation: InvitationId,
    request: u8,
    to: &str,
    language: Language,
) -> Answer {
    let request = EventId([request; 16]);
    let ask = MailInvitation { request, to: to.to_owned(), invitation, language };
    house.post("/v1/mail/invitations", by.token(), &ask).await
}

pub(crate) async fn state(house: &House, by: &Actor, invitation: InvitationId) -> Result<InvitationMail, Problem> {
    house.get(&format!("/v1/mail/invitations/{invitation}"), by.token()).await.message()
}

async fn template(house: &House, by: &Actor) -> MailTemplate {
    house.get("/v1/mail/template", by.token()).await.message().unwrap()
}

async fn set_template(house: &House, by: &Actor, template: &MailTemplate) -> Answer {
    house.send(Method::PUT, "/v1/mail/template", by.token(), cbor::encode(template)).await
}

#[tokio::test]
async fn a_notice_tells_the_way_and_never_the_code_in_both_languages() {
    let (house, postbox) = house().await;
    let mut admin = found(&house, 1).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let id = letter.invitation.id;
    let link = ServerLink { server: ORIGIN.to_owned() }.text();
    let reference = &id.to_string()[..8];
    for (number, language, words) in [
        (1, Language::German, ["Der Code steht nicht in dieser E-Mail.", "lädt Sie ein", "Mit freundlichen Grüßen"]),
        (2, Language::English, ["The code is not in this e-mail.", "invites you", "Kind regards"]),
    ] {
        let asked: InvitationMail = ask_in(&house, &admin, id, number, TO, language).await.message().unwrap();
        assert_eq!(asked.state, MailState::Waiting);
        assert_eq!(house.server.deliver_mail().await.unwrap(), None);
        assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Sent);
        let taken = postbox.taken();
        assert_eq!(taken.len(), usize::from(number));
        let mail = taken.last().unwrap();
        assert_eq!(mail.to, TO);
        assert_eq!(mail.headers("to"), [TO]);
        assert_eq!(mail.headers("from"), ["Verband <verband@linde.test>"]);
        assert_eq!(mail.headers("auto-submitted"), ["auto-generated"]);
        assert_eq!(mail.headers("message-id").len(), 1);
        let text = mail.text();
        for wanted in words.into_iter().chain([link.as_str(), reference, "Pflegedienst", "2026"]) {
            assert!(text.contains(wanted), "{wanted} is missing: {text}");
        }
        assert!(!text.contains(&id.to_string()), "the whole id finds the bundle");
        assert!(!text.contains(['{', '}']), "{text}");
        assert!(!InvitationCode::stands_in(&text) && !InvitationCode::stands_in(&mail.data));
    }
}

#[tokio::test]
async fn an_organisation_has_its_own_words_until_it_takes_the_standard_ones_again() {
    let (house, postbox) = house().await;
    let mut admin = found(&house, 1).await;
    let stranger = found(&house, 50).await;
    let standard = template(&house, &admin).await;
    assert_eq!(standard.german.subject, "Einladung zu {organisation}");
    let words = |subject: &str, greeting: &str, closing: &str| MailText {
        subject: subject.into(),
        greeting: greeting.into(),
        closing: closing.into(),
    };
    let own = MailTemplate {
        german: words("Linde: {reference}", "Liebe Kollegin,", "Fragen? 030 123\n{organisation}, {expires}, {link}"),
        english: standard.english.clone(),
    };
    assert_eq!(set_template(&house, &admin, &own).await.status, 204);
    assert_eq!(template(&house, &admin).await, own);
    assert_eq!(template(&house, &stranger).await, standard, "of this organisation alone");
    let letter = invite(&house, &mut admin, Vec::new()).await;
    ask(&house, &admin, letter.invitation.id, 1, TO).await.unwrap();
    // What was asked for is sent as it was then.
    assert_eq!(set_template(&house, &admin, &standard).await.status, 204);
    assert_eq!(template(&house, &admin).await, standard);
    house.server.deliver_mail().await.unwrap();
    let mail = &postbox.taken()[0];
    assert_eq!(mail.headers("subject"), [format!("Linde: {}", &letter.invitation.id.to_string()[..8])]);
    let text = mail.text();
    assert!(text.starts_with("Liebe Kollegin,\r\n\r\nSo geht es:"), "{text}");
    assert!(text.contains("030 123") && !text.contains("lädt Sie ein"), "{text}");

    let code = InvitationCode::random(&crate::house::Counting::from(7)).grouped().to_string();
    for wrong in [
        words("", "", ""),
        words("a\r\nBcc: c@d.test", "", ""),
        words("a", "{code}", ""),
        words("a", "", &format!("Ihr Code: {}", code.to_lowercase())),
    ] {
        let wrong = MailTemplate { german: standard.german.clone(), english: wrong };
        let problem = set_template(&house, &admin, &wrong).await.problem();
        assert_eq!(problem.code, ProblemCode::Refused);
        assert!(problem.reason.is_some());
    }
    assert_eq!(template(&house, &admin).await, standard);
}

#[tokio::test]
async fn only_one_address_is_an_address_and_nothing_else_gets_to_the_relay() {
    let (house, postbox) = house().await;
    let mut admin = found(&house, 1).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    for to in [
        "",
        "berta",
        "Berta <berta@pflege.test>",
        "a@b.test, c@d.test",
        "a@b.test\r\nBcc: c@d.test",
        "a@b.test\nRCPT TO:<c@d.test>",
        "a@b.test>\r\nDATA\r\n",
        "\"a\r\nb\"@b.test",
        "a@b.test\u{0}",
        &format!("{}@b.test", "x".repeat(300)),
    ] {
        let problem = ask(&house, &admin, letter.invitation.id, 1, to).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Refused, "{to:?}");
        assert!(!format!("{problem:?}").contains("b.test"), "{problem:?}");
    }
    assert_eq!(house.server.deliver_mail().await.unwrap(), None);
    assert_eq!(state(&house, &admin, letter.invitation.id).await.unwrap_err().code, ProblemCode::NotFound);
    assert!(postbox.taken().is_empty());
}

#[tokio::test]
async fn a_request_is_sent_once_and_a_new_one_again() {
    let (house, postbox) = house().await;
    let mut admin = found(&house, 1).await;
    let id = invite(&house, &mut admin, Vec::new()).await.invitation.id;
    let first = ask(&house, &admin, id, 1, TO).await.unwrap();
    house.clock.forward(1_000);
    assert_eq!(ask(&house, &admin, id, 1, TO).await.unwrap(), first);
    house.server.deliver_mail().await.unwrap();
    // The answer was lost, and the same is asked again.
    let again = ask(&house, &admin, id, 1, TO).await.unwrap();
    assert_eq!(again.state, MailState::Sent);
    house.server.deliver_mail().await.unwrap();
    assert_eq!(postbox.taken().len(), 1);
    // It was the wrong address. A request takes the place of one that waits.
    ask(&house, &admin, id, 2, "wrong@pflege.test").await.unwrap();
    ask(&house, &admin, id, 3, "right@pflege.test").await.unwrap();
    house.server.deliver_mail().await.unwrap();
    let to: Vec<String> = postbox.taken().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, [TO, "right@pflege.test"]);
}

#[tokio::test]
async fn an_invitation_that_cannot_be_used_is_not_mailed() {
    let (house, postbox) = house().await;
    let mut admin = found(&house, 1).await;
    let gone = |problem: Problem| assert_eq!(problem.code, ProblemCode::InvitationGone);
    gone(ask(&house, &admin, InvitationId([9; 16]), 1, TO).await.unwrap_err());
    // Another organisation's is none.
    let mut stranger = found(&house, 50).await;
    let foreign = invite(&house, &mut stranger, Vec::new()).await;
    gone(ask(&house, &admin, foreign.invitation.id, 1, TO).await.unwrap_err());
    // Withdrawn while the mail waits.
    let id = invite(&house, &mut admin, Vec::new()).await.invitation.id;
    ask(&house, &admin, id, 1, TO).await.unwrap();
    let withdraw = admin.organisation_entry(OrganisationRecord::InvitationRevoke(id));
    admin.append(&house, &admin.organisation_id(), vec![withdraw]).await.unwrap();
    house.server.deliver_mail().await.unwrap();
    assert!(postbox.taken().is_empty());
    let failed = state(&house, &admin, id).await.unwrap();
    assert_eq!(failed.state, MailState::Failed);
    assert_eq!(failed.reason.as_deref(), Some("the invitation cannot be used any more"));
    gone(ask(&house, &admin, id, 2, TO).await.unwrap_err());
    // What became of another organisation's mail is nobody's business.
    assert_eq!(state(&house, &stranger, id).await.unwrap_err().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn an_organisation_has_so_many_mails_an_hour_and_an_address_so_many_a_day() {
    const HOUR: u64 = 3_600_000;
    let (house, _postbox) = house_with(|limits| {
        limits.mails_per_hour = 4;
        limits.mails_per_address_and_day = 2;
    })
    .await;
    let mut admin = found(&house, 1).await;
    let id = invite(&house, &mut admin, Vec::new()).await.invitation.id;
    let mut number = 0;
    let mut asked = async |admin: &Actor, to: &str| {
        number += 1;
        ask(&house, admin, id, number, to).await.map_err(|problem| problem.code)
    };
    assert!(asked(&admin, TO).await.is_ok());
    assert!(asked(&admin, &TO.to_uppercase()).await.is_ok());
    assert_eq!(asked(&admin, TO).await.unwrap_err(), ProblemCode::Busy);
    assert!(asked(&admin, "other@pflege.test").await.is_ok());
    assert_eq!(asked(&admin, "third@pflege.test").await.unwrap_err(), ProblemCode::Busy);
    house.clock.forward(HOUR / 4);
    admin.log_in(&house).await;
    assert!(asked(&admin, "third@pflege.test").await.is_ok());
    assert_eq!(asked(&admin, "fourth@pflege.test").await.unwrap_err(), ProblemCode::Busy);
}

#[tokio::test]
async fn without_a_relay_it_is_said() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let id = invite(&house, &mut admin, Vec::new()).await.invitation.id;
    let standard = MailText { subject: "x".into(), greeting: String::new(), closing: String::new() };
    let standard = MailTemplate { german: standard.clone(), english: standard };
    let problems = [
        ask(&house, &admin, id, 1, TO).await.unwrap_err(),
        state(&house, &admin, id).await.unwrap_err(),
        house.get("/v1/mail/template", admin.token()).await.problem(),
        set_template(&house, &admin, &standard).await.problem(),
    ];
    for problem in problems {
        assert_eq!((problem.code, problem.reason.as_deref()), (ProblemCode::NotConfigured, Some("mail")));
    }
    assert_eq!(ProblemCode::NotConfigured.status(), 501);
    // Whom it is not for learns not even that.
    assert_eq!(ask(&house, &nurse, id, 1, TO).await.unwrap_err().code, ProblemCode::Forbidden);
}
