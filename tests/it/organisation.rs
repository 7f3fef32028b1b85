//! The organisation in the hands of several people: rights, roles and teams, the policy, new letters after a loss, and
//! what nobody may do although her program would.

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::organisation::details::{MAX_PICTURE, MemberDetails, MemberStatus};
use verband_client::protocol::organisation::{BuiltInRole, Contact, OrganisationPolicy, Right};
use verband_client::protocol::policy::Join;
use verband_client::texts::Language;
use verband_client::{
    AlarmKind, AlarmRow, ClientError, HistoryAct, InvitationRow, InvitationStanding, InvitationUse, NewInvitation,
    NewRegistrationKey, Terms,
};
use verband_protocol::port::Clock;
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::invariants::{contains, texts};
use verband_tests::world::World;
use verband_vault::sample;

const DAY: u64 = 86_400_000;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

async fn house(number: u64) -> World {
    World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await
}

fn refused<T>(result: Result<T, ClientError>, refusal: &Refusal) {
    match result {
        Err(ClientError::Refused(found)) => assert_eq!(found, *refusal),
        Err(error) => panic!("{error} instead of {refusal}"),
        Ok(_) => panic!("it went through instead of: {refusal}"),
    }
}

fn name_of(world: &World, device: usize, of: usize) -> String {
    let member = world.devices[of].member();
    let rows = world.devices[device].client().members().expect("readable");
    rows.into_iter().find(|row| row.id == member).map(|row| row.name).expect("a member")
}

fn shown(device: &Device, log: &verband_protocol::id::LogId) -> Vec<String> {
    texts(device, log).into_iter().map(|(_, text)| text).collect()
}

// Rights --------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_role_gives_rights_and_taking_it_takes_them() {
    let world = house(300).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let berta_id = world.devices[BERTA].member();
    refused(berta.invite_one(NewInvitation::named("Dora")).await.map(drop), &Refusal::NotAllowed);
    let role = anna.define_role(None, "Sekretariat", &[Right::Invite, Right::Approve]).await.expect("defined");
    anna.assign_roles(berta_id, &[role, BuiltInRole::Member.id()], None).await.expect("assigned");
    let invited = berta.invite_one(NewInvitation::named("Dora")).await.expect("she may");
    // It does not reach further, nor into channels that she does not moderate.
    let channel = anna.create_channel("Leitung", Join::Invitation).expect("a channel");
    anna.sync().await.expect("online");
    let named = NewInvitation {
        person: MemberDetails::named("Emil"),
        terms: Terms { conversations: vec![channel], ..Terms::default() },
    };
    refused(berta.invite_one(named).await.map(drop), &Refusal::NotAllowed);
    refused(berta.revoke_member(world.devices[CLARA].member()).await, &Refusal::NotAllowed);
    refused(berta.set_admin(berta_id, true).await, &Refusal::NotAllowed);
    refused(berta.set_policy(OrganisationPolicy::default()).await, &Refusal::NotAllowed);

    anna.assign_roles(berta_id, &[BuiltInRole::Member.id()], None).await.expect("assigned");
    refused(berta.invite_one(NewInvitation::named("Emil")).await.map(drop), &Refusal::NotAllowed);
    // Her invitations fell with the right.
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    assert!(matches!(dora.enrol(&invited.link).await, Err(ClientError::InvitationGone)));
}

#[tokio::test(start_paused = true)]
async fn nobody_gives_rights_that_she_does_not_have() {
    let world = house(301).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let berta_id = world.devices[BERTA].member();
    let rights = [Right::Invite, Right::ManageRoles, Right::CreateChannels, Right::StartChats];
    let role = anna.define_role(None, "Leitung", &rights).await.expect("defined");
    let strong = anna.define_role(None, "Datenschutz", &[Right::ManagePolicy]).await.expect("defined");
    anna.assign_roles(berta_id, &[role], None).await.expect("assigned");
    berta.sync().await.expect("online");
    refused(berta.define_role(None, "Alles", &Right::ALL).await.map(drop), &Refusal::NotAllowed);
    refused(berta.define_role(Some(role), "Mehr", &[Right::ManageMembers]).await.map(drop), &Refusal::NotAllowed);
    refused(berta.assign_roles(berta_id, &[role, strong], None).await, &Refusal::NotAllowed);
    refused(berta.retire_role(strong).await, &Refusal::NotAllowed);
    let terms = Terms { roles: vec![strong], ..Terms::default() };
    let invitation = NewInvitation { person: MemberDetails::named("Dora"), terms };
    refused(berta.invite_one(invitation).await.map(drop), &Refusal::NotAllowed);
    berta.define_role(None, "Empfang", &[Right::Invite]).await.expect("what she has, she may give");
}

#[tokio::test(start_paused = true)]
async fn who_may_not_found_channels_does_not() {
    let world = house(302).await;
    let (anna, clara) = (world.devices[ANNA].client(), world.devices[CLARA].client());
    let clara_id = world.devices[CLARA].member();
    anna.assign_roles(clara_id, &[BuiltInRole::Guest.id()], None).await.expect("assigned");
    clara.sync().await.expect("online");
    refused(clara.create_channel("Eigenes", Join::Open).map(drop), &Refusal::NotAllowed);
    refused(clara.create_chat(&[world.devices[BERTA].member()]).map(drop), &Refusal::NotAllowed);
    // A role is defined anew for everybody who has it.
    anna.define_role(Some(BuiltInRole::Guest.id()), "Gast", &[Right::CreateChannels]).await.expect("defined");
    clara.sync().await.expect("online");
    clara.create_channel("Eigenes", Join::Open).expect("now she may");
}

#[tokio::test(start_paused = true)]
async fn a_policy_keeps_teams_apart() {
    let world = house(303).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let (berta_id, clara_id) = (world.devices[BERTA].member(), world.devices[CLARA].member());
    let team = anna.define_team(None, "Station 3").await.expect("defined");
    anna.assign_teams(berta_id, &[team]).await.expect("assigned");
    let policy = OrganisationPolicy { contact: Contact::Teams, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("set");
    berta.sync().await.expect("online");
    refused(berta.create_chat(&[clara_id]).map(drop), &Refusal::Contact);
    anna.create_chat(&[berta_id, clara_id]).expect("an administrator reaches everybody");
    anna.assign_teams(clara_id, &[team]).await.expect("assigned");
    berta.sync().await.expect("online");
    berta.create_chat(&[clara_id]).expect("they share a team");
    anna.retire_team(team).await.expect("dissolved");
    berta.sync().await.expect("online");
    refused(berta.create_chat(&[clara_id]).map(drop), &Refusal::Contact);
}

#[tokio::test(start_paused = true)]
async fn the_last_administrator_stays() {
    let world = house(304).await;
    let anna = world.devices[ANNA].client();
    let anna_id = world.devices[ANNA].member();
    refused(anna.set_admin(anna_id, false).await, &Refusal::NotAllowed);
    refused(anna.revoke_member(anna_id).await, &Refusal::NotAllowed);
    refused(anna.assign_roles(anna_id, &[], Some(1)).await, &Refusal::Target);
}

#[tokio::test(start_paused = true)]
async fn a_moderator_of_the_house_moderates_the_channels_she_is_in() {
    let mut world = house(305).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let (berta_id, clara_id) = (world.devices[BERTA].member(), world.devices[CLARA].member());
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    refused(berta.remove_members(&log, &[clara_id]).await, &Refusal::NotAllowed);
    anna.assign_roles(berta_id, &[BuiltInRole::Moderator.id()], None).await.expect("assigned");
    berta.remove_members(&log, &[clara_id]).await.expect("she moderates");
    world.settle().await;
    assert!(!anna.conversation_members(&log).expect("known").contains(&clara_id));
    assert!(anna.alarms().expect("readable").is_empty());
}

// Guests --------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_guest_goes_when_her_time_is_over() {
    let mut world = house(306).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let until = world.clock.now_ms() + 86_400_000;
    let terms = Terms {
        conversations: vec![log],
        roles: vec![BuiltInRole::Guest.id()],
        until: Some(until),
        ..Terms::default()
    };
    let invitation = NewInvitation { person: MemberDetails::named("Gerda"), terms };
    let letter = world.devices[ANNA].client().invite_one(invitation).await.expect("invited");
    let mut gerda = Device::new("Gerda", world.seed, &world.clock, &world.socket);
    gerda.enrol(&letter.link).await.expect("enrolled");
    world.devices.push(gerda);
    world.settle().await;
    let gerda = world.devices.len() - 1;
    let guest = world.devices[gerda].member();
    assert!(world.devices[BERTA].client().conversation_members(&log).expect("known").contains(&guest));

    world.clock.advance(2 * 86_400_000);
    // The server lets her in no more, whether or not anybody has noted it.
    assert!(world.devices[gerda].client().sync().await.is_err());
    world.settle().await;
    for device in [ANNA, BERTA] {
        let client = world.devices[device].client();
        assert!(!client.conversation_members(&log).expect("known").contains(&guest));
        let row = client.members().expect("readable").into_iter().find(|row| row.id == guest).expect("known");
        assert!(row.revoked);
    }
}

// The directory -------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn names_and_notes_reach_everybody_and_the_newest_counts() {
    let mut world = house(307).await;
    let (anna, berta) = (world.devices[ANNA].client().clone(), world.devices[BERTA].client().clone());
    let berta_id = world.devices[BERTA].member();
    refused(berta.set_member_details(berta_id, MemberDetails::named("Chefarzt")).await, &Refusal::NotAllowed);
    let details = MemberDetails {
        name: "Berta Brandt".to_owned(),
        function: "Wundexpertin".to_owned(),
        ward: "Station 3".to_owned(),
    };
    anna.set_member_details(berta_id, details).await.expect("written");
    let status = MemberStatus { availability: "ab Montag wieder da".to_owned(), picture: None };
    berta.set_status(status).await.expect("written");
    let dora = world.enrol("Dora", &[]).await.expect("enrolled");
    world.settle().await;
    for device in [ANNA, CLARA, dora] {
        let rows = world.devices[device].client().members().expect("readable");
        let row = rows.into_iter().find(|row| row.id == berta_id).expect("a member");
        assert_eq!(
            (row.name.as_str(), row.function.as_str(), row.ward.as_str()),
            ("Berta Brandt", "Wundexpertin", "Station 3")
        );
        assert_eq!(row.availability, "ab Montag wieder da");
    }
}

#[tokio::test(start_paused = true)]
async fn a_picture_of_oneself_is_small_and_says_nothing_of_where_it_was_taken() {
    let world = house(315).await;
    let berta = world.devices[BERTA].client().clone();
    let berta_id = world.devices[BERTA].member();
    let with = |picture: Vec<u8>| MemberStatus { availability: String::new(), picture: Some(picture.into()) };
    let taken = sample::wound_photo(1600, 1200, 3);
    assert!(taken.len() > MAX_PICTURE && sample::TRACES.iter().all(|trace| contains(&taken, trace.as_bytes())));
    berta.set_status(with(taken)).await.expect("written");
    world.settle().await;
    let seen = |device: usize| {
        let rows = world.devices[device].client().members().expect("readable");
        rows.into_iter().find(|row| row.id == berta_id).and_then(|row| row.picture).expect("a picture")
    };
    let picture = seen(ANNA);
    assert!(picture.len() <= MAX_PICTURE);
    assert!(sample::TRACES.iter().all(|trace| !contains(&picture, trace.as_bytes())));
    // Stored lying on its side, and upright now.
    let header = verband_vault::probe(&picture).expect("a picture");
    assert_eq!((header.kind, header.width, header.height), (verband_vault::Kind::Jpeg, 240, 320));

    // With new words her picture stays as everybody has it, pixel by pixel.
    berta.set_status(with(picture.clone())).await.expect("written");
    let refused = berta.set_status(with(b"no picture".to_vec())).await;
    assert!(matches!(refused, Err(ClientError::Photo(_))));
    world.settle().await;
    let rows = world.devices[CLARA].client().members().expect("readable");
    let row = rows.into_iter().find(|row| row.id == berta_id).expect("a member");
    let same = verband_vault::strip(&picture).expect("a picture").bytes;
    assert!(row.picture == Some(same));
}

#[tokio::test(start_paused = true)]
async fn a_colleague_is_found_by_parts_of_what_is_said_of_her() {
    let world = World::with_members(seed(314), &["Anna", "Jürgen Groß", "Zoë Mueller"]).await;
    let anna = world.devices[ANNA].client();
    let details = MemberDetails {
        name: "Jürgen Groß".to_owned(),
        function: "Wundexperte".to_owned(),
        ward: "Station Süd".to_owned(),
    };
    anna.set_member_details(world.devices[1].member(), details).await.expect("written");
    let found = |words| -> Vec<String> {
        anna.find_members(words).expect("readable").into_iter().map(|row| row.name).collect()
    };
    for words in ["jürgen", "JUERGEN", "jurgen gross", "süd wund", "expert grOSS"] {
        assert_eq!(found(words), ["Jürgen Groß"], "{words}");
    }
    for words in ["Müller", "muller zoe"] {
        assert_eq!(found(words), ["Zoë Mueller"], "{words}");
    }
    assert_eq!(found("nord").len() + found("wund zoe").len(), 0);
    assert_eq!(found(" ").len(), 3, "nothing said: everybody");
    anna.revoke_member(world.devices[2].member()).await.expect("she leaves");
    assert_eq!(found("zoe"), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn several_people_register_with_one_key_and_say_their_names() {
    let mut world = house(308).await;
    let new = NewRegistrationKey {
        title: "Zeitarbeit im Mai".to_owned(),
        limit: 2,
        terms: Terms { approval: true, ..Terms::default() },
    };
    let key = world.devices[ANNA].client().make_registration_key(&new).await.expect("made");
    for name in ["Dora", "Emil", "Frieda"] {
        let mut device = Device::new(name, world.seed, &world.clock, &world.socket);
        match device.enrol(&key.link).await {
            Err(ClientError::WaitingForApproval) if name != "Frieda" => {}
            Err(ClientError::InvitationGone) if name == "Frieda" => continue,
            other => panic!("{name}: {other:?}"),
        }
        device.switch_on().expect("the profile is written");
        world.devices.push(device);
    }
    let anna = world.devices[ANNA].client().clone();
    anna.sync().await.expect("online");
    // Who waits is known by name before anybody approves her.
    let waiting: Vec<_> = anna.members().expect("readable").into_iter().filter(|row| !row.approved).collect();
    assert_eq!(waiting.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Dora", "Emil"]);
    for row in waiting {
        anna.approve(row.id).await.expect("approved");
    }
    world.settle().await;
    assert_eq!(name_of(&world, BERTA, 3), "Dora");
    assert_eq!(name_of(&world, 3, 4), "Emil");
}

#[tokio::test(start_paused = true)]
async fn a_registration_key_brings_team_and_role_until_its_time_is_over() {
    let mut world = house(316).await;
    let anna = world.devices[ANNA].client().clone();
    let team = anna.define_team(None, "Zeitarbeit").await.expect("defined");
    let until = world.clock.now_ms() + 90 * DAY;
    let terms = Terms {
        teams: vec![team],
        roles: vec![BuiltInRole::Guest.id()],
        until: Some(until),
        valid_for: 3 * DAY,
        ..Terms::default()
    };
    let new = NewRegistrationKey { title: "Aushang".to_owned(), limit: 5, terms };
    let key = anna.make_registration_key(&new).await.expect("made");
    // Nobody approves: whoever has it is in at once.
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.enrol(&key.link).await.expect("she is in");
    dora.switch_on().expect("the profile is written");
    let member = dora.member();
    world.devices.push(dora);
    world.settle().await;
    let rows = anna.members().expect("readable");
    let row = rows.iter().find(|row| row.id == member).expect("a member");
    assert_eq!((row.name.as_str(), row.approved, row.until), ("Dora", true, Some(until)));
    assert_eq!(anna.teams().expect("readable")[0].members, [member]);
    assert_eq!(anna.rights_of(&member).expect("readable"), []);

    let row = || anna.invitations().expect("readable").remove(0);
    let before = row();
    assert_eq!((before.kind, before.state), (InvitationUse::RegistrationKey, InvitationStanding::Open));
    assert_eq!((before.name.as_str(), before.claims, before.limit, before.approval), ("Aushang", 1, 5, false));
    assert_eq!((before.issuer, before.issuer_name.as_str()), (Some(world.devices[ANNA].member()), "Anna"));
    assert_eq!((before.until, before.teams), (Some(until), vec![team]));
    world.clock.advance(3 * DAY);
    assert_eq!(row().state, InvitationStanding::Expired);
    let mut late = Device::new("Emil", world.seed, &world.clock, &world.socket);
    assert!(matches!(late.enrol(&key.link).await, Err(ClientError::InvitationGone)));
    // Made anew it is for those who are left.
    let again = anna.reissue_invitation(key.id).await.expect("made anew");
    assert_eq!((row().id, row().limit, row().teams), (again.id, 4, vec![team]));
    late.enrol(&again.link).await.expect("he is in");
}

#[tokio::test(start_paused = true)]
async fn what_ran_out_is_withdrawn_in_the_log_by_whoever_may_invite() {
    let world = house(317).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let dora = anna.invite_one(NewInvitation::named("Dora")).await.expect("invited");
    let later =
        NewInvitation { terms: Terms { valid_for: 15 * DAY, ..Terms::default() }, ..NewInvitation::named("Emil") };
    anna.invite_one(later).await.expect("invited");
    let ended = || {
        let rows = anna.organisation_history(None, 100).expect("readable");
        rows.into_iter().filter(|row| row.act == HistoryAct::InvitationEnded).collect::<Vec<_>>()
    };
    world.clock.advance(14 * DAY);
    berta.sync().await.expect("online");
    assert!(ended().is_empty(), "she may not invite, nor withdraw");
    for _ in 0..2 {
        anna.sync().await.expect("online");
    }
    let [row] = ended().try_into().expect("once, and the other one has a day");
    assert_eq!(row.sentence(Language::German), "Die Einladung für Dora ist abgelaufen. Festgestellt von Anna.");
    let states =
        || anna.invitations().expect("readable").into_iter().map(|row| (row.name, row.state)).collect::<Vec<_>>();
    let expected = [("Emil", InvitationStanding::Open), ("Dora", InvitationStanding::Expired)];
    assert_eq!(states()[..2], expected.map(|(name, state)| (name.to_owned(), state)));
    let again = anna.reissue_invitation(dora.id).await.expect("she gets a new letter");
    let mut device = Device::new("Dora", world.seed, &world.clock, &world.socket);
    device.enrol(&again.link).await.expect("she is in");
}

#[tokio::test(start_paused = true)]
async fn many_are_invited_at_once_or_nobody() {
    let world = house(309).await;
    let anna = world.devices[ANNA].client();
    let people: Vec<_> = (0..7).map(|number| NewInvitation::named(format!("Person {number}"))).collect();
    let invited = anna.invite(&people).await.expect("invited");
    assert_eq!(invited.len(), 7);
    let open = |rows: &[InvitationRow]| rows.iter().filter(|row| row.state == InvitationStanding::Open).count();
    assert_eq!(open(&anna.invitations().expect("readable")), 7);
    let again = anna.reissue_invitation(invited[0].id).await.expect("made anew");
    let mut lost = Device::new("Verloren", world.seed, &world.clock, &world.socket);
    assert!(matches!(lost.enrol(&invited[0].link).await, Err(ClientError::InvitationGone)));
    let mut found = Device::new("Gefunden", world.seed, &world.clock, &world.socket);
    found.enrol(&again.link).await.expect("the new code works");
    let ids: Vec<_> = invited.iter().map(|letter| letter.id).collect();
    anna.withdraw_invitations(&ids).await.expect("undone");
    assert_eq!(open(&anna.invitations().expect("readable")), 0);
    let nameless = [NewInvitation::named("Gut"), NewInvitation::named("  ")];
    assert!(matches!(anna.invite(&nameless).await, Err(ClientError::Length(..))));
    assert_eq!(open(&anna.invitations().expect("readable")), 0);
}

// Policy and notice ---------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_kind_of_machine_can_be_excluded_and_a_pin_be_longer() {
    let world = house(310).await;
    let anna = world.devices[ANNA].client();
    let unsound = OrganisationPolicy { pin_length: 4, ..OrganisationPolicy::default() };
    refused(anna.set_policy(unsound).await, &Refusal::Target);
    let policy = OrganisationPolicy {
        device_classes: vec![DeviceClass::Phone, DeviceClass::Desktop],
        pin_length: 8,
        ..OrganisationPolicy::default()
    };
    anna.set_policy(policy.clone()).await.expect("set");
    assert_eq!(anna.policy().expect("known"), policy);
    let secret = verband_tests::device::SECRET;
    assert!(matches!(anna.change_pin(verband_tests::device::PIN, "654321", &secret), Err(ClientError::PinTooShort(8))));
    let letter = anna.invite_one(NewInvitation::named("Dora")).await.expect("invited");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.class = DeviceClass::Web;
    assert!(matches!(dora.enrol(&letter.link).await, Err(ClientError::PinTooShort(8))));
    anna.set_policy(OrganisationPolicy { pin_length: 6, ..policy }).await.expect("set");
    let letter = anna.invite_one(NewInvitation::named("Dora")).await.expect("invited");
    assert!(matches!(dora.enrol(&letter.link).await, Err(ClientError::Server(..))));
    assert!(!dora.is_enrolled());
}

#[tokio::test(start_paused = true)]
async fn the_privacy_notice_comes_before_the_pin_and_its_acceptance_is_recorded() {
    let mut world = house(311).await;
    let anna = world.devices[ANNA].client().clone();
    assert_eq!(anna.set_notice("# Datenschutz\n\nWir speichern wenig.", "").await.expect("published"), 1);
    world.settle().await;
    assert!(world.devices[BERTA].client().notice_is_new().expect("known"));
    let letter = anna.invite_one(NewInvitation::named("Dora")).await.expect("invited");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    let bundle = dora.look_up(&letter.link).await.expect("found");
    assert_eq!(bundle.notice.expect("it comes first").german, "# Datenschutz\n\nWir speichern wenig.");
    dora.enrol(&letter.link).await.expect("enrolled");
    world.devices.push(dora);
    world.settle().await;
    let dora = world.devices.last().expect("there");
    assert!(!dora.client().notice_is_new().expect("known"));
    assert_eq!(dora.client().notice().expect("known").expect("there").version, 1);
    assert_eq!(anna.accepted_notice(dora.member()).expect("known"), Some(1));
    assert_eq!(anna.accepted_notice(world.devices[BERTA].member()).expect("known"), None);
    world.devices[BERTA].client().accept_notice(1).expect("noted");
    world.settle().await;
    let accepted = |device: &Device| anna.accepted_notice(device.member()).expect("known");
    assert_eq!(accepted(&world.devices[BERTA]), Some(1));
    // Another version is new for everybody, and what was accepted is accepted still.
    assert_eq!(anna.set_notice("# Datenschutz\n\nWir speichern noch weniger.", "").await.expect("published"), 2);
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    assert!(berta.notice_is_new().expect("known") && accepted(&world.devices[BERTA]) == Some(1));
    assert_eq!(berta.accept_notice(3).expect_err("there is none").code(), "not-found");
    berta.accept_notice(2).expect("noted");
    let letter = anna.invite_one(NewInvitation::named("Emil")).await.expect("invited");
    let mut emil = Device::new("Emil", world.seed, &world.clock, &world.socket);
    let bundle = emil.look_up(&letter.link).await.expect("found");
    assert!(bundle.notice.expect("it comes first").german.contains("noch weniger"));
    emil.enrol(&letter.link).await.expect("enrolled");
    world.devices.push(emil);
    world.settle().await;
    assert_eq!(accepted(&world.devices[BERTA]), Some(2));
    assert_eq!(accepted(world.devices.last().expect("there")), Some(2));
    assert!(!berta.notice_is_new().expect("known"));
}

// A new letter --------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn who_lost_everything_stays_who_she_is() {
    let mut world = house(312).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let (anna, berta) = (world.devices[ANNA].client().clone(), world.devices[BERTA].client().clone());
    let clara_id = world.devices[CLARA].member();
    let chat = berta.create_chat(&[clara_id]).expect("a chat");
    world.settle().await;
    berta.send_text(&log, "für alle").expect("written");
    berta.send_text(&chat, "nur für dich").expect("written");
    world.settle().await;

    // Her phone lies in the river; the administrator prints a new letter.
    let lost = world.devices.remove(CLARA);
    let letter = anna.invite_again(clara_id).await.expect("a new letter");
    let mut again = Device::new("Clara", world.seed + 1, &world.clock, &world.socket);
    again.enrol(&letter.link).await.expect("enrolled");
    assert_eq!(again.member(), clara_id);
    world.devices.push(again);
    world.settle().await;
    let again = &world.devices[CLARA];
    assert_eq!(shown(again, &log), ["für alle"], "the channel comes back in full");
    assert!(again.client().conversation(&chat).is_err(), "a closed chat waits for consent");
    // Everybody is told.
    for device in [ANNA, BERTA] {
        let alarms = world.devices[device].client().alarms().expect("readable");
        let told = |alarm: &AlarmRow| (alarm.kind, alarm.member, alarm.member_name.clone());
        assert_eq!(
            alarms.iter().map(told).collect::<Vec<_>>(),
            [(AlarmKind::Renewal, Some(clara_id), "Clara".to_owned())]
        );
    }
    assert_eq!(berta.awaiting_consent(&chat).expect("known"), [clara_id]);
    berta.take_back(&chat, clara_id).await.expect("it is really she");
    world.settle().await;
    assert_eq!(shown(&world.devices[CLARA], &chat), ["nur für dich"]);
    // What she lost is empty as soon as somebody finds it and switches it on.
    assert!(matches!(lost.client().sync().await, Err(ClientError::Revoked)));
    assert!(!lost.is_enrolled());
    assert_eq!(lost.on_disk(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_lost_phone_is_no_leaving() {
    let mut world = house(313).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let anna = world.devices[ANNA].client().clone();
    let clara_id = world.devices[CLARA].member();
    let phone = world.devices[CLARA].client().device().expect("known");
    anna.revoke_device(phone).await.expect("revoked");
    world.devices.remove(CLARA);
    world.settle().await;
    assert!(!anna.conversation_members(&log).expect("known").contains(&clara_id), "the phone is out");
    world.devices[BERTA].client().send_text(&log, "inzwischen").expect("written");
    world.settle().await;
    // Weeks later she has a new letter: her place was kept.
    let letter = anna.invite_again(clara_id).await.expect("a new letter");
    let mut again = Device::new("Clara", world.seed + 1, &world.clock, &world.socket);
    again.enrol(&letter.link).await.expect("enrolled");
    world.devices.push(again);
    world.settle().await;
    assert_eq!(shown(&world.devices[CLARA], &log), ["inzwischen"]);
    for device in &world.devices {
        assert!(device.client().alarms().expect("readable").iter().all(|alarm| alarm.kind == AlarmKind::Renewal));
    }
}
