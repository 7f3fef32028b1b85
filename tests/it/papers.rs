//! Lists of people and letters, with what an administrator's device knows.

use verband_client::documents::people::PeopleError;
use verband_client::protocol::language::Language;
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::{ClientError, Desk, NewInvitation, PeoplePlan, Resembled, Terms};
use verband_tests::chance::seed;
use verband_tests::world::World;

const DAY: u64 = 86_400_000;

const LIST: &str =
    "Name;Funktion;Sprache\nRita Ring;Pflegefachfrau;de\nberta;;\nRita Ring;;\n;Arzt;\nTom Tal;;en\nTal, Tom;Arzt;\n";

#[tokio::test(start_paused = true)]
async fn a_list_is_compared_with_the_organisation_and_its_letters_are_printed() {
    let world = World::with_members(seed(197), &["Anna", "Berta"]).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client().clone());
    let plan = anna.read_people(LIST.as_bytes()).expect("a list");
    let lines = |people: &[verband_client::documents::people::Person]| {
        people.iter().map(|person| person.line).collect::<Vec<_>>()
    };
    assert_eq!([lines(&plan.new), lines(&plan.members), lines(&plan.duplicates)], [vec![2, 6], vec![3], vec![4]]);
    assert_eq!(plan.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [5]);
    let similar = |plan: &PeoplePlan| {
        plan.similar.iter().map(|found| (found.person.line, found.resembles, found.line)).collect::<Vec<_>>()
    };
    assert_eq!(similar(&plan), [(7, Resembled::Listed, Some(6))]);
    assert_eq!(plan.missing, [anna.account().expect("unlocked").member]);
    let refused = berta.invite_listed(&plan.new, &Terms::default()).await.err();
    assert_eq!(refused.map(|error| error.code()), Some("not-allowed"));

    let invited = anna.invite_listed(&plan.new, &Terms::default()).await.expect("invited");
    assert_eq!(invited.iter().map(|one| one.person.name.as_str()).collect::<Vec<_>>(), ["Rita Ring", "Tom Tal"]);
    let again = anna.read_people(LIST.as_bytes()).expect("a list");
    assert_eq!((again.new.len(), lines(&again.invited)), (0, vec![2, 6]));
    assert_eq!(similar(&again), [(7, Resembled::Invited, None)]);
    assert_eq!(again.undo, invited.iter().map(|one| one.id).collect::<Vec<_>>());
    // A namesake whom she invites all the same is found by what tells her from the first one.
    let namesake = anna.invite_listed(&[plan.similar[0].person.clone()], &Terms::default()).await.expect("invited");
    let twice = anna.read_people(LIST.as_bytes()).expect("a list");
    assert_eq!((twice.new.len(), lines(&twice.invited), twice.similar.len()), (0, vec![2, 6, 7], 0));
    anna.withdraw_invitations(&[namesake[0].id]).await.expect("withdrawn");
    let desk = Desk { address: vec!["Am Ring 1".to_owned()], contact: String::new(), utc_offset_s: 3600 };
    let of: Vec<_> = invited.iter().zip([Language::German, Language::English]).collect();
    let letters = anna.letters(&desk, &of).expect("letters");
    let list = anna.hand_out_list(&desk, &of, Language::German).expect("a list");
    // A mailbox is read by others more easily than a letter.
    let draft = |invited| anna.mail_draft(&desk, invited, Language::English, "anna@linde.test", "tom@linde.test");
    assert_eq!(draft(&invited[1]).expect_err("nobody would approve").code(), "policy");
    let terms = Terms { approval: true, ..Terms::default() };
    let mailed =
        anna.invite_one(NewInvitation { person: MemberDetails::named("Tom Tal"), terms }).await.expect("invited");
    let draft = draft(&mailed);
    assert!(letters.starts_with(b"%PDF-") && list.starts_with(b"%PDF-"));
    assert!(String::from_utf8_lossy(&draft.expect("a draft")).contains(mailed.code.as_str()));
    // What ran out stands in nobody's way.
    world.clock.advance(15 * DAY);
    let late = anna.read_people(LIST.as_bytes()).expect("a list");
    assert_eq!((lines(&late.new), late.invited.len(), late.undo.len()), (vec![2, 6], 0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_or_printed_is_said_in_words() {
    let world = World::with_members(seed(198), &["Anna"]).await;
    let anna = world.devices[0].client();
    let refused = anna.read_people(b"Vorname\nAnna\n").expect_err("no column for names");
    assert!(matches!(refused, ClientError::People(PeopleError::NoHeader)));
    assert!(refused.sentence(Language::German).expect("words").contains("Nachname"));
    let refused = anna.letters(&Desk::default(), &[]).expect_err("nothing to print");
    assert_eq!(refused.code(), "document");
    assert!(refused.sentence(Language::English).is_some() && ClientError::Locked.sentence(Language::English).is_none());
}
