//! Search on the device: what is found, in which order, and that nothing is found of what is gone.

use std::sync::Arc;

use verband_client::texts::Language;
use verband_client::{Client, FeedKind, NewMessage, Patch, Row, SearchHit, SearchQuery};
use verband_protocol::id::LogId;
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::network::Fate;
use verband_tests::world::World;

fn words(words: &str) -> SearchQuery {
    SearchQuery { words: words.to_owned(), ..SearchQuery::default() }
}

fn search(client: &Client, query: &SearchQuery) -> Vec<SearchHit> {
    client.search(query, 100).expect("it searches")
}

fn texts(client: &Client, query: &SearchQuery) -> Vec<String> {
    search(client, query).into_iter().map(|hit| hit.excerpt).collect()
}

/// The marked parts, as who counts in UTF-16 code units cuts them out.
fn marked(hit: &SearchHit) -> Vec<String> {
    let units: Vec<u16> = hit.excerpt.encode_utf16().collect();
    let cut = |start, len| String::from_utf16(&units[start as usize..][..len as usize]).expect("whole characters");
    hit.marks.iter().map(|mark| cut(mark.start, mark.len)).collect()
}

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna Admin", "Berta Pflege"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    (world, log)
}

#[tokio::test(start_paused = true)]
async fn parts_of_compounds_umlauts_phrases_and_short_words_are_found_and_marked() {
    let (world, log) = ward(900).await;
    let anna = world.devices[0].client().clone();
    let said = [
        "Größe der Wunde 3×2 cm 👍🏽",
        "Groesse unverändert",
        "die GROSSE Wunde",
        "Kompressionsverband gewechselt",
        "Verband trocken",
        "Hb kontrolliert",
        "Der Verband an der Ferse ist feucht, an der Wade nicht",
    ];
    for text in said {
        anna.send_text(&log, text).expect("written");
        world.clock.advance(1_000);
    }
    world.settle().await;
    for device in &world.devices {
        let client = device.client();
        for query in ["Größe", "groesse", "grosse", "GRÖSS", "röße"] {
            assert_eq!(texts(client, &words(query)), [said[2], said[1], said[0]], "{query}");
        }
        // Whole words first, then parts; in each the newer ones.
        assert_eq!(texts(client, &words("verband")), [said[6], said[4], said[3]]);
        assert_eq!(texts(client, &words("verband wechsel")), [said[3]]);
        assert_eq!(texts(client, &words("\"an der Ferse\"")), [said[6]]);
        assert_eq!(texts(client, &words("\"Ferse an\"")), Vec::<String>::new());
        assert_eq!(texts(client, &words("hb")), [said[5]]);
        assert_eq!(texts(client, &words("d")), [said[6], said[2], said[0]]);
        assert_eq!(texts(client, &words("👍")), [said[0]]);
        assert!(texts(client, &words("")).is_empty());
        let hit = search(client, &words("röss cm")).remove(0);
        assert_eq!(marked(&hit), ["röß", "cm"]);
        assert_eq!((hit.title.as_str(), hit.author_name.as_str()), ("Wundteam", "Anna Admin"));
        assert_eq!((hit.own, hit.kind.as_str()), (client.account().expect("unlocked").name == "Anna Admin", "message"));
    }
}

#[tokio::test(start_paused = true)]
async fn filters_narrow_and_pages_follow_each_other() {
    let (mut world, log) = ward(901).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let start = anna.from_now(0).expect("unlocked");
    for number in 0..20 {
        let (client, log) = if number % 2 == 0 { (&anna, &log) } else { (&berta, &other) };
        let text = if number % 4 == 3 { "Saugverband" } else { "Verband" };
        client.send_text(log, &format!("{text} Nummer {number}")).expect("written");
        world.clock.advance(60_000);
    }
    let photo = verband_vault::sample::wound_photo(320, 240, 7);
    berta.send_photo(&log, &photo, "Verband am Abend").expect("captured");
    world.settle().await;

    let all = search(&anna, &words("verband"));
    assert_eq!(all.len(), 21);
    for size in [1, 4, 20, 21] {
        let mut paged: Vec<SearchHit> = Vec::new();
        loop {
            let query = SearchQuery { after: paged.last().map(|hit| hit.position), ..words("verband") };
            let page = anna.search(&query, size).expect("it searches");
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, all, "pages of {size}");
    }
    let here = SearchQuery { conversation: Some(log), ..words("verband") };
    assert_eq!(search(&anna, &here).len(), 11);
    let second = SearchQuery { after: search(&anna, &here).get(4).map(|hit| hit.position), ..here.clone() };
    assert_eq!(search(&anna, &second), search(&anna, &here)[5..]);
    let by_berta = SearchQuery { author: Some(world.devices[1].member()), ..words("verband") };
    assert_eq!(search(&anna, &by_berta).len(), 11);
    assert!(search(&anna, &by_berta).iter().all(|hit| hit.author_name == "Berta Pflege"));
    let (from, until) = (Some(start + 2 * 60_000), Some(start + 5 * 60_000));
    let between = SearchQuery { from, until, ..words("nummer") };
    assert_eq!(texts(&anna, &between), ["Verband Nummer 4", "Saugverband Nummer 3", "Verband Nummer 2"]);
    assert!(search(&anna, &SearchQuery { from: until, until: from, ..words("nummer") }).is_empty());
    for query in [
        SearchQuery { with_photo: true, ..words("verband") },
        SearchQuery { with_photo: true, ..words("") },
        SearchQuery { kind: Some("photo".to_owned()), ..words("abend") },
        SearchQuery { kind: Some("photo".to_owned()), ..words("") },
    ] {
        let hits = search(&anna, &query);
        assert_eq!(hits.len(), 1, "{query:?}");
        assert!(hits[0].photo.is_some() && hits[0].thumbnail.is_some() && hits[0].kind == "photo");
    }
    // Without words, the newest.
    let newest = SearchQuery { author: Some(world.devices[0].member()), ..words("") };
    assert_eq!(texts(&anna, &newest)[..2], ["Verband Nummer 18", "Verband Nummer 16"]);
    let unknown = SearchQuery { kind: Some("telegram".to_owned()), ..words("verband") };
    assert_eq!(anna.search(&unknown, 1).expect_err("there is none").code(), "not-found");
    // What is typed is no SQL and no language of the index.
    for query in ["verband\" OR \"x", "a AND b", "NEAR(verband)", "verband*", "';--", "^", "{x}:y", "-verband", "%_"] {
        anna.search(&words(query), 5).expect("it searches");
    }
    anna.search(&words(&"donaudampfschiff ".repeat(10_000)), 5).expect("it searches");
    anna.search(&words(&"ao".repeat(100_000)), 5).expect("it searches");
}

#[tokio::test(start_paused = true)]
async fn a_word_that_mostly_is_part_of_others_does_not_keep_who_searches_waiting() {
    let (world, log) = ward(906).await;
    let anna = world.devices[0].client().clone();
    anna.send_text(&log, "Kompression vor langer Zeit").expect("written");
    // Each has all that the index knows of a whole word.
    for number in 0..2_010 {
        anna.send_text(&log, &format!("Kompressionsverband bei Granulation {number}")).expect("written");
        if number == 2_000 {
            anna.send_text(&log, "Kompression neulich").expect("written");
        }
    }
    let all = anna.search(&words("kompression"), u32::MAX).expect("it searches");
    assert_eq!(all.len(), 2_012);
    assert_eq!(all[0].excerpt, "Kompression neulich");
    // What is too far back to come first has its place by its age.
    assert_eq!(all.last().expect("some").excerpt, "Kompression vor langer Zeit");
    for at in [0, 1, 2_000, 2_010] {
        let behind = SearchQuery { after: Some(all[at].position), ..words("kompression") };
        assert_eq!(anna.search(&behind, 7).expect("it searches"), all[at + 1..(at + 8).min(all.len())], "behind {at}");
    }
}

#[tokio::test(start_paused = true)]
async fn people_and_conversations_are_found_as_well() {
    let mut world = World::with_members(seed(902), &["Anna Admin", "Björn Müller"]).await;
    let log = world.channel("Müllers Wunden", &[1]).await;
    let anna = world.devices[0].client().clone();
    anna.create_chat(&[world.devices[1].member()]).expect("a chat");
    anna.send_text(&log, "Frau Mueller ist zurück").expect("written");
    world.settle().await;
    let found = anna.find_everywhere("muller", 10).expect("it searches");
    assert_eq!(found.people.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Björn Müller"]);
    let mut titles: Vec<_> = found.conversations.iter().map(|row| row.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Björn Müller", "Müllers Wunden"]);
    assert_eq!(found.messages.len(), 1);
    assert_eq!(anna.find_everywhere(" ", 10).expect("it searches"), verband_client::Findings::default());
}

#[tokio::test(start_paused = true)]
async fn a_feed_of_hits_follows_what_arrives() {
    let (world, log) = ward(903).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    anna.send_text(&log, "Kompressionsverband").expect("written");
    world.settle().await;
    let feed = berta.feed(FeedKind::Search(words("verband"))).expect("unlocked");
    let first = feed.next().await.expect("it reads").expect("open");
    assert!(matches!(first.as_slice(), [Patch::Reset(rows)] if rows.len() == 1));
    world.clock.advance(1_000);
    anna.send_text(&log, "Verband").expect("written");
    world.settle().await;
    let next = feed.next().await.expect("it reads").expect("open");
    assert!(matches!(next.as_slice(), [Patch::Insert(0, Row::Hit(hit))] if hit.excerpt == "Verband"), "{next:?}");
}

/// Whether the pages of the index have a term.
fn index_has(client: &Client, term: &str) -> bool {
    let blocks = client.store().expect("unlocked").read(|connection| {
        let mut statement = connection.prepare("SELECT block FROM message_text_data")?;
        let blocks = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<Vec<u8>>, _>>()?;
        Ok::<_, StoreError>(blocks)
    });
    blocks.expect("it reads").iter().any(|block| block.windows(term.len()).any(|window| window == term.as_bytes()))
}

#[tokio::test(start_paused = true)]
async fn nothing_is_found_of_what_was_deleted_or_changed_on_any_device() {
    let (world, log) = ward(905).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let changed = anna.send_text(&log, "Wqxjw links").expect("written");
    let deleted = anna.send_text(&log, "Vyqzk rechts").expect("written");
    anna.send_text(&log, "bleibt rechts und links").expect("written");
    world.clock.advance(60_000);
    world.settle().await;
    for client in [&anna, &berta] {
        assert_eq!((search(client, &words("wqxjw")).len(), search(client, &words("vyqzk")).len()), (1, 1));
        assert!(index_has(client, "qxj") && index_has(client, "yqz"));
    }
    anna.edit_message(&log, &changed, "Ferse links", &[]).expect("written");
    anna.delete(&log, &deleted).expect("written");
    // Hers is not found any more before anybody else knows.
    assert!(search(&anna, &words("wqxjw")).is_empty() && search(&anna, &words("vyqzk")).is_empty());
    world.settle().await;
    for client in [&anna, &berta] {
        for gone in ["wqxjw", "vyqzk", "qxj", "yqz"] {
            assert!(search(client, &words(gone)).is_empty(), "{gone}");
        }
        assert!(!index_has(client, "qxj") && !index_has(client, "yqz"), "terms are left in the index");
        assert_eq!(texts(client, &words("ferse")), ["Ferse links"]);
        assert_eq!(texts(client, &words("rechts")), ["bleibt rechts und links"]);
        let newest = SearchQuery { conversation: Some(log), ..words("") };
        assert_eq!(search(client, &newest).len(), 2, "neither what was deleted nor a trace of it");
    }
}

#[tokio::test(start_paused = true)]
async fn who_searches_while_she_catches_up_finds_what_is_there_and_then_all() {
    let (mut world, log) = ward(906).await;
    world.devices[1].switch_off();
    let anna = world.devices[0].client().clone();
    for number in 0..1_200 {
        anna.send_text(&log, &format!("Kompressionsverband {number}")).expect("written");
        world.clock.advance(1_000);
    }
    anna.sync().await.expect("sent");
    world.devices[1].switch_on().expect("it unlocks");
    let berta = world.devices[1].client().clone();
    world.devices[1].line.set_trouble(Some(Arc::new(|_: &str| Fate::Slow(20))));
    let feed = berta.feed(FeedKind::Search(words("verband"))).expect("unlocked");
    let mut batches = 0;
    let pages = async {
        let mut newest = String::new();
        while newest != "Kompressionsverband 1199" {
            let batch = feed.next().await.expect("it reads").expect("open");
            batches += 1;
            for patch in batch {
                match patch {
                    Patch::Reset(rows) => newest = first(rows.first()),
                    Patch::Insert(0, row) => newest = first(Some(&row)),
                    _ => {}
                }
            }
        }
    };
    let (synced, ()) = futures_util::join!(berta.sync(), pages);
    synced.expect("it syncs");
    assert!(batches >= 3, "hits come while the rest is read: {batches}");
    assert_eq!(berta.search(&words("kompression 1199"), 10).expect("it searches").len(), 1);
    assert_eq!(berta.search(&words("verband"), 5_000).expect("it searches").len(), 1_200);
}

fn first(row: Option<&Row>) -> String {
    match row {
        Some(Row::Hit(hit)) => hit.excerpt.clone(),
        _ => String::new(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_finds_what_is_older_than_she_and_what_waits_is_found_at_once() {
    let (mut world, log) = ward(904).await;
    let anna = world.devices[0].client().clone();
    for number in 0..300 {
        anna.send_text(&log, &format!("Fersendekubitus {number}")).expect("written");
        world.clock.advance(1_000);
    }
    world.settle().await;
    let newcomer = world.enrol("Dora Neu", &[log]).await.expect("she enrols");
    anna.sync().await.expect("she is added");
    let dora = world.devices[newcomer].client().clone();
    let past = |path: &str| if path.contains("/entries?before=") { Fate::Lost } else { Fate::Passes };
    world.devices[newcomer].line.set_trouble(Some(Arc::new(past)));
    dora.sync().await.expect_err("the past does not come");
    let hint = dora.search_hint(&words("dekubitus"), Language::German).expect("it reads");
    assert!(hint.starts_with("Noch nichts gefunden."), "{hint}");
    world.devices[newcomer].line.set_trouble(None);
    world.settle().await;
    assert_eq!(dora.search(&words("dekubitus"), 1_000).expect("it searches").len(), 300);
    let expected =
        [179, 178, 177, 176, 175, 174, 173, 172, 171, 170, 17].map(|number| format!("Fersendekubitus {number}"));
    assert_eq!(texts(&dora, &words("dekubitus 17")), expected);
    let hint = |query: &SearchQuery| dora.search_hint(query, Language::German).expect("it reads");
    assert!(hint(&words("")).starts_with("Suchen Sie nach Wörtern"));
    assert!(hint(&words("knie")).starts_with("Nichts gefunden. "));
    assert!(hint(&SearchQuery { with_photo: true, ..words("knie") }).starts_with("Nichts gefunden, wozu"));
    // Neither the network nor a place in the log is needed.
    world.devices[newcomer].line.set_online(false);
    dora.send_text(&log, "Ödem rückläufig").expect("written");
    assert_eq!(texts(&dora, &words("oedem")), ["Ödem rückläufig"]);
}

#[tokio::test(start_paused = true)]
async fn where_a_text_stands_in_a_line_it_has_no_signs_of_markup() {
    let (world, log) = ward(917).await;
    let anna = world.devices[0].client().clone();
    let first = anna.send_text(&log, "bitte **sofort** nach `a_b` sehen,\n- 2 * 3 cm").expect("written");
    world.settle().await;
    let plain = "bitte sofort nach a_b sehen,\n- 2 * 3 cm";
    let listed = anna.conversations().expect("readable").into_iter().find(|row| row.log == log);
    assert_eq!(listed.expect("it is there").last_text, plain);
    let answer = NewMessage { reply_to: Some(first), ..NewMessage::text("ja") };
    anna.send_message(&log, &answer).expect("written");
    let row = anna.messages(&log, 1).expect("readable").pop().expect("it is there");
    assert_eq!((row.text.as_str(), row.reply_text.as_str()), ("ja", plain));
    let hits = search(&anna, &words("sofort"));
    assert_eq!((hits[0].excerpt.as_str(), marked(&hits[0])), (plain, vec!["sofort".to_owned()]));
}
