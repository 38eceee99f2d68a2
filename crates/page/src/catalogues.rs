//! Catalogues of messages, one for each language that a room of pages speaks.

use crate::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// All catalogues, each parsed when somebody first reads in its language: few servers meet readers
/// of all of them, and parsed they take many times their room.
pub struct Catalogues {
    sources: Vec<Source>,
}

struct Source {
    locale: Locale,
    text: &'static str,
    bundle: OnceLock<Bundle>,
}

impl Catalogues {
    /// Takes the sources; English is what the others fall back to.
    #[must_use]
    pub fn new(sources: &[(Locale, &'static str)]) -> Self {
        let source = |(locale, text): &(Locale, &'static str)| Source {
            locale: *locale,
            text,
            bundle: OnceLock::new(),
        };
        Self {
            sources: sources.iter().map(source).collect(),
        }
    }

    /// Whether a language has a catalogue here.
    #[must_use]
    pub fn speaks(&self, locale: Locale) -> bool {
        self.sources.iter().any(|known| known.locale == locale)
    }

    /// A message in a language; in English where that catalogue lacks it.
    #[must_use]
    pub fn say(&self, locale: Locale, key: &str, args: &FluentArgs<'_>) -> String {
        self.find(locale, key, args)
            .or_else(|| self.find(Locale::English, key, args))
            .unwrap_or_else(|| {
                tracing::error!(key, "a page asks for a message that no catalogue has");
                String::new()
            })
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.bundle(locale)
            .is_some_and(|bundle| bundle.has_message(key))
    }

    fn bundle(&self, locale: Locale) -> Option<&Bundle> {
        let source = self.sources.iter().find(|known| known.locale == locale)?;
        let bundle = || bundle(locale, source.text);
        Some(source.bundle.get_or_init(bundle))
    }

    fn find(&self, locale: Locale, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.bundle(locale)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a message of a page lacks an argument");
        }
        Some(text.into_owned())
    }
}

fn bundle(locale: Locale, source: &str) -> Bundle {
    let language = locale
        .tag()
        .parse::<LanguageIdentifier>()
        .unwrap_or_default();
    // Names from elsewhere stay isolated from the direction of the text around them.
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            tracing::error!(locale = locale.tag(), ?errors, "a catalogue has mistakes");
            resource
        }
    };
    bundle.add_resource_overriding(resource);
    bundle
}

impl std::fmt::Debug for Catalogues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.sources.iter().map(|source| source.locale))
            .finish()
    }
}
