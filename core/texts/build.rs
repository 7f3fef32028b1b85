//! Packs the texts: they are a third as large in every app, and are unpacked once, when the first one is asked for.

use std::path::PathBuf;
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec_zlib;

/// The level at which nothing smaller comes out.
const BEST: u8 = 9;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    for name in ["de.ftl", "en.ftl"] {
        println!("cargo::rerun-if-changed={name}");
        let text = fs::read(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let packed = compress_to_vec_zlib(&text, BEST);
        fs::write(out.join(format!("{name}.zlib")), packed).expect("cargo's own folder can be written");
    }
}
