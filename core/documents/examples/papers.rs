//! Writes every paper to a folder, to look at them and for `cargo xtask test --only papers`:
//! `cargo run -p verband-documents --example papers -- FOLDER [PHOTO]`.

use std::path::Path;

use jpeg_encoder::{ColorType, Encoder};
use verband_documents::{
    Curve, Fact, House, Letter, Notice, PaperKey, Paragraph, Part, Picture, Report, hand_out_list, letters,
    marker_sheet, recovery_card, recovery_sheet, report,
};
use verband_texts::{Date, Language};

const CODE: &str = "1G7K-0QRT-8BZ2-5SVW-6XYN";

fn house() -> House {
    let heading = |text: &str| Paragraph::Heading(text.to_owned());
    let told = |text: &str| Paragraph::Text(text.to_owned());
    House {
        name: "Pflegedienst Sonnenschein".to_owned(),
        address: vec!["Hauptstraße 12".to_owned(), "24103 Kiel".to_owned()],
        server: "https://verband.sonnenschein.example".to_owned(),
        fingerprint: "7Q2M-X4TB-9KHD-3WVE-C6RN".to_owned(),
        contact: "Sabine Krüger, Büro im Erdgeschoss, Telefon 0431 12345-67".to_owned(),
        notices: vec![Notice {
            language: Language::German,
            paragraphs: vec![
                heading("Wer verantwortlich ist"),
                told(
                    "Pflegedienst Sonnenschein, Hauptstraße 12, 24103 Kiel, Telefon 0431 12345-0. \
                      Datenschutzbeauftragte: Dr. Wiebke Jensen, datenschutz@sonnenschein.example.",
                ),
                heading("Was verarbeitet wird und wofür"),
                told(
                    "Ihr Name, Ihre Funktion, Ihr Bereich und die Geräte, die Sie anmelden, damit Sie mit Kolleginnen \
                      und Kollegen Nachrichten, Fotos und Dateien austauschen können. Rechtsgrundlage ist Artikel 6 \
                      Absatz 1 Buchstabe b und f der Datenschutz-Grundverordnung in Verbindung mit § 26 BDSG.",
                ),
                heading("Wer es lesen kann"),
                told(
                    "Inhalte lesen nur die Mitglieder einer Unterhaltung. Der Server speichert sie verschlüsselt und \
                      hat keinen Schlüssel. Die Administration sieht, wer Mitglied ist und welche Geräte angemeldet \
                      sind, aber keine Inhalte.",
                ),
                heading("Wie lange"),
                told(
                    "Nachrichten werden nach der Aufbewahrungsfrist gelöscht, die in der App bei jeder Unterhaltung \
                      steht. Ihr Konto wird gelöscht, wenn Sie ausscheiden.",
                ),
                heading("Ihre Rechte"),
                told(
                    "Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung der Verarbeitung, \
                      Datenübertragbarkeit und Widerspruch, und Sie können sich bei der Landesbeauftragten für \
                      Datenschutz beschweren.",
                ),
            ],
        }],
    }
}

fn letter<'a>(name: &'a str, function: &'a str, ward: &'a str, language: Language) -> Letter<'a> {
    Letter {
        name,
        function,
        ward,
        code: CODE,
        link: "verband://join?server=https%3A%2F%2Fverband.sonnenschein.example#1G7K-0QRT-8BZ2-5SVW-6XYN",
        expires: Date::new(2026, 11, 26).expect("a day"),
        reference: "9F2C",
        language,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(Path::new(&folder).join(name), bytes);
    let house = house();
    let long = House {
        name: "Gemeinnützige Gesellschaft für ambulante Alten- und Krankenpflege, Familienunterstützung und \
                 Hauswirtschaft im Landkreis Schwäbisch Hall-Crailsheim mbH"
            .to_owned(),
        server: "https://messenger.pflege-und-familienunterstuetzung.landkreis-schwaebisch-hall.example:8443"
            .to_owned(),
        contact:
            "Frau Dr. Annegret Schulze-Hohenlohe-Waldenburg, Stabsstelle Digitalisierung und Informationssicherheit, \
                    Gebäude 4, Zimmer 4.217, Telefon 0791 12345-6789, montags bis freitags 8 bis 16 Uhr"
                .to_owned(),
        ..house.clone()
    };
    let (de, en) = (Language::German, Language::English);
    let anna = letter("Anna Müller", "Pflegefachfrau", "Wohnbereich 2", de);
    let nguyen = letter("Nguyễn Thị Ánh Tuyết", "Registered nurse", "Ward 3", en);
    let longest = letter(
        "Maria Theresia Gräfin von Wittgenstein-Hohenlohe-Langenburg-Schillingsfürst",
        "Praxisanleiterin und stellvertretende Pflegedienstleitung (Palliative Care)",
        "Wohnbereich Schmetterlingswiese, Intensivpflegewohngemeinschaft",
        de,
    );
    let longest_en = Letter { language: en, ..longest };
    let olena = letter("Олена Шевченко-Ковальчук", "Pflegehelferin", "", de);
    write("german.pdf", &letters(&house, &[anna])?)?;
    write("english.pdf", &letters(&house, &[nguyen])?)?;
    write("long.pdf", &letters(&long, &[longest])?)?;
    write("long-en.pdf", &letters(&long, &[longest_en])?)?;
    let bare = House { address: vec![], contact: String::new(), notices: vec![], ..house.clone() };
    write("bare.pdf", &letters(&bare, &[olena])?)?;

    let many: Vec<Letter<'_>> = [anna, nguyen, longest, olena].into_iter().cycle().take(200).collect();
    let start = std::time::Instant::now();
    let bulk = letters(&house, &many)?;
    println!("200 letters: {:.2} s, {} kB", start.elapsed().as_secs_f64(), bulk.len() / 1000);
    write("bulk.pdf", &bulk)?;
    write("list.pdf", &hand_out_list(&house, &many[..38], de)?)?;
    write("list-en.pdf", &hand_out_list(&long, &many[..9], en)?)?;

    let key = PaperKey {
        key: "0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA",
        qr: "verband://recover#0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA",
        made: Date::new(2026, 11, 26).expect("a day"),
        language: de,
    };
    write("card.pdf", &recovery_card(&house, "Anna Müller", &key)?)?;
    write("card-en.pdf", &recovery_card(&long, "Nguyễn Thị Ánh Tuyết", &PaperKey { language: en, ..key })?)?;
    let root = "0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA-0G7K-0QRT-8BZ2-5SVW-6XYN-3EFH-JMPA";
    let root = PaperKey { key: root, qr: root, ..key };
    write("root.pdf", &recovery_sheet(&house, &root)?)?;
    write("root-en.pdf", &recovery_sheet(&long, &PaperKey { language: en, ..root })?)?;
    write("markers.pdf", &marker_sheet(&house, de)?)?;
    write("markers-en.pdf", &marker_sheet(&long, en)?)?;
    let photo = std::env::args().nth(2).map_or_else(grey, |path| Ok(std::fs::read(path)?))?;
    let mut told = wound(photo);
    write("report.pdf", &report(&house, &told, de)?)?;
    (told.curve, told.parts, told.pictures) = (None, Vec::new(), Vec::new());
    write("report-en.pdf", &report(&long, &told, en)?)?;
    Ok(())
}

/// What stands for a photo.
fn grey() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let (width, height) = (2016_u16, 1512_u16);
    let rows = (0..height).flat_map(|row| std::iter::repeat_n(u8::try_from(row / 6).unwrap_or(u8::MAX), width.into()));
    let mut out = Vec::new();
    Encoder::new(&mut out, 80).encode(&rows.collect::<Vec<u8>>(), width, height, ColorType::Luma)?;
    Ok(out)
}

/// A report with a photo (JPEG of 2016 × 1512 pixels).
fn wound(jpeg: Vec<u8>) -> Report {
    let fact = |label: &str, text: &str| Fact { label: label.to_owned(), text: text.to_owned() };
    let finding = |day: &str, length: &str| Part {
        heading: format!("Befund vom {day}, Anna Müller"),
        facts: vec![
            fact("Größe", length),
            fact("Gewebe", "60 % Granulationsgewebe, 40 % Fibrin"),
            fact("Wundrand", "mazeriert, gerötet"),
            fact("Verband und Therapie", "Alginat, Schaumverband 👍\nHaut mit Hautschutz versorgt"),
        ],
    };
    let picture =
        |caption: &str| Picture { jpeg: jpeg.clone(), width: 2016, height: 1512, caption: caption.to_owned() };
    Report {
        title: "Wunddokumentation".to_owned(),
        facts: vec![fact("Patientenbezug", "Fall 4711-0815"), fact("Ort", "Ferse links"), fact("Bemerkung", "")],
        curve: Some(Curve {
            heading: "Größe im Verlauf".to_owned(),
            alt: "1200 mm² am 1. November, 400 mm² am 26. November.".to_owned(),
            largest: "1200 mm²".to_owned(),
            ends: ["1. November 2026".to_owned(), "26. November 2026".to_owned()],
            points: vec![[0.0, 1200.0], [9.0, 900.0], [25.0, 400.0]],
        }),
        parts: vec![finding("26. November 2026", "22 × 18 mm"), finding("10. November 2026", "34 × 26 mm")],
        pictures_heading: "Fotos".to_owned(),
        pictures: ["Übersicht", "Nahaufnahme", "Nahaufnahme"].map(picture).to_vec(),
        closing: vec!["Erstellt am 27. November 2026 von Anna Müller.".to_owned()],
    }
}
