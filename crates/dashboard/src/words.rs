//! The languages of the dashboard.

use crate::Dashboard;
use fluent_bundle::FluentArgs;
use gangway_page::{Catalogues, Locale};

macro_rules! catalogue {
    ($language:literal: $($file:literal),+ $(,)?) => {
        concat!($(include_str!(concat!("../locales/", $language, "/", $file, ".ftl")), "\n"),+)
    };
}

/// The languages with their catalogues; a file for each group of pages.
pub(crate) const SOURCES: [(Locale, &str); 2] = [
    (
        Locale::English,
        catalogue!("en": "frame", "errors", "accounts", "operator", "settings"),
    ),
    (
        Locale::Hebrew,
        catalogue!("he": "frame", "errors", "accounts", "operator", "settings"),
    ),
];

pub(crate) fn catalogues() -> Catalogues {
    Catalogues::new(&SOURCES)
}

impl Dashboard {
    /// A message without arguments.
    pub(crate) fn say(&self, locale: Locale, key: &str) -> String {
        self.catalogues.say(locale, key, &FluentArgs::new())
    }

    /// A message that speaks of one thing.
    pub(crate) fn say_of(&self, locale: Locale, key: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_owned());
        self.catalogues.say(locale, key, &args)
    }

    /// A message that says how many: it has its own forms for one and for two.
    pub(crate) fn say_count(&self, locale: Locale, key: &str, name: &str, count: u64) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), count);
        self.catalogues.say(locale, key, &args)
    }
}
