//! QR codes as black squares on paper.

use qrcode::{Color, EcLevel, QrCode};

use crate::error::Fault;
use crate::paper::Shape;

/// How much may be lost, and with how many squares at most. A quarter survives a fold or a coffee stain; a long server
/// address gets by with less, because squares too small for an old telephone are worse.
const LEVELS: [(EcLevel, usize); 2] = [(EcLevel::Q, 49), (EcLevel::M, 77)];

/// Free squares around the code (ISO/IEC 18004).
const QUIET: f32 = 4.0;

/// The code of a text. With the white around it, which scanners need, it fills a square of this side.
pub(crate) fn squares(text: &str, x: f32, y: f32, side: f32) -> Result<Shape, Fault> {
    let code = LEVELS.into_iter().find_map(|(level, most)| {
        QrCode::with_error_correction_level(text, level).ok().filter(|code| code.width() <= most)
    });
    let code = code.ok_or(Fault::QrTooLong)?;
    let width = code.width();
    #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
    let module = side / (width as f32 + 2.0 * QUIET);
    let mut dark = Vec::new();
    let colors = code.to_colors();
    for (row, squares) in colors.chunks(width).enumerate() {
        // Neighbours as one rectangle, so that no viewer draws a white hair between them.
        let mut column = 0;
        for run in squares.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
                let [left, top, length] = [column as f32, row as f32, run.len() as f32];
                dark.push([x + (left + QUIET) * module, y + (top + QUIET) * module, length * module, module]);
            }
            column += run.len();
        }
    }
    Ok(Shape::Rectangles(dark))
}
