//! Who works on the ward, and in which of its channels.

use anyhow::Result;
use verband_client::Client;
use verband_protocol::id::LogId;
use verband_tests::world::World;

/// The colleagues, by the order in which they came.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    /// Founded the organisation; wound expert.
    Anna,
    /// Nurse.
    Carla,
    /// Nurse.
    Dieter,
    /// Physician.
    Emre,
}

/// Their names, in that order.
const NAMES: [&str; 4] = ["Anna Arndt", "Carla Celik", "Dieter Dorn", "Dr. Emre Ersoy"];

/// The ward's channels.
pub(crate) struct Channels {
    /// Wounds, and who looks after them.
    pub(crate) wounds: LogId,
    /// Everything of the day.
    pub(crate) ward: LogId,
}

/// The person's client.
pub(crate) fn client(world: &World, who: Who) -> &Client {
    world.devices[who as usize].client()
}

/// They come, and make the channels.
pub(crate) async fn come(world: &mut World) -> Result<Channels> {
    world.found(NAMES[0]).await?;
    for name in &NAMES[1..] {
        world.enrol(name, &[]).await?;
    }
    world.settle().await;
    let wounds = world.channel("Wundteam", &[1, 2, 3]).await;
    let ward = world.channel("Station 3 – Pflege", &[1, 2, 3]).await;
    Ok(Channels { wounds, ward })
}
