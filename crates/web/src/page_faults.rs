//! What must not be wrong with the words of a page, looked for in the finished page.

use crate::locales::{Locale, source};
use gangway_testkit::catalogue::messages;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that the page's script fills.
const FILLED_LATER: [&str; 6] = [
    "number",
    "prove-number",
    "pin-error",
    "numbers-error",
    "prove-again",
    "copied",
];

/// First and last characters of isolated text.
const ISOLATES: [char; 3] = ['\u{2066}', '\u{2067}', '\u{2068}'];
const POP: char = '\u{2069}';

static KEYS: LazyLock<Vec<&str>> =
    LazyLock::new(|| messages(source(Locale::English)).into_keys().collect());

/// A tag and the text behind it, up to the next tag.
struct Piece<'a> {
    tag: &'a str,
    text: &'a str,
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        let (tag, text) = piece.split_once('>')?;
        Some(Piece { tag, text })
    })
}

/// Reads page after page. Most of what stands in one stands in many, and is read once.
#[derive(Default)]
pub(crate) struct Reader {
    /// Faultless texts by language, and whether their place is left to right by itself.
    clean: HashMap<(&'static str, bool), HashSet<String>>,
}

impl Reader {
    /// Everything that is wrong with a page.
    pub(crate) fn faults(&mut self, html: &str, locale: Locale) -> Vec<String> {
        let mut faults = Vec::new();
        for attribute in ["alt", "aria-label", "title", "value", "content", "href"] {
            if html.contains(&format!(" {attribute}=\"\"")) {
                faults.push(format!("an empty {attribute}"));
            }
        }
        let mut before: Option<Piece<'_>> = None;
        for piece in pieces(html) {
            if let Some(opened) = &before
                && piece.tag.strip_prefix('/') == Some(name_of(opened.tag))
                && opened.text.trim().is_empty()
                && !may_be_empty(opened.tag)
            {
                faults.push(format!("<{}> is empty", opened.tag));
            }
            faults.extend(self.faults_behind(&piece, locale));
            before = Some(piece);
        }
        faults
    }

    fn faults_behind(&mut self, piece: &Piece<'_>, locale: Locale) -> Vec<String> {
        let left_to_right = piece.tag.contains("dir=\"ltr\"");
        let clean = self.clean.entry((locale.tag(), left_to_right)).or_default();
        let (text, faults): (_, fn(_, _, _) -> _) = match name_of(piece.tag) {
            "style" => return Vec::new(),
            // What comes before is about the account, and says nothing.
            "script" => match piece.text.split_once("\"texts\":") {
                Some((_, texts)) => (texts, faults_of_data),
                None => return Vec::new(),
            },
            _ => (piece.text, faults_of_text),
        };
        if clean.contains(text) {
            return Vec::new();
        }
        let faults = faults(text, locale, left_to_right);
        if faults.is_empty() {
            clean.insert(text.to_owned());
        }
        faults
    }
}

fn name_of(tag: &str) -> &str {
    tag.split(|c: char| c.is_whitespace()).next().unwrap_or(tag)
}

fn may_be_empty(tag: &str) -> bool {
    let shape = ["circle", "path", "script"].contains(&name_of(tag));
    let later = FILLED_LATER
        .iter()
        .any(|id| tag.contains(&format!(" id=\"{id}\"")));
    shape || later || tag.ends_with(" hidden")
}

/// The sentences that the page's script may come to say: an object, and whatever follows it.
fn faults_of_data(texts: &str, locale: Locale, _: bool) -> Vec<String> {
    let mut values = serde_json::Deserializer::from_str(texts).into_iter::<Value>();
    let Some(Ok(texts)) = values.next() else {
        return vec![format!("texts that nobody can read: {texts}")];
    };
    let mut faults = Vec::new();
    let mut left = vec![&texts];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(fields) => left.extend(fields.values()),
            Value::String(text) if text.is_empty() => {
                faults.push("an empty text for the script".to_owned());
            }
            Value::String(text) => faults.extend(faults_of_text(text, locale, false)),
            _ => {}
        }
    }
    faults
}

fn faults_of_text(text: &str, locale: Locale, left_to_right: bool) -> Vec<String> {
    let text = text.trim();
    let mut faults = Vec::new();
    let mut fault = |what: &str| faults.push(format!("{what}: {text}"));
    if text.contains("{$") || text.contains("{ $") || text.contains("{{") {
        fault("a placeholder");
    }
    if KEYS.binary_search(&text).is_ok() {
        fault("a key instead of its message");
    }
    let mut depth = 0_i32;
    let mut last = ' ';
    let mut digits = 0;
    let mut bare_number = false;
    for c in text.chars() {
        depth += i32::from(ISOLATES.contains(&c)) - i32::from(c == POP);
        let open = depth == 0 && !left_to_right && locale.direction() == "rtl";
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        bare_number |= open && ((last == '+' && digits == 1) || digits == 7);
        last = c;
    }
    if bare_number {
        fault("a number that is not isolated");
    }
    if depth != 0 {
        fault("isolates that do not match");
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(html: &str, locale: Locale) -> usize {
        Reader::default().faults(html, locale).len()
    }

    #[test]
    fn faults_are_seen() {
        let hebrew = Locale::Hebrew;
        assert_eq!(faults("<p>שלום</p>", hebrew), 0);
        for wrong in [
            "<p> </p>",
            "<h1></h1>",
            "<img alt=\"\">",
            "<p>{$partner} שלום</p>",
            "<p>onboarding-by</p>",
            "<p>+972501234567</p>",
            "<p>972501234567</p>",
            "<p>\u{2068}Acme</p>",
            "<script>{\"texts\":{\"a\":{\"b\":\"\"}}}</script>",
            "<script>{\"texts\":{\"a\":\"+9725\"}}</script>",
        ] {
            assert_eq!(faults(wrong, hebrew), 1, "{wrong}");
        }
        for right in [
            "<p id=\"pin-error\"></p>",
            "<bdi dir=\"ltr\">+972501234567</bdi>",
            "<p>כך: \u{2066}+972 50\u{2069}.</p>",
        ] {
            assert_eq!(faults(right, hebrew), 0, "{right}");
        }
        assert_eq!(faults("<p>+44 20</p>", Locale::English), 0);
    }
}
