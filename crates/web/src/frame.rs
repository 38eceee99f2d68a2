//! What every page has around its content.

use crate::Pages;
use crate::locales::Locale;
use gangway_domain::LinkSlug;
use serde::Serialize;

/// The `page` of a template's context.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    lang: &'static str,
    dir: &'static str,
    icon: String,
    stylesheet: String,
}

impl Pages {
    /// The frame of the onboarding page and of notices.
    pub(crate) fn customer_frame(&self, locale: Locale, business: &str) -> Frame {
        self.frame(locale, business, &self.assets.customer_style)
    }

    /// The frame of the landing page.
    pub(crate) fn website_frame(&self, locale: Locale, business: &str) -> Frame {
        self.frame(locale, business, &self.assets.website_style)
    }

    fn frame(&self, locale: Locale, business: &str, stylesheet: &str) -> Frame {
        Frame {
            lang: locale.tag(),
            dir: locale.direction(),
            icon: icon(&initial(business)),
            stylesheet: self.asset(stylesheet),
        }
    }

    /// The absolute onboarding link.
    pub(crate) fn link_url(&self, link: &LinkSlug) -> String {
        format!("{}/o/{link}", self.settings.public_url)
    }

    /// Path of the onboarding page, or of one of its calls, in a language.
    pub(crate) fn link_path(&self, link: &LinkSlug, call: &str, locale: Option<Locale>) -> String {
        let lang = locale.map_or_else(String::new, |locale| format!("?lang={}", locale.tag()));
        format!("{}/o/{link}{call}{lang}", self.base_path)
    }

    /// Path of an asset.
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("{}/assets/{name}", self.base_path)
    }
}

/// The letter that stands for a business without a logo.
pub(crate) fn initial(business: &str) -> String {
    business
        .chars()
        .find(|c| c.is_alphanumeric())
        .map_or_else(|| "•".to_owned(), |c| c.to_uppercase().collect())
}

/// A picture of that letter, for the browser's tab.
fn icon(letter: &str) -> String {
    let letter: String = letter.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
         %3Crect width='32' height='32' rx='9' fill='%2317614a'/%3E\
         %3Ctext x='16' y='22.5' font-family='sans-serif' font-size='18' font-weight='600' \
         text-anchor='middle' fill='%23fff'%3E{letter}%3C/text%3E%3C/svg%3E"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials() {
        assert_eq!(initial("  «acme» inc"), "A");
        assert_eq!(initial("מאפייה"), "מ");
        assert_eq!(initial("<'\">"), "•");
    }

    #[test]
    fn the_icon_holds_nothing_but_an_encoded_letter() {
        assert!(icon(&initial("<script>")).contains("%3E%53%3C"));
    }
}
