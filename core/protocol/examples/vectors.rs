//! Writes the test vectors of the protocol: `cargo run -p verband-protocol --example vectors`.

#[path = "../tests/it/vectors/mod.rs"]
mod vectors;

fn main() -> std::io::Result<()> {
    for file in vectors::all() {
        let path = vectors::folder().join(file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, file.text)?;
        println!("{}", file.path);
    }
    Ok(())
}
