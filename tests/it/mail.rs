//! E-mails to invited people, asked for by an administrator from her device.

use verband_client::{Desk, MailTo, Retry, Terms};
use verband_protocol::id::InvitationId;
use verband_protocol::language::Language;
use verband_protocol::organisation::OrganisationPolicy;
use verband_protocol::wire::MailState;
use verband_server::config::{Mail, Security};
use verband_server::store::Faults;
use verband_tests::chance::seed;
use verband_tests::world::World;

/// A relay that is asked in no test here: what it takes is tested with the server.
fn relay() -> Mail {
    Mail {
        relay: "localhost".to_owned(),
        port: None,
        security: Security::None,
        user: None,
        password_file: None,
        from: "Verband <verband@linde.test>".to_owned(),
        authority: None,
    }
}

#[tokio::test(start_paused = true)]
async fn an_administrator_asks_for_mail_and_chooses_its_words() {
    let mut world = World::with_members(seed(190), &["Anna", "Berta"]).await;
    world.invite("Dora", &[]).await.expect("invited");
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client().clone());
    let rows = anna.invitations().expect("readable");
    let dora = rows.iter().find(|row| row.name == "Dora").expect("an invitation").id;
    let to = "dora@pflege.test";

    let error = anna.mail_invitation(dora, to, Language::German).await.expect_err("there is no relay");
    assert_eq!((error.code(), error.retry()), ("not-configured", Retry::Never));

    world.kill_server();
    world.mail = Some(relay());
    world.start_server(Faults::none());
    assert_eq!(anna.invitation_mail(dora).await.expect_err("nobody asked").code(), "server-refused");
    assert_eq!(
        anna.mail_invitation(dora, "dora", Language::German).await.expect_err("no address").code(),
        "server-refused"
    );
    let unknown = anna.mail_invitation(InvitationId([1; 16]), to, Language::German).await.expect_err("no invitation");
    assert_eq!(unknown.code(), "invitation-gone");
    let asked = anna.mail_invitation(dora, to, Language::English).await.expect("it waits");
    assert_eq!((asked.state, anna.invitation_mail(dora).await.expect("known")), (MailState::Waiting, asked));

    let mut template = anna.mail_template().await.expect("the standard words");
    template.german.subject = "{organisation}: {reference}".to_owned();
    anna.set_mail_template(&template).await.expect("set");
    assert_eq!(anna.mail_template().await.expect("the own words"), template);
    template.english.closing = "{code}".to_owned();
    assert_eq!(anna.set_mail_template(&template).await.expect_err("no such placeholder").code(), "server-refused");

    for refused in [
        berta.mail_invitation(dora, to, Language::German).await.err(),
        berta.invitation_mail(dora).await.err(),
        berta.mail_template().await.err(),
        berta.set_mail_template(&template).await.err(),
    ] {
        assert_eq!(refused.expect("she does not administer").code(), "server-refused");
    }
}

const LIST: &str = "Name;E-Mail;Sprache\nDora;dora@pflege.test;en\nEmil;;\nFrieda;frieda@pflege.test;\n";

#[tokio::test(start_paused = true)]
async fn people_of_a_list_are_mailed_in_one_act_and_nobody_twice() {
    let mut world = World::with_members(seed(191), &["Anna"]).await;
    let anna = world.devices[0].client().clone();
    let people = anna.read_people(LIST.as_bytes()).expect("a list").new;
    let mailed = Terms { mailed: true, ..Terms::default() };
    let invited = anna.invite_listed(&people, &mailed).await.expect("invited");
    // A code in a mailbox waits for approval, one on paper does not, nor one if the policy says otherwise.
    let waits =
        || anna.invitations().expect("readable").into_iter().take(3).map(|row| row.approval).collect::<Vec<_>>();
    assert_eq!(waits(), [true, false, true]);
    let desk = Desk::default();
    let draft = |at: usize| (&invited[at], Language::German, people[at].email.as_str());
    let drafts = anna.mail_drafts(&desk, &[draft(0), draft(2)], "anna@linde.test").expect("drafts");
    let text = String::from_utf8_lossy(&drafts);
    assert!(drafts.starts_with(b"PK") && text.matches("X-Unsent: 1").count() == 2);
    assert!(
        [0, 2].iter().all(|at| text.contains(invited[*at].code.as_str())) && !text.contains(invited[1].code.as_str())
    );
    assert_eq!(anna.mail_drafts(&desk, &[draft(1)], "anna@linde.test").expect_err("no address").code(), "policy");

    let to = |at: usize, to: &str| MailTo { invitation: invited[at].id, to: to.to_owned(), language: Language::German };
    let gone = MailTo { invitation: InvitationId([1; 16]), ..to(0, "dora@pflege.test") };
    let mails = [to(1, "emil"), gone, to(0, " dora@pflege.test "), to(2, "frieda@pflege.test")];
    assert_eq!(anna.mail_invitations(&mails).await.expect_err("there is no relay").code(), "not-configured");
    world.kill_server();
    world.mail = Some(relay());
    world.start_server(Faults::none());
    let done = anna.mail_invitations(&mails).await.expect("asked");
    let problems: Vec<_> = done.iter().map(|row| row.problem.as_deref()).collect();
    assert_eq!(problems, [Some("server-refused"), Some("invitation-gone"), None, None]);
    assert!(done[2..].iter().all(|row| row.mail.as_ref().is_some_and(|mail| mail.state == MailState::Waiting)));
    world.clock.advance(1_000);
    assert_eq!(anna.mail_invitations(&mails).await.expect("asked"), done, "nothing is sent again");

    anna.set_policy(OrganisationPolicy { approve_mailed: false, ..anna.policy().expect("readable") })
        .await
        .expect("set");
    anna.invite_listed(&people, &mailed).await.expect("invited");
    assert_eq!(waits(), [false; 3]);
}
