//! QR codes as black squares, on paper and for screens.

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{DocumentError, Fault};
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
    #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
    let module = side / (code.width() as f32 + 2.0 * QUIET);
    Ok(Shape::Rectangles(dark(&code, x + QUIET * module, y + QUIET * module, module)))
}

/// The code of a text for a screen: whether each square is dark, row by row, without the white around it.
///
/// # Errors
/// [`DocumentError`] for a text that no code has room for.
pub fn qr_squares(text: &str) -> Result<Vec<Vec<bool>>, DocumentError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|_| Fault::QrTooLong.of("code"))?;
    let rows = code.to_colors();
    Ok(rows.chunks(code.width()).map(|row| row.iter().map(|square| *square == Color::Dark).collect()).collect())
}

/// The code of a marker to measure by, without white around it: its squares have a size of their own.
pub(crate) fn of_marker(text: &str, x: f32, y: f32, module: f32) -> Result<Vec<[f32; 4]>, Fault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| Fault::QrTooLong)?;
    Ok(dark(&code, x, y, module))
}

/// The dark squares of a code whose upper left corner is here.
fn dark(code: &QrCode, x: f32, y: f32, module: f32) -> Vec<[f32; 4]> {
    let mut dark = Vec::new();
    for (row, squares) in code.to_colors().chunks(code.width()).enumerate() {
        // Neighbours as one rectangle, so that no viewer draws a white hair between them.
        let mut column = 0;
        for run in squares.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 squares")]
                let [left, top, length] = [column as f32, row as f32, run.len() as f32];
                dark.push([x + left * module, y + top * module, length * module, module]);
            }
            column += run.len();
        }
    }
    dark
}
