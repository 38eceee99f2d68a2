//! Catalogues of messages, read as text: what they hold, and what pages and code ask of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The messages of a catalogue with their text, variants and all.
///
/// # Panics
///
/// When a message stands there twice.
#[must_use]
pub fn messages(source: &str) -> BTreeMap<&str, String> {
    let mut messages: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" = ") {
            Some((key, text)) if !line.starts_with(' ') => {
                let before = messages.insert(key, text.to_owned());
                assert_eq!(before, None, "{key} twice");
                current = Some(key);
            }
            // A message with variants goes on in lines that are indented, up to a bracket.
            _ => {
                if let Some(text) = current.and_then(|key| messages.get_mut(key)) {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    messages
}

/// The names behind dollar signs.
fn arguments(message: &str) -> BTreeSet<&str> {
    let names = message.split('$').skip(1);
    names
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
        .collect()
}

/// Compares a catalogue with that of the language in which the messages were written first.
///
/// # Panics
///
/// When one of them lacks a message or an argument, when a message is empty, or when a sentence
/// was left as it was.
pub fn says_the_same(language: &str, own: &str, first: &str) {
    let (own, first) = (messages(own), messages(first));
    let alone: Vec<_> = first
        .keys()
        .filter(|key| !own.contains_key(*key))
        .chain(own.keys().filter(|key| !first.contains_key(*key)))
        .collect();
    assert!(alone.is_empty(), "{language}: {alone:?}");
    for (key, message) in &own {
        assert!(!message.trim().is_empty(), "{language} {key}");
        assert_eq!(
            arguments(message),
            arguments(&first[key]),
            "{language} {key}"
        );
        let sentence = message.split_whitespace().count() > 2;
        let left = sentence && *message == first[key];
        assert!(!left, "{language} {key} is not translated");
    }
}

/// What stands in quotes behind `start`, wherever that is.
pub fn quoted_after<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

/// The code of a crate without its tests: those inside its files, and the named files of nothing
/// but tests.
///
/// # Errors
///
/// When it cannot be read.
pub fn code(manifest_dir: &str, tests: &[&str]) -> std::io::Result<Vec<String>> {
    let mut code = Vec::new();
    let mut folders = vec![Path::new(manifest_dir).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !tests.contains(&name.as_ref()) {
                let source = std::fs::read_to_string(&path)?;
                let (product, _) = source
                    .split_once("#[cfg(test)]\nmod tests {")
                    .unwrap_or((&source, ""));
                code.push(product.to_owned());
            }
        }
    }
    Ok(code)
}
