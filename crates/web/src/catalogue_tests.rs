//! The catalogues against one another, and against what pages and code ask of them.

use crate::locales::{Locale, source};
use crate::templates::TEMPLATES;
use fluent_bundle::FluentResource;
use gangway_testkit::catalogue::{code, messages, quoted_after, says_the_same};
use std::collections::BTreeSet;

fn keys() -> BTreeSet<&'static str> {
    messages(source(Locale::English)).into_keys().collect()
}

#[test]
fn every_catalogue_can_be_read() {
    for locale in Locale::ALL {
        let parsed = FluentResource::try_new(source(locale).to_owned());
        assert!(parsed.is_ok(), "{}: {:?}", locale.tag(), parsed.err());
    }
}

#[test]
fn all_catalogues_say_the_same() {
    for locale in Locale::ALL.into_iter().skip(1) {
        says_the_same(locale.tag(), source(locale), source(Locale::English));
    }
}

/// Files of nothing but tests.
const TESTS: [&str; 4] = [
    "catalogue_tests.rs",
    "page_faults.rs",
    "page_tests.rs",
    "samples.rs",
];

#[test]
fn no_message_is_missing_and_none_is_unused() {
    let known = keys();
    let mut used = BTreeSet::new();
    let mut missing = Vec::new();
    for (name, template) in TEMPLATES {
        for key in quoted_after(template, "t(\"") {
            match known.get(key) {
                Some(key) => _ = used.insert(*key),
                None => missing.push(format!("{name}: {key}")),
            }
        }
    }
    // Code names a message, or what a message and its title have in common.
    let families: BTreeSet<_> = known
        .iter()
        .filter_map(|key| key.split('-').next())
        .collect();
    for code in code(env!("CARGO_MANIFEST_DIR"), &TESTS).unwrap() {
        for family in &families {
            let start = format!("\"{family}-");
            for rest in quoted_after(&code, &start) {
                let key = format!("{family}-{rest}");
                let of_key = |known: &&&str| {
                    **known == key || known.strip_suffix("-title") == Some(key.as_str())
                };
                let found: Vec<&str> = known.iter().filter(of_key).copied().collect();
                if found.is_empty() {
                    missing.push(key);
                }
                used.extend(found);
            }
        }
    }
    assert!(missing.is_empty(), "missing: {missing:?}");
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}
