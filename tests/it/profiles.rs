//! Several people on one device: what is one's is closed to the others, and stays when they go.

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use verband_client::platform::{ProfileRow, Profiles};
use verband_client::port::{Ports, Stretch};
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::code::InvitationLink;
use verband_client::{Client, ClientError, Enrolment};
use verband_tests::chance::{Seeded, seed};
use verband_tests::network::Line;
use verband_tests::world::World;

const PINS: [&str; 2] = ["111111", "222222"];

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

/// A tablet of the ward in a world.
struct Tablet {
    world: World,
    folder: TempDir,
    profiles: Profiles,
    rows: Vec<ProfileRow>,
}

impl Tablet {
    /// The ports of a profile, with the network and the clock of the world.
    fn ports(&self, index: usize) -> Ports {
        let line = Line::new(self.world.socket.clone(), Seeded::new(self.world.seed, "tablet"));
        Ports {
            transport: Arc::new(line),
            clock: Arc::new(self.world.clock.clone()),
            stretch: Stretch { memory_kib: 8, passes: 1 },
            ..self.profiles.ports(&self.rows[index].id, None).expect("there is such a profile")
        }
    }

    fn unlock(&self, index: usize, pin: &str) -> Result<Client, ClientError> {
        Client::unlock(self.ports(index), pin, &*self.profiles.secret(&self.rows[index].id)?)
    }

    fn folder(&self, index: usize) -> std::path::PathBuf {
        self.folder.path().join("profiles").join(&self.rows[index].id)
    }
}

/// Berta and Clara have enrolled on the same tablet; both are locked.
async fn tablet(number: u64) -> Tablet {
    let world = World::with_members(seed(number), &["Anna"]).await;
    let folder = TempDir::new().expect("a folder for a test");
    let profiles = Profiles::open(folder.path()).expect("it can be used");
    assert_eq!(profiles.list().expect("readable"), []);
    let rows = [None, Some("CC")].map(|label| profiles.create(label).expect("made")).to_vec();
    assert_eq!(profiles.list().expect("readable"), [], "nobody has enrolled");
    let tablet = Tablet { world, folder, profiles, rows };
    for (index, name) in ["Berta", "Clara"].into_iter().enumerate() {
        let link = InvitationLink::parse(&tablet.world.invite(name, &[]).await.expect("invited")).expect("a link");
        let enrolment = Enrolment { class: DeviceClass::Shared, pin: PINS[index], name: None };
        let secret = tablet.profiles.secret(&tablet.rows[index].id).expect("made");
        Client::enrol(tablet.ports(index), &link, enrolment, &secret).await.expect("enrolled").lock();
    }
    tablet
}

#[tokio::test(start_paused = true)]
async fn nobody_opens_the_profile_of_somebody_else() {
    let tablet = tablet(350).await;
    let labels: Vec<String> = tablet.profiles.list().expect("readable").into_iter().map(|row| row.label).collect();
    assert_eq!(labels, ["1", "CC"]);
    assert_eq!(code(tablet.unlock(0, PINS[1])), "wrong-pin");
    assert_eq!(code(tablet.unlock(1, PINS[0])), "wrong-pin");
    // Nor with the right PIN and the secret of the other.
    let secrets = [0, 1].map(|index| tablet.profiles.secret(&tablet.rows[index].id).expect("there"));
    assert_ne!(*secrets[0], *secrets[1]);
    assert_eq!(code(Client::unlock(tablet.ports(0), PINS[0], &secrets[1])), "wrong-pin");
    // To change is to lock the one and to unlock the other.
    for (index, name) in [(0, "Berta"), (1, "Clara"), (0, "Berta")] {
        let client = tablet.unlock(index, PINS[index]).expect("her own");
        client.sync().await.expect("online");
        assert_eq!(client.account().expect("unlocked").name, name);
        client.lock();
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_leaves_is_gone_and_the_others_stay() {
    let tablet = tablet(351).await;
    tablet.profiles.remove(&tablet.rows[0].id).expect("removed");
    assert!(!tablet.folder(0).exists());
    assert_eq!(code(tablet.profiles.remove(&tablet.rows[0].id)), "not-found");
    assert_eq!(tablet.profiles.list().expect("readable"), tablet.rows[1..]);
    let clara = tablet.unlock(1, PINS[1]).expect("untouched");
    clara.sync().await.expect("online");
    let third = tablet.profiles.create(None).expect("made");
    assert_eq!(third.label, "1", "the number is free again");
}

#[tokio::test(start_paused = true)]
async fn a_leavers_profile_goes_alone_and_to_the_last_file() {
    let tablet = tablet(352).await;
    let clara = tablet.unlock(1, PINS[1]).expect("her own");
    let anna = tablet.world.devices[0].client();
    anna.revoke_member(clara.account().expect("unlocked").member).await.expect("revoked");
    assert_eq!(code(clara.sync().await), "revoked");
    assert_eq!(tablet.profiles.list().expect("readable"), tablet.rows[..1]);
    assert!(files(&tablet.folder(1)).iter().all(|name| !name.contains("sqlite") && name != "lock"));
    // With the next start, what the lock screen called her goes too.
    Profiles::open(tablet.folder.path()).expect("it can be used");
    assert!(!tablet.folder(1).exists());
    tablet.unlock(0, PINS[0]).expect("untouched").sync().await.expect("online");
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a name").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn no_name_leads_out_of_the_folder() {
    let folder = TempDir::new().expect("a folder for a test");
    let profiles = Profiles::open(folder.path()).expect("it can be used");
    for id in ["", "..", "../..", "0", &"g".repeat(32), &"A".repeat(32), &"a".repeat(32)] {
        assert_eq!(code(profiles.remove(id)), "not-found", "{id}");
        assert_eq!(code(profiles.secret(id)), "not-found", "{id}");
    }
    assert_eq!(code(profiles.create(Some(" "))), "length");
}
