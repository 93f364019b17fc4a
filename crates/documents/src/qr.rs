//! QR codes as vector drawings.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::RenderError;

/// ISO/IEC 18004 asks for a quiet zone of four modules.
const QUIET: usize = 4;
/// Above this length the code passes 97 modules and would need a square wider than the signature leaves free.
const LONGEST: usize = 600;

/// A QR code as SVG, and how many modules its edge has, quiet zone included.
pub(crate) struct Drawing {
    pub svg: String,
    pub modules: usize,
}

/// Draws `payload` at error correction M, dark runs as rectangles that overlap a little,
/// so that no viewer shows hairlines between them.
pub(crate) fn draw(payload: &str) -> Result<Drawing, RenderError> {
    let too_long = || RenderError::Qr {
        bytes: payload.len(),
    };
    if payload.len() > LONGEST {
        return Err(too_long());
    }
    let code = QrCode::with_error_correction_level(payload, EcLevel::M).map_err(|_| too_long())?;
    let width = code.width();
    let colors = code.to_colors();
    let edge = width + 2 * QUIET;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge} {edge}"><path fill="#000" d=""##
    );
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row
                .iter()
                .skip(x)
                .take_while(|color| **color == Color::Dark)
                .count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(svg, "M{} {}h{run}v1.03h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    svg.push_str(r#""/></svg>"#);
    Ok(Drawing { svg, modules: edge })
}
