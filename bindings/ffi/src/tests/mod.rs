//! What compilers cannot see: that the list of codes in `bindings/README.md` is whole, and that calls end as promised.
//! The scenario in Kotlin and Swift tests the rest, from where apps stand.

mod calls;
mod codes;
