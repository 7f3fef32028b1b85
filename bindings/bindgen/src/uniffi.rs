//! `uniffi-bindgen`: writes the Kotlin and Swift bindings from the built (not stripped) library of `bindings/ffi`.
//!
//! Nothing lives here but the call: the generator has to be of exactly the version that the library was built with,
//! so it is a dependency of ours instead of an installed program.

fn main() {
    uniffi::uniffi_bindgen_main();
}
