//! Two things that linkers do for the size of the library: addresses that the loader has to fill in as a bitmap instead of
//! a list (half a megabyte), and one copy of functions that are the same. Where the loader is too old for the first
//! (glibc before 2.36), the library says so instead of starting. For Android see `bindings/README.md`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |key: &str, value: &str| std::env::var(key).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,pack-relative-relocs");
        println!("cargo::rustc-cdylib-link-arg=-Wl,--icf=all");
    }
}
