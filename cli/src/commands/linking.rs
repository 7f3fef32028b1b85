//! How a new device becomes a further one of a person who has another: it shows a link, and waits for that one.

use serde::Serialize;
use verband_client::Client;
use verband_protocol::code::fingerprint;

use super::founding::{Kind, Who, address, confirmed, failure_of};
use super::invitations::qr;
use crate::failure::Failure;
use crate::output::{Output, one_line};
use crate::profile::Profile;

/// Options of `link`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband link --server verband.example

On a device that you have, scan the QR code in the app's settings, or type: verband device link XXXX-…
The code is good for ten minutes and for this device only.")]
pub(crate) struct Link {
    /// The server's address, as on the letter
    #[arg(long, value_name = "URL")]
    server: String,
    /// Do not ask whether organisation and name are right
    #[arg(long)]
    yes: bool,
    /// What kind of machine this is
    #[arg(long, value_enum, default_value = "desktop")]
    device: Kind,
}

#[derive(Serialize)]
struct Shown {
    link: String,
    code: String,
}

pub(crate) async fn link(args: Link, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let new = profile.begin()?;
    let offer = Client::offer_link(new.ports.clone(), &address(&args.server), args.device.into()).await?;
    let shown = Shown { link: offer.link().to_string(), code: offer.code().to_string() };
    output.result(&shown, || {
        format!("{}\n\n{}\n\nOr type this on a device of yours: {}", shown.link, qr(&shown.link), shown.code)
    });
    let answer = offer.answer().await?;
    let question = format!(
        "Organisation: {}\nFingerprint:  {}\nYour name:    {}\nIs this right?",
        one_line(&answer.organisation_name),
        fingerprint(&answer.organisation),
        one_line(&answer.name)
    );
    if !args.yes && !confirmed(&question)? {
        return Err(Failure::general("cancelled", "nothing was done; somebody else may have read the code"));
    }
    let pin = profile.first_pin()?;
    let secret = profile.secret()?;
    let client = offer.accept(&answer, &pin, &secret).await.map_err(|error| failure_of(&new, error))?;
    let who = Who::of(&client, "enrolled")?;
    output.result(&who, || who.welcome());
    Ok(())
}
