//! A database that cannot grow: writing says so, reading goes on, and room that is made is used.

use verband_protocol::wire::ProblemCode;

use crate::actor::Actor;
use crate::house::House;
use crate::people::{channel, found};

#[tokio::test]
async fn a_full_database_refuses_writes_whole_and_recovers_without_a_restart() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let write = async |admin: &mut Actor| {
        let entry = admin.content(&log, &[1; 20_000]);
        let result = admin.append(&house, &log, vec![entry.clone()]).await;
        if result.is_ok() {
            admin.apply(&entry);
        }
        result.map(|_| entry)
    };
    house.store.set_max_pages(120).unwrap();
    let first = write(&mut admin).await.unwrap();
    let mut written = 1;
    let problem = loop {
        match write(&mut admin).await {
            Ok(_) => written += 1,
            Err(problem) => break problem,
        }
    };
    assert_eq!(problem.code, ProblemCode::Full);
    assert!(written > 3, "{written}");
    let page = admin.page(&house, &log, "").await.unwrap();
    assert_eq!(page.last, written + 1, "no half entry");

    // A delete finds the room that it makes itself.
    let delete = admin.delete(&log, vec![first.read().unwrap().event]);
    admin.append(&house, &log, vec![delete.clone()]).await.unwrap();
    admin.apply(&delete);
    house.store.set_max_pages(10_000).unwrap();
    write(&mut admin).await.unwrap();
    assert_eq!(admin.page(&house, &log, "?after=1").await.unwrap().entries.len() as u64, written + 2);
}
