//! What every page has around its content.

use crate::Pages;
use crate::brand::BrandStyle;
use crate::locales::Locale;
use crate::negotiation::fixed;
use gangway_app::PageAccount;
use gangway_domain::LinkSlug;
use minijinja::Value as Markup;
use serde::Serialize;

/// The `page` of a template's context.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    lang: &'static str,
    dir: &'static str,
    icon: String,
    stylesheet: String,
    /// Colours only; nothing in it is anybody's text.
    style: Markup,
    /// The page's language by its own name.
    language: &'static str,
    /// The languages to change to, where the reader may.
    others: Vec<Other>,
}

/// A language that a page could speak as well.
#[derive(Debug, Serialize)]
struct Other {
    tag: &'static str,
    name: &'static str,
}

impl Pages {
    /// The frame of the onboarding page and of notices.
    pub(crate) fn customer_frame(
        &self,
        locale: Locale,
        about: Option<&PageAccount>,
        style: &BrandStyle,
    ) -> Frame {
        self.frame(locale, about, &self.assets.customer_style, style)
    }

    /// The frame of the landing page.
    pub(crate) fn website_frame(&self, locale: Locale, found: &PageAccount) -> Frame {
        let plain = BrandStyle::default();
        self.frame(locale, Some(found), &self.assets.website_style, &plain)
    }

    fn frame(
        &self,
        locale: Locale,
        about: Option<&PageAccount>,
        stylesheet: &str,
        style: &BrandStyle,
    ) -> Frame {
        let business = about.map(|about| about.account.details.business_name.as_str());
        Frame {
            lang: locale.tag(),
            dir: locale.direction(),
            language: locale.native_name(),
            others: match about.and_then(fixed) {
                Some(_) => Vec::new(),
                None => others(locale),
            },
            icon: icon(&initial(business.unwrap_or_default())),
            stylesheet: self.asset(stylesheet),
            style: Markup::from_safe_string(style.css.clone()),
        }
    }

    /// Path of the onboarding page, or of one of its calls, in a language.
    pub(crate) fn link_path(&self, link: &LinkSlug, call: &str, locale: Option<Locale>) -> String {
        let lang = lang_of(locale);
        format!("{}/o/{link}{call}{lang}", self.base_path)
    }

    /// Path of an asset.
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("{}/assets/{name}", self.base_path)
    }
}

fn others(locale: Locale) -> Vec<Other> {
    let others = Locale::ALL.into_iter().filter(|other| *other != locale);
    let named = others.map(|other| Other {
        tag: other.tag(),
        name: other.native_name(),
    });
    named.collect()
}

/// The absolute onboarding link, in the language that its reader asked for. `base` is that of the
/// partner's pages.
pub(crate) fn link_url(base: &str, link: &LinkSlug, asked: Option<Locale>) -> String {
    format!("{base}/o/{link}{}", lang_of(asked))
}

/// The query by which an address asks for a language.
pub(crate) fn lang_of(asked: Option<Locale>) -> String {
    asked.map_or_else(String::new, |locale| format!("?lang={}", locale.tag()))
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
