//! Writes `schema.sql` and the vector database of the present schema: `cargo run -p verband-store --example vectors`.
//! The databases of earlier versions are never touched, nor is the present one as long as its schema is up to date.

#[path = "../tests/it/vectors.rs"]
mod vectors;

use std::error::Error;
use std::fs;

use verband_store::{DbKey, Place, SCHEMA_VERSION, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let schema = vectors::schema(&Store::open(&Place::Memory, &DbKey::new([0; 32]))?)?;
    fs::write(vectors::schema_file(), &schema)?;

    let path = vectors::database_file(SCHEMA_VERSION);
    if path.exists() {
        let store = vectors::open(&path)?;
        if vectors::schema(&store)? == schema {
            return Ok(());
        }
        store.close();
        fs::remove_file(&path)?;
    }
    let store = vectors::open(&path)?;
    vectors::fill(&store)?;
    store.close();
    println!("{}", path.display());
    Ok(())
}
