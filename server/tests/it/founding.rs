//! Foundings: a conversation begins with its founder alone, whole, and as her rights and the policy of the house let her.

use verband_protocol::id::{LogId, TeamId};
use verband_protocol::organisation::{BuiltInRole, Contact, OrganisationPolicy, OrganisationRecord, Right};
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::wire::{Appended, CommitBundle, Problem, ProblemCode};
use verband_server::store::Store;

use crate::actor::Actor;
use crate::house::House;
use crate::people::{act, appoint, enrol, enrol_as, found};

#[tokio::test]
async fn a_founding_is_checked_and_answers_again() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let policy = ConversationPolicy::channel(Join::Open, admin.member);
    let log = LogId([7; 32]);
    let bundle = admin.found(log, &policy);
    let foreign = nurse.found(log, &policy);
    for (what, broken) in [
        ("no tree", CommitBundle { tree: None, ..bundle.clone() }),
        ("another tree", CommitBundle { tree: foreign.tree.clone(), ..bundle.clone() }),
        ("another group info", CommitBundle { group_info: foreign.group_info.clone(), ..bundle.clone() }),
        ("a link", CommitBundle { link: Some(vec![1].into()), ..bundle.clone() }),
        ("a welcome", CommitBundle { welcome: Some(vec![1].into()), ..bundle.clone() }),
    ] {
        let problem = house.post("/v1/conversations", admin.token(), &broken).await.problem();
        assert_eq!(problem.code, ProblemCode::Refused, "{what}");
    }
    for _ in 0..2 {
        let first: Appended = house.post("/v1/conversations", admin.token(), &bundle).await.message().unwrap();
        assert_eq!(first.seq, 1);
    }
    // The id is taken.
    let taken = house.post("/v1/conversations", nurse.token(), &foreign).await.problem();
    assert_eq!(taken.code, ProblemCode::Refused);
    let organisation = admin.organisation_id();
    let over = admin.found(organisation, &policy);
    assert_eq!(house.post("/v1/conversations", admin.token(), &over).await.problem().code, ProblemCode::Refused);
}

/// Founds past every client: only the server is asked.
async fn try_found(house: &House, founder: &mut Actor, policy: &ConversationPolicy) -> Result<u64, Problem> {
    let log = LogId::random(&founder.entropy);
    let bundle = founder.found(log, policy);
    let answer = house.post("/v1/conversations", founder.token(), &bundle).await.message::<Appended>();
    // Of what is refused nothing is kept.
    let kept = house.store.last(&founder.organisation_id(), &log).unwrap();
    assert_eq!(kept.is_some(), answer.is_ok());
    answer.map(|appended| appended.seq)
}

fn chat(founder: &Actor, other: &Actor) -> ConversationPolicy {
    ConversationPolicy::chat([founder, other].map(|actor| founder.organisation.closed_member(actor.member)))
}

#[tokio::test]
async fn nobody_founds_what_she_has_no_right_to() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let mut guest = enrol_as(&house, &mut admin, 3, BuiltInRole::Guest).await;
    let code = |answer: Result<u64, Problem>| answer.map_err(|problem| problem.code);
    for (creates, starts) in [(false, false), (true, false), (false, true), (true, true)] {
        if creates || starts {
            let rights = [(creates, Right::CreateChannels), (starts, Right::StartChats)];
            let rights: Vec<Right> = rights.into_iter().filter(|(has, _)| *has).map(|(_, right)| right).collect();
            appoint(&house, &mut admin, guest.member, &rights).await;
            guest.sync_organisation(&house).await;
        }
        let expected = |may: bool| if may { Ok(1) } else { Err(ProblemCode::Forbidden) };
        for join in [Join::Open, Join::Invitation, Join::Hidden] {
            let channel = ConversationPolicy::channel(join, guest.member);
            assert_eq!(code(try_found(&house, &mut guest, &channel).await), expected(creates), "{join:?}");
        }
        let chat = chat(&guest, &nurse);
        assert_eq!(code(try_found(&house, &mut guest, &chat).await), expected(starts), "a chat, {creates}, {starts}");
    }
    // Her own policy says who moderates, which gives nobody the right to moderate every channel.
    let everyone = ConversationPolicy {
        write: verband_protocol::policy::Write::Moderators,
        ..ConversationPolicy::channel(Join::Everyone, nurse.member)
    };
    assert_eq!(code(try_found(&house, &mut nurse, &everyone).await), Err(ProblemCode::Forbidden));
    // A chat of others, and one that a program calls a channel.
    let others = ConversationPolicy::chat([admin.organisation.closed_member(admin.member)]);
    assert_eq!(code(try_found(&house, &mut nurse, &others).await), Err(ProblemCode::Refused));
}

#[tokio::test]
async fn no_chat_begins_across_teams_that_the_policy_keeps_apart() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let other = enrol(&house, &mut admin, 3).await;
    let near = enrol(&house, &mut admin, 4).await;
    let [here, there] = [TeamId([1; 16]), TeamId([2; 16])];
    for (team, members) in [(here, vec![nurse.member, near.member]), (there, vec![other.member])] {
        act(&house, &mut admin, OrganisationRecord::TeamDefine(team)).await;
        for member in members {
            act(&house, &mut admin, OrganisationRecord::TeamAssign { member, teams: vec![team] }).await;
        }
    }
    let policy = OrganisationPolicy { contact: Contact::Teams, ..OrganisationPolicy::default() };
    act(&house, &mut admin, OrganisationRecord::Policy(policy)).await;
    nurse.sync_organisation(&house).await;
    let (across, within) = (chat(&nurse, &other), chat(&nurse, &near));
    assert_eq!(try_found(&house, &mut nurse, &across).await.unwrap_err().code, ProblemCode::Refused);
    try_found(&house, &mut nurse, &within).await.expect("they share a team");
    appoint(&house, &mut admin, nurse.member, &[Right::StartChats, Right::ContactAnyone]).await;
    nurse.sync_organisation(&house).await;
    try_found(&house, &mut nurse, &across).await.expect("she may write to everybody");
}
