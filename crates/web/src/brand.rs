//! What a page wears of the partner: its logo and its colours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gangway_app::Look;
use gangway_domain::{Colour, Colours, LogoRef, check_logo};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A logo is shown at most so large, in CSS pixels.
const WIDEST: u32 = 240;
const HIGHEST: u32 = 60;

/// What the cards of `customer.css` are made of: the card itself and the tint of its status, by
/// light and in the dark.
const GROUNDS: [[Colour; 2]; 2] = [
    [Colour::WHITE, Colour::rgb(0xee, 0xf3, 0xfb)],
    [Colour::rgb(0x18, 0x1e, 0x27), Colour::rgb(0x1f, 0x28, 0x35)],
];
/// What is no text has to stand out so far (WCAG 2.2, 1.4.11).
const STANDS_OUT: f64 = 3.0;

/// A logo on a page. Width and height are those at which it is shown, so that nothing moves when
/// it comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LogoImage {
    src: String,
    width: u32,
    height: u32,
}

impl LogoImage {
    pub(crate) fn new(base_path: &str, logo: &LogoRef) -> Self {
        let (width, height) = shown(logo.width, logo.height);
        Self {
            src: format!("{base_path}/logo/{}", logo.hash),
            width,
            height,
        }
    }

    /// One that is not kept yet; `None` where the file can be no logo.
    pub(crate) fn unsaved(file: &[u8]) -> Option<Self> {
        let (kind, width, height) = check_logo(file).ok()?;
        let (width, height) = shown(width, height);
        let encoded = STANDARD.encode(file);
        Some(Self {
            src: format!("data:{};base64,{encoded}", kind.media_type()),
            width,
            height,
        })
    }
}

/// As large as it fits, and never larger than it is.
fn shown(width: u32, height: u32) -> (u32, u32) {
    let (by_width, by_height) = (WIDEST * height, HIGHEST * width);
    if width <= WIDEST && height <= HIGHEST {
        (width, height)
    } else if by_width <= by_height {
        (WIDEST, rounded(by_width, width))
    } else {
        (rounded(by_height, height), HIGHEST)
    }
}

fn rounded(dividend: u32, divisor: u32) -> u32 {
    ((dividend + divisor / 2) / divisor.max(1)).max(1)
}

/// The one style that stands in a page itself: colours, and nothing that anybody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BrandStyle {
    /// Empty where the partner has no colours.
    pub(crate) css: String,
}

impl BrandStyle {
    pub(crate) fn of(look: &Look) -> Self {
        Self {
            css: look.colours.map_or_else(String::new, css),
        }
    }

    /// What the Content-Security-Policy has to allow for it, with a space before it.
    pub(crate) fn source(&self) -> String {
        if self.css.is_empty() {
            return String::new();
        }
        let hash = STANDARD.encode(Sha256::digest(&self.css));
        format!(" 'sha256-{hash}'")
    }
}

fn css(colours: Colours) -> String {
    let (brand, ink) = (colours.colour(), colours.text());
    let [light, dark] = GROUNDS.map(|grounds| outlines(brand, grounds));
    format!(
        ":root{{--brand:{brand};--brand-ink:{ink};--monogram:{brand};--monogram-ink:{ink};{light}}}\
         @media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
}

/// A button that hardly differs from what it is on gets an edge, and lines that would not be seen
/// keep the page's own colour.
fn outlines(brand: Colour, grounds: [Colour; 2]) -> String {
    let seen = grounds
        .iter()
        .all(|ground| brand.contrast(*ground) >= STANDS_OUT);
    if seen {
        format!("--brand-edge:transparent;--brand-line:{brand}")
    } else {
        "--brand-edge:var(--edge);--brand-line:var(--wait)".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn style(raw: &str) -> BrandStyle {
        let colour = Colour::parse("colour", raw).unwrap().unwrap();
        BrandStyle::of(&Look {
            colours: Some(Colours::new(colour, None).unwrap()),
            ..Look::default()
        })
    }

    #[test]
    fn a_logo_fits_and_is_never_blown_up() {
        for (is, shows) in [
            ((200, 60), (200, 60)),
            ((400, 120), (200, 60)),
            ((800, 240), (200, 60)),
            ((800, 100), (240, 30)),
            ((240, 240), (60, 60)),
            ((128, 16), (128, 16)),
            ((241, 60), (240, 60)),
            ((799, 101), (240, 30)),
        ] {
            assert_eq!(shown(is.0, is.1), shows, "{is:?}");
        }
        let image = LogoImage::new("/base", &samples::logo());
        assert_eq!((image.width, image.height), (200, 60));
        assert_eq!(image.src, format!("/base/logo/{}", "ab".repeat(32)));
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let style = include_str!("../static/customer.css");
        let (light, dark) = style.split_once("prefers-color-scheme: dark").unwrap();
        for (part, [card, tint]) in [light, dark].into_iter().zip(GROUNDS) {
            let card = match card {
                Colour::WHITE => "#fff".to_owned(),
                other => other.to_string(),
            };
            assert!(part.contains(&format!("--card: {card};")), "{card}");
            assert!(part.contains(&format!("--tint: {tint};")), "{tint}");
        }
    }

    #[test]
    fn what_would_not_be_seen_is_outlined_by_light_and_in_the_dark() {
        let edges = |raw: &str| {
            let css = style(raw).css;
            let (light, dark) = css.split_once("@media").unwrap();
            [light, dark].map(|part| part.contains("--brand-edge:var(--edge)"))
        };
        assert_eq!(edges("#ffffff"), [true, false]);
        assert_eq!(edges("#ffdd00"), [true, false]);
        assert_eq!(edges("#101820"), [false, true]);
        assert_eq!(edges("#d0021b"), [false, true]);
        assert_eq!(edges("#777777"), [false, false]);
    }

    #[test]
    fn the_style_is_allowed_by_its_hash() {
        assert_eq!(BrandStyle::of(&Look::default()).source(), "");
        let style = style("#0b5cd6");
        assert!(style.css.contains("--brand:#0b5cd6;--brand-ink:#ffffff"));
        assert!(
            !style.css.contains(['<', '&', '"', '\'', '/']),
            "{}",
            style.css
        );
        let source = style.source();
        assert!(
            source.starts_with(" 'sha256-") && source.ends_with("='"),
            "{source}"
        );
        assert_eq!(source.len(), " 'sha256-'".len() + 44);
    }
}
