//! Every rule is seen failing on a small tree that breaks it, and passing on one that does not.

use super::*;

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().map(|(path, text)| File::new((*path).to_owned(), (*text).to_owned()));
    Tree { files: files.collect(), crates: Vec::new() }
}

fn graph(crates: &[(&str, &str, &[&str])]) -> Tree {
    let crates = crates.iter().map(|(name, folder, needs)| Crate {
        name: (*name).to_owned(),
        folder: (*folder).to_owned(),
        needs: needs.iter().map(|need| Need { name: (*need).to_owned(), for_tests: false }).collect(),
    });
    Tree { files: Vec::new(), crates: crates.collect() }
}

/// The places where a rule is broken, as `path:line`.
fn places(rule: Rule, tree: &Tree) -> Vec<String> {
    rule(tree).iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect()
}

/// The places in one file, as line numbers.
fn lines(rule: Rule, path: &str, text: &str) -> Vec<usize> {
    rule(&tree(&[(path, text)])).iter().map(|finding| finding.line).collect()
}

const NONE: [usize; 0] = [];

#[test]
fn an_arrow_that_runs_up_is_found() {
    let down = graph(&[
        ("verband-protocol", "core/protocol", &["sha2"]),
        ("verband-rules", "core/rules", &["verband-protocol"]),
        ("verband-client", "core/client", &["verband-rules"]),
    ]);
    assert_eq!(places(edges::check, &down), Vec::<String>::new());
    let up = graph(&[
        ("verband-protocol", "core/protocol", &[]),
        ("verband-rules", "core/rules", &["verband-client"]),
        ("verband-client", "core/client", &[]),
    ]);
    assert_eq!(places(edges::check, &up), ["core/rules/Cargo.toml:0"]);
}

#[test]
fn the_server_may_not_know_the_client_nor_the_browser_the_store() {
    let tree = graph(&[
        ("verband-client", "core/client", &[]),
        ("verband-store", "core/store", &[]),
        ("verband-server", "server", &["verband-client"]),
        ("verband-web", "bindings/web", &["verband-store"]),
    ]);
    assert_eq!(places(edges::check, &tree), ["server/Cargo.toml:0", "bindings/web/Cargo.toml:0"]);
}

#[test]
fn the_tests_of_the_command_line_may_know_the_server_and_the_program_may_not() {
    let mut tree = graph(&[("verband-server", "server", &[]), ("verband-cli", "cli", &["verband-server"])]);
    assert_eq!(places(edges::check, &tree), ["cli/Cargo.toml:0"]);
    tree.crates[1].needs[0].for_tests = true;
    assert_eq!(places(edges::check, &tree), Vec::<String>::new());
}

#[test]
fn a_crate_without_a_row_is_found() {
    assert_eq!(places(edges::check, &graph(&[("verband-new", "core/new", &[])])), ["core/new/Cargo.toml:0"]);
}

#[test]
fn a_proof_that_no_test_gives_is_found() {
    let page = "| A1 | `tests/it/a.rs#it_holds` |\n| A2 | `tests/it/a.rs#it_does_not`, `tests/it/b.rs#it_holds` |\n";
    let found = |test| {
        let files =
            [("docs/data-protection.md", page), ("tests/it/a.rs", test), ("core/a/src/b.rs", "fn it_holds() {}")];
        places(catalogue::check, &tree(&files))
    };
    assert_eq!(found("fn it_holds() {}\n"), ["docs/data-protection.md:2"; 2]);
    assert_eq!(found("// fn it_holds() {}\n").len(), 3, "a comment proves nothing");
}

#[test]
fn the_clock_belongs_to_platform_files_and_binaries() {
    let text = "let now = SystemTime::now();\n// SystemTime\n";
    assert_eq!(lines(powers::check, "core/rules/src/lib.rs", text), [1]);
    assert_eq!(lines(powers::check, "server/src/routes.rs", text), [1]);
    for owner in ["core/client/src/native.rs", "core/client/src/web.rs", "server/src/main.rs", "xtask/src/demo.rs"] {
        assert_eq!(lines(powers::check, owner, text), NONE, "{owner}");
    }
}

#[test]
fn the_stopwatch_is_not_for_what_runs_in_a_browser() {
    let text = "let then = Instant::now();\n";
    assert_eq!(lines(powers::check, "core/client/src/sync.rs", text), [1]);
    for owner in ["core/client/src/native.rs", "core/groups/tests/it/main.rs", "server/src/http/gate.rs"] {
        assert_eq!(lines(powers::check, owner, text), NONE, "{owner}");
    }
}

#[test]
fn the_clock_is_not_for_tests_of_the_rooms_either() {
    let text = "#[cfg(test)]\nmod tests {\n    fn now() { SystemTime::now(); }\n}\n";
    assert_eq!(lines(powers::check, "core/groups/src/lib.rs", text), [3]);
}

#[test]
fn randomness_belongs_to_platform_files_and_binaries() {
    let text = "getrandom::fill(&mut bytes);\nlet key = Key::generate(&mut OsRng);\nlet n = rand::random();\n";
    assert_eq!(lines(powers::check, "core/protocol/src/seal.rs", text), [1, 2, 3]);
    assert_eq!(lines(powers::check, "core/client/src/native.rs", text), NONE);
}

#[test]
fn files_belong_to_their_rooms_and_to_tests() {
    let text = "use std::fs;\nlet file = File::open(path);\n";
    assert_eq!(lines(powers::check, "core/store/src/database.rs", text), [1, 2]);
    for owner in ["core/store/src/native.rs", "core/store/tests/it/main.rs", "server/src/config.rs"] {
        assert_eq!(lines(powers::check, owner, text), NONE, "{owner}");
    }
}

#[test]
fn tokio_and_reqwest_belong_above_the_core() {
    let text = "tokio::spawn(work);\nuse reqwest::Client;\n";
    assert_eq!(lines(powers::check, "core/vault/src/lib.rs", text), [1, 2]);
    assert_eq!(lines(powers::check, "server/src/lib.rs", text), [2], "the server opens no connection");
    assert_eq!(lines(powers::check, "core/client/src/transport.rs", text), NONE);
    let linked =
        graph(&[("verband-vault", "core/vault", &["tokio", "image"]), ("verband-server", "server", &["tokio"])]);
    assert_eq!(places(powers::check, &linked), ["core/vault/Cargo.toml:0"]);
}

#[test]
fn the_target_is_told_apart_in_platform_files_only() {
    let text = "#[cfg(target_family = \"wasm\")]\nfn a() {}\n#[cfg(target_arch = \"wasm32\")]\nfn b() {}\n";
    assert_eq!(lines(powers::check, "core/store/src/database.rs", text), [1, 3]);
    assert_eq!(lines(powers::check, "core/store/src/web.rs", text), NONE);
    assert_eq!(lines(powers::check, "bindings/web/src/lib.rs", text), NONE);
    let choice =
        "#[cfg(not(target_family = \"wasm\"))]\nmod native;\n#[cfg(target_family = \"wasm\")]\npub use web::Disk;\n";
    assert_eq!(lines(powers::check, "core/store/src/lib.rs", choice), NONE);
    let paths = "#[cfg_attr(target_family = \"wasm\", path = \"web.rs\")]\npub mod platform;\n";
    assert_eq!(lines(powers::check, "core/client/src/lib.rs", paths), NONE);
    let simd = "#[cfg(target_arch = \"aarch64\")]\nfn fast() {}\n";
    assert_eq!(lines(powers::check, "core/vault/src/lib.rs", simd), NONE);
}

#[test]
fn a_file_without_description_is_found() {
    assert_eq!(lines(shape::check, "core/rules/src/lib.rs", "fn a() {}\n"), [1]);
    assert_eq!(lines(shape::check, "core/rules/src/roster.rs", "/// A roster.\nstruct Roster;\n"), [1]);
    assert_eq!(lines(shape::check, "core/rules/src/lib.rs", "//! Rules live here.\nfn a() {}\n"), NONE);
}

#[test]
fn a_long_file_is_found() {
    let just = format!("//! Long.\n{}", "\n".repeat(599));
    assert_eq!(lines(shape::check, "cli/src/main.rs", &just), NONE);
    assert_eq!(lines(shape::check, "cli/src/main.rs", &format!("{just}\n")), [0]);
    assert_eq!(lines(shape::check, "bindings/kotlin/src/Client.kt", &"\n".repeat(601)), [0]);
}

#[test]
fn unfinished_places_are_found() {
    for word in [
        concat!("// TO", "DO: later"),
        concat!("// FIX", "ME"),
        concat!("todo", "!()"),
        concat!("unimplemented", "!()"),
    ] {
        assert_eq!(lines(shape::check, "cli/src/main.rs", &format!("//! Client.\n{word}\n")), [2], "{word}");
    }
}

#[test]
fn tests_that_do_not_run_are_found() {
    let rust = concat!("//! Tests.\n#[test]\n#[ig", "nore = \"slow\"]\nfn a() {}\n");
    assert_eq!(lines(shape::check, "tests/src/world.rs", rust), [3]);
    assert_eq!(lines(shape::check, "bindings/kotlin/test/Main.kt", concat!("@Dis", "abled fun a() {}\n")), [1]);
}

#[test]
fn tests_that_sleep_are_found() {
    let sleep = concat!("thread::", "sleep(second);");
    let text = format!("//! Text.\nfn a() {{ {sleep} }}\n#[cfg(test)]\nmod tests {{\n {sleep}\n}}\n");
    assert_eq!(lines(shape::check, "core/client/src/sync.rs", &text), [5]);
    assert_eq!(lines(shape::check, "tests/src/world.rs", &format!("//! World.\n{sleep}\n")), [2]);
}

#[test]
fn hosts_and_machine_paths_are_found() {
    let host = concat!("curl https://pypi", ".org/simple\n");
    assert_eq!(lines(words::check, "scripts/get.sh", host), [1]);
    assert_eq!(lines(words::check, "web/package-lock.json", host), NONE);
    assert_eq!(lines(words::check, "docs/a.md", concat!("see /wo", "rk/main and \"/ro", "ot/x\"\n")), [1]);
    let others = concat!("see path/wo", "rk/main and https://host/wo", "rk/ and ${R}/ro", "ot/x\n");
    assert_eq!(lines(words::check, "docs/a.md", others), NONE);
}

#[test]
fn a_dependency_without_reason_is_found() {
    let text = "[workspace.dependencies]\nhex = \"0.4\"\nsha2 = \"1\" # SHA-256\n# Time\njiff = \"1\"\nours = { path = \"core\" }\n[lints]\na = \"b\"\n";
    assert_eq!(lines(manifests::check, "Cargo.toml", text), [2]);
}

#[test]
fn a_room_that_names_a_version_gives_a_reason_too() {
    let text =
        "[package]\nversion = \"1\"\n[dependencies]\nhex.workspace = true\nsha2 = { workspace = true }\njiff = \"1\"\n";
    assert_eq!(lines(manifests::check, "cli/Cargo.toml", text), [6]);
}
