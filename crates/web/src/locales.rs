//! The languages of the customer's pages and their catalogues.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use gangway_domain::Language;
use unic_langid::LanguageIdentifier;

/// A language with a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English, where nothing else is asked for.
    English,
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Spanish.
    Spanish,
}

impl Locale {
    /// Every locale; the first is the one to fall back to.
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::Hebrew, Self::Arabic, Self::Spanish];

    /// The value of `lang`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Hebrew => "he",
            Self::Arabic => "ar",
            Self::Spanish => "es",
        }
    }

    /// The name that Meta uses, in its SDK's address and in Open Graph.
    pub(crate) const fn meta_name(self) -> &'static str {
        match self {
            Self::English => "en_US",
            Self::Hebrew => "he_IL",
            Self::Arabic => "ar_AR",
            Self::Spanish => "es_LA",
        }
    }

    /// The catalogue for a language tag, whatever its region or script.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        // The old code of Hebrew, which some phones still send.
        let primary = if primary == "iw" { "he" } else { &primary };
        Self::ALL.into_iter().find(|locale| locale.tag() == primary)
    }

    /// The value of `dir`.
    pub(crate) fn direction(self) -> &'static str {
        match Language::parse("lang", self.tag()) {
            Ok(Some(language)) if language.is_rtl() => "rtl",
            _ => "ltr",
        }
    }

    pub(crate) const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en/customer.ftl"),
            Self::Hebrew => include_str!("../locales/he/customer.ftl"),
            Self::Arabic => include_str!("../locales/ar/customer.ftl"),
            Self::Spanish => include_str!("../locales/es/customer.ftl"),
        }
    }
}

/// All catalogues, parsed once.
pub(crate) struct Catalogues {
    bundles: Vec<(Locale, FluentBundle<FluentResource>)>,
}

impl Catalogues {
    pub(crate) fn new() -> Self {
        let bundles = Locale::ALL
            .into_iter()
            .map(|locale| (locale, bundle(locale)))
            .collect();
        Self { bundles }
    }

    /// A message in a language; in English where that catalogue lacks it.
    pub(crate) fn say(&self, locale: Locale, key: &str, args: &FluentArgs<'_>) -> String {
        self.find(locale, key, args)
            .or_else(|| self.find(Locale::English, key, args))
            .unwrap_or_else(|| {
                tracing::error!(key, "a page asks for a message that no catalogue has");
                String::new()
            })
    }

    fn find(&self, locale: Locale, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (_, bundle) = self.bundles.iter().find(|(known, _)| *known == locale)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a message of a page lacks an argument");
        }
        Some(text.into_owned())
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language = locale
        .tag()
        .parse::<LanguageIdentifier>()
        .unwrap_or_default();
    // Names from elsewhere stay isolated from the direction of the text around them.
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    let resource = match FluentResource::try_new(locale.source().to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            tracing::error!(locale = locale.tag(), ?errors, "a catalogue has mistakes");
            resource
        }
    };
    bundle.add_resource_overriding(resource);
    bundle
}

/// The catalogue of one page, with the names that its messages speak of.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) catalogues: &'a Catalogues,
    pub(crate) locale: Locale,
    pub(crate) partner: &'a str,
    pub(crate) business: &'a str,
}

impl Words<'_> {
    /// A message of the catalogue.
    pub(crate) fn say(&self, key: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("partner", self.partner);
        args.set("business", self.business);
        self.catalogues.say(self.locale, key, &args)
    }

    /// A message that may tell about when something will be.
    pub(crate) fn say_when(&self, key: &str, wait: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("partner", self.partner);
        args.set("business", self.business);
        args.set("wait", wait);
        self.catalogues.say(self.locale, key, &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lead_to_catalogues() {
        assert_eq!(Locale::from_tag("he-IL"), Some(Locale::Hebrew));
        assert_eq!(Locale::from_tag("IW"), Some(Locale::Hebrew));
        assert_eq!(Locale::from_tag("es_419"), Some(Locale::Spanish));
        assert_eq!(Locale::from_tag("fr"), None);
        assert_eq!(Locale::from_tag(""), None);
    }

    #[test]
    fn right_to_left() {
        let rtl: Vec<_> = Locale::ALL
            .into_iter()
            .filter(|locale| locale.direction() == "rtl")
            .collect();
        assert_eq!(rtl, [Locale::Hebrew, Locale::Arabic]);
    }

    #[test]
    fn a_latin_name_is_isolated_in_a_hebrew_sentence() {
        let catalogues = Catalogues::new();
        let words = Words {
            catalogues: &catalogues,
            locale: Locale::Hebrew,
            partner: "Acme",
            business: "Rosa",
        };
        assert!(words.say("onboarding-by").contains("\u{2068}Acme\u{2069}"));
    }
}
