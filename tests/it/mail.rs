//! E-mails to invited people, asked for by an administrator from her device.

use verband_client::Retry;
use verband_protocol::id::InvitationId;
use verband_protocol::language::Language;
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
