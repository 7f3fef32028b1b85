//! Pages of ink with their structure: what is drawn where, and what a screen reader says of it in which order.
//!
//! Ink is collected first and written last, because a page's foot names the number of pages. Everything drawn belongs
//! either to the structure element that is open or to the decoration ("artifact"), which is not read out.

use verband_texts::Language;

use crate::error::DocumentError;
use crate::fonts::{Fonts, clean};
use crate::layout::{Block, Line, Style, mm};
use crate::pdf;

/// A4.
pub(crate) const WIDTH: f32 = 210.0 * 72.0 / 25.4;
/// A4.
pub(crate) const HEIGHT: f32 = 297.0 * 72.0 / 25.4;

/// To whom a stroke belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The structure: the number of the marked content.
    Mark(usize),
    Decoration,
    Footer,
}

/// What is drawn. Lengths are in points from the upper left corner.
pub(crate) enum Ink {
    Text {
        line: Line,
        style: Style,
        x: f32,
        y: f32,
    },
    Shape {
        shape: Shape,
        look: Look,
    },
    /// A picture of the paper's by its number, at left, top, width and height.
    Picture {
        picture: usize,
        place: [f32; 4],
    },
}

/// A picture that is drawn somewhere.
pub(crate) struct Photo {
    /// JPEG.
    pub(crate) jpeg: Vec<u8>,
    /// Width and height.
    pub(crate) pixels: [u32; 2],
}

/// What is drawn besides text.
pub(crate) enum Shape {
    /// A straight line from here to there.
    Segment([f32; 2], [f32; 2]),
    /// Left, top, width and height of each.
    Rectangles(Vec<[f32; 4]>),
}

/// How a shape is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look {
    /// Filled with a gray.
    Filled(u8),
    /// A thin line.
    Line,
    /// A thin dashed line.
    Dashed,
}

/// What an element is, in the words of PDF.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tag {
    /// A letter of several, in its language.
    Part(Language),
    /// A part of a letter, in its language.
    Section(Language),
    /// A heading of a level, and its text.
    H(u8, String),
    P,
    L {
        numbered: bool,
    },
    LI,
    Lbl,
    LBody,
    Table,
    THead,
    TBody,
    TR,
    TH(Scope),
    TD,
    /// A picture: what to say of it; left, top, width and height.
    Figure(String, [f32; 4]),
}

/// What a header cell is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Row,
    Column,
}

/// What an element has in it.
#[derive(Clone, Copy)]
pub(crate) enum Child {
    Element(usize),
    Mark(usize),
}

/// Something that a screen reader reads as one.
pub(crate) struct Element {
    /// None for the document itself.
    pub(crate) tag: Option<Tag>,
    pub(crate) children: Vec<Child>,
}

/// A line in the table of contents.
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// Pages in the making.
pub(crate) struct Paper<'f> {
    pub(crate) fonts: &'f Fonts,
    pub(crate) pages: Vec<Vec<(Owner, Ink)>>,
    /// The document first.
    pub(crate) elements: Vec<Element>,
    /// The open elements, the innermost last; the document is always open.
    open: Vec<usize>,
    pub(crate) marks: usize,
    pub(crate) outline: Vec<Heading>,
    pub(crate) pictures: Vec<Photo>,
}

impl<'f> Paper<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        let document = Element { tag: None, children: Vec::new() };
        let (pages, outline, pictures) = (Vec::new(), Vec::new(), Vec::new());
        Self { fonts, pages, elements: vec![document], open: vec![0], marks: 0, outline, pictures }
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.pages.len()
    }

    pub(crate) fn start_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// What is drawn until [`Paper::end_element`] is in an element of its own.
    pub(crate) fn start_element(&mut self, tag: Tag) {
        let element = self.elements.len();
        self.elements.push(Element { tag: Some(tag), children: Vec::new() });
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
    pub(crate) fn decorate(&mut self, shape: Shape, look: Look) {
        self.draw(Owner::Decoration, Ink::Shape { shape, look });
    }

    /// A picture with words for those who do not see it, and where it is.
    pub(crate) fn figure(&mut self, shape: Shape, alt: String, place: [f32; 4]) {
        self.drawing(vec![(shape, Look::Filled(0))], alt, place);
    }

    /// The same of several shapes.
    pub(crate) fn drawing(&mut self, shapes: Vec<(Shape, Look)>, alt: String, place: [f32; 4]) {
        self.start_element(Tag::Figure(alt, place));
        for (shape, look) in shapes {
            let owner = self.mark();
            self.draw(owner, Ink::Shape { shape, look });
        }
        self.end_element();
    }

    /// A photo (JPEG) with words for those who do not see it, and where it is.
    pub(crate) fn picture(&mut self, jpeg: Vec<u8>, pixels: [u32; 2], alt: String, place: [f32; 4]) {
        self.start_element(Tag::Figure(alt, place));
        let owner = self.mark();
        self.draw(owner, Ink::Picture { picture: self.pictures.len(), place });
        self.pictures.push(Photo { jpeg, pixels });
        self.end_element();
    }

    /// Puts a place into the table of contents that a viewer shows.
    pub(crate) fn remember(&mut self, page: usize, text: &str, y: f32) {
        self.outline.push(Heading { text: clean(text), page, y });
    }

    /// Writes the PDF. Title and author are cleaned as what is printed is: XML allows no control characters.
    pub(crate) fn finish(self, title: &str, author: &str, language: Language) -> Result<Vec<u8>, DocumentError> {
        pdf::write(&self, &clean(title), &clean(author), language)
    }
}

/// The tag of a heading.
pub(crate) fn heading(level: u8, text: &str) -> Tag {
    Tag::H(level, clean(text))
}
