//! The catalogues against one another, and against what pages and code ask of them.

use crate::invites;
use crate::templates::TEMPLATES;
use crate::words::{self, SOURCES};
use fluent_bundle::{FluentArgs, FluentResource};
use gangway_page::Locale;
use gangway_testkit::catalogue::{code, messages, quoted_after, says_the_same};
use std::collections::BTreeSet;

#[test]
fn every_catalogue_can_be_read_and_says_the_same() {
    for sources in [&SOURCES[..], &invites::SOURCES[..]] {
        let (_, english) = sources
            .iter()
            .find(|(locale, _)| *locale == Locale::English)
            .unwrap();
        for (locale, source) in sources {
            let parsed = FluentResource::try_new((*source).to_owned());
            assert!(parsed.is_ok(), "{}: {:?}", locale.tag(), parsed.err());
            if *locale != Locale::English {
                says_the_same(locale.tag(), source, english);
            }
        }
    }
}

#[test]
fn an_invitation_speaks_every_language() {
    let speaks: Vec<_> = invites::SOURCES.iter().map(|(locale, _)| *locale).collect();
    for locale in Locale::ALL {
        assert!(speaks.contains(&locale), "{}", locale.tag());
    }
}

#[test]
fn no_message_is_missing_and_none_is_unused() {
    let known: BTreeSet<&str> = [SOURCES[0].1, invites::SOURCES[0].1]
        .into_iter()
        .flat_map(messages)
        .map(|(key, _)| key)
        .collect();
    let code = code(env!("CARGO_MANIFEST_DIR"), &["catalogue_tests.rs"]).unwrap();
    let mut asked: Vec<&str> = Vec::new();
    for (_, template) in TEMPLATES {
        for start in [" t(\"", "(t(\""] {
            asked.extend(quoted_after(template, start));
        }
    }
    for source in &code {
        for start in ["say(\"", "say_of(locale, \"", "say(locale, \""] {
            asked.extend(quoted_after(source, start));
        }
    }
    // What ends in a dash is the beginning of a family: `"state-" ~ state`.
    let answers =
        |asked: &str, key: &str| key == asked || (asked.ends_with('-') && key.starts_with(asked));
    let missing: Vec<_> = asked
        .iter()
        .filter(|asked| !known.iter().any(|key| answers(asked, key)))
        .collect();
    assert!(missing.is_empty(), "missing: {missing:?}");

    // Keys also stand in tables and matches, are made for a family, or carry a hint or a title.
    let mentioned = |key: &str| {
        let quoted = format!("\"{key}\"");
        let templates = TEMPLATES.iter().map(|(_, template)| *template);
        let mut sources = code.iter().map(String::as_str).chain(templates);
        sources.any(|source| {
            let made = quoted_after(source, "format!(\"")
                .filter_map(|form| form.split_once('{'))
                .any(|(start, _)| start.ends_with('-') && key.starts_with(start));
            made || source.contains(&quoted)
        })
    };
    let unused: Vec<_> = known
        .iter()
        .filter(|key| {
            let stem = key.strip_suffix("-hint").or(key.strip_suffix("-title"));
            let asked = asked.iter().any(|asked| answers(asked, key));
            !asked && !mentioned(key) && !stem.is_some_and(&mentioned)
        })
        .collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

#[test]
fn one_minute_and_two_have_words_of_their_own() {
    let catalogues = words::catalogues();
    let said = |locale, key, minutes: u64| {
        let mut args = FluentArgs::new();
        args.set("minutes", minutes);
        let said = catalogues.say(locale, key, &args);
        said.replace(['\u{2068}', '\u{2069}'], "")
    };
    for key in ["sign-in-held", "number-too-many-codes"] {
        for (locale, minutes, words) in [
            (Locale::English, 1, " a minute"),
            (Locale::English, 2, " 2 minutes"),
            (Locale::English, 1_440, " 1440 minutes"),
            (Locale::Hebrew, 1, " דקה"),
            (Locale::Hebrew, 2, " שתי דקות"),
            (Locale::Hebrew, 15, " 15 דקות"),
        ] {
            let said = said(locale, key, minutes);
            assert!(said.contains(words), "{key}: {said}");
        }
    }
}
