//! Texts as QR codes.

pub use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Modules that have to stay white around the code.
const QUIET: usize = 4;

/// Black on white in any colour scheme: cameras want it so.
///
/// # Errors
/// When the text is too long for a code.
pub fn qr_svg(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        // One line for each run of dark modules.
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (column + QUIET, row + QUIET, run.len());
                let written = write!(path, "M{x} {y}h{length}v1h-{length}z");
                debug_assert!(written.is_ok(), "writing to a String does not fail");
            }
            column += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://gangway.example.com/o/secretsecretsecretsecret";

    /// Which modules the picture paints dark, read back from its path.
    fn painted(svg: &str, width: usize) -> Vec<Color> {
        let mut modules = vec![Color::Light; width * width];
        let path = svg.rsplit_once("<path d=\"M").unwrap().1;
        let path = path.split_once('"').unwrap().0;
        for run in path.split('M') {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let start = (y - QUIET) * width + (x - QUIET);
            modules[start..start + length].fill(Color::Dark);
        }
        modules
    }

    #[test]
    fn the_picture_is_the_code_with_white_around_it() {
        let code = QrCode::with_error_correction_level(LINK, EcLevel::M).unwrap();
        let svg = qr_svg(LINK).unwrap();
        assert_eq!(painted(&svg, code.width()), code.to_colors());
        let side = code.width() + 8;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        assert!(svg.len() < 12 * 1024, "{}", svg.len());
    }
}
