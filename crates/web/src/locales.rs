//! The catalogues of the customer's pages.

use fluent_bundle::FluentArgs;
pub(crate) use gangway_page::{Catalogues, Locale};

/// The source of a language's catalogue.
pub(crate) const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::English => include_str!("../locales/en/customer.ftl"),
        Locale::Hebrew => include_str!("../locales/he/customer.ftl"),
        Locale::Arabic => include_str!("../locales/ar/customer.ftl"),
        Locale::Spanish => include_str!("../locales/es/customer.ftl"),
        Locale::Portuguese => include_str!("../locales/pt/customer.ftl"),
        Locale::French => include_str!("../locales/fr/customer.ftl"),
        Locale::German => include_str!("../locales/de/customer.ftl"),
        Locale::Russian => include_str!("../locales/ru/customer.ftl"),
        Locale::Hindi => include_str!("../locales/hi/customer.ftl"),
        Locale::Indonesian => include_str!("../locales/id/customer.ftl"),
    }
}

/// All catalogues, parsed.
pub(crate) fn catalogues() -> Catalogues {
    Catalogues::new(&Locale::ALL.map(|locale| (locale, source(locale))))
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
    fn a_latin_name_is_isolated_in_a_hebrew_sentence() {
        let catalogues = catalogues();
        let words = Words {
            catalogues: &catalogues,
            locale: Locale::Hebrew,
            partner: "Acme",
            business: "Rosa",
        };
        assert!(words.say("onboarding-by").contains("\u{2068}Acme\u{2069}"));
    }
}
