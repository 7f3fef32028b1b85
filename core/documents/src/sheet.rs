//! What all papers have in common: margins, flowing text, the head and foot of a page, codes in groups.

use verband_texts::{Language, text};

use crate::House;
use crate::error::Fault;
use crate::fonts::clean;
use crate::layout::{Block, Style, fit, mm, set};
use crate::paper::{Look, Paper, Shape, Tag, WIDTH};
use crate::qr;

/// Left margin (DIN 5008).
pub(crate) const LEFT: f32 = 25.0;
/// Width of the text.
pub(crate) const TEXT: f32 = 165.0;
/// Where text begins on a page without a letterhead.
const TOP: f32 = 25.0;
/// Where text ends.
const BOTTOM: f32 = 277.0;
/// Side of a QR code with the white around it; the code itself is not below 35 mm.
pub(crate) const QR_SIDE: f32 = 45.0;
/// Groups of a code in a row.
const GROUPS: usize = 5;
/// Width of the words in front of a fact.
const LABEL: f32 = 31.0;

pub(crate) const BODY: Style = Style::regular(11.0);
pub(crate) const SMALL: Style = Style::regular(8.5).gray();

/// A place on a paper where text flows downwards, from page to page. Lengths are in millimetres.
pub(crate) struct Sheet<'p, 'f> {
    pub(crate) paper: &'p mut Paper<'f>,
    pub(crate) language: Language,
    /// Shrinks all text that flows.
    pub(crate) scale: f32,
    pub(crate) left: f32,
    pub(crate) width: f32,
    pub(crate) y: f32,
}

fn to_mm(points: f32) -> f32 {
    points / mm(1.0)
}

impl<'p, 'f> Sheet<'p, 'f> {
    /// A new page.
    pub(crate) fn new(paper: &'p mut Paper<'f>, language: Language) -> Self {
        paper.start_page();
        Self { paper, language, scale: 1.0, left: LEFT, width: TEXT, y: TOP }
    }

    pub(crate) fn set(&self, text: &str, style: Style, width: f32) -> Result<Block, Fault> {
        set(self.paper.fonts, text, style.scaled(self.scale), mm(width))
    }

    /// Sets texts into a box of fixed size, in smaller letters if needed.
    pub(crate) fn fit(&self, texts: &[(&str, Style)], width: f32, height: f32) -> Result<Vec<Block>, Fault> {
        fit(self.paper.fonts, texts, mm(width), mm(height))
    }

    pub(crate) fn space(&mut self, height: f32) {
        self.y += height * self.scale;
    }

    /// Starts a page unless this height is free on the current one.
    pub(crate) fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.paper.start_page();
            self.y = TOP;
        }
    }

    /// Text that flows on over the end of the page. An empty one is left out: a screen reader would stop at its element.
    pub(crate) fn text(&mut self, tag: Tag, text: &str, style: Style) -> Result<(), Fault> {
        let block = self.set(text, style, self.width)?;
        if block.lines.is_empty() {
            return Ok(());
        }
        let leading = to_mm(block.style.leading());
        // A heading or the first line never stands alone at the foot of a page.
        let lines = block.lines.len();
        self.room(leading * if lines == 1 { 3.0 } else { 2.0 });
        self.paper.start_element(tag);
        for line in block.lines {
            self.room(leading);
            let line = Block { style: block.style, lines: vec![line] };
            self.paper.text(&line, mm(self.left), mm(self.y));
            self.y += leading;
        }
        self.paper.end_element();
        Ok(())
    }

    /// Starts a page as [`Sheet::room`] does, for what must not be torn apart and so must not be taller than a page.
    fn room_for(&mut self, height: f32, text: &str) -> Result<(), Fault> {
        if height > BOTTOM - TOP {
            return Err(Fault::too_long(text));
        }
        self.room(height);
        Ok(())
    }

    /// Blocks below each other in one element, their upper left corner here; gives where they end.
    pub(crate) fn stack(&mut self, tag: Tag, blocks: &[Block], x: f32, mut y: f32) -> f32 {
        self.paper.start_element(tag);
        for block in blocks {
            self.paper.text(block, mm(x), mm(y));
            y += to_mm(block.height());
        }
        self.paper.end_element();
        y
    }

    /// A list: what stands in front of each item, and what stands beside it, indented by this.
    pub(crate) fn list(
        &mut self,
        numbered: bool,
        items: &[(&str, &[&str])],
        indent: f32,
        gap: f32,
    ) -> Result<(), Fault> {
        self.paper.start_element(Tag::L { numbered });
        for (label, texts) in items {
            let label = self.set(label, Style::bold(BODY.size), indent - 2.0)?;
            let bodies: Result<Vec<Block>, Fault> =
                texts.iter().map(|text| self.set(text, BODY, self.width - indent)).collect();
            let bodies = bodies?;
            let height = to_mm(label.height().max(bodies.iter().map(Block::height).sum()));
            self.room_for(height, texts.first().copied().unwrap_or_default())?;
            self.paper.start_element(Tag::LI);
            let (x, y) = (self.left, self.y);
            self.stack(Tag::Lbl, &[label], x, y);
            self.stack(Tag::LBody, &bodies, x + indent, y);
            self.paper.end_element();
            self.y += height;
            self.space(gap);
        }
        self.paper.end_element();
        Ok(())
    }

    /// Facts, each behind the word for it. What says nothing is left out.
    pub(crate) fn facts(&mut self, facts: &[(&str, &[&str])]) -> Result<(), Fault> {
        let says = |fact: &&str| !clean(fact).is_empty();
        let told: Vec<_> = facts.iter().copied().filter(|(_, fact)| fact.first().is_some_and(says)).collect();
        self.list(false, &told, LABEL, 1.6)
    }

    /// A QR code in a square of [`QR_SIDE`].
    pub(crate) fn qr(&mut self, content: &str, alt: String, x: f32, y: f32) -> Result<(), Fault> {
        let [x, y, side] = [x, y, QR_SIDE].map(mm);
        let squares = qr::squares(content, x, y, side)?;
        self.paper.figure(squares, alt, [x, y, side, side]);
        Ok(())
    }

    /// The groups of a code, large and apart, so many in a row.
    pub(crate) fn groups(&mut self, code: &str, per_row: usize, size: f32) -> Result<(), Fault> {
        let groups = groups(code);
        #[expect(clippy::cast_precision_loss, reason = "a row has few groups")]
        let cell = self.width / per_row as f32;
        let style = Style::bold(size);
        self.paper.start_element(Tag::P);
        for row in groups.chunks(per_row) {
            let mut x = self.left;
            let height = to_mm(style.leading());
            self.room(height);
            for group in row {
                // A space stands between the groups for those who hear or copy the text.
                let blocks = self.fit(&[(group, style)], cell - 1.0, height + 0.1)?;
                for block in &blocks {
                    self.paper.text(&block.clone().followed_by_space(self.paper.fonts)?, mm(x), mm(self.y));
                }
                x += cell;
            }
            self.y += height;
        }
        self.paper.end_element();
        Ok(())
    }

    /// Name and address of the organisation at the head of a page.
    pub(crate) fn head(&mut self, house: &House) -> Result<(), Fault> {
        let address = house.address.iter().map(|line| clean(line)).collect::<Vec<_>>().join(" · ");
        let head = [(house.name.as_str(), Style::bold(15.0)), (address.as_str(), SMALL)];
        let blocks = self.fit(&head, TEXT, 22.0)?;
        self.stack(Tag::P, &blocks, LEFT, 15.0);
        Ok(())
    }

    /// A code in a light box, with words above it and perhaps below.
    pub(crate) fn boxed(&mut self, above: &str, code: &str, size: f32, below: Option<Block>) -> Result<(), Fault> {
        let above = self.set(above, Style::bold(BODY.size), self.width)?;
        let rows = groups(code).len().div_ceil(GROUPS);
        #[expect(clippy::cast_precision_loss, reason = "a code has few groups")]
        let rows = rows as f32 * to_mm(Style::bold(size).leading());
        let below_height = below.as_ref().map_or(0.0, |below| to_mm(below.height()) + 1.0);
        let height = 2.0 + to_mm(above.height()) + rows + below_height + 2.5;
        self.room_for(height, code)?;
        let shade = [mm(self.left - 3.0), mm(self.y), mm(self.width + 6.0), mm(height)];
        self.paper.decorate(Shape::Rectangles(vec![shade]), Look::Filled(238));
        let end = self.y + height;
        self.y = self.stack(Tag::P, &[above], self.left, self.y + 2.0);
        self.groups(code, GROUPS, size)?;
        if let Some(below) = below {
            self.stack(Tag::P, &[below], self.left, self.y + 0.5);
        }
        self.y = end;
        Ok(())
    }

    /// A line to write on.
    pub(crate) fn rule(&mut self, from: f32, to: f32, y: f32) {
        self.paper.decorate(Shape::Segment([mm(from), mm(y)], [mm(to), mm(y)]), Look::Line);
    }
}

/// The groups of a code, however they are kept apart.
fn groups(code: &str) -> Vec<&str> {
    code.split(|sign: char| sign == '-' || sign.is_whitespace()).filter(|group| !group.is_empty()).collect()
}

/// The feet of the pages from this one on: whose they are, what they belong to, and their number.
pub(crate) fn feet(
    paper: &mut Paper<'_>,
    first: usize,
    house: &House,
    what: &str,
    language: Language,
) -> Result<(), Fault> {
    // A name that is too long for the foot is left to the head of the page.
    let whole = format!("{} · {what}", house.name);
    let foot = |text: &str| fit(paper.fonts, &[(text, SMALL)], mm(120.0), SMALL.leading());
    let left = foot(&whole).or_else(|_| foot(what)).unwrap_or_default();
    let pages = paper.pages() - first;
    for page in 0..pages {
        let number = text(language, "page-number", &[("page", (page + 1).into()), ("pages", pages.into())]);
        let number = set(paper.fonts, &number, SMALL, mm(50.0))?;
        let right = WIDTH - mm(20.0) - number.width();
        paper.foot(first + page, &number, right);
        for block in &left {
            paper.foot(first + page, block, mm(LEFT));
        }
    }
    Ok(())
}

/// Marks at the left edge where a letter is folded and punched (DIN 5008, form B).
pub(crate) fn fold_marks(paper: &mut Paper<'_>) {
    for (y, length) in [(105.0, 4.0), (148.5, 6.0), (210.0, 4.0)] {
        paper.decorate(Shape::Segment([mm(5.0), mm(y)], [mm(5.0 + length), mm(y)]), Look::Line);
    }
}
