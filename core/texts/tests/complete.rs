//! Both languages say the same things, and what the sources ask for is there: the ids and variables of the two files are
//! compared with each other and with every call of `text` in the rooms that use this one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

type Texts = BTreeMap<String, BTreeSet<String>>;

/// The ids of a file, each with its variables.
fn texts(source: &str) -> Texts {
    let resource = fluent_syntax::parser::parse(source).expect("Fluent");
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    messages
        .map(|message| {
            assert!(message.attributes.is_empty(), "{}: texts have no attributes", message.id.name);
            let mut variables = BTreeSet::new();
            collect(message.value.as_ref().expect("a message has a text"), &mut variables);
            (message.id.name.to_owned(), variables)
        })
        .collect()
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (Expression::Select { selector: inline, .. } | Expression::Inline(inline)) = expression;
        let InlineExpression::VariableReference { id } = inline else { panic!("only variables: {inline:?}") };
        variables.insert(id.name.to_owned());
        if let Expression::Select { variants, .. } = expression {
            for variant in variants {
                collect(&variant.value, variables);
            }
        }
    }
}

fn german() -> Texts {
    texts(include_str!("../de.ftl"))
}

fn english() -> Texts {
    texts(include_str!("../en.ftl"))
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    assert_eq!(german(), english());
}

/// The sources of the rooms that depend on this one.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the project's folder");
    let mut found = Vec::new();
    for room in ["core", "bindings", "server", "cli"] {
        crates(&root.join(room), &mut found);
    }
    found
}

fn crates(folder: &Path, found: &mut Vec<PathBuf>) {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    if manifest.contains("verband-texts.workspace") {
        rust(&folder.join("src"), found);
    } else if manifest.is_empty() {
        for inner in folders(folder) {
            crates(&inner, found);
        }
    }
}

fn rust(folder: &Path, found: &mut Vec<PathBuf>) {
    for inner in folders(folder) {
        rust(&inner, found);
    }
    let files = fs::read_dir(folder).expect("a source folder").flatten().map(|entry| entry.path());
    found.extend(files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")));
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()));
    entries.into_iter().flatten().filter(|path| path.is_dir()).collect()
}

/// The calls of the function `text` in a source: the id, and the variables that are handed over.
fn calls(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let starts = source.match_indices("text(").filter(|(at, _)| {
        // Not a method, a part of another word, or the function's own definition.
        let before = source[..*at].chars().next_back().unwrap_or(' ');
        !(before.is_alphanumeric() || before == '_' || before == '.' || source[..*at].ends_with("fn "))
    });
    starts
        .map(|(at, open)| {
            let arguments = arguments(&source[at + open.len()..]);
            let [_, id, values] = arguments.as_slice() else { panic!("three arguments: {arguments:?}") };
            let id = id.strip_prefix('"').and_then(|id| id.strip_suffix('"'));
            let variables = values.split("(\"").skip(1).filter_map(|rest| rest.split('"').next());
            (id.expect("the id is a literal").to_owned(), variables.map(str::to_owned).collect())
        })
        .collect()
}

/// Splits at the commas of the outermost level, up to the closing bracket.
fn arguments(source: &str) -> Vec<String> {
    let (mut all, mut one, mut depth, mut quoted) = (Vec::new(), String::new(), 0, false);
    for sign in source.chars() {
        match sign {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted && depth == 0 => break,
            ')' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                all.push(std::mem::take(&mut one).trim().to_owned());
                continue;
            }
            _ => {}
        }
        one.push(sign);
    }
    all.push(one.trim().to_owned());
    all.retain(|argument| !argument.is_empty());
    all
}

#[test]
fn the_sources_use_every_text_with_its_variables_and_no_other() {
    let known = german();
    // The words for the codes of lists are found by them.
    let terms = verband_texts::WOUND.iter();
    let mut used: BTreeSet<String> =
        terms.flat_map(|(list, codes)| codes.iter().map(move |code| format!("wound-{list}-{code}"))).collect();
    for id in &used {
        assert_eq!(known.get(id), Some(&BTreeSet::new()), "{id}");
    }
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        // A room has other functions of this name in files that do not know this one.
        if !source.contains("verband_texts::") {
            continue;
        }
        for (id, variables) in calls(&source) {
            assert_eq!(known.get(&id), Some(&variables), "{id} in {}", path.display());
            used.insert(id);
        }
    }
    let unused: Vec<&String> = known.keys().filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "nobody uses {unused:?}");
}
