//! A paper as the bytes of a PDF, after the rules of PDF/UA-1 (ISO 14289-1): all that is drawn is tagged or decoration,
//! every glyph says which letters it stands for, fonts are on board, the document has a title and a language. And after
//! those of PDF/A-2a (ISO 19005-2), for archives: it says which colours it means, and what is in it needs nothing from
//! elsewhere.
//!
//! What is validated: the step `papers` of `cargo xtask test`, and so CI, runs veraPDF with its profile for PDF/UA-1 over every
//! paper of `examples/papers.rs` (single letters, 200 letters in bulk, hand-out lists, recovery sheets and cards, in German
//! and in English, a report with photos). By hand alone: on 26 November 2026 veraPDF 1.28.2 found nothing for PDF/UA-1 in 128
//! more with strange texts (markup, control characters, combining marks, Greek and Cyrillic, nothing at all), on 27 November
//! nothing for PDF/A-2a in the papers of the example; no test repeats these two. veraPDF checks what a machine can: not whether order and words make
//! sense to those who listen. It also lets pass metadata that are no XML and headings without a text; `tests/papers.rs`
//! looks at these.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher};

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{
    ArtifactSubtype, ArtifactType, CidFontType, FontFlags, ListNumbering, OutputIntentSubtype, StructRole, SystemInfo,
    TabOrder, TableHeaderScope, TextRenderingMode, UnicodeCmap,
};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use verband_texts::Language;

use crate::DocumentError;
use crate::fonts::{Face, Fonts, Glyph, Weight};
use crate::layout::{Line, Run, Style};
use crate::paper::{Child, Element, HEIGHT, Ink, Look, Owner, Paper, Photo, Scope, Shape, Tag, WIDTH};
use crate::subset::subset;

/// The colours that are meant: IEC 61966-2-1, written by Little CMS with a date that says nothing.
const SRGB: &[u8] = include_bytes!("../profiles/srgb.icc");
const SRGB_NAME: TextStr<'_> = TextStr("sRGB IEC61966-2.1");

const SYSTEM: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// How hard is tried to make a stream small.
const LEVEL: u8 = 6;

/// The glyphs of each font that a paper uses, and the letters that each stands for.
type Used = BTreeMap<Face, BTreeMap<u16, String>>;

/// Where a piece of a page is: the page, and its number there.
#[derive(Clone, Copy)]
struct Place {
    page: usize,
    number: usize,
}

/// Writes the PDF.
///
/// # Errors
/// [`DocumentError::Pdf`] for a font that is none, which would be a mistake of this room.
pub(crate) fn write(
    paper: &Paper<'_>,
    title: &str,
    author: &str,
    language: Language,
) -> Result<Vec<u8>, DocumentError> {
    let mut writer = Writer {
        paper,
        used: used(&paper.pages),
        pdf: Pdf::new(),
        next: 1,
        marks: vec![None; paper.marks],
        pictures: Vec::new(),
    };
    let [catalog, tree, pages, outline, metadata, info] = [(); 6].map(|()| writer.id());
    let fonts: Vec<(Face, Ref)> =
        writer.used.keys().copied().collect::<Vec<_>>().into_iter().map(|face| (face, writer.id())).collect();
    for (face, id) in &fonts {
        writer.font(*face, *id).ok_or_else(|| DocumentError::Pdf(format!("the font {face:?}")))?;
    }
    for picture in &paper.pictures {
        let id = writer.picture(picture).ok_or_else(|| DocumentError::Pdf("a picture is no JPEG".to_owned()))?;
        writer.pictures.push(id);
    }
    let colours = writer.id();
    let profile = compress_to_vec_zlib(SRGB, LEVEL);
    writer.pdf.icc_profile(colours, &profile).n(3).filter(Filter::FlateDecode);
    let page_ids: Vec<Ref> = paper.pages.iter().map(|_| writer.id()).collect();
    for (index, id) in page_ids.iter().enumerate() {
        writer.page(index, *id, pages, &fonts);
    }
    writer.pdf.pages(pages).kids(page_ids.iter().copied()).count(number(page_ids.len()));
    writer.structure(&page_ids, tree);
    let has_outline = writer.outline(outline, &page_ids);

    writer.pdf.metadata(metadata, xmp(title, author, language).as_bytes());
    let mut about = writer.pdf.document_info(info);
    about.title(TextStr(title)).author(TextStr(author)).creator(TextStr("Verband"));
    about.finish();
    let mut root = writer.pdf.catalog(catalog);
    root.pages(pages).lang(TextStr(language.tag())).metadata(metadata);
    if has_outline {
        root.outlines(outline);
    }
    root.viewer_preferences().display_doc_title(true);
    root.mark_info().marked(true);
    root.pair(Name(b"StructTreeRoot"), tree);
    let mut intents = root.output_intents();
    intents
        .push()
        .subtype(OutputIntentSubtype::PDFA)
        .dest_output_profile(colours)
        .output_condition_identifier(SRGB_NAME);
    intents.finish();
    root.finish();
    // The same paper has the same name: nothing in it says when or where it was written.
    let name = identifier(paper, title);
    writer.pdf.set_file_id((name.to_vec(), name.to_vec()));
    Ok(writer.pdf.finish())
}

struct Writer<'p, 'f> {
    paper: &'p Paper<'f>,
    used: Used,
    pdf: Pdf,
    next: i32,
    /// Where each piece of the structure is.
    marks: Vec<Option<Place>>,
    pictures: Vec<Ref>,
}

impl Writer<'_, '_> {
    fn id(&mut self) -> Ref {
        let id = Ref::new(self.next);
        self.next += 1;
        id
    }

    /// A stream, made small.
    fn stream(&mut self, bytes: &[u8]) -> Ref {
        let id = self.id();
        let packed = compress_to_vec_zlib(bytes, LEVEL);
        self.pdf.stream(id, &packed).filter(Filter::FlateDecode);
        id
    }

    /// A photo; none if it is not one.
    fn picture(&mut self, picture: &Photo) -> Option<Ref> {
        let gray = match components(&picture.jpeg)? {
            1 => true,
            3 => false,
            _ => return None,
        };
        let id = self.id();
        let mut image = self.pdf.image_xobject(id, &picture.jpeg);
        let [width, height] = picture.pixels.map(|side| i32::try_from(side).unwrap_or(i32::MAX));
        image.filter(Filter::DctDecode);
        image.width(width).height(height).bits_per_component(8);
        if gray {
            image.color_space().device_gray();
        } else {
            image.color_space().device_rgb();
        }
        image.finish();
        Some(id)
    }

    fn font(&mut self, face: Face, id: Ref) -> Option<()> {
        let [cid, descriptor] = [(); 2].map(|()| self.id());
        let font = self.paper.fonts.loaded(face);
        let glyphs = self.used.get(&face)?;
        let file = subset(font.bytes, &glyphs.keys().copied().collect::<BTreeSet<u16>>())?;
        let mut letters = UnicodeCmap::new(Name(b"Letters"), SYSTEM);
        for (glyph, text) in glyphs {
            letters.pair_with_multiple(*glyph, text.chars());
        }
        let letters = letters.finish();
        let widths: Vec<(u16, f32)> = glyphs.keys().map(|glyph| (*glyph, font.advance(*glyph) * 1000.0)).collect();
        let letters = self.stream(letters.as_slice());
        let packed = compress_to_vec_zlib(&file, LEVEL);
        let program = self.id();
        let mut stream = self.pdf.stream(program, &packed);
        stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), number(file.len()));
        stream.finish();

        let name = Name(face.name().as_bytes());
        let mut whole = self.pdf.type0_font(id);
        whole.base_font(name).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(letters);
        whole.finish();
        let mut inner = self.pdf.cid_font(cid);
        inner.subtype(CidFontType::Type2).base_font(name).system_info(SYSTEM).font_descriptor(descriptor);
        inner.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
        let mut list = inner.widths();
        for (glyph, width) in widths {
            list.same(glyph, glyph, width);
        }
        list.finish();
        inner.finish();
        let per_mille = |length: i16| f32::from(length) / font.units * 1000.0;
        let edges = font.tables.global_bounding_box();
        let edges = [edges.x_min, edges.y_min, edges.x_max, edges.y_max].map(per_mille);
        let mut about = self.pdf.font_descriptor(descriptor);
        about.name(name).flags(FontFlags::SYMBOLIC).bbox(Rect::new(edges[0], edges[1], edges[2], edges[3]));
        about.italic_angle(0.0).ascent(per_mille(font.tables.ascender())).descent(per_mille(font.tables.descender()));
        about.cap_height(per_mille(font.tables.capital_height().unwrap_or_else(|| font.tables.ascender())));
        about.stem_v(if face == Face::Bold { 140.0 } else { 90.0 }).font_file2(program);
        about.finish();
        Some(())
    }

    fn page(&mut self, index: usize, id: Ref, pages: Ref, fonts: &[(Face, Ref)]) {
        let mut content = Content::new();
        let mut marked = 0;
        let paper = self.paper;
        for (owner, ink) in paper.pages.get(index).into_iter().flatten() {
            match owner {
                Owner::Mark(mark) => {
                    let name = if matches!(ink, Ink::Text { .. }) { Name(b"Span") } else { Name(b"Figure") };
                    content.begin_marked_content_with_properties(name).properties().identify(number(marked));
                    if let Some(place) = self.marks.get_mut(*mark) {
                        *place = Some(Place { page: index, number: marked });
                    }
                    marked += 1;
                }
                Owner::Decoration => {
                    let mut begin = content.begin_marked_content_with_properties(Name(b"Artifact"));
                    begin.properties().artifact().kind(ArtifactType::Layout);
                }
                Owner::Footer => {
                    let mut begin = content.begin_marked_content_with_properties(Name(b"Artifact"));
                    begin.properties().artifact().kind(ArtifactType::Pagination).subtype(ArtifactSubtype::Footer);
                }
            }
            match ink {
                Ink::Text { line, style, x, y } => self.text(&mut content, line, *style, [*x, *y]),
                Ink::Shape { shape, look } => draw(&mut content, shape, *look),
                Ink::Picture { picture, place: [x, y, width, height] } => {
                    content.save_state().transform([*width, 0.0, 0.0, *height, *x, HEIGHT - y - height]);
                    content.x_object(Name(picture_name(*picture).as_bytes())).restore_state();
                }
            }
            content.end_marked_content();
        }
        let content = self.stream(content.finish().as_slice());
        let mut page = self.pdf.page(id);
        page.parent(pages).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
        page.struct_parents(number(index)).tab_order(TabOrder::StructureOrder);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (face, id) in fonts {
            named.pair(Name(face.short().as_bytes()), *id);
        }
        named.finish();
        let mut shown = resources.x_objects();
        for (_, ink) in paper.pages.get(index).into_iter().flatten() {
            let Ink::Picture { picture, .. } = ink else { continue };
            let Some(id) = self.pictures.get(*picture) else { continue };
            shown.pair(Name(picture_name(*picture).as_bytes()), *id);
        }
    }

    fn text(&self, content: &mut Content, line: &Line, style: Style, [x, y]: [f32; 2]) {
        content.set_fill_gray(f32::from(style.gray) / 255.0);
        for run in &line.runs {
            content.begin_text().set_font(Name(run.face.short().as_bytes()), style.size);
            // The wide font has no bold brother on board.
            let fake = run.face == Face::Wide && style.weight == Weight::Bold;
            if fake {
                content.set_stroke_gray(f32::from(style.gray) / 255.0).set_line_width(style.size * 0.035);
            }
            let mode = if fake { TextRenderingMode::FillStroke } else { TextRenderingMode::Fill };
            content.set_text_rendering_mode(mode).set_text_matrix([1.0, 0.0, 0.0, 1.0, x + run.x, HEIGHT - y]);
            for glyphs in run
                .glyphs
                .chunk_by(|one, next| self.stands_for(run, one).is_none() && self.stands_for(run, next).is_none())
            {
                let other = glyphs.first().and_then(|glyph| self.stands_for(run, glyph));
                if let Some(text) = other {
                    let mut begin = content.begin_marked_content_with_properties(Name(b"Span"));
                    begin.properties().actual_text(TextStr(text));
                }
                show(content, self.paper.fonts, run.face, glyphs);
                if other.is_some() {
                    content.end_marked_content();
                }
            }
            content.end_text();
        }
    }

    /// What a glyph stands for here, if that is not what the font says of it.
    fn stands_for<'r>(&self, run: &'r Run, glyph: &Glyph) -> Option<&'r str> {
        let text = run.text.get(glyph.text.clone())?;
        let told = self.used.get(&run.face)?.get(&glyph.id)?;
        (told != text).then_some(text)
    }

    /// The structure that a screen reader walks.
    fn structure(&mut self, pages: &[Ref], tree: Ref) {
        let ids: Vec<Ref> = self.paper.elements.iter().map(|_| self.id()).collect();
        let mut parents: Vec<Ref> = vec![tree; ids.len()];
        // Which element each piece of a page belongs to.
        let mut owned: Vec<(Place, Ref)> = Vec::new();
        for (element, id) in self.paper.elements.iter().zip(&ids) {
            for child in &element.children {
                match *child {
                    Child::Element(index) => parents.iter_mut().skip(index).take(1).for_each(|parent| *parent = *id),
                    Child::Mark(mark) => {
                        owned.extend(self.marks.get(mark).copied().flatten().map(|place| (place, *id)));
                    }
                }
            }
        }
        for ((element, id), parent) in self.paper.elements.iter().zip(&ids).zip(parents) {
            self.element(element, *id, parent, &ids, pages);
        }
        owned.sort_by_key(|(place, _)| (place.page, place.number));
        let mut owners: Vec<Vec<Ref>> = vec![Vec::new(); pages.len()];
        for (place, owner) in owned {
            if let Some(list) = owners.get_mut(place.page) {
                list.push(owner);
            }
        }
        let lists: Vec<Ref> = owners.iter().map(|_| self.id()).collect();
        for (id, owners) in lists.iter().zip(owners) {
            self.pdf.indirect(*id).array().items(owners);
        }
        let mut root = self.pdf.indirect(tree).dict();
        root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        if let Some(document) = ids.first() {
            root.insert(Name(b"K")).array().item(*document);
        }
        let mut numbers = root.insert(Name(b"ParentTree")).dict();
        let mut nums = numbers.insert(Name(b"Nums")).array();
        for (index, list) in lists.iter().enumerate() {
            nums.item(number(index)).item(*list);
        }
        nums.finish();
        numbers.finish();
        root.pair(Name(b"ParentTreeNextKey"), number(lists.len()));
    }

    fn element(&mut self, element: &Element, id: Ref, parent: Ref, ids: &[Ref], pages: &[Ref]) {
        let mut out = self.pdf.struct_element(id);
        out.kind(role(element.tag.as_ref())).parent(parent);
        match &element.tag {
            Some(Tag::Part(language) | Tag::Section(language)) => {
                out.lang(TextStr(language.tag()));
            }
            Some(Tag::H(_, text)) => {
                out.title(TextStr(text));
            }
            Some(Tag::L { numbered }) => {
                let numbering = if *numbered { ListNumbering::Decimal } else { ListNumbering::None };
                out.attributes().push().list().list_numbering(numbering);
            }
            Some(Tag::TH(scope)) => {
                let scope = match scope {
                    Scope::Row => TableHeaderScope::Row,
                    Scope::Column => TableHeaderScope::Column,
                };
                out.attributes().push().table().scope(scope);
            }
            Some(Tag::Figure(alt, [x, y, width, height])) => {
                out.alt(TextStr(alt));
                let place = Rect::new(*x, HEIGHT - y - height, x + width, HEIGHT - y);
                out.attributes().push().layout().pair(Name(b"BBox"), place);
            }
            _ => {}
        }
        let mut children = out.children();
        for child in &element.children {
            match *child {
                Child::Element(index) => {
                    if let Some(id) = ids.get(index) {
                        children.struct_element(*id);
                    }
                }
                Child::Mark(mark) => {
                    if let Some((place, page)) =
                        self.marks.get(mark).copied().flatten().and_then(|place| Some((place, pages.get(place.page)?)))
                    {
                        children.marked_content_ref().page(*page).marked_content_id(number(place.number));
                    }
                }
            }
        }
    }

    /// The table of contents that a viewer shows; false if there is nothing in it.
    fn outline(&mut self, id: Ref, pages: &[Ref]) -> bool {
        let headings = &self.paper.outline;
        let ids: Vec<Ref> = headings.iter().map(|_| self.id()).collect();
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return false };
        self.pdf.outline(id).first(*first).last(*last).count(number(ids.len()));
        for (index, heading) in headings.iter().enumerate() {
            let Some((own, page)) = ids.get(index).zip(pages.get(heading.page)) else { continue };
            let mut item = self.pdf.outline_item(*own);
            item.parent(id).title(TextStr(&heading.text));
            if let Some(before) = index.checked_sub(1).and_then(|before| ids.get(before)) {
                item.prev(*before);
            }
            if let Some(next) = ids.get(index + 1) {
                item.next(*next);
            }
            item.dest().page(*page).xyz(0.0, HEIGHT - heading.y, None);
        }
        true
    }
}

/// Glyphs beside each other, with the kerning between them.
fn show(content: &mut Content, fonts: &Fonts, face: Face, glyphs: &[Glyph]) {
    let font = fonts.loaded(face);
    let mut shown = content.show_positioned();
    let mut items = shown.items();
    let mut codes = Vec::new();
    for glyph in glyphs {
        codes.extend(glyph.id.to_be_bytes());
        let kerning = (font.advance(glyph.id) - glyph.advance) * 1000.0;
        if kerning.abs() > 0.5 {
            items.show(Str(&codes)).adjust(kerning);
            codes.clear();
        }
    }
    if !codes.is_empty() {
        items.show(Str(&codes));
    }
}

fn draw(content: &mut Content, shape: &Shape, look: Look) {
    match look {
        Look::Filled(gray) => content.set_fill_gray(f32::from(gray) / 255.0),
        Look::Line => content.set_dash_pattern([], 0.0),
        Look::Dashed => content.set_dash_pattern([4.0, 3.0], 0.0),
    };
    match shape {
        Shape::Segment(from, to) => {
            content.move_to(from[0], HEIGHT - from[1]).line_to(to[0], HEIGHT - to[1]);
        }
        Shape::Rectangles(all) => {
            for [x, y, width, height] in all {
                content.rect(*x, HEIGHT - y - height, *width, *height);
            }
        }
    }
    match look {
        Look::Filled(_) => content.fill_nonzero(),
        Look::Line | Look::Dashed => content.set_stroke_gray(110.0 / 255.0).set_line_width(0.6).stroke(),
    };
}

/// What a page calls a picture.
fn picture_name(picture: usize) -> String {
    format!("P{picture}")
}

/// How many colours a pixel of a JPEG has, as its frame header says (ITU-T T.81, B.2.2).
fn components(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        if matches!(marker, 0xc0..=0xc2) {
            return rest.get(9).copied();
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        rest = rest.get(2 + length..)?;
    }
}

/// A name for the file that follows from what is in it.
fn identifier(paper: &Paper<'_>, title: &str) -> [u8; 8] {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    for (_, ink) in paper.pages.iter().flatten() {
        match ink {
            Ink::Text { line, .. } => line.runs.iter().for_each(|run| run.text.hash(&mut hasher)),
            Ink::Shape { .. } => {}
            Ink::Picture { picture, .. } => {
                paper.pictures.get(*picture).map(|picture| &picture.jpeg).hash(&mut hasher);
            }
        }
    }
    Hasher::finish(&hasher).to_be_bytes()
}

fn used(pages: &[Vec<(Owner, Ink)>]) -> Used {
    let mut used = Used::new();
    for (_, ink) in pages.iter().flatten() {
        let Ink::Text { line, .. } = ink else { continue };
        for run in &line.runs {
            for glyph in &run.glyphs {
                let text = run.text.get(glyph.text.clone()).unwrap_or_default();
                used.entry(run.face).or_default().entry(glyph.id).or_insert_with(|| text.to_owned());
            }
        }
    }
    used
}

fn role(tag: Option<&Tag>) -> StructRole {
    match tag {
        None => StructRole::Document,
        Some(Tag::Part(_)) => StructRole::Part,
        Some(Tag::Section(_)) => StructRole::Sect,
        Some(Tag::H(1, _)) => StructRole::H1,
        Some(Tag::H(2, _)) => StructRole::H2,
        Some(Tag::H(..)) => StructRole::H3,
        Some(Tag::P) => StructRole::P,
        Some(Tag::L { .. }) => StructRole::L,
        Some(Tag::LI) => StructRole::LI,
        Some(Tag::Lbl) => StructRole::Lbl,
        Some(Tag::LBody) => StructRole::LBody,
        Some(Tag::Table) => StructRole::Table,
        Some(Tag::THead) => StructRole::THead,
        Some(Tag::TBody) => StructRole::TBody,
        Some(Tag::TR) => StructRole::TR,
        Some(Tag::TH(_)) => StructRole::TH,
        Some(Tag::TD) => StructRole::TD,
        Some(Tag::Figure(..)) => StructRole::Figure,
    }
}

/// That the file is one for archives; and what `pdfuaid` is, which archives do not know by themselves (ISO 19005-2, 6.6.2.3).
const ARCHIVE: &str = "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
     xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
     xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
     xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
     <pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\
     <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
     <pdfaSchema:schema>PDF/UA</pdfaSchema:schema>\
     <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
     <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
     <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
     <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
     <pdfaProperty:category>internal</pdfaProperty:category>\
     <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
     </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>";

/// What the file says of itself for programs (XMP, ISO 16684).
fn xmp(title: &str, author: &str, language: Language) -> String {
    let [title, author] =
        [title, author].map(|text| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    let language = language.tag();
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>Verband</xmp:CreatorTool><pdfuaid:part>1</pdfuaid:part>\
         </rdf:Description>{ARCHIVE}</rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}

/// A paper has some thousand pieces.
fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
