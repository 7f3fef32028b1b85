//! Puts the web app into the program, if one was built: `VERBAND_APP_DIR` names the folder that Vite wrote (`web/app`).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=VERBAND_APP_DIR");
    let folder = env::var_os("VERBAND_APP_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let mut files = Vec::new();
    if let Some(folder) = &folder {
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(folder, &mut files);
        assert!(files.iter().any(|file| file.ends_with("index.html")), "{} has no index.html", folder.display());
    }
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        let below = file.strip_prefix(folder.as_deref().unwrap_or(Path::new(""))).unwrap_or(file);
        let path = below.to_string_lossy().replace('\\', "/");
        // Written as Rust writes a string: a path may have signs in it that end one.
        let whole = file.to_str().unwrap_or_else(|| panic!("{} is no text", file.display()));
        let _ = writeln!(table, "    AppFile {{ path: {path:?}, bytes: include_bytes!({whole:?}) }},");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where")).join("app.rs");
    fs::write(out, table).expect("cargo's own folder can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
