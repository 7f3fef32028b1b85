//! Lists of people as offices send them, and what would become of them.

use std::fmt::Write as _;
use std::io::Write as _;

use verband_documents::people::{
    Column, Duplicate, Known, Like, MAX_BYTES, MAX_ROWS, MAX_TEXT_BYTES, PeopleError, PeopleFile, Person, Plan,
    Problem, ProblemKind, Standing, read,
};
use verband_texts::Language;
use zip::write::SimpleFileOptions;

fn people(text: &str) -> PeopleFile {
    read(text.as_bytes()).expect("a list")
}

fn person(line: usize, name: &str) -> Person {
    let [email, function, ward, number] = [const { String::new() }; 4];
    Person { line, name: name.to_owned(), email, function, ward, language: None, number }
}

fn names(file: &PeopleFile) -> Vec<&str> {
    file.people.iter().map(|person| person.name.as_str()).collect()
}

#[test]
fn reads_what_a_german_spreadsheet_writes() {
    let file = people(
        "Personal-Nr.;Nachname;Vorname;E-Mail-Adresse;Beruf;Wohnbereich;Sprache\r\n\
         0042;Müller;Anna;anna@haus.example;Pflegefachfrau;2;Deutsch\r\n\
         ;;;;;;\r\n\
         7;Nguyễn;\"Thị Ánh\";;\"Altenpflegerin; Praxisanleitung\";;englisch\r\n",
    );
    let anna = Person {
        email: "anna@haus.example".to_owned(),
        function: "Pflegefachfrau".to_owned(),
        ward: "2".to_owned(),
        language: Some(Language::German),
        number: "0042".to_owned(),
        ..person(2, "Anna Müller")
    };
    let anh = Person {
        function: "Altenpflegerin; Praxisanleitung".to_owned(),
        language: Some(Language::English),
        number: "7".to_owned(),
        ..person(4, "Thị Ánh Nguyễn")
    };
    assert_eq!(file, PeopleFile { people: vec![anna, anh], problems: vec![] });
}

#[test]
fn knows_the_words_of_headers() {
    for (header, row, name) in [
        ("Name", "Anna Müller", "Anna Müller"),
        ("Name;Vorname", "Müller;Anna", "Anna Müller"),
        ("VORNAME\tFamilienname", "Anna\tMüller", "Anna Müller"),
        ("First name,Last name", "Anna,Müller", "Anna Müller"),
        ("Mitarbeiter/in;Team", "Anna Müller;Nord", "Anna Müller"),
        ("E-Mail, Full Name", "a@b.example, Anna Müller", "Anna Müller"),
        ("sep=;\nName;Rolle", "Anna Müller;x", "Anna Müller"),
        ("Liste des Personals;Stand 11/2026\n\nName;Rolle", "Anna Müller;x", "Anna Müller"),
    ] {
        assert_eq!(names(&people(&format!("{header}\n{row}\n"))), [name], "{header}");
    }
    let both = people("Name;Einrichtung;Station\nAnna;Haus am See;3\nBerta;;4\n");
    let wards: Vec<&str> = both.people.iter().map(|person| person.ward.as_str()).collect();
    assert_eq!(wards, ["Haus am See, 3", "4"]);
}

#[test]
fn reads_every_encoding_that_programs_write() {
    let text = "Name;Station\nJörg Weiß;Süd\n";
    let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let windows: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        windows,
        [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(),
    ] {
        let file = read(&bytes).unwrap();
        assert_eq!(names(&file), ["Jörg Weiß"]);
        assert_eq!(file.people[0].ward, "Süd");
    }
    // A Mac composes umlauts of two characters.
    assert_eq!(names(&people("Name\nMu\u{308}ller\n")), ["Müller"]);
}

#[test]
fn names_the_row_and_column_of_what_is_wrong() {
    let long = "x".repeat(101);
    let file = people(&format!(
        "Name;E-Mail;Sprache;Station\n\
         Anna;anna@haus.example;;\n\
         ;berta@haus.example;;\n\
         Clara;clara(at)haus;Klingonisch;\n\
         Dora;;;{long}\n\
         李;;;\n"
    ));
    assert_eq!(names(&file), ["Anna"]);
    let problem = |line, column, kind| Problem { line, column, kind };
    assert_eq!(
        file.problems,
        [
            problem(3, Column::Name, ProblemKind::Empty),
            problem(4, Column::Email, ProblemKind::BrokenEmail),
            problem(4, Column::Language, ProblemKind::UnknownLanguage),
            problem(5, Column::Ward, ProblemKind::TooLong),
            problem(6, Column::Name, ProblemKind::Unprintable('李')),
        ]
    );
    let told: Vec<String> = file.problems.iter().map(|problem| problem.text(Language::German)).collect();
    assert_eq!(told[0], "Zeile 3, Name: Hier fehlt etwas.");
    assert_eq!(told[3], "Zeile 5, Bereich: Höchstens 100 Zeichen.");
    assert_eq!(file.problems[1].text(Language::English), "Row 4, E-mail: this is no e-mail address.");
}

#[test]
fn a_name_too_long_for_the_organisation_log_is_a_problem() {
    assert_eq!(MAX_TEXT_BYTES, verband_protocol::organisation::MAX_NAME);
    // Few characters, many bytes.
    let file = people(&format!("Name\n{}\n", "ễ".repeat(90)));
    assert_eq!(file.problems[0].kind, ProblemKind::TooLong);
}

#[test]
fn says_why_a_file_is_no_list() {
    for (bytes, error) in [
        (&b""[..], PeopleError::NoHeader),
        (b"Anna;Station 3\nBerta;Station 4\n", PeopleError::NoHeader),
        (b"Vorname;Station\nAnna;3\n", PeopleError::NoHeader),
        (b"Name;Station\n\n;;\n", PeopleError::Nobody),
        (b"Name;E-Mail;Mail\nAnna;a@b.example;\n", PeopleError::Twice(Column::Email)),
        (b"Name;Name\nAnna;Berta\n", PeopleError::Twice(Column::Name)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PeopleError::NotATable),
        (b"PK\x03\x04 and then nothing", PeopleError::NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook of 2003", PeopleError::NotATable),
    ] {
        assert_eq!(read(bytes), Err(error), "{}", String::from_utf8_lossy(bytes));
        assert!(!error.text(Language::German).contains("people-") && !error.text(Language::English).contains("{ $"));
    }
    assert!(PeopleError::NoHeader.text(Language::German).contains("„Vorname“ und „Nachname“"));
}

#[test]
fn lines_are_those_of_the_file() {
    let lines = |text: &str| people(text).people.iter().map(|person| person.line).collect::<Vec<_>>();
    for end in ["\n", "\r\n", "\r"] {
        let text = "\nName;Rolle\n\n\nAnna;x\nBerta;\"y\nz\"\nClara;\n;;\nDora;".replace('\n', end);
        assert_eq!(lines(&text), [5, 6, 8, 10], "{end:?}");
    }
}

#[test]
fn limits_hold() {
    let rows = |count: usize| format!("Name\n{}", "Anna\n".repeat(count));
    assert_eq!(people(&rows(MAX_ROWS)).people.len(), MAX_ROWS);
    assert_eq!(read(rows(MAX_ROWS + 1).as_bytes()), Err(PeopleError::TooMany));
    assert_eq!(read(&vec![b'x'; MAX_BYTES + 1]), Err(PeopleError::TooBig));
}

/// A workbook with one sheet of this XML, and these shared strings.
fn workbook(sheet: &[u8], strings: &str) -> Vec<u8> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let files = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"/>").into_bytes()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )
            .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{relation}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            )
            .into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\">\
                 <sheets><sheet name=\"Personal\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            )
            .into_bytes(),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>").into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.to_vec()),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(&content).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

#[test]
fn reads_a_workbook() {
    let strings = "<si><t>Vorname</t></si><si><t>Name</t></si><si><t>Personalnummer</t></si><si><t>Jörg</t></si>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
                <c r=\"D1\" t=\"s\"><v>2</v></c></row>\
                <row r=\"3\"><c r=\"A3\" t=\"s\"><v>3</v></c>\
                <c r=\"B3\" t=\"inlineStr\"><is><t>Weiß</t></is></c><c r=\"D3\"><v>4711</v></c></row>";
    let file = read(&workbook(&sheet(rows), strings)).unwrap();
    assert_eq!(file.people, [Person { number: "4711".to_owned(), ..person(3, "Jörg Weiß") }]);
}

#[test]
fn workbooks_of_other_programs_are_read() {
    let ayse = Person {
        email: "ayse@haus.example".to_owned(),
        function: "Ärztin".to_owned(),
        ward: "Nord".to_owned(),
        language: Some(Language::English),
        number: "0043".to_owned(),
        ..person(4, "Ayşe Weiß-Ünal")
    };
    let joerg = Person {
        email: "joerg.mueller@haus.example".to_owned(),
        function: "Pflegefachmann".to_owned(),
        ward: "Süd".to_owned(),
        language: Some(Language::German),
        number: "42".to_owned(),
        ..person(3, "Jörg Müller")
    };
    let anh = Person {
        function: "Altenpflegerin & Praxisanleiterin".to_owned(),
        ward: "Süd".to_owned(),
        ..person(5, "Thị Ánh Nguyễn")
    };
    let people = vec![joerg, ayse, anh];
    for (program, bytes) in [
        ("openpyxl", include_bytes!("../../../tests/fixtures/people/openpyxl.xlsx").as_slice()),
        ("XlsxWriter", include_bytes!("../../../tests/fixtures/people/xlsxwriter.xlsx")),
        ("XlsxWriter, row by row", include_bytes!("../../../tests/fixtures/people/xlsxwriter-inline.xlsx")),
        ("LibreOffice", include_bytes!("../../../tests/fixtures/people/libreoffice.xlsx")),
    ] {
        assert_eq!(read(bytes), Ok(PeopleFile { people: people.clone(), problems: vec![] }), "{program}");
    }
}

#[test]
fn a_workbook_is_read_as_programs_write_it() {
    // Parts of a text in several styles, how it is pronounced, signs by their names; cells without a place; a formula's
    // text; yes and no.
    let strings = "<si><t>Name</t></si><si><r><t>Kim </t></r><r><t xml:space=\"preserve\">&amp; Söhne&#228;</t></r>\
                   <rPh sb=\"0\" eb=\"1\"><t>kimu</t></rPh></si><si/>";
    let rows = "<row><c t=\"s\"><v>0</v></c><c/><c t=\"str\"><f>A1</f><v>Personalnummer</v></c><c t=\"str\"><v>Rolle</v></c></row>\
                <row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c><v>4711.0</v></c><c t=\"b\"><v>1</v></c></row>\
                <row r=\"9\"><c r=\"A9\" t=\"s\"><v>7</v></c><c r=\"AA9\" t=\"e\"><v>#REF!</v></c></row>";
    let file = read(&workbook(&sheet(rows), strings)).unwrap();
    assert_eq!(file.people, [Person { number: "4711".to_owned(), ..person(2, "Kim & Söhneä") }]);
    let ole = [b"\xd0\xcf\x11\xe0".as_slice(), b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
    assert_eq!(read(&ole), Err(PeopleError::Encrypted));
}

#[test]
fn a_workbook_that_claims_to_be_huge_takes_no_memory() {
    let name = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c></row>";
    let far = format!("{name}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    assert_eq!(read(&workbook(&sheet(&far), "")), Err(PeopleError::Nobody));
    // One long string, ten thousand times.
    let strings = format!("<si><t>Name</t></si><si><t>{}</t></si>", "x".repeat(1 << 20));
    let mut rows = String::new();
    for row in 1..=MAX_ROWS + 1 {
        let string = usize::from(row > 1);
        write!(rows, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>{string}</v></c></row>").unwrap();
    }
    let file = read(&workbook(&sheet(&rows), &strings)).unwrap();
    assert_eq!((file.people.len(), file.problems.len()), (0, MAX_ROWS));
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let mut bomb = sheet("");
    bomb.resize(101 << 20, b' ');
    let packed = workbook(&bomb, "");
    assert!(packed.len() < 1 << 20);
    assert_eq!(read(&packed), Err(PeopleError::TooBig));
}

fn known(name: &str, email: &str, number: &str, standing: Standing) -> Known {
    let [function, ward] = [const { String::new() }; 2];
    Known { name: name.to_owned(), email: email.to_owned(), function, ward, number: number.to_owned(), standing }
}

#[test]
fn a_plan_tells_new_known_doubled_and_leaving_people_apart() {
    let file = people(
        "Name;E-Mail;Personalnummer\n\
         Anna Müller;anna@haus.example;1\n\
         Berta Neu;;2\n\
         Clara Weiss-Schmidt;clara@haus.example;\n\
         berta  neu;;2\n\
         Dora Lang;;\n\
         Emil Groß;emil2@haus.example;\n",
    );
    let known = [
        known("Anna Müller-Alt", "", "1", Standing::Member),
        known("Clara Weiss", "CLARA@haus.example", "", Standing::Member),
        known("Dora Lang", "", "", Standing::Invited),
        known("Emil Groß", "emil@haus.example", "", Standing::Member),
        known("Frieda Fort", "", "", Standing::Member),
        known("Gerd Eingeladen", "", "", Standing::Invited),
    ];
    let plan = Plan::new(file.people, &known);
    let lines = |people: &[Person]| people.iter().map(|person| person.line).collect::<Vec<_>>();
    let matches = |list: &[verband_documents::people::Match]| {
        list.iter().map(|found| (found.person.line, found.known)).collect::<Vec<_>>()
    };
    // Two people called Emil Groß have different addresses.
    assert_eq!(lines(&plan.new), [3, 7]);
    assert_eq!(matches(&plan.members), [(2, 0), (4, 1)]);
    assert_eq!(matches(&plan.invited), [(6, 2)]);
    assert_eq!(
        plan.duplicates,
        [Duplicate { person: Person { number: "2".to_owned(), ..person(5, "berta neu") }, first: 3 }]
    );
    // An invitation that the list does not name is nobody who leaves.
    assert_eq!(plan.leavers, [3, 4]);
}

#[test]
fn an_address_of_a_ward_is_nobody_in_particular() {
    let list = "Name;E-Mail\nAnna;station3@haus.example\nBerta;station3@haus.example\nClara;clara@haus.example\n";
    let known = [known("Dora", "station3@haus.example", "", Standing::Member)];
    let plan = Plan::new(people(list).people, &known);
    assert_eq!((plan.new.len(), plan.duplicates.len(), plan.leavers.len()), (3, 0, 1));
    // Two known people share it: whoever comes with it now is new.
    let known = [known[0].clone(), Known { name: "Emil".to_owned(), ..known[0].clone() }];
    let plan = Plan::new(people("Name;E-Mail\nAnna;station3@haus.example\n").people, &known);
    assert_eq!((plan.new.len(), plan.leavers.len()), (1, 2));
}

#[test]
fn a_namesake_is_matched_once() {
    // Two members of the same name, one in the list: the other one is named as leaving, not swallowed.
    let twins = [known("Anna Müller", "", "", Standing::Member), known("Anna Müller", "", "", Standing::Member)];
    let plan = Plan::new(people("Name\nAnna Müller\n").people, &twins);
    assert_eq!((plan.members.len(), plan.leavers.as_slice()), (1, &[1][..]));
}

/// A row of a list in which function and ward are told.
fn listed(line: usize, name: &str, function: &str, ward: &str) -> Person {
    Person { function: function.to_owned(), ward: ward.to_owned(), ..person(line, name) }
}

fn similar(plan: &Plan) -> Vec<(usize, Like)> {
    plan.similar.iter().map(|found| (found.person.line, found.like)).collect()
}

#[test]
fn a_namesake_of_another_ward_is_named_and_left_to_the_administrator() {
    let maria = Known { ward: "Station 3".to_owned(), ..known("Maria Müller", "", "", Standing::Member) };
    let plan = Plan::new(
        vec![
            listed(2, "Maria Müller", "Ärztin", "Station 5"),
            listed(3, "maria müller", "Pflegefachfrau", "station  3"),
            listed(4, "Maria Müller", "Ärztin", "Station 5"),
            listed(5, "Maria Müller", "Köchin", ""),
            listed(6, "Mueller, Maria", "", ""),
            listed(7, "Marta Müller", "", ""),
        ],
        std::slice::from_ref(&maria),
    );
    // She of the same ward is the member, though the other one stands before her in the list.
    assert_eq!(plan.members.iter().map(|found| (found.person.line, found.known)).collect::<Vec<_>>(), [(3, 0)]);
    assert_eq!(similar(&plan), [(2, Like::Known(0)), (5, Like::Known(0)), (6, Like::Known(0))]);
    assert_eq!(plan.duplicates.iter().map(|found| (found.person.line, found.first)).collect::<Vec<_>>(), [(4, 2)]);
    assert_eq!(plan.new.iter().map(|person| person.line).collect::<Vec<_>>(), [7]);

    // Who changed her ward is no leaver: she is named with the row that resembles her.
    let plan = Plan::new(vec![listed(2, "Maria Müller", "", "Station 5")], &[maria]);
    assert_eq!((similar(&plan), plan.leavers.len()), (vec![(2, Like::Known(0))], 0));
}

#[test]
fn namesakes_within_a_list_are_told_apart_by_number_and_address_alone() {
    let file = people(
        "Name;Nr;E-Mail;Station;Personalnummer\n\
         Anna Weiß;;a1@haus.example;1;\n\
         Anna Weiß;;a2@haus.example;1;\n\
         Berta Kurz;;;1;7\n\
         Berta Kurz;;;1;8\n\
         Clara Lang;;;1;\n\
         Clara Lang;;;2;\n\
         Clara Lang;;;1;\n",
    );
    let plan = Plan::new(file.people, &[]);
    assert_eq!(plan.new.iter().map(|person| person.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(similar(&plan), [(7, Like::Line(6))]);
    assert_eq!(plan.duplicates.iter().map(|found| (found.person.line, found.first)).collect::<Vec<_>>(), [(8, 6)]);
}

#[test]
fn a_list_that_was_invited_is_known_row_by_row_when_it_is_read_again() {
    let rows = || vec![listed(2, "Maria Müller", "", "Station 3"), listed(3, "Maria Müller", "", "Station 5")];
    let invited =
        |person: &Person| Known { ward: person.ward.clone(), ..known(&person.name, "", "", Standing::Invited) };
    let mut known: Vec<Known> = rows().iter().map(invited).collect();
    known.reverse();
    let plan = Plan::new(rows(), &known);
    assert_eq!(plan.invited.iter().map(|found| found.known).collect::<Vec<_>>(), [1, 0]);
    assert!(plan.similar.is_empty() && plan.new.is_empty() && plan.duplicates.is_empty());
}

#[test]
fn a_known_person_is_one_row_at_most() {
    let maria = known("Maria Müller", "", "", Standing::Member);
    let wards = ["Station 3", "Station 5", "Station 3", ""];
    let rows = wards.iter().zip(2..).map(|(ward, line)| listed(line, "Maria Müller", "", ward));
    let plan = Plan::new(rows.collect(), &[maria]);
    // The first row is the member, and tells where she works: who works elsewhere may be somebody else.
    assert_eq!(plan.members.iter().map(|found| found.person.line).collect::<Vec<_>>(), [2]);
    assert_eq!(similar(&plan), [(3, Like::Known(0))]);
    assert_eq!(
        plan.duplicates.iter().map(|found| (found.person.line, found.first)).collect::<Vec<_>>(),
        [(4, 2), (5, 2)]
    );
}
