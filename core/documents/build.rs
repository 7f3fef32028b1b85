//! Packs the fonts, which are half as large then: in an app they are needed once a year.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=fonts");
    let out = env::var("OUT_DIR").expect("cargo names it");
    for name in ["AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold", "NotoSans-Regular"] {
        let font = fs::read(Path::new("fonts").join(format!("{name}.ttf"))).expect("our own file");
        let packed = miniz_oxide::deflate::compress_to_vec(&font, 10);
        fs::write(Path::new(&out).join(name), packed).expect("a folder to write to");
    }
}
