//! Tells SQLCipher's build where the headers of its cryptographic library are. With a provider of one's own it needs
//! none, and it is told so by `LIBSQLITE3_FLAGS` in `.cargo/config.toml`; it only asks for the folder.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::metadata=include={}", env!("CARGO_MANIFEST_DIR"));
}
