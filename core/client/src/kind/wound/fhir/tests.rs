//! What was found goes out and comes back the same, whatever it is.

use serde_json::json;
use verband_protocol::id::EventId;
use verband_protocol::port::Entropy;
use verband_texts::{Language, codes};
use verband_vault::redact::PhotoPoint;

use super::observation::Panel;
use super::{BundleFigures, BundleFinding, FhirError, read_wound_bundle};
use crate::kind::wound::finding::{TissuePart, Undermining, WoundFinding};
use crate::kind::wound::rows::{WoundFigure, WoundMarker, WoundMeasurement, WoundRuler};

/// Numbers from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn number(&mut self, least: u64, most: u64) -> Option<u32> {
        (self.below(2) == 0).then(|| u32::try_from(least + self.below(most - least + 1)).expect("small"))
    }

    fn one(&mut self, list: &str) -> String {
        let codes = codes(list);
        let at = usize::try_from(self.below(codes.len() as u64 + 1)).expect("small");
        codes.get(at).copied().unwrap_or_default().to_owned()
    }

    fn some(&mut self, list: &str) -> Vec<String> {
        codes(list).iter().filter(|_| self.below(3) == 0).map(|code| (*code).to_owned()).collect()
    }

    fn text(&mut self) -> String {
        let texts = ["", "trocken 👍", "\"<b>&amp;</b>\"\n\\u0000", "ß"];
        texts[usize::try_from(self.below(4)).expect("small")].to_owned()
    }

    fn finding(&mut self) -> WoundFinding {
        let mut share = 100;
        let mut tissue = self.some("tissue");
        tissue.truncate(4);
        WoundFinding {
            examined_at: self.below(4_000_000_000_000),
            length: self.number(1, 2_000),
            width: self.number(1, 2_000),
            depth: self.number(0, 500),
            area: self.number(0, 2_000_000),
            measured: self.one("measured"),
            undermining: (0..self.below(4))
                .map(|_| Undermining {
                    from: u32::try_from(1 + self.below(12)).expect("small"),
                    to: u32::try_from(1 + self.below(12)).expect("small"),
                    depth: self.number(0, 500),
                })
                .collect(),
            tissue: tissue
                .into_iter()
                .map(|tissue| {
                    let percent = 1 + u32::try_from(self.below(share / 4)).expect("small");
                    share -= u64::from(percent);
                    TissuePart { tissue, percent }
                })
                .collect(),
            edge: self.some("edge"),
            skin: self.some("skin"),
            exudate_amount: self.one("exudate-amount"),
            exudate_kind: self.one("exudate-kind"),
            exudate_colour: self.one("exudate-colour"),
            odour: self.one("odour"),
            pain: self.number(0, 10),
            infection: self.some("infection"),
            dressing: self.text(),
            next_change: (self.below(2) == 0).then(|| self.below(4_000_000_000_000)),
            note: self.text(),
        }
    }
}

impl Chance {
    /// A finding whose sizes were measured, and by what.
    fn measured(&mut self) -> (WoundFinding, WoundMeasurement) {
        let mut figure = |least: u64| WoundFigure {
            value: u32::try_from(least + self.below(20_000)).expect("small"),
            error: u32::try_from(1 + self.below(5_000)).expect("small"),
        };
        let (length, width, area) = (figure(1), figure(1), figure(0));
        let outline = self.below(2) == 0;
        let by_marker = self.below(2) == 0;
        let measurement = WoundMeasurement {
            photo_event: EventId([1; 16]),
            method: if by_marker { "marker" } else { "photo-ruler" }.to_owned(),
            markers: if by_marker { vec![WoundMarker { side_mm: 30, corners: Vec::new() }; 2] } else { Vec::new() },
            ruler: (!by_marker).then_some(WoundRuler { from: POINT, to: POINT, mm: 50 }),
            outline: Vec::new(),
            length,
            width: outline.then_some(width),
            area: outline.then_some(area),
            perimeter: None,
            arithmetic: 1,
        };
        let whole = |figure: WoundFigure| ((figure.value + 5) / 10).max(1);
        let finding = WoundFinding {
            length: Some(whole(length)),
            width: measurement.width.map(whole),
            area: measurement.area.map(|area| area.value),
            measured: measurement.method.clone(),
            ..self.finding()
        };
        (finding, measurement)
    }
}

const POINT: PhotoPoint = PhotoPoint { x: 1, y: 2 };

/// The finding as it stands in a bundle.
fn written(finding: &WoundFinding, event: [u8; 16], measurement: Option<&WoundMeasurement>) -> Vec<u8> {
    let (subject, focus) = (json!({ "identifier": { "value": "4711" } }), json!({ "reference": "urn:uuid:0" }));
    let panel = Panel {
        language: Language::German,
        event: &event,
        subject: &subject,
        focus: &focus,
        performer: focus.clone(),
        at: finding.examined_at,
        measurement,
        photo: None,
    };
    let entry = |(address, resource)| json!({ "fullUrl": address, "resource": resource });
    let entries: Vec<_> = panel.write(finding).into_iter().map(entry).collect();
    json!({ "resourceType": "Bundle", "type": "document", "entry": entries }).to_string().into_bytes()
}

#[test]
fn every_finding_comes_back_as_it_went_out() {
    let mut seed = [0; 8];
    crate::platform::SystemEntropy.fill(&mut seed);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(u64::from_be_bytes(seed));
    println!("SEED={seed}");
    let mut chance = Chance(seed);
    for _ in 0..500 {
        let finding = chance.finding();
        let read = read_wound_bundle(&written(&finding, [7; 16], None));
        assert_eq!(read, Ok(vec![BundleFinding { finding, figures: None }]), "SEED={seed}");
        let (finding, measurement) = chance.measured();
        let figures = BundleFigures {
            length: measurement.length,
            width: measurement.width,
            area: measurement.area,
            markers: measurement.markers.iter().map(|marker| marker.side_mm).collect(),
            ruler: measurement.ruler.map(|ruler| ruler.mm),
            arithmetic: 1,
        };
        let read = read_wound_bundle(&written(&finding, [7; 16], Some(&measurement)));
        assert_eq!(read, Ok(vec![BundleFinding { finding, figures: Some(figures) }]), "SEED={seed}");
    }
}

#[test]
fn what_is_no_bundle_is_named() {
    assert_eq!(read_wound_bundle(b"{"), Err(FhirError::Json));
    assert_eq!(read_wound_bundle(b"[]"), Err(FhirError::Bundle));
    assert_eq!(read_wound_bundle(br#"{"resourceType":"Patient","entry":[]}"#), Err(FhirError::Bundle));
    let finding = WoundFinding { pain: Some(3), ..WoundFinding::default() };
    let text = String::from_utf8(written(&finding, [7; 16], None)).expect("JSON");
    let broken = text.replace("72514-3", "72514-4");
    assert!(matches!(read_wound_bundle(broken.as_bytes()), Err(FhirError::Finding(_))), "a member that nobody knows");
}
