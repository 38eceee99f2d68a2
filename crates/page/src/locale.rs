//! The languages that pages speak.

use gangway_domain::Language;

/// A language with a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    /// English, where nothing else is asked for.
    English,
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// French.
    French,
    /// German.
    German,
    /// Russian.
    Russian,
    /// Hindi.
    Hindi,
    /// Indonesian.
    Indonesian,
}

impl Locale {
    /// Every locale; the first is the one to fall back to.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::Hebrew,
        Self::Arabic,
        Self::Spanish,
        Self::Portuguese,
        Self::French,
        Self::German,
        Self::Russian,
        Self::Hindi,
        Self::Indonesian,
    ];

    /// The value of `lang`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Hebrew => "he",
            Self::Arabic => "ar",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::French => "fr",
            Self::German => "de",
            Self::Russian => "ru",
            Self::Hindi => "hi",
            Self::Indonesian => "id",
        }
    }

    /// The language's own name for itself, as it stands in a list of languages.
    #[must_use]
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Hebrew => "עברית",
            Self::Arabic => "العربية",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::French => "Français",
            Self::German => "Deutsch",
            Self::Russian => "Русский",
            Self::Hindi => "हिन्दी",
            Self::Indonesian => "Bahasa Indonesia",
        }
    }

    /// The name that Meta uses, in its SDK's address and in Open Graph.
    #[must_use]
    pub const fn meta_name(self) -> &'static str {
        match self {
            Self::English => "en_US",
            Self::Hebrew => "he_IL",
            Self::Arabic => "ar_AR",
            Self::Spanish => "es_LA",
            Self::Portuguese => "pt_BR",
            Self::French => "fr_FR",
            Self::German => "de_DE",
            Self::Russian => "ru_RU",
            Self::Hindi => "hi_IN",
            Self::Indonesian => "id_ID",
        }
    }

    /// The catalogue for a language tag, whatever its region or script.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let primary = match primary.as_str() {
            // Old codes, which some phones still send.
            "iw" => "he",
            "in" => "id",
            new => new,
        };
        Self::ALL.into_iter().find(|locale| locale.tag() == primary)
    }

    /// The value of `dir`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        match Language::parse("lang", self.tag()) {
            Ok(Some(language)) if language.is_rtl() => "rtl",
            _ => "ltr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lead_to_locales() {
        assert_eq!(Locale::from_tag("he-IL"), Some(Locale::Hebrew));
        assert_eq!(Locale::from_tag("IW"), Some(Locale::Hebrew));
        assert_eq!(Locale::from_tag("es_419"), Some(Locale::Spanish));
        assert_eq!(Locale::from_tag("pt-PT"), Some(Locale::Portuguese));
        assert_eq!(Locale::from_tag("in-ID"), Some(Locale::Indonesian));
        assert_eq!(Locale::from_tag("tlh"), None);
        assert_eq!(Locale::from_tag(""), None);
    }

    #[test]
    fn every_locale_is_found_by_its_names() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
            assert_eq!(Locale::from_tag(locale.meta_name()), Some(locale));
        }
    }

    #[test]
    fn right_to_left() {
        let rtl: Vec<_> = Locale::ALL
            .into_iter()
            .filter(|locale| locale.direction() == "rtl")
            .collect();
        assert_eq!(rtl, [Locale::Hebrew, Locale::Arabic]);
    }
}
