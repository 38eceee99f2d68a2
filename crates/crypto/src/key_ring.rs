//! The keys that seal stored secrets: one seals, all of them open, so keys can be changed
//! without rewriting the store at once.

use crate::OpenError;
use crate::sealing::{self, Opened};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use gangway_domain::{Rng, Sealed, alphanumeric};
use secrecy::zeroize::Zeroizing;

/// Length of a key in bytes.
const KEY_LEN: usize = 32;

/// Longest key id; its length has to fit the one byte that a sealed value has for it.
const MAX_ID: usize = 32;

/// Base64 with or without its padding: people paste both.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Keys for stored secrets.
pub struct KeyRing {
    /// The key that seals.
    first: Key,
    /// Keys that only open.
    others: Vec<Key>,
}

struct Key {
    id: String,
    /// Wipes its key when it is dropped.
    cipher: XChaCha20Poly1305,
}

/// A line of a key ring that cannot be used. Never holds key material.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// Nothing but blank lines and comments.
    #[error(
        "the key ring holds no key; add a line `id:key`, where key is the base64 of 32 random bytes"
    )]
    Empty,
    /// A line that is wrong.
    #[error("line {line} of the key ring {problem}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// The rest of the sentence, with the mend.
        problem: String,
    },
}

impl KeyRing {
    /// Reads a key ring: a key per line as `id:base64`, the sealing key first. Blank
    /// lines and lines that start with `#` are skipped.
    ///
    /// # Errors
    /// When there is no key, or at the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let mut keys: Vec<Key> = Vec::new();
        for (index, raw) in text.lines().enumerate() {
            let entry = raw.trim();
            if entry.is_empty() || entry.starts_with('#') {
                continue;
            }
            let refuse = |problem| KeyRingError::Line {
                line: index + 1,
                problem,
            };
            let key = Key::parse(entry).map_err(refuse)?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(refuse(format!(
                    "repeats the id {:?}; give each key an id of its own",
                    key.id
                )));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(KeyRingError::Empty)?;
        Ok(Self {
            first,
            others: keys.collect(),
        })
    }

    /// A ring with one new key, and the line to keep it by. To change keys, put the line
    /// of a new key above the old ones.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> (Self, String) {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        rng.fill(bytes.as_mut_slice());
        let id = alphanumeric(rng, 8);
        let text = format!("{id}:{}\n", BASE64.encode(bytes.as_slice()));
        let ring = Self {
            first: Key::new(id, &bytes),
            others: Vec::new(),
        };
        (ring, text)
    }

    /// Seals a secret for one place in the store. `context` names that place, such as
    /// `account:42:business_token`; the value opens nowhere else.
    #[must_use]
    pub fn seal(&self, rng: &dyn Rng, context: &str, plain: &[u8]) -> Sealed {
        sealing::seal(&self.first.cipher, &self.first.id, rng, context, plain)
    }

    /// Opens a sealed secret with whichever key sealed it.
    ///
    /// # Errors
    /// When it is cut short, from a newer version, sealed with a key that is not in the
    /// ring, altered, or sealed for another context.
    pub fn open(&self, context: &str, sealed: &Sealed) -> Result<Opened, OpenError> {
        sealing::open(|id| self.cipher(id), context, sealed)
    }

    fn cipher(&self, id: &str) -> Option<&XChaCha20Poly1305> {
        std::iter::once(&self.first)
            .chain(&self.others)
            .find(|key| key.id == id)
            .map(|key| &key.cipher)
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({} keys)", 1 + self.others.len())
    }
}

impl Key {
    fn new(id: String, bytes: &[u8; KEY_LEN]) -> Self {
        Self {
            id,
            cipher: XChaCha20Poly1305::new(bytes.into()),
        }
    }

    fn parse(entry: &str) -> Result<Self, String> {
        let Some((id, key)) = entry.split_once(':') else {
            return Err("has no colon; write it as `id:key`".to_owned());
        };
        let (id, key) = (id.trim(), key.trim());
        if !is_id(id) {
            return Err(format!(
                "has a bad id; use 1 to {MAX_ID} letters, digits, `_` and `-` before the colon"
            ));
        }
        let bytes = BASE64
            .decode(key)
            .map(Zeroizing::new)
            .map_err(|_| "has a key that is not base64; `openssl rand -base64 32` makes one")?;
        let bytes: &[u8; KEY_LEN] = bytes.as_slice().try_into().map_err(|_| {
            format!(
                "has a key of {} bytes; it must be {KEY_LEN} random bytes as base64",
                bytes.len()
            )
        })?;
        Ok(Self::new(id.to_owned(), bytes))
    }
}

fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;
    use proptest::prelude::*;

    const CONTEXT: &str = "account:42:pin";

    fn line(id: &str, byte: u8) -> String {
        format!("{id}:{}\n", BASE64.encode([byte; KEY_LEN]))
    }

    fn refusal(text: &str) -> String {
        KeyRing::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let rng = TestRng::default();
        let old = KeyRing::parse(&line("old", 1)).unwrap();
        let both = KeyRing::parse(&format!("{}{}", line("new", 2), line("old", 1))).unwrap();
        let new = KeyRing::parse(&line("new", 2)).unwrap();

        let before = old.seal(&rng, CONTEXT, b"481516");
        assert_eq!(both.open(CONTEXT, &before).unwrap().bytes(), b"481516");
        let after = both.seal(&rng, CONTEXT, b"481516");
        assert_eq!(new.open(CONTEXT, &after).unwrap().bytes(), b"481516");
        assert_eq!(
            old.open(CONTEXT, &after).unwrap_err(),
            OpenError::UnknownKey {
                id: "new".to_owned()
            }
        );
    }

    #[test]
    fn a_generated_ring_reads_back_from_its_text() {
        let rng = TestRng::default();
        let (ring, text) = KeyRing::generate(&rng);
        let sealed = ring.seal(&rng, CONTEXT, b"EAA");
        let read = KeyRing::parse(&text).unwrap();
        assert_eq!(read.open(CONTEXT, &sealed).unwrap().bytes(), b"EAA");
    }

    #[test]
    fn comments_blank_lines_and_missing_padding_are_fine() {
        let text = format!(
            "# keys\n\n  {}  \r\n",
            line("a", 7).trim().trim_end_matches('=')
        );
        assert!(KeyRing::parse(&text).is_ok());
    }

    #[test]
    fn a_bad_line_is_named_with_its_mend() {
        assert!(refusal("\n# nothing\n").contains("holds no key"));
        for (second, says) in [
            ("nocolon", "line 2 of the key ring has no colon"),
            (":AAAA", "line 2 of the key ring has a bad id"),
            ("b c:AAAA", "has a bad id"),
            ("b:%%", "not base64; `openssl rand"),
            ("b:AAAA", "has a key of 3 bytes; it must be 32"),
        ] {
            let message = refusal(&format!("{}{second}\n", line("a", 1)));
            assert!(message.contains(says), "{message}");
        }
        let twice = refusal(&format!("{}\n{}", line("a", 1), line("a", 2)));
        assert!(
            twice.contains("line 3 of the key ring repeats the id \"a\""),
            "{twice}"
        );
    }

    #[test]
    fn debug_is_silent() {
        let ring = KeyRing::parse(&line("a", 1)).unwrap();
        assert_eq!(format!("{ring:?}"), "KeyRing(1 keys)");
    }

    proptest! {
        #[test]
        fn a_sealed_secret_opens_only_in_its_context(
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            context in ".{0,40}",
            other in ".{0,40}",
        ) {
            let ring = KeyRing::parse(&line("a", 9)).unwrap();
            let sealed = ring.seal(&TestRng::default(), &context, &plain);
            let opened = ring.open(&context, &sealed).unwrap();
            prop_assert_eq!(opened.bytes(), plain.as_slice());
            if other != context {
                prop_assert_eq!(ring.open(&other, &sealed).unwrap_err(), OpenError::NotAuthentic);
            }
        }

        #[test]
        fn a_changed_or_shortened_secret_never_opens(
            plain in proptest::collection::vec(any::<u8>(), 0..60),
            place in any::<proptest::sample::Index>(),
            flip in 1..=255_u8,
        ) {
            let ring = KeyRing::parse(&line("a", 9)).unwrap();
            let sealed = ring.seal(&TestRng::default(), CONTEXT, &plain);
            let mut bytes = sealed.as_bytes().to_vec();
            let place = place.index(bytes.len());
            let short = Sealed::from_bytes(bytes[..place].to_vec());
            prop_assert!(ring.open(CONTEXT, &short).is_err());
            bytes[place] ^= flip;
            prop_assert!(ring.open(CONTEXT, &Sealed::from_bytes(bytes)).is_err());
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = KeyRing::parse(&text);
        }
    }
}
