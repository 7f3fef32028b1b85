//! Pages of ink with their structure: what is drawn where, and what a screen reader says of it in which order.
//!
//! Ink is collected first and written last, because a page's foot names the number of pages. Everything drawn belongs
//! either to the structure element that is open or to the decoration ("artifact"), which is not read out.

use std::num::NonZeroU16;

use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};
use verband_texts::Language;

use crate::error::DocumentError;
use crate::fonts::{Face, Fonts, Weight};
use crate::layout::{Block, Line, Style, mm};

/// A4.
pub(crate) const WIDTH: f32 = 210.0 * 72.0 / 25.4;
/// A4.
pub(crate) const HEIGHT: f32 = 297.0 * 72.0 / 25.4;

/// To whom a stroke belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The structure: the number of the marked content.
    Mark(usize),
    Decoration,
    Footer,
}

enum Ink {
    Text { line: Line, style: Style, x: f32, y: f32 },
    Path { path: Path, look: Look },
}

/// How a path is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look {
    /// Filled with a gray.
    Filled(u8),
    /// A thin line.
    Line,
    /// A thin dashed line.
    Dashed,
}

enum Child {
    Element(usize),
    Mark(usize),
}

struct Element {
    tag: TagKind,
    children: Vec<Child>,
}

struct Heading {
    text: String,
    page: usize,
    y: f32,
}

/// Pages in the making.
pub(crate) struct Paper<'f> {
    pub(crate) fonts: &'f Fonts,
    pages: Vec<Vec<(Owner, Ink)>>,
    elements: Vec<Element>,
    /// The open elements, the innermost last; the root is always open.
    open: Vec<usize>,
    marks: usize,
    outline: Vec<Heading>,
}

impl<'f> Paper<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        // Its tag is never written: the document is the root.
        let root = Element { tag: Tag::Div.into(), children: Vec::new() };
        Self { fonts, pages: Vec::new(), elements: vec![root], open: vec![0], marks: 0, outline: Vec::new() }
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.pages.len()
    }

    pub(crate) fn start_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// What is drawn until [`Paper::end_element`] is in an element of its own.
    pub(crate) fn start_element(&mut self, tag: impl Into<TagKind>) {
        let element = self.elements.len();
        self.elements.push(Element { tag: tag.into(), children: Vec::new() });
        self.add_child(Child::Element(element));
        self.open.push(element);
    }

    pub(crate) fn end_element(&mut self) {
        self.open.pop();
    }

    fn add_child(&mut self, child: Child) {
        let innermost = self.open.last().copied().unwrap_or_default();
        if let Some(element) = self.elements.get_mut(innermost) {
            element.children.push(child);
        }
    }

    fn draw(&mut self, owner: Owner, ink: Ink) {
        if let Some(page) = self.pages.last_mut() {
            page.push((owner, ink));
        }
    }

    fn mark(&mut self) -> Owner {
        let mark = self.marks;
        self.marks += 1;
        self.add_child(Child::Mark(mark));
        Owner::Mark(mark)
    }

    /// A block of text in the open element, its upper left corner here.
    pub(crate) fn text(&mut self, block: &Block, x: f32, y: f32) {
        let mut y = y + block.style.ascent();
        for line in &block.lines {
            let owner = self.mark();
            self.draw(owner, Ink::Text { line: line.clone(), style: block.style, x, y });
            y += block.style.leading();
        }
    }

    /// A block that is not read out, because it says again what stands elsewhere.
    pub(crate) fn repeated(&mut self, block: &Block, x: f32, y: f32) {
        let mut y = y + block.style.ascent();
        for line in &block.lines {
            self.draw(Owner::Decoration, Ink::Text { line: line.clone(), style: block.style, x, y });
            y += block.style.leading();
        }
    }

    /// A block at the foot of the page with this number.
    pub(crate) fn foot(&mut self, page: usize, block: &Block, x: f32) {
        let y = HEIGHT - mm(14.0) + block.style.ascent();
        if let Some(inks) = self.pages.get_mut(page) {
            let lines = block.lines.iter().take(1);
            inks.extend(lines.map(|line| (Owner::Footer, Ink::Text { line: line.clone(), style: block.style, x, y })));
        }
    }

    /// A shape that means nothing by itself.
    pub(crate) fn decorate(&mut self, path: Option<Path>, look: Look) {
        if let Some(path) = path {
            self.draw(Owner::Decoration, Ink::Path { path, look });
        }
    }

    /// A picture with words for those who do not see it.
    pub(crate) fn figure(&mut self, path: Option<Path>, alt: String, [x, y, width, height]: [f32; 4]) {
        let page = self.pages.len().saturating_sub(1);
        let bbox = Rect::from_xywh(x, y, width, height).map(|rect| BBox::new(page, rect));
        self.start_element(Tag::Figure(Some(alt)).with_bbox(bbox));
        let owner = self.mark();
        if let Some(path) = path {
            self.draw(owner, Ink::Path { path, look: Look::Filled(0) });
        }
        self.end_element();
    }

    /// Puts a place into the table of contents that a viewer shows.
    pub(crate) fn remember(&mut self, page: usize, text: String, y: f32) {
        self.outline.push(Heading { text, page, y });
    }

    /// Writes the PDF.
    pub(crate) fn finish(self, title: String, author: String, language: Language) -> Result<Vec<u8>, DocumentError> {
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| DocumentError::Pdf(format!("{error:?}")))?;
        let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        let mut identifiers: Vec<Option<Identifier>> = vec![None; self.marks];
        let size = Size::from_wh(WIDTH, HEIGHT).expect("A4 has a size");
        for inks in &self.pages {
            let mut page = document.start_page_with(PageSettings::new(size));
            let mut surface = page.surface();
            for (owner, ink) in inks {
                let identifier = surface.start_tagged(match owner {
                    Owner::Mark(_) if matches!(ink, Ink::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                    Owner::Mark(_) => ContentTag::Other,
                    Owner::Decoration => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
                    Owner::Footer => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
                });
                ink.write(&mut surface, self.fonts);
                surface.end_tagged();
                if let Owner::Mark(mark) = owner
                    && let Some(place) = identifiers.get_mut(*mark)
                {
                    *place = Some(identifier);
                }
            }
        }
        let mut outline = Outline::new();
        for heading in self.outline {
            let place = XyzDestination::new(heading.page, Point::from_xy(0.0, heading.y));
            outline.push_child(OutlineNode::new(heading.text, place));
        }
        document.set_outline(outline);
        let mut tree = TagTree::new().with_lang(Some(language.tag().to_owned()));
        let mut elements: Vec<Option<Element>> = self.elements.into_iter().map(Some).collect();
        for child in elements.first_mut().and_then(Option::take).into_iter().flat_map(|root| root.children) {
            if let Some(node) = node(child, &mut elements, &identifiers) {
                tree.push(node);
            }
        }
        document.set_tag_tree(tree);
        document.set_metadata(
            Metadata::new()
                .title(title)
                .language(language.tag().to_owned())
                .authors(vec![author])
                .creator("Verband".to_owned()),
        );
        document.finish().map_err(|error| DocumentError::Pdf(format!("{error:?}")))
    }
}

fn node(child: Child, elements: &mut [Option<Element>], identifiers: &[Option<Identifier>]) -> Option<Node> {
    match child {
        Child::Mark(mark) => identifiers.get(mark).copied().flatten().map(Node::Leaf),
        Child::Element(index) => {
            let element = elements.get_mut(index).and_then(Option::take)?;
            let mut group = TagGroup::new(element.tag);
            for child in element.children {
                if let Some(node) = node(child, elements, identifiers) {
                    group.push(node);
                }
            }
            Some(Node::Group(group))
        }
    }
}

impl Ink {
    fn write(&self, surface: &mut Surface<'_>, fonts: &Fonts) {
        match self {
            Self::Text { line, style, x, y } => {
                surface.set_fill(Some(fill(style.gray)));
                for run in &line.runs {
                    // The wide font has no bold brother on board.
                    let fake = run.face == Face::Wide && style.weight == Weight::Bold;
                    surface.set_stroke(fake.then(|| stroke(style.gray, style.size * 0.035, None)));
                    let start = Point::from_xy(x + run.x, *y);
                    surface.draw_glyphs(start, &run.glyphs, fonts.pdf(run.face), &run.text, style.size, false);
                }
            }
            Self::Path { path, look } => {
                let dash = StrokeDash { array: vec![4.0, 3.0], offset: 0.0 };
                let (filled, stroked) = match look {
                    Look::Filled(gray) => (Some(fill(*gray)), None),
                    Look::Line => (None, Some(stroke(110, 0.6, None))),
                    Look::Dashed => (None, Some(stroke(110, 0.6, Some(dash)))),
                };
                surface.set_fill(filled);
                surface.set_stroke(stroked);
                surface.draw_path(path);
            }
        }
    }
}

fn fill(gray: u8) -> Fill {
    Fill { paint: luma::Color::new(gray).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(gray: u8, width: f32, dash: Option<StrokeDash>) -> Stroke {
    Stroke { paint: luma::Color::new(gray).into(), width, dash, ..Stroke::default() }
}

/// A straight line.
pub(crate) fn segment(from: [f32; 2], to: [f32; 2]) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(from[0], from[1]);
    path.line_to(to[0], to[1]);
    path.finish()
}

/// A rectangle.
pub(crate) fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// The tag of a heading.
pub(crate) fn heading(level: u16, text: &str) -> TagKind {
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(text.to_owned())).into()
}
