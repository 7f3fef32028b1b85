//! The published JSON schema of FHIR R4 (4.0.1), as `tests/fixtures/fhir` has it.

use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use verband_protocol::id::Hash;

/// The digest of the schema as HL7 publishes it.
const DIGEST: &str = "15b9548af6412c44faaa411456e0652542de286fd1c58ef882b09bdc8947909d";

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fhir/fhir.schema.json.zip");
    let file = std::fs::File::open(file).expect("the fixture");
    let mut text = Vec::new();
    let mut archive = zip::ZipArchive::new(file).expect("a ZIP file");
    archive.by_index(0).expect("the schema").read_to_end(&mut text).expect("whole");
    assert_eq!(Hash::of(&text).to_string(), DIGEST, "it is not the published one");
    let schema: Value = serde_json::from_slice(&text).expect("JSON");
    jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex()).build(&schema).expect("a schema")
});

/// What is wrong with a resource, in the first words of the validator; none if nothing is.
pub(crate) fn fault(resource: &Value) -> Option<String> {
    let error = SCHEMA.validate(resource).err()?;
    Some(format!("{}: {}", error.instance_path(), error.to_string().chars().take(300).collect::<String>()))
}
