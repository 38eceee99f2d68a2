//! Signatures and challenges.

use gangway_crypto::hmac_sha256_hex;
use gangway_meta::webhook::{WebhookVerifier, answer_challenge};

const SECRET: &str = "app-secret";
const TOKEN: &str = "verify-token";

pub(crate) fn check(input: &[u8]) {
    let verifier = WebhookVerifier::new(&SECRET.into());
    let signature = format!("sha256={}", hmac_sha256_hex(SECRET.as_bytes(), input));
    assert!(verifier.accepts(Some(&signature), input));
    let mut other = input.to_vec();
    match other.first_mut() {
        Some(byte) => *byte ^= 1,
        None => other.push(0),
    }
    assert!(!verifier.accepts(Some(&signature), &other));
    assert!(!verifier.accepts(None, input));
    // Another digit each time, so that none of them goes without a look.
    let mut digits = signature.into_bytes();
    let at = "sha256=".len() + input.len() % 64;
    digits[at] = if digits[at] == b'0' { b'1' } else { b'0' };
    assert!(!verifier.accepts(std::str::from_utf8(&digits).ok(), input));

    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    // Nobody guesses it, whatever else the header holds.
    assert!(!verifier.accepts(Some(text), b"another body"));
    let answer =
        |token, challenge| answer_challenge(TOKEN, Some("subscribe"), Some(token), Some(challenge));
    assert_eq!(answer(text, "1").is_some(), text == TOKEN);
    if let Some(given) = answer(TOKEN, text) {
        assert_eq!(given, text);
        assert!(given.len() <= 256 && given.bytes().all(|b| b.is_ascii_graphic()));
    }
}
