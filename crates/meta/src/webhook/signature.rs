//! Whether it is Meta that speaks.

use gangway_crypto::{hash, hmac_sha256_hex, same};
use secrecy::{ExposeSecret, SecretString};

/// Longest challenge that is given back. Meta's have ten digits.
const MAX_CHALLENGE: usize = 256;

/// Checks the signature of a delivery. Meta signs with the app's secret, whatever
/// address it delivers to.
#[derive(Debug, Clone)]
pub struct WebhookVerifier {
    app_secret: SecretString,
}

impl WebhookVerifier {
    /// For the app with this secret.
    #[must_use]
    pub fn new(app_secret: &SecretString) -> Self {
        Self {
            app_secret: app_secret.clone(),
        }
    }

    /// Whether `header`, the value of `X-Hub-Signature-256`, signs the body as it came.
    /// What is compared are hashes, so the time it takes tells nothing.
    #[must_use]
    pub fn accepts(&self, header: Option<&str>, body: &[u8]) -> bool {
        let secret = self.app_secret.expose_secret().as_bytes();
        let Some(given) = header.and_then(|header| header.strip_prefix("sha256=")) else {
            return false;
        };
        // Anybody can sign with an empty secret.
        if secret.is_empty() || given.len() != 64 {
            return false;
        }
        let right = hmac_sha256_hex(secret, body);
        same(&hash(&given.to_ascii_lowercase()), &hash(&right))
    }
}

/// What to answer when Meta asks, by GET, whether this address wants its webhooks: the
/// bare challenge. `None` is a refusal: the token is not the one that was agreed.
#[must_use]
pub fn answer_challenge(
    verify_token: &str,
    mode: Option<&str>,
    token: Option<&str>,
    challenge: Option<&str>,
) -> Option<String> {
    if verify_token.is_empty() || mode != Some("subscribe") {
        return None;
    }
    if !same(&hash(token?), &hash(verify_token)) {
        return None;
    }
    let challenge = challenge?;
    let is_plain = (1..=MAX_CHALLENGE).contains(&challenge.len())
        && challenge.bytes().all(|b| b.is_ascii_graphic());
    is_plain.then(|| challenge.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

    /// Reckoned with another implementation: `openssl dgst -sha256 -hmac app-secret`.
    const SIGNATURE: &str = "d3e4f9da0ce6c71ab3dba55929b8eeeee2455349e534924ead19f98d143e904f";

    fn verifier(secret: &str) -> WebhookVerifier {
        WebhookVerifier::new(&secret.into())
    }

    #[test]
    fn only_the_signature_over_these_very_bytes_is_accepted() {
        let header = format!("sha256={SIGNATURE}");
        let app = verifier("app-secret");
        assert!(app.accepts(Some(&header), BODY));
        let shouted = format!("sha256={}", SIGNATURE.to_ascii_uppercase());
        assert!(app.accepts(Some(&shouted), BODY));

        assert!(!verifier("other-secret").accepts(Some(&header), BODY));
        let mut spaced = BODY.to_vec();
        spaced.push(b' ');
        assert!(!app.accepts(Some(&header), &spaced));
        for refused in [
            None,
            Some(""),
            Some("sha256="),
            Some(SIGNATURE),
            Some(&header[..header.len() - 1]),
            Some(&format!("{header}0")),
            Some(&header.replace("sha256", "sha1")),
            Some(&format!("sha256={}", "é".repeat(32))),
        ] {
            assert!(!app.accepts(refused, BODY), "{refused:?}");
        }
    }

    #[test]
    fn every_digit_of_the_signature_counts() {
        let app = verifier("app-secret");
        for at in 0..SIGNATURE.len() {
            let mut other = SIGNATURE.to_owned();
            let digit = if other.as_bytes()[at] == b'0' {
                "1"
            } else {
                "0"
            };
            other.replace_range(at..=at, digit);
            assert!(!app.accepts(Some(&format!("sha256={other}")), BODY), "{at}");
        }
    }

    #[test]
    fn without_a_secret_nothing_is_signed() {
        let signed = format!("sha256={}", hmac_sha256_hex(b"", BODY));
        assert!(!verifier("").accepts(Some(&signed), BODY));
    }

    #[test]
    fn the_secret_is_not_in_debug() {
        assert!(!format!("{:?}", verifier("shh")).contains("shh"));
    }

    #[test]
    fn a_challenge_is_answered_to_who_knows_the_token() {
        let answer = |token: &str, challenge: &str| {
            answer_challenge("agreed", Some("subscribe"), Some(token), Some(challenge))
        };
        assert_eq!(answer("agreed", "115820").as_deref(), Some("115820"));
        for token in ["", "agree", "agreed ", "Agreed"] {
            assert_eq!(answer(token, "115820"), None, "{token:?}");
        }
        for challenge in ["", "a b", "a\n", "é", &"1".repeat(257)] {
            assert_eq!(answer("agreed", challenge), None, "{challenge:?}");
        }
        assert!(answer("agreed", &"1".repeat(256)).is_some());
        for (mode, token, challenge) in [
            (None, Some("agreed"), Some("1")),
            (Some("unsubscribe"), Some("agreed"), Some("1")),
            (Some("subscribe"), None, Some("1")),
            (Some("subscribe"), Some("agreed"), None),
        ] {
            assert_eq!(answer_challenge("agreed", mode, token, challenge), None);
        }
        assert_eq!(
            answer_challenge("", Some("subscribe"), Some(""), Some("1")),
            None
        );
    }
}
