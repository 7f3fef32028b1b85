//! What the operator sees when an organisation can be founded: the set-up link on a line for programs, and as a QR code
//! for the administrator's phone.

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use verband_protocol::code::SetUpLink;

/// The beginning of the line with the link.
pub const LINE: &str = "set-up link: ";

/// The announcement of a link.
pub fn announcement(link: &SetUpLink) -> String {
    let text = link.text();
    // Light on a dark terminal, as most are.
    let qr = QrCode::new(text.as_bytes()).map_or_else(
        |error| format!("(no QR code: {error})"),
        |code| code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build(),
    );
    format!(
        "{LINE}{}\n\n{qr}\n\n\
         Whoever opens this link in the app within 30 minutes founds an organisation and administers it.\n",
        *text
    )
}
