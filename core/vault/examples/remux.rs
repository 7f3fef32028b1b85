//! Writes a recording anew as the vault does, to look at what other programs make of it: `remux IN OUT`. Both lie in clear.

use std::error::Error;

use verband_vault::Remux;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else { return Err("remux IN OUT".into()) };
    let source = std::fs::read(from)?;
    let mut remux = Remux::plan(source.as_slice())?;
    let mut out = vec![0; usize::try_from(remux.len())?];
    remux.read(source.as_slice(), &mut out)?;
    println!("{:?}", remux.recording);
    Ok(std::fs::write(to, out)?)
}
